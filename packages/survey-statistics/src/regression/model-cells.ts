import type { ColumnSource, ModelColumn } from "./model-columns.ts";
import { sourcesOf, valueAt } from "./model-columns.ts";

/**
 * The rows of a model, folded into cells: rows with the same columns, offset and response are one cell, so that an iteration over
 * a million answers to a few categorical questions visits a few hundred cells. Where the columns are continuous a cell is a row.
 */
export interface ModelCells {
  readonly count: number;
  readonly p: number;
  /** Row-major. [count·p] */
  readonly x: Float64Array;
  /** [count] */
  readonly y: Float64Array;
  /** [count] */
  readonly offset: Float64Array;
  /** −1 = the row is outside the domain or has a missing value. [rows] */
  readonly cellOfRow: Int32Array;
}

/** Cells are kept when there are at most this many rows a cell on average … */
const rowsPerCell = 4;
/** … and the product of the numbers of values stays below this. */
const largestKey = 1 << 23;
/** Numbers count as categories up to this many different values. */
const mostValues = 64;

/**
 * @param present 1 = in the domain with nothing missing. [rows]
 * @param y [rows]
 */
export function modelCells(
  columns: readonly ModelColumn[],
  y: Float64Array,
  offset: Float64Array | undefined,
  present: Uint8Array,
): ModelCells {
  const sources: ColumnSource[] = [...sourcesOf(columns), y];
  if (offset !== undefined) sources.push(offset);
  const { cellOfRow, firstRow } = foldedRows(sources, present) ?? everyRow(present);
  const count = firstRow.length;
  const p = columns.length;
  const x = new Float64Array(count * p);
  const cellY = new Float64Array(count);
  const cellOffset = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    cellY[c] = y[firstRow[c]!]!;
    if (offset !== undefined) cellOffset[c] = offset[firstRow[c]!]!;
  }
  columns.forEach((column, j) => {
    for (let c = 0; c < count; c++) x[c * p + j] = valueAt(column, firstRow[c]!);
  });
  return { count, p, x, y: cellY, offset: cellOffset, cellOfRow };
}

interface Folded {
  readonly cellOfRow: Int32Array;
  /** [cells] */
  readonly firstRow: Int32Array;
}

function everyRow(present: Uint8Array): Folded {
  const cellOfRow = new Int32Array(present.length);
  let count = 0;
  for (let i = 0; i < present.length; i++) cellOfRow[i] = present[i] === 1 ? count++ : -1;
  const firstRow = new Int32Array(count);
  for (let i = 0; i < present.length; i++) if (cellOfRow[i]! >= 0) firstRow[cellOfRow[i]!] = i;
  return { cellOfRow, firstRow };
}

function foldedRows(sources: readonly ColumnSource[], present: Uint8Array): Folded | undefined {
  const rows = present.length;
  const key = new Int32Array(rows);
  let size = 1;
  for (const source of sources) {
    const levels = addToKey(key, size, source, present);
    if (levels === undefined) return undefined;
    size *= levels;
    if (size > largestKey) return undefined;
  }
  const cellOfKey = new Int32Array(size).fill(-1);
  const first: number[] = [];
  const most = rows / rowsPerCell;
  for (let i = 0; i < rows; i++) {
    if (present[i] !== 1) {
      key[i] = -1;
      continue;
    }
    let cell = cellOfKey[key[i]!]!;
    if (cell < 0) {
      cell = first.length;
      if (cell >= most) return undefined;
      first.push(i);
      cellOfKey[key[i]!] = cell;
    }
    key[i] = cell;
  }
  return { cellOfRow: key, firstRow: Int32Array.from(first) };
}

/** key += size · (place of the row's value among the source's values); returns the number of values, undefined when there are many. */
function addToKey(key: Int32Array, size: number, source: ColumnSource, present: Uint8Array): number | undefined {
  const rows = present.length;
  if (source instanceof Int32Array) {
    let levels = 0;
    for (let i = 0; i < rows; i++) {
      if (present[i] !== 1) continue;
      const code = source[i]!;
      if (code >= levels) {
        levels = code + 1;
        if (levels * size > largestKey) return undefined;
      }
      key[i]! += size * code;
    }
    return Math.max(1, levels);
  }
  const values = new Float64Array(mostValues);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    if (present[i] !== 1) continue;
    const value = source[i]!;
    let place = 0;
    while (place < count && values[place] !== value) place++;
    if (place === count) {
      if (count === mostValues) return undefined;
      values[count++] = value;
    }
    key[i]! += size * place;
  }
  return Math.max(1, count);
}

/** Sums of `weights` by cell, each divided by `scale`. [count] */
export function cellWeights(cells: ModelCells, weights: Float64Array, scale: number): Float64Array {
  const sums = new Float64Array(cells.count);
  const { cellOfRow } = cells;
  for (let i = 0; i < cellOfRow.length; i++) {
    const cell = cellOfRow[i]!;
    if (cell >= 0) sums[cell]! += weights[i]!;
  }
  for (let c = 0; c < sums.length; c++) sums[c]! /= scale;
  return sums;
}
