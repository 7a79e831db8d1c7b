import fc from "fast-check";
import { expect, test } from "vitest";
import {
  associationTest,
  cellTable,
  compareLogLinear,
  goodnessOfFit,
  liveFigureOf,
  logLinearModel,
  noLiveAnswers,
  oneSampleTTest,
  proportionInterval,
  rankTest,
  replicateDesign,
  surveyDesign,
  twoSampleTTest,
  upperTailOfChiSquareSum,
  upperTailOfFSum,
  withLiveAnswer,
} from "../index.ts";

test("by hand: two equal weights are χ² with 2 degrees of freedom, P(Q > 3) = e^−1.5", () =>
  expect(upperTailOfChiSquareSum(3, [1, 1])).toBeCloseTo(Math.exp(-1.5), 12));

test("by hand: weights 2, 2, 1, 1 are two exponentials, P(Q > 5) = 2e^−5/4 − e^−5/2", () => {
  const exact = 2 * Math.exp(-5 / 4) - Math.exp(-5 / 2);
  expect(upperTailOfChiSquareSum(5, [2, 2, 1, 1])).toBeCloseTo(exact, 12);
  expect(upperTailOfChiSquareSum(5, [2, 2, 1, 1, 1e-9, -1e-9])).toBeCloseTo(exact, 7);
  expect(upperTailOfChiSquareSum(5, [2, 2, 1, 1], "saddlepoint")).toBeCloseTo(exact, 2);
});

test("by hand: F with 2 and 10 degrees of freedom, P(F > 1.25) = (1 + 0.25)^−5", () => {
  expect(upperTailOfFSum(2.5, [1, 1], 10)).toBeCloseTo(1.25 ** -5, 12);
  expect(upperTailOfFSum(2.5, [1, 1], 10, "satterthwaite")).toBeCloseTo(1.25 ** -5, 12);
});

test("weights and bound in another unit leave the tail as it is", () =>
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 2, maxLength: 6 }),
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (weights, x, unit) => {
        const scaled = weights.map((weight) => weight * unit);
        for (const method of ["integration", "satterthwaite"] as const)
          expect(upperTailOfFSum(x * unit, scaled, 17, method)).toBeCloseTo(upperTailOfFSum(x, weights, 17, method), 7);
      },
    ),
    { numRuns: 40 },
  ));

// A random sample, 40 rows: 20 men of whom 14 say yes, 20 women of whom 8 do.
const sex = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
const says = Int32Array.from({ length: 40 }, (_, i) => ((i < 20 ? i < 14 : i < 28) ? 1 : 0));
const age = Float64Array.from({ length: 40 }, (_, i) => 20 + ((i * 17) % 41));
const sample = surveyDesign({ rows: 40 });

test("by hand: X² of 14/6 against 8/12 is 40·(14·12 − 6·8)²/(20·20·22·18) = 3.6364", () => {
  const found = associationTest(sample, sex, 2, says, 2, { statistic: "rao-scott-chi-square" });
  expect(found.statistic).toBeCloseTo((40 * 120 ** 2) / (20 * 20 * 22 * 18), 10);
});

test("one degree of freedom: the integrated sum says what the Rao-Scott F says", () => {
  const f = associationTest(sample, sex, 2, says, 2);
  const sum = associationTest(sample, sex, 2, says, 2, { statistic: "sum" });
  expect(sum.p).toBeCloseTo(f.p, 9);
});

test("Wald: the adjusted F is (ν − d + 1)/ν of the plain one", () => {
  const plain = associationTest(sample, sex, 2, says, 2, { statistic: "wald" });
  const adjusted = associationTest(sample, sex, 2, says, 2, { statistic: "adjusted-wald" });
  expect(adjusted.statistic).toBeCloseTo(plain.statistic, 12);
  expect(adjusted.denominatorDegreesOfFreedom).toBe(39);
});

test("by hand: 22 of 40 against one half, X² = 0.4, spread of a simple random sample with n − 1", () => {
  const found = goodnessOfFit(sample, says, 2, [1, 1]);
  expect(found.chiSquare).toBeCloseTo(0.4, 12);
  expect(found.designEffects[0]).toBeCloseTo((0.55 * 0.45 * 40) / (39 * 0.25), 10);
  expect(() => goodnessOfFit(sample, says, 2, [1, 0])).toThrow(/shares\[1\] is 0/);
});

