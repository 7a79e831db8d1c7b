import { meanInterval, standardErrorsOf } from "../../packages/survey-statistics/src/index.ts";
import { asNumbers, asTexts, type Estimates, type Json, Unsupported, type Value } from "./values.ts";

export interface Reference {
  readonly id: string;
  readonly r: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface Comparison {
  readonly differences: readonly string[];
  /** Largest share of its tolerance that any number used up. */
  readonly worst: number;
  readonly numbers: number;
}

/**
 * Relative, or absolute for p-values. A variance is a difference of squares: an error of less than 5e-9 of its figure, a third of the
 * root of the machine's precision, is rounding on both sides.
 */
export const tolerances = { point: 1e-6, error: 1e-5, p: 1e-6 } as const;

const points = new Set([
  "coef",
  "est",
  "value",
  "coef_colmajor",
  "colmajor",
  "quantiles",
  "deviance",
  "null_deviance",
  "df_residual",
]);
const pValues = new Set(["p", "dev_p", "score_p"]);
/** What names, not numbers, or what is said in words. */
const skipped = new Set([
  "id",
  "r",
  "kind",
  "warnings",
  "method",
  "statistic_name",
  "names",
  "rows",
  "cols",
  "by",
  "dims",
  "CIs_dim",
  "message",
]);

/** Our answer in the form of R's. @param firstDf degrees of freedom of the group's first design. */
export function answerOf(kind: string, value: Value, firstDf: number): { readonly [name: string]: Json } {
  switch (kind) {
    case "numeric":
      return {
        value:
          value.type === "list"
            ? asNumbers(value)
            : asNumbers(value.type === "result" && value.coefficients ? value.coefficients : value),
      };
    case "matrix":
      return { m: matrixOf(value) };
    case "table":
      return { colmajor: asNumbers(value) };
    case "data.frame":
      return { columns: columnsOf(value) };
    case "list":
      return { value: plain(value) };
  }
  if (value.type === "result")
    return { ...(value.coefficients === undefined ? {} : ofEstimates(value.coefficients, firstDf)), ...value.answer };
  if (value.type !== "estimates") throw new Unsupported(`R gives a ${kind}, the reader a ${value.type}`);
  return { ...ofEstimates(value, firstDf), ...value.answer };
}

function ofEstimates(value: Estimates, firstDf: number): { readonly [name: string]: Json } {
  const { figures, deff } = value;
  const se = standardErrorsOf(figures);
  const intervals = (df: number) =>
    Array.from(figures.points, (estimate, k) => {
      if (Number.isNaN(se[k]!)) return [Number.NaN, Number.NaN];
      const { low, high } = meanInterval({ estimate, standardError: se[k]!, degreesOfFreedom: df });
      return [low, high];
    });
  const k = figures.points.length;
  return {
    coef: figures.points,
    se,
    vcov: Array.from({ length: k }, (_, row) => figures.covariance.slice(row * k, (row + 1) * k)),
    confint: intervals(Number.POSITIVE_INFINITY),
    confint_t: intervals(firstDf),
    df: value.class === "svystat" ? firstDf : (value.df ?? firstDf),
    cv: figures.points.map((point, j) => se[j]! / point),
    ...(deff === undefined ? {} : { deff }),
  };
}

function matrixOf(value: Value): Json {
  if (value.type === "estimates" && value.class === "svyvar") {
    const { points } = value.figures;
    const width = Math.round(Math.sqrt(points.length));
    return Array.from({ length: width }, (_, row) => points.filter((__, at) => at % width === row));
  }
  if (value.type !== "numbers" || value.dim?.length !== 2) return [asNumbers(value)];
  const [height, width] = value.dim as [number, number];
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (__, column) => value.values[column * height + row]!),
  );
}

function columnsOf(value: Value): Json {
  if (value.type !== "frame") throw new Unsupported(`a data frame expected, not a ${value.type}`);
  return Object.fromEntries(
    [...value.columns].map(([name, column]) => [
      name,
      column.type === "numbers" ? column.values : [...asTexts(column)],
    ]),
  );
}

function plain(value: Value): Json {
  if (value.type === "list")
    return value.names === undefined
      ? value.values.map(plain)
      : Object.fromEntries(value.values.map((each, at) => [value.names![at]!, plain(each)]));
  if (value.type === "numbers" && value.dim?.length === 2) return matrixOf(value);
  if (value.type === "strings" || value.type === "factor") return [...asTexts(value)];
  return asNumbers(value);
}

