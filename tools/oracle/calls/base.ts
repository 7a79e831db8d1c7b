import { compareFunctions, vectorFunctions } from "../arithmetic.ts";
import type { Definition, Definitions } from "../environment.ts";
import { field, picked } from "../indexing.ts";
import { deparse } from "../reader.ts";
import {
  asFactor,
  asNumber,
  asNumbers,
  asText,
  asTexts,
  lengthOf,
  list,
  logicals,
  nothing,
  numbers,
  Refusal,
  type Strings,
  strings,
  textOfNumber,
  Unsupported,
  type Value,
} from "../values.ts";

/** A function of one argument. */
function unary(call: (value: Value) => Value): Definition {
  return { parameters: ["x"], call: (matched) => call(matched.value("x")) };
}

/** Concatenation; names come from the arguments. */
export function concatenated(given: readonly { readonly name?: string; readonly value: Value }[]): Value {
  const used = given.filter(({ value }) => value.type !== "null");
  if (used.length === 0) return nothing;
  const names = used.flatMap(({ name, value }) => {
    const own = "names" in value ? value.names : undefined;
    const count = lengthOf(value);
    return Array.from({ length: count }, (_, at) =>
      name ? (own?.[at] ? `${name}.${own[at]}` : count > 1 ? `${name}${at + 1}` : name) : (own?.[at] ?? ""),
    );
  });
  const attributes = names.some((name) => name !== "") ? { names } : {};
  if (used.some(({ value }) => !["numbers", "strings", "factor", "estimates"].includes(value.type)))
    return list(
      used.flatMap(({ value }) => (value.type === "list" ? value.values : [value])),
      attributes.names,
    );
  if (used.some(({ value }) => value.type === "strings"))
    return strings(
      used.flatMap(({ value }) => [...asTexts(value)]),
      attributes,
    );
  const values = Float64Array.from(used.flatMap(({ value }) => [...asNumbers(value)]));
  const logical = used.every(({ value }) => value.type === "numbers" && value.logical);
  return { type: "numbers", values, ...attributes, ...(logical ? { logical: true as const } : {}) };
}

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

