// R's svycontrast, svyvar, svykappa and svycralpha: figures made from figures.
import {
  type Dual,
  dual,
  estimateCovarianceMatrix,
  estimateCronbachAlpha,
  estimateKappa,
  type Figures,
  functionsOfEstimates,
  isReplicateDesign,
  linearContrasts,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Environment, Matched } from "../environment.ts";
import { logicalFactor, termsOf, variablesOf } from "../model-matrix.ts";
import { calledName, type Expression } from "../reader.ts";
import {
  asNumber,
  type Estimates,
  estimates,
  type List,
  numbers,
  Refusal,
  Unsupported,
  type Value,
} from "../values.ts";
import { numericVariables } from "./quantiles.ts";

export const contrastCalls: Definitions = {
  svycontrast: { parameters: ["stat", "contrasts", "add", "..."], call: contrast },
  svyvar: { parameters: ["x", "design", "na.rm", "..."], call: variances },
  svykappa: { parameters: ["formula", "design", "..."], call: kappa },
  cov2cor: { parameters: ["V"], call: correlations },
  svycralpha: { parameters: ["formula", "design", "na.rm"], call: alpha },
};

function estimatesOf(value: Value): Estimates {
  if (value.type === "estimates") return value;
  if (value.type === "result" && value.coefficients !== undefined) return value.coefficients;
  throw new Unsupported(`svycontrast of a ${value.type}`);
}

function contrast(matched: Matched): Value {
  const stat = estimatesOf(matched.value("stat"));
  const asked = matched.value("contrasts");
  const contrasts: List = asked.type === "list" ? asked : { type: "list", values: [asked], names: ["contrast"] };
  const names = contrasts.values.map((_, at) => contrasts.names?.[at] ?? "");
  const { figures } = stat;
  const result = contrasts.values.every(({ type }) => type === "language")
    ? functionsOfEstimates(figures, (values) =>
        contrasts.values.map((each) => {
          if (each.type !== "language") throw new Unsupported("a contrast that is no expression");
          const known = new Map(stat.names.map((name, at) => [name, values[at]!]));
          return asDual(derived(each.expression, known, matched.environment), values.length);
        }),
      )
    : linearContrasts(
        figures,
        contrasts.values.map((each) => coefficientsOf(each, stat.names)),
      );
  const kept = matched.flag("add") ? joined(figures, result, stat, contrasts) : undefined;
  const { design, df } = stat;
  return estimates("svystat", kept?.names ?? names, kept?.figures ?? result, {
    ...(design === undefined ? {} : { design }),
    ...(df === undefined ? {} : { df }),
  });
}

/** add = TRUE: the contrasts first, then the figures themselves. */
function joined(
  figures: Figures,
  result: Figures,
  stat: Estimates,
  contrasts: List,
): { figures: Figures; names: string[] } {
  const count = figures.points.length;
  const own = stat.names.map((_, j) => stat.names.map((__, k) => (j === k ? 1 : 0)));
  const rows = contrasts.values.map((each) => {
    if (each.type === "language") throw new Unsupported("add = TRUE with expressions");
    return coefficientsOf(each, stat.names);
  });
  if (result.points.length !== rows.length || own.length !== count) throw new Unsupported("add = TRUE");
  return {
    figures: linearContrasts(figures, [...rows, ...own]),
    names: [...contrasts.values.map((_, at) => contrasts.names?.[at] ?? ""), ...stat.names],
  };
}

/** The coefficients of a linear contrast, by name or in the order of the figures. */
function coefficientsOf(value: Value, names: readonly string[]): number[] {
  if (value.type !== "numbers") throw new Unsupported(`a contrast that is a ${value.type}`);
  if (value.names === undefined) {
    if (value.values.length !== names.length)
      throw new Refusal(`svycontrast: ${value.values.length} coefficients for ${names.length} figures`);
    return Array.from(value.values);
  }
  const coefficients = new Array<number>(names.length).fill(0);
  for (const [at, name] of value.names.entries()) {
    const place = names.indexOf(name);
    if (place < 0) throw new Refusal(`svycontrast: names not matched: ${name}`);
    coefficients[place] = value.values[at]!;
  }
  return coefficients;
}

const functionOf: Readonly<Record<string, (a: Dual | number) => Dual>> = {
  exp: dual.exp,
  expm1: dual.expm1,
  log1p: dual.log1p,
  log2: dual.log2,
  log10: dual.log10,
  sqrt: dual.sqrt,
  abs: dual.abs,
  sin: dual.sin,
  cos: dual.cos,
  tan: dual.tan,
  asin: dual.asin,
  acos: dual.acos,
  atan: dual.atan,
  sinh: dual.sinh,
  cosh: dual.cosh,
  tanh: dual.tanh,
  pnorm: dual.normalCdf,
  dnorm: dual.normalDensity,
};
const operatorOf: Readonly<Record<string, (a: Dual | number, b: Dual | number) => Dual>> = {
  "+": dual.add,
  "-": dual.subtract,
  "*": dual.multiply,
  "/": dual.divide,
  "^": dual.power,
};

