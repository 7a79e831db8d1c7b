import { mayShow, type Verdict, type WithheldReason } from "./may-show.ts";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "./policy.ts";

/** Unweighted counts of a table. A one-way table has one row. */
export interface TableCounts {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. [rows·columns] */
  readonly counts: Int32Array;
  /** Percentages are of each row (default), of each column, or of the whole table. */
  readonly percentagesOf?: "row" | "column" | "table";
  /** A verdict made elsewhere, for example for a wide interval. Row-major, null = none. */
  readonly alreadyWithheld?: readonly (WithheldReason | null)[];
}

/**
 * Which cells of a one- or two-way table may be shown, given that row, column and table totals are shown too. A cell is
 * withheld by `mayShow`, or because a withheld cell could be recomputed from it and the totals.
 *
 * Recomputation: withheld cells are the edges of a graph between rows and columns; a cell follows exactly from the totals
 * if and only if its edge is a bridge. For every bridge the cheapest cycle (fewest answers newly withheld) is closed.
 * The withheld cells of a line also hold at least `smallestCell` answers together, since their sum is known.
 *
 * @returns one verdict a cell, row-major. Bounds narrower than the policy (by linear programming) are not sought.
 * @see Hundepool and others, Handbook on Statistical Disclosure Control, 4.2; Gusfield (1988) for the bridges.
 */
export function mayShowTable(
  table: TableCounts,
  policy: DisclosurePolicy = defaultDisclosurePolicy,
): readonly Verdict[] {
  const { rows, columns, counts } = table;
  if (counts.length !== rows * columns) throw new RangeError(`${counts.length} counts for ${rows} × ${columns} cells.`);
  const verdicts: Verdict[] = Array.from(counts, (cell, at) => {
    const already = table.alreadyWithheld?.[at];
    if (already) return { show: false, reason: already };
    return mayShow({ base: baseOfCell(table, at), cell }, policy);
  });
  const hidden = Uint8Array.from(verdicts, ({ show }) => (show ? 0 : 1));
  for (let changed = true; changed; ) {
    changed = growLines(hidden, table, policy);
    if (rows > 1 && columns > 1) changed = closeOneBridge(hidden, table) || changed;
  }
  return verdicts.map((verdict, at) =>
    verdict.show && hidden[at] === 1 ? { show: false, reason: "protects-another-cell" } : verdict,
  );
}

function baseOfCell({ rows, columns, counts, percentagesOf = "row" }: TableCounts, at: number): number {
  const row = Math.floor(at / columns);
  const column = at % columns;
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (percentagesOf === "table" || (percentagesOf === "row" ? r === row : c === column))
        sum += counts[r * columns + c]!;
    }
  }
  return sum;
}

/** Cells of each row and each column; a one-way table has a total in its one line only. */
function linesOf({ rows, columns }: TableCounts): number[][] {
  const lines: number[][] = [];
  if (columns > 1) {
    for (let r = 0; r < rows; r++) lines.push(Array.from({ length: columns }, (_, c) => r * columns + c));
  }
  if (rows > 1) {
    for (let c = 0; c < columns; c++) lines.push(Array.from({ length: rows }, (_, r) => r * columns + c));
  }
  return lines;
}

/** Withholds more cells of a line until at least two are, holding enough answers together: a sum of 0 would tell each of them. */
function growLines(hidden: Uint8Array, table: TableCounts, policy: DisclosurePolicy): boolean {
  let changed = false;
  for (const line of linesOf(table)) {
    for (;;) {
      const inside = line.filter((at) => hidden[at] === 1);
      if (inside.length === 0 || inside.length === line.length) break;
      const together = inside.reduce((sum, at) => sum + table.counts[at]!, 0);
      if (inside.length > 1 && together >= policy.smallestCell) break;
      const open = line.filter((at) => hidden[at] === 0);
      hidden[open.reduce((best, at) => (cheaper(at, best, hidden, table) ? at : best))] = 1;
      changed = true;
    }
  }
  return changed;
}

/** Prefers a cell whose crossing line already has a withheld one (no further harm there), then the one with fewest answers, 0 last. */
function cheaper(at: number, best: number, hidden: Uint8Array, table: TableCounts): boolean {
  return cost(at) < cost(best);
  function cost(cell: number): number {
    const { rows, columns, counts } = table;
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    let crossings = 0;
    for (let r = 0; r < rows; r++) if (hidden[r * columns + column] === 1) crossings |= 1;
    for (let c = 0; c < columns; c++) if (hidden[row * columns + c] === 1) crossings |= 2;
    const freshLines = rows > 1 && columns > 1 && crossings !== 3 ? 1e9 : 0;
    // An empty cell hides nothing beside a withheld one: it is known to be a likely zero.
    return freshLines + (counts[cell] === 0 ? 5e8 : counts[cell]!);
  }
}

/** Finds a withheld cell that follows from the totals and withholds the cheapest cycle through it. False when there is none. */
function closeOneBridge(hidden: Uint8Array, table: TableCounts): boolean {
  const { rows, columns } = table;
  for (let at = 0; at < hidden.length; at++) {
    if (hidden[at] === 0) continue;
    const path = cheapestPath(Math.floor(at / columns), rows + (at % columns), at, hidden, table);
    const fresh = path.filter((cell) => hidden[cell] === 0);
    if (fresh.length === 0) continue;
    for (const cell of fresh) hidden[cell] = 1;
    return true;
  }
  return false;
}

/** Dijkstra between a row node and a column node over all cells but one; withheld cells cost nothing. Returns the cells used. */
function cheapestPath(from: number, to: number, except: number, hidden: Uint8Array, table: TableCounts): number[] {
  const { rows, columns, counts } = table;
  const nodes = rows + columns;
  const distance = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const cameBy = new Int32Array(nodes).fill(-1);
  const done = new Uint8Array(nodes);
  distance[from] = 0;
  for (;;) {
    let node = -1;
    for (let v = 0; v < nodes; v++) if (done[v] === 0 && (node < 0 || distance[v]! < distance[node]!)) node = v;
    if (node < 0 || distance[node] === Number.POSITIVE_INFINITY || node === to) break;
    done[node] = 1;
    const isRow = node < rows;
    for (let other = isRow ? rows : 0; other < (isRow ? nodes : rows); other++) {
      const at = isRow ? node * columns + other - rows : other * columns + node - rows;
      if (at === except) continue;
      const step = hidden[at] === 1 ? 0 : 1 + counts[at]!;
      if (distance[node]! + step < distance[other]!) {
        distance[other] = distance[node]! + step;
        cameBy[other] = at;
      }
    }
  }
  const path: number[] = [];
  for (let node = to; node !== from && cameBy[node]! >= 0; ) {
    const at = cameBy[node]!;
    path.push(at);
    const row = Math.floor(at / columns);
    const column = rows + (at % columns);
    node = node === row ? column : row;
  }
  return path;
}
