import { rake, WeightingError } from "@lang-nghe/survey-statistics";

/** What a file says of one place: [variable → level → count]; "" → "" is the whole population. */
export type Counts = { unitId: string; parentId: string | null; stated: Map<string, Map<string, number>> };

export type Gap = { unitId: string; variable: string; level: string; stated: number; sum: number; factor: number };
/** A place whose levels contradict its total in a way that no raking mends. */
export type Contradiction = { unitId: string; variable: string; level: string };

export const whole = "";

/**
 * Makes the counts of smaller places add up to what is said of the larger one they lie in, from the top down: totals are multiplied by
 * one factor; counts by level are raked to the levels of the larger place and to the totals of the smaller ones.
 *
 * @param places `parentId`: the nearest larger place of the same file, or null.
 * @returns counts of every place as raked, and every place where there was something to rake, by how much.
 */
export function rakePopulation(places: readonly Counts[]): {
  raked: Map<string, Map<string, Map<string, number>>>;
  gaps: Gap[];
  contradictions: Contradiction[];
} {
  const raked = new Map(
    places.map(({ unitId, stated }) => [
      unitId,
      new Map([...stated].map(([variable, levels]) => [variable, new Map(levels)])),
    ]),
  );
  const gaps: Gap[] = [];
  const contradictions: Contradiction[] = [];
  const childrenOf = new Map<string | null, Counts[]>();
  for (const place of places) childrenOf.set(place.parentId, [...(childrenOf.get(place.parentId) ?? []), place]);

  const note = (unitId: string, variable: string, level: string, stated: number, sum: number) => {
    if (Math.abs(sum - stated) > 1e-9 * Math.max(1, stated))
      gaps.push({ unitId, variable, level, stated, sum, factor: stated / sum });
  };

  /** The levels of one place are made to add up to its own total first. */
  function settleLevels(unitId: string): void {
    const own = raked.get(unitId)!;
    const total = own.get(whole)?.get(whole);
    if (total === undefined) return;
    for (const [variable, levels] of own) {
      if (variable === whole) continue;
      const sum = sumOf(levels.values());
      if (sum === 0 && total > 0) contradictions.push({ unitId, variable, level: whole });
      if (sum > 0) for (const [level, count] of levels) levels.set(level, (count * total) / sum);
    }
  }

  function settleBelow(place: Counts): void {
    const below = childrenOf.get(place.unitId) ?? [];
    if (!below.length) return;
    const own = raked.get(place.unitId)!;
    const total = own.get(whole)?.get(whole);
    if (total !== undefined && below.every(({ unitId }) => raked.get(unitId)!.has(whole))) {
      const sum = sumOf(below.map(({ unitId }) => raked.get(unitId)!.get(whole)!.get(whole)!));
      if (sum === 0 && total > 0) contradictions.push({ unitId: place.unitId, variable: whole, level: whole });
      else if (sum > 0) {
        note(place.unitId, whole, whole, total, sum);
        for (const { unitId } of below) {
          const count = raked.get(unitId)!.get(whole)!;
          count.set(whole, (count.get(whole)! * total) / sum);
        }
      }
    }
    for (const { unitId } of below) settleLevels(unitId);
    for (const [variable, levels] of own) {
      if (variable === whole) continue;
      const tables = below.map(({ unitId }) => raked.get(unitId)!.get(variable));
      if (tables.every((table) => table !== undefined)) settleTable(place.unitId, variable, levels, tables);
    }
  }

  /** Smaller places × levels: columns to the larger place's levels, rows kept. */
  function settleTable(
    unitId: string,
    variable: string,
    levels: ReadonlyMap<string, number>,
    tables: readonly Map<string, number>[],
  ): void {
    const names = [...new Set([...levels.keys(), ...tables.flatMap((table) => [...table.keys()])])];
    const start = Float64Array.from(tables.flatMap((table) => names.map((level) => table.get(level) ?? 0)));
    const columnTargets = Float64Array.from(names, (level) => levels.get(level) ?? 0);
    names.forEach((level, k) => {
      const sum = sumOf(tables.map((table) => table.get(level) ?? 0));
      if (sum > 0 && columnTargets[k]! > 0) note(unitId, variable, level, columnTargets[k]!, sum);
    });
    const rowSums = Float64Array.from(tables, (table) => sumOf(table.values()));
    const scale = sumOf(columnTargets) / sumOf(rowSums);
    const rowTargets = rowSums.map((sum) => sum * scale);
    try {
      const { weights } = rake(
        start,
        [
          { codes: Int32Array.from(start, (_, i) => i % names.length), targets: columnTargets },
          { codes: Int32Array.from(start, (_, i) => Math.floor(i / names.length)), targets: rowTargets },
        ],
        { tolerance: 1e-9 },
      );
      tables.forEach((table, i) => {
        names.forEach((level, k) => {
          table.set(level, weights[i * names.length + k]!);
        });
      });
    } catch (error) {
      if (!(error instanceof WeightingError)) throw error;
      const empty = names.find(
        (level, k) => columnTargets[k]! > 0 && !tables.some((table) => (table.get(level) ?? 0) > 0),
      );
      contradictions.push({ unitId, variable, level: empty ?? whole });
    }
  }

  // Larger places first: what they pass down is what they were raked to.
  const walk = (place: Counts) => {
    settleBelow(place);
    for (const child of childrenOf.get(place.unitId) ?? []) walk(child);
  };
  for (const top of childrenOf.get(null) ?? []) {
    settleLevels(top.unitId);
    walk(top);
  }
  return { raked, gaps, contradictions };
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
