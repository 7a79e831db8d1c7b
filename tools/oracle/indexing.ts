import {
  asNumbers,
  asTexts,
  type Column,
  type DesignValue,
  type Estimates,
  type Frame,
  lengthOf,
  list,
  nothing,
  numbers,
  Refusal,
  strings,
  Unsupported,
  type Value,
} from "./values.ts";

/** x$name. */
export function field(value: Value, name: string): Value {
  switch (value.type) {
    case "list":
      return value.values[value.names?.indexOf(name) ?? -1] ?? nothing;
    case "frame":
      return value.columns.get(name) ?? [...value.columns].find(([column]) => column.startsWith(name))?.[1] ?? nothing;
    case "design":
      return ofDesign(value, name);
    case "estimates":
      return value.fields?.[name] ?? ofEstimates(value, name);
    case "result":
      return value.fields?.[name] ?? fromAnswer(value.answer[name] ?? value.answer[name.replaceAll(".", "_")]);
    default:
      throw new Unsupported(`$${name} of a ${value.type}`);
  }
}

/** A column of a svyby, or attr(x, "var"). */
function ofEstimates(value: Estimates, name: string): Value {
  if (value.class === "svyby") {
    const column = frameOfDomains(value)?.columns.get(name);
    if (column !== undefined) return column;
  }
  const width = value.names.length;
  if (name === "var")
    return numbers(value.figures.covariance, { dim: [width, width], dimnames: [value.names, value.names] });
  if (name === "deff" && value.deff !== undefined) return numbers(value.deff);
  return fromAnswer(value.answer?.[name]);
}

/** The data frame that a svyby is. */
export function frameOfDomains(value: Estimates): Frame | undefined {
  const columns = value.answer?.columns;
  if (columns === undefined || columns === null || typeof columns !== "object" || Array.isArray(columns))
    return undefined;
  const made = new Map<string, Column>();
  for (const [name, values] of Object.entries(columns)) {
    if (values instanceof Float64Array) made.set(name, numbers(values));
    else if (Array.isArray(values))
      made.set(name, strings(values.map((each) => (each === null ? null : String(each)))));
  }
  return { type: "frame", rows: value.names.length === 0 ? 0 : lengthOf([...made.values()][0]!), columns: made };
}

function fromAnswer(answer: unknown): Value {
  if (typeof answer === "number") return numbers([answer]);
  if (typeof answer === "string") return strings([answer]);
  if (answer instanceof Float64Array) return numbers(answer);
  if (Array.isArray(answer) && answer.every((each) => typeof each === "number")) return numbers(answer);
  throw new Unsupported("a part of a result that this reader does not keep");
}

function ofDesign(value: DesignValue, name: string): Value {
  if (name === "variables") return value.domain === undefined ? value.frame : rowsOf(value.frame, chosen(value.domain));
  const { design, domain } = value;
  if (name === "prob")
    return numbers(
      design.weights.map((weight) => 1 / weight).filter((_, i) => domain === undefined || domain[i] === 1),
    );
  if (name === "pweights") return numbers(design.weights);
  if ("replicates" in design) {
    if (name === "scale") return numbers([design.scale]);
    if (name === "rscales") return numbers(design.rscales);
    if (name === "degf") return numbers([design.degreesOfFreedom]);
  }
  const about = value.about?.[name];
  if (about !== undefined && typeof about === "object") return about as Value;
  throw new Unsupported(`$${name} of a design`);
}

function chosen(domain: Uint8Array): number[] {
  const rows: number[] = [];
  for (let i = 0; i < domain.length; i++) if (domain[i] === 1) rows.push(i);
  return rows;
}

/** The rows (0-based; −1 = a row of NA) of a data frame. */
export function rowsOf(frame: Frame, rows: readonly number[]): Frame {
  const columns = new Map<string, Column>();
  for (const [name, column] of frame.columns) columns.set(name, picked(column, rows) as Column);
  return { type: "frame", rows: rows.length, columns };
}

