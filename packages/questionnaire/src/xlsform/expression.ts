import type { Expression, ExpressionArgument } from "../model.ts";
import { closest } from "./closest.ts";
import { compilePattern, PatternError } from "./pattern-parser.ts";

export type ExpressionFault =
  | "expression-syntax"
  | "expression-depth"
  | "unknown-function"
  | "refused-function"
  | "argument-count"
  | "path-expression"
  | "bare-name"
  | "regex";

/** An expression that cannot be taken; `code` says why, `detail` which part. */
export class ExpressionError extends Error {
  readonly code: ExpressionFault;
  readonly detail: string;
  readonly suggestion: string | undefined;
  constructor(code: ExpressionFault, detail: string, suggestion?: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.suggestion = suggestion;
  }
}

const many = 100;
/** Fewest and most arguments of every function that authors may call. */
export const functionArguments: { readonly [name: string]: readonly [number, number] } = {
  not: [1, 1],
  true: [0, 0],
  false: [0, 0],
  if: [3, 3],
  coalesce: [1, many],
  once: [1, 1],
  selected: [2, 2],
  "selected-at": [2, 2],
  "count-selected": [1, 1],
  "jr:choice-name": [2, 2],
  number: [1, 1],
  string: [1, 1],
  boolean: [1, 1],
  "boolean-from-string": [1, 1],
  "string-length": [1, 1],
  "normalize-space": [1, 1],
  substr: [2, 3],
  substring: [2, 3],
  "substring-before": [2, 2],
  "substring-after": [2, 2],
  translate: [3, 3],
  concat: [1, many],
  join: [1, many],
  contains: [2, 2],
  "starts-with": [2, 2],
  "ends-with": [2, 2],
  regex: [2, 2],
  int: [1, 1],
  round: [1, 2],
  floor: [1, 1],
  ceiling: [1, 1],
  abs: [1, 1],
  pow: [2, 2],
  sqrt: [1, 1],
  exp: [1, 1],
  exp10: [1, 1],
  log: [1, 1],
  log10: [1, 1],
  sin: [1, 1],
  cos: [1, 1],
  tan: [1, 1],
  asin: [1, 1],
  acos: [1, 1],
  atan: [1, 1],
  atan2: [2, 2],
  pi: [0, 0],
  sum: [1, many],
  min: [1, many],
  max: [1, many],
  count: [1, 1],
  "count-non-empty": [1, 1],
  position: [1, 1],
  "indexed-repeat": [3, 9],
  checklist: [3, many],
  "weighted-checklist": [4, many],
  today: [0, 0],
  now: [0, 0],
  date: [1, 1],
  "date-time": [1, 1],
  "decimal-date-time": [1, 1],
  "decimal-time": [1, 1],
  "format-date": [2, 2],
  "format-date-time": [2, 2],
};
/** Functions of ODK that are not taken; docs/xlsform.md says why of each. */
export const refusedFunctions: readonly string[] = [
  "pulldata",
  "instance",
  "random",
  "randomize",
  "uuid",
  "digest",
  "base64-decode",
  "extract-signed",
  "property",
  "version",
  "area",
  "distance",
  "enclosed-area",
  "geofence",
  "intersects",
  "last-saved",
  "jr:itext",
  "id",
];

const token =
  /\s*(?:\$\{\s*([^\s{}]+)\s*\}|("[^"]*"|'[^']*')|(\d+(?:\.\d*)?|\.\d+)|([\p{L}_][\p{L}\p{M}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?)|(!=|<=|>=|\/\/|\.\.|[=<>+\-*|(),./[\]@]))/uy;

interface Token {
  readonly kind: "reference" | "text" | "number" | "name" | "mark" | "end";
  readonly text: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const text = source.trim();
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new ExpressionError("expression-syntax", text.slice(start, start + 20).trim());
    if (match[1] !== undefined) tokens.push({ kind: "reference", text: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: "text", text: match[2].slice(1, -1) });
    else if (match[3] !== undefined) tokens.push({ kind: "number", text: match[3] });
    else if (match[4] !== undefined) tokens.push({ kind: "name", text: match[4] });
    else tokens.push({ kind: "mark", text: match[5]! });
  }
  return tokens;
}

