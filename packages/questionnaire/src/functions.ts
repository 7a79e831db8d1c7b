import { formatMoment, momentNumber, momentText } from "./calendar.ts";
import { type Result, type Scalar, toBoolean, toNumber, toText } from "./values.ts";

type Work = (given: Result[], language: string) => Result;

const names = (value: Result): string[] => toText(value).split(" ").filter(Boolean);
const flat = (given: Result[]): Scalar[] => given.flat();
/** Numbers among the values; empty ones are left out. */
const numbers = (given: Result[]): number[] =>
  flat(given)
    .filter((v) => v !== "")
    .map(toNumber);
const numeric =
  (work: (...values: number[]) => number): Work =>
  (given) =>
    work(...given.map(toNumber));
const part =
  (work: (text: string, mark: string) => Result): Work =>
  ([text = "", mark = ""]) =>
    work(toText(text), toText(mark));

/** -x.5 rounds towards +∞, as XPath says; with a second argument, to so many decimal places. */
function round(value: number, places = 0): number {
  const scale = 10 ** Math.max(-15, Math.min(15, Math.trunc(places) || 0));
  const scaled = value * scale;
  return Number.isFinite(scaled) ? Math.round(scaled) / scale : value;
}

function extreme(given: Result[], pick: (a: number, b: number) => number): number {
  const all = numbers(given);
  return all.length === 0 ? Number.NaN : all.reduce((a, b) => pick(a, b));
}

/** checklist(min, max, …): whether the number of true arguments lies between min and max; a negative bound is none. */
function between(total: number, least: number, most: number): boolean {
  return (least < 0 || total >= least) && (most < 0 || total <= most);
}

/** Every function whose arguments are simply evaluated; docs/xlsform.md lists them, and a test holds both together. */
export const functions: { readonly [name: string]: Work } = {
  "+": numeric((a, b) => a! + b!),
  "-": numeric((a, b) => (b === undefined ? -a! : a! - b)),
  "*": numeric((a, b) => a! * b!),
  div: numeric((a, b) => a! / b!),
  mod: numeric((a, b) => a! % b!),
  "|": (given) => flat(given),
  not: ([a = ""]) => !toBoolean(a),
  true: () => true,
  false: () => false,
  number: numeric((a) => a!),
  string: ([a = ""]) => toText(a),
  boolean: ([a = ""]) => toBoolean(a),
  "boolean-from-string": ([a = ""]) => /^(1|true)$/i.test(toText(a)),
  coalesce: (given) => given.find((a) => toText(a) !== "") ?? "",
  selected: ([a = "", b = ""]) => names(a).includes(toText(b).trim()),
  "selected-at": ([a = "", b = ""]) => names(a)[toNumber(b)] ?? "",
  "count-selected": ([a = ""]) => names(a).length,
  "string-length": ([a = ""]) => [...toText(a)].length,
  "normalize-space": ([a = ""]) => toText(a).trim().replace(/\s+/g, " "),
  concat: (given) => flat(given).join("").slice(0, 20_000),
  join: ([mark = "", ...given]) => flat(given).join(toText(mark)).slice(0, 20_000),
  contains: part((a, b) => a.includes(b)),
  "starts-with": part((a, b) => a.startsWith(b)),
  "ends-with": part((a, b) => a.endsWith(b)),
  "substring-before": part((a, b) => (b !== "" && a.includes(b) ? a.slice(0, a.indexOf(b)) : "")),
  "substring-after": part((a, b) => (a.includes(b) ? a.slice(a.indexOf(b) + b.length) : "")),
  substr: ([a = "", start = 0, end]) =>
    [...toText(a)].slice(toNumber(start) || 0, end === undefined ? undefined : toNumber(end) || 0).join(""),
  substring: ([a = "", start = 1, length]) => {
    const from = Math.round(toNumber(start));
    const to = length === undefined ? Number.POSITIVE_INFINITY : from + Math.round(toNumber(length));
    return [...toText(a)].filter((_, i) => i + 1 >= from && i + 1 < to).join("");
  },
  translate: ([a = "", from = "", to = ""]) => {
    const source = [...toText(from)];
    const target = [...toText(to)];
    return [...toText(a)].map((c) => (source.includes(c) ? (target[source.indexOf(c)] ?? "") : c)).join("");
  },
  int: numeric((a) => Math.trunc(a!)),
  round: numeric((a, places) => round(a!, places)),
  floor: numeric((a) => Math.floor(a!)),
  ceiling: numeric((a) => Math.ceil(a!)),
  abs: numeric((a) => Math.abs(a!)),
  pow: numeric((a, b) => a! ** b!),
  sqrt: numeric((a) => Math.sqrt(a!)),
  exp: numeric((a) => Math.exp(a!)),
  exp10: numeric((a) => 10 ** a!),
  log: numeric((a) => Math.log(a!)),
  log10: numeric((a) => Math.log10(a!)),
  sin: numeric((a) => Math.sin(a!)),
  cos: numeric((a) => Math.cos(a!)),
  tan: numeric((a) => Math.tan(a!)),
  asin: numeric((a) => Math.asin(a!)),
  acos: numeric((a) => Math.acos(a!)),
  atan: numeric((a) => Math.atan(a!)),
  atan2: numeric((a, b) => Math.atan2(a!, b!)),
  pi: () => Math.PI,
  sum: (given) => numbers(given).reduce((a, b) => a + b, 0),
  min: (given) => extreme(given, Math.min),
  max: (given) => extreme(given, Math.max),
  count: (given) => flat(given).length,
  "count-non-empty": (given) => flat(given).filter((v) => v !== "").length,
  checklist: ([least = 0, most = 0, ...given]) =>
    between(given.filter(toBoolean).length, toNumber(least), toNumber(most)),
  "weighted-checklist": ([least = 0, most = 0, ...given]) => {
    let total = 0;
    for (let i = 0; i + 1 < given.length; i += 2) if (toBoolean(given[i]!)) total += toNumber(given[i + 1]!) || 0;
    return between(total, toNumber(least), toNumber(most));
  },
  date: ([a = ""]) => day(a, false),
  "date-time": ([a = ""]) => day(a, true),
  "decimal-date-time": ([a = ""]) => toNumber(a),
  "decimal-time": ([a = ""]) => {
    const number = momentNumber(toText(a)) ?? Number.NaN;
    return number - Math.floor(number);
  },
  "format-date": ([a = "", pattern = ""], language) => formatMoment(toText(day(a, true)), toText(pattern), language),
};
(functions as { [name: string]: Work })["format-date-time"] = functions["format-date"]!;

function day(value: Result, withTime: boolean): string {
  const number = toNumber(value);
  return Number.isNaN(number) ? "" : momentText(number, withTime);
}
