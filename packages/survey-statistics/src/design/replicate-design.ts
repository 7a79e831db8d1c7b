import { degreesOfFreedomOfReplicates } from "./replicate-rank.ts";
import { type ReplicateWeights, replicateWeights, type UnitReplicates } from "./replicate-weights.ts";
import { SurveyDesignError } from "./survey-design-error.ts";

/** How the replicate weights were made; the names are those of R's `svrepdesign` and `as.svrepdesign`. */
export type ReplicateMethod =
  | "JK1"
  | "JKn"
  | "JK2"
  | "BRR"
  | "Fay"
  | "bootstrap"
  | "subbootstrap"
  | "mrbbootstrap"
  | "ACS"
  | "successive-difference"
  | "other";

/** A sample whose variances come from repeating each estimate under replicate weights. Made by `replicateDesign` or `toReplicates`. */
export interface ReplicateDesign extends ReplicateWeights {
  readonly method: ReplicateMethod;
  /** V = scale · Σ_r rscales_r (θ_r − centre)². */
  readonly scale: number;
  /** [R] */
  readonly rscales: Float64Array;
  /** Centre of the squares: the full-sample estimate (true) or the mean of the replicate estimates (false). */
  readonly meanSquaredError: boolean;
  /** Rank of the replicate weights − 1. */
  readonly degreesOfFreedom: number;
}

export interface ReplicateDesignInput {
  /** Full-sample weights, ≥ 0. [rows] */
  readonly weights: Float64Array;
  /** R columns of [rows]; with `unitOfRow` R columns of multipliers, one a unit. */
  readonly replicates: readonly Float64Array[];
  /** Sampling unit of each row, 0 …: the replicates are then multipliers of the sampling weight, by unit. */
  readonly unitOfRow?: Int32Array;
  /** True (default): the replicates hold the sampling weight already. False: they multiply it. */
  readonly combined?: boolean;
  /** Default "other". */
  readonly method?: ReplicateMethod;
  /** Default by the method, as R: 1/R (BRR), 1/(R(1 − ρ)²) (Fay), 1/(R − 1) (bootstrap), (R − 1)/R (JK1), 4/R (ACS), else 1. */
  readonly scale?: number;
  /** One number a replicate, or one for all. Default 1; must be given for combined JKn weights. */
  readonly rscales?: Float64Array;
  /** Fay's ρ, 0 ≤ ρ < 1. Must be given for the method "Fay". */
  readonly rho?: number;
  /** Share of each replicate's stratum that was not sampled, 1 − n/N: multiplies its rscale. [R] */
  readonly unsampled?: Float64Array;
  /** Default false, as R's `survey.replicates.mse`. */
  readonly meanSquaredError?: boolean;
}

/**
 * A design from replicate weights that came with the data, as statistical offices deliver them.
 *
 * @throws {SurveyDesignError} wrong-length, not-finite, negative-weight, no-weight, no-replicates, bad-scale, missing-code.
 * @see R survey::svrepdesign.
 */
export function replicateDesign(input: ReplicateDesignInput): ReplicateDesign {
  const { weights, replicates, unitOfRow } = input;
  const rows = weights.length;
  const method = input.method ?? "other";
  checkFullWeights(weights);
  if (replicates.length === 0)
    throw new SurveyDesignError("no-replicates", "A replicate design needs replicate weights.");
  const length = unitOfRow === undefined ? rows : unitCountOf(unitOfRow, rows);
  for (const [r, column] of replicates.entries()) {
    if (column.length < length || (unitOfRow === undefined && column.length !== length))
      throw new SurveyDesignError("wrong-length", `replicates[${r}] has ${column.length} values instead of ${length}.`);
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new SurveyDesignError("not-finite", `replicates[${r}][${bad}] is ${column[bad]}.`);
  }
  const combined = unitOfRow === undefined && (input.combined ?? true);
  const { scale, rscales } = scalesOf(input, method, combined);
  const own = weights.slice();
  const common = { method, rows, scale, rscales, meanSquaredError: input.meanSquaredError ?? false };
  if (unitOfRow !== undefined)
    return designOfUnits(own, { unitOfRow: unitOfRow.slice(), unitCount: length, multipliers: replicates }, common);
  const columns = combined
    ? replicates
    : replicates.map((column) => column.map((multiplier, i) => multiplier * weights[i]!));
  return designOfColumns(own, columns, common);
}

/** What a replicate design is besides its weights. */
export interface ReplicateFrame {
  readonly method: ReplicateMethod;
  readonly scale: number;
  readonly rscales: Float64Array;
  readonly meanSquaredError: boolean;
  /** When it is known without looking at the weights. */
  readonly degreesOfFreedom?: number | undefined;
}