/** Binary operators from the loosest binding to the tightest. */
const levels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];

/**
 * Parses an XLSForm expression. Curly quotes, which word processors make, count as straight ones.
 *
 * @param columns lower-case columns of the choices sheet, where the expression is a choice_filter: bare names mean these.
 * @throws {ExpressionError}
 */
export function parseExpression(source: string, columns?: ReadonlySet<string>): Expression {
  const tokens = tokensOf(source.replace(/[“”]/g, '"').replace(/[‘’]/g, "'"));
  let at = 0;
  let depth = 0;
  const peek = (): Token => tokens[at] ?? { kind: "end", text: "" };
  const isMark = (text: string) => peek().kind === "mark" && peek().text === text;
  const wrong = (): never => {
    throw new ExpressionError("expression-syntax", peek().text || source.trim().slice(-20));
  };
  const expect = (text: string) => (isMark(text) ? at++ : wrong());

  function binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    while (peek().kind !== "text" && peek().kind !== "reference" && operators.includes(peek().text)) {
      const operator = tokens[at++]!.text;
      left = [operator, left, operator === "=" || operator === "!=" ? compared(left, level + 1) : binary(level + 1)];
    }
    return left;
  }

  /** `pastel = yes` in a choice_filter, where yes is no column, means the word, though XPath would find nothing. */
  function compared(left: Expression, level: number): Expression {
    const { kind, text } = peek();
    const after = tokens[at + 1];
    const alone = kind === "name" && !(after?.kind === "mark" && ["(", "/", "[", "-"].includes(after.text));
    if (alone && Array.isArray(left) && left[0] === "@" && !columns?.has(text.toLowerCase())) {
      at++;
      return text;
    }
    return binary(level);
  }

  function unary(): Expression {
    if (!isMark("-")) return union();
    at++;
    if (++depth > 60) wrong();
    const inner = unary();
    depth--;
    return typeof inner === "number" ? -inner : ["-", inner];
  }

  function union(): Expression {
    let left = primary();
    while (isMark("|")) {
      at++;
      left = ["|", left, primary()];
    }
    if (isMark("[") || isMark("/") || isMark("//")) throw new ExpressionError("path-expression", peek().text);
    return left;
  }

  function primary(): Expression {
    const { kind, text } = peek();
    at++;
    if (kind === "number") return Number(text);
    if (kind === "text") return text;
    if (kind === "reference") return ["$", text];
    if (kind === "name") return isMark("(") ? call(text) : bare(text);
    if (text === "(" && kind === "mark") {
      if (++depth > 60) wrong();
      const inner = binary(0);
      depth--;
      expect(")");
      return inner;
    }
    if (text === "." && isMark("/")) {
      at++;
      return steps();
    }
    if (text === ".") return ["."];
    if (text === "..") {
      if (!isMark("/")) return [".."];
      at++;
      return steps();
    }
    if (text === "/" && kind === "mark") return steps();
    at--;
    return wrong();
  }

  /** `../age`, `/form/person/age`: names are unique in a questionnaire, so the last one says which question it is. */
  function steps(): Expression {
    let name: string | undefined;
    for (;;) {
      const { kind, text } = peek();
      if (kind === "name") name = text;
      else if (text !== "..") break;
      at++;
      if (!isMark("/")) break;
      at++;
    }
    if (name === undefined) return [".."];
    return ["$", name];
  }

  function bare(name: string): Expression {
    const column = name.toLowerCase();
    if (columns?.has(column)) return ["@", column];
    throw new ExpressionError("bare-name", name, columns && closest(column, [...columns]));
  }

  function call(written: string): Expression {
    const name = Object.hasOwn(functionArguments, written) ? written : written.toLowerCase();
    if (refusedFunctions.includes(name)) throw new ExpressionError("refused-function", written);
    expect("(");
    if (name === "current") {
      expect(")");
      if (!isMark("/")) return ["."];
      at++;
      return steps();
    }
    const bounds = Object.hasOwn(functionArguments, name) ? functionArguments[name] : undefined;
    if (!bounds) {
      throw new ExpressionError("unknown-function", written, closest(name, Object.keys(functionArguments)));
    }
    if (++depth > 60) wrong();
    const given: ExpressionArgument[] = [];
    if (!isMark(")")) {
      do given.push(binary(0));
      while (isMark(",") && ++at);
    }
    depth--;
    expect(")");
    if (given.length < bounds[0] || given.length > bounds[1]) throw new ExpressionError("argument-count", name);
    if (name === "regex") return withPattern(given);
    if (name === "jr:choice-name") return ["jr:choice-name", given[0]!, quotedReference(given[1]!)];
    if (name === "indexed-repeat" && given.some((g, i) => (i < 2 || i % 2 === 1) && !isReference(g))) {
      throw new ExpressionError("argument-count", name);
    }
    return [name, ...given];
  }

  const result = binary(0);
  if (peek().kind !== "end") wrong();
  if (depthOf(result) > deepest) throw new ExpressionError("expression-depth", source.trim().slice(0, 40));
  return result;
}

