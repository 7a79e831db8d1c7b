import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  distributionFunction,
  estimateQuantiles,
  interpolatedQuantiles,
  type QuantileRule,
  quantilesByDomain,
  replicateDesign,
  surveyDesign,
} from "../index.ts";
import { sortRows } from "./sort-rows.ts";

const one = (y: number[], weights: number[], p: number, rule: QuantileRule) =>
  estimateQuantiles(surveyDesign({ rows: y.length, weights: Float64Array.from(weights) }), Float64Array.from(y), [p], {
    rule,
  })[0]!.estimate;

describe("the rules by hand, for 10, 20, 30, 40 of equal weight", () => {
  const at = (rule: QuantileRule, p: number) => one([40, 10, 30, 20], [1, 1, 1, 1], p, rule);
  test("math takes the lower neighbour at an exact share, school the mean of both", () => {
    expect(at("math", 0.5)).toBe(20);
    expect(at("school", 0.5)).toBe(25);
    expect(at("math", 0.51)).toBe(30);
  });
  // Hyndman & Fan (1996): positions k/n, (k − ½)/n, k/(n + 1), (k − 1)/(n − 1), (k − ⅓)/(n + ⅓), (k − ⅜)/(n + ¼).
  test("hf4 to hf9 are the lines of Hyndman and Fan: the quartile of four values", () => {
    expect(at("hf4", 0.25)).toBe(10);
    expect(at("hf5", 0.25)).toBe(15);
    expect(at("hf6", 0.25)).toBe(12.5);
    expect(at("hf7", 0.25)).toBe(17.5);
    expect(at("hf8", 0.25)).toBeCloseTo(10 + 10 * (0.25 * 4 + 0.25 / 3 - 2 / 3), 12);
    expect(at("hf9", 0.25)).toBeCloseTo(10 + 10 * (0.25 * 4.25 - 0.625), 12);
  });
  test("below the share of the smallest value every rule stays within the values", () => {
    for (const rule of ["math", "school", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "shahvaish"] as const) {
      expect(at(rule, 0)).toBe(10);
      expect(at(rule, 1)).toBe(40);
    }
  });
});

test("a weight of 3 says what three rows of weight 1 say, for rules by share", () => {
  for (const rule of ["math", "school"] as const)
    for (const p of [0.1, 0.25, 0.5, 0.6, 0.75])
      expect(one([1, 2, 3], [1, 3, 1], p, rule)).toBe(one([1, 2, 2, 2, 3], [1, 1, 1, 1, 1], p, rule));
});

test("an exact tie is found however the weights round: ten weights of 0.1 reach one half after five", () => {
  const y = Float64Array.from({ length: 10 }, (_, i) => i + 1);
  const design = surveyDesign({ rows: 10, weights: new Float64Array(10).fill(0.1) });
  expect(estimateQuantiles(design, y, [0.5], { rule: "school" })[0]!.estimate).toBe(5.5);
});

test("rows of weight 0, missing values and rows outside the domain have no say", () => {
  const design = surveyDesign({ rows: 6, weights: Float64Array.of(1, 1, 1, 0, 1, 1) });
  const y = Float64Array.of(1, 2, 3, 99, Number.NaN, 77);
  const domain = Uint8Array.of(1, 1, 1, 1, 1, 0);
  const [median] = estimateQuantiles(design, y, [0.5], { domain });
  expect(median).toMatchObject({ estimate: 2, n: 3, degreesOfFreedom: 2 });
});

test("Woodruff by hand: 100 rows, share 0.5 ± 1.984217·√(0.25/99) reads back the 41st and the 60th value", () => {
  const design = surveyDesign({ rows: 100 });
  const y = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
  const [median] = estimateQuantiles(design, y, [0.5]);
  expect(median).toMatchObject({ estimate: 50, low: 41, high: 60, degreesOfFreedom: 99 });
  expect(median!.standardError).toBeCloseTo(19 / (2 * 1.9842169515), 8);
});

