import { figuresOfColumn, type TabulatedRows } from "./linked-tables.ts";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "./policy.ts";

/** Two groups of which the same question was, or would be, shown and which are nearly the same people. */
export interface NearlySame {
  /** Column of the new table, and of the earlier one; 0 = everyone in its base. */
  readonly column: number;
  readonly earlierColumn: number;
}

/**
 * The difference rule: whoever has the answers of two groups can subtract them. Where few people are in the one and not in the other,
 * that is a table of those few. Two groups may be the same people, or differ by `smallestBase` people or more on one side at least;
 * what larger differences tell is bounded by `withholdForLinked`. Groups are compared among the people who are in both bases:
 * whoever is in one base only differs by the answer itself (don't know counted or not), which `withholdForLinked` bounds too.
 *
 * Where rounding leaves every difference of two counts uncertain by `smallestCell` people or more, subtraction tells nothing.
 *
 * @param table a table of the same question as `earlier`, or of one that comes from the same question; only its bases and groups are read.
 * @returns the first pair of groups that may not both be shown; undefined when there is none.
 */
export function nearlySamePeople(
  table: TabulatedRows,
  earlier: TabulatedRows,
  policy: DisclosurePolicy = defaultDisclosurePolicy,
): NearlySame | undefined {
  const wide = 2 + (table.byLevels ?? 0);
  const high = 2 + (earlier.byLevels ?? 0);
  // People by their place in either table: 0 = not in both bases, 1 = in no group, 2 … = in a group.
  const together = new Float64Array(wide * high);
  const rows = table.ask.length;
  for (let i = 0; i < rows; i++) {
    const inBoth = table.ask[i]! >= 0 && earlier.ask[i]! >= 0;
    const here = inBoth ? (table.by?.[i] ?? -1) + 2 : 0;
    const there = inBoth ? (earlier.by?.[i] ?? -1) + 2 : 0;
    together[here * high + there]!++;
  }
  const inColumn = (place: number, column: number) => (column === 0 ? place > 0 : place === column + 1);
  for (let c = 0; c < wide - 1; c++) {
    if (!isAnyShown(table, c)) continue;
    for (let d = 0; d < high - 1; d++) {
      if (!isAnyShown(earlier, d)) continue;
      let both = 0;
      let onlyHere = 0;
      let onlyThere = 0;
      for (let at = 0; at < together.length; at++) {
        const here = inColumn(Math.floor(at / high), c);
        const there = inColumn(at % high, d);
        if (here && there) both += together[at]!;
        else if (here) onlyHere += together[at]!;
        else if (there) onlyThere += together[at]!;
      }
      if (onlyHere + onlyThere === 0 || both === 0) continue;
      if (onlyHere >= policy.smallestBase || onlyThere >= policy.smallestBase) continue;
      const hidden = (table.halfUnit[c] ?? 0) * (both + onlyHere) + (earlier.halfUnit[d] ?? 0) * (both + onlyThere);
      if (hidden < policy.smallestCell) return { column: c, earlierColumn: d };
    }
  }
  return undefined;
}

function isAnyShown(table: TabulatedRows, column: number): boolean {
  const figures = figuresOfColumn(table);
  return table.shown.subarray(column * figures, (column + 1) * figures).includes(1);
}
