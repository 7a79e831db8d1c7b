import type { ReplicateDesign } from "../design/replicate-design.ts";
import { type Deletions, replicateWeights, type UnitReplicates } from "../design/replicate-weights.ts";

/**
 * Weighted totals of K columns under each replicate's weights. Where the design knows its weights by unit the rows are read once,
 * whatever the number of replicates: O(rows·K + units·K·R).
 *
 * @param columns values, 0 for rows that do not count. K columns of [rows].
 * @returns R rows of [K].
 */
export function replicateTotals(design: ReplicateDesign, columns: readonly Float64Array[]): readonly Float64Array[] {
  const k = columns.length;
  const { units, weights, rows } = design;
  if (units === undefined) {
    return design.replicates.map((replicate) => {
      const totals = new Float64Array(k);
      for (let j = 0; j < k; j++) {
        const column = columns[j]!;
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += replicate[i]! * column[i]!;
        totals[j] = sum;
      }
      return totals;
    });
  }
  const unitTotals = new Float64Array(units.unitCount * k);
  for (let j = 0; j < k; j++) {
    const column = columns[j]!;
    for (let i = 0; i < rows; i++) unitTotals[units.unitOfRow[i]! * k + j]! += weights[i]! * column[i]!;
  }
  return combined(units, cellsOfTable(unitTotals, units.unitCount, k));
}

/**
 * Weight sums (or weighted totals of `values`) by cell under each replicate's weights.
 *
 * @param cellOf cell of each row, 0 … cellCount − 1, or −1 = none. [rows]
 * @param values [rows]; omitted = 1. Not read where the cell is −1.
 * @returns R rows of [cellCount].
 */
export function replicateCellTotals(
  design: ReplicateDesign,
  cellOf: Int32Array,
  cellCount: number,
  values?: Float64Array,
): readonly Float64Array[] {
  const { units, rows } = design;
  if (units !== undefined) return combined(units, unitCells(design, units, cellOf, cellCount, values));
  return design.replicates.map((replicate) => {
    const totals = new Float64Array(cellCount);
    for (let i = 0; i < rows; i++) {
      const cell = cellOf[i]!;
      if (cell >= 0) totals[cell]! += values === undefined ? replicate[i]! : replicate[i]! * values[i]!;
    }
    return totals;
  });
}

/** Which cells each unit has answers in, and what they add up to: rows of a sparse table. */
interface UnitCells {
  /** The entries of unit u are from[u] … from[u + 1] − 1. [unitCount + 1] */
  readonly from: Int32Array;
  readonly cell: Int32Array;
  readonly total: Float64Array;
  readonly cellCount: number;
}

const largestTable = 8e6;

function unitCells(
  design: ReplicateDesign,
  units: UnitReplicates,
  cellOf: Int32Array,
  cellCount: number,
  values: Float64Array | undefined,
): UnitCells {
  const { rows, weights } = design;
  const { unitOfRow, unitCount } = units;
  if (unitCount * cellCount <= largestTable) {
    const table = new Float64Array(unitCount * cellCount);
    for (let i = 0; i < rows; i++) {
      const cell = cellOf[i]!;
      if (cell >= 0)
        table[unitOfRow[i]! * cellCount + cell]! += values === undefined ? weights[i]! : weights[i]! * values[i]!;
    }
    return cellsOfTable(table, unitCount, cellCount);
  }
  // Rows in the order of their units, then one unit at a time.
  const start = new Int32Array(unitCount + 1);
  for (let i = 0; i < rows; i++) if (cellOf[i]! >= 0) start[unitOfRow[i]! + 1]!++;
  for (let u = 0; u < unitCount; u++) start[u + 1]! += start[u]!;
  const order = new Int32Array(start[unitCount]!);
  const next = start.slice();
  for (let i = 0; i < rows; i++) if (cellOf[i]! >= 0) order[next[unitOfRow[i]!]!++] = i;
  const from = new Int32Array(unitCount + 1);
  const cell = new Int32Array(order.length);
  const total = new Float64Array(order.length);
  const place = new Int32Array(cellCount).fill(-1);
  let at = 0;
  for (let u = 0; u < unitCount; u++) {
    from[u] = at;
    for (let o = start[u]!; o < start[u + 1]!; o++) {
      const i = order[o]!;
      const c = cellOf[i]!;
      let where = place[c]!;
      if (where < from[u]!) {
        where = at++;
        place[c] = where;
        cell[where] = c;
      }
      total[where]! += values === undefined ? weights[i]! : weights[i]! * values[i]!;
    }
  }
  from[unitCount] = at;
  return { from, cell: cell.subarray(0, at), total: total.subarray(0, at), cellCount };
}