test("the score interval of the same rows: p − F leaves ± t·error between the 40th and the 60th value", () => {
  const design = surveyDesign({ rows: 100 });
  const y = Float64Array.from({ length: 100 }, (_, i) => i + 1);
  // F = 0.41: 0.09/√(0.41·0.59/99) = 1.82 < t = 1.98 < 2.03 = 0.1/√(0.4·0.6/99); the same beyond the middle: F = 0.6.
  expect(estimateQuantiles(design, y, [0.5], { interval: "score" })[0]).toMatchObject({ low: 41, high: 60 });
  expect(interpolatedQuantiles(design, y, [0.5], { interval: "score" })[0]).toMatchObject({ low: 41, high: 60 });
});

test("an interval whose share leaves 0 … 1 has no end there", () => {
  const design = surveyDesign({ rows: 10 });
  const y = Float64Array.from({ length: 10 }, (_, i) => i);
  const [low] = estimateQuantiles(design, y, [0.1]);
  expect(low!.low).toBeNaN();
  expect(low!.high).toBeGreaterThan(0);
});

test("replicates of the quantile: the four delete-one medians of 1, 2, 4, 8 by hand", () => {
  const weights = new Float64Array(4).fill(1);
  const replicates = [0, 1, 2, 3].map((left) => weights.map((_, i) => (i === left ? 0 : 4 / 3)));
  const design = replicateDesign({ weights, replicates, method: "JK1" });
  const y = Float64Array.of(1, 2, 4, 8);
  const [median] = estimateQuantiles(design, y, [0.5], { interval: "quantile" });
  expect(Array.from(median!.replicates!)).toEqual([4, 4, 2, 2]);
  expect(median!.standardError).toBeCloseTo(Math.sqrt((3 / 4) * 4), 12);
});

const sample = fc.array(fc.record({ y: fc.integer({ min: -50, max: 50 }), w: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 3,
  maxLength: 40,
});
const rules = fc.constantFrom<QuantileRule>(
  "math",
  "school",
  "hf3",
  "hf4",
  "hf5",
  "hf6",
  "hf7",
  "hf8",
  "hf9",
  "shahvaish",
);
const share = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);

describe("whatever the sample", () => {
  test("quantiles move with the values when these are shifted or stretched", () =>
    fc.assert(
      fc.property(sample, rules, share, fc.integer({ min: -9, max: 9 }), (rows, rule, p, shift) => {
        const w = rows.map((row) => row.w);
        const plain = one(
          rows.map((row) => row.y),
          w,
          p,
          rule,
        );
        expect(
          one(
            rows.map((row) => 2 * row.y + shift),
            w,
            p,
            rule,
          ),
        ).toBeCloseTo(2 * plain + shift, 9);
      }),
    ));
  test("a weight scale changes nothing; nor does the order of the rows, where equal values weigh the same", () =>
    fc.assert(
      fc.property(sample, rules, share, (rows, rule, p) => {
        const weigh = (y: number) => 1 + ((y + 50) % 7);
        const y = rows.map((row) => row.y);
        const plain = one(y, y.map(weigh), p, rule);
        expect(
          one(
            y,
            y.map((value) => weigh(value) * 8),
            p,
            rule,
          ),
        ).toBe(plain);
        expect(one(y.toReversed(), y.toReversed().map(weigh), p, rule)).toBe(plain);
      }),
    ));
  test("quantiles grow with the share and stay among the values", () =>
    fc.assert(
      fc.property(sample, rules, share, share, (rows, rule, p, q) => {
        const y = rows.map((row) => row.y);
        const w = rows.map((row) => row.w);
        const [low, high] = [one(y, w, Math.min(p, q), rule), one(y, w, Math.max(p, q), rule)];
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...y) - 1e-9);
        expect(high).toBeLessThanOrEqual(Math.max(...y) + 1e-9);
      }),
    ));
  test("math is the inverse of the distribution function: F(q) ≥ p, and less just below q", () =>
    fc.assert(
      fc.property(sample, share, (rows, p) => {
        const design = surveyDesign({ rows: rows.length, weights: Float64Array.from(rows, (row) => row.w) });
        const y = Float64Array.from(rows, (row) => row.y);
        const q = estimateQuantiles(design, y, [p])[0]!.estimate;
        const { at } = distributionFunction(design, y);
        expect(at(q)).toBeGreaterThanOrEqual(p - 1e-12);
        expect(at(q - 0.5)).toBeLessThanOrEqual(p + 1e-12);
      }),
    ));
});

