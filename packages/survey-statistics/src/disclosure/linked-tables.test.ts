import fc from "fast-check";
import { expect, test } from "vitest";
import { mayShow, nearlySamePeople, type TabulatedRows, withholdForLinked } from "../index.ts";
import { LinearBounds } from "./linear-bounds.ts";
import { rangeOfBase, rangeOfCount } from "./linked-tables.ts";
import { highest, knownSmallCells, type Sum, type ToldTable } from "./testing/reader-of-tables.ts";

test("ceilings are those that HiGHS finds, and their causes suffice for them", () => {
  const system = fc.integer({ min: 2, max: 12 }).chain((unknowns) =>
    fc.record({
      counts: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: unknowns, maxLength: unknowns }),
      sums: fc.array(
        fc.record({
          members: fc.uniqueArray(fc.integer({ min: 0, max: unknowns - 1 }), { minLength: 1 }),
          below: fc.constantFrom(0, 0, 1, 4),
          above: fc.constantFrom(0, 0, 1, 4),
        }),
        { minLength: 1, maxLength: 10 },
      ),
      target: fc.uniqueArray(fc.integer({ min: 0, max: unknowns - 1 }), { minLength: 1, maxLength: 3 }),
    }),
  );
  fc.assert(
    fc.property(system, ({ counts, sums, target }) => {
      const known = sums.map(({ members, below, above }) => {
        const people = members.reduce((sum, unknown) => sum + counts[unknown]!, 0);
        return { members: Int32Array.from(members), least: Math.max(0, people - below), most: people + above };
      });
      const plain = known.map((sum) => ({ ...sum, members: [...sum.members] }));
      const bounds = new LinearBounds(counts.length, known);
      for (const set of [target, [target[0]!]]) {
        const { value, because } = bounds.highest(set);
        const judged = highest(counts.length, plain, set);
        if (judged === Number.POSITIVE_INFINITY) expect(value).toBe(judged);
        else {
          expect(value).toBeCloseTo(judged, 5);
          const causes = because.map((at) => plain[at]!);
          expect(highest(counts.length, causes, set)).toBeCloseTo(judged, 5);
        }
      }
    }),
    { numRuns: 300 },
  );
});

/** A table with its totals as known sums: withheld cells are unknown, line sums are not. */
function asSums(columns: number, values: readonly number[], withheld: readonly number[]): Sum[] {
  const rows = values.length / columns;
  const cells = Array.from({ length: (rows - 1) * (columns - 1) }, (_, at) => at);
  const value = (r: number, c: number) => values[r * columns + c]!;
  const lines = [
    ...Array.from({ length: rows - 1 }, (_, r) => ({
      members: cells.filter((at) => Math.floor(at / (columns - 1)) === r),
      people: value(r, columns - 1),
    })),
    ...Array.from({ length: columns - 1 }, (_, c) => ({
      members: cells.filter((at) => at % (columns - 1) === c),
      people: value(rows - 1, c),
    })),
    ...cells
      .filter((at) => !withheld.includes(at))
      .map((at) => ({ members: [at], people: value(Math.floor(at / (columns - 1)), at % (columns - 1)) })),
  ];
  return lines.map(({ members, people }) => ({ members, least: people, most: people }));
}

test.each([
  // Handbook, example 3 (Geurts 1992, table 10): the first cell lies between 3 and 6.
  ["Geurts (1992)", 3, [5, 2, 7, 1, 2, 3, 3, 3, 6, 9, 7, 16], [0, 1, 2, 3], 0, 6],
  // Fischetti and Salazar (2001): investment of 22 can be anything from 5 to 30.
  [
    "Fischetti and Salazar (2001)",
    4,
    [20, 50, 10, 80, 8, 19, 22, 49, 17, 32, 12, 61, 45, 101, 44, 190],
    [3, 5, 6, 8],
    5,
    30,
  ],
] as const)("%s: the published upper bound", (_, columns, values, withheld, cell, bound) => {
  const sums = asSums(columns, values, withheld);
  const cells = (values.length / columns - 1) * (columns - 1);
  expect(highest(cells, sums, [cell])).toBeCloseTo(bound, 6);
  const own = new LinearBounds(
    cells,
    sums.map((sum) => ({ ...sum, members: Int32Array.from(sum.members) })),
  );
  expect(own.highest([cell]).value).toBeCloseTo(bound, 6);
});

