import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  coefficientOfVariation,
  estimateChange,
  estimateCovarianceMatrix,
  estimateCronbachAlpha,
  estimateKappa,
  estimateMean,
  estimateMeans,
  estimateRatio,
  estimateTotals,
  figuresOfJoint,
  functionsOfEstimates,
  linearContrasts,
  separateRatios,
  separateRatioTotal,
  stackWaves,
  standardErrorsOf,
  standardizedMeans,
  surveyDesign,
  weightedTable,
} from "../index.ts";
import { dual, dualVariable } from "./dual-number.ts";

const design = surveyDesign({
  rows: 8,
  weights: Float64Array.of(1, 2, 1, 3, 2, 1, 2, 1),
  strata: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
  clusters: [Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3)],
});
const a = Float64Array.of(3, 5, 2, 8, 6, 7, 4, 9);
const b = Float64Array.of(1, 4, 4, 5, 2, 8, 3, 6);

describe("contrasts", () => {
  test("the error of a difference is that of the difference taken row by row", () => {
    const difference = linearContrasts(figuresOfJoint(estimateMeans(design, [a, b])), [[1, -1]]);
    const direct = estimateMean(
      design,
      a.map((value, i) => value - b[i]!),
    );
    expect(difference.points[0]).toBeCloseTo(direct.estimate, 12);
    expect(standardErrorsOf(difference)[0]).toBeCloseTo(direct.standardError, 12);
  });
  test("a quotient of totals is the ratio, error and all", () => {
    const quotient = functionsOfEstimates(figuresOfJoint(estimateTotals(design, [a, b])), ([x, y], { divide }) => [
      divide(x!, y!),
    ]);
    const ratio = estimateRatio(design, a, b);
    expect(quotient.points[0]).toBeCloseTo(ratio.estimate, 12);
    expect(standardErrorsOf(quotient)[0]).toBeCloseTo(ratio.standardError, 12);
  });
  test("a figure of coefficient 0 plays no part, even when it is not a number", () => {
    const figures = {
      points: Float64Array.of(4, Number.NaN),
      covariance: Float64Array.of(9, Number.NaN, Number.NaN, Number.NaN),
    };
    const half = linearContrasts(figures, [[0.5, 0]]);
    expect([half.points[0], half.covariance[0]]).toEqual([2, 2.25]);
  });
  test("refuses coefficients that do not fit", () => {
    expect(() => linearContrasts({ points: Float64Array.of(1), covariance: Float64Array.of(1) }, [[1, 2]])).toThrow(
      /Combination 0 has 2/,
    );
  });
  test("the coefficient of variation is the error over the figure", () => {
    expect(coefficientOfVariation({ estimate: 20, standardError: 3 })).toBe(0.15);
  });
});

test("derivatives agree with difference quotients", () => {
  const one = [
    "exp",
    "log",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "expm1",
    "log1p",
  ] as const;
  const more = ["log2", "log10", "abs", "negate", "normalCdf", "normalDensity"] as const;
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 0.9, noNaN: true }), fc.constantFrom(...one, ...more), (x, name) => {
      const h = 1e-6;
      const at = (value: number) => dual[name](dualVariable(value, 0, 1)).value;
      expect(dual[name](dualVariable(x, 0, 1)).gradient[0]).toBeCloseTo((at(x + h) - at(x - h)) / (2 * h), 4);
    }),
  );
  const power = dual.power(dualVariable(2, 0, 2), dualVariable(3, 1, 2));
  expect(Array.from(power.gradient)).toEqual([12, 8 * Math.log(2)]);
});

describe("variances between people", () => {
  test("by hand: 1, 2, 6 of equal weight have variance 7 and, with 3, 3, 0, covariance −9/2", () => {
    const three = surveyDesign({ rows: 3 });
    const { matrix, n } = estimateCovarianceMatrix(three, [Float64Array.of(1, 2, 6), Float64Array.of(3, 3, 0)]);
    expect(n).toBe(3);
    for (const [at, value] of [7, -4.5, -4.5, 3].entries()) expect(matrix[at]).toBeCloseTo(value, 12);
  });
  test("a shift changes nothing, a scale squares", () => {
    const plain = estimateCovarianceMatrix(design, [a, b]);
    const moved = estimateCovarianceMatrix(design, [a.map((value) => 10 - 3 * value), b]);
    expect(moved.matrix[0]).toBeCloseTo(9 * plain.matrix[0]!, 9);
    expect(moved.matrix[1]).toBeCloseTo(-3 * plain.matrix[1]!, 9);
    expect(moved.standardErrors[1]).toBeCloseTo(3 * plain.standardErrors[1]!, 9);
  });
});

