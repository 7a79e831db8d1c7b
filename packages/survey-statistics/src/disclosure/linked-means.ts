import type { TabulatedRows } from "./linked-tables.ts";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "./policy.ts";

/** A group whose mean is shown: the fresh ones are columns of the new table. */
type ShownGroup = { readonly column: number | undefined; readonly people: number; readonly classes: Int32Array };

const tiny = 1e-9;

/**
 * Which means of a new table must be withheld besides those that are already (`shown` = 0), so that no sum, difference or other
 * linear combination of it and of all `earlier` means of the question is the answer of fewer than `smallestBase` people.
 *
 * Who knows a group's mean and its base knows what the group's answers add up to. People who stand in the same shown groups
 * form a class; a combination of sums gives every person of a class the same factor. With the largest factor put to 1, it tells of
 * Σ people · |factor| people; that must be `smallestBase` or more for every combination. By duality this holds when the sum of each
 * class smaller than that could be higher by what is missing, with all that is shown left as it is, though nobody else's answer
 * moves by more than one.
 *
 * Bases are taken as known, means as shown without rounding, and means under different weights as if they were of the same sums.
 * Variables that come from the same answers are taken as one where their bases differ by fewer than `smallestBase` people, and
 * looked at among the people who are in all of them.
 *
 * @param earlier tables of the same frozen answers that were shown, with what they showed; those of other questions are passed over.
 * @returns columns of `table` to withhold.
 * @see Handbook on Statistical Disclosure Control, 2nd edition, 4.2.2 (linear relations between cells).
 */
export function withholdForLinkedMeans(
  table: TabulatedRows,
  earlier: readonly TabulatedRows[],
  policy: DisclosurePolicy = defaultDisclosurePolicy,
): readonly number[] {
  if (table.askLevels > 0) return [];
  const linked = earlier.filter(
    (other) => other.askKey === table.askKey && other.askLevels === 0 && inOneBase(other, table) < policy.smallestBase,
  );
  const inAll = Int32Array.from(table.ask, (code, i) => (linked.every(({ ask }) => ask[i]! >= 0) ? code : -1));
  const shown = table.shown.slice();
  const withheld: number[] = [];
  for (;;) {
    const { groups, people } = classesOf(inAll, [{ ...table, shown }, ...linked]);
    const fresh = groups.filter(({ column }) => column !== undefined);
    if (fresh.length === 0) return withheld;
    const because = firstTold(groups, people, policy.smallestBase);
    if (!because) return withheld;
    const guilty = because.filter(({ column }) => column !== undefined);
    // The earlier tables alone were safe: withholding all of the new one ends this. Everyone's mean goes last.
    const [cheapest] = (guilty.length ? guilty : fresh).sort(
      (a, b) => Number(a.column === 0) - Number(b.column === 0) || a.people - b.people,
    );
    shown[cheapest!.column!] = 0;
    withheld.push(cheapest!.column!);
  }
}

/** People in the base of one of two tables only. */
function inOneBase(a: TabulatedRows, b: TabulatedRows): number {
  let people = 0;
  for (let i = 0; i < a.ask.length; i++) if (a.ask[i]! >= 0 !== b.ask[i]! >= 0) people++;
  return people;
}

/** Rows by the shown groups in which they stand; the first table's groups know their column. */
function classesOf(ask: Int32Array, tables: readonly TabulatedRows[]): { groups: ShownGroup[]; people: Float64Array } {
  const rows = ask.length;
  let classOf = new Int32Array(rows);
  let count = 1;
  for (const { by, shown } of tables) {
    const next = new Map<number, number>();
    const after = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      const group = by?.[i] ?? -1;
      const place = ask[i]! < 0 ? 0 : group < 0 || shown[group + 1] === 0 ? 1 : group + 2;
      const key = classOf[i]! * 65_536 + place;
      let at = next.get(key);
      if (at === undefined) {
        at = next.size;
        next.set(key, at);
      }
      after[i] = at;
    }
    classOf = after;
    count = next.size;
  }
  const people = new Float64Array(count);
  for (let i = 0; i < rows; i++) people[classOf[i]!]!++;
  const groups = tables.flatMap(({ by, shown }, at) => {
    const members = Array.from(shown, () => new Set<number>());
    for (let i = 0; i < rows; i++) {
      if (ask[i]! < 0) continue;
      members[0]!.add(classOf[i]!);
      const group = by?.[i] ?? -1;
      if (group >= 0) members[group + 1]!.add(classOf[i]!);
    }
    return members.flatMap((set, column) => {
      if (shown[column] === 0 || set.size === 0) return [];
      const classes = Int32Array.from(set);
      return [
        {
          column: at === 0 ? column : undefined,
          people: classes.reduce((sum, c) => sum + people[c]!, 0),
          classes,
        },
      ];
    });
  });
  return { groups, people };
}

