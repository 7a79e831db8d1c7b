import { DisclosureError } from "./disclosure-error.ts";

/** A table with its totals: the last row and the last column are the sums of the others. Values ≥ 0, row-major. */
export interface TableWithTotals {
  /** Rows and columns, totals included; a one-way table has one row, the cells and then their total. */
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** What a reader can work out of a withheld cell. */
export interface Bounds {
  readonly low: number;
  /** Infinity where no total bounds it. */
  readonly high: number;
}

/** @throws {DisclosureError} wrong-length, negative-value, not-finite, does-not-add-up. */
export function checkTable({ rows, columns, values }: TableWithTotals): void {
  if (rows < 1 || columns < 2 || values.length !== rows * columns)
    throw new DisclosureError("wrong-length", "values", `${values.length} values for ${rows} × ${columns} cells.`);
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) throw new DisclosureError("not-finite", `values[${at}]`, `Cell ${at} is ${value}.`);
    if (value < 0) throw new DisclosureError("negative-value", `values[${at}]`, `Cell ${at} is ${value}, below 0.`);
  });
  const close = (sum: number, total: number) => Math.abs(sum - total) <= 1e-9 * Math.max(1, total);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns - 1; c++) sum += values[r * columns + c]!;
    if (!close(sum, values[r * columns + columns - 1]!))
      throw new DisclosureError("does-not-add-up", `row ${r}`, `Row ${r} adds up to ${sum}, not to its total.`);
  }
  for (let c = 0; rows > 1 && c < columns; c++) {
    let sum = 0;
    for (let r = 0; r < rows - 1; r++) sum += values[r * columns + c]!;
    if (!close(sum, values[(rows - 1) * columns + c]!))
      throw new DisclosureError("does-not-add-up", `column ${c}`, `Column ${c} adds up to ${sum}, not to its total.`);
  }
}

/**
 * The changes of withheld cells that leave every sum as printed are the circulations of a network between rows and columns: a cell
 * that grows carries flow from its row to its column, one that shrinks the other way, and totals run backwards. How far a
 * cell can move is therefore a largest flow, which is exact where the general problem would need linear programming.
 */
export class SuppressionNetwork {
  private readonly table: TableWithTotals;
  /** Flow that is already on each cell, from row to column. */
  private readonly flow: Float64Array;

  constructor(table: TableWithTotals) {
    this.table = table;
    this.flow = new Float64Array(table.values.length);
  }

  /** Starts again from the printed table. */
  reset(): void {
    this.flow.fill(0);
  }

  /** Room from row to column on a cell that may move. */
  private forward(at: number): number {
    const { values } = this.table;
    return this.isTotal(at) ? values[at]! - this.flow[at]! : Number.POSITIVE_INFINITY;
  }

  private backward(at: number): number {
    const { values } = this.table;
    return this.isTotal(at) ? Number.POSITIVE_INFINITY : values[at]! + this.flow[at]!;
  }

  /** Row and column totals run backwards; the total of all does not. */
  private isTotal(at: number): boolean {
    const { rows, columns } = this.table;
    const inLastRow = rows > 1 && Math.floor(at / columns) === rows - 1;
    const inLastColumn = at % columns === columns - 1;
    return inLastRow !== inLastColumn;
  }

  /**
   * Sends up to `wanted` around the cell: upwards makes its value grow. Uses the cells that `cost` allows (Infinity = not at all),
   * by the cheapest way each time, and calls `used` with each cell of the way.
   *
   * @returns how far the cell's value moves.
   */
  push(
    at: number,
    upwards: boolean,
    wanted: number,
    cost: (cell: number) => number,
    used?: (cell: number) => void,
  ): number {
    const { columns, values } = this.table;
    const row = Math.floor(at / columns);
    const column = this.columnNode(at % columns);
    // The value of a total grows when its flow runs from column to row.
    const outward = upwards !== this.isTotal(at);
    const most = upwards ? wanted : Math.min(wanted, values[at]!);
    let sent = 0;
    while (sent < most) {
      const way = outward ? this.cheapestWay(column, row, at, cost) : this.cheapestWay(row, column, at, cost);
      if (way === undefined) break;
      const amount = Math.min(way.room, most - sent);
      if (amount === Number.POSITIVE_INFINITY) return amount;
      if (!(amount > 1e-9 * Math.max(1, values[at]!))) break;
      for (const { cell, sign } of way.steps) {
        this.flow[cell]! += sign * amount;
        used?.(cell);
      }
      sent += amount;
    }
    return sent;
  }

  /** The columns of a one-way table have no sums of their own: they are one node. */
  private columnNode(column: number): number {
    const { rows } = this.table;
    return rows === 1 ? 1 : rows + column;
  }

  /** Dijkstra between two nodes over cells with room; rows are nodes 0 …, columns follow. */
  private cheapestWay(
    from: number,
    to: number,
    except: number,
    cost: (cell: number) => number,
  ): { readonly room: number; readonly steps: readonly { cell: number; sign: number }[] } | undefined {
    const { rows, columns } = this.table;
    const nodes = rows + (rows === 1 ? 1 : columns);
    const distance = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(nodes).fill(-1);
    const cameBy = new Int32Array(nodes).fill(-1);
    const done = new Uint8Array(nodes);
    distance[from] = 0;
    for (;;) {
      let node = -1;
      for (let k = 0; k < nodes; k++)
        if (done[k] === 0 && distance[k]! < (node < 0 ? Number.POSITIVE_INFINITY : distance[node]!)) node = k;
      if (node < 0) return undefined;
      if (node === to) break;
      done[node] = 1;
      const isRow = node < rows;
      const alongRow = isRow || rows === 1;
      for (let k = 0; k < (alongRow ? columns : rows); k++) {
        const other = isRow ? this.columnNode(k) : rows === 1 ? 0 : k;
        const cell = alongRow ? (isRow ? node : 0) * columns + k : k * columns + (node - rows);
        if (done[other] === 1 || cell === except) continue;
        const room = isRow ? this.forward(cell) : this.backward(cell);
        // Among ways of equal cost the one with fewer cells.
        const reached = distance[node]! + cost(cell) + 1e-6;
        if (room > 1e-12 && reached < distance[other]!) {
          distance[other] = reached;
          cameFrom[other] = node;
          cameBy[other] = cell;
        }
      }
    }
    let room = Number.POSITIVE_INFINITY;
    const steps: { cell: number; sign: number }[] = [];
    for (let node = to; node !== from; node = cameFrom[node]!) {
      const isRow = cameFrom[node]! < rows;
      const cell = cameBy[node]!;
      room = Math.min(room, isRow ? this.forward(cell) : this.backward(cell));
      steps.push({ cell, sign: isRow ? 1 : -1 });
    }
    return { room, steps };
  }
}
