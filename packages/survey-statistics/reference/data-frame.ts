import { crossCodes, type Encoded, encode, indicator } from "../src/index.ts";
import type { Expression } from "./r-expression.ts";
import { termsOf } from "./r-expression.ts";

/** A column as R holds it: numbers (NaN = NA), or categories with their level order. */
export type Column = { readonly numbers: Float64Array } | { readonly categories: Encoded };

export interface DataFrame {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
}

/** Says why a result is not compared; anything else that is thrown is a failure. */
export class NotCompared extends Error {}

export function readDataFrame(
  text: string,
  types: Readonly<Record<string, string>>,
  factors: Readonly<Record<string, readonly string[]>>,
): DataFrame {
  const [header, ...records] = text.trimEnd().split(/\r?\n/).map(fields);
  const columns = new Map<string, Column>();
  header!.forEach((name, c) => {
    const cells = records.map((record) => record[c] ?? "");
    if (types[name] === "number")
      columns.set(name, { numbers: Float64Array.from(cells, (cell) => (cell === "" ? Number.NaN : Number(cell))) });
    else {
      const values = cells.map((cell) => (cell === "" ? null : cell));
      const levels = factors[name] ?? [...new Set(cells.filter((cell) => cell !== ""))].sort();
      columns.set(name, { categories: encode(values, levels) });
    }
  });
  return { rows: records.length, columns };
}

function fields(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map((match) => match[1]!)
    .slice(0, -1 || undefined)
    .map(unquoted);
}

function unquoted(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

export function columnOf(frame: DataFrame, name: string): Column {
  const column = frame.columns.get(name);
  if (column === undefined) throw new NotCompared(`unknown name ${name}`);
  return column;
}

/** A formula's term as categories: a factor, a string, a number's distinct values, or interaction(a, b). */
export function categoriesOf(frame: DataFrame, term: Expression): Encoded {
  if (term.kind === "name") {
    const column = columnOf(frame, term.name);
    if ("categories" in column) return column.categories;
    const distinct = [...new Set(column.numbers)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    return encode([...column.numbers], distinct);
  }
  if (term.kind === "call" && term.name === "interaction")
    return crossed(term.arguments.map(({ value }) => categoriesOf(frame, value)));
  throw new NotCompared(`no categories in ${term.kind === "call" ? term.name : term.kind}`);
}

/** All combinations, the first factor's levels fastest, as R's interaction(). */
export function crossed(factors: readonly Encoded[]): Encoded {
  return factors.reduce((left, right) => ({
    codes: crossCodes(left.codes, left.levels.length, right.codes),
    levels: right.levels.flatMap((second) => left.levels.map((first) => `${first}.${second}`)),
  }));
}

/** The model-matrix columns of a term: one for a number, one a level for categories. */
export function modelColumns(frame: DataFrame, term: Expression): readonly Float64Array[] {
  if (term.kind === "name") {
    const column = columnOf(frame, term.name);
    if ("numbers" in column) return [column.numbers];
  }
  const { codes, levels } = categoriesOf(frame, term);
  return levels.map((_, level) => indicator(codes, level));
}

/** Truth of a condition for each row: 1, 0, or NaN where R says NA. */
export function conditionOf(frame: DataFrame, expression: Expression): Float64Array {
  if (expression.kind !== "call") throw new NotCompared("condition is not a comparison");
  if (expression.name === "I") return conditionOf(frame, expression.arguments[0]!.value);
  const [left, right] = expression.arguments.map(({ value }) => value);
  if (left?.kind !== "name" || right === undefined) throw new NotCompared(`condition ${expression.name}`);
  const column = columnOf(frame, left.name);
  const wanted = right.kind === "call" && right.name === "c" ? right.arguments.map(({ value }) => value) : [right];
  const truth = new Float64Array(frame.rows);
  for (let i = 0; i < frame.rows; i++) {
    if ("categories" in column) {
      const level = column.categories.levels[column.categories.codes[i]!];
      const found = wanted.some((value) => value.kind === "string" && value.value === level);
      if (expression.name === "==") truth[i] = level === undefined ? Number.NaN : Number(found);
      else if (expression.name === "!=") truth[i] = level === undefined ? Number.NaN : Number(!found);
      else if (expression.name === "%in%") truth[i] = Number(found);
      else throw new NotCompared(`${expression.name} on categories`);
      continue;
    }
    if (right.kind !== "number") throw new NotCompared("a number compared with something else");
    const value = column.numbers[i]!;
    if (Number.isNaN(value)) truth[i] = Number.NaN;
    else truth[i] = Number(compared(value, expression.name, right.value));
  }
  return truth;
}

function compared(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case ">":
      return left > right;
    case "<":
      return left < right;
    case ">=":
      return left >= right;
    case "<=":
      return left <= right;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    default:
      throw new NotCompared(`operator ${operator}`);
  }
}

/** The single column of a formula such as ~pw, or undefined for ~1 and ~0. */
export function formulaColumns(frame: DataFrame, formula: Expression | undefined): readonly Column[] {
  if (formula === undefined) return [];
  return termsOf(formula).flatMap((term) => {
    if (term.kind === "number") return [];
    if (term.kind !== "name") throw new NotCompared("design formula with a call");
    return [columnOf(frame, term.name)];
  });
}
