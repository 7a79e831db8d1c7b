// What R's regressions make of a formula and a design: families, offsets, the rows and levels that are in the fit.

import {
  type FamilyName,
  isReplicateDesign,
  type LinkName,
  type ModelColumn,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Matched } from "../environment.ts";
import { rowsOf } from "../indexing.ts";
import { columnOf, modelMatrix, type Term } from "../model-matrix.ts";
import { calledName, callOf, type Expression } from "../reader.ts";
import {
  asFactor,
  asText,
  asTexts,
  type Column,
  type DesignValue,
  type Formula,
  type Frame,
  numbers,
  Refusal,
  type Result,
  Unsupported,
  type Value,
} from "../values.ts";

export interface FamilyAsked {
  readonly family: FamilyName;
  readonly link?: LinkName;
  /** R's own name; the quasi families differ in how far a profile is searched. */
  readonly name: string;
}

type Matrix = ReturnType<typeof modelMatrix>;

export const families: Readonly<Record<string, FamilyName>> = {
  gaussian: "gaussian",
  binomial: "binomial",
  quasibinomial: "binomial",
  poisson: "poisson",
  quasipoisson: "poisson",
  Gamma: "gamma",
  "inverse.gaussian": "inverse-gaussian",
};
const linkNames: Readonly<Record<string, LinkName>> = {
  identity: "identity",
  logit: "logit",
  probit: "probit",
  cloglog: "cloglog",
  cauchit: "cauchit",
  log: "log",
  inverse: "inverse",
  sqrt: "sqrt",
  "1/mu^2": "inverse-square",
};

export function familyValue(name: string, matched: Matched): Result {
  const expression = matched.expression("link");
  // R takes the link by name, unquoted too.
  const link =
    expression === undefined
      ? undefined
      : expression.kind === "name" && linkNames[expression.name] !== undefined
        ? expression.name
        : asText(matched.value("link"));
  return { type: "result", class: "family", answer: { family: name, ...(link === undefined ? {} : { link }) } };
}

export function familyOf(value: Value | undefined): FamilyAsked {
  if (value === undefined || value.type === "null") return { family: "gaussian", name: "gaussian" };
  const name =
    value.type === "function"
      ? value.name
      : value.type === "strings"
        ? asText(value)
        : value.type === "result" && value.class === "family"
          ? String(value.answer.family)
          : "";
  const family = families[name];
  if (family === undefined) throw new Unsupported(`the family ${name}`);
  const link = value.type === "result" ? value.answer.link : undefined;
  if (link === undefined) return { family, name };
  const known = linkNames[String(link)];
  if (known === undefined) throw new Unsupported(`the link ${String(link)}`);
  return { family, link: known, name };
}

/** The formula without its offset() terms, and their sum. */
export function withoutOffset(right: Expression): { right: Expression; offset?: Expression } {
  if (right.kind !== "call") return { right };
  const name = calledName(right);
  if (name === "offset") return { right: { kind: "number", value: 1 }, offset: right.arguments[0]!.value };
  if (name !== "+" || right.arguments.length !== 2) return { right };
  const [a, b] = right.arguments.map(({ value }) => withoutOffset(value)) as [
    { right: Expression; offset?: Expression },
    { right: Expression; offset?: Expression },
  ];
  const offset =
    a.offset === undefined ? b.offset : b.offset === undefined ? a.offset : callOf("+", a.offset, b.offset);
  if (offset === undefined) return { right };
  const kept =
    a.offset !== undefined && a.right.kind === "number"
      ? b.right
      : b.offset !== undefined && b.right.kind === "number"
        ? a.right
        : callOf("+", a.right, b.right);
  return { right: kept, offset };
}

/** A subset of a design that is calibrated or of unequal probabilities keeps its rows in R, with weight 0: they are in the fit, without a say. */
export function keepsRows({ design }: DesignValue): boolean {
  if (isReplicateDesign(design)) return false;
  const { calibration, pairwise, stages } = design;
  return (
    calibration !== undefined || pairwise !== undefined || stages.some((stage) => stage.probabilityOfUnit !== undefined)
  );
}

