import { matchArguments } from "./arguments.ts";
import type { Environment } from "./environment.ts";
import { element, field, part, replaced } from "./indexing.ts";
import { type Argument, calledName, type Expression } from "./reader.ts";
import {
  asNumber,
  asNumbers,
  type Callable,
  type Given,
  list,
  logicals,
  nothing,
  numbers,
  strings,
  Unsupported,
  type Value,
} from "./values.ts";

const constants: Readonly<Record<string, Value>> = {
  TRUE: logicals([1]),
  T: logicals([1]),
  FALSE: logicals([0]),
  F: logicals([0]),
  NULL: nothing,
  NA: logicals([Number.NaN]),
  NA_real_: numbers([Number.NaN]),
  NA_integer_: numbers([Number.NaN]),
  NA_character_: strings([null]),
  NaN: numbers([Number.NaN]),
  Inf: numbers([Number.POSITIVE_INFINITY]),
  pi: numbers([Math.PI]),
  LETTERS: strings([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]),
  letters: strings([..."abcdefghijklmnopqrstuvwxyz"]),
};

type Special = (given: readonly Argument[], environment: Environment) => Value;

const special: Readonly<Record<string, Special>> = {
  "{": (given, environment) => {
    let value: Value = nothing;
    for (const each of given) value = evaluate(each.value, environment);
    return value;
  },
  "(": (given, environment) => evaluate(given[0]!.value, environment),
  "<-": assign,
  if: (given, environment) => {
    if (asNumber(evaluate(given[0]!.value, environment)) !== 0) return evaluate(given[1]!.value, environment);
    return given[2] === undefined ? nothing : evaluate(given[2].value, environment);
  },
  for: (given, environment) => {
    const variable = given[0]!.value;
    if (variable.kind !== "name") throw new Unsupported("for over something that is not a name");
    const over = evaluate(given[1]!.value, environment);
    const count = over.type === "list" || over.type === "strings" ? over.values.length : asNumbers(over).length;
    for (let at = 1; at <= count; at++) {
      environment.set(variable.name, element(over, numbers([at])));
      evaluate(given[2]!.value, environment);
    }
    return nothing;
  },
  "~": (given, environment) =>
    given.length === 1
      ? { type: "formula", right: given[0]!.value, environment }
      : { type: "formula", left: given[0]!.value, right: given[1]!.value, environment },
  quote: (given) => ({ type: "language", expression: given[0]!.value }),
  expression: (given) => ({ type: "language", expression: given[0]!.value }),
  "&&": (given, environment) => {
    const left = asNumber(evaluate(given[0]!.value, environment));
    return left === 0 ? logicals([0]) : logicals([asNumber(evaluate(given[1]!.value, environment)) !== 0 ? 1 : 0]);
  },
  "||": (given, environment) => {
    const left = asNumber(evaluate(given[0]!.value, environment));
    return left !== 0 ? logicals([1]) : logicals([asNumber(evaluate(given[1]!.value, environment)) !== 0 ? 1 : 0]);
  },
  $: (given, environment) =>
    field(evaluate(given[0]!.value, environment), (given[1]!.value as { readonly value: string }).value),
  "[[": (given, environment) => element(evaluate(given[0]!.value, environment), evaluate(given[1]!.value, environment)),
  "[": (given, environment) =>
    part(
      evaluate(given[0]!.value, environment),
      given
        .slice(1)
        .filter(({ name }) => name === undefined)
        .map(({ value }) => (value.kind === "nothing" ? undefined : evaluate(value, environment))),
      given.some(({ name, value }) => name === "drop" && asNumber(evaluate(value, environment)) === 0),
    ),
  return: (given, environment) => {
    throw new Returned(given[0] === undefined ? nothing : evaluate(given[0].value, environment));
  },
  missing: (given, environment) =>
    logicals([given[0]!.value.kind === "name" && environment.find(given[0]!.value.name) === undefined ? 1 : 0]),
};