test("the distribution function steps at the distinct values and ends at 1", () => {
  const design = surveyDesign({ rows: 4, weights: Float64Array.of(1, 2, 1, 4) });
  const { values, shares, at } = distributionFunction(design, Float64Array.of(5, 1, 5, 9));
  expect(Array.from(values)).toEqual([1, 5, 9]);
  expect(Array.from(shares)).toEqual([0.25, 0.5, 1]);
  expect([at(0), at(1), at(8.9), at(100)]).toEqual([0, 0.25, 0.5, 1]);
});

test("quantiles by domain are those of each domain, without the empty ones", () => {
  const design = surveyDesign({ rows: 6 });
  const y = Float64Array.of(1, 2, 3, 10, 20, 30);
  const by = { codes: Int32Array.of(0, 0, 0, 2, 2, 2), levelCount: 3 };
  const found = quantilesByDomain(design, by, y, [0.5]);
  expect(found.map(({ domain, quantiles }) => [domain, quantiles[0]!.estimate])).toEqual([
    [0, 2],
    [2, 20],
  ]);
});

test("interpolated quantiles of the old kind by hand: a third of the way from the first to the second point", () => {
  const design = surveyDesign({ rows: 4 });
  const y = Float64Array.of(10, 20, 30, 40);
  const [quantile] = interpolatedQuantiles(design, y, [1 / 3]);
  expect(quantile!.estimate).toBeCloseTo(10 + (10 * (1 / 3 - 0.25)) / 0.25, 12);
  expect(interpolatedQuantiles(design, y, [0.1])[0]!.estimate).toBe(10);
  expect(interpolatedQuantiles(design, y, [0.3], { method: "constant" })[0]!.estimate).toBe(20);
  expect(interpolatedQuantiles(design, y, [0.3], { method: "constant", step: 0 })[0]!.estimate).toBe(10);
});

describe("refusals", () => {
  const design = surveyDesign({ rows: 3 });
  test("a probability outside 0 … 1 is named", () => {
    expect(() => estimateQuantiles(design, Float64Array.of(1, 2, 3), [0.5, 1.5])).toThrow(/probabilities\[1\] is 1.5/);
  });
  test("no answers, an infinite value, no replicates, a score interval beyond the values", () => {
    expect(() => estimateQuantiles(design, new Float64Array(3).fill(Number.NaN), [0.5])).toThrow(/No answer/);
    expect(() => estimateQuantiles(design, Float64Array.of(1, Number.POSITIVE_INFINITY, 2), [0.5])).toThrow(/row 1/);
    expect(() => estimateQuantiles(design, Float64Array.of(1, 2, 3), [0.5], { interval: "quantile" })).toThrow(
      /replicate/,
    );
    expect(() => estimateQuantiles(design, Float64Array.of(1, 2, 3), [0.5], { interval: "score" })).toThrow(/smallest/);
  });
});

test("rows are sorted by value, equal ones in the order of the column, also negative, zero and many", () => {
  const y = Float64Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 501) / 8 - 30);
  y[17] = -0;
  y[4000] = 0;
  const rows = Int32Array.from(y, (_, i) => i);
  expect(sortRows(rows.slice(), y)).toEqual(rows.slice().sort((a, b) => y[a]! - y[b]! || a - b));
});