const plain = (ask: readonly number[], by: readonly number[] | undefined, shown: readonly number[]): TabulatedRows => ({
  askKey: "q",
  ask: Int32Array.from(ask),
  askLevels: 2,
  byKey: by && "place",
  by: by && Int32Array.from(by),
  byLevels: by && Math.max(...by) + 1,
  shown: Uint8Array.from(shown),
  halfUnit: new Float64Array(1 + (by ? Math.max(...by) + 1 : 0)),
});
/** [answer, village, people]: a population by hand. */
const spread = (cells: readonly (readonly [number, number, number])[]) => ({
  ask: cells.flatMap(([answer, , n]) => new Array<number>(n).fill(answer)),
  by: cells.flatMap(([, place, n]) => new Array<number>(n).fill(place)),
});

test("by hand: a commune of two villages would tell the withheld cell of one of them", () => {
  // Villages 0 and 1 make a commune, 2 and 3 another; 4 people said yes in village 0, and it hides beside village 3.
  const { ask, by } = spread([
    [0, 0, 4],
    [1, 0, 60],
    [0, 1, 30],
    [1, 1, 70],
    [0, 2, 50],
    [1, 2, 50],
    [0, 3, 20],
    [1, 3, 90],
  ]);
  const villages = plain(ask, by, [1, 1, 0, 0, 1, 1, 1, 1, 0, 0]);
  expect(withholdForLinked(villages, [])).toEqual([]);
  const communes = plain(
    ask,
    by.map((village) => Math.floor(village / 2)),
    [1, 1, 1, 1, 1, 1],
  );
  expect(withholdForLinked(communes, [])).toEqual([]);
  // 34 yes in the commune less 30 in village 1: the communes' figures hide, everyone's stay.
  expect(withholdForLinked(communes, [villages])).toEqual([2, 3, 4, 5]);
});

test("exhaustively: of two groups made of 8 places, one of them is refused just where they differ by a few people", () => {
  const sizes = [5, 12, 29, 30, 31, 44, 61, 88];
  const place = sizes.flatMap((n, at) => new Array<number>(n).fill(at));
  expect(place).toHaveLength(300);
  const groupOf = (set: number) =>
    plain(
      place.map(() => 0),
      place.map((at) => ((set >> at) & 1) - 1),
      [0, 0, 1, 1],
    );
  const groups = Array.from({ length: 256 }, (_, set) => groupOf(set)).map((group) => ({ ...group, byLevels: 1 }));
  const peopleOf = (set: number) => sizes.reduce((sum, n, at) => sum + ((set >> at) & 1) * n, 0);
  let refused = 0;
  for (let one = 1; one < 256; one++)
    for (let other = 1; other < 256; other++) {
      const more = peopleOf(one & ~other);
      const fewer = peopleOf(other & ~one);
      const apart = more + fewer === 0 || more >= 30 || fewer >= 30 || (one & other) === 0;
      const found = nearlySamePeople(groups[one]!, groups[other]!);
      if ((found === undefined) !== apart) throw new Error(`${one} and ${other}: ${more} more and ${fewer} fewer`);
      if (found) refused++;
    }
  expect(refused).toBeGreaterThan(1000);
});

/** A small population: an answer, a year of age, a village that lies in a commune. */
type People = { answer: number[]; age: number[]; village: number[] };
const people = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 2 }) }, { weight: 1, arbitrary: fc.constant(3) }),
      fc.integer({ min: 0, max: 11 }),
      fc.integer({ min: 0, max: 5 }),
    ),
    { minLength: 120, maxLength: 420 },
  )
  .map(
    (rows): People => ({
      answer: rows.map((row) => row[0]),
      age: rows.map((row) => row[1]),
      village: rows.map((row) => row[2]),
    }),
  );

/** A question or a variable made of it: each code's level, or −1. */
type Variable = { key: keyof People; levels: number; of: readonly number[] };
const grouping = (key: keyof People, codes: number) =>
  fc
    .array(fc.integer({ min: 0, max: 3 }), { minLength: codes, maxLength: codes })
    .map((of): Variable => ({ key, levels: 4, of }));
