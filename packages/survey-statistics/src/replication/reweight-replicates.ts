import { designOfColumns, designOfUnits, type ReplicateDesign } from "../design/replicate-design.ts";
import { replicateWeights, unitMultipliers } from "../design/replicate-weights.ts";
import { crossClass } from "../weighting/cross-class.ts";
import { fitCells } from "../weighting/fit-cells.ts";
import { type Margin, type RakeOptions, rake } from "../weighting/rake.ts";
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

/** As of `rake`. With `tableChange` every replicate gets as many sweeps as the full sample, as in R. */
export type RakeReplicatesOptions = Pick<RakeOptions, "tolerance" | "maxSweeps" | "tableChange">;

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
  const full = rake(design.weights, margins, options);
  const { cellOfRow, levelOfCell, cellCount } = crossClass(
    design.rows,
    margins.map(({ codes, targets }) => ({ codes, levelCount: targets.length })),
  );
  const factors = new Float64Array(cellCount).fill(1);
  levelOfCell.forEach((levels, m) => {
    for (let cell = 0; cell < cellCount; cell++) factors[cell]! *= full.factors[m]![levels[cell]!]!;
  });
  const targets = margins.map((margin) => margin.targets);
  const fit =
    options.tableChange === undefined
      ? { tolerance: options.tolerance ?? 1e-9, maxSweeps: options.maxSweeps ?? 1000, factors: full.factors }
      : { tolerance: 0, maxSweeps: full.sweeps };
  const kept: number[] = [];
  const leftOut: number[] = [];
  const own: Float64Array[] = [];
  replicateCellTotals(design, cellOfRow, cellCount).forEach((sums, r) => {
    const { cells, converged } = fitCells(sums, levelOfCell, targets, fit);
    const done = options.tableChange === undefined ? converged : cells.every(Number.isFinite);
    (done ? kept : leftOut).push(r);
    if (done) own.push(cells.map((value, cell) => (sums[cell] === 0 ? 0 : value / sums[cell]!)));
  });
  const { weights, sweeps } = full;
  const frame = frameOf(design, kept);
  const { units } = design;
  const crossed =
    units &&
    crossClass(design.rows, [
      { codes: units.unitOfRow, levelCount: units.unitCount },
      { codes: cellOfRow, levelCount: cellCount },
    ]);
  if (units === undefined || crossed === undefined || crossed.cellCount > design.rows / 2) {
    const columns = kept.map((r, at) => {
      const column = replicateWeights(design, r).slice();
      for (let i = 0; i < column.length; i++) column[i]! *= own[at]![cellOfRow[i]!]!;
      return column;
    });
    return { design: designOfColumns(weights, columns, frame), leftOut, sweeps };
  }
  const [unitOf, cellOf] = crossed.levelOfCell as [Int32Array, Int32Array];
  const multipliers = kept.map((r, at) => {
    const before = unitMultipliers(units, r);
    const after = new Float64Array(crossed.cellCount);
    for (let u = 0; u < after.length; u++) {
      const factor = factors[cellOf[u]!]!;
      if (factor > 0) after[u] = (before[unitOf[u]!]! * own[at]![cellOf[u]!]!) / factor;
    }
    return after;
  });
  const told = { unitOfRow: crossed.cellOfRow, unitCount: crossed.cellCount, multipliers };
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
