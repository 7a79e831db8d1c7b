import fc from "fast-check";
import { expect, test } from "vitest";
import { type Margin, type RakeOptions, rake, trimWeights, WeightingError, weightSummary } from "../index.ts";

const sex = Int32Array.of(0, 0, 1, 1);
const age = Int32Array.of(0, 1, 0, 1);

test("by hand: four equal cells raked to 60/40 and 50/50 become 30, 30, 20, 20", () => {
  const margins = [
    { codes: sex, targets: Float64Array.of(60, 40) },
    { codes: age, targets: Float64Array.of(50, 50) },
  ];
  const { weights, largestError, cells } = rake(new Float64Array(4).fill(1), margins);
  [30, 30, 20, 20].forEach((expected, i) => {
    expect(weights[i]).toBeCloseTo(expected, 10);
  });
  expect(largestError).toBeLessThan(1e-9);
  expect(cells).toBe(4);
});

const raking = fc.record({
  rows: fc.array(
    fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 9 })),
    { maxLength: 30 },
  ),
  first: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })),
  second: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })),
});

test("raking meets every margin to 1e-9 and keeps the odds ratios of the starting weights", () => {
  fc.assert(
    fc.property(raking, ({ rows, first, second }) => {
      // All six cells occur, so any margins can be met.
      const table = [...rows, ...[0, 1, 2].flatMap((b) => [0, 1].map((a) => [a, b, 1] as const))];
      const a = Int32Array.from(table, (row) => row[0]);
      const b = Int32Array.from(table, (row) => row[1]);
      const start = Float64Array.from(table, (row) => row[2]);
      const { weights, trace, sweeps } = rake(
        start,
        [
          { codes: a, targets: Float64Array.from(first) },
          { codes: b, targets: Float64Array.from(second) },
        ],
        { total: 1000 },
      );
      const sum = (w: Float64Array, wanted: (i: number) => boolean) =>
        w.reduce((total, weight, i) => total + (wanted(i) ? weight : 0), 0);
      first.forEach((target, level) => {
        expect(sum(weights, (i) => a[i] === level) / ((1000 * target) / (first[0] + first[1]))).toBeCloseTo(1, 8);
      });
      const cell = (w: Float64Array, k: number, l: number) => sum(w, (i) => a[i] === k && b[i] === l);
      const odds = (w: Float64Array) => (cell(w, 0, 0) * cell(w, 1, 1)) / (cell(w, 0, 1) * cell(w, 1, 0));
      expect(odds(weights) / odds(start)).toBeCloseTo(1, 8);
      expect(trace).toHaveLength(sweeps + 1);
      expect(trace.at(-1)).toBeLessThan(1e-9);
    }),
  );
});

const refused = (margins: Margin[], options?: RakeOptions) => {
  try {
    rake(new Float64Array(4).fill(1), margins, options);
  } catch (error) {
    if (error instanceof WeightingError) return { code: error.code, ...error.place };
    throw error;
  }
  return "not refused";
};

test("margins that cannot hold are refused with variable and level", () => {
  expect(refused([{ codes: sex, targets: Float64Array.of(50, 40, 10) }])).toMatchObject({
    code: "empty-level",
    margin: 0,
    level: 2,
    target: 10,
  });
  expect(refused([{ codes: sex, targets: Float64Array.of(100, 0) }])).toMatchObject({
    code: "unwanted-level",
    margin: 0,
    level: 1,
    rows: 2,
  });
  expect(
    refused([
      { codes: sex, targets: Float64Array.of(50, 50) },
      { codes: age, targets: Float64Array.of(50, 60) },
    ]),
  ).toMatchObject({ code: "totals-disagree", margin: 1, total: 110, expectedTotal: 100 });
  expect(refused([{ codes: Int32Array.of(0, 1, -1, 1), targets: Float64Array.of(1, 1) }])).toMatchObject({
    code: "missing-codes",
    rows: 1,
  });
  expect(refused([{ codes: sex, targets: Float64Array.of(1, Number.NaN) }])).toMatchObject({
    code: "bad-target",
    margin: 0,
    level: 1,
  });
});

test("margins that contradict one another in the sample do not converge, and the trace says so", () => {
  // Men are all young and women all old: 60 % men and 50 % young cannot both hold.
  const found = refused(
    [
      { codes: sex, targets: Float64Array.of(60, 40) },
      { codes: sex, targets: Float64Array.of(50, 50) },
    ],
    { maxSweeps: 20 },
  );
  expect(found).toMatchObject({ code: "not-converged" });
});

test("rows of unknown level keep the share they had, when that is asked", () => {
  const margin = { codes: Int32Array.of(0, 0, 1, -1), targets: Float64Array.of(0.5, 0.5) };
  const { weights } = rake(new Float64Array(4).fill(1), [margin], { missing: "keep-share", total: 100 });
  expect([...weights].map((weight) => Math.round(weight * 1e6) / 1e6)).toEqual([18.75, 18.75, 37.5, 25]);
});

test("by hand: weights 1, 1, 2 have Kish's design effect 3·6/16 = 1.125 and effective base 8/3", () => {
  const summary = weightSummary(Float64Array.of(1, 1, 2, 0));
  expect(summary.n).toBe(3);
  expect(summary.designEffect).toBeCloseTo(1.125, 12);
  expect(summary.effectiveBase).toBeCloseTo(8 / 3, 12);
  expect(summary.coefficientOfVariation ** 2).toBeCloseTo(0.125, 12);
  expect(summary.largestShare).toBe(0.5);
  expect(summary.quantiles.find(({ probability }) => probability === 0.5)?.weight).toBe(1);
});

test("by hand: 1, 1, 1, 5 capped at 3 share out the 2 that were cut: 5/3, 5/3, 5/3, 3", () => {
  const { weights, trimmed } = trimWeights(Float64Array.of(1, 1, 1, 5), { upper: 3 });
  expect(trimmed).toBe(1);
  [5 / 3, 5 / 3, 5 / 3, 3].forEach((expected, i) => {
    expect(weights[i]).toBeCloseTo(expected, 12);
  });
});

test("trimming keeps the sum and the bounds, or refuses", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.1, max: 50, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 1.05, max: 5, noNaN: true }),
      (list, factor) => {
        const start = Float64Array.from(list);
        const total = start.reduce((sum, weight) => sum + weight, 0);
        const upper = (factor * total) / start.length;
        const { weights } = trimWeights(start, { upper });
        expect(weights.reduce((sum, weight) => sum + weight, 0) / total).toBeCloseTo(1, 9);
        expect(Math.max(...weights)).toBeLessThanOrEqual(upper * (1 + 1e-9));
      },
    ),
  );
  expect(() => trimWeights(Float64Array.of(1, 5), { upper: 2 })).toThrow(WeightingError);
});
