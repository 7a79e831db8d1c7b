/** Rows by the combination of levels they have. */
export interface CrossClass {
  readonly cellOfRow: Int32Array;
  /** Level of each cell, one array a margin. */
  readonly levelOfCell: readonly Int32Array[];
  readonly cellCount: number;
}

/** More combinations than this are looked up in a map, not in a table. */
const tableLimit = 1 << 24;

/** Numbers the combinations of levels that occur, in the order in which they do. Codes 0 … levelCount − 1. */
export function crossClass(
  rows: number,
  margins: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
): CrossClass {
  const cellOfRow = new Int32Array(rows);
  let cellCount = 1;
  let levelOfCell: Int32Array[] = [];
  let from = 0;
  while (from < margins.length) {
    // As many margins at a time as a table of all their combinations holds: the rows are then read once for all of them.
    let to = from;
    let combinations = 1;
    while (to < margins.length && (to === from || cellCount * combinations * margins[to]!.levelCount <= tableLimit)) {
      combinations *= margins[to]!.levelCount;
      to++;
    }
    const group = margins.slice(from, to);
    const codes = group.map((margin) => margin.codes);
    const counts = Int32Array.from(group, (margin) => margin.levelCount);
    const keys = cellsOf(cellOfRow, codes, counts, cellCount * combinations);
    levelOfCell = levelOfCell.map((levels) => Int32Array.from(keys, (key) => levels[Math.floor(key / combinations)]!));
    let below = combinations;
    for (const count of counts) {
      const step = below / count;
      levelOfCell.push(Int32Array.from(keys, (key) => Math.floor(key / step) % count));
      below = step;
    }
    cellCount = keys.length;
    from = to;
  }
  return { cellOfRow, levelOfCell, cellCount };
}

/** Rows whose keys are worked out together, margin after margin. */
const blockRows = 4096;

/** Replaces each row's cell by that of its cell and codes together; returns the key of each new cell. */
function cellsOf(
  cellOfRow: Int32Array,
  codes: readonly Int32Array[],
  counts: Int32Array,
  combinations: number,
): number[] {
  const keys: number[] = [];
  const block = new Float64Array(Math.min(blockRows, cellOfRow.length));
  const table = combinations <= tableLimit ? new Int32Array(combinations) : undefined;
  const map = new Map<number, number>();
  for (let from = 0; from < cellOfRow.length; from += blockRows) {
    const size = Math.min(blockRows, cellOfRow.length - from);
    for (let k = 0; k < size; k++) block[k] = cellOfRow[from + k]!;
    for (let m = 0; m < codes.length; m++) addCodes(block, codes[m]!, counts[m]!, from, size);
    if (table === undefined)
      for (let k = 0; k < size; k++) {
        const key = block[k]!;
        let cell = map.get(key);
        if (cell === undefined) {
          cell = keys.push(key) - 1;
          map.set(key, cell);
        }
        cellOfRow[from + k] = cell;
      }
    else numberByTable(block, size, table, keys, cellOfRow, from);
  }
  return keys;
}

function addCodes(block: Float64Array, codes: Int32Array, count: number, from: number, size: number): void {
  for (let k = 0; k < size; k++) block[k] = block[k]! * count + codes[from + k]!;
}

/** The table holds cell + 1, so that 0 means not yet seen. */
function numberByTable(
  block: Float64Array,
  size: number,
  table: Int32Array,
  keys: number[],
  cellOfRow: Int32Array,
  from: number,
): void {
  for (let k = 0; k < size; k++) {
    const key = block[k]!;
    let cell = table[key]!;
    if (cell === 0) {
      cell = keys.push(key);
      table[key] = cell;
    }
    cellOfRow[from + k] = cell - 1;
  }
}