/** The elements at 0-based places; −1 = NA. */
export function picked(value: Value, places: readonly number[]): Value {
  switch (value.type) {
    case "numbers": {
      const { values, names, logical } = value;
      return {
        type: "numbers",
        values: Float64Array.from(places, (at) => values[at] ?? Number.NaN),
        ...(names === undefined ? {} : { names: places.map((at) => names[at] ?? "") }),
        ...(logical ? { logical } : {}),
      };
    }
    case "strings": {
      const { values, names } = value;
      return strings(
        places.map((at) => values[at] ?? null),
        names === undefined ? {} : { names: places.map((at) => names[at] ?? "") },
      );
    }
    case "factor":
      return { ...value, codes: Int32Array.from(places, (at) => value.codes[at] ?? -1) };
    case "list":
      return list(
        places.map((at) => value.values[at] ?? nothing),
        value.names === undefined ? undefined : places.map((at) => value.names![at] ?? ""),
      );
    case "estimates":
      return picked({ type: "numbers", values: value.figures.points, names: value.names }, places);
    default:
      throw new Unsupported(`[ of a ${value.type}`);
  }
}

/** 0-based places that an index picks out of `length` elements. */
function places(index: Value | undefined, length: number, names: readonly string[] | undefined): number[] {
  if (index === undefined) return Array.from({ length }, (_, at) => at);
  if (index.type === "strings") return index.values.map((name) => names?.indexOf(name ?? "") ?? -1);
  if (index.type === "factor") return Array.from(index.codes);
  if (index.type !== "numbers") throw new Unsupported(`an index that is a ${index.type}`);
  const { values } = index;
  if (index.logical) {
    const found: number[] = [];
    for (let at = 0; at < Math.max(length, values.length); at++) {
      const truth = values[at % values.length]!;
      if (Number.isNaN(truth)) found.push(-1);
      else if (truth !== 0) found.push(at);
    }
    return found;
  }
  if (values.some((value) => value < 0)) {
    const without = new Set(Array.from(values, (value) => -value - 1));
    return Array.from({ length }, (_, at) => at).filter((at) => !without.has(at));
  }
  return Array.from(values)
    .filter((value) => value !== 0)
    .map((value) => (value > length || Number.isNaN(value) ? -1 : Math.trunc(value) - 1));
}

/** x[[index]]. */
export function element(value: Value, index: Value): Value {
  if (index.type === "strings" && index.values.length === 1) {
    if (value.type === "numbers" || value.type === "strings") {
      const at = value.names?.indexOf(index.values[0]!) ?? -1;
      if (at < 0) throw new Refusal("subscript out of bounds");
      return picked(value, [at]);
    }
    if (value.type === "estimates" && value.names.includes(index.values[0]!))
      return numbers([value.figures.points[value.names.indexOf(index.values[0]!)]!]);
    return field(value, index.values[0]!);
  }
  const at = asNumbers(index)[0]! - 1;
  if (value.type === "list") {
    const found = value.values[at];
    if (found === undefined) throw new Refusal("subscript out of bounds");
    return found;
  }
  if (value.type === "frame") return [...value.columns.values()][at] ?? nothing;
  if (value.type === "result" || value.type === "estimates") {
    const found = Object.values(value.fields ?? {})[at];
    if (found !== undefined) return found;
    if (value.type === "result") throw new Unsupported(`[[${at + 1}]] of a ${value.class}`);
  }
  const bare = picked(value, [at]);
  return bare.type === "numbers" ? numbers(bare.values) : bare;
}