test("one-sample t against its textbook form: mean over s/√n, here with n − 2 degrees of freedom", () => {
  const mean = age.reduce((sum, value) => sum + value, 0) / 40;
  const s2 = age.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 39;
  const found = oneSampleTTest(sample, age, { nullValue: 30 });
  expect(found.statistic).toBeCloseTo((mean - 30) / Math.sqrt(s2 / 40), 10);
  expect(found.denominatorDegreesOfFreedom).toBe(38);
});

test("two-sample t and rank tests: exchanged groups change the sign, a shift of the answers nothing", () =>
  fc.assert(
    fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (shift) => {
      const other = sex.map((code) => 1 - code);
      const moved = age.map((value) => value + shift);
      expect(twoSampleTTest(sample, moved, other).statistic).toBeCloseTo(
        -twoSampleTTest(sample, age, sex).statistic,
        8,
      );
      expect(rankTest(sample, moved, other, 2).statistic).toBeCloseTo(-rankTest(sample, age, sex, 2).statistic, 8);
    }),
    { numRuns: 20 },
  ));

test("a rank test does not depend on the order of the rows, ties or not", () => {
  const weights = Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 5));
  const y = age.map((value) => Math.floor(value / 10));
  const back = <T extends Float64Array | Int32Array>(column: T) => column.slice().reverse() as T;
  const there = rankTest(surveyDesign({ rows: 40, weights }), y, sex, 2);
  const reversed = rankTest(surveyDesign({ rows: 40, weights: back(weights) }), back(y), back(sex), 2);
  expect(reversed.statistic).toBeCloseTo(there.statistic, 10);
});

test("three groups: F on 2 and n − 1 − 2; a group without answers is refused by its number", () => {
  const groups = Int32Array.from({ length: 40 }, (_, i) => i % 3);
  const found = rankTest(sample, age, groups, 3);
  expect([found.numeratorDegreesOfFreedom, found.denominatorDegreesOfFreedom]).toEqual([2, 37]);
  expect(() => rankTest(sample, age, groups, 4)).toThrow(/Group 3/);
});

test("replicate weights: the jackknife of a mean gives its linearised t", () => {
  const replicates = Array.from({ length: 40 }, (_, r) =>
    Float64Array.from({ length: 40 }, (_, i) => (i === r ? 0 : 40 / 39)),
  );
  const jackknife = replicateDesign({ weights: new Float64Array(40).fill(1), replicates, method: "JK1" });
  expect(oneSampleTTest(jackknife, age).statistic).toBeCloseTo(oneSampleTTest(sample, age).statistic, 8);
});

test("log-linear independence against saturation: the score statistic is Pearson's X², the deviance G²", () => {
  const table = cellTable(sample, [
    { codes: sex, levelCount: 2 },
    { codes: says, levelCount: 2 },
  ]);
  const found = compareLogLinear(logLinearModel(table, [[0], [1]]), logLinearModel(table, [[0], [1], [0, 1]]));
  expect(found.score).toBeCloseTo((40 * 120 ** 2) / (20 * 20 * 22 * 18), 9);
  const g2 = 2 * (14 * Math.log(14 / 11) + 6 * Math.log(6 / 9) + 8 * Math.log(8 / 11) + 12 * Math.log(12 / 9));
  expect(found.deviance).toBeCloseTo(g2, 9);
});

test("the logit interval is the same for a share and, turned round, for its complement", () => {
  const figure = { standardError: 0.05, degreesOfFreedom: 20, domainRows: 90, effectiveBase: 80 };
  const yes = proportionInterval({ ...figure, estimate: 0.3 });
  const no = proportionInterval({ ...figure, estimate: 0.7 });
  expect(yes.low + no.high).toBeCloseTo(1, 12);
});

test("by hand: live answers 1, 0, 1 with weights 1, 1, 2 have mean 3/4, s = √3/4 and an effective base of 16/6", () => {
  const sums = [
    [1, 1],
    [0, 1],
    [1, 2],
  ].reduce((before, [value, weight]) => withLiveAnswer(before, value!, weight!), noLiveAnswers);
  const figure = liveFigureOf(sums, 1000);
  expect(figure.estimate).toBeCloseTo(0.75, 12);
  expect(figure.standardDeviation).toBeCloseTo(Math.sqrt(3) / 4, 12);
  expect(figure.effectiveBase).toBeCloseTo(16 / 6, 12);
  expect(() => withLiveAnswer(sums, Number.NaN)).toThrow(/finite/);
});
