import { RegressionError } from "./regression-error.ts";

/** A column of the model: told by its source, so that a million rows of dummies cost nothing to hold. */
export type ModelColumn = { readonly name: string; readonly term?: string } & (
  | { readonly constant: number }
  /** Numbers; NaN = missing. [rows] */
  | { readonly values: Float64Array }
  /** 1 where the code is `level`, else 0; code −1 = missing. [rows] */
  | { readonly codes: Int32Array; readonly level: number }
  /** The product of its parts: an interaction. */
  | { readonly product: readonly ModelColumn[] }
);

/** The column of ones. */
export function interceptColumn(): ModelColumn {
  return { name: "(Intercept)", term: "(Intercept)", constant: 1 };
}

/** @param values NaN = missing. [rows] */
export function numericColumn(name: string, values: Float64Array): ModelColumn {
  return { name, term: name, values };
}

/**
 * Dummies of a categorical question, one a level but the reference level (R's treatment contrasts).
 *
 * @param codes 0 … levels.length − 1, −1 = missing. [rows]
 * @param options.reference level without a column; default the first. "none": every level has one (a model without intercept).
 */
export function factorColumns(
  name: string,
  codes: Int32Array,
  levels: readonly string[],
  options: { readonly reference?: number | "none" } = {},
): ModelColumn[] {
  const reference = options.reference ?? 0;
  return levels.flatMap((label, level) =>
    level === reference ? [] : [{ name: `${name}${label}`, term: name, codes, level }],
  );
}

/** Products of every pair of columns, the first running fastest, as R names and orders them. */
export function interactionColumns(first: readonly ModelColumn[], second: readonly ModelColumn[]): ModelColumn[] {
  return second.flatMap((b) =>
    first.map((a) => ({
      name: `${a.name}:${b.name}`,
      term: `${a.term ?? a.name}:${b.term ?? b.name}`,
      product: [a, b],
    })),
  );
}

/** An array that columns are made from. */
export type ColumnSource = Float64Array | Int32Array;

/** The arrays that the columns are made from, each once. */
export function sourcesOf(columns: readonly ModelColumn[], found: Set<ColumnSource> = new Set()): Set<ColumnSource> {
  for (const column of columns) {
    if ("values" in column) found.add(column.values);
    else if ("codes" in column) found.add(column.codes);
    else if ("product" in column) sourcesOf(column.product, found);
  }
  return found;
}

/** @throws {RegressionError} wrong-length, not-finite. */
export function checkColumns(columns: readonly ModelColumn[], rows: number): void {
  const checked = new Set<ColumnSource>();
  for (const column of columns) {
    if ("product" in column) {
      checkColumns(column.product, rows);
      continue;
    }
    const source = "values" in column ? column.values : "codes" in column ? column.codes : undefined;
    if (source === undefined || checked.has(source)) continue;
    checked.add(source);
    if (source.length !== rows)
      throw new RegressionError(
        "wrong-length",
        `Column "${column.name}" has ${source.length} values for ${rows} rows.`,
      );
    if (source instanceof Int32Array) continue;
    for (let i = 0; i < rows; i++)
      if (Math.abs(source[i]!) === Number.POSITIVE_INFINITY)
        throw new RegressionError("not-finite", `Column "${column.name}", row ${i} is ${source[i]}.`);
  }
}

/** Value of a column in one row; NaN where it is missing. */
export function valueAt(column: ModelColumn, row: number): number {
  if ("values" in column) return column.values[row]!;
  if ("codes" in column) {
    const code = column.codes[row]!;
    return code < 0 ? Number.NaN : code === column.level ? 1 : 0;
  }
  if ("constant" in column) return column.constant;
  let value = 1;
  for (const part of column.product) value *= valueAt(part, row);
  return value;
}
