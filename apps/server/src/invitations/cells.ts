import { AnonymityError, type DesignCells, formDesignCells, type RosterPlace } from "@lang-nghe/anonymity";
import type { CellsPlan } from "@lang-nghe/contract";

export type Joins = Readonly<Record<string, string>>;

/** What the officer chose: small strata put together, and how many people share a cell at least (20 or more). */
export type Coarsening = { joined: Joins; fewest: number };

/** Below this many people in a wave, the office is told that each hides among few. */
const fewPeople = 200;

/** The cells, or undefined as long as a stratum is too small. */
export function cellsOf(places: readonly RosterPlace[], { joined, fewest }: Coarsening): DesignCells | undefined {
  try {
    return formDesignCells(places, { joined, fewest });
  } catch (error) {
    if (error instanceof AnonymityError && error.code === "stratum-too-small") return undefined;
    throw error;
  }
}

/** What would be published of a roster, for whoever confirms it. */
export function planOf(places: readonly RosterPlace[], { joined, fewest }: Coarsening): CellsPlan {
  const formed = places.length > 0 ? cellsOf(places, { joined, fewest }) : undefined;
  const strata = [...Map.groupBy(places, ({ stratum }) => stratum)]
    .sort(([a], [b]) => a.localeCompare(b, "vi", { numeric: true }))
    .map(([stratum, members]) => ({
      stratum,
      people: members.length,
      psus: new Set(members.map(({ psu }) => psu)).size,
      joins: joined[stratum] ?? null,
    }));
  const psusOf = new Map(formed?.units.map(({ stratum, unit, psus }) => [JSON.stringify([stratum, unit]), psus]));
  return {
    people: places.length,
    fewest,
    strata,
    tooSmall: formed || places.length === 0 ? [] : tooSmall(strata, { joined, fewest }),
    cells:
      formed?.cells.map((cell) => ({
        ...cell,
        psus: [...(psusOf.get(JSON.stringify([cell.stratum, cell.unit])) ?? [])],
      })) ?? null,
    lonelyStrata: [...(formed?.lonelyStrata ?? [])],
    fewPeople: places.length < fewPeople,
  };
}

/** Strata that have too few people with all that is put together with them. */
function tooSmall(strata: readonly { stratum: string; people: number }[], { joined, fewest }: Coarsening): string[] {
  const known = new Set(strata.map(({ stratum }) => stratum));
  const end = (name: string): string => {
    const seen = new Set<string>();
    let at = name;
    for (let next = joined[at]; next !== undefined && known.has(next) && !seen.has(next); next = joined[at]) {
      seen.add(at);
      at = next;
    }
    return at;
  };
  const groups = Map.groupBy(strata, ({ stratum }) => end(stratum));
  return [...groups.values()]
    .filter((members) => members.reduce((sum, { people }) => sum + people, 0) < fewest)
    .map((members) => members.map(({ stratum }) => stratum).join(" + "));
}