/** The rows of a domain as R sees them after subset(), and how to bring a column back to all rows. */
export function visible(design: DesignValue): { frame: Frame; spread: (values: Float64Array) => Float64Array } {
  const { domain, frame } = design;
  if (domain === undefined || keepsRows(design)) return { frame, spread: (values) => values };
  const rows: number[] = [];
  for (let i = 0; i < domain.length; i++) if (domain[i] === 1) rows.push(i);
  return {
    frame: rowsOf(frame, rows),
    spread: (values) => {
      const all = new Float64Array(frame.rows).fill(Number.NaN);
      for (const [at, row] of rows.entries()) all[row] = values[at]!;
      return all;
    },
  };
}

/** R looks for the variables of a model in the design and nowhere else. */
export function checkVariables(formula: Formula, frame: Frame): void {
  const visit = (expression: Expression): void => {
    if (expression.kind === "name" && !frame.columns.has(expression.name))
      throw new Refusal("svyglm: all variables must be in design= argument");
    if (expression.kind === "call") {
      if (expression.function.kind === "call") visit(expression.function);
      for (const { value } of expression.arguments) visit(value);
    }
  };
  if (formula.left !== undefined) visit(formula.left);
  visit(formula.right);
}

/** The model matrix of a fit: levels that no complete row has are dropped, the reference level too, as R's glm does. */
export function usedMatrix(formula: Formula, frame: Frame): ReturnType<typeof modelMatrix> {
  const matrix = modelMatrix(formula, frame);
  const answers = matrix.response === undefined ? undefined : asTexts(matrix.response);
  const complete = Array.from({ length: frame.rows }, (_, i) => i).filter(
    (i) => answers?.[i] !== null && matrix.columns.every(({ values }) => !Number.isNaN(values[i]!)),
  );
  const columns = new Map(frame.columns);
  const levels = new Map<string, readonly string[]>();
  for (const [name, all] of matrix.levels) {
    const expression = matrix.terms.variables.get(name)!;
    const column = columnOf(expression, frame, formula.environment);
    if (column.type === "numbers") continue;
    const factor = asFactor(column);
    const seen = new Set(complete.map((i) => factor.codes[i]!));
    const used = all.filter((level) => seen.has(factor.levels.indexOf(level)));
    if (used.length === all.length || used.length === 0) continue;
    if (used.length === 1) throw new Refusal("contrasts can be applied only to factors with 2 or more levels");
    if (expression.kind === "name") columns.set(name, asFactor(column, used));
    else levels.set(name, used);
  }
  if (levels.size === 0 && [...columns].every(([name, column]) => frame.columns.get(name) === column)) return matrix;
  return modelMatrix(formula, { ...frame, columns }, levels);
}

export function columnsOf(matrix: Matrix, spread: (values: Float64Array) => Float64Array): ModelColumn[] {
  return matrix.columns.map(({ name, values }, at) =>
    matrix.assign[at] === 0
      ? { name, term: name, constant: 1 }
      : { name, term: termKey(matrix.terms.terms[matrix.assign[at]! - 1]!), values: spread(values) },
  );
}

/** Variables of a term in a fixed order: a:b and b:a are one term. */
export function termKey(term: Term): string {
  return [...term].sort().join(":");
}

export function responseOf(column: Column, { family }: FamilyAsked): Float64Array {
  if (column.type === "factor" || column.type === "strings") {
    if (family !== "binomial" || column.type === "strings") throw new Refusal("svyglm: the response is not numeric");
    return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code === 0 ? 0 : 1));
  }
  if (column.dim !== undefined && column.dim.length === 2 && column.dim[1] !== 1)
    throw new Unsupported("svyglm with a response of two columns");
  return column.values;
}

export function square(matrix: Float64Array, names: readonly string[]): Value {
  return numbers(matrix, { dim: [names.length, names.length], dimnames: [names, names] });
}