/** Operators inside operators; `a + b + c` counts 2. A phone evaluates by recursion. */
const deepest = 150;

function depthOf(expression: ExpressionArgument): number {
  let most = 0;
  if (Array.isArray(expression)) for (const inner of expression.slice(1)) most = Math.max(most, 1 + depthOf(inner));
  return most;
}

function isReference(argument: ExpressionArgument): argument is readonly ["$", string] {
  return Array.isArray(argument) && argument[0] === "$";
}

/** The second argument of jr:choice-name is a reference in quotes: `'${age}'`. */
function quotedReference(argument: ExpressionArgument): string {
  const match = typeof argument === "string" ? /^\$\{\s*([^\s{}]+)\s*\}$/.exec(argument.trim()) : undefined;
  const name = match?.[1] ?? (isReference(argument) ? argument[1] : undefined);
  if (name === undefined) throw new ExpressionError("argument-count", "jr:choice-name");
  return name;
}

function withPattern([value, pattern]: ExpressionArgument[]): Expression {
  if (typeof pattern !== "string") throw new ExpressionError("regex", "…");
  try {
    return ["regex", value!, pattern, compilePattern(pattern)];
  } catch (error) {
    if (error instanceof PatternError) throw new ExpressionError("regex", error.message);
    throw error;
  }
}

/** Names of the questions an expression refers to; "." for the question itself. */
export function referencesIn(expression: ExpressionArgument | undefined, into = new Set<string>()): Set<string> {
  if (!Array.isArray(expression)) return into;
  const [operator, ...given] = expression as [string, ...ExpressionArgument[]];
  if (operator === "$") into.add(given[0] as string);
  else if (operator === ".") into.add(".");
  else {
    if (operator === "jr:choice-name") into.add(given[1] as string);
    if (operator !== "@") for (const argument of given) referencesIn(argument, into);
  }
  return into;
}

const comparisons = ["=", "!=", "<", "<=", ">", ">="];

/**
 * Whether the value tells when it was worked out. now() always does; today() does unless it is compared with a question,
 * counted in whole steps of at least 28 days (an age in years or months), or cut to its year.
 */
export function tellsTime(expression: ExpressionArgument | undefined): boolean {
  if (!Array.isArray(expression)) return false;
  const [operator, ...given] = expression as [string, ...ExpressionArgument[]];
  if (operator === "now" || operator === "today") return true;
  if (!coarse(operator, given)) return given.some(tellsTime);
  return given.some((argument) => calls("now", argument));
}

function coarse(operator: string, given: readonly ExpressionArgument[]): boolean {
  const [first, second] = given;
  // today() = '2026-02-06' or today() - 1 would still give the day: the other side must not be fixed.
  if (comparisons.includes(operator)) return referencesIn(first).size + referencesIn(second).size > 0;
  if (["int", "floor", "round", "ceiling"].includes(operator) && given.length === 1) {
    return Array.isArray(first) && first[0] === "div" && typeof first[2] === "number" && first[2] >= 28;
  }
  return operator === "format-date" && typeof second === "string" && /^[^%]*%[Yy][^%]*$/.test(second);
}

function calls(name: string, expression: ExpressionArgument): boolean {
  if (!Array.isArray(expression)) return false;
  const [operator, ...given] = expression as [string, ...ExpressionArgument[]];
  return operator === name || given.some((argument) => calls(name, argument));
}
