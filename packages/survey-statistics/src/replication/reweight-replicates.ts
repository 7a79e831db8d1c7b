import {
  designOfColumns,
  designOfUnits,
  type ReplicateDesign,
  replicateWeights,
  unitMultipliers,
} from "../design/replicate-design.ts";
import type { Margin } from "../weighting/rake.ts";
import { WeightingError } from "../weighting/weighting-error.ts";
import { eachReplicate, replicateCellTotals, type Watch } from "./replicate-totals.ts";

export interface ReweightedReplicates {
  readonly design: ReplicateDesign;
  /** Replicates that could not be weighted so, because they lost all answers of some level: the design is without them. */
  readonly leftOut: readonly number[];
}

/**
 * Weights the full sample, and every replicate from its own weights, in the same way: calibration, trimming, non-response. The
 * spread of the replicates then knows of it.
 *
 * @param reweigh weights [rows] → new weights [rows]; called once for the full sample (replicate −1) and once a replicate. A
 *   WeightingError thrown for a replicate leaves it out; the full sample's is passed on.
 * @see R survey::calibrate of a replicate design. Rao, Yung & Hidiroglou (2002) on calibrating replicates.
 */
export function reweightReplicates(
  design: ReplicateDesign,
  reweigh: (weights: Float64Array, replicate: number) => Float64Array,
  watch: Watch = {},
): ReweightedReplicates {
  const weights = reweigh(design.weights, -1);
  const columns: Float64Array[] = [];
  const kept: number[] = [];
  const leftOut: number[] = [];
  const visit = (given: Float64Array, r: number) => {
    try {
      const made = reweigh(given, r);
      columns.push(made === given ? made.slice() : made);
      kept.push(r);
    } catch (error) {
      if (!(error instanceof WeightingError)) throw error;
      leftOut.push(r);
    }
  };
  eachReplicate(design, visit, watch);
  return { design: designOfColumns(weights, columns, frameOf(design, kept)), leftOut };
}

export interface RakeReplicatesOptions {
  /** Stop when no level of any margin is further than this from its target, relatively. Default 1e-9. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxSweeps?: number;
  /**
   * R's way to stop: after the sweep that changes no combination of levels by this much in the full sample, or after `maxSweeps`
   * (that is no error then); every replicate gets as many sweeps. R's own setting is 1, with at most 10 sweeps.
   */
  readonly tableChange?: number;
}

export interface RakedReplicates extends ReweightedReplicates {
  /** Sweeps of the full sample. */
  readonly sweeps: number;
}

/**
 * Rakes the full sample and every replicate to the same margins; with one margin this is post-stratification. Replicates start
 * from the factors of the full sample, so that a few sweeps do. The rows are read once: the work is on the distinct combinations
 * of levels.
 *
 * @param margins as of `rake`; a level of every row must be known, and all margins have the same total.
 * @throws {WeightingError} wrong-length, missing-codes, bad-target, totals-disagree, empty-level, not-converged, for the full sample.
 * @see R survey::rake and survey::postStratify of a replicate design.
 */
export function rakeReplicates(
  design: ReplicateDesign,
  margins: readonly Margin[],
  options: RakeReplicatesOptions = {},
): RakedReplicates {
  checkMargins(design.rows, margins);
  const { cellOfRow, levels, cellCount } = cellsOf(design.rows, margins);
  const start = new Float64Array(cellCount);
  for (let i = 0; i < design.rows; i++) start[cellOfRow[i]!]! += design.weights[i]!;
  const { cells: full, sweeps } = rakedCells(start, levels, margins, options);
  if (typeof full === "string") throw new WeightingError(full, refusal[full]);
  const factors = quotients(full, start);
  const totals = replicateCellTotals(design, cellOfRow, cellCount);
  const kept: number[] = [];
  const leftOut: number[] = [];
  const own: Float64Array[] = [];
  totals.forEach((sums, r) => {
    const warm = options.tableChange === undefined ? sums.map((sum, cell) => sum * factors[cell]!) : sums;
    const { cells: raked } = rakedCells(warm, levels, margins, options, sweeps);
    if (typeof raked === "string") {
      leftOut.push(r);
      return;
    }
    kept.push(r);
    own.push(quotients(raked, sums));
  });
  const weights = design.weights.map((weight, i) => weight * factors[cellOfRow[i]!]!);
  const frame = frameOf(design, kept);
  const crossed = design.units === undefined ? undefined : crossedUnits(design.units.unitOfRow, cellOfRow, cellCount);
  if (crossed === undefined || design.units === undefined || crossed.count > design.rows / 2) {
    const columns = kept.map((r, at) => {
      const column = replicateWeights(design, r).slice();
      for (let i = 0; i < column.length; i++) column[i]! *= own[at]![cellOfRow[i]!]!;
      return column;
    });
    return { design: designOfColumns(weights, columns, frame), leftOut, sweeps };
  }
  const { units } = design;
  const multipliers = kept.map((r, at) => {
    const before = unitMultipliers(units, r);
    return Float64Array.from({ length: crossed.count }, (_, u) => {
      const factor = factors[crossed.cellOf[u]!]!;
      return factor === 0 ? 0 : (before[crossed.unitOf[u]!]! * own[at]![crossed.cellOf[u]!]!) / factor;
    });
  });
  const told = { unitOfRow: crossed.codes, unitCount: crossed.count, multipliers };
  return { design: designOfUnits(weights, told, frame), leftOut, sweeps };
}

