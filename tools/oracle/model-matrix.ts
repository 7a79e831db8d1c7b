import type { Environment } from "./environment.ts";
import { recycledTo } from "./indexing.ts";
import { evaluate } from "./interpreter.ts";
import { calledName, deparse, type Expression } from "./reader.ts";
import {
  asFactor,
  asNumbers,
  type Column,
  type Factor,
  type Formula,
  type Frame,
  Refusal,
  Unsupported,
} from "./values.ts";

/** A term: the names of its variables, in the order of the formula. */
export type Term = readonly string[];

export interface Terms {
  readonly intercept: boolean;
  /** By order (main effects first), then as written. */
  readonly terms: readonly Term[];
  /** Every variable by its name, in order of appearance. */
  readonly variables: ReadonlyMap<string, Expression>;
}

/** Expands the right side of a formula: +, -, *, :, ^, %in%, parentheses, 0, 1 and the dot. */
export function termsOf(right: Expression, dot: readonly string[] = []): Terms {
  const variables = new Map<string, Expression>();
  let intercept = true;
  const variable = (expression: Expression): string => {
    const name = deparse(expression);
    variables.set(name, expression);
    return name;
  };
  const key = (term: Term) => [...term].sort().join("\u0000");
  const unique = (terms: readonly Term[]): Term[] => {
    const seen = new Set<string>();
    return terms.filter((term) => !seen.has(key(term)) && seen.add(key(term)));
  };
  const crossed = (left: readonly Term[], other: readonly Term[]) =>
    left.flatMap((a) => other.map((b) => [...a, ...b.filter((name) => !a.includes(name))]));
  const expand = (expression: Expression): Term[] => {
    if (expression.kind === "number") {
      if (expression.value === 0) intercept = false;
      else if (expression.value === -1) intercept = false;
      else if (expression.value === 1) intercept = true;
      return [];
    }
    if (expression.kind === "name" && expression.name === ".")
      return dot.map((name) => [variable({ kind: "name", name })]);
    const name = calledName(expression);
    if (expression.kind !== "call") return [[variable(expression)]];
    const [first, second] = expression.arguments.map(({ value }) => value);
    if (name === "(") return expand(first!);
    if (name === "+" && second !== undefined) return unique([...expand(first!), ...expand(second)]);
    if (name === "+") return expand(first!);
    if (name === "-") {
      const kept = second === undefined ? [] : expand(first!);
      const before = intercept;
      const taken = second ?? first!;
      const gone = new Set(expand(taken).map(key));
      if (taken.kind === "number") intercept = taken.value === 0;
      else intercept = before;
      return kept.filter((term) => !gone.has(key(term)));
    }
    if (name === ":" || name === "%in%") return unique(crossed(expand(first!), expand(second!)));
    if (name === "*") {
      const [a, b] = [expand(first!), expand(second!)];
      return unique([...a, ...b, ...crossed(a, b)]);
    }
    if (name === "/") {
      const [a, b] = [expand(first!), expand(second!)];
      return unique([...a, ...crossed([[...new Set(a.flat())]], b)]);
    }
    if (name === "^" && second?.kind === "number") {
      const base = expand(first!);
      let all: Term[] = base;
      for (let power = 1; power < second.value; power++) all = unique([...all, ...crossed(all, base)]);
      return all;
    }
    return [[variable(expression)]];
  };
  const terms = expand(right);
  const ordered = terms
    .map((term, at) => ({ term, at }))
    .sort((a, b) => a.term.length - b.term.length || a.at - b.at)
    .map(({ term }) => term);
  return { intercept, terms: ordered, variables };
}

/** The variables of a formula as columns of the data, in order of appearance. */
export function variablesOf(
  formula: Formula,
  frame: Frame,
): { readonly name: string; readonly column: Column; readonly expression: Expression }[] {
  const { variables } = termsOf(formula.right, [...frame.columns.keys()]);
  return [...variables].map(([name, expression]) => ({
    name,
    expression,
    column: columnOf(expression, frame, formula.environment),
  }));
}

/** The value of an expression for every row of the data. */
export function columnOf(expression: Expression, frame: Frame, environment: Environment): Column {
  return recycledTo(evaluate(expression, environment.within(frame)), frame.rows);
}

export interface ModelColumn {
  readonly name: string;
  /** NaN = NA. */
  readonly values: Float64Array;
}

