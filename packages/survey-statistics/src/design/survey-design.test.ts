import { expect, test } from "vitest";
import { encode, type SurveyDesignInput, surveyDesign } from "../index.ts";

test("rows are PSUs when no clusters are given; degrees of freedom are PSUs − strata", () => {
  const design = surveyDesign({ rows: 5, strata: Int32Array.of(3, 3, 8, 8, 8) });
  expect([design.psuCount, design.stratumCount, design.degreesOfFreedom, design.rowsArePsus]).toEqual([5, 2, 3, true]);
});

test("the same cluster code in two strata is two PSUs", () => {
  const design = surveyDesign({ rows: 4, strata: Int32Array.of(0, 0, 1, 1), clusters: [Int32Array.of(1, 2, 1, 2)] });
  expect(design.psuCount).toBe(4);
});

test("without weights, populations give them: 2 of 4 villages and 2 of 3 households weigh 3", () => {
  const design = surveyDesign({
    rows: 4,
    clusters: [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1)],
    populationSizes: [new Float64Array(4).fill(4), new Float64Array(4).fill(3)],
  });
  expect([...design.weights]).toEqual([3, 3, 3, 3]);
});

test("sampling fractions say the same as population counts", () => {
  const design = surveyDesign({ rows: 2, populationSizes: [Float64Array.of(0.25, 0.25)] });
  expect(design.stages[0]!.population[0]).toBe(8);
});

test("the design does not change when its columns do", () => {
  const weights = Float64Array.of(1, 2);
  const design = surveyDesign({ rows: 2, weights });
  weights[0] = 100;
  expect(design.weights[0]).toBe(1);
});

test.each<[string, SurveyDesignInput, RegExp]>([
  ["no rows", { rows: 0 }, /at least one row/],
  ["a negative weight", { rows: 2, weights: Float64Array.of(1, -1) }, /weights\[1\] is -1/],
  ["a weight that is no number", { rows: 2, weights: Float64Array.of(1, Number.NaN) }, /weights\[1\] is NaN/],
  ["only zero weights", { rows: 2, weights: Float64Array.of(0, 0) }, /All weights are zero/],
  ["a column of another length", { rows: 2, strata: Int32Array.of(1) }, /strata has 1 values for 2 rows/],
  ["a row without a stratum", { rows: 2, strata: Int32Array.of(0, -1) }, /strata\[1\] is missing/],
  [
    "more drawn than there are",
    { rows: 3, populationSizes: [new Float64Array(3).fill(2)] },
    /3 units drawn from a population of 2/,
  ],
  [
    "a population that changes within a stratum",
    { rows: 2, populationSizes: [Float64Array.of(5, 6)] },
    /differs within a stratum \(row 1\)/,
  ],
  ["four stages", { rows: 1, clusters: [0, 0, 0, 0].map(() => Int32Array.of(0)) }, /At most three stages/],
])("%s is refused, with its place", (_, input, message) => {
  expect(() => surveyDesign(input)).toThrow(message);
});

test("encoding numbers values by first appearance, or by given levels; the rest is missing", () => {
  expect(encode(["b", null, "a", "b"])).toEqual({ codes: Int32Array.of(0, -1, 1, 0), levels: ["b", "a"] });
  expect(encode([2, 1, 9, Number.NaN], [1, 2])).toEqual({ codes: Int32Array.of(1, 0, -1, -1), levels: ["1", "2"] });
});
