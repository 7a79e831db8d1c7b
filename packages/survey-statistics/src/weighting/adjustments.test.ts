import fc from "fast-check";
import { expect, test } from "vitest";
import {
  adjustByPropensity,
  adjustForNonResponse,
  chooseCap,
  postStratify,
  rake,
  standardize,
  trimWeights,
  WeightingError,
} from "../index.ts";

const sumWhere = (weights: Float64Array, wanted: (i: number) => boolean) =>
  weights.reduce((sum, weight, i) => sum + (wanted(i) ? weight : 0), 0);

test("by hand: cells of 3 and 1 post-stratified to 6 and 4 have factors 2 and 4", () => {
  const codes = Int32Array.of(0, 0, 1);
  const { weights, factors } = postStratify(Float64Array.of(1, 2, 1), { codes, targets: Float64Array.of(6, 4) });
  expect([...weights]).toEqual([2, 4, 4]);
  expect([...factors]).toEqual([2, 4]);
});

test("a cell without answers is refused by name, or left out when that is asked", () => {
  const margin = { codes: Int32Array.of(0, 0), targets: Float64Array.of(6, 4) };
  expect(() => postStratify(Float64Array.of(1, 2), margin)).toThrow(/Cell 1: nobody answered/);
  const { weights, leftOut } = postStratify(Float64Array.of(1, 2), margin, { partial: true });
  expect([...weights]).toEqual([2, 4]);
  expect(leftOut).toEqual([1]);
});

test("merging two cells that were scaled alike changes nothing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 9 })), { minLength: 1 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, factor) => {
        const all = [...rows, [0, 1], [1, 1], [2, 1]] as const;
        const weights = Float64Array.from(all, (row) => row[1]);
        const codes = Int32Array.from(all, (row) => row[0]);
        const sums = [0, 1, 2].map((level) => sumWhere(weights, (i) => codes[i] === level));
        const fine = postStratify(weights, {
          codes,
          targets: Float64Array.of(50, factor * sums[1]!, factor * sums[2]!),
        });
        const coarse = postStratify(weights, {
          codes: codes.map((code) => Math.min(code, 1)),
          targets: Float64Array.of(50, factor * (sums[1]! + sums[2]!)),
        });
        fine.weights.forEach((weight, i) => {
          expect(weight).toBeCloseTo(coarse.weights[i]!, 9);
        });
      },
    ),
  );
});

test("by hand: standardised to half young, half old, each group keeps its size", () => {
  const by = Int32Array.of(0, 0, 0, 1, 0, 1);
  const over = { codes: Int32Array.of(0, 0, 0, 0, 1, 1), levelCount: 2 };
  const { weights } = standardize(new Float64Array(6).fill(1), by, Float64Array.of(1, 1), over);
  [2 / 3, 2 / 3, 2 / 3, 2, 1, 1].forEach((expected, i) => {
    expect(weights[i]).toBeCloseTo(expected, 12);
  });
});

test("raking that stops as R does ends after the sweeps it was given, without an error", () => {
  const first = Int32Array.of(0, 0, 1, 1, 0);
  const second = Int32Array.of(0, 1, 0, 1, 0);
  const margins = [
    { codes: first, targets: Float64Array.of(60, 40) },
    { codes: second, targets: Float64Array.of(30, 70) },
  ];
  const start = new Float64Array(5).fill(20);
  const stopped = rake(start, margins, { tableChange: 1e-12, maxSweeps: 2 });
  expect(stopped.sweeps).toBe(2);
  expect(rake(start, margins, { tableChange: 1000 }).sweeps).toBe(1);
  const done = rake(start, margins);
  expect(rake(start, margins, { factors: done.factors }).sweeps).toBe(1);
});

test("by hand: trimmed once, 2, 2, 9 and 20 at 8 become 8.5, 8.5, 8 and 8", () => {
  // 1 + 12 are cut and spread over the two within the bound.
  const { weights, rounds } = trimWeights(Float64Array.of(2, 2, 9, 20), { upper: 8, strict: false });
  expect([...weights]).toEqual([8.5, 8.5, 8, 8]);
  expect(rounds).toBe(1);
});

