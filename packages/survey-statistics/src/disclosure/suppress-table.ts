import { DisclosureError } from "./disclosure-error.ts";
import { type Bounds, checkTable, SuppressionNetwork, type TableWithTotals } from "./suppression-network.ts";

/** A cell that may not be shown, and how uncertain a reader must stay about it. */
export interface PrimaryCell {
  /** Row-major place in the table with totals. */
  readonly cell: number;
  /** The lowest value a reader can work out must be at least this far below the true one (or 0). Default 0. */
  readonly below?: number;
  /** The highest at least this far above. Default 0: then only exact disclosure is prevented. */
  readonly above?: number;
}

export interface SuppressedTable {
  /** 1 = withheld. [rows·columns] */
  readonly withheld: Uint8Array;
  /** Withheld for another cell's sake. */
  readonly complements: readonly number[];
  /** What a reader can work out of each withheld cell. */
  readonly bounds: ReadonlyMap<number, Bounds>;
}

/**
 * What a reader of the shown cells and totals can work out of each withheld cell: the lowest and highest value it has in any table of
 * values ≥ 0 that fits. Exact, by largest flows.
 *
 * @param withheld 1 = withheld; totals may be. [rows·columns]
 * @throws {DisclosureError} wrong-length, negative-value, not-finite, does-not-add-up.
 * @see Gusfield (1988), SIAM Journal on Computing 17(3); Handbook on Statistical Disclosure Control, 4.2.2 (feasibility intervals).
 */
export function auditSuppression(table: TableWithTotals, withheld: Uint8Array): ReadonlyMap<number, Bounds> {
  checkTable(table);
  if (withheld.length !== table.values.length)
    throw new DisclosureError("wrong-length", "withheld", `${withheld.length} marks for ${table.values.length} cells.`);
  const network = new SuppressionNetwork(table);
  const bounds = new Map<number, Bounds>();
  withheld.forEach((mark, cell) => {
    if (mark === 1) bounds.set(cell, boundsOf(network, table, withheld, cell));
  });
  return bounds;
}

function boundsOf(network: SuppressionNetwork, table: TableWithTotals, withheld: Uint8Array, cell: number): Bounds {
  const among = (other: number) => (withheld[other] === 1 ? 0 : Number.POSITIVE_INFINITY);
  network.reset();
  const high = table.values[cell]! + network.push(cell, true, Number.POSITIVE_INFINITY, among);
  network.reset();
  const low = table.values[cell]! - network.push(cell, false, Number.POSITIVE_INFINITY, among);
  return { low, high };
}

/**
 * Withholds further cells until no reader can bound a primary cell more closely than its protection interval, nor know any withheld
 * cell exactly. Cells with small values go first, totals last; afterwards every complement that is not needed is shown again.
 *
 * The pattern is valid but need not be the smallest one: that problem is hard, and the gain is small in tables of opinion.
 *
 * @param keepTotals never withhold a total; default false.
 * @throws {DisclosureError} those of auditSuppression; bad-parameter; cannot-protect: with the totals shown no pattern will do.
 * @see Kelly, Golden & Assad (1992), Networks 22; Castro (2002); Handbook on Statistical Disclosure Control, 4.2.2.
 */
export function suppressTable(
  table: TableWithTotals,
  primary: readonly PrimaryCell[],
  options: { readonly keepTotals?: boolean } = {},
): SuppressedTable {
  checkTable(table);
  const { rows, columns, values } = table;
  const withheld = new Uint8Array(values.length);
  const asked = new Map<number, PrimaryCell>();
  for (const one of primary) {
    const { cell, below = 0, above = 0 } = one;
    if (!(cell >= 0 && cell < values.length) || !(below >= 0) || !(above >= 0) || above === Number.POSITIVE_INFINITY)
      throw new DisclosureError("bad-parameter", `primary cell ${cell}`, "A cell of the table, and levels ≥ 0.");
    withheld[cell] = 1;
    asked.set(cell, one);
  }
  const network = new SuppressionNetwork(table);
  const total = Math.max(1, values[values.length - 1]!);
  const cost = (cell: number) => {
    if (withheld[cell] === 1) return 0;
    const isTotal = (rows > 1 && Math.floor(cell / columns) === rows - 1) || cell % columns === columns - 1;
    if (isTotal) return options.keepTotals === true ? Number.POSITIVE_INFINITY : total * total + values[cell]!;
    // A cell of 0 is easily known to be one: it hides nothing.
    return values[cell] === 0 ? Number.POSITIVE_INFINITY : values[cell]! + 1e-3 * total;
  };
  // The largest need first: what it withholds often serves the others.
  const needs = [...asked.values()].sort(
    (a, b) => Math.max(b.above ?? 0, b.below ?? 0) - Math.max(a.above ?? 0, a.below ?? 0),
  );
  for (const one of needs) {
    const { cell } = one;
    const { upwards, downwards } = room(one, table);
    for (const [isUp, wanted] of [
      [true, upwards],
      [false, downwards],
    ] as const) {
      network.reset();
      const sent = network.push(cell, isUp, wanted, cost, (used) => {
        withheld[used] = 1;
      });
      if (sent < wanted * (1 - 1e-9))
        throw new DisclosureError(
          "cannot-protect",
          `cell ${cell}`,
          `Cell ${cell} can be moved by ${sent} only, not by ${wanted}: withhold totals too, or merge rows or columns.`,
        );
    }
  }
  const complements = [...withheld.keys()].filter((cell) => withheld[cell] === 1 && !asked.has(cell));
  // Clean up: the largest first, as showing it again gains most.
  for (const cell of complements.sort((a, b) => values[b]! - values[a]!)) {
    withheld[cell] = 0;
    if (!isSafe(network, table, withheld, asked)) withheld[cell] = 1;
  }
  return {
    withheld,
    complements: complements.filter((cell) => withheld[cell] === 1).sort((a, b) => a - b),
    bounds: auditSuppression(table, withheld),
  };
}

/** How far a primary cell must be able to move: at least a little one way, or it would be known exactly. */
function room({ cell, below = 0, above = 0 }: PrimaryCell, { values }: TableWithTotals) {
  const least = Math.max(1e-6 * values[cell]!, Math.min(1, values[values.length - 1]!) * 1e-6);
  const downwards = Math.min(below, values[cell]!);
  return { upwards: Math.max(above, downwards > 0 ? 0 : least), downwards };
}

function isSafe(
  network: SuppressionNetwork,
  table: TableWithTotals,
  withheld: Uint8Array,
  asked: ReadonlyMap<number, PrimaryCell>,
): boolean {
  for (let cell = 0; cell < withheld.length; cell++) {
    if (withheld[cell] !== 1) continue;
    const { low, high } = boundsOf(network, table, withheld, cell);
    const value = table.values[cell]!;
    const one = asked.get(cell);
    if (!(high - low > 1e-9 * Math.max(1, value))) return false;
    if (one === undefined) continue;
    const { upwards, downwards } = room(one, table);
    if (high - value < upwards * (1 - 1e-9) || value - low < downwards * (1 - 1e-9)) return false;
  }
  return true;
}
