import { compareFunctions, vectorFunctions } from "../arithmetic.ts";
import type { Definition, Definitions, Matched } from "../environment.ts";
import { field, picked } from "../indexing.ts";
import { deparse, readExpression } from "../reader.ts";
import {
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
  strings,
  Unsupported,
  type Value,
} from "../values.ts";
import { factorCalls } from "./factors.ts";
import { matrixCalls } from "./matrices.ts";
import { summaryCalls } from "./summaries.ts";
import { unary } from "./unary.ts";

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

/** A formula from texts: one that is written out, or the names of its terms (and of its response). */
function formulaOf(matched: Matched): Value {
  const value = ["object", "x", "names", "termlabels"]
    .map((name) => matched.optional(name))
    .find((each) => each !== undefined);
  if (value === undefined || value.type === "formula") return value ?? nothing;
  const text = asTexts(value).join(" + ");
  const response = matched.optional("response");
  const source = text.includes("~") ? text : `${response === undefined ? "" : asText(response)} ~ ${text}`;
  return matched.environment.context.evaluate(readExpression(source), matched.environment);
}

export const base: Definitions = {
  ...vectorFunctions,
  ...compareFunctions,
  ...factorCalls,
  ...summaryCalls,
  ...matrixCalls,
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
  "as.formula": { parameters: ["object", "env"], call: formulaOf },
  formula: { parameters: ["x", "..."], call: formulaOf },
  "make.formula": { parameters: ["names"], call: formulaOf },
  reformulate: { parameters: ["termlabels", "response", "intercept"], call: formulaOf },
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
