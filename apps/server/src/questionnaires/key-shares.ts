import type { BudgetCandidate, BudgetMargin } from "@lang-nghe/contract";
import type { BudgetDesign, BudgetKey } from "@lang-nghe/survey-statistics";
import { withoutMarks } from "@lang-nghe/vietnamese-text";
import type { PopulationOfPlaces } from "../units/index.ts";
import type { FormKey } from "./form-keys.ts";
import { kindOfKey } from "./key-words.ts";

export type SharesFrom = BudgetCandidate["shares"];
export type KeysWithShares = Required<Pick<BudgetDesign, "keys">> &
  Pick<BudgetDesign, "within"> & { from: Map<string, SharesFrom> };

/** Written band → its years, both included; "60+" has no last one. */
function bandOf(level: string): { from: number; to: number } | undefined {
  const match = /^\s*(\d{1,4})\s*(?:(?:-|–|—|đến|to)\s*(\d{1,4})|(\+|trở lên|and over))?\s*$/u.exec(level);
  if (!match) return undefined;
  const from = Number(match[1]);
  return { from, to: match[3] ? Number.POSITIVE_INFINITY : Number(match[2] ?? from) };
}

/**
 * Counts of the population for the levels of a key; a band that is counted is spread evenly over the years that are asked.
 * @returns undefined where the counts speak of other levels, or of nobody.
 */
export function countsForKey(key: FormKey, counts: ReadonlyMap<string, number>): number[] | undefined {
  const found = key.levels.map(() => 0);
  const years = key.assumedLevels || !key.choices.length ? key.levels.map(Number) : undefined;
  const plain = (text: string) => withoutMarks(text.normalize("NFC")).trim();
  for (const [level, count] of counts) {
    const at = key.levels.indexOf(level);
    const named = at >= 0 ? at : key.choices.findIndex(({ label }) => sameName(label, level));
    if (named >= 0) {
      found[named]! += count;
      continue;
    }
    const band = years && bandOf(level);
    const inside = band && years.flatMap((year, i) => (year >= band.from && year <= band.to ? [i] : []));
    if (inside?.length) for (const i of inside) found[i]! += count / inside.length;
    // Of years, those too young to be asked are no fault; of choices, a level of its own is another question.
    else if (!band && count > 0) return undefined;
  }
  return found.some((count) => count > 0) ? found : undefined;

  function sameName(label: FormKey["label"], level: string): boolean {
    return Object.values(label).some((text) => plain(text) === plain(level));
  }
}

const shared = (counts: readonly number[]): number[] => {
  const sum = counts.reduce((all, count) => all + count, 0);
  return counts.map((count) => count / sum);
};

/**
 * The shares of every key's levels: as stated; else from the counts of the places that the form names (and then inside each place,
 * where these are counted); else equal.
 */
export function withShares(
  keys: readonly FormKey[],
  margins: readonly BudgetMargin[],
  counted: { place: string; population: PopulationOfPlaces } | undefined,
): KeysWithShares {
  const from = new Map<string, SharesFrom>();
  const within: Record<string, number[][]> = {};
  const places = counted && keys.find(({ variable }) => variable === counted.place);
  const placeCounts = places?.levels.map((level) => counted!.population.places.get(level)!);
  const made = keys.map((key): BudgetKey => {
    const margin = margins.find(({ variable }) => variable === key.variable);
    const stated = margin && countsForKey(key, new Map(margin.targets.map(({ level, value }) => [level, value])));
    const byPlace =
      key === places
        ? undefined
        : placeCounts?.map(({ variables }) => {
            const counts = countsNamed(key, variables);
            return counts && countsForKey(key, counts);
          });
    const sums =
      key === places
        ? placeCounts!.map(({ total }) => total)
        : byPlace?.every((row) => row !== undefined)
          ? key.levels.map((_, i) => byPlace.reduce((sum, row) => sum + row![i]!, 0))
          : undefined;
    const counts = stated ?? sums;
    from.set(key.variable, stated ? "stated" : sums ? "counts" : "equal");
    if (!stated && sums && byPlace) within[key.variable] = byPlace.map((row) => shared(row!));
    const shares = counts ? shared(counts) : key.levels.map(() => 1 / key.levels.length);
    return {
      variable: key.variable,
      order: key.order,
      levels: key.levels.map((level, i) => ({ level, share: shares[i]! })),
    };
  });
  return {
    keys: made,
    from,
    ...(places && Object.keys(within).length && { within: { variable: places.variable, shares: within } }),
  };
}

/** Counts by the same name as the question, or of the same matter. */
function countsNamed(
  key: FormKey,
  variables: ReadonlyMap<string, ReadonlyMap<string, number>>,
): ReadonlyMap<string, number> | undefined {
  const same = variables.get(key.variable);
  if (same) return same;
  for (const [name, counts] of variables) if (key.kind !== null && kindOfKey(name) === key.kind) return counts;
  return undefined;
}
