import { type KnownSum, LinearBounds } from "./linear-bounds.ts";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "./policy.ts";

/**
 * A table of one question, or of one option of it, as its rows: who stands in which cell, and which cells were shown.
 * Tables are linked when they count the same people by what comes from the same questions.
 */
export interface TabulatedRows {
  /** Where the question comes from: derived variables of the same questions share it. */
  readonly askKey: string;
  /** Level of each person; −1 = not in the base. Levels from `askLevels` on are in the base and have no figure. [rows] */
  readonly ask: Int32Array;
  /** Levels with a figure of their own; 0 for a mean, which tells of its base alone. */
  readonly askLevels: number;
  readonly byKey?: string | undefined;
  /** Group of each person; −1 = in none. [rows] */
  readonly by?: Int32Array | undefined;
  readonly byLevels?: number | undefined;
  /** [1 + byLevels][askLevels], row-major: 1 = shown. Column 0 is everyone. A mean has one place a column. */
  readonly shown: Uint8Array;
  /** Half the unit in which a column's shares are printed, such as 0.005 for whole per cents. [1 + byLevels]; 0 = exact. */
  readonly halfUnit: Float64Array;
}

/** Figures a column has: one a level, or the mean. */
export const figuresOfColumn = (table: Pick<TabulatedRows, "askLevels">): number => Math.max(1, table.askLevels);

/** A set of people whose number a table shows: a cell, or with `level` −1 a whole column (its base). */
type ShownSet = { readonly column: number; readonly level: number; readonly people: number; readonly sum: KnownSum };

/** What tables that share questions count together: the cells of their common refinement, and the sets they show. */
interface LinkedCells {
  /** People of each cell. */
  readonly counts: Int32Array;
  /** Sets of the new table, shown or not; then what the earlier tables show. */
  readonly fresh: readonly ShownSet[];
  readonly earlier: readonly KnownSum[];
  /** Sets that must not be known to be small: cells of the new table's two questions and of each pair that was shown before. */
  readonly guarded: readonly Guarded[];
  /** Cells in which nobody is and which earlier tables do not show. */
  readonly empty: readonly Guarded[];
}

/** A set of cells whose number must be able to reach `least` for all that a reader knows. */
type Guarded = { readonly cells: Int32Array; readonly least: number };

/**
 * Which figures of a new table must be withheld besides those that are already (`shown` = 0), so that no reader of it and of
 * all `earlier` tables, by whatever combination of sums, can tell that fewer than `smallestCell` (and more than none) stand in
 * a cell of the questions' common refinement: the highest number that fits everything shown must be `smallestCell` or more.
 *
 * The reader is taken to know how figures are rounded, and every count exactly where rounding hides less than a person. Tables of three questions are
 * looked at together where two of them share a question; which of their groups overlap at all is taken as known (communes lie
 * in regions).
 *
 * @param earlier tables of the same frozen answers that were shown, with what they showed.
 * @returns places of `table.shown` to withhold.
 * @see Handbook on Statistical Disclosure Control, 2nd edition, 4.2.2 and 4.3 (linked tables).
 */
export function withholdForLinked(
  table: TabulatedRows,
  earlier: readonly TabulatedRows[],
  policy: DisclosurePolicy = defaultDisclosurePolicy,
): readonly number[] {
  const shown = table.shown.slice();
  const systems = axesOf(table, earlier).map((axes) => link(axes, table, earlier, policy));
  for (let again = true; again; ) {
    again = false;
    for (const system of systems) {
      const hidden = withholdIn(system, table, shown);
      if (hidden) again = systems.length > 1;
    }
  }
  return [...shown.keys()].filter((at) => table.shown[at] === 1 && shown[at] === 0);
}

/** Pairs and triples of questions whose tables are read together with the new one. */
function axesOf(table: TabulatedRows, earlier: readonly TabulatedRows[]): string[][] {
  const partners = (key: string) =>
    new Set(
      earlier.flatMap(({ askKey, byKey }) =>
        byKey === undefined || byKey === askKey ? [] : askKey === key ? [byKey] : byKey === key ? [askKey] : [],
      ),
    );
  const joined = (pair: readonly string[]) => {
    const thirds = new Set(pair.flatMap((key) => [...partners(key)]).filter((key) => !pair.includes(key)));
    return thirds.size ? [...thirds].map((key) => [...pair, key]) : [[...pair]];
  };
  if (table.byKey !== undefined && table.byKey !== table.askKey) return joined([table.askKey, table.byKey]);
  const pairs = [...partners(table.askKey)].map((key) => [table.askKey, key]);
  return pairs.length ? pairs.flatMap(joined) : [[table.askKey]];
}