/** What return() carries to the function that it leaves. */
class Returned {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** The value of an R expression. @throws Unsupported, Refusal, and the library's own errors. */
export function evaluate(expression: Expression, environment: Environment): Value {
  switch (expression.kind) {
    case "number":
      return numbers([expression.value]);
    case "string":
      return strings([expression.value]);
    case "nothing":
      return nothing;
    case "function":
      return closure(expression, environment);
    case "name":
      return (
        environment.find(expression.name) ?? constants[expression.name] ?? functionNamed(expression.name, environment)
      );
    case "call":
      return call(expression, environment);
  }
}

function functionNamed(name: string, environment: Environment): Value {
  const definition = environment.context.definitions[name];
  if (definition === undefined) return environment.get(name);
  return {
    type: "function",
    name,
    call: (given) => definition.call(matchArguments(name, definition.parameters, environment, given)),
  };
}

function call(expression: Extract<Expression, { kind: "call" }>, environment: Environment): Value {
  const name = calledName(expression);
  if (name !== "") {
    const own = special[name];
    if (own !== undefined) return own(expression.arguments, environment);
    const defined = environment.find(name);
    if (defined === undefined || defined.type !== "function") {
      const definition = environment.context.definitions[name];
      if (definition === undefined) throw new Unsupported(`the function ${name} is not known`);
      return definition.call(
        matchArguments(name, definition.parameters, environment, expanded(expression.arguments, environment)),
      );
    }
    return defined.call(valuesOf(expression.arguments, environment));
  }
  const called = evaluate(expression.function, environment);
  if (called.type !== "function") throw new Unsupported(`a ${called.type} is called as a function`);
  return called.call(valuesOf(expression.arguments, environment));
}

/** Arguments with "..." replaced by what it holds. */
function expanded(given: readonly Argument[], environment: Environment): (Argument | Given)[] {
  return given.flatMap((each): (Argument | Given)[] => {
    if (each.value.kind !== "name" || each.value.name !== "...") return [each];
    const dots = environment.find("...");
    if (dots?.type !== "list") return [];
    return dots.values.map((value, at) => (dots.names?.[at] ? { name: dots.names[at], value } : { value }));
  });
}

function valuesOf(given: readonly Argument[], environment: Environment): Given[] {
  return expanded(given, environment).map((each) =>
    "kind" in each.value
      ? { ...(each.name === undefined ? {} : { name: each.name }), value: evaluate(each.value, environment) }
      : (each as Given),
  );
}

function closure(definition: Extract<Expression, { kind: "function" }>, environment: Environment): Callable {
  const parameters = definition.parameters.map(({ name }) => name);
  return {
    type: "function",
    name: "function",
    call: (given) => {
      const inside = environment.within();
      const matched = matchArguments("function", parameters, environment, given);
      for (const parameter of definition.parameters) {
        if (parameter.name === "...") continue;
        const value = matched.optional(parameter.name);
        if (value !== undefined) inside.set(parameter.name, value);
        else if (parameter.default !== undefined && parameter.default.kind !== "nothing")
          inside.set(parameter.name, evaluate(parameter.default, inside));
      }
      const rest = matched.restValues();
      inside.set(
        "...",
        list(
          rest.map(({ value }) => value),
          rest.map(({ name }) => name ?? ""),
        ),
      );
      try {
        return evaluate(definition.body, inside);
      } catch (error) {
        if (error instanceof Returned) return error.value;
        throw error;
      }
    },
  };
}

function assign(given: readonly Argument[], environment: Environment): Value {
  const target = given[0]!.value;
  const source = given[1]!.value;
  if (target.kind === "name" || target.kind === "string") {
    const name = target.kind === "name" ? target.name : target.value;
    const before = environment.target;
    environment.target = name;
    try {
      const value = evaluate(source, environment);
      environment.set(name, value);
      return value;
    } finally {
      environment.target = before;
    }
  }
  // x$y <- v, x[["y"]] <- v, names(x) <- v: x is replaced by a changed copy.
  const function_ = calledName(target);
  if (target.kind !== "call" || target.arguments[0] === undefined)
    throw new Unsupported("an assignment to something that is no name");
  const inner = target.arguments[0].value;
  const key = target.arguments[1];
  const value = evaluate(source, environment);
  const old = evaluate(inner, environment);
  const changed = replaced(
    old,
    function_,
    key === undefined
      ? undefined
      : key.value.kind === "string"
        ? strings([key.value.value])
        : evaluate(key.value, environment),
    value,
  );
  if (inner.kind === "name") environment.set(inner.name, changed);
  else {
    const helper = environment.within();
    helper.set(".value", changed);
    const again = assign([{ value: inner }, { value: { kind: "name", name: ".value" } }], helper);
    let root: Expression = inner;
    while (root.kind === "call") root = root.arguments[0]!.value;
    if (root.kind === "name") environment.set(root.name, helper.get(root.name));
    return again;
  }
  return value;
}
