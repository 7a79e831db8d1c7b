import { trimWeights } from "./trim-weights.ts";
import { WeightingError } from "./weighting-error.ts";

export interface CapOptions {
  /** Caps to try, as multiples of the median weight. Default 2, 2.5, 3, 3.5, 4, 5, 6, 8, 10, 15, 20. */
  readonly multiples?: readonly number[];
  /** What follows trimming, such as raking again: trimmed weights → final weights. */
  readonly reweigh?: (weights: Float64Array) => Float64Array;
}

export interface CapTried {
  /** Infinity = not trimmed. */
  readonly cap: number;
  readonly trimmed: number;
  /** Mean over the outcomes of estimated mean squared error ÷ that of the untrimmed weights. */
  readonly relativeError: number;
  /** Kish's design effect of the weights. */
  readonly designEffect: number;
}

export interface ChosenCap {
  readonly cap: number;
  readonly weights: Float64Array;
  readonly tried: readonly CapTried[];
}

/**
 * Looks for the cap on weights at which key figures have the least estimated mean squared error: the squared shift against the
 * untrimmed figure, less what of it is chance, plus the variance. Caps that the weights cannot hold to are left out.
 *
 * @param outcomes the variables whose means matter most, finite. Each [rows]
 * @throws {WeightingError} bad-value: no outcome, or one that is not a number; wrong-length.
 * @see Potter (1990), section 2; Cox & McGrath (1981).
 */
export function chooseCap(
  weights: Float64Array,
  outcomes: readonly Float64Array[],
  options: CapOptions = {},
): ChosenCap {
  const { multiples = [2, 2.5, 3, 3.5, 4, 5, 6, 8, 10, 15, 20], reweigh = (made: Float64Array) => made } = options;
  if (outcomes.length === 0)
    throw new WeightingError("bad-value", "A cap is chosen by the outcomes it serves: none given.");
  outcomes.forEach((values, column) => {
    if (values.length !== weights.length)
      throw new WeightingError(
        "wrong-length",
        `Outcome ${column} has ${values.length} values for ${weights.length} rows.`,
      );
    const bad = values.findIndex((value, i) => weights[i]! > 0 && !Number.isFinite(value));
    if (bad >= 0) throw new WeightingError("bad-value", `Outcome ${column}: row ${bad} is ${values[bad]}.`, { column });
  });
  const start = reweigh(weights);
  const sorted = weights.filter((weight) => weight > 0).sort();
  const half = sorted.length / 2;
  const median = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(half)]!) / 2;
  const untrimmed = outcomes.map((values) => meanAndVariance(start, values));
  const tried: CapTried[] = [];
  let best = { cap: Number.POSITIVE_INFINITY, weights: start, relativeError: 1 };
  tried.push({ cap: best.cap, trimmed: 0, relativeError: 1, designEffect: kish(start) });
  for (const cap of multiples.map((multiple) => multiple * median).sort((a, b) => b - a)) {
    let trimmed: number;
    let made: Float64Array;
    try {
      const cut = trimWeights(weights, { upper: cap });
      trimmed = cut.trimmed;
      made = reweigh(cut.weights);
    } catch (error) {
      if (error instanceof WeightingError) continue;
      throw error;
    }
    let relativeError = 0;
    outcomes.forEach((values, k) => {
      const { mean, variance } = meanAndVariance(made, values);
      const before = untrimmed[k]!;
      const shift = mean - before.mean;
      const squaredBias = Math.max(0, shift * shift - varianceOfShift(start, made, values, before.mean, mean));
      relativeError += (before.variance === 0 ? 1 : (squaredBias + variance) / before.variance) / outcomes.length;
    });
    tried.push({ cap, trimmed, relativeError, designEffect: kish(made) });
    if (relativeError < best.relativeError) best = { cap, weights: made, relativeError };
  }
  return { cap: best.cap, weights: best.weights, tried };
}

function meanAndVariance(weights: Float64Array, values: Float64Array): { mean: number; variance: number } {
  let sum = 0;
  let total = 0;
  let n = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    n++;
    sum += weights[i]!;
    total += weights[i]! * values[i]!;
  }
  const mean = total / sum;
  let squares = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] !== 0) squares += (weights[i]! * (values[i]! - mean)) ** 2;
  return { mean, variance: (squares * n) / (n - 1) / (sum * sum) };
}

function varianceOfShift(
  before: Float64Array,
  after: Float64Array,
  values: Float64Array,
  meanBefore: number,
  meanAfter: number,
): number {
  let sumBefore = 0;
  let sumAfter = 0;
  for (let i = 0; i < values.length; i++) {
    sumBefore += before[i]!;
    sumAfter += after[i]!;
  }
  let squares = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (before[i] === 0) continue;
    n++;
    const part =
      (after[i]! * (values[i]! - meanAfter)) / sumAfter - (before[i]! * (values[i]! - meanBefore)) / sumBefore;
    squares += part * part;
  }
  return (squares * n) / (n - 1);
}

function kish(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  let n = 0;
  for (const weight of weights) {
    if (weight === 0) continue;
    n++;
    sum += weight;
    squares += weight * weight;
  }
  return (n * squares) / (sum * sum);
}