/** Rows by the joint values of several columns of codes. */
function refine(rows: number, columns: readonly Int32Array[]): { atom: Int32Array; atoms: number; first: Int32Array } {
  let atom = new Int32Array(rows);
  let atoms = 1;
  for (const codes of columns) {
    const place = new Map<number, number>();
    const next = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      const key = atom[i]! * 65_536 + codes[i]! + 2;
      let at = place.get(key);
      if (at === undefined) {
        at = place.size;
        place.set(key, at);
      }
      next[i] = at;
    }
    atom = next;
    atoms = place.size;
  }
  const first = new Int32Array(atoms).fill(-1);
  for (let i = rows - 1; i >= 0; i--) first[atom[i]!] = i;
  return { atom, atoms, first };
}

type Side = { readonly key: string; readonly codes: Int32Array };
const sidesOf = (table: TabulatedRows): Side[] => [
  { key: table.askKey, codes: table.ask },
  ...(table.by && table.byKey !== undefined ? [{ key: table.byKey, codes: table.by }] : []),
];

function link(
  axes: readonly string[],
  table: TabulatedRows,
  earlier: readonly TabulatedRows[],
  policy: DisclosurePolicy,
): LinkedCells {
  const rows = table.ask.length;
  const whole = earlier.filter((other) => sidesOf(other).every(({ key }) => axes.includes(key)));
  const margins = earlier.filter((other) => axes.includes(other.askKey) && !whole.includes(other));
  const sides = axes.map((key) =>
    refine(
      rows,
      distinct(
        [...[table, ...whole].flatMap(sidesOf), ...margins.map((other) => ({ key: other.askKey, codes: other.ask }))]
          .filter((side) => side.key === key)
          .map((side) => side.codes),
      ),
    ),
  );
  // The question asked stands against every combination of groups that has anyone in it.
  const [asked, ...grouped] = sides as [(typeof sides)[number], ...typeof sides];
  const groups = refine(
    rows,
    grouped.map(({ atom }) => atom),
  );
  const cells = asked.atoms * groups.atoms;
  const counts = new Int32Array(cells);
  for (let i = 0; i < rows; i++) counts[asked.atom[i]! * groups.atoms + groups.atom[i]!]!++;
  const peopleOf = (members: ArrayLike<number>) => {
    let people = 0;
    for (let k = 0; k < members.length; k++) people += counts[members[k]!]!;
    return people;
  };
  /** A row like those of a cell: its codes on either axis. */
  const rowOf = (key: string, cell: number): number => {
    const group = cell % groups.atoms;
    return key === axes[0] ? asked.first[Math.floor(cell / groups.atoms)]! : groups.first[group]!;
  };
  const codeOf = ({ key, codes }: Side, cell: number) => codes[rowOf(key, cell)]!;
  const setsOf = (one: TabulatedRows, columns: number): ShownSet[] => {
    const ask: Side = { key: one.askKey, codes: one.ask };
    const by: Side | undefined =
      one.by && one.byKey !== undefined && axes.includes(one.byKey) ? { key: one.byKey, codes: one.by } : undefined;
    const found: number[][][] = Array.from({ length: columns }, () =>
      Array.from({ length: one.askLevels + 1 }, () => []),
    );
    for (let cell = 0; cell < cells; cell++) {
      const level = codeOf(ask, cell);
      if (level < 0) continue;
      const column = by && columns > 1 ? codeOf(by, cell) + 1 : 0;
      for (const c of column > 0 ? [0, column] : [0]) {
        found[c]![one.askLevels]!.push(cell);
        if (level < one.askLevels) found[c]![level]!.push(cell);
      }
    }
    return found.flatMap((levels, c) => {
      const base = peopleOf(levels[one.askLevels]!);
      return levels.map((members, l) => {
        const level = l === one.askLevels ? -1 : l;
        const people = peopleOf(members);
        const halfUnit = one.halfUnit[c] ?? 0;
        const range = level < 0 ? rangeOfBase(people, c, halfUnit) : rangeOfCount(people, base, halfUnit);
        return { column: c, level, people, sum: { members: Int32Array.from(members), ...range } };
      });
    });
  };
  const columnsOf = (one: TabulatedRows) => 1 + (one.byLevels ?? 0);
  const shownSets = (one: TabulatedRows, columns: number) =>
    setsOf(one, columns)
      .filter(({ column, level }) => isShown(one, one.shown, column, level))
      .map((set) => set.sum);
  const guard = (keys: readonly string[]): Int32Array[] => {
    const sets = new Map<string, number[]>();
    for (let cell = 0; cell < cells; cell++) {
      const group = cell % groups.atoms;
      const name = keys
        .map((key) => {
          const at = axes.indexOf(key);
          return at === 0 ? Math.floor(cell / groups.atoms) : grouped[at - 1]!.atom[groups.first[group]!]!;
        })
        .join(" ");
      const set = sets.get(name);
      if (set) set.push(cell);
      else sets.set(name, [cell]);
    }
    return [...sets.values()].map((set) => Int32Array.from(set));
  };
  const pairs = new Set<string>();
  for (const one of [table, ...whole]) pairs.add([...new Set(sidesOf(one).map(({ key }) => key))].sort().join("\n"));
  return {
    counts,
    fresh: setsOf(table, columnsOf(table)),
    earlier: [
      ...whole.flatMap((one) => shownSets(one, columnsOf(one))),
      ...margins.flatMap((one) => shownSets(one, 1)),
    ],
    guarded: [...pairs]
      .flatMap((pair) => guard(pair.split("\n")))
      .filter((cells) => {
        const people = peopleOf(cells);
        return people > 0 && people < policy.smallestCell;
      })
      .map((cells) => ({ cells, least: policy.smallestCell })),
    empty: whole.flatMap((one) => emptyCells(setsOf(one, columnsOf(one)), one, one.shown)),
  };
}

