import { DisclosureError } from "./disclosure-error.ts";

/** A group of which a table tells every member's answer. */
export interface GroupDisclosure {
  /** Row: the group. */
  readonly row: number;
  /** Column: the answer. */
  readonly column: number;
  /** People of the group. */
  readonly people: number;
  /** Of them, with another answer: 0, or up to `exceptions`, each of whom then knows the others' answer. */
  readonly others: number;
}

/**
 * Groups (rows) in which everybody gave one answer (column): whoever knows that a person belongs to the group knows the answer,
 * however large the group. With `exceptions` = 1 also groups with one dissenter, who knows the same of all the others.
 *
 * @param counts people, row-major. [rows·columns]
 * @param options.exceptions people who may differ. Default 0. @param options.columns answers that give nothing away are left out:
 *   1 = sensitive. [columns]; omitted: all are.
 * @throws {DisclosureError} wrong-length, not-a-count, bad-parameter.
 * @see Hundepool and others, Handbook on Statistical Disclosure Control, 5.2, "group disclosure".
 */
export function groupDisclosures(
  table: { readonly rows: number; readonly columns: number; readonly counts: Int32Array },
  options: { readonly exceptions?: number; readonly columns?: Uint8Array } = {},
): readonly GroupDisclosure[] {
  const { rows, columns, counts } = table;
  const { exceptions = 0 } = options;
  if (counts.length !== rows * columns)
    throw new DisclosureError("wrong-length", "counts", `${counts.length} counts for ${rows} × ${columns} cells.`);
  if (options.columns !== undefined && options.columns.length !== columns)
    throw new DisclosureError("wrong-length", "columns", `${options.columns.length} marks for ${columns} columns.`);
  if (!Number.isInteger(exceptions) || exceptions < 0)
    throw new DisclosureError("bad-parameter", "exceptions", `exceptions is ${exceptions}, not 0, 1, ….`);
  const found: GroupDisclosure[] = [];
  for (let row = 0; row < rows; row++) {
    let people = 0;
    for (let column = 0; column < columns; column++) {
      const count = counts[row * columns + column]!;
      if (count < 0)
        throw new DisclosureError("not-a-count", `counts[${row * columns + column}]`, `A count is ${count}.`);
      people += count;
    }
    for (let column = 0; column < columns; column++) {
      const count = counts[row * columns + column]!;
      if (options.columns?.[column] === 0 || count === 0 || people - count > exceptions) continue;
      found.push({ row, column, people, others: people - count });
    }
  }
  return found;
}
