import fc from "fast-check";
import { expect, test } from "vitest";
import {
  estimateMean,
  estimateProportions,
  estimateRatio,
  estimateTotal,
  SurveyDesignError,
  surveyDesign,
} from "../index.ts";

/** Two strata: 2 of 10 with y 1, 3; 3 of 30 with y 10, 14, 18. */
const stratified = surveyDesign({
  rows: 5,
  strata: Int32Array.of(0, 0, 1, 1, 1),
  populationSizes: [Float64Array.of(10, 10, 30, 30, 30)],
});
const y = Float64Array.of(1, 3, 10, 14, 18);

test("by hand, stratified: total 5·4 + 10·42 = 440 with variance 100·0.8·2/2 + 900·0.9·16/3 = 4400", () => {
  const total = estimateTotal(stratified, y);
  expect(total.estimate).toBeCloseTo(440, 10);
  expect(total.standardError ** 2).toBeCloseTo(4400, 8);
  const mean = estimateMean(stratified, y);
  expect(mean.estimate).toBeCloseTo(11, 12);
  expect(mean.standardError ** 2).toBeCloseTo(4400 / 1600, 10);
  expect(mean.degreesOfFreedom).toBe(3);
});

test("by hand, simple random sample of 4 from 8: mean 5, variance (1 − 4/8)·s²/4 with s² = 20/3, design effect 1", () => {
  const design = surveyDesign({ rows: 4, populationSizes: [new Float64Array(4).fill(8)] });
  const mean = estimateMean(design, Float64Array.of(2, 4, 6, 8));
  expect(mean.estimate).toBe(5);
  expect(mean.standardError ** 2).toBeCloseTo((0.5 * 20) / 3 / 4, 12);
  expect(mean.designEffect).toBeCloseTo(1, 12);
  expect(mean.designEffectWithReplacement).toBeCloseTo(0.5, 12);
  expect(mean.effectiveBase).toBeCloseTo(8, 10);
});

test("by hand, two stages: 2 of 4 villages, 2 of 3 households; total 54, variance 450 between and 30 within", () => {
  const design = surveyDesign({
    rows: 4,
    clusters: [Int32Array.of(7, 7, 9, 9), Int32Array.of(1, 2, 1, 2)],
    populationSizes: [new Float64Array(4).fill(4), new Float64Array(4).fill(3)],
  });
  const total = estimateTotal(design, Float64Array.of(1, 3, 5, 9));
  expect(total.estimate).toBeCloseTo(54, 10);
  expect(total.standardError ** 2).toBeCloseTo(480, 8);
  expect(total.degreesOfFreedom).toBe(1);
});

test("by hand, clusters with replacement: totals 2, 4, 9 of three PSUs give variance 3/2·26", () => {
  const design = surveyDesign({ rows: 5, clusters: [Int32Array.of(0, 0, 1, 2, 2)] });
  expect(estimateTotal(design, Float64Array.of(1, 1, 4, 4, 5)).standardError ** 2).toBeCloseTo(39, 10);
});

test("by hand, ratio 12/6 = 2: residuals 0, 1, −1 over 6 give variance 3/2·2/36", () => {
  const ratio = estimateRatio(surveyDesign({ rows: 3 }), Float64Array.of(4, 5, 3), Float64Array.of(2, 2, 2));
  expect(ratio.estimate).toBe(2);
  expect(ratio.standardError ** 2).toBeCloseTo((1.5 * 2) / 36, 12);
});

test("by hand, lonely PSU: refused by name, or left out, or counted about zero", () => {
  const input = { rows: 3, strata: Int32Array.of(0, 0, 1) };
  const values = Float64Array.of(1, 3, 5);
  expect(() => estimateTotal(surveyDesign(input), values)).toThrow(/Stratum 1 has only one sampling unit at stage 1/);
  const variance = (lonelyPsu: "remove" | "certainty" | "adjust" | "average") =>
    estimateTotal(surveyDesign({ ...input, lonelyPsu }), values).standardError ** 2;
  expect(variance("remove")).toBeCloseTo(4, 12);
  expect(variance("certainty")).toBeCloseTo(4, 12);
  expect(variance("adjust")).toBeCloseTo(4 + 25, 12);
  expect(variance("average")).toBeCloseTo(8, 12);
});

test("missing values leave base and figure, not the design", () => {
  const mean = estimateMean(stratified, Float64Array.of(1, 3, 10, Number.NaN, 18));
  expect(mean.n).toBe(4);
  expect(mean.domainRows).toBe(5);
  expect(mean.estimate).toBeCloseTo((5 * 4 + 10 * 28) / 30, 12);
});