function withoutMissing(values: Float64Array): Float64Array {
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

function unlisted(value: Value): Value {
  if (value.type !== "list") return value;
  return concatenated(
    value.values.map((each, at) => ({
      ...(value.names?.[at] ? { name: value.names[at] } : {}),
      value: unlisted(each),
    })),
  );
}

function callableOf(value: Value): (given: readonly { readonly name?: string; readonly value: Value }[]) => Value {
  if (value.type !== "function") throw new Unsupported(`a ${value.type} is called as a function`);
  return value.call;
}

function elementsOf(value: Value): Value[] {
  if (value.type === "list") return [...value.values];
  if (value.type === "frame") return [...value.columns.values()];
  return Array.from({ length: lengthOf(value) }, (_, at) => {
    const one = picked(value, [at]);
    return one.type === "numbers" && one.names !== undefined ? numbers(one.values) : one;
  });
}

function namesOf(value: Value): readonly string[] | undefined {
  if (value.type === "frame") return [...value.columns.keys()];
  if (value.type === "strings" && value.names === undefined) return asTexts(value).map((text) => text ?? "NA");
  return "names" in value ? value.names : undefined;
}

function applied(simplify: boolean): Definition {
  return {
    parameters: ["X", "FUN", "..."],
    call: (matched) => {
      const over = matched.value("X");
      const call = callableOf(matched.value("FUN"));
      const rest = matched.restValues().filter(({ name }) => name !== "FUN.VALUE" && name !== "simplify");
      const results = elementsOf(over).map((each) => call([{ value: each }, ...rest]));
      const names = namesOf(over);
      const simple =
        simplify &&
        results.every((each) => each.type === "numbers" || each.type === "strings") &&
        new Set(results.map(lengthOf)).size === 1;
      if (!simple) return list(results, names);
      const width = lengthOf(results[0]!);
      if (width === 1)
        return concatenated(results.map((value, at) => (names ? { name: names[at]!, value } : { value })));
      return numbers(
        results.flatMap((each) => [...asNumbers(each)]),
        { dim: [width, results.length], dimnames: [namesOf(results[0]!) ?? null, names ?? null] },
      );
    },
  };
}

function bound(byColumn: boolean): Definition {
  return {
    parameters: ["..."],
    call: (matched) => {
      const parts = matched.restValues().flatMap(({ name, value }) => {
        if (value.type === "numbers" && value.dim?.length === 2) {
          const [height, width] = value.dim as [number, number];
          return byColumn
            ? Array.from({ length: width }, (_, at) => ({
                name: value.dimnames?.[1]?.[at] ?? "",
                values: value.values.slice(at * height, (at + 1) * height),
              }))
            : Array.from({ length: height }, (_, at) => ({
                name: value.dimnames?.[0]?.[at] ?? "",
                values: Float64Array.from({ length: width }, (_, j) => value.values[j * height + at]!),
              }));
        }
        return [{ name: name ?? "", values: asNumbers(value) }];
      });
      const length = Math.max(...parts.map(({ values }) => values.length));
      const full = parts.map(({ values }) => Float64Array.from({ length }, (_, i) => values[i % values.length]!));
      const names = parts.some(({ name }) => name !== "") ? parts.map(({ name }) => name) : null;
      if (byColumn)
        return numbers(
          full.flatMap((column) => [...column]),
          { dim: [length, full.length], dimnames: [null, names] },
        );
      return numbers(Array.from({ length }, (_, j) => full.map((row) => row[j]!)).flat(), {
        dim: [full.length, length],
        dimnames: [names, null],
      });
    },
  };
}

export const base: Definitions = {
  ...vectorFunctions,
  ...compareFunctions,
  c: { parameters: ["..."], call: (matched) => concatenated(matched.restValues()) },
  list: {
    parameters: ["..."],
    call: (matched) => {
      const given = matched.restValues();
      const names = given.map(({ name }) => name ?? "");
      return list(
        given.map(({ value }) => value),
        names.some((name) => name !== "") ? names : undefined,
      );
    },
  },
  I: unary((value) => value),
  invisible: unary((value) => value),
  suppressWarnings: unary((value) => value),
  suppressMessages: unary((value) => value),
  identity: unary((value) => value),
  print: unary((value) => value),
  force: unary((value) => value),
  // The reference was written with helpers of its own: A gives plain numbers, M a plain matrix.
  A: unary((value) => (value.type === "estimates" ? numbers(value.figures.points) : value)),
  M: unary((value) => value),
  library: { parameters: ["..."], call: () => nothing },
  require: { parameters: ["..."], call: () => logicals([1]) },
  options: { parameters: ["..."], call: () => nothing },
  set: { parameters: ["..."], call: () => nothing },
  "set.seed": { parameters: ["..."], call: () => nothing },
  data: { parameters: ["..."], call: () => nothing },
  unname: {
    parameters: ["obj", "force"],
    call: (matched) => {
      const value = matched.value("obj");
      if (value.type === "numbers") {
        const { names: _names, dimnames: _dimnames, ...bare } = value;
        return bare;
      }
      if (value.type === "strings") return strings(value.values);
      if (value.type === "list") return list(value.values);
      return value.type === "estimates" ? numbers(value.figures.points) : value;
    },
  },
  "as.vector": {
    parameters: ["x", "mode"],
    call: (matched) => {
      const value = matched.value("x");
      if (value.type === "factor") return strings(asTexts(value));
      if (value.type === "strings" || value.type === "list") return value;
      if (value.type === "numbers" && value.logical) return logicals(value.values);
      return numbers(asNumbers(value));
    },
  },
  "as.numeric": unary((value) => numbers(asNumbers(value))),
  "as.double": unary((value) => numbers(asNumbers(value))),
  "as.integer": unary((value) => numbers(asNumbers(value).map(Math.trunc))),
  "as.logical": unary((value) =>
    logicals(asNumbers(value).map((each) => (Number.isNaN(each) ? each : Number(each !== 0)))),
  ),
  "as.character": unary((value) => strings(asTexts(value))),
  "as.list": unary((value) => list(elementsOf(value), namesOf(value))),
  "as.name": unary((value) => ({ type: "language", expression: { kind: "name", name: asText(value) } })),
  "as.formula": unary((value) => {
    if (value.type === "formula") return value;
    throw new Unsupported("as.formula of a text");
  }),
  deparse: unary((value) => {
    if (value.type !== "language") throw new Unsupported("deparse of a value");
    return strings([deparse(value.expression)]);
  }),
  unlist: { parameters: ["x", "recursive", "use.names"], call: (matched) => unlisted(matched.value("x")) },
  length: unary((value) => numbers([value.type === "design" ? value.frame.rows : lengthOf(value)])),
  names: unary((value) => {
    const names = namesOf(value);
    return names === undefined || (value.type === "strings" && value.names === undefined) ? nothing : strings(names);
  }),
  setNames: {
    parameters: ["object", "nm"],
    call: (matched) => {
      const value = matched.value("object");
      const names = asTexts(matched.value("nm")).map((text) => text ?? "");
      if (value.type === "estimates") return numbers(value.figures.points, { names });
      return value.type === "numbers" || value.type === "strings" || value.type === "list"
        ? { ...value, names }
        : value;
    },
  },
  head: {
    parameters: ["x", "n", "..."],
    call: (matched) => {
      const value = matched.value("x");
      const n = matched.number("n", 6);
      const length = lengthOf(value);
      const keep = n < 0 ? Math.max(0, length + n) : Math.min(n, length);
      return picked(
        value,
        Array.from({ length: keep }, (_, at) => at),
      );
    },
  },
  tail: {
    parameters: ["x", "n", "..."],
    call: (matched) => {
      const value = matched.value("x");
      const length = lengthOf(value);
      const keep = Math.min(matched.number("n", 6), length);
      return picked(
        value,
        Array.from({ length: keep }, (_, at) => length - keep + at),
      );
    },
  },
  rev: unary((value) => {
    const length = lengthOf(value);
    return picked(
      value,
      Array.from({ length }, (_, at) => length - 1 - at),
    );
  }),
  rep: {
    parameters: ["x", "times", "each", "length.out"],
    call: (matched) => {
      const value = matched.value("x");
      const each = matched.number("each", 1);
      const own = Array.from({ length: lengthOf(value) }, (_, at) => at).flatMap((at) =>
        new Array<number>(each).fill(at),
      );
      const times = matched.numbers("times");
      const repeated =
        times !== undefined && times.length > 1
          ? own.flatMap((at, k) => new Array<number>(times[k]!).fill(at))
          : Array.from({ length: own.length * (times?.[0] ?? 1) }, (_, k) => own[k % own.length]!);
      const length = matched.optional("length.out");
      if (length === undefined) return picked(value, repeated);
      return picked(
        value,
        Array.from({ length: asNumber(length) }, (_, k) => own[k % own.length]!),
      );
    },
  },
  seq: {
    parameters: ["from", "to", "by", "length.out"],
    call: (matched) => {
      const from = matched.number("from", 1);
      if (!matched.has("to") && !matched.has("by") && !matched.has("length.out"))
        return numbers(Array.from({ length: from }, (_, at) => at + 1));
      const length = matched.optional("length.out");
      if (length !== undefined) {
        const count = asNumber(length);
        const by = matched.has("by")
          ? matched.number("by", 1)
          : count === 1
            ? 0
            : (matched.number("to", from + count - 1) - from) / (count - 1);
        return numbers(Array.from({ length: count }, (_, at) => from + at * by));
      }
      const to = matched.number("to", 1);
      const by = matched.number("by", to >= from ? 1 : -1);
      const count = Math.floor((to - from) / by + 1e-10) + 1;
      return numbers(Array.from({ length: count }, (_, at) => from + at * by));
    },
  },
  seq_len: unary((value) => numbers(Array.from({ length: asNumber(value) }, (_, at) => at + 1))),
  seq_along: unary((value) => numbers(Array.from({ length: lengthOf(value) }, (_, at) => at + 1))),
  factor: {
    parameters: ["x", "levels", "labels", "exclude", "ordered"],
    call: (matched) => {
      const given = matched.value("x");
      const levels = matched.optional("levels");
      let own = levels === undefined ? undefined : asTexts(levels).map((text) => text ?? "NA");
      // Without levels, those that occur.
      if (own === undefined && given.type === "factor")
        own = given.levels.filter((_, code) => given.codes.includes(code));
      const made = asFactor(given, own);
      const labels = matched.optional("labels");
      if (labels === undefined) return made;
      const texts = asTexts(labels).map((text) => text ?? "NA");
      const names =
        texts.length === 1 && made.levels.length > 1 ? made.levels.map((_, at) => `${texts[0]}${at + 1}`) : texts;
      const distinct = [...new Set(names)];
      return {
        ...made,
        levels: distinct,
        codes: made.codes.map((code) => (code < 0 ? -1 : distinct.indexOf(names[code]!))),
      };
    },
  },
  "as.factor": unary((value) => asFactor(value)),
  ordered: {
    parameters: ["x", "levels"],
    call: (matched) => {
      const levels = matched.optional("levels");
      return asFactor(
        matched.value("x"),
        levels === undefined ? undefined : asTexts(levels).map((text) => text ?? "NA"),
      );
    },
  },
  droplevels: unary((value) => {
    const made = asFactor(value);
    return asFactor(
      made,
      made.levels.filter((_, code) => made.codes.includes(code)),
    );
  }),
  relevel: {
    parameters: ["x", "ref"],
    call: (matched) => {
      const made = asFactor(matched.value("x"));
      const first = asText(matched.value("ref"));
      if (!made.levels.includes(first)) throw new Refusal(`'ref' must be an existing level, not ${first}`);
      return asFactor(made, [first, ...made.levels.filter((level) => level !== first)]);
    },
  },
  levels: unary((value) => (value.type === "factor" ? strings(value.levels) : nothing)),
  nlevels: unary((value) => numbers([value.type === "factor" ? value.levels.length : 0])),
  interaction: {
    parameters: ["...", "drop", "sep"],
    call: (matched) => {
      const separator = matched.text("sep", ".");
      const crossed = matched
        .restValues()
        .map(({ value }) =>
          value.type === "numbers" && value.logical ? asFactor(value, ["FALSE", "TRUE"]) : asFactor(value),
        )
        .reduce((left, right) => ({
          type: "factor",
          codes: left.codes.map((code, i) =>
            code < 0 || right.codes[i]! < 0 ? -1 : right.codes[i]! * left.levels.length + code,
          ),
          levels: right.levels.flatMap((second) => left.levels.map((first) => `${first}${separator}${second}`)),
        }));
      return matched.flag("drop")
        ? asFactor(
            crossed,
            crossed.levels.filter((_, at) => crossed.codes.includes(at)),
          )
        : crossed;
    },
  },
  cut: {
    parameters: ["x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result"],
    call: (matched) => {
      const values = asNumbers(matched.value("x"));
      let breaks = Float64Array.from(asNumbers(matched.value("breaks"))).sort();
      if (breaks.length === 1) {
        const count = breaks[0]!;
        const known = withoutMissing(values);
        const [low, high] = [Math.min(...known), Math.max(...known)];
        breaks = Float64Array.from({ length: count + 1 }, (_, at) => low + ((high - low) * at) / count);
        breaks[0] = low - (high - low) / 1000;
        breaks[count] = high + (high - low) / 1000;
      }
      const right = matched.flag("right", true);
      const lowest = matched.flag("include.lowest");
      const last = breaks.length - 1;
      const codes = Int32Array.from(values, (value) => {
        for (let k = 0; k < last; k++) {
          const [low, high] = [breaks[k]!, breaks[k + 1]!];
          if (right ? value > low && value <= high : value >= low && value < high) return k;
        }
        if (lowest && right && value === breaks[0]) return 0;
        return lowest && !right && value === breaks[last] ? last - 1 : -1;
      });
      const texts = shortest(breaks, matched.number("dig.lab", 3));
      const labels = matched.optional("labels");
      let levels = Array.from({ length: last }, (_, k) => {
        const [open, close] = right ? ["(", "]"] : ["[", ")"];
        const first = lowest && right && k === 0 ? "[" : open;
        const end = lowest && !right && k === last - 1 ? "]" : close;
        return `${first}${texts[k]},${texts[k + 1]}${end}`;
      });
      if (labels?.type === "strings") levels = labels.values.map((text) => text ?? "NA");
      if (labels?.type === "numbers" && labels.logical) return numbers(codes.map((code) => code + 1));
      return { type: "factor", codes, levels };
    },
  },
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
  lapply: applied(false),
  sapply: applied(true),
  vapply: applied(true),
  Map: {
    parameters: ["f", "..."],
    call: (matched) => {
      const call = callableOf(matched.value("f"));
      const rest = matched.restValues().map(({ name, value }) => ({ name, elements: elementsOf(value) }));
      const count = Math.max(...rest.map(({ elements }) => elements.length));
      return list(
        Array.from({ length: count }, (_, at) =>
          call(
            rest.map(({ name, elements }) => ({
              ...(name === undefined ? {} : { name }),
              value: elements[at % elements.length]!,
            })),
          ),
        ),
      );
    },
  },
  "do.call": {
    parameters: ["what", "args"],
    call: (matched) => {
      const what = matched.value("what");
      const given = matched.value("args");
      if (given.type !== "list") throw new Unsupported("do.call without a list");
      const called = what.type === "function" ? what : matched.environment.get(asText(what));
      return callableOf(called)(
        given.values.map((value, at) => (given.names?.[at] ? { name: given.names[at], value } : { value })),
      );
    },
  },
  cbind: bound(true),
  rbind: bound(false),
  matrix: {
    parameters: ["data", "nrow", "ncol", "byrow", "dimnames"],
    call: (matched) => {
      const values = asNumbers(matched.value("data"));
      const height = matched.has("nrow") ? matched.number("nrow", 1) : values.length / matched.number("ncol", 1);
      const width = matched.has("ncol") ? matched.number("ncol", 1) : Math.ceil(values.length / height);
      const byRow = matched.flag("byrow");
      const made = Float64Array.from({ length: height * width }, (_, at) => {
        const [row, column] = [at % height, Math.floor(at / height)];
        return values[(byRow ? row * width + column : at) % values.length]!;
      });
      return numbers(made, { dim: [height, width] });
    },
  },
  diag: unary((value) => {
    if (value.type === "numbers" && value.dim?.length === 2) {
      const [height] = value.dim as [number, number];
      return numbers(Array.from({ length: Math.min(...value.dim) }, (_, at) => value.values[at * height + at]!));
    }
    const values = asNumbers(value);
    const diagonal = values.length === 1 ? new Float64Array(values[0]!).fill(1) : values;
    const size = diagonal.length;
    return numbers(
      Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? diagonal[at / (size + 1)]! : 0)),
      { dim: [size, size] },
    );
  }),
  t: unary((value) => {
    if (value.type !== "numbers" || value.dim?.length !== 2) throw new Unsupported("t of something that is no matrix");
    const [height, width] = value.dim as [number, number];
    return numbers(
      Array.from({ length: height * width }, (_, at) => value.values[Math.floor(at / width) + (at % width) * height]!),
      { dim: [width, height] },
    );
  }),
  dim: unary((value) =>
    value.type === "frame"
      ? numbers([value.rows, value.columns.size])
      : value.type === "numbers" && value.dim
        ? numbers(value.dim)
        : nothing,
  ),
  attr: {
    parameters: ["x", "which", "exact"],
    call: (matched) => field(matched.value("x"), matched.text("which", "")),
  },
  paste: pasted(" "),
  paste0: pasted(""),
  "is.null": unary((value) => logicals([Number(value.type === "null")])),
  stop: {
    parameters: ["..."],
    call: (matched) => {
      throw new Refusal(
        matched
          .restValues()
          .map(({ value }) => asTexts(value).join(""))
          .join(""),
      );
    },
  },
};

function variance(values: Float64Array): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
}

function pasted(separator: string): Definition {
  return {
    parameters: ["...", "sep", "collapse"],
    call: (matched) => {
      const parts = matched.restValues().map(({ value }) => asTexts(value).map((text) => text ?? "NA"));
      const length = Math.max(0, ...parts.map((part) => part.length));
      const between = matched.text("sep", separator);
      const lines = Array.from({ length }, (_, at) => parts.map((part) => part[at % part.length]!).join(between));
      return strings(matched.has("collapse") ? [lines.join(matched.text("collapse", ""))] : lines);
    },
  };
}

/** Breaks with as few digits as tell them apart, at least `digits`. */
function shortest(breaks: Float64Array, digits: number): string[] {
  for (let count = digits; count <= 12; count++) {
    const texts = Array.from(breaks, (value) =>
      Number.isFinite(value) ? textOfNumber(Number(value.toPrecision(count))) : textOfNumber(value),
    );
    if (new Set(texts).size === texts.length) return texts;
  }
  return Array.from(breaks, textOfNumber);
}