/** The shown groups of which some combination tells of too few people; undefined when there is none. */
function firstTold(
  groups: readonly ShownGroup[],
  people: Float64Array,
  smallestBase: number,
): readonly ShownGroup[] | undefined {
  const inAny = new Uint8Array(people.length);
  for (const { classes } of groups) for (const c of classes) inAny[c] = 1;
  const small = [...people.keys()].filter((c) => inAny[c] === 1 && people[c]! < smallestBase);
  if (small.length === 0) return undefined;
  const moves = new ClassMoves(groups, people);
  for (const c of small) {
    const because = moves.held(c, smallestBase - people[c]!);
    if (because) return because.map((at) => groups[at]!);
  }
  return undefined;
}

/**
 * How far the sum of one class can move while every shown group's sum stays and no other class's moves by more than its people:
 * the simplex method with bounds, from the point where nothing moves. Any basis fits that point, so one tableau serves all classes.
 *
 * @see Chvátal (1983), Linear Programming, chapter 8 (upper bounds); Bland (1977) against cycling.
 */
class ClassMoves {
  /** Classes, then the shown groups each row is made of. */
  private readonly rows: Float64Array[] = [];
  /** The class each row gives by the others. */
  private readonly basis: number[] = [];
  private readonly people: Float64Array;

  constructor(groups: readonly ShownGroup[], people: Float64Array) {
    this.people = people;
    for (const [g, { classes }] of groups.entries()) {
      const row = new Float64Array(people.length + groups.length);
      for (const c of classes) row[c] = 1;
      row[people.length + g] = 1;
      for (const [r, lead] of this.basis.entries()) take(row, this.rows[r]!, lead);
      const lead = row.findIndex((value, at) => at < people.length && Math.abs(value) > tiny);
      if (lead < 0) continue;
      this.rows.push(row);
      this.basis.push(lead);
      this.lead(this.rows.length - 1, lead);
    }
  }

  /** @returns undefined where class `c` can move by `missing`; else the groups that hold it. */
  held(c: number, missing: number): readonly number[] | undefined {
    const { rows, basis, people } = this;
    let own = basis.indexOf(c);
    if (own < 0) {
      own = rows.findIndex((row) => Math.abs(row[c]!) > tiny);
      this.lead(own, c);
    }
    const moved = new Float64Array(people.length);
    for (let idle = 0; ; ) {
      const gain = rows[own]!;
      let enter = -1;
      for (let k = 0; k < people.length; k++) {
        if (k === c || Math.abs(gain[k]!) <= tiny || basis.includes(k)) continue;
        if (people[k]! + moved[k]! * Math.sign(gain[k]!) <= tiny) continue;
        if (enter < 0 || Math.abs(gain[k]!) > Math.abs(gain[enter]!)) enter = k;
        if (idle > 50) break;
      }
      if (enter < 0)
        return [...gain.subarray(people.length).keys()].filter((g) => Math.abs(gain[people.length + g]!) > tiny);
      const way = -Math.sign(gain[enter]!);
      let step = people[enter]! - way * moved[enter]!;
      let leave = -1;
      for (const [r, row] of rows.entries()) {
        const rate = -row[enter]! * way;
        if (Math.abs(rate) <= tiny) continue;
        const most = r === own ? missing : people[basis[r]!]!;
        const reach = (most - Math.sign(rate) * moved[basis[r]!]!) / Math.abs(rate);
        if (reach < step - tiny || (reach <= step + tiny && leave >= 0 && basis[r]! < basis[leave]!)) {
          step = Math.max(0, Math.min(step, reach));
          leave = r;
        }
      }
      for (const [r, row] of rows.entries()) moved[basis[r]!]! -= row[enter]! * way * step;
      moved[enter]! += way * step;
      if (moved[c]! >= missing - 1e-6) return undefined;
      idle = step > tiny ? 0 : idle + 1;
      if (leave >= 0) this.lead(leave, enter);
    }
  }

  /** Lets row `r` give class `c`, and takes it out of the others. */
  private lead(r: number, c: number): void {
    const row = this.rows[r]!;
    const scale = 1 / row[c]!;
    for (let k = 0; k < row.length; k++) row[k]! *= scale;
    for (const other of this.rows) if (other !== row) take(other, row, c);
    this.basis[r] = c;
  }
}

function take(row: Float64Array, other: Float64Array, c: number): void {
  const factor = row[c]!;
  if (factor === 0) return;
  for (let k = 0; k < row.length; k++) row[k]! -= factor * other[k]!;
  row[c] = 0;
}