/** Random small designs without lonely strata. */
const sample = fc
  .record({
    perStratum: fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 4 }),
    clustered: fc.boolean(),
    seed: fc.array(
      fc.tuple(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 2 }),
      ),
      { minLength: 60, maxLength: 60 },
    ),
  })
  .map(({ perStratum, clustered, seed }) => {
    const strata: number[] = [];
    const clusters: number[] = [];
    perStratum.forEach((units, h) => {
      for (let unit = 0; unit < units; unit++) {
        for (let row = 0; row < (clustered ? 3 : 1); row++) {
          strata.push(h);
          clusters.push(unit);
        }
      }
    });
    const rows = strata.length;
    return {
      rows,
      strata: Int32Array.from(strata),
      clusters: clustered ? [Int32Array.from(clusters)] : [],
      weights: Float64Array.from({ length: rows }, (_, i) => seed[i]![1]),
      values: Float64Array.from({ length: rows }, (_, i) => seed[i]![0]),
      codes: Int32Array.from({ length: rows }, (_, i) => seed[i]![2]),
    };
  });

const near = (actual: number, expected: number, scale = 1) =>
  expect(Math.abs(actual - expected)).toBeLessThan(1e-8 * (Math.abs(expected) + scale));

test("adding a constant moves a mean by it and leaves its error", () => {
  fc.assert(
    fc.property(sample, fc.double({ min: -1000, max: 1000, noNaN: true }), (s, shift) => {
      const design = surveyDesign(s);
      const before = estimateMean(design, s.values);
      const after = estimateMean(
        design,
        s.values.map((value) => value + shift),
      );
      near(after.estimate, before.estimate + shift, 1000);
      near(after.standardError, before.standardError, 1000);
    }),
  );
});

test("multiplying the values multiplies total and error; multiplying the weights leaves mean and error", () => {
  fc.assert(
    fc.property(sample, fc.double({ min: 0.01, max: 100, noNaN: true }), (s, factor) => {
      const design = surveyDesign(s);
      const before = estimateTotal(design, s.values);
      const after = estimateTotal(
        design,
        s.values.map((value) => value * factor),
      );
      near(after.standardError, before.standardError * factor);
      const heavier = surveyDesign({ ...s, weights: s.weights.map((weight) => weight * factor) });
      near(estimateMean(heavier, s.values).standardError, estimateMean(design, s.values).standardError);
    }),
  );
});

test("the order of the rows does not matter", () => {
  fc.assert(
    fc.property(sample, (s) => {
      const turned = surveyDesign({
        rows: s.rows,
        strata: s.strata.toReversed(),
        clusters: s.clusters.map((column) => column.toReversed()),
        weights: s.weights.toReversed(),
      });
      near(
        estimateMean(turned, s.values.toReversed()).standardError,
        estimateMean(surveyDesign(s), s.values).standardError,
      );
    }),
  );
});

test("domains add up: their totals sum to the total, and proportions of the levels to 1 with no error of their sum", () => {
  fc.assert(
    fc.property(sample, (s) => {
      const design = surveyDesign(s);
      let sum = 0;
      for (let level = 0; level < 3; level++) {
        const domain = Uint8Array.from(s.codes, (code) => (code === level ? 1 : 0));
        if (domain.includes(1)) sum += estimateTotal(design, s.values, { domain }).estimate;
      }
      near(sum, estimateTotal(design, s.values).estimate, 1e5);
      const { estimates, covariance } = estimateProportions(design, s.codes, 3);
      near(
        estimates.reduce((total, { estimate }) => total + estimate, 0),
        1,
      );
      near(
        covariance.reduce((total, value) => total + value, 0),
        0,
      );
    }),
  );
});

test("the sample size alone decides the error of a domain that holds everyone", () => {
  fc.assert(
    fc.property(sample, (s) => {
      const design = surveyDesign(s);
      const domain = new Uint8Array(s.rows).fill(1);
      expect(estimateMean(design, s.values, { domain })).toEqual(estimateMean(design, s.values));
    }),
  );
});

test("a column is refused by its place: another length, infinite values, nobody in the domain", () => {
  expect(() => estimateMean(stratified, Float64Array.of(1))).toThrow(/Column 0 has 1 values for 5 rows/);
  expect(() => estimateMean(stratified, Float64Array.of(1, 2, 3, Number.POSITIVE_INFINITY, 4))).toThrow(/row 3/);
  expect(() => estimateMean(stratified, y, { domain: new Uint8Array(5) })).toThrow(SurveyDesignError);
});
