import type { Environment } from "./environment.ts";
import type { Argument, Expression } from "./reader.ts";
import {
  asNumber,
  asNumbers,
  asText,
  type DesignValue,
  type Formula,
  type Given,
  Refusal,
  Unsupported,
  type Value,
} from "./values.ts";

/** An argument as the caller gave it: an expression to be evaluated on demand, or a value from our own code. */
type Promised = { readonly name?: string; readonly expression?: Expression; readonly value?: Value };

/** The arguments of one call, by the parameter they belong to. */
export class Matched {
  readonly function: string;
  readonly environment: Environment;
  /** What "..." took, in order. */
  readonly rest: readonly Promised[];
  private readonly byName: ReadonlyMap<string, Promised>;
  private readonly evaluated = new Map<string, Value>();

  constructor(
    name: string,
    environment: Environment,
    byName: ReadonlyMap<string, Promised>,
    rest: readonly Promised[],
  ) {
    this.function = name;
    this.environment = environment;
    this.byName = byName;
    this.rest = rest;
  }

  /** The same call with another value for one argument. */
  replacing(name: string, value: Value): Matched {
    return new Matched(this.function, this.environment, new Map([...this.byName, [name, { value }]]), this.rest);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** The argument unevaluated, for subset(), update(), quote(). */
  expression(name: string): Expression | undefined {
    return this.byName.get(name)?.expression;
  }

  optional(name: string): Value | undefined {
    const promised = this.byName.get(name);
    if (promised === undefined) return undefined;
    let value = promised.value ?? this.evaluated.get(name);
    if (value === undefined) {
      value = this.environment.context.evaluate(promised.expression!, this.environment);
      this.evaluated.set(name, value);
    }
    return value;
  }

  value(name: string): Value {
    const value = this.optional(name);
    if (value === undefined) throw new Refusal(`${this.function}: argument ${name} is missing`);
    return value;
  }

  /** The values of "...". */
  restValues(): Given[] {
    return this.rest.map((promised) => ({
      ...(promised.name === undefined ? {} : { name: promised.name }),
      value: promised.value ?? this.environment.context.evaluate(promised.expression!, this.environment),
    }));
  }

  /** A named argument among those that "..." took. */
  restValue(name: string): Value | undefined {
    return this.restValues().find((given) => given.name === name)?.value;
  }

  design(name = "design"): DesignValue {
    const value = this.value(name);
    if (value.type !== "design") throw new Refusal(`${this.function}: ${name} is a ${value.type}, not a design`);
    return value;
  }

  formula(name: string): Formula {
    const value = this.value(name);
    if (value.type !== "formula") throw new Unsupported(`${this.function}: ${name} is a ${value.type}, not a formula`);
    return value;
  }

  flag(name: string, fallback = false): boolean {
    const value = this.optional(name);
    return value === undefined || value.type === "null" ? fallback : asNumber(value) !== 0;
  }

  number(name: string, fallback: number): number {
    const value = this.optional(name);
    return value === undefined || value.type === "null" ? fallback : asNumber(value);
  }

  numbers(name: string): Float64Array | undefined {
    const value = this.optional(name);
    return value === undefined || value.type === "null" ? undefined : asNumbers(value);
  }

  text(name: string, fallback: string): string {
    const value = this.optional(name);
    if (value === undefined || value.type === "null") return fallback;
    return value.type === "strings" && value.values.length > 1 ? value.values[0]! : asText(value);
  }

  /** One of the choices, by its beginning as R's match.arg takes it. */
  choice<T extends string>(name: string, choices: readonly T[]): T {
    const asked = this.text(name, choices[0]!);
    const found = choices.find((choice) => choice === asked) ?? choices.find((choice) => choice.startsWith(asked));
    if (found === undefined)
      throw new Refusal(`${this.function}: ${name} = "${asked}" is none of ${choices.join(", ")}`);
    return found;
  }
}

/** R's matching: by whole name, then by the beginning of a name, then by place. */
export function matchArguments(
  name: string,
  parameters: readonly string[],
  environment: Environment,
  given: readonly (Argument | Given)[],
): Matched {
  const byName = new Map<string, Promised>();
  const rest: Promised[] = [];
  const promised: readonly Promised[] = given.map(({ name: argument, value }) => ({
    ...(argument === undefined ? {} : { name: argument }),
    ...("kind" in value ? { expression: value } : { value }),
  }));
  const dots = parameters.indexOf("...");
  const left: Promised[] = [];
  const unnamedLater: Promised[] = [];
  for (const each of promised) {
    if (each.name !== undefined && parameters.includes(each.name) && !byName.has(each.name))
      byName.set(each.name, each);
    else left.push(each);
  }
  for (const each of left) {
    if (each.name === undefined) {
      unnamedLater.push(each);
      continue;
    }
    const before = dots < 0 ? parameters : parameters.slice(0, dots);
    const partial = before.filter((parameter) => parameter.startsWith(each.name!) && !byName.has(parameter));
    if (partial.length >= 1) byName.set(partial[0]!, each);
    else unnamedLater.push(each);
  }
  const free = parameters.filter(
    (parameter, at) => parameter !== "..." && !byName.has(parameter) && (dots < 0 || at < dots),
  );
  for (const each of unnamedLater) {
    if (each.expression?.kind === "nothing" && each.name === undefined && name !== "[" && dots < 0) continue;
    const parameter = each.name === undefined ? free.shift() : undefined;
    if (parameter !== undefined) byName.set(parameter, each);
    else if (dots >= 0) rest.push(each);
    else throw new Unsupported(`${name}(${each.name ?? "one argument more"})`);
  }
  return new Matched(name, environment, byName, rest);
}