const bands = fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 3 }).map(
  (cuts): Variable => ({
    key: "age",
    levels: cuts.length + 1,
    of: Array.from({ length: 12 }, (_, age) => cuts.filter((cut) => age >= cut).length),
  }),
);
const answer: Variable = { key: "answer", levels: 4, of: [0, 1, 2, 3] };
const valid: Variable = { key: "answer", levels: 3, of: [0, 1, 2, -1] };
const village: Variable = { key: "village", levels: 6, of: [0, 1, 2, 3, 4, 5] };
const commune: Variable = { key: "village", levels: 3, of: [0, 0, 1, 1, 2, 2] };
const asked = fc.oneof(fc.constant(answer), fc.constant(valid), grouping("answer", 4), bands);
const by = fc.oneof(fc.constant(undefined), fc.constant(village), fc.constant(commune), grouping("village", 6), bands);
const requests = fc.array(fc.record({ ask: asked, by, unit: fc.constantFrom(0, 0.005) }), {
  minLength: 2,
  maxLength: 6,
});
type Request = { ask: Variable; by: Variable | undefined; unit: number };

/** A table with what its own rules show: bases and cells, one by one. */
function tabulate(given: People, { ask, by, unit }: Request): TabulatedRows {
  const codes = (variable: Variable) => Int32Array.from(given[variable.key], (code) => variable.of[code]!);
  const asks = codes(ask);
  const groups = by && codes(by);
  const columns = 1 + (by?.levels ?? 0);
  const shown = new Uint8Array(columns * ask.levels);
  for (let c = 0; c < columns; c++) {
    const inColumn = (i: number) => asks[i]! >= 0 && (c === 0 || groups?.[i] === c - 1);
    const base = asks.filter((_, i) => inColumn(i)).length;
    for (let l = 0; l < ask.levels; l++) {
      const cell = asks.filter((code, i) => code === l && inColumn(i)).length;
      shown[c * ask.levels + l] = mayShow({ base, cell }).show ? 1 : 0;
    }
  }
  return {
    askKey: ask.key,
    ask: asks,
    askLevels: ask.levels,
    byKey: by?.key,
    by: groups,
    byLevels: by?.levels,
    shown,
    halfUnit: new Float64Array(columns).fill(unit),
  };
}

/** Releases the tables one after the other, each checked against those before it. */
function release(given: People, wanted: readonly Request[], switches: { linked: boolean; difference: boolean }) {
  const ledger: (TabulatedRows & { request: Request })[] = [];
  for (const request of wanted) {
    if (request.by?.key === request.ask.key) continue;
    const table = tabulate(given, request);
    const sameQuestion = ledger.filter((other) => other.askKey === table.askKey);
    if (switches.difference && sameQuestion.some((other) => nearlySamePeople(table, other))) continue;
    const shown = table.shown.slice();
    if (switches.linked) for (const at of withholdForLinked(table, ledger)) shown[at] = 0;
    if (shown.includes(1)) ledger.push({ ...table, shown, request });
  }
  return ledger;
}

/** What a reader is told: bases and shares, as closely as they are printed. */
const told = (given: People, table: TabulatedRows & { request: Request }): ToldTable => {
  const codes = (variable: Variable) => given[variable.key].map((code) => variable.of[code]!);
  const asks = codes(table.request.ask);
  const groups = table.request.by && codes(table.request.by);
  return {
    ...table.request,
    columns: Array.from({ length: 1 + (table.byLevels ?? 0) }, (_, c) => {
      const inColumn = asks.map((level, i) => level >= 0 && (c === 0 || groups![i] === c - 1));
      const base = inColumn.filter(Boolean).length;
      const shown = table.shown.subarray(c * table.askLevels, (c + 1) * table.askLevels);
      return {
        people: shown.includes(1) ? rangeOfBase(base, c, table.halfUnit[c]!) : undefined,
        cells: Array.from(shown, (mark, level) => {
          const people = asks.filter((code, i) => code === level && inColumn[i]).length;
          return mark === 1 ? rangeOfCount(people, base, table.halfUnit[c]!) : undefined;
        }),
      };
    }),
  };
};

const known = (given: People, wanted: readonly Request[], switches = { linked: true, difference: true }) =>
  knownSmallCells(
    given,
    release(given, wanted, switches).map((table) => told(given, table)),
  );

test("no sequence of tables lets a solver know that a cell is small", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(people, requests, (given, wanted) => {
      expect(known(given, wanted)).toEqual([]);
    }),
    // A failure is found in seconds and would be made smaller for most of an hour.
    { numRuns: 20, endOnFailure: true },
  );
});

test("the attack can succeed: without complementary suppression it finds small cells", { timeout: 300_000 }, () => {
  const attempts = fc.sample(fc.tuple(people, requests), { numRuns: 6, seed: 4 });
  const broken = attempts.filter(
    ([given, wanted]) => known(given, wanted, { linked: false, difference: false }).length > 0,
  );
  expect(broken.length).toBeGreaterThan(2);
});
