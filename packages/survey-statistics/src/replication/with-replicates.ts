import type { ReplicateDesign } from "../design/replicate-design.ts";
import { covarianceOfReplicates } from "../estimation/statistic.ts";
import { eachReplicate, type Watch } from "./replicate-totals.ts";

/** Figures of any kind with their covariance from replicates. */
export interface ReplicatedFigures {
  /** Under the full-sample weights. [K] */
  readonly points: Float64Array;
  /** Row-major. [K·K] */
  readonly covariance: Float64Array;
  /** Square roots of the covariance's diagonal. [K] */
  readonly standardErrors: Float64Array;
  /** R rows of [K]. */
  readonly replicates: readonly Float64Array[];
}

/**
 * Any function of the weights, with the standard error that repeating it under the replicate weights gives. Replicates in which a
 * figure is NaN are left out.
 *
 * @param figures weights [rows] → [K]. The array of weights is used again for the next replicate: do not keep it.
 * @throws what `watch.signal` throws when it is aborted.
 * @see R survey::withReplicates. Cost: R + 1 calls.
 */
export function withReplicates(
  design: ReplicateDesign,
  figures: (weights: Float64Array) => Float64Array | readonly number[],
  watch: Watch = {},
): ReplicatedFigures {
  const points = Float64Array.from(figures(design.weights));
  const replicates = eachReplicate(design, (weights) => Float64Array.from(figures(weights)), watch);
  return replicatedFigures(design, points, replicates);
}

/**
 * A function of figures that already have their replicates: contrasts, ratios, whatever is asked of them later.
 *
 * @param figures [K] → [L].
 * @see R survey::svycontrast, survey::withReplicates of an object with replicates.
 */
export function ofReplicates(
  design: Pick<ReplicateDesign, "scale" | "rscales" | "meanSquaredError">,
  earlier: Pick<ReplicatedFigures, "points" | "replicates">,
  figures: (points: Float64Array) => Float64Array | readonly number[],
): ReplicatedFigures {
  const points = Float64Array.from(figures(earlier.points));
  return replicatedFigures(
    design,
    points,
    earlier.replicates.map((values) => Float64Array.from(figures(values))),
  );
}

function replicatedFigures(
  design: Pick<ReplicateDesign, "scale" | "rscales" | "meanSquaredError">,
  points: Float64Array,
  replicates: readonly Float64Array[],
): ReplicatedFigures {
  const covariance = covarianceOfReplicates(design, replicates, points);
  const k = points.length;
  return {
    points,
    covariance,
    standardErrors: Float64Array.from({ length: k }, (_, j) => Math.sqrt(covariance[j * k + j]!)),
    replicates,
  };
}
