// Sums, means, quantiles of plain vectors.
import type { Definition, Definitions } from "../environment.ts";
import { picked } from "../indexing.ts";
import { asNumbers, asTexts, numbers, Refusal, type Strings, strings, Unsupported } from "../values.ts";
import { unary } from "./unary.ts";

/** Type-7 quantiles, as R's quantile(). */
function quantiles(values: Float64Array, probabilities: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  return probabilities.map((probability) => {
    const at = (sorted.length - 1) * probability;
    const low = Math.floor(at + 4 * Number.EPSILON);
    const share = Math.abs(at - low) < 1e-12 ? 0 : at - low;
    const below = sorted[low]!;
    return share === 0 ? below : below + share * (sorted[Math.min(low + 1, sorted.length - 1)]! - below);
  });
}

export function withoutMissing(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** sum, mean, min … of all arguments, na.rm among them. */
function summary(reduce: (values: Float64Array) => number): Definition {
  return {
    parameters: ["...", "na.rm"],
    call: (matched) => {
      const all = Float64Array.from(matched.restValues().flatMap(({ value }) => [...asNumbers(value)]));
      return numbers([reduce(matched.flag("na.rm") ? withoutMissing(all) : all)]);
    },
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

export const summaryCalls: Definitions = {
  sum: summary(sum),
  min: summary((values) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
  max: summary((values) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)),
  prod: summary((values) => values.reduce((a, b) => a * b, 1)),
  any: summary((values) => Number(values.some((value) => value !== 0))),
  all: summary((values) => Number(values.every((value) => value !== 0))),
  mean: {
    parameters: ["x", "na.rm", "..."],
    call: (matched) => {
      const values = asNumbers(matched.value("x"));
      const used = matched.flag("na.rm") ? withoutMissing(values) : values;
      return numbers([sum(used) / used.length]);
    },
  },
  median: {
    parameters: ["x", "na.rm"],
    call: (matched) => {
      const values = asNumbers(matched.value("x"));
      return numbers(quantiles(matched.flag("na.rm") ? withoutMissing(values) : values, Float64Array.of(0.5)));
    },
  },
  var: unary((value) => numbers([variance(asNumbers(value))])),
  sd: {
    parameters: ["x", "na.rm"],
    call: (matched) => {
      const values = asNumbers(matched.value("x"));
      return numbers([Math.sqrt(variance(matched.flag("na.rm") ? withoutMissing(values) : values))]);
    },
  },
  quantile: {
    parameters: ["x", "probs", "na.rm", "names", "type"],
    call: (matched) => {
      if (matched.number("type", 7) !== 7) throw new Unsupported("quantile of another type");
      const values = asNumbers(matched.value("x"));
      const used = matched.flag("na.rm") ? withoutMissing(values) : values;
      if (used.some(Number.isNaN)) throw new Refusal("missing values and NaN's not allowed if 'na.rm' is FALSE");
      return numbers(quantiles(used, matched.numbers("probs") ?? Float64Array.of(0, 0.25, 0.5, 0.75, 1)));
    },
  },
  range: unary((value) => numbers([Math.min(...asNumbers(value)), Math.max(...asNumbers(value))])),
  unique: unary((value) => {
    const texts = value.type === "numbers" ? [...value.values].map(String) : asTexts(value);
    return picked(
      value,
      texts.flatMap((text, at) => (texts.indexOf(text) === at ? [at] : [])),
    );
  }),
  sort: unary((value) => {
    if (value.type === "strings")
      return strings([...(value as Strings).values].filter((text) => text !== null).sort((a, b) => a.localeCompare(b)));
    return numbers(withoutMissing(asNumbers(value)).sort());
  }),
  diff: unary((value) => {
    const values = asNumbers(value);
    return numbers(values.slice(1).map((each, at) => each - values[at]!));
  }),
  cumsum: unary((value) => {
    let total = 0;
    return numbers(
      asNumbers(value).map((each) => {
        total += each;
        return total;
      }),
    );
  }),
  which: unary((value) => numbers(Array.from(asNumbers(value)).flatMap((each, at) => (each === 1 ? [at + 1] : [])))),
};

function variance(values: Float64Array): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
}
