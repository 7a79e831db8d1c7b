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

/**
 * Replicate weights told by sampling unit instead of by row: replicate r gives row i the weight
 * weights[i] · multiplier(r, unitOfRow[i]). A replicate of a figure then costs its units, not its rows.
 */
export interface UnitReplicates {
  /** 0 … unitCount − 1. [rows] */
  readonly unitOfRow: Int32Array;
  readonly unitCount: number;
  /** R columns of [unitCount]; or the jackknife, told shorter. */
  readonly multipliers: readonly Float64Array[] | Deletions;
}

/** Jackknife: each replicate leaves one unit out; the rest of its stratum, and all other strata, are multiplied by a number each. */
export interface Deletions {
  /** The unit left out. [R] */
  readonly unit: Int32Array;
  /** Multiplier of the other units of its stratum. [R] */
  readonly within: Float64Array;
  /** Multiplier of all other strata. [R] */
  readonly elsewhere: Float64Array;
  readonly stratumOfUnit: Int32Array;
  readonly stratumCount: number;
}

/** A sample whose variances come from repeating each estimate under replicate weights. Made by `replicateDesign` or `toReplicates`. */
export interface ReplicateDesign {
  readonly method: ReplicateMethod;
  /** Number of answers. */
  readonly rows: number;
  /** Full-sample weights. [rows] */
  readonly weights: Float64Array;
  /** R. */
  readonly replicateCount: number;
  /**
   * Combined weights (sampling weight included) of each replicate. R columns of [rows]. Where `units` is there they are made at
   * the first use, all at once: `replicateWeights` makes one at a time.
   */
  readonly replicates: readonly Float64Array[];
  /** The same weights by unit, when they are known in that form. */
  readonly units?: UnitReplicates;
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

/**
 * Combined weights of one replicate.
 *
 * @param r 0 … replicateCount − 1.
 * @param into where to write them, to spare the memory; only used where the design knows its weights by unit. [rows]
 * @returns [rows]
 */
export function replicateWeights(design: ReplicateDesign, r: number, into?: Float64Array): Float64Array {
  const { units, weights, rows } = design;
  if (units === undefined) return design.replicates[r]!;
  const multipliers = unitMultipliers(units, r);
  const column = into ?? new Float64Array(rows);
  for (let i = 0; i < rows; i++) column[i] = weights[i]! * multipliers[units.unitOfRow[i]!]!;
  return column;
}

/** What one replicate multiplies the weights of each unit by. [unitCount] */
export function unitMultipliers(units: UnitReplicates, r: number): Float64Array {
  const { multipliers } = units;
  if (!("unit" in multipliers)) return multipliers[r]!;
  const { unit, within, elsewhere, stratumOfUnit } = multipliers;
  const column = new Float64Array(units.unitCount);
  const stratum = stratumOfUnit[unit[r]!]!;
  for (let u = 0; u < column.length; u++) column[u] = stratumOfUnit[u] === stratum ? within[r]! : elsewhere[r]!;
  column[unit[r]!] = 0;
  return column;
}

/**
 * Rank of the replicate weights of a domain's rows, minus 1: a column counts when what the columns before it leave of it is
 * longer than 1e-5 of itself.
 *
 * @param domain 1 = in the domain. [rows]; omitted = all rows.
 * @see R survey::degf of a replicate design, subset or not.
 */
export function degreesOfFreedomOfReplicates(design: ReplicateDesign, domain: Uint8Array | undefined): number {
  const rows = new Int32Array(design.rows);
  let n = 0;
  for (let i = 0; i < design.rows; i++) if (domain === undefined || domain[i] === 1) rows[n++] = i;
  return rankOfRows(design, rows.subarray(0, n)) - 1;
}

/** The same for every domain of a column. @param domainOf 0 … domainCount − 1, or −1 = in none. [rows] @returns [domainCount] */
export function degreesOfFreedomByDomain(
  design: ReplicateDesign,
  domainOf: Int32Array,
  domainCount: number,
): Float64Array {
  if (domainCount === 1 && everyRow(domainOf)) return Float64Array.of(design.degreesOfFreedom);
  const start = new Int32Array(domainCount + 1);
  for (let i = 0; i < design.rows; i++) if (domainOf[i]! >= 0) start[domainOf[i]! + 1]!++;
  for (let d = 0; d < domainCount; d++) start[d + 1]! += start[d]!;
  const ordered = new Int32Array(start[domainCount]!);
  const next = start.slice();
  for (let i = 0; i < design.rows; i++) if (domainOf[i]! >= 0) ordered[next[domainOf[i]!]!++] = i;
  return Float64Array.from(
    { length: domainCount },
    (_, d) => rankOfRows(design, ordered.subarray(start[d]!, start[d + 1]!)) - 1,
  );
}

function everyRow(domainOf: Int32Array): boolean {
  for (let i = 0; i < domainOf.length; i++) if (domainOf[i] !== 0) return false;
  return true;
}

function rankOfRows(design: ReplicateDesign, rows: Int32Array): number {
  const deletions = design.units?.multipliers;
  if (deletions !== undefined && "unit" in deletions && deletions.elsewhere.every((multiplier) => multiplier === 1))
    return rankOfJackknife(design, deletions, rows);
  return rankOfGram(gramOfReplicates(design, rows), design.replicateCount);
}

/**
 * The rank of jackknife weights needs no arithmetic: a stratum seen in part gives a dimension for each unit seen, a stratum seen
 * whole one for each unit but one, and those seen whole, or never left out, share one more.
 */
function rankOfJackknife(design: ReplicateDesign, deletions: Deletions, rows: Int32Array): number {
  const { unitOfRow, unitCount } = design.units!;
  const { stratumOfUnit, stratumCount } = deletions;
  const seen = new Uint8Array(unitCount);
  for (const row of rows) if (design.weights[row]! > 0) seen[unitOfRow[row]!] = 1;
  const units = new Int32Array(stratumCount);
  const unitsSeen = new Int32Array(stratumCount);
  for (let u = 0; u < unitCount; u++) {
    units[stratumOfUnit[u]!]!++;
    unitsSeen[stratumOfUnit[u]!]! += seen[u]!;
  }
  const jackknifed = new Uint8Array(stratumCount);
  for (const unit of deletions.unit) jackknifed[stratumOfUnit[unit]!] = 1;
  let rank = 0;
  let shared = 0;
  for (let h = 0; h < stratumCount; h++) {
    if (unitsSeen[h] === 0) continue;
    if (jackknifed[h] === 1 && unitsSeen[h]! < units[h]!) rank += unitsSeen[h]!;
    else {
      shared = 1;
      if (jackknifed[h] === 1) rank += units[h]! - 1;
    }
  }
  return rank + shared;
}

/** Inner products of the replicate weights over some rows. [R·R] */
function gramOfReplicates(design: ReplicateDesign, rows: Int32Array): Float64Array {
  const { units, weights, replicateCount: count } = design;
  if (units === undefined) {
    // Of very many rows, random signed sums in a few times R groups: they have the same rank.
    const groups = rows.length * count * count > 2e8 ? 8 * count : 0;
    const columns = design.replicates.map((column) =>
      groups === 0 ? picked(column, rows) : signedSums(column, rows, groups),
    );
    return gramOf(columns, count);
  }
  // Rows of one unit have proportional replicate weights: together they count as one row of their length.
  const squares = new Float64Array(units.unitCount);
  for (const row of rows) squares[units.unitOfRow[row]!]! += weights[row]! * weights[row]!;
  const used: number[] = [];
  for (let u = 0; u < squares.length; u++) if (squares[u]! > 0) used.push(u);
  const lengths = Float64Array.from(used, (u) => Math.sqrt(squares[u]!));
  const columns = Array.from({ length: count }, (_, r) => {
    const multipliers = unitMultipliers(units, r);
    return Float64Array.from(used, (u, at) => multipliers[u]! * lengths[at]!);
  });
  return gramOf(columns, count);
}

function picked(column: Float64Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) values[at] = column[rows[at]!]!;
  return values;
}