/** An R expression of figures with its derivatives. Names that are no figure are looked up where the case is. */
function derived(expression: Expression, known: ReadonlyMap<string, Dual>, environment: Environment): Dual | number {
  if (expression.kind === "number") return expression.value;
  if (expression.kind === "name") {
    if (expression.name === "pi") return Math.PI;
    return known.get(expression.name) ?? asNumber(environment.get(expression.name));
  }
  if (expression.kind !== "call") throw new Unsupported(`a ${expression.kind} in a function of figures`);
  const name = calledName(expression);
  const operands = expression.arguments.map(({ value }) => derived(value, known, environment));
  const [first, second] = operands;
  if (first === undefined) throw new Unsupported(`${name}() in a function of figures`);
  if (name === "(") return first;
  if (name === "-" && second === undefined) return dual.negate(first);
  if (name === "+" && second === undefined) return first;
  if (name === "log") return second === undefined ? dual.log(first) : dual.divide(dual.log(first), dual.log(second));
  const operator = operatorOf[name];
  if (operator !== undefined && second !== undefined) return operator(first, second);
  const ofOne = functionOf[name];
  if (ofOne !== undefined && operands.length === 1) return ofOne(first);
  throw new Unsupported(`${name}() in a function of figures`);
}

function asDual(value: Dual | number, count: number): Dual {
  if (typeof value === "number") return { value, gradient: new Float64Array(count) };
  return value.gradient.length === count ? value : { value: value.value, gradient: new Float64Array(count) };
}

function variances(matched: Matched): Value {
  const value = matched.design();
  const { variables, complete, missing } = numericVariables(matched, "x", value);
  const { design } = value;
  const p = variables.length;
  const names = variables.map(({ name }) => name);
  const unknown = missing && !matched.flag("na.rm");
  if (unknown && isReplicateDesign(design)) throw new Refusal("svyvar: all replicates contained NAs");
  const found = unknown
    ? undefined
    : estimateCovarianceMatrix(
        design,
        variables.map(({ values }) => values),
        { domain: isReplicateDesign(design) ? complete : (value.domain ?? new Uint8Array(design.rows).fill(1)) },
      );
  const nan = (length: number) => new Float64Array(length).fill(Number.NaN);
  const points = found?.matrix ?? nan(p * p);
  const covariance = found?.covariance ?? nan(p ** 4);
  const pairs = names.flatMap((column) => names.map((row) => (p === 1 ? row : `${row}:${column}`)));
  const figures: Figures = {
    points,
    covariance,
    ...(found?.replicates === undefined ? {} : { replicates: found.replicates }),
  };
  if (p === 1 && !isReplicateDesign(design)) return estimates("svystat", pairs, figures, { design: value });
  const size = p * p;
  const matrix = () => numbers(points, { dim: [p, p], dimnames: [names, names] });
  return estimates("svyvar", pairs, figures, {
    design: value,
    methods: { coef: matrix, "as.matrix": matrix },
    answer: {
      vars: names,
      coef_colmajor: points,
      se_colmajor: found?.standardErrors ?? nan(size),
      vcov: Array.from({ length: size }, (_, row) => covariance.slice(row * size, (row + 1) * size)),
    },
  });
}

/** Correlations from a covariance matrix. */
function correlations(matched: Matched): Value {
  const matrix = matched.value("V");
  if (matrix.type !== "numbers" || matrix.dim?.length !== 2)
    throw new Refusal("cov2cor: V is not a square numeric matrix");
  const [p] = matrix.dim as [number];
  const { values } = matrix;
  const scale = (j: number) => Math.sqrt(values[j * (p + 1)]!);
  return { ...matrix, values: values.map((value, at) => value / (scale(at % p) * scale(Math.floor(at / p)))) };
}

function kappa(matched: Matched): Value {
  const value = matched.design();
  const { design, domain } = value;
  const found = variablesOf(matched.formula("formula"), value.frame);
  if (found.length !== 2) throw new Refusal("svykappa: kappa is only computed for two variables");
  const [first, second] = found.map(({ column }) => {
    const { codes, levels } = logicalFactor(column);
    const seen = new Set<number>();
    for (let i = 0; i < codes.length; i++) if (domain === undefined || domain[i] === 1) seen.add(codes[i]!);
    return { codes, levels, distinct: seen.size, missing: seen.has(-1) };
  });
  if (first!.distinct !== second!.distinct) throw new Refusal("svykappa: number of categories is different");
  if (first!.missing || second!.missing)
    return estimates("svystat", ["kappa"], {
      points: Float64Array.of(Number.NaN),
      covariance: Float64Array.of(Number.NaN),
    });
  const { estimate, standardError } = estimateKappa(
    design,
    first!.codes,
    second!.codes,
    Math.max(first!.levels.length, second!.levels.length),
    domain === undefined ? {} : { domain },
  );
  const figures = { points: Float64Array.of(estimate), covariance: Float64Array.of(standardError ** 2) };
  return estimates("svystat", ["kappa"], figures, { design: value });
}

function alpha(matched: Matched): Value {
  const value = matched.design();
  const formula = matched.formula("formula");
  const { variables, complete, missing } = numericVariables(matched, "formula", value);
  if (termsOf(formula.right).terms.some((term) => term.length > 1)) throw new Unsupported("svycralpha of interactions");
  const unknown = missing && !matched.flag("na.rm");
  const estimate = unknown
    ? Number.NaN
    : estimateCronbachAlpha(
        value.design,
        variables.map(({ values }) => values),
        { domain: complete },
      ).estimate;
  return numbers([estimate], { names: ["*alpha*"] });
}