/** Dummy columns of a factor, one a level. */
function dummies(name: string, factor: Factor, from: number): ModelColumn[] {
  return factor.levels.slice(from).map((level, at) => ({
    name: `${name}${level}`,
    values: Float64Array.from(factor.codes, (code) => (code < 0 ? Number.NaN : code === at + from ? 1 : 0)),
  }));
}

export function isCategorical(column: Column): boolean {
  return column.type !== "numbers" || column.logical === true;
}

/** What ~0 + variable gives: the numbers, or one column a level. svymean, svytotal and svyvar take their formula so. */
export function columnsOfVariable(name: string, column: Column): ModelColumn[] {
  if (!isCategorical(column)) {
    if (column.type === "numbers" && column.dim !== undefined) throw new Unsupported("a matrix in a formula");
    return [{ name, values: asNumbers(column) }];
  }
  return dummies(name, logicalFactor(column), 0);
}

/** A factor of a column as the model matrix takes it: truth values have the levels FALSE and TRUE. */
export function logicalFactor(column: Column): Factor {
  return column.type === "numbers" && column.logical ? asFactor(column, ["FALSE", "TRUE"]) : asFactor(column);
}

export interface ModelMatrix {
  readonly columns: readonly ModelColumn[];
  /** Term of each column: 0 = intercept, k = terms[k − 1]. */
  readonly assign: readonly number[];
  readonly terms: Terms;
  /** Levels of each categorical variable, for prediction on other data. */
  readonly levels: ReadonlyMap<string, readonly string[]>;
  /** Response, when the formula has one. */
  readonly response?: Column;
}

/**
 * R's model matrix with treatment contrasts. A factor stands with all its levels where the margin of its term is not in the model.
 *
 * @param levels of the categorical variables, where they come from a fit; unknown levels are refused.
 * @param used rows whose values make the levels (1); levels that occur in none of them are dropped, as R does for a subset with
 *   strings; factors keep all levels.
 */
export function modelMatrix(
  formula: Formula,
  frame: Frame,
  levels?: ReadonlyMap<string, readonly string[]>,
): ModelMatrix {
  const responseNames = formula.left === undefined ? [] : [deparse(formula.left)];
  const terms = termsOf(
    formula.right,
    [...frame.columns.keys()].filter((name) => !responseNames.includes(name)),
  );
  const columns = new Map<string, Column>();
  const known = new Map<string, readonly string[]>();
  for (const [name, expression] of terms.variables) {
    let column = columnOf(expression, frame, formula.environment);
    if (isCategorical(column)) {
      const own = levels?.get(name);
      const factor = logicalFactor(column);
      if (own !== undefined) {
        const unknown = factor.levels.find((level, at) => !own.includes(level) && factor.codes.includes(at));
        if (unknown !== undefined) throw new Refusal(`factor ${name} has new level ${unknown}`);
      }
      column = own === undefined ? factor : asFactor(column, own);
      known.set(name, (column as Factor).levels);
    }
    columns.set(name, column);
  }
  const result: ModelColumn[] = [];
  const assign: number[] = [];
  if (terms.intercept) {
    result.push({ name: "(Intercept)", values: new Float64Array(frame.rows).fill(1) });
    assign.push(0);
  }
  const has = (margin: Term) =>
    margin.length === 0 ||
    terms.terms.some((term) => term.length === margin.length && margin.every((name) => term.includes(name)));
  // Without an intercept the first factor that is met keeps all levels.
  let firstIsWhole = !terms.intercept;
  for (const [at, term] of terms.terms.entries()) {
    let product: ModelColumn[] | undefined;
    for (const name of term) {
      const column = columns.get(name)!;
      const margin = term.filter((other) => other !== name);
      const full = !has(margin) || (firstIsWhole && column.type === "factor");
      if (column.type === "factor") firstIsWhole = false;
      const own = column.type === "factor" ? dummies(name, column, full ? 0 : 1) : columnsOfVariable(name, column);
      product =
        product === undefined
          ? own
          : own.flatMap((right) =>
              product!.map((left) => ({
                name: `${left.name}:${right.name}`,
                values: left.values.map((value, i) => value * right.values[i]!),
              })),
            );
    }
    for (const column of product ?? []) {
      result.push(column);
      assign.push(at + 1);
    }
  }
  const response = formula.left === undefined ? undefined : columnOf(formula.left, frame, formula.environment);
  return {
    columns: result,
    assign,
    terms,
    levels: known,
    ...(response === undefined ? {} : { response }),
  };
}
