// Data frames, and the verbs that take expressions over a data frame: subset, update, with.

import { standardErrorsOf } from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { frameOfDomains, recycledTo, rowsOf } from "../indexing.ts";
import { evaluate } from "../interpreter.ts";
import { columnOf, variablesOf } from "../model-matrix.ts";
import {
  asFactor,
  asNumbers,
  type Column,
  type Factor,
  type Frame,
  lengthOf,
  type Numbers,
  numbers,
  Refusal,
  strings,
  Unsupported,
  type Value,
} from "../values.ts";
import { overImputations, withDesign } from "./imputation-lists.ts";

function frameOf(value: Value): Frame {
  if (value.type === "frame") return value;
  if (value.type === "design") return value.frame;
  if (value.type === "numbers" && value.dimensions !== undefined) return frameOfTable(value);
  if (value.type === "numbers" && value.dim?.length === 2) {
    const [height, width] = value.dim as [number, number];
    const columns = new Map<string, Column>();
    for (let j = 0; j < width; j++)
      columns.set(value.dimnames?.[1]?.[j] ?? `V${j + 1}`, numbers(value.values.slice(j * height, (j + 1) * height)));
    return { type: "frame", rows: height, columns };
  }
  if (value.type === "estimates") {
    const frame = value.class === "svyby" ? frameOfDomains(value) : undefined;
    if (frame !== undefined) return frame;
    const { points } = value.figures;
    return {
      type: "frame",
      rows: points.length,
      columns: new Map<string, Column>([
        [value.class, numbers(points)],
        ["SE", numbers(standardErrorsOf(value.figures))],
      ]),
    };
  }
  if (value.type === "list") {
    const rows = Math.max(0, ...value.values.map(lengthOf));
    return {
      type: "frame",
      rows,
      columns: new Map(value.values.map((each, at) => [value.names?.[at] ?? `V${at + 1}`, recycledTo(each, rows)])),
    };
  }
  throw new Unsupported(`a data frame of a ${value.type}`);
}

/** A table as R lays it out in rows: its levels, and Freq. */
function frameOfTable(value: Numbers): Frame {
  const columns = new Map<string, Column>();
  const dim = value.dim!;
  let step = 1;
  dim.forEach((width, at) => {
    const levels = value.dimnames?.[at] ?? [];
    const each = step;
    columns.set(
      value.dimensions?.[at] || `Var${at + 1}`,
      strings(
        Array.from({ length: value.values.length }, (_, cell) => levels[Math.floor(cell / each) % width] ?? null),
      ),
    );
    step *= width;
  });
  columns.set("Freq", numbers(value.values));
  return { type: "frame", rows: value.values.length, columns };
}

/** A generic function whose way with a result the result itself brings along. */
export function own(matched: Matched, parameter: string): Value | undefined {
  const value = matched.value(parameter);
  if (value.type !== "estimates" && value.type !== "result") return undefined;
  return value.methods?.[matched.function]?.(matched);
}

