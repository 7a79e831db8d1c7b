import { AnonymityError } from "./anonymity-error.ts";
import { type DesignCell, fewestInCell } from "./manifest.ts";

/** What a roster says of one person's place in the design. */
export interface RosterPlace {
  readonly stratum: string;
  /** Primary sampling unit: a village, say. */
  readonly psu: string;
  /** One over the probability of being drawn. */
  readonly baseWeight: number;
}

export interface DesignCellOptions {
  /** People in a cell at least: 20, or more. */
  readonly fewest?: number;
  /**
   * For a stratum with too few people: the stratum it is put together with. Nothing is joined without being named here,
   * because it changes what the error of every figure means.
   */
  readonly joined?: Readonly<Record<string, string>>;
}

export interface DesignCells {
  /** In the order of stratum, unit and weight: goes into the manifest. */
  readonly cells: readonly DesignCell[];
  /** For each row of the roster, its cell's place in the list. Stays at the issuer. */
  readonly cellOf: Int32Array;
  /** Which PSUs each variance unit is made of. Stays at the issuer. */
  readonly units: readonly { readonly stratum: string; readonly unit: number; readonly psus: readonly string[] }[];
  /** Strata with one variance unit only: their share of a variance cannot be estimated from the cells. */
  readonly lonelyStrata: readonly string[];
}

/** A group of roster rows under construction. */
interface Group {
  readonly names: string[];
  readonly rows: number[];
}

/**
 * Forms design cells: (stratum, variance unit, base-weight class), each shared by 20 invited people or more.
 *
 * A PSU with enough people is a variance unit by itself. The others of its stratum, in the order of their names (numbers
 * in names count as numbers), are put together until there are enough; what is left over joins the smallest unit.
 * Within a unit, base weights in rising order are put together in the same way, and equal weights are never parted; a
 * class's weight is the mean of its people's, so that weights add up to what they were.
 *
 * The order of the rows, and thus of arrival, has no influence on the cells.
 *
 * @throws {AnonymityError} `stratum-too-small`, naming strata with fewer than 20 people and no stratum to join;
 *   `roster` when a row has no stratum, no PSU or no positive weight, or nobody is invited.
 */
export function formDesignCells(roster: readonly RosterPlace[], options: DesignCellOptions = {}): DesignCells {
  const fewest = Math.max(fewestInCell, options.fewest ?? fewestInCell);
  checkRoster(roster);
  const strata = joinedStrata(roster, fewest, options.joined ?? {});
  const cells: DesignCell[] = [];
  const cellOf = new Int32Array(roster.length);
  const units: { stratum: string; unit: number; psus: string[] }[] = [];
  const lonelyStrata: string[] = [];
  for (const [stratum, rows] of strata) {
    const groups = varianceUnits(roster, rows, fewest);
    if (groups.length === 1) lonelyStrata.push(stratum);
    for (const [i, group] of groups.entries()) {
      units.push({ stratum, unit: i + 1, psus: group.names });
      for (const members of weightClasses(roster, group.rows, fewest)) {
        const sum = members.reduce((total, row) => total + roster[row]!.baseWeight, 0);
        for (const row of members) cellOf[row] = cells.length;
        cells.push({ stratum, unit: i + 1, weight: rounded(sum / members.length), invited: members.length });
      }
    }
  }
  return { cells, cellOf, units, lonelyStrata };
}

/** Twelve digits: shorter in the manifest, and no figure can tell. */
const rounded = (weight: number) => Number(weight.toPrecision(12));

function checkRoster(roster: readonly RosterPlace[]): void {
  if (roster.length === 0) throw new AnonymityError("roster", "nobody is invited");
  for (const [i, { stratum, psu, baseWeight }] of roster.entries()) {
    if (stratum.trim() === "") throw new AnonymityError("roster", `row ${i + 1}: has no stratum`);
    if (psu.trim() === "") throw new AnonymityError("roster", `row ${i + 1}: has no primary sampling unit`);
    if (!(Number.isFinite(baseWeight) && baseWeight > 0))
      throw new AnonymityError("roster", `row ${i + 1}: its base weight is not a number above 0`);
  }
}

