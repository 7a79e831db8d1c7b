import fc from "fast-check";
import { expect, test } from "vitest";
import { type TabulatedRows, withholdForLinkedMeans } from "../index.ts";

/** A mean by groups; `shown` as [everyone, group 0, group 1, …]. */
const means = (by: readonly number[], shown: readonly number[], askKey = "income"): TabulatedRows => ({
  askKey,
  ask: new Int32Array(by.length),
  askLevels: 0,
  byKey: "place",
  by: Int32Array.from(by),
  byLevels: shown.length - 1,
  shown: Uint8Array.from(shown),
  halfUnit: new Float64Array(shown.length),
});

/** `people[k]` people of the k-th kind, each of whom `groupOf` puts into a group. */
const rows = (people: readonly number[], groupOf: (kind: number) => number) =>
  people.flatMap((count, kind) => new Array<number>(count).fill(groupOf(kind)));

// Commune A: villages of 40, 50 and 12 people. Commune B: villages of 60, 35 and 20.
const villages = [40, 50, 12, 60, 35, 20];
const byVillage = means(
  rows(villages, (kind) => kind),
  [1, 1, 1, 0, 1, 1, 0],
);

test("a commune's mean is withheld where less its shown villages it would be the mean of twelve people", () => {
  const byCommune = means(
    rows(villages, (kind) => (kind < 3 ? 0 : 1)),
    [1, 1, 1],
  );
  // A − 40 − 50 leaves 12 people; so does everyone − B − 40 − 50, hence B goes too.
  expect(withholdForLinkedMeans(byCommune, [byVillage])).toEqual([1, 2]);
  expect(withholdForLinkedMeans(byCommune, [])).toEqual([]);
});

test("a commune's mean is shown where thirty people stand between it and its shown villages", () => {
  const larger = [40, 50, 30, 60, 35, 32];
  const earlier = means(
    rows(larger, (kind) => kind),
    [1, 1, 1, 0, 1, 1, 0],
  );
  const byCommune = means(
    rows(larger, (kind) => (kind < 3 ? 0 : 1)),
    [1, 1, 1],
  );
  expect(withholdForLinkedMeans(byCommune, [earlier])).toEqual([]);
});

test("three overlapping groups give the mean of what two of them have in common, by halves", () => {
  // Of 25 + 25 + 25 people each group is two parts: (AB + AC − BC) / 2 is A, 25 people.
  const parts = [25, 25, 25];
  const pair = (left: number) =>
    means(
      rows(parts, (kind) => (kind === left ? -1 : 0)),
      [0, 1],
    );
  expect(withholdForLinkedMeans(pair(0), [pair(1)])).toEqual([]);
  expect(withholdForLinkedMeans(pair(0), [pair(1), pair(2)])).toEqual([1]);
});

test("means of another question, and of a variable that other people have, tell nothing", () => {
  const byCommune = means(
    rows(villages, (kind) => (kind < 3 ? 0 : 1)),
    [1, 1, 1],
  );
  expect(withholdForLinkedMeans(byCommune, [{ ...byVillage, askKey: "age" }])).toEqual([]);
  const ofHalf = { ...byVillage, ask: Int32Array.from(byVillage.ask, (_, i) => (i % 2 ? 0 : -1)) };
  expect(withholdForLinkedMeans(byCommune, [ofHalf])).toEqual([]);
});

/** The fewest people that a combination of sums with factors −2 … 2 tells of, its largest factor put to 1. */
function fewestTold(people: readonly number[], groups: readonly (readonly number[])[]): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let code = 0; code < 5 ** groups.length; code++) {
    const factors = people.map(() => 0);
    for (let g = 0, rest = code; g < groups.length; g++, rest = Math.floor(rest / 5))
      for (const kind of groups[g]!) factors[kind]! += (rest % 5) - 2;
    const largest = Math.max(...factors.map(Math.abs));
    if (largest === 0) continue;
    fewest = Math.min(
      fewest,
      factors.reduce((sum, factor, kind) => sum + (people[kind]! * Math.abs(factor)) / largest, 0),
    );
  }
  return fewest;
}

test("no combination of the means that stay tells of fewer than thirty people, and at least one that goes would", () => {
  let telling = 0;
  const tables = fc.record({
    people: fc.array(fc.integer({ min: 3, max: 45 }), { minLength: 4, maxLength: 6 }),
    cuts: fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 6, maxLength: 6 }), {
      minLength: 2,
      maxLength: 3,
    }),
  });
  fc.assert(
    fc.property(tables, ({ people, cuts }) => {
      const groupsOf = (cut: readonly number[]) =>
        [0, 1].map((group) => people.flatMap((_, kind) => (cut[kind] === group ? [kind] : [])));
      const sizeOf = (group: readonly number[]) => group.reduce((sum, kind) => sum + people[kind]!, 0);
      const known: number[][] = [];
      const earlier: TabulatedRows[] = [];
      for (const cut of cuts) {
        const groups = groupsOf(cut);
        const own = groups.map((group) => (sizeOf(group) >= 30 ? 1 : 0));
        const table = means(
          rows(people, (kind) => cut[kind]!),
          [0, ...own],
        );
        const before = fewestTold(people, known);
        const withheld = withholdForLinkedMeans(table, earlier);
        const all = [...known, ...groups.filter((_, g) => own[g] === 1)];
        if (fewestTold(people, all) < 30) telling++;
        else if (before >= 30) expect(withheld).toEqual([]);
        const stay = groups.filter((_, g) => own[g] === 1 && !withheld.includes(g + 1));
        known.push(...stay);
        expect(fewestTold(people, known)).toBeGreaterThanOrEqual(30 - 1e-9);
        const shown = [0, ...own.map((one, g) => (one === 1 && !withheld.includes(g + 1) ? 1 : 0))];
        earlier.push({ ...table, shown: Uint8Array.from(shown) });
      }
    }),
    { numRuns: 150, endOnFailure: true },
  );
  expect(telling).toBeGreaterThan(20);
});