const verbs: Definitions = {
  "data.frame": {
    parameters: ["...", "stringsAsFactors", "check.names"],
    call: (matched) => {
      const given = matched.restValues();
      const rows = Math.max(0, ...given.map(({ value }) => (value.type === "frame" ? value.rows : lengthOf(value))));
      const columns = new Map<string, Column>();
      for (const [at, { name, value }] of given.entries()) {
        if (value.type === "frame") for (const [column, values] of value.columns) columns.set(column, values);
        else {
          const promised = matched.rest[at]!.expression;
          columns.set(name ?? (promised?.kind === "name" ? promised.name : `V${at + 1}`), recycledTo(value, rows));
        }
      }
      return { type: "frame", rows, columns };
    },
  },
  "as.data.frame": {
    parameters: ["x", "..."],
    call: (matched) => own(matched, "x") ?? frameOf(matched.value("x")),
  },
  "as.matrix": {
    parameters: ["x", "..."],
    call: (matched) => {
      const value = own(matched, "x") ?? matched.value("x");
      if (value.type !== "frame") return value;
      const names = [...value.columns.keys()];
      return numbers(
        [...value.columns.values()].flatMap((column) => [...asNumbers(column)]),
        { dim: [value.rows, names.length], dimnames: [null, names] },
      );
    },
  },
  nrow: {
    parameters: ["x"],
    call: (matched) => {
      const value = matched.value("x");
      if (value.type === "design")
        return numbers([value.domain?.reduce((sum, truth) => sum + truth, 0) ?? value.frame.rows]);
      return numbers([value.type === "numbers" ? (value.dim?.[0] ?? Number.NaN) : frameOf(value).rows]);
    },
  },
  ncol: {
    parameters: ["x"],
    call: (matched) => {
      const value = matched.value("x");
      return numbers([value.type === "numbers" ? (value.dim?.[1] ?? Number.NaN) : frameOf(value).columns.size]);
    },
  },
  colnames: {
    parameters: ["x"],
    call: (matched) => {
      const value = matched.value("x");
      return strings(value.type === "numbers" ? (value.dimnames?.[1] ?? []) : [...frameOf(value).columns.keys()]);
    },
  },
  subset: {
    parameters: ["x", "subset", "..."],
    call: (matched) => {
      const value = matched.value("x");
      if (value.type !== "design" && value.type !== "frame" && !(value.type === "estimates" && value.class === "svyby"))
        throw new Unsupported(`subset of a ${value.type}`);
      const frame = frameOf(value);
      const condition = matched.expression("subset");
      if (condition === undefined) return value;
      const truth = asNumbers(recycledTo(evaluate(condition, matched.environment.within(frame)), frame.rows));
      if (value.type !== "design")
        return rowsOf(
          frame,
          Array.from(truth, (each, at) => (each === 1 ? at : -1)).filter((at) => at >= 0),
        );
      const domain = Uint8Array.from(truth, (each, i) => (each === 1 && (value.domain?.[i] ?? 1) === 1 ? 1 : 0));
      return { ...value, domain };
    },
  },
  update: {
    parameters: ["object", "..."],
    call: (matched) => {
      const done = own(matched, "object");
      if (done !== undefined) return done;
      const value = matched.value("object");
      if (value.type !== "design") throw new Unsupported(`update of a ${value.type}`);
      return { ...value, frame: changedFrame(value.frame, matched) };
    },
  },
  transform: {
    parameters: ["_data", "..."],
    call: (matched) => changedFrame(frameOf(matched.value("_data")), matched),
  },
  with: {
    parameters: ["data", "expr", "..."],
    call: (matched) => {
      const value = matched.value("data");
      const expression = matched.expression("expr");
      if (expression === undefined) throw new Refusal("with: no expression");
      if (value.type === "design") {
        const inside = matched.environment.within();
        inside.set(".design", value);
        return evaluate(withDesign(expression), inside);
      }
      if (value.type === "list") {
        const inside = matched.environment.within();
        value.names?.forEach((name, at) => {
          inside.set(name, value.values[at]!);
        });
        return evaluate(expression, inside);
      }
      return evaluate(expression, matched.environment.within(frameOf(value)));
    },
  },
  eval: {
    parameters: ["expr", "envir", "enclos"],
    call: (matched) => {
      const value = matched.value("expr");
      if (value.type !== "language") return value;
      const where = matched.optional("envir");
      return evaluate(
        value.expression,
        where === undefined ? matched.environment : matched.environment.within(frameOf(where)),
      );
    },
  },
  table: {
    parameters: ["...", "useNA", "dnn"],
    call: (matched) =>
      counted(
        matched.restValues().flatMap(({ name, value }): Dimension[] => {
          if (value.type === "frame")
            return [...value.columns].map(([column, values]) => ({ name: column, factor: asFactor(values) }));
          return [{ name: name ?? "", factor: asFactor(value) }];
        }),
      ),
  },
  xtabs: {
    parameters: ["formula", "data", "..."],
    call: (matched) => {
      const formula = matched.formula("formula");
      const given = matched.optional("data");
      if (given === undefined) throw new Unsupported("xtabs without data");
      const frame = frameOf(given);
      const dimensions = variablesOf(formula, frame).map(({ name, column }) => ({ name, factor: asFactor(column) }));
      const weights =
        formula.left === undefined ? undefined : asNumbers(columnOf(formula.left, frame, formula.environment));
      return counted(dimensions, weights);
    },
  },
};

export const data: Definitions = {
  // Named as na.action= of models, which leave incomplete rows out in any case.
  ...Object.fromEntries(
    ["na.omit", "na.exclude"].map((name) => [
      name,
      {
        parameters: ["object", "..."],
        call: () => {
          throw new Unsupported(`${name} of a value`);
        },
      },
    ]),
  ),
  ...verbs,
  subset: overImputations("subset", "x", verbs.subset!),
  update: overImputations("update", "object", verbs.update!),
  with: overImputations("with", "data", verbs.with!),
};

interface Dimension {
  readonly name: string;
  readonly factor: Factor;
}

/** Counts, or sums of weights, in the cells; rows with NA in a dimension are left out. */
function counted(dimensions: readonly Dimension[], weights?: Float64Array): Value {
  const dim = dimensions.map(({ factor }) => factor.levels.length);
  const values = new Float64Array(dim.reduce((product, width) => product * width, 1));
  const rows = dimensions[0]?.factor.codes.length ?? 0;
  for (let i = 0; i < rows; i++) {
    let cell = 0;
    let step = 1;
    for (const { factor } of dimensions) {
      cell = factor.codes[i]! < 0 ? Number.NaN : cell + factor.codes[i]! * step;
      step *= factor.levels.length;
    }
    if (!Number.isNaN(cell)) values[cell]! += weights?.[i] ?? 1;
  }
  return numbers(values, {
    dim,
    dimnames: dimensions.map(({ factor }) => factor.levels),
    dimensions: dimensions.map(({ name }) => name),
    ...(dimensions.length === 1 ? { names: dimensions[0]!.factor.levels } : {}),
  });
}

function changedFrame(frame: Frame, matched: Matched): Frame {
  let changed = frame;
  for (const { name, expression, value } of matched.rest) {
    if (name === undefined) throw new Unsupported(`${matched.function} without a name`);
    const made = value ?? evaluate(expression!, matched.environment.within(changed));
    changed = { ...changed, columns: new Map([...changed.columns, [name, recycledTo(made, frame.rows)]]) };
  }
  return changed;
}
