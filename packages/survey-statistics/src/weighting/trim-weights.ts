import { WeightingError } from "./weighting-error.ts";

export interface TrimOptions {
  /** No weight stays above this. Default: no upper bound. */
  readonly upper?: number;
  /** No weight stays below this. Default 0. */
  readonly lower?: number;
  /**
   * false: trims once, as R's default; what was cut may lift other weights over the bound again. true (default): goes on until no
   * weight is outside.
   */
  readonly strict?: boolean;
}

export interface TrimResult {
  readonly weights: Float64Array;
  /** Rows whose weight was cut or raised. */
  readonly trimmed: number;
  readonly rounds: number;
}

/**
 * Caps weights and spreads what was cut equally over the rows within the bounds, again and again until none is outside: the sum
 * stays. Raking again afterwards restores the margins. Weights of 0 stay 0.
 *
 * @throws {WeightingError} cap-too-low: no weights within the bounds have that sum; bad-bounds.
 * @see Potter (1990); R survey::trimWeights, which with strict = TRUE can recurse for ever where this ends or refuses.
 */
export function trimWeights(weights: Float64Array, options: TrimOptions): TrimResult {
  const { upper = Number.POSITIVE_INFINITY, lower = 0, strict = true } = options;
  if (!(lower <= upper)) throw new WeightingError("bad-bounds", `No weight is between ${lower} and ${upper}.`);
  const made = weights.slice();
  const touched = new Uint8Array(weights.length);
  let positive = 0;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] !== 0) positive++;
    sum += weights[i]!;
  }
  if (strict && (sum > upper * positive * (1 + 1e-12) || sum < lower * positive * (1 - 1e-12)))
    throw new WeightingError(
      "cap-too-low",
      `${positive} weights between ${lower} and ${upper} cannot add up to ${sum}.`,
    );
  let rounds = 0;
  for (; rounds < 100; rounds++) {
    const { excess, outside } = trimOnce(made, lower, upper, touched);
    if (outside === 0) break;
    if (outside === positive) {
      if (!strict || Math.abs(excess) <= 1e-9 * sum) {
        rounds++;
        break;
      }
      // Nobody is left to take the rest: from here on all that have room do.
      shiftWithin(made, lower, upper, sum);
      rounds++;
      break;
    }
    if (!strict) {
      rounds++;
      break;
    }
    // Rounds that only push back and forth what rounding left: the bounds hold, the sum is right.
    if (Math.abs(excess) <= 1e-13 * sum || rounds === 99) {
      shiftWithin(made, lower, upper, sum);
      rounds++;
      break;
    }
  }
  let trimmed = 0;
  for (const one of touched) trimmed += one;
  return { weights: made, trimmed, rounds };
}

/** One round of R's rule, in place. */
function trimOnce(
  weights: Float64Array,
  lower: number,
  upper: number,
  touched: Uint8Array,
): { excess: number; outside: number } {
  let excess = 0;
  let outside = 0;
  let within = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    if (weight >= lower && weight <= upper) {
      within++;
      continue;
    }
    outside++;
    excess += weight - (weight < lower ? lower : upper);
  }
  if (outside === 0) return { excess, outside };
  const share = within === 0 ? 0 : excess / within;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    if (weight >= lower && weight <= upper) weights[i] = weight + share;
    else {
      weights[i] = weight < lower ? lower : upper;
      touched[i] = 1;
    }
  }
  return { excess, outside };
}

/** Adds one number to all positive weights, cut at the bounds, so that they have the sum: what rounds without end tend to. */
function shiftWithin(weights: Float64Array, lower: number, upper: number, sum: number): void {
  const total = (shift: number) => {
    let found = 0;
    for (const weight of weights) if (weight !== 0) found += Math.min(upper, Math.max(lower, weight + shift));
    return found;
  };
  let low = -sum;
  let high = sum;
  for (let k = 0; k < 200 && high - low > 1e-16 * sum; k++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (total(middle) < sum) low = middle;
    else high = middle;
  }
  for (let i = 0; i < weights.length; i++)
    if (weights[i] !== 0) weights[i] = Math.min(upper, Math.max(lower, weights[i]! + high));
}
