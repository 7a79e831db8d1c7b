export interface WeightSummary {
  /** Rows of positive weight. */
  readonly n: number;
  readonly sum: number;
  /** Kish's design effect of unequal weights, n·Σw²/(Σw)² = 1 + cv². */
  readonly designEffect: number;
  /** n / designEffect. */
  readonly effectiveBase: number;
  readonly coefficientOfVariation: number;
  readonly minimum: number;
  /** Quantiles at 1, 5, 25, 50, 75, 95, 99 %, R's type 7. */
  readonly quantiles: readonly { readonly probability: number; readonly weight: number }[];
  readonly maximum: number;
  /** Largest single weight over the sum. */
  readonly largestShare: number;
}

/**
 * How uneven weights are and what that costs. Weights of 0 are left out.
 *
 * @see Kish (1965), section 11.7.
 */
export function weightSummary(weights: Float64Array): WeightSummary {
  const sorted = weights.filter((weight) => weight > 0).sort();
  const n = sorted.length;
  let sum = 0;
  let squares = 0;
  for (const weight of sorted) {
    sum += weight;
    squares += weight * weight;
  }
  const designEffect = (n * squares) / (sum * sum);
  const maximum = sorted[n - 1] ?? Number.NaN;
  return {
    n,
    sum,
    designEffect,
    effectiveBase: n / designEffect,
    coefficientOfVariation: Math.sqrt(Math.max(0, designEffect - 1)),
    minimum: sorted[0] ?? Number.NaN,
    quantiles: [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((probability) => ({
      probability,
      weight: quantile(sorted, probability),
    })),
    maximum,
    largestShare: maximum / sum,
  };
}

function quantile(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
