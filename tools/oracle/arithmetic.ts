import type { Definition, Definitions } from "./environment.ts";
import {
  asFactor,
  asNumbers,
  asTexts,
  lengthOf,
  logicals,
  type Numbers,
  numbers,
  Refusal,
  strings,
  type Value,
} from "./values.ts";

/** Element by element; the shorter one repeats, names and shape come from the longer or the first. */
function elementwise(left: Value, right: Value, operate: (a: number, b: number) => number): Numbers {
  const [a, b] = [numeric(left), numeric(right)];
  const length = a.length === 0 || b.length === 0 ? 0 : Math.max(a.length, b.length);
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = operate(a[i % a.length]!, b[i % b.length]!);
  const model = [left, right].find(
    (value) => value.type === "numbers" && value.values.length === length && (value.names ?? value.dim) !== undefined,
  );
  const named = [left, right].find((value) => value.type === "estimates" && value.names.length === length);
  if (named?.type === "estimates") return numbers(values, { names: named.names });
  if (model?.type !== "numbers") return { type: "numbers", values };
  const { logical: _logical, ...shape } = model;
  return { ...shape, values };
}

function numeric(value: Value): Float64Array {
  if (value.type === "strings" || value.type === "factor") throw new Refusal("non-numeric argument to an operator");
  return asNumbers(value);
}

function operator(operate: (a: number, b: number) => number, alone?: (a: number) => number): Definition {
  return {
    parameters: ["e1", "e2"],
    call: (matched) => {
      const left = matched.value("e1");
      const right = matched.optional("e2");
      if (right !== undefined) return ofFigures([left, right], elementwise(left, right, operate));
      if (alone === undefined) throw new Refusal("one argument to a binary operator");
      return mapped(left, alone);
    },
  };
}

/** R keeps the errors of svymean() and svytotal() as they were when the figures are reckoned with. */
function ofFigures(operands: readonly Value[], made: Numbers): Value {
  const model = operands.find(
    (value) =>
      value.type === "estimates" && value.class === "svystat" && value.figures.points.length === made.values.length,
  );
  if (model?.type !== "estimates") return made;
  return { ...model, figures: { points: made.values, covariance: model.figures.covariance } };
}

function mapped(value: Value, operate: (a: number) => number): Numbers {
  const values = numeric(value).map(operate);
  if (value.type === "estimates") return numbers(values, { names: value.names });
  if (value.type !== "numbers") return numbers(values);
  const { logical: _logical, ...shape } = value;
  return { ...shape, values };
}

function comparison(operate: (order: number) => boolean, ofTextsOnlyEqual = false): Definition {
  return {
    parameters: ["e1", "e2"],
    call: (matched) => {
      const [left, right] = [matched.value("e1"), matched.value("e2")];
      const textual = (value: Value) => value.type === "strings" || value.type === "factor";
      if (!textual(left) && !textual(right))
        return asLogical(
          elementwise(left, right, (a, b) =>
            Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Number(operate(a < b ? -1 : a > b ? 1 : 0)),
          ),
        );
      if (!ofTextsOnlyEqual && (left.type === "factor" || right.type === "factor"))
        return logicals(ordered(left, right, operate));
      const [a, b] = [asTexts(left), asTexts(right)];
      const length = a.length === 0 || b.length === 0 ? 0 : Math.max(a.length, b.length);
      return logicals(
        Array.from({ length }, (_, i) => {
          const [one, other] = [a[i % a.length]!, b[i % b.length]!];
          if (one === null || other === null) return Number.NaN;
          return Number(operate(one === other ? 0 : one.localeCompare(other, "en") < 0 ? -1 : 1));
        }),
      );
    },
  };
}

/** An ordered factor against one of its levels. */
function ordered(left: Value, right: Value, operate: (order: number) => boolean): number[] {
  const levels = left.type === "factor" ? left.levels : right.type === "factor" ? right.levels : [];
  const [a, b] = [asFactor(left, levels).codes, asFactor(right, levels).codes];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [one, other] = [a[i % a.length]!, b[i % b.length]!];
    return one < 0 || other < 0 ? Number.NaN : Number(operate(Math.sign(one - other)));
  });
}