describe("agreement and reliability", () => {
  test("κ of the table 20, 5, 10, 15 is 0.4 (o = 0.7, e = 0.5)", () => {
    const first = Int32Array.from({ length: 50 }, (_, i) => (i < 25 ? 0 : 1));
    const second = Int32Array.from({ length: 50 }, (_, i) => (i < 20 || (i >= 25 && i < 35) ? 0 : 1));
    const kappa = estimateKappa(surveyDesign({ rows: 50 }), first, second, 2);
    expect(kappa.estimate).toBeCloseTo(0.4, 12);
    expect(kappa.n).toBe(50);
  });
  test("full agreement is 1 without error", () => {
    const codes = Int32Array.of(0, 1, 1, 0, 1, 0, 0, 1);
    expect(estimateKappa(design, codes, codes, 2).estimate).toBeCloseTo(1, 12);
    expect(estimateKappa(design, codes, codes, 2).standardError).toBeCloseTo(0, 12);
  });
  test("α of two items by hand: 2·(1 − (7 + 3)/(7 + 3 − 9)) = −18", () => {
    const items = [Float64Array.of(1, 2, 6), Float64Array.of(3, 3, 0)];
    expect(estimateCronbachAlpha(surveyDesign({ rows: 3 }), items).estimate).toBeCloseTo(-18, 10);
  });
  test("α of the same item twice is 1", () => {
    expect(estimateCronbachAlpha(design, [a, a]).estimate).toBeCloseTo(1, 12);
  });
});

describe("change between waves", () => {
  const wave = (shift: number) => ({ y: a.map((value, i) => value + shift + (i % 2)) });
  test("waves in the same PSUs: the variance of the change is less by twice the covariance", () => {
    const input = {
      rows: 8,
      weights: Float64Array.of(1, 2, 1, 3, 2, 1, 2, 1),
      clusters: [Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3)],
    };
    const { design: both, wave: code } = stackWaves(input, input);
    const y = Float64Array.of(...wave(0).y, ...wave(1).y);
    const change = estimateChange(both, y, code);
    expect(change.estimate).toBeCloseTo(1, 12);
    expect(change.correlation).toBeCloseTo(1, 12);
    expect(change.standardError).toBeCloseTo(0, 6);
    const apart = stackWaves(input, { ...input, clusters: [Int32Array.of(4, 4, 5, 5, 6, 6, 7, 7)] });
    expect(estimateChange(apart.design, y, code).standardError).toBeGreaterThan(0.5);
  });
  test("refuses waves described differently", () => {
    expect(() => stackWaves({ rows: 2, weights: Float64Array.of(1, 1) }, { rows: 2 })).toThrow(
      /weights is given for one/,
    );
  });
});

test("standardised by hand: means 2 and 5 of two classes under shares 1 : 3 make 4.25", () => {
  const four = surveyDesign({ rows: 4 });
  const classes = { codes: Int32Array.of(0, 0, 1, 1), levelCount: 2 };
  const figures = standardizedMeans(four, Float64Array.of(1, 3, 4, 6), classes, [1, 3]);
  expect(figures.points[0]).toBe(4.25);
});

test("standardising to the shares of the sample itself changes no mean", () => {
  const classes = { codes: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1), levelCount: 2 };
  const shares = weightedTable(design, [classes]).cells;
  expect(standardizedMeans(design, a, classes, Array.from(shares)).points[0]).toBeCloseTo(
    estimateMean(design, a).estimate,
    12,
  );
});

describe("weighted tables", () => {
  const rows = { codes: Int32Array.of(0, 0, 1, 1, 0, 1, -1, 1), levelCount: 2 };
  const columns = { codes: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1), levelCount: 3 };
  test("sums of weights, the first dimension fastest, missing rows left out", () => {
    const { cells, counts } = weightedTable(design, [rows, columns]);
    expect(Array.from(cells)).toEqual([1, 3, 4, 1, 0, 2]);
    expect(Array.from(counts)).toEqual([1, 1, 2, 1, 0, 2]);
  });
  test("scaled to a total", () => {
    expect(weightedTable(design, [rows, columns], { total: 100 }).cells.reduce((sum, cell) => sum + cell)).toBeCloseTo(
      100,
    );
  });
});

test("separate ratios are the ratios of each stratum; with the known totals they add up", () => {
  const ratios = separateRatios(design, a, b);
  expect(ratios.map(({ firstRow }) => firstRow)).toEqual([0, 4]);
  expect(ratios[0]!.ratio.estimate).toBeCloseTo((3 + 10 + 2 + 24) / (1 + 8 + 4 + 15), 12);
  const total = separateRatioTotal(ratios, [100, 0]);
  expect(total.estimate).toBeCloseTo(100 * ratios[0]!.ratio.estimate, 12);
  expect(total.standardError).toBeCloseTo(100 * ratios[0]!.ratio.standardError, 12);
});