test("bounds on both sides: strict trimming ends, keeps the sum and stays within", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      fc.double({ min: 1.01, max: 5, noNaN: true }),
      (list, low, high) => {
        const start = Float64Array.from(list);
        const total = sumWhere(start, () => true);
        const mean = total / start.length;
        const { weights } = trimWeights(start, { lower: low * mean, upper: high * mean });
        expect(sumWhere(weights, () => true) / total).toBeCloseTo(1, 9);
        for (const weight of weights) {
          expect(weight).toBeGreaterThanOrEqual(low * mean * (1 - 1e-9));
          expect(weight).toBeLessThanOrEqual(high * mean * (1 + 1e-9));
        }
      },
    ),
  );
});

test("a cap is chosen where cutting costs little: a weight of 50 on an ordinary answer goes", () => {
  const weights = Float64Array.from({ length: 200 }, (_, i) => (i === 17 ? 50 : 1));
  const outcome = Float64Array.from({ length: 200 }, (_, i) => (i * 37) % 11);
  const { cap, weights: made, tried } = chooseCap(weights, [outcome]);
  expect(cap).toBeLessThan(50);
  expect(sumWhere(made, () => true)).toBeCloseTo(249, 9);
  expect(Math.min(...tried.map(({ relativeError }) => relativeError))).toBeLessThan(1);
  expect(chooseCap(new Float64Array(200).fill(1), [outcome]).cap).toBe(Number.POSITIVE_INFINITY);
  expect(() => chooseCap(weights, [])).toThrow(WeightingError);
});

test("by hand: in a class where 1 of 3 and 2 of 2 answered the factors are 3 and 1", () => {
  const classes = { codes: Int32Array.of(0, 0, 0, 1, 1), levelCount: 2 };
  const responded = Uint8Array.of(1, 0, 0, 1, 1);
  const { weights, responseRates } = adjustForNonResponse(new Float64Array(5).fill(1), responded, classes);
  expect([...weights]).toEqual([3, 0, 0, 1, 1]);
  expect([...responseRates]).toEqual([1 / 3, 1]);
  expect(() => adjustForNonResponse(new Float64Array(5).fill(1), Uint8Array.of(0, 0, 0, 1, 1), classes)).toThrow(
    /Class 0/,
  );
});

const asked = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.double({ min: 0.5, max: 5, noNaN: true })),
  { maxLength: 40 },
);

test("a response model with one categorical predictor is the adjustment by its classes", () => {
  fc.assert(
    fc.property(asked, (rows) => {
      // In every class somebody answered and somebody did not.
      const all = [...rows, ...[0, 1, 2].flatMap((level) => [true, false].map((yes) => [level, yes, 1] as const))];
      const weights = Float64Array.from(all, (row) => row[2]);
      const responded = Uint8Array.from(all, (row) => (row[1] ? 1 : 0));
      const classes = { codes: Int32Array.from(all, (row) => row[0]), levelCount: 3 };
      const model = adjustByPropensity(weights, responded, { margins: [classes] });
      const plain = adjustForNonResponse(weights, responded, classes);
      model.weights.forEach((weight, i) => {
        expect(weight).toBeCloseTo(plain.weights[i]!, 6);
      });
      expect(sumWhere(model.weights, () => true) / sumWhere(weights, () => true)).toBeCloseTo(1, 8);
    }),
  );
});

test("by hand: two of four answer at x = 0, three of four at x = 1: propensities 1/2 and 3/4, or classes of them", () => {
  const responded = Uint8Array.of(1, 1, 0, 0, 1, 1, 1, 0);
  const x = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
  const weights = new Float64Array(8).fill(1);
  const { propensities, weights: made } = adjustByPropensity(weights, responded, { columns: [x] });
  expect(propensities[0]).toBeCloseTo(0.5, 9);
  expect(propensities[4]).toBeCloseTo(0.75, 9);
  expect(made[0]).toBeCloseTo(2, 8);
  const grouped = adjustByPropensity(weights, responded, { columns: [x] }, { classes: 2 });
  expect([...grouped.weights].map((weight) => Number(weight.toFixed(9)))).toEqual([
    2,
    2,
    0,
    0,
    ...new Array(3).fill(Number((4 / 3).toFixed(9))),
    0,
  ]);
});

test("people like whom nobody answers are named", () => {
  const classes = { codes: Int32Array.of(0, 0, 1, 1), levelCount: 2 };
  expect(() =>
    adjustByPropensity(new Float64Array(4).fill(1), Uint8Array.of(1, 0, 0, 0), { margins: [classes] }),
  ).toThrow(/nobody like row 2/);
});