/** Compares every number that R's answer holds. */
export function compare(reference: Reference, ours: { readonly [name: string]: Json }): Comparison {
  const found = new Comparing(reference, ours);
  for (const [name, expected] of Object.entries(reference)) {
    if (skipped.has(name) || isWords(expected) || expected === null || isEmpty(expected)) continue;
    if (!(name in ours)) {
      found.differences.push(`${name}: R gives it, we do not`);
      continue;
    }
    found.field(name, name, expected, ours[name]!);
  }
  return { differences: found.differences, worst: found.worst, numbers: found.count };
}

class Comparing {
  readonly differences: string[] = [];
  worst = 0;
  count = 0;
  private readonly coefficients: readonly number[];
  private readonly errors: readonly number[];

  constructor(reference: Reference, ours: { readonly [name: string]: Json }) {
    this.coefficients = listOf((reference.coef ?? reference.est ?? ours.coef ?? []) as Json)
      .flat(2)
      .map(numberOf);
    this.errors = [reference.se ?? []].flat(2).map(numberOf);
  }

  field(name: string, path: string, expected: unknown, actual: Json): void {
    if (name === "columns") this.columns(expected as Record<string, unknown>, actual as Record<string, Json>);
    else if (name === "vcov" && Array.isArray(expected) && Array.isArray(expected[0]))
      this.covariance(path, expected, actual);
    else if (["confint", "confint_t", "conf_int", "ci", "m"].includes(name)) this.intervals(path, expected, actual);
    else this.any(name, path, expected, actual);
  }

  private any(name: string, path: string, expected: unknown, actual: Json | undefined, noise = 0): void {
    if (Array.isArray(expected)) {
      const given = listOf(actual);
      if (given.length !== expected.length) {
        this.differences.push(`${path}: ${given.length} numbers, R gives ${expected.length}`);
        return;
      }
      // Next to numbers of its kind, a number of 0 is known to their rounding only.
      const largest = expected.reduce((most: number, each) => {
        const size = typeof each === "number" ? Math.abs(each) : 0;
        return Math.max(most, size);
      }, 0);
      expected.forEach((each, at) => {
        this.any(name, `${path}[${at}]`, each, given[at] as Json, 1e-13 * largest);
      });
      return;
    }
    if (expected !== null && typeof expected === "object") {
      for (const [key, each] of Object.entries(expected)) {
        const own = actual !== null && typeof actual === "object" ? (actual as Record<string, Json>)[key] : undefined;
        if (isWords(each)) continue;
        if (own === undefined) this.differences.push(`${path}.${key}: R gives it, we do not`);
        else this.field(key, `${path}.${key}`, each, own);
      }
      return;
    }
    const single = listOf(actual);
    if (single.length !== 1) {
      this.differences.push(`${path}: ${single.length} numbers, R gives 1`);
      return;
    }
    const place = /\[(\d+)\]/.exec(path);
    const at = place === null ? 0 : Number(place[1]);
    const wanted = numberOf(expected);
    const got = numberOf(single[0]);
    if (pValues.has(name)) this.number(path, got, wanted, tolerances.p, 1);
    // A variance of nought is rounding of about 2e-16, its root up to 1.5e-8 of the figure.
    else if (name === "se")
      this.number(path, got, wanted, tolerances.error, Math.abs(wanted), 5e-9 * Math.abs(this.coefficients[at] ?? 0));
    else if (name === "deff") this.number(path, got, wanted, tolerances.error, Math.abs(wanted), 1e-9);
    else if (points.has(name))
      // A point whose own error is far larger than it (a contrast of almost 0) is as sharp as 1e-9 of that error.
      this.number(
        path,
        got,
        wanted,
        tolerances.point,
        Math.abs(wanted),
        Math.max(noise, 1e-9 * (Number.isFinite(this.errors[at] ?? 0) ? (this.errors[at] ?? 0) : 0)),
      );
    else this.number(path, got, wanted, tolerances.error, Math.abs(wanted), 1e-12);
  }

