/** The weights of a replicate design, by row or by unit. */
export interface ReplicateWeights {
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
}

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

/**
 * Combined weights of one replicate.
 *
 * @param r 0 … replicateCount − 1.
 * @param into where to write them, to spare the memory; only used where the design knows its weights by unit. [rows]
 * @returns [rows]
 */
export function replicateWeights(design: ReplicateWeights, r: number, into?: Float64Array): Float64Array {
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