/** Names as people order them: "Thôn 2" before "Thôn 10". Without a locale's rules, which differ between machines. */
function inOrder(a: string, b: string): number {
  const padded = (name: string) => name.normalize("NFC").replace(/\d+/g, (digits) => digits.padStart(12, "0"));
  const [x, y] = [padded(a), padded(b)];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
}

/** Rows by stratum, strata in order; small ones joined as named. */
function joinedStrata(
  roster: readonly RosterPlace[],
  fewest: number,
  joined: Readonly<Record<string, string>>,
): [string, number[]][] {
  const alone = groupBy(
    roster.map((_, row) => row),
    (row) => roster[row]!.stratum,
  );
  // Follows "A joins B, B joins C" to its end; a circle ends where it began.
  const target = (name: string): string => {
    const seen = new Set([name]);
    let at = name;
    for (let next = joined[at]; next !== undefined && alone.has(next) && !seen.has(next); next = joined[at]) {
      seen.add(next);
      at = next;
    }
    return at;
  };
  const together = groupBy([...alone.keys()].sort(inOrder), target);
  const strata = [...together.values()].map((names): [string, number[]] => [
    names.join(" + "),
    names.flatMap((name) => alone.get(name) ?? []),
  ]);
  const small = strata.filter(([, rows]) => rows.length < fewest);
  if (small.length > 0) {
    const named = small.map(([name, rows]) => `${name} (${rows.length})`).join(", ");
    throw new AnonymityError("stratum-too-small", `fewer than ${fewest} people are invited in: ${named}`);
  }
  return strata.sort(([a], [b]) => inOrder(a, b));
}

function varianceUnits(roster: readonly RosterPlace[], rows: readonly number[], fewest: number): Group[] {
  // PSUs of joined strata may have the same names: they are still apart.
  const keyOf = (row: number) => `${roster[row]!.stratum}\u0000${roster[row]!.psu}`;
  const psus = [...groupBy(rows, keyOf)]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([key, members]): Group => ({ names: [key.slice(key.indexOf("\u0000") + 1)], rows: members }));
  const large = psus.filter((psu) => psu.rows.length >= fewest);
  const { full, rest } = filled(
    psus.filter((psu) => psu.rows.length < fewest),
    fewest,
  );
  const units = [...large, ...full];
  if (rest !== undefined) {
    const smallest = units.reduce((a, b) => (b.rows.length < a.rows.length ? b : a));
    smallest.names.push(...rest.names);
    smallest.rows.push(...rest.rows);
  }
  return units.sort((a, b) => inOrder(a.names[0] ?? "", b.names[0] ?? ""));
}

function weightClasses(roster: readonly RosterPlace[], rows: readonly number[], fewest: number): number[][] {
  const weights = [...groupBy(rows, (row) => roster[row]!.baseWeight)]
    .sort(([a], [b]) => a - b)
    .map(([weight, members]): Group => ({ names: [String(weight)], rows: members }));
  const { full, rest } = filled(weights, fewest);
  full.at(-1)?.rows.push(...(rest?.rows ?? []));
  return full.map((group) => group.rows);
}

/** Puts groups together, in their order, until each has enough rows; what is left over is told apart. */
function filled(groups: readonly Group[], fewest: number): { full: Group[]; rest: Group | undefined } {
  const full: Group[] = [];
  let open: Group | undefined;
  for (const group of groups) {
    open ??= { names: [], rows: [] };
    open.names.push(...group.names);
    open.rows.push(...group.rows);
    if (open.rows.length < fewest) continue;
    full.push(open);
    open = undefined;
  }
  return { full, rest: open };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