function cellsOfTable(table: Float64Array, unitCount: number, cellCount: number): UnitCells {
  let filled = 0;
  for (let at = 0; at < table.length; at++) if (table[at] !== 0) filled++;
  const from = new Int32Array(unitCount + 1);
  const cell = new Int32Array(filled);
  const total = new Float64Array(filled);
  let at = 0;
  for (let u = 0; u < unitCount; u++) {
    from[u] = at;
    for (let c = 0; c < cellCount; c++) {
      const value = table[u * cellCount + c]!;
      if (value === 0) continue;
      cell[at] = c;
      total[at++] = value;
    }
  }
  from[unitCount] = at;
  return { from, cell, total, cellCount };
}

/** Σ_u multiplier(r, u) · unit totals, for every replicate. */
function combined(units: UnitReplicates, cells: UnitCells): readonly Float64Array[] {
  const { from, cell, total, cellCount } = cells;
  const { multipliers, unitCount } = units;
  if (!("unit" in multipliers)) {
    return multipliers.map((column) => {
      const sums = new Float64Array(cellCount);
      for (let u = 0; u < unitCount; u++) {
        const multiplier = column[u]!;
        if (multiplier === 0) continue;
        const end = from[u + 1]!;
        for (let at = from[u]!; at < end; at++) sums[cell[at]!]! += multiplier * total[at]!;
      }
      return sums;
    });
  }
  return jackknifed(multipliers, cells, unitCount);
}

/**
 * A jackknife replicate differs from the whole sample in one stratum: what the others add up to, and what the rest of the stratum
 * adds up to, come from differences, or are 0 where no unit is left (a difference would leave rounding there).
 */
function jackknifed(deletions: Deletions, cells: UnitCells, unitCount: number): readonly Float64Array[] {
  const { unit, within, elsewhere, stratumOfUnit, stratumCount } = deletions;
  const { from, cell, total, cellCount } = cells;
  const start = new Int32Array(stratumCount + 1);
  for (let u = 0; u < unitCount; u++) start[stratumOfUnit[u]! + 1]!++;
  for (let h = 0; h < stratumCount; h++) start[h + 1]! += start[h]!;
  const ordered = new Int32Array(unitCount);
  const next = start.slice();
  for (let u = 0; u < unitCount; u++) ordered[next[stratumOfUnit[u]!]!++] = u;
  const whole = new Float64Array(cellCount);
  const wholeUnits = new Int32Array(cellCount);
  for (let at = 0; at < cell.length; at++) {
    whole[cell[at]!]! += total[at]!;
    wholeUnits[cell[at]!]!++;
  }
  const inStratum = new Float64Array(cellCount);
  const stratumUnits = new Int32Array(cellCount);
  let stratum = -1;
  return Array.from(unit, (left, r) => {
    if (stratumOfUnit[left] !== stratum) {
      stratum = stratumOfUnit[left]!;
      inStratum.fill(0);
      stratumUnits.fill(0);
      for (let o = start[stratum]!; o < start[stratum + 1]!; o++) {
        const u = ordered[o]!;
        for (let at = from[u]!; at < from[u + 1]!; at++) {
          inStratum[cell[at]!]! += total[at]!;
          stratumUnits[cell[at]!]!++;
        }
      }
    }
    const sums = new Float64Array(cellCount);
    for (let c = 0; c < cellCount; c++) {
      const others = wholeUnits[c] === stratumUnits[c] ? 0 : elsewhere[r]! * (whole[c]! - inStratum[c]!);
      sums[c] = others + within[r]! * inStratum[c]!;
    }
    for (let at = from[left]!; at < from[left + 1]!; at++) {
      const c = cell[at]!;
      const others = wholeUnits[c] === stratumUnits[c] ? 0 : elsewhere[r]! * (whole[c]! - inStratum[c]!);
      sums[c] = others + (stratumUnits[c] === 1 ? 0 : within[r]! * (inStratum[c]! - total[at]!));
    }
    return sums;
  });
}

/** For long work: how far it is, and whether to go on. */
export interface Watch {
  /** Asked before every replicate; an AbortSignal will do, or an object that reads a shared flag from a worker. */
  readonly signal?: { throwIfAborted(): void };
  /** Called after every replicate. */
  readonly progress?: (done: number, of: number) => void;
}

/** Calls `visit` with the combined weights of each replicate in turn; the array is used again for the next one. */
export function eachReplicate<T>(
  design: ReplicateDesign,
  visit: (weights: Float64Array, r: number) => T,
  watch: Watch = {},
): T[] {
  const into = design.units === undefined ? undefined : new Float64Array(design.rows);
  return Array.from({ length: design.replicateCount }, (_, r) => {
    watch.signal?.throwIfAborted();
    const result = visit(replicateWeights(design, r, into), r);
    watch.progress?.(r + 1, design.replicateCount);
    return result;
  });
}
