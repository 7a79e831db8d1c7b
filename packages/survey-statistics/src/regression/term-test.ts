import { type ChiSquareSumMethod, upperTailOfFSum } from "../inference/chi-square-sums.ts";
import { upperTailOfChiSquare, upperTailOfF } from "../inference/distributions.ts";
import { generalisedEigenvalues } from "../linear-algebra/generalised-eigenvalues.ts";
import { solve } from "../linear-algebra/solve.ts";
import { fitWithout } from "./reduced-fit.ts";
import { RegressionError } from "./regression-error.ts";
import type { GlmFit } from "./survey-glm.ts";

export interface WaldTest {
  /** b'V⁻¹b of the tested coefficients. */
  readonly chiSquare: number;
  /** chiSquare / numerator degrees of freedom; NaN when they are compared with χ². */
  readonly f: number;
  readonly numeratorDegreesOfFreedom: number;
  /** Infinity = χ². */
  readonly denominatorDegreesOfFreedom: number;
  readonly p: number;
}

export interface WorkingLikelihoodTest {
  /** Deviance of the model without the term − deviance of the model; or b'V₀⁻¹b. */
  readonly chiSquare: number;
  readonly numeratorDegreesOfFreedom: number;
  readonly denominatorDegreesOfFreedom: number;
  /** Design effects of the tested coefficients: eigenvalues of V₀⁻¹V, from large to small. */
  readonly designEffects: Float64Array;
  /** Of Σ λᵢ χ²₁ (over the estimated scale when the denominator is finite). */
  readonly p: number;
}

/**
 * Wald test that some coefficients are 0.
 *
 * @param at places of the tested coefficients. @param degreesOfFreedom of the denominator; Infinity = χ².
 * @throws {RegressionError} unknown-term (no coefficient tested, or their covariance is singular).
 */
export function waldTest(
  coefficients: ArrayLike<number>,
  covariance: Float64Array,
  at: readonly number[],
  degreesOfFreedom: number,
): WaldTest {
  const k = at.length;
  if (k === 0) throw new RegressionError("unknown-term", "The test names no coefficient of the model.");
  const beta = Float64Array.from(at, (j) => coefficients[j]!);
  const solved = solve(submatrix(covariance, coefficients.length, at), beta, k, 1);
  if (solved === undefined)
    throw new RegressionError(
      "unknown-term",
      `The covariance of the ${k} tested coefficients is singular: fewer sampling units than coefficients.`,
    );
  let chiSquare = 0;
  for (let j = 0; j < k; j++) chiSquare += beta[j]! * solved[j]!;
  const common = { chiSquare, numeratorDegreesOfFreedom: k, denominatorDegreesOfFreedom: degreesOfFreedom };
  if (degreesOfFreedom === Number.POSITIVE_INFINITY)
    return { ...common, f: Number.NaN, p: upperTailOfChiSquare(chiSquare, k) };
  const f = chiSquare / k;
  return { ...common, f, p: degreesOfFreedom > 0 ? upperTailOfF(f, k, degreesOfFreedom) : Number.NaN };
}

/** Which coefficients are tested: all columns of the named terms, and the named columns. */
export interface Tested {
  readonly terms?: readonly string[];
  readonly columns?: readonly string[];
}

/**
 * Wald test that terms have no effect.
 *
 * @param options.degreesOfFreedom of the denominator; default the fit's. Infinity = χ².
 * @throws {RegressionError} unknown-term.
 * @see R survey::regTermTest.
 */
export function termTest(fit: GlmFit, tested: Tested, options: { readonly degreesOfFreedom?: number } = {}): WaldTest {
  return waldTest(
    fit.coefficients,
    fit.covariance,
    testedCoefficients(fit, tested),
    options.degreesOfFreedom ?? fit.degreesOfFreedom,
  );
}

/**
 * Rao-Scott working likelihood ratio test that terms have no effect: the difference of deviances against Σ λᵢ χ²₁.
 *
 * @param options.reduced the model without the terms; default the same rows without their columns. R refits by formula: on the
 *   rows that are complete for what is left, and with new dummies where a main effect leaves and its interaction stays.
 * @param options.method how the tail of Σ λᵢ χ²₁ is worked out; default "saddlepoint", as R.
 * @param options.statistic "wald": b'V₀⁻¹b instead of the difference of deviances, which it approximates.
 * @throws {RegressionError} unknown-term.
 * @see Lumley & Scott (2014), Australian & New Zealand Journal of Statistics 56; R survey::regTermTest(method = "LRT").
 */
export function termTestByLikelihood(
  fit: GlmFit,
  tested: Tested,
  options: {
    readonly degreesOfFreedom?: number;
    readonly reduced?: GlmFit;
    readonly method?: ChiSquareSumMethod;
    readonly statistic?: "likelihood" | "wald";
  } = {},
): WorkingLikelihoodTest {
  const at = testedCoefficients(fit, tested);
  const df = options.degreesOfFreedom ?? fit.degreesOfFreedom;
  const designEffects = designEffectsOf(fit, at);
  const chiSquare =
    options.statistic === "wald"
      ? waldTest(fit.coefficients, fit.naiveCovariance, at, Number.POSITIVE_INFINITY).chiSquare
      : (options.reduced?.deviance ?? fitWithout(fit.model, new Set(at.map((k) => fit.model.fit.kept[k]!))).deviance) -
        fit.deviance;
  return {
    chiSquare,
    numeratorDegreesOfFreedom: at.length,
    denominatorDegreesOfFreedom: df,
    designEffects,
    p: df > 0 ? upperTailOfFSum(chiSquare, designEffects, df, options.method ?? "saddlepoint") : Number.NaN,
  };
}

/** Eigenvalues of V₀⁻¹V of some coefficients, V₀ the covariance without the design (dispersion 1). */
export function designEffectsOf(fit: GlmFit, at: readonly number[]): Float64Array {
  const q = fit.coefficients.length;
  const values = generalisedEigenvalues(
    submatrix(fit.covariance, q, at),
    submatrix(fit.naiveCovariance, q, at),
    at.length,
  );
  if (values === undefined)
    throw new RegressionError("unknown-term", "The information of the tested coefficients is singular.");
  return values;
}

function testedCoefficients(fit: GlmFit, tested: Tested): readonly number[] {
  const { columns } = fit.model.input;
  const terms = new Set(tested.terms ?? []);
  const names = new Set(tested.columns ?? []);
  for (const term of terms)
    if (!columns.some((column) => (column.term ?? column.name) === term))
      throw new RegressionError("unknown-term", `The model has no term "${term}".`);
  for (const name of names)
    if (!columns.some((column) => column.name === name))
      throw new RegressionError("unknown-term", `The model has no column "${name}".`);
  const at: number[] = [];
  fit.model.fit.kept.forEach((j, k) => {
    const column = columns[j]!;
    if (terms.has(column.term ?? column.name) || names.has(column.name)) at.push(k);
  });
  if (at.length === 0) throw new RegressionError("unknown-term", "The test names no coefficient of the model.");
  return at;
}

/** Rows and columns `at` of a row-major q × q matrix. */
export function submatrix(matrix: Float64Array, q: number, at: readonly number[]): Float64Array {
  const k = at.length;
  const part = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) part[i * k + j] = matrix[at[i]! * q + at[j]!]!;
  return part;
}
