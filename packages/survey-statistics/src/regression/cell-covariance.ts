import { type Design, isReplicateDesign } from "../design/design.ts";
import type { SurveyDesign } from "../design/survey-design.ts";
import { covarianceOfReplicates } from "../estimation/statistic.ts";
import { covarianceOfTotals } from "../estimation/variance-of-totals.ts";
import { eachReplicate, replicateCellTotals } from "../replication/replicate-totals.ts";
import type { ModelCells } from "./model-cells.ts";
import { cellWeights } from "./model-cells.ts";

/**
 * Covariance of q figures whose influence depends on a row's cell only, under a linearised design.
 *
 * @param influence of a row of weight 1, by cell, row-major. [count·q]
 * @param present 1 = the row is in the model. [rows]
 * @returns row-major [q·q].
 */
export function covarianceFromCells(
  design: SurveyDesign,
  cells: ModelCells,
  influence: Float64Array,
  q: number,
  present: Uint8Array,
): Float64Array {
  const { cellOfRow } = cells;
  const { weights, rows } = design;
  if (variesByUnitsOnly(design)) {
    // Rows are added up by sampling unit first: q columns of units, not of rows.
    const stage = design.stages[0]!;
    const units = stage.unitCount;
    const columns = Array.from({ length: q }, () => new Float64Array(units));
    const totals = new Float64Array(units * q);
    const unitPresent = new Uint8Array(units);
    for (let i = 0; i < rows; i++) {
      const cell = cellOfRow[i]!;
      if (cell < 0) continue;
      const unit = stage.unitOfRow[i]!;
      unitPresent[unit] = 1;
      const weight = weights[i]!;
      const from = cell * q;
      const to = unit * q;
      for (let j = 0; j < q; j++) totals[to + j]! += weight * influence[from + j]!;
    }
    for (let unit = 0; unit < units; unit++) for (let j = 0; j < q; j++) columns[j]![unit] = totals[unit * q + j]!;
    const unitOfRow = Int32Array.from({ length: units }, (_, unit) => unit);
    const byUnit = { ...design, rows: units, weights: new Float64Array(units).fill(1), rowsArePsus: true };
    return covarianceOfTotals({ ...byUnit, stages: [{ ...stage, unitOfRow }] }, columns, unitPresent);
  }
  const columns = Array.from({ length: q }, () => new Float64Array(rows));
  for (let j = 0; j < q; j++) {
    const column = columns[j]!;
    for (let i = 0; i < rows; i++) {
      const cell = cellOfRow[i]!;
      if (cell >= 0) column[i] = weights[i]! * influence[cell * q + j]!;
    }
  }
  return covarianceOfTotals(design, columns, present);
}

/** One stage, no calibration, no joint probabilities: the variance reads nothing but unit totals. */
function variesByUnitsOnly(design: SurveyDesign): boolean {
  return design.stages.length === 1 && !design.rowsArePsus && design.calibration === undefined;
}

/** Replicate weights by cell are held together up to this many numbers. */
const mostHeld = 8e6;

/**
 * Repeats a fit under each replicate's cell weights.
 *
 * @param fit from cell weights [count] (unscaled) to figures [q], NaN where they have none.
 */
export function replicatesFromCells(
  design: Design,
  cells: ModelCells,
  points: Float64Array,
  fit: (weights: Float64Array) => Float64Array,
): { covariance: Float64Array; replicates: readonly Float64Array[] } | undefined {
  if (!isReplicateDesign(design)) return undefined;
  const replicates =
    cells.count * design.replicateCount <= mostHeld
      ? replicateCellTotals(design, cells.cellOfRow, cells.count).map(fit)
      : eachReplicate(design, (weights) => fit(cellWeights(cells, weights, 1)));
  return { covariance: covarianceOfReplicates(design, replicates, points), replicates };
}
