import type { PairwiseVariance } from "../design/unequal-probabilities.ts";

/**
 * Covariance of totals as a sum over pairs of PSUs, Δ_ij = 1 − π_i π_j/π_ij, Δ_ii = 1 − π_i:
 * Horvitz-Thompson Σ_i Σ_j Δ_ij z_i z_j'; Yates-Grundy −½ Σ_i Σ_j Δ_ij (z_i − z_j)(z_i − z_j)'.
 *
 * @param totals weighted influence totals of the PSUs, row-major. [PSUs·K]
 * @returns row-major [K·K]; the diagonal may be negative (Horvitz-Thompson).
 * @see Särndal, Swensson & Wretman (1992), 2.8.6 and 2.8.13. Cost O(PSUs²·K²).
 */
export function pairwiseCovariance(
  { form, probabilityOfUnit, pair }: PairwiseVariance,
  totals: Float64Array,
  k: number,
): Float64Array {
  const units = probabilityOfUnit.length;
  const covariance = new Float64Array(k * k);
  const add = (share: number, left: (j: number) => number) => {
    for (let j = 0; j < k; j++) {
      const scaled = share * left(j);
      if (scaled !== 0) for (let l = 0; l < k; l++) covariance[j * k + l]! += scaled * left(l);
    }
  };
  for (let i = 0; i < units; i++) {
    if (form === "horvitz-thompson") add(1 - probabilityOfUnit[i]!, (j) => totals[i * k + j]!);
    for (let other = 0; other < i; other++) {
      const share = pair(i, other);
      if (share === 0) continue;
      if (form === "yates-grundy") add(-share, (j) => totals[i * k + j]! - totals[other * k + j]!);
      else addProducts(covariance, share, totals, i * k, other * k, k);
    }
  }
  return covariance;
}

/** share · (a b' + b a') of two PSUs whose totals begin at the given places. */
function addProducts(
  covariance: Float64Array,
  share: number,
  totals: Float64Array,
  a: number,
  b: number,
  k: number,
): void {
  for (let j = 0; j < k; j++)
    for (let l = 0; l < k; l++)
      covariance[j * k + l]! += share * (totals[a + j]! * totals[b + l]! + totals[b + j]! * totals[a + l]!);
}