  /** Columns by their place: the by-variables are words, then figures, then their errors. */
  private columns(expected: Record<string, unknown>, actual: Record<string, Json>): void {
    const wanted = Object.entries(expected).filter(([, values]) => !isWords(values));
    const given = Object.entries(actual).filter(([, values]) => !isWords(values));
    // A by-variable of numbers is written as words or as numbers.
    const skip = wanted.length - given.length;
    const from = skip > 0 ? wanted.slice(skip) : wanted;
    const own = skip < 0 ? given.slice(-skip) : given;
    from.forEach(([name, values], column) => {
      const isPoint =
        this.coefficients.length === 0 ||
        column < Math.max(1, this.coefficients.length / listOf(values as Json).length);
      const ours = listOf(own[column]![1]);
      const all = listOf(values as Json);
      if (ours.length !== all.length) {
        this.differences.push(`columns.${name}: ${ours.length} rows, R gives ${all.length}`);
        return;
      }
      all.forEach((each, at) => {
        const value = numberOf(each);
        this.number(
          `columns.${name}[${at}]`,
          numberOf(ours[at]),
          value,
          isPoint ? tolerances.point : tolerances.error,
          Math.abs(value),
          isPoint ? 1e-9 * Math.abs(numberOf(this.errors[at] ?? 0) || 0) : 5e-9 * Math.abs(this.coefficients[at] ?? 0),
        );
      });
    });
  }

  /** A covariance is as sharp as the two standard errors it joins. */
  private covariance(path: string, expected: readonly (readonly unknown[])[], actual: Json): void {
    const ours = listOf(actual).map((row) => listOf(row as Json));
    const scale = expected.map((row, a) => {
      const own = Math.sqrt(Math.abs(numberOf(row[a])));
      return Number.isNaN(own) ? 0 : own;
    });
    if (ours.length !== expected.length) {
      this.differences.push(`${path}: ${ours.length} rows, R gives ${expected.length}`);
      return;
    }
    expected.forEach((row, a) => {
      row.forEach((each, b) => {
        const wanted = numberOf(each);
        const floor = (k: number) => 5e-9 * Math.abs(this.coefficients[k] ?? 0);
        this.number(
          `${path}[${a}][${b}]`,
          numberOf(ours[a]![b]),
          wanted,
          // The square of an error has twice its relative distance.
          2 * tolerances.error,
          Math.max(Math.abs(wanted), scale[a]! * scale[b]!),
          // An error that is 0 up to rounding leaves the covariances with it at that rounding times the other error.
          floor(a) * floor(b) + floor(a) * scale[b]! + floor(b) * scale[a]!,
        );
      });
    });
  }

  /** Limits: as sharp as the error that makes their width. */
  private intervals(path: string, expected: unknown, actual: Json): void {
    if (!Array.isArray(expected)) {
      this.any("", path, expected, actual);
      return;
    }
    if (Array.isArray(expected[0])) {
      const ours = listOf(actual);
      if (ours.length !== expected.length) {
        this.differences.push(`${path}: ${ours.length} rows, R gives ${expected.length}`);
        return;
      }
      expected.forEach((row: unknown, at) => {
        this.intervals(`${path}[${at}]`, row, ours[at] as Json);
      });
      return;
    }
    const ours = listOf(actual);
    const all = expected.map(numberOf);
    const finite = all.filter(Number.isFinite);
    const width = finite.length > 1 ? Math.max(...finite) - Math.min(...finite) : 0;
    if (ours.length !== all.length) {
      this.differences.push(`${path}: ${ours.length} numbers, R gives ${all.length}`);
      return;
    }
    all.forEach((wanted, at) => {
      this.number(
        `${path}[${at}]`,
        numberOf(ours[at]),
        wanted,
        tolerances.error,
        Math.max(Math.abs(wanted), width),
        1e-12,
      );
    });
  }

  private number(path: string, actual: number, expected: number, tolerance: number, scale: number, slack = 0): void {
    this.count++;
    if (Object.is(actual, expected) || actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return;
    const allowed = tolerance * scale + slack;
    const share = Math.abs(actual - expected) / allowed;
    if (share <= 1) this.worst = Math.max(this.worst, share);
    else this.differences.push(`${path}: ${actual}, R gives ${expected}`);
  }
}

function listOf(value: Json | undefined): readonly unknown[] {
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function numberOf(value: unknown): number {
  if (value === null || value === undefined || value === "NaN") return Number.NaN;
  if (value === "Inf") return Number.POSITIVE_INFINITY;
  if (value === "-Inf") return Number.NEGATIVE_INFINITY;
  return Number(value);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => isEmpty(each));
}

/** True for what holds no number at all. */
function isWords(value: unknown): boolean {
  if (value instanceof Float64Array) return false;
  if (typeof value === "string") return !["NaN", "Inf", "-Inf"].includes(value);
  if (typeof value === "boolean") return true;
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => isWords(each) || each === null) &&
    value.some((each) => typeof each === "string")
  );
}
