import type { Database, Transaction } from "../platform/database.ts";
import { placeFinder } from "./match-places.ts";
import { listPopulations, populationCounts } from "./populations.ts";
import * as queries from "./queries.ts";

/** Counts of the places that a form's question about place names. */
export type PopulationOfPlaces = {
  title: string;
  /** By level of the question: everybody there, and by variable and level. */
  places: Map<string, { total: number; variables: Map<string, Map<string, number>> }>;
};

/** Shorter names of choices are numbers of a list, not codes of places. */
const shortestCode = 4;

/**
 * The newest counts of the population that are there for every place of a list, each found by one of its names or by its code.
 * @returns undefined where a place is not surely one unit, two are the same, or no counts hold all of them.
 */
export async function populationOfPlaces(
  run: Database | Transaction,
  levels: readonly { level: string; names: readonly string[] }[],
  day: string,
): Promise<PopulationOfPlaces | undefined> {
  const uploads = await listPopulations(run);
  if (!uploads.length || !levels.length) return undefined;
  const finder = placeFinder(await queries.placedUnits(run, day));
  const levelOf = new Map<string, string>();
  for (const { level, names } of levels) {
    const texts = level.length >= shortestCode ? [...names, level] : names;
    const found = texts.map((text) => finder.find(text, "")).find(({ how }) => how !== null);
    if (!found?.unitId || levelOf.has(found.unitId)) return undefined;
    levelOf.set(found.unitId, level);
  }
  for (const { id, title } of uploads) {
    const places: PopulationOfPlaces["places"] = new Map();
    for (const { unitId, variable, level, raked } of await populationCounts(run, id)) {
      const place = levelOf.get(unitId);
      if (place === undefined) continue;
      const held = places.get(place) ?? { total: 0, variables: new Map() };
      places.set(place, held);
      if (variable === "") held.total = raked;
      else held.variables.set(variable, (held.variables.get(variable) ?? new Map()).set(level, raked));
    }
    if (places.size < levels.length) continue;
    for (const held of places.values())
      if (held.total === 0)
        for (const count of held.variables.values().next().value?.values() ?? []) held.total += count;
    if ([...places.values()].some(({ total }) => total > 0)) return { title, places };
  }
  return undefined;
}
