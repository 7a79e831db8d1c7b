import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateMean, estimateProportions, estimateTotal } from "../index.ts";
import { type SurveyDesignInput, surveyDesign } from "./survey-design.ts";
import { SurveyDesignError } from "./survey-design-error.ts";

const y = Float64Array.of(3, 5, 4, 8);
const share = 0.4;
/** 4 of 10 drawn simply at random: every scheme with equal probabilities must say the same. */
const simple = surveyDesign({ rows: 4, populationSizes: [new Float64Array(4).fill(10)] });
const equal = new Float64Array(4).fill(share);

test.each<[string, NonNullable<SurveyDesignInput["unequalProbabilities"]>]>([
  ["Brewer", { method: "brewer", probabilities: [equal] }],
  ["Overton", { method: "overton", probabilities: equal }],
  ["Hartley-Rao", { method: "hartley-rao", probabilities: equal }],
  [
    "joint probabilities, Horvitz-Thompson",
    {
      method: "joint",
      probabilities: equal,
      // n(n − 1)/(N(N − 1)) = 12/90
      joint: Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? share : 12 / 90)),
    },
  ],
  [
    "joint probabilities, Yates-Grundy",
    {
      method: "joint",
      variance: "yates-grundy",
      probabilities: equal,
      joint: Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? share : 12 / 90)),
    },
  ],
])("%s with equal probabilities is simple random sampling", (_, unequalProbabilities) => {
  const design = surveyDesign({ rows: 4, unequalProbabilities });
  for (const estimate of [estimateTotal, estimateMean]) {
    expect(estimate(design, y).estimate).toBeCloseTo(estimate(simple, y).estimate, 12);
    expect(estimate(design, y).standardError).toBeCloseTo(estimate(simple, y).standardError, 10);
  }
});

test("Poisson sampling by hand: V = Σ (1 − p)(y/p)²", () => {
  const probabilities = Float64Array.of(0.5, 0.25, 0.5, 0.8);
  const design = surveyDesign({ rows: 4, unequalProbabilities: { method: "poisson", probabilities } });
  const total = estimateTotal(design, y);
  expect(total.estimate).toBeCloseTo(6 + 20 + 8 + 10, 12);
  expect(total.standardError ** 2).toBeCloseTo(0.5 * 36 + 0.75 * 400 + 0.5 * 64 + 0.2 * 100, 10);
});

test("two units by hand: Yates-Grundy (π₁π₂ − π₁₂)/π₁₂ · (y₁/π₁ − y₂/π₂)²", () => {
  const design = surveyDesign({
    rows: 2,
    unequalProbabilities: {
      method: "joint",
      variance: "yates-grundy",
      probabilities: Float64Array.of(0.5, 0.4),
      joint: Float64Array.of(0.5, 0.1, 0.1, 0.4),
    },
  });
  expect(estimateTotal(design, Float64Array.of(1, 4)).standardError ** 2).toBeCloseTo((0.1 / 0.1) * (2 - 10) ** 2, 10);
});

test("a Horvitz-Thompson variance may be negative, and its error is then no number", () => {
  const design = surveyDesign({
    rows: 2,
    unequalProbabilities: {
      method: "joint",
      probabilities: Float64Array.of(0.5, 0.5),
      joint: Float64Array.of(0.5, 0.1, 0.1, 0.5),
    },
  });
  // Σ(1 − π)z² + 2(1 − π₁π₂/π₁₂)z₁z₂ = 0.5·8 − 2·1.5·4
  expect(estimateTotal(design, Float64Array.of(1, 1)).standardError).toBeNaN();
  expect(estimateProportions(design, Int32Array.of(0, 0), 1, { of: "total" }).estimates[0]!.standardError).toBeNaN();
});

test("clusters drawn with unequal probabilities, then people in them: the second stage counts by the first's probability", () => {
  // Two clusters with p = 0.5 and 0.25; in each 2 of 4 people (p = 0.5). By hand, stage 1 on totals 2·2·(1 + 3) = 16 and
  // 4·2·(2 + 2) = 32: Σ(1 − p)·2/1·(z − 24)² = (0.5 + 0.75)·2·64; stage 2: p·(1 − 0.5)·2·Σ(z − z̄)² with z = 4 and 12.
  const design = surveyDesign({
    rows: 4,
    clusters: [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 2, 3)],
    unequalProbabilities: {
      method: "brewer",
      probabilities: [Float64Array.of(0.5, 0.5, 0.25, 0.25), new Float64Array(4).fill(0.5)],
    },
  });
  const total = estimateTotal(design, Float64Array.of(1, 3, 2, 2));
  expect(total.estimate).toBe(48);
  expect(total.standardError ** 2).toBeCloseTo(1.25 * 2 * 64 + 0.5 * 0.5 * 2 * 32, 10);
});

test("strata within a cluster at the second stage: people vary within them only", () => {
  const input = {
    rows: 8,
    clusters: [Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7)],
    populationSizes: [new Float64Array(8).fill(4), new Float64Array(8).fill(4)],
  };
  const inner = Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1);
  const stratified = surveyDesign({ ...input, strata: [new Int32Array(8), inner] });
  // Equal within the inner strata: no variance is left at the second stage.
  const level = Float64Array.of(1, 1, 9, 9, 2, 2, 6, 6);
  // Weights 2 · 2; cluster totals 4·20 and 4·16: (1 − 2/4)·2·2·(80 − 72)².
  expect(estimateTotal(stratified, level).standardError ** 2).toBeCloseTo(0.5 * 2 * 2 * 64, 10);
  // Without them 4 of 8 people: 2/4 · (1 − 4/8)·4/3·Σ(z − z̄)² with z = 4·level in each cluster.
  const plain = surveyDesign({ ...input, populationSizes: [new Float64Array(8).fill(4), new Float64Array(8).fill(8)] });
  const within = 16 * (4 * 16) + 16 * (4 * 4);
  expect(estimateTotal(plain, level).standardError ** 2).toBeCloseTo(128 + 0.5 * 0.5 * (4 / 3) * within, 9);
});

test("the order of rows changes nothing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0.05, max: 0.9, noNaN: true }), fc.integer({ min: -50, max: 50 })), {
        minLength: 3,
        maxLength: 12,
      }),
      fc.constantFrom("overton" as const, "hartley-rao" as const, "brewer" as const),
      (units, method) => {
        const variance = (rows: typeof units) => {
          const probabilities = Float64Array.from(rows, ([p]) => p);
          const design = surveyDesign({
            rows: rows.length,
            unequalProbabilities:
              method === "brewer" ? { method, probabilities: [probabilities] } : { method, probabilities },
          });
          return (
            estimateMean(
              design,
              Float64Array.from(rows, ([, value]) => value),
            ).standardError ** 2 || 0
          );
        };
        expect(variance(units.toReversed())).toBeCloseTo(variance(units), 6);
      },
    ),
  );
});

test.each([
  [Float64Array.of(0.5, 0, 0.5, 0.5), "probabilities[1] is 0"],
  [Float64Array.of(0.5, 0.5, 1.5, 0.5), "probabilities[2] is 1.5"],
  [Float64Array.of(0.5, 0.5), "2 values for 4 rows"],
])("a probability that is none is refused with its place", (probabilities, place) => {
  const refused = () => surveyDesign({ rows: 4, unequalProbabilities: { method: "overton", probabilities } });
  expect(refused).toThrow(SurveyDesignError);
  expect(refused).toThrow(place);
});
