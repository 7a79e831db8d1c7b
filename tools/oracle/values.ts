import type { Design, Figures } from "../../packages/survey-statistics/src/index.ts";
import type { Matched } from "./arguments.ts";
import type { Environment } from "./environment.ts";
import type { Expression } from "./reader.ts";

/** A refusal that R would make too: a case of kind "error" agrees with it. */
export class Refusal extends Error {
  readonly code = "refused";
}

/** Something this reader or the library does not know: the case counts as unsupported, with this reason. */
export class Unsupported extends Error {}

export interface Attributes {
  readonly names?: readonly string[];
  /** Matrices and tables, column-major. */
  readonly dim?: readonly number[];
  readonly dimnames?: readonly (readonly string[] | null)[];
  /** What the dimensions of a table are called. */
  readonly dimensions?: readonly string[];
}

/** R numbers, integers and (logical: true) truth values 1, 0; NaN = NA. */
export interface Numbers extends Attributes {
  readonly type: "numbers";
  readonly values: Float64Array;
  readonly logical?: true;
}

export interface Strings extends Attributes {
  readonly type: "strings";
  readonly values: readonly (string | null)[];
}

/** Code −1 = NA. */
export interface Factor {
  readonly type: "factor";
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

export interface List {
  readonly type: "list";
  readonly values: readonly Value[];
  readonly names?: readonly string[];
}

export interface Frame {
  readonly type: "frame";
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
}

/** What may stand in a data frame. */
export type Column = Numbers | Strings | Factor;

export interface Formula {
  readonly type: "formula";
  readonly left?: Expression;
  readonly right: Expression;
  /** Where its names are looked up after the data. */
  readonly environment: Environment;
}

export interface Language {
  readonly type: "language";
  readonly expression: Expression;
}

export interface Given {
  readonly name?: string;
  readonly value: Value;
}

/** An R function, ours or one that the case defines. */
export interface Callable {
  readonly type: "function";
  readonly name: string;
  readonly call: (given: readonly Given[]) => Value;
}

/** A design with its data; `domain` after subset(): all rows stay. */
export interface DesignValue {
  readonly type: "design";
  readonly design: Design;
  readonly frame: Frame;
  readonly domain?: Uint8Array;
  /** Further facts that a family needs later, such as the strata formula or a list of designs. */
  readonly about?: Readonly<Record<string, unknown>>;
}

/**
 * Figures with their covariance, as svymean, svytotal, svyratio, svycontrast, svyby, svyglm, svyvar … give them: the argument of
 * coef, SE, vcov, cv, confint, svycontrast, MIcombine.
 */
export interface Estimates {
  readonly type: "estimates";
  /** R's class: "svystat", "svyratio", "svyby", "svyvar", "svyglm", "svyciprop" … */
  readonly class: string;
  readonly names: readonly string[];
  readonly figures: Figures;
  readonly deff?: Float64Array;
  readonly df?: number;
  readonly design?: DesignValue;
  /** Reached by `$name`, `[["name"]]` and attr(x, "name"). */
  readonly fields?: Readonly<Record<string, Value>>;
  /** What the reference tells beside the figures, by its names there (svyby: by, columns; svyglm: t, p, deviance …). */
  readonly answer?: Answer;
  /** What R's generic functions (coef, vcov, SE, confint, predict, update, anova, cv …) do with it, by their names, before the common way. */
  readonly methods?: Readonly<Record<string, (matched: Matched) => Value>>;
}

/** Plain JSON in the form of the reference results; NaN and ±Infinity are numbers here. */
export type Json =
  | number
  | string
  | boolean
  | null
  | Float64Array
  | readonly Json[]
  | { readonly [name: string]: Json };
export type Answer = Readonly<Record<string, Json>>;

/** Any other result: a test, quantiles, a fitted model. */
export interface Result {
  readonly type: "result";
  /** R's class or the kind of the reference result: "htest", "svyquantile", "regTermTest" … */
  readonly class: string;
  /** By the names of the reference result (README of the oracle): {statistic, parameter, p …}. */
  readonly answer: Answer;
  /** Reached by `$name` and `[["name"]]`. */
  readonly fields?: Readonly<Record<string, Value>>;
  /** The library's own object, for calls that take the result further (predict, anova, update, confint). */
  readonly own?: unknown;
  readonly coefficients?: Estimates;
  /** What R's generic functions (coef, vcov, SE, confint, predict, update, anova, cv …) do with it, by their names, before the common way. */
  readonly methods?: Readonly<Record<string, (matched: Matched) => Value>>;
}

export interface Nothing {
  readonly type: "null";
}

export type Value =
  | Numbers
  | Strings
  | Factor
  | List
  | Frame
  | Formula
  | Language
  | Callable
  | DesignValue
  | Estimates
  | Result
  | Nothing;

export const nothing: Nothing = { type: "null" };

export function numbers(values: ArrayLike<number>, attributes: Attributes = {}): Numbers {
  return { type: "numbers", values: Float64Array.from(values), ...attributes };
}

export function logicals(values: ArrayLike<number>): Numbers {
  return { type: "numbers", values: Float64Array.from(values), logical: true };
}

export function strings(values: readonly (string | null)[], attributes: Attributes = {}): Strings {
  return { type: "strings", values, ...attributes };
}

export function list(values: readonly Value[], names?: readonly string[]): List {
  return { type: "list", values, ...(names === undefined ? {} : { names }) };
}

/** Estimates from points and a covariance. */
export function estimates(
  kind: string,
  names: readonly string[],
  figures: Figures,
  more: Omit<Estimates, "type" | "class" | "names" | "figures"> = {},
): Estimates {
  return { type: "estimates", class: kind, names, figures, ...more };
}

/** The numbers of a value that R would take as numeric. */
export function asNumbers(value: Value): Float64Array {
  switch (value.type) {
    case "numbers":
      return value.values;
    case "factor":
      return Float64Array.from(value.codes, (code) => (code < 0 ? Number.NaN : code + 1));
    case "strings":
      return Float64Array.from(value.values, (text) => (text === null ? Number.NaN : Number(text)));
    case "estimates":
      return value.figures.points;
    case "list":
      return Float64Array.from(value.values.flatMap((each) => [...asNumbers(each)]));
    case "null":
      return new Float64Array(0);
    default:
      throw new Unsupported(`numbers expected, not a ${value.type}`);
  }
}

/** The single number of a value. */
export function asNumber(value: Value): number {
  const values = asNumbers(value);
  if (values.length !== 1) throw new Refusal(`one number expected, not ${values.length}`);
  return values[0]!;
}

export function asText(value: Value): string {
  if (value.type === "strings" && value.values.length === 1) return value.values[0] ?? "NA";
  throw new Refusal(`a string expected, not a ${value.type}`);
}

/** A factor of a column: its levels, or the distinct values in order. */
export function asFactor(value: Value, levels?: readonly string[]): Factor {
  if (value.type === "factor") {
    if (levels === undefined) return value;
    const place = new Map(levels.map((level, at) => [level, at]));
    return {
      type: "factor",
      codes: value.codes.map((code) => (code < 0 ? -1 : (place.get(value.levels[code]!) ?? -1))),
      levels,
    };
  }
  const texts = asTexts(value);
  let own = levels;
  if (own === undefined) {
    const distinct = [...new Set(texts.filter((text) => text !== null))];
    own =
      value.type === "numbers" && !value.logical
        ? distinct.sort((a, b) => Number(a) - Number(b))
        : distinct.sort(byText);
  }
  const place = new Map(own.map((level, at) => [level, at]));
  return {
    type: "factor",
    codes: Int32Array.from(texts, (text) => (text === null ? -1 : (place.get(text) ?? -1))),
    levels: own,
  };
}

/** Each element as R's as.character writes it; null = NA. */
export function asTexts(value: Value): readonly (string | null)[] {
  switch (value.type) {
    case "strings":
      return value.values;
    case "factor":
      return Array.from(value.codes, (code) => (code < 0 ? null : value.levels[code]!));
    case "numbers":
      return Array.from(value.values, (each) =>
        Number.isNaN(each) ? null : value.logical ? (each === 1 ? "TRUE" : "FALSE") : textOfNumber(each),
      );
    default:
      throw new Unsupported(`text of a ${value.type}`);
  }
}

/** A number as R prints it, up to 15 significant digits. */
export function textOfNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  const short = String(Number(value.toPrecision(15)));
  return short.replace(/e([+-])(\d)$/, "e$10$2");
}

const collator = new Intl.Collator("en", { sensitivity: "variant" });
/** R's order of strings in an English locale. */
export function byText(a: string, b: string): number {
  return collator.compare(a, b);
}

export function lengthOf(value: Value): number {
  switch (value.type) {
    case "numbers":
    case "strings":
    case "list":
      return value.values.length;
    case "factor":
      return value.codes.length;
    case "frame":
      return value.columns.size;
    case "null":
      return 0;
    case "estimates":
      return value.figures.points.length;
    default:
      return 1;
  }
}
