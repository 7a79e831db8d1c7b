// What R asks of any figures: coef, SE, vcov, cv, deff, confint.
import {
  coefficientOfVariation,
  meanInterval,
  standardErrorsOf,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definition, Definitions, Matched } from "../environment.ts";
import {
  asNumbers,
  asTexts,
  type Estimates,
  numbers,
  Refusal,
  textOfNumber,
  Unsupported,
  type Value,
} from "../values.ts";
import { own } from "./data.ts";

/** The figures of a value. */
export function estimatesOf(value: Value): Estimates {
  if (value.type === "estimates") return value;
  if (value.type === "result" && value.coefficients !== undefined) return value.coefficients;
  throw new Unsupported(`figures of a ${value.type === "result" ? value.class : value.type}`);
}

export function coefficientsOf(value: Value): Float64Array {
  if (value.type === "numbers") return value.values;
  return estimatesOf(value).figures.points;
}

/** @returns undefined where the value has none. */
export function standardErrorsOfValue(value: Value): Float64Array {
  if (value.type === "numbers") return value.values.map(() => Number.NaN);
  const found = estimatesOf(value);
  // A variance below 0, as Horvitz and Thompson's may be, has no root.
  return found.figures.points.length === 0 ? new Float64Array(0) : standardErrorsOf(found.figures);
}

/** Lows and highs of each figure: normal unless degrees of freedom are given. */
export function confidenceIntervals(
  value: Value,
  options: { readonly level?: number; readonly df?: number; readonly matched?: Matched },
): readonly [Float64Array, Float64Array] {
  if ((value.type === "estimates" || value.type === "result") && value.methods?.confint !== undefined) {
    const made = value.methods.confint(options.matched as Matched);
    const all = asNumbers(made);
    return [all.slice(0, all.length / 2), all.slice(all.length / 2)];
  }
  const { figures } = estimatesOf(value);
  const errors = standardErrorsOf(figures);
  const level = options.level ?? 0.95;
  const intervals = Array.from(figures.points, (estimate, k) =>
    Number.isNaN(errors[k]!)
      ? { low: Number.NaN, high: Number.NaN }
      : meanInterval(
          { estimate, standardError: errors[k]!, degreesOfFreedom: options.df ?? Number.POSITIVE_INFINITY },
          { level },
        ),
  );
  return [Float64Array.from(intervals, ({ low }) => low), Float64Array.from(intervals, ({ high }) => high)];
}

function confint(matched: Matched): Value {
  const value = matched.value("object");
  const level = matched.number("level", 0.95);
  const df = matched.numbers("df")?.[0];
  const [low, high] = confidenceIntervals(value, { level, matched, ...(df === undefined ? {} : { df }) });
  const names =
    value.type === "estimates" && value.names.length === low.length
      ? value.names
      : value.type === "result" && value.coefficients?.names.length === low.length
        ? value.coefficients.names
        : Array.from(low, (_, k) => `${k + 1}`);
  const parameter = matched.optional("parm");
  const kept = parameter === undefined ? names.map((_, k) => k) : placesOf(parameter, names);
  const percent = [(1 - level) / 2, 1 - (1 - level) / 2].map(
    (share) => `${textOfNumber(Number((100 * share).toPrecision(3)))} %`,
  );
  return numbers([...kept.map((k) => low[k]!), ...kept.map((k) => high[k]!)], {
    dim: [kept.length, 2],
    dimnames: [kept.map((k) => names[k]!), percent],
  });
}

function placesOf(parameter: Value, names: readonly string[]): number[] {
  if (parameter.type === "strings")
    return asTexts(parameter).map((name) => {
      const at = names.indexOf(name ?? "");
      if (at < 0) throw new Refusal(`confint: no ${name}`);
      return at;
    });
  return Array.from(asNumbers(parameter), (place) => place - 1);
}

/** A generic: the result's own way, or the common one. */
function generic(call: (value: Value, matched: Matched) => Value): Definition {
  return {
    parameters: ["object", "..."],
    call: (matched) => own(matched, "object") ?? call(matched.value("object"), matched),
  };
}

function named(value: Value, values: Float64Array): Value {
  const names =
    value.type === "estimates" ? value.names : value.type === "result" ? value.coefficients?.names : undefined;
  return numbers(values, names?.length === values.length ? { names } : {});
}

export const ofEstimates: Definitions = {
  coef: generic((value) => named(value, coefficientsOf(value))),
  SE: generic((value) => named(value, standardErrorsOfValue(value))),
  vcov: generic((value) => {
    const { figures, names } = estimatesOf(value);
    return numbers(figures.covariance, { dim: [names.length, names.length], dimnames: [names, names] });
  }),
  cv: generic((value) => {
    const errors = standardErrorsOfValue(value);
    return named(
      value,
      coefficientsOf(value).map((estimate, k) => coefficientOfVariation({ estimate, standardError: errors[k]! })),
    );
  }),
  deff: generic((value) => {
    const { deff } = estimatesOf(value);
    if (deff === undefined) throw new Refusal("deff: the design effect was not asked for");
    return numbers(deff);
  }),
  confint: { parameters: ["object", "parm", "level", "df", "method", "..."], call: confint },
  predict: {
    parameters: ["object", "newdata", "total", "type", "se.fit", "vcov", "..."],
    call: (matched) => {
      const done = own(matched, "object");
      if (done === undefined) throw new Unsupported("predict");
      return done;
    },
  },
  anova: {
    parameters: ["object", "object2", "test", "method", "tolerance", "..."],
    call: (matched) => {
      const done = own(matched, "object");
      if (done === undefined) throw new Unsupported("anova");
      return done;
    },
  },
};
