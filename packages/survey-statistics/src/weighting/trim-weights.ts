import { WeightingError } from "./weighting-error.ts";

export interface TrimOptions {
  /** No weight stays above this. */
  readonly upper: number;
  /** No weight stays below this. Default 0. */
  readonly lower?: number;
}

export interface TrimResult {
  readonly weights: Float64Array;
  /** Rows whose weight was cut or raised. */
  readonly trimmed: number;
  readonly rounds: number;
}

/**
 * Caps weights and spreads what was cut equally over the untouched rows, again and again until none is outside: the sum stays.
 * Raking again afterwards restores the margins. Weights of 0 stay 0.
 *
 * @throws {WeightingError} cap-too-low: no weights within the bounds have that sum.
 * @see Potter (1990); R survey::trimWeights(strict = TRUE), which can recurse for ever where this refuses.
 */
export function trimWeights(weights: Float64Array, options: TrimOptions): TrimResult {
  const { upper, lower = 0 } = options;
  const trimmedWeights = weights.slice();
  const fixed = new Uint8Array(weights.length);
  let free = 0;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) fixed[i] = 1;
    else free++;
    sum += weights[i]!;
  }
  if (sum > upper * free * (1 + 1e-12) || sum < lower * free * (1 - 1e-12))
    throw new WeightingError("cap-too-low", `${free} weights between ${lower} and ${upper} cannot add up to ${sum}.`);
  let trimmed = 0;
  for (let rounds = 0; ; rounds++) {
    let excess = 0;
    const outside: number[] = [];
    for (let i = 0; i < weights.length; i++) {
      if (fixed[i] === 1) continue;
      const bounded = Math.min(upper, Math.max(lower, trimmedWeights[i]!));
      if (bounded === trimmedWeights[i]) continue;
      excess += trimmedWeights[i]! - bounded;
      trimmedWeights[i] = bounded;
      outside.push(i);
    }
    if (outside.length === 0) return { weights: trimmedWeights, trimmed, rounds };
    for (const i of outside) fixed[i] = 1;
    trimmed += outside.length;
    free -= outside.length;
    if (free === 0) {
      if (Math.abs(excess) <= 1e-9 * sum) return { weights: trimmedWeights, trimmed, rounds: rounds + 1 };
      throw new WeightingError("cap-too-low", `Weights between ${lower} and ${upper} cannot add up to ${sum}.`);
    }
    for (let i = 0; i < weights.length; i++) if (fixed[i] === 0) trimmedWeights[i]! += excess / free;
  }
}
