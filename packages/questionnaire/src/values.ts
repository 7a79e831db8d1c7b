import { momentNumber } from "./calendar.ts";

/** A single value inside an expression; a select_multiple is its names joined by spaces, as in XForms; "" is none. */
export type Scalar = string | number | boolean;
/** A value, or the values of a question in several instances of a repeat. */
export type Result = Scalar | readonly Scalar[];

/** XPath takes the first of several values where one is wanted. */
export function scalar(result: Result): Scalar {
  return typeof result === "object" ? (result[0] ?? "") : result;
}

/** XPath number(): "" and words give NaN; days, times and moments count as days since 1970-01-01, as ODK does. */
export function toNumber(result: Result): number {
  const value = scalar(result);
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const text = value.trim();
  return /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : (momentNumber(text) ?? Number.NaN);
}

export function toText(result: Result): string {
  return String(scalar(result));
}

/** XPath boolean(): a number other than 0, a text other than "", a set of values other than the empty set. */
export function toBoolean(result: Result): boolean {
  if (typeof result === "object") return result.length > 0;
  return typeof result === "number" ? result !== 0 && !Number.isNaN(result) : Boolean(result);
}

/** XPath 1.0 comparison: of sets, true when any pair of values compares so. */
export function compare(operator: "=" | "!=" | "<" | "<=" | ">" | ">=", left: Result, right: Result): boolean {
  if (typeof left === "object") return left.some((value) => compare(operator, value, right));
  if (typeof right === "object") return right.some((value) => compare(operator, left, value));
  if (operator === "=" || operator === "!=") {
    let equal: boolean;
    if (typeof left === "boolean" || typeof right === "boolean") equal = toBoolean(left) === toBoolean(right);
    else if (typeof left === "number" || typeof right === "number") equal = toNumber(left) === toNumber(right);
    else equal = left === right;
    return equal === (operator === "=");
  }
  const a = toNumber(left);
  const b = toNumber(right);
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}
