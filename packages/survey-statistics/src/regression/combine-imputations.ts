import { RegressionError } from "./regression-error.ts";

/** K figures from one completed data set. */
export interface ImputedResult {
  /** [K] */
  readonly points: ArrayLike<number>;
  /** Row-major. [K·K] */
  readonly covariance: ArrayLike<number>;
}

export interface CombinedImputations {
  /** Means over the imputations. [K] */
  readonly points: Float64Array;
  /** Within + (1 + 1/m) between, row-major. [K·K] */
  readonly covariance: Float64Array;
  /** [K] */
  readonly standardErrors: Float64Array;
  /** Of each figure's t; Infinity where the imputations agree. [K] */
  readonly degreesOfFreedom: Float64Array;
  /** Share of the information that is missing, 0 … 1. [K] */
  readonly missingInformation: Float64Array;
}

/**
 * Rubin's rules: one result from several imputed data sets.
 *
 * @param results one an imputation, at least two, all with the same figures.
 * @param options.completeDegreesOfFreedom of the analysis had nothing been missing (Barnard & Rubin); default Infinity.
 * @throws {RegressionError} too-few-results, wrong-length.
 * @see Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard & Rubin (1999), Biometrika 86; R mitools::MIcombine.
 */
export function combineImputations(
  results: readonly ImputedResult[],
  options: { readonly completeDegreesOfFreedom?: number } = {},
): CombinedImputations {
  const m = results.length;
  if (m < 2) throw new RegressionError("too-few-results", `Combining needs at least two imputations, not ${m}.`);
  const k = results[0]!.points.length;
  results.forEach(({ points, covariance }, i) => {
    if (points.length !== k || covariance.length !== k * k)
      throw new RegressionError(
        "wrong-length",
        `Imputation ${i} has ${points.length} figures and ${covariance.length} covariances, the first ${k} figures.`,
      );
  });
  const points = new Float64Array(k);
  const within = new Float64Array(k * k);
  for (const result of results) {
    for (let j = 0; j < k; j++) points[j]! += result.points[j]! / m;
    for (let j = 0; j < k * k; j++) within[j]! += result.covariance[j]! / m;
  }
  const between = new Float64Array(k * k);
  for (const result of results)
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        between[a * k + b]! += ((result.points[a]! - points[a]!) * (result.points[b]! - points[b]!)) / (m - 1);
  const covariance = within.map((value, at) => value + between[at]! * (1 + 1 / m));
  const complete = options.completeDegreesOfFreedom ?? Number.POSITIVE_INFINITY;
  const degreesOfFreedom = new Float64Array(k);
  const missingInformation = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const own = within[j * k + j]!;
    const other = between[j * k + j]!;
    const increase = ((1 + 1 / m) * other) / own;
    let df = (m - 1) * (1 + 1 / increase) ** 2;
    if (Number.isFinite(complete)) {
      const observed = (((complete + 1) / (complete + 3)) * complete * own) / (own + other);
      df = 1 / (1 / observed + 1 / df);
    }
    degreesOfFreedom[j] = df;
    missingInformation[j] = (increase + 2 / (df + 3)) / (increase + 1);
  }
  return {
    points,
    covariance,
    standardErrors: points.map((_, j) => Math.sqrt(covariance[j * k + j]!)),
    degreesOfFreedom,
    missingInformation,
  };
}