function frameOf(design: ReplicateDesign, kept: readonly number[]) {
  return {
    method: design.method,
    scale: design.scale,
    rscales: Float64Array.from(kept, (r) => design.rscales[r]!),
    meanSquaredError: design.meanSquaredError,
  };
}

const refusal = {
  "empty-level": "A level that the population has has no answers: merge it with another.",
  "not-converged": "The margins contradict one another in this sample: merge levels or drop a margin.",
} as const;

/** Iterative proportional fitting of cell sums; the code of what went wrong instead, where something did. */
function rakedCells(
  start: Float64Array,
  levels: readonly Int32Array[],
  margins: readonly Margin[],
  options: RakeReplicatesOptions,
  sweepsOfFullSample?: number,
): { cells: Float64Array | keyof typeof refusal; sweeps: number } {
  const { tableChange } = options;
  const tolerance = options.tolerance ?? 1e-9;
  const given = tableChange === undefined ? undefined : sweepsOfFullSample;
  const maxSweeps = given ?? options.maxSweeps ?? 1000;
  const current = start.slice();
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    const before = tableChange === undefined || given !== undefined ? undefined : current.slice();
    let largest = 0;
    for (const [m, { targets }] of margins.entries()) {
      const levelOf = levels[m]!;
      const factors = new Float64Array(targets.length);
      for (let cell = 0; cell < current.length; cell++) factors[levelOf[cell]!]! += current[cell]!;
      for (let level = 0; level < targets.length; level++) {
        const sum = factors[level]!;
        const target = targets[level]!;
        if (sum === 0 && target > 0) return { cells: "empty-level", sweeps: sweep };
        if (target > 0) largest = Math.max(largest, Math.abs(sum / target - 1));
        factors[level] = sum === 0 ? 1 : target / sum;
      }
      for (let cell = 0; cell < current.length; cell++) current[cell]! *= factors[levelOf[cell]!]!;
    }
    if (!Number.isFinite(largest)) return { cells: "not-converged", sweeps: sweep };
    if (tableChange === undefined && largest < tolerance) return { cells: current, sweeps: sweep };
    if (before?.every((value, cell) => Math.abs(value - current[cell]!) < tableChange!))
      return { cells: current, sweeps: sweep };
  }
  return { cells: tableChange === undefined ? "not-converged" : current, sweeps: maxSweeps };
}

function quotients(top: Float64Array, bottom: Float64Array): Float64Array {
  return top.map((value, at) => (bottom[at] === 0 ? 0 : value / bottom[at]!));
}

function checkMargins(rows: number, margins: readonly Margin[]): void {
  let expectedTotal: number | undefined;
  margins.forEach(({ codes, targets }, margin) => {
    if (codes.length !== rows)
      throw new WeightingError("wrong-length", `Margin ${margin} has ${codes.length} codes for ${rows} rows.`, {
        margin,
      });
    let total = 0;
    targets.forEach((target, level) => {
      if (!(target >= 0) || target === Number.POSITIVE_INFINITY)
        throw new WeightingError(
          "bad-target",
          `Margin ${margin}, level ${level}: target ${target} is not a number ≥ 0.`,
          {
            margin,
            level,
            target,
          },
        );
      total += target;
    });
    expectedTotal ??= total;
    if (!(Math.abs(total / expectedTotal - 1) <= 1e-9))
      throw new WeightingError(
        "totals-disagree",
        `Margin ${margin} adds up to ${total}, margin 0 to ${expectedTotal}.`,
        {
          margin,
          total,
          expectedTotal,
        },
      );
    for (let i = 0; i < rows; i++) {
      const level = codes[i]!;
      if (level < 0)
        throw new WeightingError("missing-codes", `Margin ${margin}: row ${i} has no level.`, { margin, rows: i });
      if (level >= targets.length)
        throw new WeightingError(
          "bad-target",
          `Margin ${margin}: row ${i} has level ${level}, for which there is no target.`,
          {
            margin,
            level,
          },
        );
    }
  });
}

/** The combinations of levels that occur, and the level of each on every margin. */
function cellsOf(
  rows: number,
  margins: readonly Margin[],
): { cellOfRow: Int32Array; levels: readonly Int32Array[]; cellCount: number } {
  let cellOfRow: Int32Array = new Int32Array(rows);
  let cellCount = 1;
  let levels: Int32Array[] = [];
  for (const { codes, targets } of margins) {
    const crossed = crossedUnits(cellOfRow, codes, targets.length);
    levels = levels.map((level) => crossed.unitOf.map((cell) => level[cell]!));
    levels.push(crossed.cellOf);
    cellOfRow = crossed.codes;
    cellCount = crossed.count;
  }
  return { cellOfRow, levels, cellCount };
}

interface Crossed {
  /** [rows] */
  readonly codes: Int32Array;
  readonly count: number;
  /** First and second code of each combination. [count] */
  readonly unitOf: Int32Array;
  readonly cellOf: Int32Array;
}

/** Numbers the combinations of two columns that occur. */
function crossedUnits(first: Int32Array, second: Int32Array, secondLevels: number): Crossed {
  const seen = new Map<number, number>();
  const codes = new Int32Array(first.length);
  const keys: number[] = [];
  for (let i = 0; i < first.length; i++) {
    const key = first[i]! * secondLevels + second[i]!;
    let code = seen.get(key);
    if (code === undefined) {
      code = keys.length;
      seen.set(key, code);
      keys.push(key);
    }
    codes[i] = code;
  }
  return {
    codes,
    count: keys.length,
    unitOf: Int32Array.from(keys, (key) => Math.floor(key / secondLevels)),
    cellOf: Int32Array.from(keys, (key) => key % secondLevels),
  };
}
