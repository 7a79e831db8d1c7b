import gammaShare from "@stdlib/math-base-special-gammainc";
import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import fCdf from "@stdlib/stats-base-dists-f-cdf";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";

/** Quantile of Student's t; Infinity degrees of freedom = the normal distribution; NaN below 1. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) return Number.NaN;
  return degreesOfFreedom === Number.POSITIVE_INFINITY
    ? normalQuantile(probability, 0, 1)
    : tQuantile(probability, degreesOfFreedom);
}

/** P(|T| > |t|) for Student's t; NaN without degrees of freedom. */
export function twoSidedTailOfStudent(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0)) return Number.NaN;
  if (degreesOfFreedom === Number.POSITIVE_INFINITY) return 2 * normalCdf(-Math.abs(t), 0, 1);
  return upperTailOfF(t * t, 1, degreesOfFreedom);
}

/** P(Z > z) of the standard normal distribution. */
export function upperTailOfNormal(z: number): number {
  return normalCdf(-z, 0, 1);
}

/** Quantile of the standard normal distribution. */
export function quantileOfNormal(probability: number): number {
  return normalQuantile(probability, 0, 1);
}

/** P(F > x). The reciprocal keeps the digits of a small tail. Infinity in the denominator = χ² over its degrees of freedom. */
export function upperTailOfF(x: number, numerator: number, denominator: number): number {
  if (Number.isNaN(x) || !(numerator > 0) || !(denominator > 0)) return Number.NaN;
  if (x <= 0) return 1;
  if (denominator === Number.POSITIVE_INFINITY) return upperTailOfChiSquare(x * numerator, numerator);
  return fCdf(1 / x, denominator, numerator);
}

/** P(χ² > x). */
export function upperTailOfChiSquare(x: number, degreesOfFreedom: number): number {
  if (Number.isNaN(x) || !(degreesOfFreedom > 0)) return Number.NaN;
  return x <= 0 ? 1 : gammaShare(x / 2, degreesOfFreedom / 2, true, true);
}

/** Quantile of the beta distribution; a shape of 0 is its limit, a point mass at 0 or 1. */
export function quantileOfBeta(probability: number, first: number, second: number): number {
  if (first <= 0) return 0;
  if (second <= 0) return 1;
  return betaQuantile(probability, first, second);
}