/** A replicate design from combined weights. No checks. */
export function designOfColumns(
  weights: Float64Array,
  columns: readonly Float64Array[],
  frame: ReplicateFrame,
): ReplicateDesign {
  let rank = frame.degreesOfFreedom;
  const design: ReplicateDesign = {
    method: frame.method,
    rows: weights.length,
    weights,
    replicateCount: columns.length,
    replicates: columns,
    scale: frame.scale,
    rscales: frame.rscales,
    meanSquaredError: frame.meanSquaredError,
    get degreesOfFreedom() {
      rank ??= degreesOfFreedomOfReplicates(design, undefined);
      return rank;
    },
  };
  return design;
}

/** A replicate design from multipliers by unit. No checks. */
export function designOfUnits(weights: Float64Array, units: UnitReplicates, frame: ReplicateFrame): ReplicateDesign {
  let rank = frame.degreesOfFreedom;
  let columns: readonly Float64Array[] | undefined;
  const replicateCount = "unit" in units.multipliers ? units.multipliers.unit.length : units.multipliers.length;
  const design: ReplicateDesign = {
    method: frame.method,
    rows: weights.length,
    weights,
    replicateCount,
    get replicates() {
      columns ??= Array.from({ length: replicateCount }, (_, r) => replicateWeights(design, r));
      return columns;
    },
    units,
    scale: frame.scale,
    rscales: frame.rscales,
    meanSquaredError: frame.meanSquaredError,
    get degreesOfFreedom() {
      rank ??= degreesOfFreedomOfReplicates(design, undefined);
      return rank;
    },
  };
  return design;
}

/** Weights of the full sample: finite, ≥ 0, not all 0. */
export function checkFullWeights(weights: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (!Number.isFinite(weight)) throw new SurveyDesignError("not-finite", `weights[${i}] is ${weight}.`);
    if (weight < 0)
      throw new SurveyDesignError("negative-weight", `weights[${i}] is ${weight}; a weight is never negative.`);
    sum += weight;
  }
  if (sum === 0) throw new SurveyDesignError("no-weight", "All weights are zero.");
}

function unitCountOf(unitOfRow: Int32Array, rows: number): number {
  if (unitOfRow.length !== rows)
    throw new SurveyDesignError("wrong-length", `unitOfRow has ${unitOfRow.length} values for ${rows} rows.`);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    if (unitOfRow[i]! < 0) throw new SurveyDesignError("missing-code", `unitOfRow[${i}] is missing.`);
    count = Math.max(count, unitOfRow[i]! + 1);
  }
  return count;
}

function scalesOf(
  input: ReplicateDesignInput,
  method: ReplicateMethod,
  combined: boolean,
): { scale: number; rscales: Float64Array } {
  const count = input.replicates.length;
  const largest = (column: Float64Array) => column.reduce((most, value) => Math.max(most, value), 0);
  let scale = input.scale;
  let rscales = input.rscales;
  switch (method) {
    case "BRR":
      scale = 1 / count;
      break;
    case "Fay": {
      const { rho } = input;
      if (rho === undefined || !(rho >= 0 && rho < 1))
        throw new SurveyDesignError("bad-scale", `Fay's method needs rho, 0 ≤ rho < 1, not ${rho}.`);
      scale = 1 / (count * (1 - rho) ** 2);
      break;
    }
    case "bootstrap":
    case "subbootstrap":
    case "mrbbootstrap":
      scale ??= 1 / (count - 1);
      break;
    case "JK1":
      scale ??= combined ? (count - 1) / count : 1 / largest(input.replicates[0]!);
      break;
    case "JKn":
      if (rscales === undefined && combined)
        throw new SurveyDesignError(
          "bad-scale",
          "Combined JKn weights need rscales, (n − 1)/n of each replicate's stratum.",
        );
      rscales ??= Float64Array.from(input.replicates, (column) => 1 / largest(column));
      break;
    case "ACS":
    case "successive-difference":
      scale = 4 / count;
      rscales = undefined;
      break;
    case "JK2":
      scale = 1;
      rscales = undefined;
      break;
  }
  const each = rscales ?? Float64Array.of(1);
  if (each.length !== 1 && each.length !== count)
    throw new SurveyDesignError("wrong-length", `rscales has ${each.length} values for ${count} replicates.`);
  const full = each.length === count ? each.slice() : new Float64Array(count).fill(each[0]!);
  if (input.unsampled !== undefined) {
    if (input.unsampled.length !== count)
      throw new SurveyDesignError(
        "wrong-length",
        `unsampled has ${input.unsampled.length} values for ${count} replicates.`,
      );
    for (let r = 0; r < count; r++) {
      const share = input.unsampled[r]!;
      if (!(share >= 0 && share <= 1)) throw new SurveyDesignError("bad-scale", `unsampled[${r}] is ${share}.`);
      full[r]! *= share;
    }
  }
  const one = scale ?? 1;
  const bad = full.findIndex((value) => !(value >= 0) || value === Number.POSITIVE_INFINITY);
  if (bad >= 0) throw new SurveyDesignError("bad-scale", `rscales[${bad}] is ${full[bad]}.`);
  if (!(one >= 0) || one === Number.POSITIVE_INFINITY) throw new SurveyDesignError("bad-scale", `scale is ${one}.`);
  return { scale: one, rscales: full };
}