function asLogical(value: Numbers): Numbers {
  return { ...value, logical: true };
}

function truth(operate: (a: number, b: number) => number): Definition {
  return {
    parameters: ["e1", "e2"],
    call: (matched) => asLogical(elementwise(matched.value("e1"), matched.value("e2"), operate)),
  };
}

function mathematical(operate: (a: number) => number): Definition {
  return {
    parameters: ["x"],
    call: (matched) => ofFigures([matched.value("x")], mapped(matched.value("x"), operate)),
  };
}

function rounded(value: number, digits: number): number {
  const scaled = value * 10 ** digits;
  const floor = Math.floor(scaled);
  const share = scaled - floor;
  const whole = share > 0.5 || (share === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return whole / 10 ** digits;
}

export const vectorFunctions: Definitions = {
  "+": operator(
    (a, b) => a + b,
    (a) => a,
  ),
  "-": operator(
    (a, b) => a - b,
    (a) => -a,
  ),
  "*": operator((a, b) => a * b),
  "/": operator((a, b) => a / b),
  "^": operator((a, b) => (b === 2 ? a * a : a ** b)),
  "%%": operator((a, b) => a - Math.floor(a / b) * b),
  "%/%": operator((a, b) => Math.floor(a / b)),
  "%*%": {
    parameters: ["x", "y"],
    call: (matched) => {
      const [x, y] = [matched.value("x"), matched.value("y")];
      const [a, b] = [asNumbers(x), asNumbers(y)];
      const [n, m] = x.type === "numbers" && x.dim ? x.dim : [1, a.length];
      const width = y.type === "numbers" && y.dim ? y.dim[1]! : 1;
      if (b.length !== m! * width) throw new Refusal("non-conformable arguments");
      const values = new Float64Array(n! * width);
      for (let i = 0; i < n!; i++)
        for (let j = 0; j < width; j++)
          for (let k = 0; k < m!; k++) values[j * n! + i]! += a[k * n! + i]! * b[j * m! + k]!;
      return numbers(values, { dim: [n!, width] });
    },
  },
  ":": {
    parameters: ["from", "to"],
    call: (matched) => {
      const [from, to] = [matched.number("from", 1), matched.number("to", 1)];
      const step = to >= from ? 1 : -1;
      return numbers(Array.from({ length: Math.floor(Math.abs(to - from) + 1e-10) + 1 }, (_, at) => from + at * step));
    },
  },
  sqrt: mathematical(Math.sqrt),
  exp: mathematical(Math.exp),
  log: {
    parameters: ["x", "base"],
    call: (matched) => {
      const base = matched.optional("base");
      const scale = base === undefined ? 1 : Math.log(matched.number("base", Math.E));
      return mapped(matched.value("x"), (value) => Math.log(value) / scale);
    },
  },
  log2: mathematical(Math.log2),
  log10: mathematical(Math.log10),
  log1p: mathematical(Math.log1p),
  expm1: mathematical(Math.expm1),
  abs: mathematical(Math.abs),
  sin: mathematical(Math.sin),
  cos: mathematical(Math.cos),
  asin: mathematical(Math.asin),
  floor: mathematical(Math.floor),
  ceiling: mathematical(Math.ceil),
  trunc: mathematical(Math.trunc),
  sign: mathematical(Math.sign),
  plogis: mathematical((value) => 1 / (1 + Math.exp(-value))),
  qlogis: mathematical((value) => Math.log(value / (1 - value))),
  round: {
    parameters: ["x", "digits"],
    call: (matched) => {
      const digits = matched.number("digits", 0);
      return ofFigures(
        [matched.value("x")],
        mapped(matched.value("x"), (value) => rounded(value, digits)),
      );
    },
  },
  scale: {
    parameters: ["x", "center", "scale"],
    call: (matched) => {
      const values = asNumbers(matched.value("x"));
      const known = values.filter((value) => !Number.isNaN(value));
      const mean = matched.flag("center", true) ? known.reduce((a, b) => a + b, 0) / known.length : 0;
      const squares = known.reduce((total, value) => total + (value - mean) ** 2, 0);
      const spread = matched.flag("scale", true) ? Math.sqrt(squares / (known.length - 1)) : 1;
      return numbers(values.map((value) => (value - mean) / spread));
    },
  },
  pmin: paired(Math.min),
  pmax: paired(Math.max),
  ifelse: {
    parameters: ["test", "yes", "no"],
    call: (matched) => {
      const test = asNumbers(matched.value("test"));
      const [yes, no] = [matched.value("yes"), matched.value("no")];
      if (yes.type === "strings" || no.type === "strings") {
        const [a, b] = [asTexts(yes), asTexts(no)];
        return strings(
          Array.from(test, (truth, i) =>
            Number.isNaN(truth) ? null : truth !== 0 ? a[i % a.length]! : b[i % b.length]!,
          ),
        );
      }
      const [a, b] = [asNumbers(yes), asNumbers(no)];
      const values = test.map((truth, i) =>
        Number.isNaN(truth) ? Number.NaN : truth !== 0 ? a[i % a.length]! : b[i % b.length]!,
      );
      const logical = yes.type === "numbers" && yes.logical && no.type === "numbers" && no.logical;
      return logical ? logicals(values) : numbers(values);
    },
  },
  "is.na": {
    parameters: ["x"],
    call: (matched) => {
      const value = matched.value("x");
      if (value.type === "factor") return logicals(value.codes.map((code) => Number(code < 0)));
      if (value.type === "strings") return logicals(value.values.map((text) => Number(text === null)));
      return logicals(asNumbers(value).map((each) => Number(Number.isNaN(each))));
    },
  },
  "complete.cases": {
    parameters: ["x"],
    call: (matched) => {
      const value = matched.value("x");
      if (value.type !== "frame") return logicals(asNumbers(value).map((each) => Number(!Number.isNaN(each))));
      return logicals(
        Array.from({ length: value.rows }, (_, i) =>
          Number(
            [...value.columns.values()].every((column) =>
              column.type === "factor"
                ? column.codes[i]! >= 0
                : column.type === "strings"
                  ? column.values[i] !== null
                  : !Number.isNaN(column.values[i]!),
            ),
          ),
        ),
      );
    },
  },
};

function paired(choose: (a: number, b: number) => number): Definition {
  return {
    parameters: ["...", "na.rm"],
    call: (matched) =>
      matched
        .restValues()
        .map(({ value }) => value)
        .reduce((left, right) => elementwise(left, right, choose)),
  };
}

export const compareFunctions: Definitions = {
  "==": comparison((order) => order === 0, true),
  "!=": comparison((order) => order !== 0, true),
  "<": comparison((order) => order < 0),
  ">": comparison((order) => order > 0),
  "<=": comparison((order) => order <= 0),
  ">=": comparison((order) => order >= 0),
  "&": truth((a, b) => (a === 0 || b === 0 ? 0 : Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 1)),
  "|": truth((a, b) =>
    (a !== 0 && !Number.isNaN(a)) || (b !== 0 && !Number.isNaN(b))
      ? 1
      : Number.isNaN(a) || Number.isNaN(b)
        ? Number.NaN
        : 0,
  ),
  "!": {
    parameters: ["x"],
    call: (matched) =>
      asLogical(mapped(matched.value("x"), (value) => (Number.isNaN(value) ? value : Number(value === 0)))),
  },
  "%in%": {
    parameters: ["x", "table"],
    call: (matched) => {
      const [value, table] = [matched.value("x"), matched.value("table")];
      if (lengthOf(value) === 0) return logicals([]);
      if (value.type === "numbers" && table.type === "numbers") {
        const known = new Set(table.values);
        return logicals(value.values.map((each) => Number(known.has(each))));
      }
      const known = new Set(asTexts(table));
      return logicals(asTexts(value).map((text) => Number(known.has(text))));
    },
  },
  match: {
    parameters: ["x", "table"],
    call: (matched) => {
      const table = asTexts(matched.value("table"));
      return numbers(
        asTexts(matched.value("x")).map((text) => (table.includes(text) ? table.indexOf(text) + 1 : Number.NaN)),
      );
    },
  },
};
