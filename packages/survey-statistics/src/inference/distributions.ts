import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import chisquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import fCdf from "@stdlib/stats-base-dists-f-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";

/** Quantile of Student's t; Infinity degrees of freedom = the normal distribution; NaN below 1. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) return Number.NaN;
  return degreesOfFreedom === Number.POSITIVE_INFINITY
    ? normalQuantile(probability, 0, 1)
    : tQuantile(probability, degreesOfFreedom);
}

/** P(F > x). The reciprocal keeps the digits of a small tail. */
export function upperTailOfF(x: number, numerator: number, denominator: number): number {
  return x <= 0 ? 1 : fCdf(1 / x, denominator, numerator);
}

/** P(χ² > x). */
export function upperTailOfChiSquare(x: number, degreesOfFreedom: number): number {
  return 1 - chisquareCdf(x, degreesOfFreedom);
}

/** Quantile of the beta distribution; a shape of 0 is its limit, a point mass at 0 or 1. */
export function quantileOfBeta(probability: number, first: number, second: number): number {
  if (first <= 0) return 0;
  if (second <= 0) return 1;
  return betaQuantile(probability, first, second);
}
