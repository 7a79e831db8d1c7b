// R's svyquantile, oldsvyquantile and svycdf.
import {
  distributionFunction,
  estimateQuantiles,
  type InterpolatedQuantileOptions,
  interpolatedQuantiles,
  isReplicateDesign,
  type QuantileEstimate,
  type QuantileInterval,
  type QuantileOptions,
  type QuantileRule,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { variablesOf } from "../model-matrix.ts";
import {
  asNumbers,
  type Callable,
  type DesignValue,
  estimates,
  list,
  numbers,
  Refusal,
  textOfNumber,
  Unsupported,
  type Value,
} from "../values.ts";

const rules: readonly QuantileRule[] = [
  "math",
  "school",
  "shahvaish",
  "hf1",
  "hf2",
  "hf3",
  "hf4",
  "hf5",
  "hf6",
  "hf7",
  "hf8",
  "hf9",
];
const linearised: readonly QuantileInterval[] = ["mean", "beta", "xlogit", "asin", "score"];
const replicated: readonly QuantileInterval[] = ["mean", "beta", "xlogit", "asin", "quantile"];

export const quantileCalls: Definitions = {
  svyquantile: {
    parameters: [
      "x",
      "design",
      "quantiles",
      "alpha",
      "interval.type",
      "na.rm",
      "ci",
      "se",
      "qrule",
      "df",
      "return.replicates",
      "...",
    ],
    call: quantiles,
  },
  oldsvyquantile: {
    parameters: [
      "x",
      "design",
      "quantiles",
      "alpha",
      "ci",
      "method",
      "f",
      "interval.type",
      "na.rm",
      "se",
      "ties",
      "df",
      "return.replicates",
      "...",
    ],
    call: oldQuantiles,
  },
  svycdf: { parameters: ["formula", "design", "na.rm", "..."], call: distribution },
};

export interface NumericVariable {
  readonly name: string;
  readonly values: Float64Array;
}

/** The numeric variables of a formula, and the rows of the design's domain where all are known. */
export function numericVariables(
  matched: Matched,
  argument: string,
  design: DesignValue,
): { readonly variables: readonly NumericVariable[]; readonly complete: Uint8Array; readonly missing: boolean } {
  const variables = variablesOf(matched.formula(argument), design.frame).map(({ name, column }) => {
    if (column.type !== "numbers") throw new Refusal(`${matched.function}: ${name} is not numeric`);
    return { name, values: column.values };
  });
  let missing = false;
  const complete = new Uint8Array(design.frame.rows);
  for (let i = 0; i < complete.length; i++) {
    if (design.domain !== undefined && design.domain[i] !== 1) continue;
    if (variables.every(({ values }) => !Number.isNaN(values[i]!))) complete[i] = 1;
    else missing = true;
  }
  return { variables, complete, missing };
}

function probabilitiesOf(matched: Matched): readonly number[] {
  return Array.from(asNumbers(matched.value("quantiles")));
}

function commonOptions(matched: Matched, domain: Uint8Array) {
  const df = matched.numbers("df")?.[0];
  return {
    domain,
    level: 1 - matched.number("alpha", 0.05),
    ...(df === undefined ? {} : { degreesOfFreedom: df }),
  };
}

function quantiles(matched: Matched): Value {
  const value = matched.design();
  const { design } = value;
  const { variables, complete, missing } = numericVariables(matched, "x", value);
  if (missing && !matched.flag("na.rm")) throw new Refusal("svyquantile: missing values without na.rm = TRUE");
  if (matched.optional("qrule")?.type === "function") throw new Unsupported("a qrule that is a function");
  const interval = matched.choice("interval.type", isReplicateDesign(design) ? replicated : linearised);
  const probabilities = probabilitiesOf(matched);
  const alpha = matched.number("alpha", 0.05);
  const withInterval = matched.flag("ci", true);
  const options: QuantileOptions = {
    ...commonOptions(matched, complete),
    rule: matched.choice("qrule", rules),
    interval,
  };
  const found = variables.map(({ name, values }) => ({
    name,
    figures: estimateQuantiles(design, values, probabilities, options),
  }));
  for (const [at, { figures }] of found.entries())
    noteFaults(matched, value, variables[at]!.values, options, figures, withInterval);
  if (interval === "quantile" && matched.flag("return.replicates")) return replicateFigures(value, found);
  const columns = ["quantile", `ci.${percent(alpha / 2)}`, `ci.${percent(1 - alpha / 2)}`, "se"];
  const labels = probabilities.map(textOfNumber);
  const rowsOf = (figures: readonly QuantileEstimate[]) =>
    withInterval
      ? figures.map(({ estimate, low, high, standardError }) => [estimate, low, high, standardError])
      : [figures.map(({ estimate }) => estimate)];
  const flat = found.flatMap(({ figures }) => figures);
  const se = flat.map(({ standardError }) => standardError);
  const covariance = new Float64Array(flat.length ** 2).fill(Number.NaN);
  for (const [at, error] of se.entries()) covariance[at * flat.length + at] = error * error;
  const names = found.flatMap(({ name }) => (labels.length === 1 ? [name] : labels.map((label) => `${name}.${label}`)));
  return {
    type: "result",
    class: "svyquantile",
    answer: {
      vars: Object.fromEntries(
        found.map(({ name, figures }) => [
          name,
          withInterval
            ? { quantiles: labels, cols: columns, m: rowsOf(figures) }
            : { quantiles: null, cols: labels, m: rowsOf(figures) },
        ]),
      ),
      ...(withInterval ? { se } : {}),
    },
    fields: Object.fromEntries(
      found.map(({ name, figures }) => [
        name,
        numbers(
          withInterval
            ? [0, 1, 2, 3].flatMap((column) => rowsOf(figures).map((row) => row[column]!))
            : rowsOf(figures)[0]!,
          withInterval
            ? { dim: [labels.length, 4], dimnames: [labels, columns] }
            : { dim: [1, labels.length], dimnames: [null, labels] },
        ),
      ]),
    ),
    methods: {
      confint: () =>
        numbers([...flat.map(({ low }) => low), ...flat.map(({ high }) => high)], {
          dim: [flat.length, 2],
          dimnames: [names, ["l", "u"]],
        }),
    },
    coefficients: estimates(
      "newsvyquantile",
      names,
      { points: Float64Array.from(flat, ({ estimate }) => estimate), covariance },
      {
        design: value,
      },
    ),
  };
}

/** Notes where the figures touch what R 4.1-1 is known to do wrongly. */
function noteFaults(
  matched: Matched,
  { design }: DesignValue,
  y: Float64Array,
  { rule, interval, domain }: QuantileOptions,
  figures: readonly QuantileEstimate[],
  withInterval: boolean,
): void {
  const { notes } = matched.environment.context;
  if (interval === "score") notes.add("score interval");
  let smallest = Number.POSITIVE_INFINITY;
  let first = 0;
  let total = 0;
  let n = 0;
  for (let i = 0; i < y.length; i++) {
    const weight = design.weights[i]!;
    if (domain?.[i] !== 1 || weight === 0) continue;
    total += weight;
    n++;
    if (y[i]! < smallest) {
      smallest = y[i]!;
      first = weight;
    } else if (y[i] === smallest && rule === "hf3") first += weight;
  }
  if (rule === "shahvaish") {
    if (Math.abs(total / n - 1) > 1e-9) notes.add("shahvaish with weights not of mean 1");
    return;
  }
  const byShare =
    rule === "math" || rule === "school" || rule === "hf1" || rule === "hf2" || rule === "hf3" || rule === "hf4";
  const below = (each: number) => byShare && each >= 0 && each < first / total;
  for (const { probability, shareLow, shareHigh, share, shareStandardError } of figures) {
    if (below(probability)) notes.add("quantile below the first weight");
    if (!withInterval) continue;
    if (below(shareLow) || below(shareHigh)) notes.add("interval below the first weight");
    if (rule === "hf4" && [shareLow, shareHigh].some((each) => Math.abs(each - 1) < 1e-9))
      notes.add("hf4 at a share of 1");
    if (interval === "asin" && shareHigh === 1 && share < 1 && shareStandardError > 0)
      notes.add("asin end beyond the top");
  }
}

/** A share as R names it in per cent, two digits after the point at most. */
function percent(share: number): string {
  return textOfNumber(Math.round(share * 1e4) / 100);
}

function replicateFigures(
  value: DesignValue,
  found: readonly { readonly name: string; readonly figures: readonly QuantileEstimate[] }[],
): Value {
  const flat = found.flatMap(({ name, figures }) => figures.map((figure) => ({ name, figure })));
  const covariance = new Float64Array(flat.length ** 2);
  for (const [at, { figure }] of flat.entries()) covariance[at * flat.length + at] = figure.standardError ** 2;
  const count = flat[0]!.figure.replicates!.length;
  return estimates(
    "svrepstat",
    flat.map(({ name, figure }) => `${name} q${textOfNumber(Math.round(figure.probability * 100) / 100)}`),
    {
      points: Float64Array.from(flat, ({ figure }) => figure.estimate),
      covariance,
      replicates: Array.from({ length: count }, (_, r) =>
        Float64Array.from(flat, ({ figure }) => figure.replicates![r]!),
      ),
    },
    { design: value },
  );
}

function oldQuantiles(matched: Matched): Value {
  const value = matched.design();
  const { design } = value;
  const { variables, complete, missing } = numericVariables(matched, "x", value);
  const replicates = isReplicateDesign(design);
  const naRm = matched.flag("na.rm");
  if (missing && !naRm && replicates) throw new Refusal("oldsvyquantile: missing values in object");
  const asked = replicates
    ? matched.choice("interval.type", ["probability", "quantile"])
    : matched.choice("interval.type", ["Wald", "score", "betaWald"]);
  const ci = matched.flag("ci");
  const withErrors = ci || matched.flag("se", ci) || replicates;
  const ties = matched.choice("ties", ["discrete", "rounded"]);
  if (asked === "score" && withErrors) {
    if (ties === "rounded")
      throw new Refusal('oldsvyquantile: ties="rounded" not available with interval.type="score"');
    matched.environment.context.notes.add("score interval");
  }
  const probabilities = probabilitiesOf(matched);
  const options: InterpolatedQuantileOptions = {
    ...commonOptions(matched, complete),
    method: matched.choice("method", ["linear", "constant"]),
    step: matched.number("f", 1),
    ties,
    interval:
      asked === "quantile" || (asked === "score" && withErrors) ? asked : asked === "betaWald" ? "beta" : "wald",
  };
  const found = variables.map(({ values }) =>
    missing && !naRm
      ? probabilities.map((probability) => {
          const nan = Number.NaN;
          return { probability, estimate: nan, standardError: nan, low: nan, high: nan };
        })
      : interpolatedQuantiles(design, values, probabilities, options),
  );
  const labels = probabilities.map((probability) => textOfNumber(Math.round(probability * 100) / 100));
  const flat = found.flat();
  const names = variables.map(({ name }) => name);
  if (replicates) {
    const covariance = new Float64Array(flat.length ** 2);
    for (const [at, { standardError }] of flat.entries()) covariance[at * flat.length + at] = standardError ** 2;
    const single = labels.length === 1;
    return estimates(
      "svrepstat",
      names.flatMap((name) =>
        labels.map((label) => (single ? name : names.length === 1 ? `q${label}` : `${name}:q${label}`)),
      ),
      { points: Float64Array.from(flat, ({ estimate }) => estimate), covariance },
      { design: value },
    );
  }
  // R's matrix has a row a variable and a column a quantile.
  const points = probabilities.flatMap((_, q) => found.map((figures) => figures[q]!.estimate));
  const matrix = numbers(points, { dim: [names.length, labels.length], dimnames: [names, labels] });
  if (!withErrors) return matrix;
  const se = flat.map(({ standardError }) => standardError);
  const ends = flat.flatMap(({ low, high }) => [low, high]);
  return {
    type: "result",
    class: "oldsvyquantile",
    answer: {
      quantiles: points,
      ...(ci
        ? {
            CIs_dim: [2, labels.length, names.length],
            CIs_colmajor: ends,
          }
        : {}),
      se,
    },
    fields: {
      quantiles: matrix,
      ...(ci ? { CIs: numbers(ends, { dim: [2, labels.length, names.length] }) } : {}),
    },
    methods: {
      SE: () => numbers(se),
      coef: () => numbers(points, names.length === 1 ? { names: labels } : {}),
      confint: () =>
        numbers([...flat.map(({ low }) => low), ...flat.map(({ high }) => high)], {
          dim: [flat.length, 2],
          dimnames: [names.flatMap((name) => labels.map((label) => `${label}_${name}`)), ["(lower", "upper)"]],
        }),
    },
  };
}

function distribution(matched: Matched): Value {
  const value = matched.design();
  const { variables, complete } = numericVariables(matched, "formula", value);
  const functions = variables.map(({ name, values }): Callable => {
    const { at } = distributionFunction(value.design, values, { domain: complete });
    return {
      type: "function",
      name,
      call: (given) => {
        const limits = given[0]?.value;
        if (limits === undefined) throw new Refusal("a distribution function needs a value");
        return numbers(asNumbers(limits).map(at));
      },
    };
  });
  return list(
    functions,
    variables.map(({ name }) => name),
  );
}