/**
 * Between which counts a reader of a share printed in units of 2 · `halfUnit` must leave a cell; where that is less than a person
 * either way the count is taken as known.
 */
export function rangeOfCount(people: number, base: number, halfUnit: number): { least: number; most: number } {
  if (halfUnit * base < 1) return { least: people, most: people };
  const unit = 2 * halfUnit;
  const printed = Math.round(people / base / unit) * unit;
  return {
    least: Math.max(0, Math.ceil((printed - halfUnit) * base - 1e-9)),
    most: Math.min(base, Math.floor((printed + halfUnit) * base + 1e-9)),
  };
}

/**
 * Beside rounded shares bases are printed to the nearest 5; small ones can be worked out from their shares, and everyone's
 * (column 0) from how many took part: both are taken as known.
 */
export function rangeOfBase(people: number, column: number, halfUnit: number): { least: number; most: number } {
  if (column === 0 || halfUnit === 0 || people < baseHiddenFrom) return { least: people, most: people };
  const printed = 5 * Math.round(people / 5);
  return { least: printed - 2, most: printed + 2 };
}
const baseHiddenFrom = 200;

const distinct = (columns: readonly Int32Array[]): Int32Array[] => [...new Set(columns)];

/** Whether a table shows a cell; its base is shown beside any of them. */
function isShown(table: TabulatedRows, shown: Uint8Array, column: number, level: number): boolean {
  const figures = figuresOfColumn(table);
  if (level >= 0) return shown[column * figures + level] === 1;
  return shown.subarray(column * figures, (column + 1) * figures).includes(1);
}

/** Withholds in `shown` until no guarded cell of the system can be known to be small. @returns whether anything was. */
function withholdIn(system: LinkedCells, table: TabulatedRows, shown: Uint8Array): boolean {
  const { counts, fresh, earlier, guarded, empty } = system;
  const figures = figuresOfColumn(table);
  let changed = false;
  for (;;) {
    const small = [...guarded, ...empty, ...emptyCells(fresh, table, shown)];
    if (small.length === 0) break;
    const told = fresh.filter(({ column, level }) => isShown(table, shown, column, level));
    if (told.length === 0) break;
    const sums = [...told.map(({ sum }) => sum), ...earlier];
    const breach = firstBreach(new LinearBounds(counts.length, sums), small);
    if (!breach) break;
    const guilty = breach.filter((at) => at < told.length).map((at) => told[at]!);
    // Rounding aside the cause is always among the new sets, since the earlier tables alone were safe.
    const [cheapest] = (guilty.length ? guilty : told).sort((a, b) => cost(a) - cost(b));
    const { column, level } = cheapest!;
    if (level >= 0) shown[column * figures + level] = 0;
    else shown.fill(0, column * figures, (column + 1) * figures);
    changed = true;
  }
  return changed;

  /** The fewest people first; everyone's figures and whole columns last. */
  function cost({ column, level, people }: ShownSet): number {
    return people + (column === 0 ? 1e7 : 0) + (level < 0 ? 1e8 : 0);
  }
}

/** Cells of a table in which nobody is, withheld since that tells of everyone in the column: it must not be known for certain. */
function emptyCells(sets: readonly ShownSet[], table: TabulatedRows, shown: Uint8Array): Guarded[] {
  return sets
    .filter(
      ({ column, level, people, sum }) =>
        level >= 0 && people === 0 && sum.members.length > 0 && !isShown(table, shown, column, level),
    )
    .map(({ sum }) => ({ cells: sum.members, least: 1 }));
}

/** The known sums that keep some guarded set below its least; undefined when none does. */
function firstBreach(bounds: LinearBounds, small: readonly Guarded[]): readonly number[] | undefined {
  const free = new Uint8Array(small.length);
  for (const [at, { cells, least }] of small.entries()) {
    if (free[at] === 1) continue;
    const { value, because } = bounds.highest(cells, (count) => {
      // One solution shows of many sets at once that they may be large.
      for (let other = at + 1; other < small.length; other++) {
        if (free[other] === 1) continue;
        let sum = 0;
        for (const cell of small[other]!.cells) sum += count(cell);
        if (sum >= small[other]!.least - 1e-6) free[other] = 1;
      }
    });
    if (value < least - 1e-6) return because;
  }
  return undefined;
}