function signedSums(column: Float64Array, rows: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  for (const row of rows) {
    const hash = Math.imul(row + 1, 0x9e3779b1) ^ (Math.imul(row + 1, 0x85ebca6b) >>> 13);
    sums[(hash >>> 1) % groups]! += (hash & 1) === 0 ? column[row]! : -column[row]!;
  }
  return sums;
}

function gramOf(columns: readonly Float64Array[], count: number): Float64Array {
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    const first = columns[a]!;
    for (let b = 0; b <= a; b++) {
      const second = columns[b]!;
      let sum = 0;
      for (let i = 0; i < first.length; i++) sum += first[i]! * second[i]!;
      gram[a * count + b] = sum;
    }
  }
  return gram;
}

/** Columns in turn; one is left out when its squared length after projection is at most 1e-10 of its own. */
function rankOfGram(gram: Float64Array, count: number): number {
  const tolerance = 1e-10;
  const kept: number[] = [];
  const factor = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    const own = gram[j * count + j]!;
    let pivot = own;
    for (let at = 0; at < kept.length; at++) {
      const k = kept[at]!;
      let value = gram[j * count + k]!;
      for (let before = 0; before < at; before++) value -= factor[j * count + before]! * factor[k * count + before]!;
      value /= factor[k * count + at]!;
      factor[j * count + at] = value;
      pivot -= value * value;
    }
    if (own > 0 && pivot > tolerance * own) {
      factor[j * count + kept.length] = Math.sqrt(pivot);
      kept.push(j);
    }
  }
  return kept.length;
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
