// Population figures of weighting calls: data frames with Freq, tables, named vectors.
import type { Matched } from "../environment.ts";
import { columnOf, termsOf } from "../model-matrix.ts";
import { asFactor, asNumbers, asTexts, type Formula, type Frame, Refusal, Unsupported, type Value } from "../values.ts";

export interface PopulationMargin {
  /** −1 = a combination that the population does not have. */
  readonly codes: Int32Array;
  readonly targets: Float64Array;
}

/** The combinations of the variables of a formula: their texts, one array a variable, in the order of the formula. */
export function factorsOf(formula: Formula, frame: Frame) {
  const { variables } = termsOf(formula.right, [...frame.columns.keys()]);
  if (variables.size === 0) throw new Refusal("a margin without variables");
  return [...variables].map(([name, expression]) => ({
    name,
    factor: asFactor(columnOf(expression, frame, formula.environment)),
  }));
}

const key = (texts: readonly (string | null)[]) => texts.join("\u0000");

/** The cells of a population and the cell of each row. Rows outside the domain are put into the first cell that has people. */
export function populationMargin(
  formula: Formula,
  population: Value,
  frame: Frame,
  domain: Uint8Array | undefined,
): PopulationMargin {
  const factors = factorsOf(formula, frame);
  const cells = new Map<string, number>();
  const targets: number[] = [];
  for (const { texts, count } of cellsOf(
    population,
    factors.map(({ name }) => name),
  )) {
    cells.set(key(texts), targets.length);
    targets.push(Number.isNaN(count) ? 0 : count);
  }
  const aside = Math.max(
    0,
    targets.findIndex((target) => target > 0),
  );
  const texts = factors.map(({ factor }) => asTexts(factor));
  const codes = new Int32Array(frame.rows);
  for (let i = 0; i < frame.rows; i++) {
    if (domain !== undefined && domain[i] !== 1) codes[i] = aside;
    else codes[i] = cells.get(key(texts.map((column) => column[i]!))) ?? -1;
  }
  if (codes.includes(-1)) throw new Refusal("Strata in sample absent from population, or missing values in a margin");
  return { codes, targets: Float64Array.from(targets) };
}

function cellsOf(
  population: Value,
  names: readonly string[],
): { readonly texts: readonly (string | null)[]; readonly count: number }[] {
  if (population.type === "frame") {
    const by = names.map((name) => {
      const column = population.columns.get(name);
      if (column === undefined) throw new Refusal(`Stratifying variables don't match: ${name}`);
      return asTexts(column);
    });
    const rest = [...population.columns].filter(([name]) => !names.includes(name));
    if (rest.length !== 1) throw new Refusal("stratifying variables don't match");
    const counts = asNumbers(rest[0]![1]);
    return Array.from(counts, (count, row) => ({ texts: by.map((texts) => texts[row]!), count }));
  }
  if (population.type !== "numbers") throw new Refusal("population must be a table or dataframe");
  const levels = population.dimnames ?? (population.names === undefined ? undefined : [population.names]);
  if (levels === undefined || levels.length !== names.length || levels.some((each) => each === null))
    throw new Unsupported("a population table without names");
  return Array.from(population.values, (count, at) => {
    let rest = at;
    const texts = levels.map((each) => {
      const text = each![rest % each!.length]!;
      rest = Math.floor(rest / each!.length);
      return text;
    });
    return { texts, count };
  });
}

/** The formulas and populations of rake(), or of calibrate() with lists. */
export function listedMargins(
  matched: Matched,
  formulas: Value,
  populations: Value,
  frame: Frame,
  domain: Uint8Array | undefined,
): PopulationMargin[] {
  if (formulas.type !== "list" || populations.type !== "list")
    throw new Unsupported(`${matched.function} without lists of margins`);
  if (formulas.values.length !== populations.values.length)
    throw new Refusal("sample.margins and population.margins do not match.");
  return formulas.values.map((formula, m) => {
    if (formula.type !== "formula") throw new Unsupported(`${matched.function}: a margin that is no formula`);
    return populationMargin(formula, populations.values[m]!, frame, domain);
  });
}