/** x[i], x[i, j]. An index that is undefined was left empty. */
export function part(value: Value, indices: readonly (Value | undefined)[], keepDimensions: boolean): Value {
  if (value.type === "estimates" && value.class === "svyby") {
    const frame = frameOfDomains(value);
    if (frame !== undefined) return part(frame, indices, keepDimensions);
  }
  if (value.type === "frame") {
    const names = [...value.columns.keys()];
    const wanted = indices.length === 1 ? indices[0] : indices[1];
    const columns = places(wanted, names.length, names).map((at) => names[at]!);
    let frame: Frame = { ...value, columns: new Map(columns.map((name) => [name, value.columns.get(name)!])) };
    if (indices.length === 2 && indices[0] !== undefined)
      frame = rowsOf(frame, places(indices[0], value.rows, undefined));
    const single = indices.length === 2 && columns.length === 1 && wanted !== undefined && !keepDimensions;
    return single ? frame.columns.get(columns[0]!)! : frame;
  }
  if (value.type === "design") {
    const rows = new Set(places(indices[0], value.frame.rows, undefined));
    const domain = Uint8Array.from({ length: value.frame.rows }, (_, i) =>
      rows.has(i) && (value.domain?.[i] ?? 1) === 1 ? 1 : 0,
    );
    return { ...value, domain };
  }
  if (value.type === "numbers" && value.dim?.length === 2 && indices.length === 2) {
    const [height, width] = value.dim as [number, number];
    const rows = places(indices[0], height, value.dimnames?.[0] ?? undefined);
    const columns = places(indices[1], width, value.dimnames?.[1] ?? undefined);
    const values = columns.flatMap((column) => rows.map((row) => value.values[column * height + row]!));
    if (!keepDimensions && (rows.length === 1 || columns.length === 1)) {
      const names = columns.length === 1 ? value.dimnames?.[0] : value.dimnames?.[1];
      const along = columns.length === 1 ? rows : columns;
      return numbers(values, names ? { names: along.map((at) => names[at]!) } : {});
    }
    const own = value.dimnames;
    return numbers(values, {
      dim: [rows.length, columns.length],
      ...(own === undefined
        ? {}
        : {
            dimnames: [
              own[0] ? rows.map((at) => own[0]![at]!) : null,
              own[1] ? columns.map((at) => own[1]![at]!) : null,
            ],
          }),
    });
  }
  if (indices.length !== 1) throw new Unsupported(`[ with ${indices.length} indices of a ${value.type}`);
  const names = "names" in value ? value.names : undefined;
  const length =
    value.type === "factor"
      ? value.codes.length
      : value.type === "estimates"
        ? value.figures.points.length
        : value.type === "numbers" || value.type === "strings" || value.type === "list"
          ? value.values.length
          : 1;
  return picked(value, places(indices[0], length, names));
}

/** The copy of `old` that `f(old, key) <- value` leaves. */
export function replaced(old: Value, function_: string, key: Value | undefined, value: Value): Value {
  if (function_ === "names" && (old.type === "numbers" || old.type === "strings" || old.type === "list"))
    return { ...old, names: asTexts(value).map((text) => text ?? "") };
  if ((function_ === "$" || function_ === "[[") && key?.type === "strings") {
    const name = key.values[0]!;
    if (old.type === "frame")
      return { ...old, columns: new Map([...old.columns, [name, recycledTo(value as Column, old.rows)]]) };
    if (old.type === "design" && name === "variables" && value.type === "frame") return { ...old, frame: value };
    if (old.type === "list" || old.type === "null") {
      const values = old.type === "null" ? [] : [...old.values];
      const names = old.type === "null" ? [] : [...(old.names ?? old.values.map(() => ""))];
      const at = names.indexOf(name);
      if (at >= 0) values[at] = value;
      else {
        values.push(value);
        names.push(name);
      }
      return list(values, names);
    }
  }
  if (function_ === "[" && key !== undefined && (old.type === "numbers" || old.type === "strings")) {
    const at = places(key, old.values.length, old.names);
    if (old.type === "numbers") {
      const given = asNumbers(value);
      const values = old.values.slice();
      for (const [k, place] of at.entries()) if (place >= 0) values[place] = given[k % given.length]!;
      return { ...old, values };
    }
    const given = asTexts(value);
    const values = [...old.values];
    for (const [k, place] of at.entries()) if (place >= 0) values[place] = given[k % given.length]!;
    return { ...old, values };
  }
  throw new Unsupported(`an assignment to ${function_} of a ${old.type}`);
}

/** A value repeated to a number of rows. */
export function recycledTo(value: Value, rows: number): Column {
  if (value.type !== "numbers" && value.type !== "strings" && value.type !== "factor")
    throw new Unsupported(`a column that is a ${value.type}`);
  const length = value.type === "factor" ? value.codes.length : value.values.length;
  if (length === rows) return value;
  if (length === 0) throw new Refusal("a column without values");
  return picked(
    value,
    Array.from({ length: rows }, (_, i) => i % length),
  ) as Column;
}
