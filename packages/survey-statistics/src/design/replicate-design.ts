/** How the replicate weights were made; the names are those of R's `svrepdesign`. */
export type ReplicateMethod = "JK1" | "JKn" | "BRR" | "Fay" | "bootstrap" | "subbootstrap" | "other";

/** A sample whose variances come from repeating each estimate under replicate weights. */
export interface ReplicateDesign {
  readonly method: ReplicateMethod;
  /** Number of answers. */
  readonly rows: number;
  /** Full-sample weights. [rows] */
  readonly weights: Float64Array;
  /** Combined weights (sampling weight included) of each replicate. R columns of [rows]. */
  readonly replicates: readonly Float64Array[];
  /** V = scale · Σ_r rscales_r (θ_r − centre)². */
  readonly scale: number;
  /** [R] */
  readonly rscales: Float64Array;
  /** Centre of the squares: the full-sample estimate (true) or the mean of the replicate estimates (false). */
  readonly meanSquaredError: boolean;
  /** Rank of the replicate weights − 1. */
  readonly degreesOfFreedom: number;
}
