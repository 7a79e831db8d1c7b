import { type Design, isReplicateDesign } from "../design/design.ts";
import {
  type Base,
  baseOf,
  checkBase,
  completeEstimate,
  completeRows,
  type Estimate,
  type EstimateOptions,
  type JointEstimate,
} from "./estimate.ts";
import { type Figures, figuresOf, logitErrorOf } from "./statistic.ts";

/**
 * Weighted mean ȳ = Σwy / Σw with its standard error, linearised or from replicates. NaN in `y` is left out, as R's na.rm = TRUE.
 *
 * @param y [rows]
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite, lonely-psu.
 * @see R survey::svymean.
 */
export function estimateMean(design: Design, y: Float64Array, options: EstimateOptions = {}): Estimate {
  return estimateMeans(design, [y], options).estimates[0]!;
}

/** Means of several columns over the rows where none is missing, with their covariance. @see estimateMean */
export function estimateMeans(
  design: Design,
  columns: readonly Float64Array[],
  options: EstimateOptions = {},
): JointEstimate {
  const present = completeRows(design, columns, options.domain);
  const base = baseOf(design, present, options.domain);
  checkBase(base);
  const means = columns.map((y) => weightedMean(design.weights, y, present, base.weightSum));
  const figures = figuresOf(design, {
    points: () => Float64Array.from(means),
    influence: () =>
      columns.map((y, k) => weightedDeviations(design.weights, y, present, means[k]!, 1 / base.weightSum)),
    present,
    fromTotals: {
      columns: replicated(design, () => [Float64Array.from(present), ...columns.map((y) => present0(y, present))]),
      figures: (totals) => totals.subarray(1).map((total) => total / totals[0]!),
    },
  });
  return joint(design, columns, figures, means, present, base, false);
}

/**
 * Weighted total Σwy with its standard error. NaN in `y` is left out.
 *
 * @see R survey::svytotal. @see estimateMean for errors.
 */
export function estimateTotal(design: Design, y: Float64Array, options: EstimateOptions = {}): Estimate {
  return estimateTotals(design, [y], options).estimates[0]!;
}

/** Totals of several columns over the rows where none is missing, with their covariance. @see estimateTotal */
export function estimateTotals(
  design: Design,
  columns: readonly Float64Array[],
  options: EstimateOptions = {},
): JointEstimate {
  const present = completeRows(design, columns, options.domain);
  const base = baseOf(design, present, options.domain);
  checkBase(base);
  const means = columns.map((y) => weightedMean(design.weights, y, present, base.weightSum));
  const influence = columns.map((y) => weightedDeviations(design.weights, y, present, 0, 1));
  const figures = figuresOf(design, {
    points: () => Float64Array.from(influence, (column) => column.reduce((sum, value) => sum + value, 0)),
    influence: () => influence,
    present,
    fromTotals: {
      columns: replicated(design, () => columns.map((y) => present0(y, present))),
      figures: (totals) => totals,
    },
  });
  return joint(design, columns, figures, means, present, base, true);
}

export interface RatioEstimate extends Estimate {
  /** The ratio under each replicate's weights; of replicate designs only. [R] */
  readonly replicates?: Float64Array;
}

/**
 * Ratio of two totals R = Σwy / Σwx; influence w(y − Rx)/Σwx.
 *
 * @param numerator y, @param denominator x. [rows]; rows where either is NaN are left out.
 * @see R survey::svyratio. @see estimateMean for errors.
 */
export function estimateRatio(
  design: Design,
  numerator: Float64Array,
  denominator: Float64Array,
  options: EstimateOptions = {},
): RatioEstimate {
  const present = completeRows(design, [numerator, denominator], options.domain);
  const base = baseOf(design, present, options.domain);
  checkBase(base);
  const { weights } = design;
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < design.rows; i++) {
    if (present[i] !== 1) continue;
    top += weights[i]! * numerator[i]!;
    bottom += weights[i]! * denominator[i]!;
  }
  const ratio = top / bottom;
  const residual = new Float64Array(design.rows);
  const influence = new Float64Array(design.rows);
  for (let i = 0; i < design.rows; i++) {
    if (present[i] !== 1) continue;
    residual[i] = (numerator[i]! - ratio * denominator[i]!) / bottom;
    influence[i] = weights[i]! * residual[i]!;
  }
  const { covariance, replicates } = figuresOf(design, {
    points: () => Float64Array.of(ratio),
    influence: () => [influence],
    present,
    fromTotals: {
      columns: replicated(design, () => [present0(numerator, present), present0(denominator, present)]),
      figures: (totals) => Float64Array.of(totals[0]! / totals[1]!),
    },
  });
  const mean = weightedMean(weights, residual, present, base.weightSum);
  const spread = unitVariance(weights, residual, present, mean, base);
  return Object.assign(
    completeEstimate(ratio, covariance[0]!, spread, base, true),
    replicates === undefined ? {} : { replicates: Float64Array.from(replicates, (values) => values[0]!) },
  );
}

/** Columns that only replicates ask for. */
function replicated(design: Design, columns: () => readonly Float64Array[]): readonly Float64Array[] {
  return isReplicateDesign(design) ? columns() : [];
}

/** The column with 0 where the row is not present. */
function present0(y: Float64Array, present: Uint8Array): Float64Array {
  const column = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) if (present[i] === 1) column[i] = y[i]!;
  return column;
}

function joint(
  design: Design,
  columns: readonly Float64Array[],
  { points, covariance, replicates }: Figures,
  means: readonly number[],
  present: Uint8Array,
  base: Base,
  isTotal: boolean,
): JointEstimate {
  const estimates = columns.map((y, k) => {
    const spread = unitVariance(design.weights, y, present, means[k]!, base);
    const estimate = completeEstimate(points[k]!, covariance[k * columns.length + k]!, spread, base, isTotal);
    return replicates === undefined || isTotal || !isReplicateDesign(design)
      ? estimate
      : Object.assign(estimate, logitErrorOf(design, replicates, k, points[k]!));
  });
  return { estimates, covariance, ...(replicates === undefined ? {} : { replicates }) };
}

function weightedMean(weights: Float64Array, y: Float64Array, present: Uint8Array, weightSum: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) if (present[i] === 1) sum += weights[i]! * y[i]!;
  return sum / weightSum;
}

/** scale · w(y − centre), 0 where the row is not present. */
function weightedDeviations(
  weights: Float64Array,
  y: Float64Array,
  present: Uint8Array,
  centre: number,
  scale: number,
): Float64Array {
  const deviations = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) if (present[i] === 1) deviations[i] = weights[i]! * (y[i]! - centre) * scale;
  return deviations;
}

/** s² = n/(n − 1) · Σw(y − ȳ)²/Σw. @see R survey::svyvar. */
function unitVariance(weights: Float64Array, y: Float64Array, present: Uint8Array, mean: number, base: Base): number {
  let squares = 0;
  for (let i = 0; i < y.length; i++) {
    if (present[i] !== 1) continue;
    const deviation = y[i]! - mean;
    squares += weights[i]! * deviation * deviation;
  }
  return ((squares / base.weightSum) * base.n) / (base.n - 1);
}
