import { expect, test } from "vitest";
import {
  estimateMean,
  estimateProportions,
  estimateTotal,
  replicateDesign,
  surveyDesign,
  toReplicates,
} from "../index.ts";

test("a group that lives in one village leaves no rounding where that village is left out", () => {
  const design = surveyDesign({
    rows: 8,
    strata: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
    clusters: [Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1)],
    weights: Float64Array.of(0.1, 0.7, 0.3, 1.1, 0.9, 0.2, 1.3, 0.6),
  });
  const jackknife = toReplicates(design, "JKn");
  const domain = Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0);
  const y = Float64Array.of(3, 7, 1, 2, 4, 8, 5, 6);
  // The mean of the one village is the same in every replicate that has it, and has no value in the one without.
  expect(estimateMean(jackknife, y, { domain }).standardError).toBeLessThan(1e-12);
  const codes = Int32Array.of(0, 1, 2, 2, 2, 2, 2, 2);
  const levels = estimateProportions(jackknife, codes, 3, { domain }).estimates;
  expect(levels[0]!.standardError).toBeLessThan(1e-12);
});

test("half samples of strata that are not pairs: kept whole, merged with one another, or cut into pairs", () => {
  const y = Float64Array.of(1, 2, 4, 7, 11, 16, 22);
  const alone = surveyDesign({ rows: 7, strata: Int32Array.of(0, 1, 2, 2, 2, 2, 3), lonelyPsu: "remove" });
  expect(() => toReplicates(alone, "BRR")).toThrowError(expect.objectContaining({ code: "lonely-psu" }));
  // Pairs (4, 7) and (11, 16): 9 + 25; single PSUs kept whole add nothing.
  const split = toReplicates(alone, "BRR", { small: "split" });
  expect(estimateTotal(split, y).standardError).toBeCloseTo(Math.sqrt(34), 12);
  // Merged: one of 1 and 2, the other of them with 22; then 1 − (2 … 22) is a pair of its own.
  const merged = toReplicates(alone, "BRR", { small: "merge" });
  expect(estimateTotal(merged, y).standardError).toBeCloseTo(Math.sqrt(34 + (1 + 22 - 2) ** 2), 12);
  // Two groups (4, 7) and (11, 16).
  const groups = toReplicates(alone, "BRR", { small: "split", large: "merge" });
  expect(estimateTotal(groups, y).standardError).toBeCloseTo(27 - 11, 12);
  const odd = surveyDesign({ rows: 5, strata: Int32Array.of(0, 0, 0, 1, 1) });
  expect(() => toReplicates(odd, "BRR")).toThrowError(expect.objectContaining({ code: "not-pairs" }));
  expect(() => toReplicates(odd, "BRR", { large: "fail" })).toThrowError(
    expect.objectContaining({ code: "not-pairs" }),
  );
});

test("the scale that a method brings with it", () => {
  const weights = Float64Array.of(1, 1, 1);
  const replicates = [Float64Array.of(2, 0.5, 0.5), Float64Array.of(0, 1.5, 1.5)];
  const scaleOf = (more: object) => replicateDesign({ weights, replicates, ...more }).scale;
  expect(scaleOf({ method: "BRR" })).toBe(1 / 2);
  expect(scaleOf({ method: "Fay", rho: 0.5 })).toBe(2);
  expect(scaleOf({ method: "bootstrap" })).toBe(1);
  expect(scaleOf({ method: "JK1" })).toBe(1 / 2);
  expect(scaleOf({ method: "JK1", combined: false })).toBe(1 / 2);
  expect(scaleOf({ method: "ACS", scale: 9 })).toBe(2);
  expect(scaleOf({})).toBe(1);
  const unsampled = replicateDesign({ weights, replicates, unsampled: Float64Array.of(0.5, 1) });
  expect([...unsampled.rscales]).toEqual([0.5, 1]);
});

test("the population bootstrap of a sample that is the population has no variance", () => {
  const design = surveyDesign({ rows: 5, populationSizes: [new Float64Array(5).fill(5)] });
  const replicates = toReplicates(design, "bootstrap", { seed: 1, replicates: 10 });
  expect(estimateTotal(replicates, Float64Array.of(1, 2, 3, 4, 5)).standardError).toBe(0);
});

test("centre: the full-sample estimate, or the mean of the replicates", () => {
  const weights = Float64Array.of(1, 1);
  const replicates = [Float64Array.of(2, 1), Float64Array.of(3, 1)];
  const y = Float64Array.of(1, 0);
  // Totals 2 and 3, full sample 1: about 2.5 the squares are 0.5, about 1 they are 5.
  expect(estimateTotal(replicateDesign({ weights, replicates, scale: 1 }), y).standardError).toBeCloseTo(
    Math.sqrt(0.5),
    14,
  );
  const about = replicateDesign({ weights, replicates, scale: 1, meanSquaredError: true });
  expect(estimateTotal(about, y).standardError).toBeCloseTo(Math.sqrt(5), 14);
});

test("lonely strata follow the policy, and strata sampled whole give no replicate", () => {
  const strata = Int32Array.of(0, 0, 0, 1, 2, 2);
  expect(() => toReplicates(surveyDesign({ rows: 6, strata }), "JKn")).toThrowError(
    expect.objectContaining({ code: "lonely-psu" }),
  );
  expect(toReplicates(surveyDesign({ rows: 6, strata, lonelyPsu: "remove" }), "JKn").replicateCount).toBe(5);
  expect(toReplicates(surveyDesign({ rows: 6, strata, lonelyPsu: "adjust" }), "JKn").replicateCount).toBe(6);
  expect(toReplicates(surveyDesign({ rows: 6, strata, lonelyPsu: "average" }), "JKn").scale).toBeCloseTo(6 / 5, 14);
  const whole = surveyDesign({
    rows: 6,
    strata: Int32Array.of(0, 0, 0, 1, 1, 1),
    populationSizes: [Float64Array.of(3, 3, 3, 9, 9, 9)],
  });
  expect(toReplicates(whole, "JKn").replicateCount).toBe(3);
});
