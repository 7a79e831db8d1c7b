import { type Design, isReplicateDesign } from "../design/design.ts";
import type { ReplicateDesign } from "../design/replicate-design.ts";
import { eachReplicate, replicateTotals } from "../replication/replicate-totals.ts";
import { covarianceOfTotals } from "./variance-of-totals.ts";

/** K figures as functions of the weights: all that a variance, linearised or replicated, asks of an estimator. */
export interface Statistic {
  /** The figures under the given weights. [rows] → [K] */
  readonly points: (weights: Float64Array) => Float64Array;
  /** Their influence values under the design's weights, each times the row's weight, 0 outside the domain. K columns of [rows]. */
  readonly influence: () => readonly Float64Array[];
  /** 1 = the row belongs to the domain; for the lonely-PSU policy. [rows]; omitted = all. */
  readonly present?: Uint8Array;
  /**
   * Where the figures follow from weighted totals: the columns to add up (0 outside the domain) and the way from K' totals to the
   * K figures. Replicates told by sampling unit then read the rows once, not once each.
   */
  readonly fromTotals?: {
    readonly columns: readonly Float64Array[];
    readonly figures: (totals: Float64Array) => Float64Array;
  };
}

export interface Figures {
  /** [K] */
  readonly points: Float64Array;
  /** Row-major. [K·K] */
  readonly covariance: Float64Array;
  /** The figures under each replicate's weights, R rows of [K]; of replicate designs only. */
  readonly replicates?: readonly Float64Array[];
}

/**
 * Point estimates and covariance of a statistic under either kind of design.
 *
 * @throws {SurveyDesignError} lonely-psu under the policy "fail".
 * @see Wolter (2007), Introduction to Variance Estimation; R survey::svyrecvar, survey::svrVar.
 */
export function figuresOf(design: Design, statistic: Statistic): Figures {
  const points = statistic.points(design.weights);
  if (isReplicateDesign(design)) {
    const { fromTotals } = statistic;
    const replicates =
      fromTotals === undefined
        ? eachReplicate(design, (weights) => statistic.points(weights))
        : replicateTotals(design, fromTotals.columns).map(fromTotals.figures);
    return { points, covariance: covarianceOfReplicates(design, replicates, points), replicates };
  }
  return { points, covariance: covarianceOfTotals(design, statistic.influence(), statistic.present) };
}

/**
 * V = scale · Σ_r rscales_r (θ_r − c)(θ_r − c)', c the full-sample estimate (meanSquaredError) or the mean of the replicates.
 * Replicates in which a figure is NaN are left out.
 *
 * @param replicates R rows of [K]. @param points [K].
 * @returns row-major [K·K].
 * @see R survey::svrVar.
 */
export function covarianceOfReplicates(
  design: Pick<ReplicateDesign, "scale" | "rscales" | "meanSquaredError">,
  replicates: readonly Float64Array[],
  points: Float64Array,
): Float64Array {
  const k = points.length;
  const used = replicates
    .map((values, r) => ({ values, share: design.rscales[r]! }))
    .filter(({ values }) => values.every((value) => !Number.isNaN(value)));
  const centre = points.slice();
  if (!design.meanSquaredError) {
    centre.fill(0);
    const counted = used.filter(({ share }) => share > 0);
    for (const { values } of counted) for (let j = 0; j < k; j++) centre[j]! += values[j]! / counted.length;
  }
  const covariance = new Float64Array(k * k);
  for (const { values, share } of used) {
    for (let j = 0; j < k; j++) {
      const deviation = design.scale * share * (values[j]! - centre[j]!);
      for (let l = 0; l < k; l++) covariance[j * k + l]! += deviation * (values[l]! - centre[l]!);
    }
  }
  return covariance;
}

/**
 * Standard error of log(p/(1 − p)) over the replicates of a proportion, for its interval on that scale.
 *
 * @returns nothing to add where p, or a replicate of it, is not within 0 … 1: { }.
 */
export function logitErrorOf(
  design: ReplicateDesign,
  replicates: readonly Float64Array[],
  j: number,
  p: number,
): { readonly logitStandardError?: number } {
  const logit = (share: number) => Math.log(share / (1 - share));
  const logits = replicates.map((values) => Float64Array.of(logit(values[j]!)));
  const outside = (value: number) => !(value > 0 && value < 1) && !Number.isNaN(value);
  if (outside(p) || replicates.some((values) => outside(values[j]!))) return {};
  return { logitStandardError: Math.sqrt(covarianceOfReplicates(design, logits, Float64Array.of(logit(p)))[0]!) };
}
