import { expect, test } from "vitest";
import {
  combineImputations,
  factorColumns,
  interceptColumn,
  numericColumn,
  RegressionError,
  surveyDesign,
  surveyGlm,
  surveyOrdinal,
} from "../index.ts";
import { generalisedEigenvalues } from "../linear-algebra/generalised-eigenvalues.ts";
import { cubicSpline } from "./cubic-spline.ts";

const rows = (n: number) => Array.from({ length: n }, (_, i) => i);

function sample() {
  const n = 300;
  const noise = (i: number, k: number) => ((Math.imul(i + 1, 2654435761) >>> (k % 16)) % 1000) / 1000;
  const clusters = Int32Array.from(rows(n), (i) => Math.floor(i / 10));
  const weights = Float64Array.from(rows(n), (i) => 1 + Math.floor(noise(i, 7) * 4));
  const x = Float64Array.from(rows(n), (i) => Math.round(noise(i, 5) * 10));
  const sex = Int32Array.from(rows(n), (i) => i % 2);
  const codes = Int32Array.from(rows(n), (i) => Math.min(3, Math.floor(noise(i, 11) * 3 + x[i]! / 8)));
  return { n, design: surveyDesign({ rows: n, weights, clusters: [clusters] }), weights, x, sex, codes };
}

const levels = ["never", "rarely", "often", "always"];

test("Without columns the thresholds are the log odds of the cumulative shares", () => {
  const { design, codes, weights } = sample();
  const fit = surveyOrdinal(design, { codes, levels, columns: [] });
  const total = weights.reduce((sum, w) => sum + w, 0);
  levels.slice(1).forEach((_, k) => {
    let below = 0;
    codes.forEach((code, i) => {
      if (code <= k) below += weights[i]!;
    });
    expect(fit.coefficients[k]).toBeCloseTo(Math.log(below / (total - below)), 8);
  });
});

test("Levels in reverse turn the signs; the errors stay", () => {
  const { design, codes, x, sex } = sample();
  const columns = [numericColumn("x", x), ...factorColumns("sex", sex, ["m", "f"])];
  const up = surveyOrdinal(design, { codes, levels, columns });
  const down = surveyOrdinal(design, { codes: codes.map((code) => 3 - code), levels: levels.toReversed(), columns });
  for (const k of [0, 1]) {
    expect(down.coefficients[k]).toBeCloseTo(-up.coefficients[k]!, 8);
    expect(down.standardErrors[k]).toBeCloseTo(up.standardErrors[k]!, 8);
  }
  expect(up.coefficients[0]).toBeGreaterThan(0);
});

test("R's search stops near the maximum", () => {
  const { design, codes, x, sex } = sample();
  const columns = [numericColumn("x", x), ...factorColumns("sex", sex, ["m", "f"])];
  const maximum = surveyOrdinal(design, { codes, levels, columns });
  const stopped = surveyOrdinal(design, { codes, levels, columns, search: "survey-4.1" });
  expect(stopped.deviance).toBeGreaterThanOrEqual(maximum.deviance - 1e-9);
  for (const [k, value] of stopped.coefficients.entries())
    expect(Math.abs(value - maximum.coefficients[k]!)).toBeLessThan(0.01 * maximum.standardErrors[k]!);
});

test("Two levels are a logistic regression, and refused here", () => {
  const { design, codes } = sample();
  expect(() => surveyOrdinal(design, { codes, levels: ["no", "yes"], columns: [] })).toThrow(RegressionError);
  expect(() =>
    surveyOrdinal(design, { codes: codes.map((code) => (code === 1 ? 0 : code)), levels, columns: [] }),
  ).toThrow(/nobody/);
});

test("A threshold of a probit model with one column agrees with the binary probit when levels collapse to it", () => {
  const { design, codes, x } = sample();
  const binary = surveyGlm(design, {
    response: Float64Array.from(codes, (code) => (code > 1 ? 1 : 0)),
    family: "binomial",
    link: "probit",
    columns: [interceptColumn(), numericColumn("x", x)],
  });
  const ordinal = surveyOrdinal(design, { codes, levels, columns: [numericColumn("x", x)], link: "probit" });
  // The same latent scale, from coarser answers: the estimates differ by sampling alone.
  expect(Math.abs(ordinal.coefficients[0]! - binary.coefficients[1]!)).toBeLessThan(3 * binary.standardErrors[1]!);
});

test("Rubin's rules by hand: three imputations of one figure", () => {
  // Points 1, 2, 3: mean 2, between 1; within 4: total 4 + 4/3. Increase r = (4/3)/4 = 1/3: df = 2 · (1 + 3)² = 32.
  const results = [1, 2, 3].map((point) => ({ points: [point], covariance: [4] }));
  const combined = combineImputations(results);
  expect(combined.points[0]).toBe(2);
  expect(combined.covariance[0]).toBeCloseTo(4 + 4 / 3, 12);
  expect(combined.degreesOfFreedom[0]).toBeCloseTo(32, 10);
  expect(combined.missingInformation[0]).toBeCloseTo((1 / 3 + 2 / 35) / (4 / 3), 12);
  const same = combineImputations([results[0]!, results[0]!]);
  expect(same.degreesOfFreedom[0]).toBe(Number.POSITIVE_INFINITY);
  expect(same.missingInformation[0]).toBe(0);
  expect(() => combineImputations(results.slice(1, 2))).toThrow(RegressionError);
});

test("A spline through a cubic is the cubic", () => {
  const f = (x: number) => 2 - x + 0.5 * x ** 2 - 0.25 * x ** 3;
  const x = [-2, -1, 0.5, 1, 3];
  const spline = cubicSpline(x, x.map(f));
  for (const at of [-2, -1.5, 0, 0.7, 2.9, 3]) expect(spline(at)).toBeCloseTo(f(at), 10);
});

test("Eigenvalues of a matrix against another, by hand", () => {
  // B = diag(1, 4): B⁻¹A = [[2, 2], [0.5, 2]] has eigenvalues 2 ± 1.
  const values = generalisedEigenvalues(Float64Array.of(2, 2, 2, 8), Float64Array.of(1, 0, 0, 4), 2)!;
  expect(values[0]).toBeCloseTo(3, 12);
  expect(values[1]).toBeCloseTo(1, 12);
  expect(generalisedEigenvalues(Float64Array.of(1, 0, 0, 1), Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
});
