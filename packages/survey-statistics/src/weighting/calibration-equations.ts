import type { FactorBounds } from "./calibration-distances.ts";

/** The sums that calibration works on, over rows or over cells of equal rows; dummies of margins are never written out. */
export interface CalibrationEquations {
  /** Weights before. [units] */
  readonly weights: Float64Array;
  readonly margins: readonly { readonly codes: Int32Array; readonly levelCount: number }[];
  readonly columns: readonly Float64Array[];
  /** Variance of each unit in the working model; undefined = 1. */
  readonly variance: Float64Array | undefined;
  readonly bounds: FactorBounds;
  /** Targets of all levels of all margins, then of the columns. [p] */
  readonly targets: Float64Array;
  /** Added to the diagonal: 0 = the target is met exactly. [p] */
  readonly slack: Float64Array;
  /** Where each margin's levels begin, then where the columns begin. */
  readonly offsets: readonly number[];
}

/** x'λ of each unit, over its variance. */
export function linearForms(equations: CalibrationEquations, multipliers: Float64Array, out: Float64Array): void {
  const { margins, columns, offsets, variance } = equations;
  out.fill(0);
  margins.forEach(({ codes }, m) => {
    const offset = offsets[m]!;
    for (let i = 0; i < out.length; i++) out[i]! += multipliers[offset + codes[i]!]!;
  });
  const first = offsets[margins.length]!;
  columns.forEach((column, k) => {
    const multiplier = multipliers[first + k]!;
    if (multiplier === 0) return;
    for (let i = 0; i < out.length; i++) out[i]! += multiplier * column[i]!;
  });
  if (variance !== undefined) for (let i = 0; i < out.length; i++) out[i]! /= variance[i]!;
}

/** Σ d·factor·x, or with `absolute` Σ d·factor·|x|. [p] */
export function auxiliaryTotals(
  equations: CalibrationEquations,
  factors?: Float64Array,
  absolute = false,
): Float64Array {
  const { weights, margins, columns, offsets, targets } = equations;
  const totals = new Float64Array(targets.length);
  margins.forEach(({ codes }, m) => {
    const offset = offsets[m]!;
    for (let i = 0; i < weights.length; i++)
      totals[offset + codes[i]!]! += factors === undefined ? weights[i]! : weights[i]! * factors[i]!;
  });
  const first = offsets[margins.length]!;
  columns.forEach((column, k) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      const value = absolute ? Math.abs(column[i]!) : column[i]!;
      sum += value * (factors === undefined ? weights[i]! : weights[i]! * factors[i]!);
    }
    totals[first + k] = sum;
  });
  return totals;
}

/** Σ d·slope·x x' over the variance. Row-major [p·p] */
export function slopeMatrix(equations: CalibrationEquations, slopes: Float64Array): Float64Array {
  const { weights, margins, columns, offsets, variance, targets, slack } = equations;
  const p = targets.length;
  const first = offsets[margins.length]!;
  const matrix = new Float64Array(p * p);
  const at = new Int32Array(margins.length);
  for (let i = 0; i < weights.length; i++) {
    const mass = (weights[i]! * slopes[i]!) / (variance === undefined ? 1 : variance[i]!);
    if (mass === 0) continue;
    for (let a = 0; a < at.length; a++) {
      const row = offsets[a]! + margins[a]!.codes[i]!;
      at[a] = row;
      matrix[row * p + row]! += mass;
      for (let b = 0; b < a; b++) matrix[row * p + at[b]!]! += mass;
    }
    for (let k = 0; k < columns.length; k++) {
      const value = mass * columns[k]![i]!;
      if (value === 0) continue;
      const row = (first + k) * p;
      for (let a = 0; a < at.length; a++) matrix[row + at[a]!]! += value;
      for (let l = 0; l <= k; l++) matrix[row + first + l]! += value * columns[l]![i]!;
    }
  }
  for (let j = 0; j < p; j++) {
    matrix[j * p + j]! += slack[j]!;
    for (let k = 0; k < j; k++) matrix[k * p + j] = matrix[j * p + k]!;
  }
  return matrix;
}
