import { isPlaceKind } from "@lang-nghe/contract";
import { type PlaceMatch, placeNames } from "@lang-nghe/vietnamese-text";
import type { Placed } from "./queries.ts";

export type FoundPlace =
  | { how: "code" | "name"; unitId: string; reason: null; suggestions: [] }
  | { how: null; unitId: null; reason: "several" | "without-marks" | "other-kind" | null; suggestions: string[] };

export type PlaceFinder = {
  /**
   * Which unit a text of a file means.
   * @param place code, or name; "Xã Bát Xát, tỉnh Lào Cai" says its province too.
   * @param within name or code of what it lies in; "" = the file does not say.
   */
  find: (place: string, within: string) => FoundPlace;
};

const wide = ["country", "province", "district"];

/**
 * Finds units by what files call them.
 * @param units all of one day.
 * @param smallOnly provinces and what is larger are no answer: rows lie in communes and below.
 */
export function placeFinder(units: readonly Placed[], { smallOnly = false } = {}): PlaceFinder {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const places = units.filter(({ kind }) => isPlaceKind(kind));
  const targets = smallOnly ? places.filter(({ kind }) => !wide.includes(kind)) : places;
  const byCode = new Map(targets.map((unit) => [unit.code, unit.id]));
  const entriesOf = (list: readonly Placed[]) =>
    list.flatMap(({ id, name, parentId }) => {
      const above = ancestors(parentId);
      return (above.length ? above : [null]).map((within) => ({ id, name, within }));
    });
  const ancestors = (from: string | null): string[] => {
    const above: string[] = [];
    for (let id = from; id !== null && above.length < 20; id = byId.get(id)?.parentId ?? null) above.push(id);
    return above;
  };
  const names = placeNames(entriesOf(targets));
  const largerNames = placeNames(entriesOf(places.filter(({ kind }) => kind !== "village")));
  const largerCodes = new Map(places.map((unit) => [unit.code, unit.id]));
  const insideOf = new Map<string, string | undefined>();

  function larger(text: string): string | undefined {
    if (text === "") return undefined;
    if (insideOf.has(text)) return insideOf.get(text);
    const found = largerNames.match(text);
    const id =
      largerCodes.get(text) ??
      largerCodes.get(text.padStart(2, "0")) ??
      (found.state === "matched" ? found.id : largest(found));
    insideOf.set(text, id);
    return id;
  }

  /** “Lào Cai” of a column of provinces is the province, though a ward is called so too. */
  function largest(found: PlaceMatch): string | undefined {
    if (found.state !== "unsure") return undefined;
    const provinces = found.ids.filter((id) => byId.get(id)?.kind === "province");
    return provinces.length === 1 ? provinces[0] : undefined;
  }

  return {
    find(place, within) {
      const code = byCode.get(place) ?? (/^\d{1,5}$/.test(place) ? byCode.get(place.padStart(5, "0")) : undefined);
      if (code !== undefined) return { how: "code", unitId: code, reason: null, suggestions: [] };
      const comma = within === "" ? place.lastIndexOf(",") : -1;
      const name = comma > 0 ? place.slice(0, comma).trim() : place;
      const above = comma > 0 ? place.slice(comma + 1).trim() : within;
      const inside = larger(above);
      const found = names.match(name, inside);
      if (found.state === "matched") {
        // What it is said to lie in was not understood: then nothing is sure.
        if (above !== "" && inside === undefined)
          return { how: null, unitId: null, reason: "several", suggestions: [found.id] };
        return { how: "name", unitId: found.id, reason: null, suggestions: [] };
      }
      return {
        how: null,
        unitId: null,
        reason: found.state === "unsure" ? found.reason : null,
        suggestions: found.ids.slice(0, 6),
      };
    },
  };
}
