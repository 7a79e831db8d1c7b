// svyglm: the fit, and what R tells beside its coefficients.

import {
  akaike,
  coefficientIntervals,
  fittedMeans,
  type GlmFit,
  isReplicateDesign,
  predict,
  pseudoRSquared,
  surveyGlm,
} from "../../../packages/survey-statistics/src/index.ts";
import { evaluate } from "../interpreter.ts";
import type { Expression } from "../reader.ts";
import {
  asNumbers,
  type DesignValue,
  type Estimates,
  estimates,
  type Formula,
  numbers,
  Refusal,
  Unsupported,
  type Value,
} from "../values.ts";
import {
  checkVariables,
  columnsOf,
  type FamilyAsked,
  keepsRows,
  responseOf,
  square,
  usedMatrix,
  visible,
  withoutOffset,
} from "./model-formula.ts";

/** What a fit was made of, for the calls that take it further. */
export interface Fitted {
  readonly fit: GlmFit;
  readonly formula: Formula;
  readonly design: DesignValue;
  readonly asked: FamilyAsked;
  readonly control: Control;
  readonly levels: ReadonlyMap<string, readonly string[]>;
  readonly offset?: Expression;
}

interface Control {
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

const glms = new WeakMap<object, Fitted>();

export function fitted(
  formula: Formula,
  design: DesignValue,
  asked: FamilyAsked,
  control: Control,
  extraOffset?: Expression,
  methods: NonNullable<Estimates["methods"]> = {},
): Estimates {
  if (formula.left === undefined) throw new Refusal("svyglm: the formula has no response");
  checkVariables(formula, design.frame);
  const { frame, spread } = visible(design);
  const { right, offset: ownOffset } = withoutOffset(formula.right);
  const matrix = usedMatrix({ ...formula, right }, frame);
  const offsets = [ownOffset, extraOffset].filter((each) => each !== undefined);
  let offset: Float64Array | undefined;
  for (const expression of offsets) {
    const values = asNumbers(evaluate(expression, formula.environment.within(frame)));
    if (values.length !== frame.rows) throw new Refusal("svyglm: the offset has another length than the data");
    offset = offset === undefined ? values : offset.map((value, i) => value + values[i]!);
  }
  const fit = surveyGlm(design.design, {
    response: spread(responseOf(matrix.response!, asked)),
    columns: columnsOf(matrix, spread),
    family: asked.family,
    ...(asked.link === undefined ? {} : { link: asked.link }),
    ...(offset === undefined ? {} : { offset: spread(offset) }),
    ...(design.domain === undefined ? {} : { domain: design.domain }),
    ...control,
  });
  const value = estimates(
    "svyglm",
    fit.names,
    { points: fit.coefficients, covariance: fit.covariance, ...(fit.replicates ? { replicates: fit.replicates } : {}) },
    {
      df: fit.degreesOfFreedom,
      design,
      answer: answerOf(fit, asked, keepsRows(design)),
      fields: fieldsOf(fit, design),
      methods,
    },
  );
  glms.set(value, {
    fit,
    formula,
    design,
    asked,
    control,
    levels: matrix.levels,
    ...(extraOffset === undefined ? {} : { offset: extraOffset }),
  });
  return value;
}

function answerOf(fit: GlmFit, asked: FamilyAsked, kept: boolean): NonNullable<Estimates["answer"]> {
  const { design, input } = fit.model;
  const replicated = isReplicateDesign(design);
  const interval = waldIntervals(fit, {}).map(({ low, high }) => [low, high]);
  const r2 = input.family === "binomial" ? pseudoRSquared(fit) : undefined;
  return {
    t: fit.t,
    p: fit.p,
    df_residual: fit.degreesOfFreedom,
    deviance: fit.deviance,
    null_deviance: fit.nullDeviance,
    // R 4.1 multiplies the residuals of a replicate design by the sum of its weights: the sum of squares, not their mean.
    dispersion: replicated ? fit.pearsonChiSquare : fit.dispersion,
    ...(replicated && fit.family === "gaussian" ? {} : { aic: criterionOf(fit) }),
    confint: interval,
    fitted_first5: firstFitted(fit, kept),
    ...(r2 === undefined || !asked.name.includes("binomial")
      ? {}
      : { psrsq_nagelkerke: r2.nagelkerke, psrsq_coxsnell: r2.coxSnell }),
  };
}

/** Fitted means of the first five rows that R fits: those of the domain, or all complete ones where a subset keeps its rows. */
function firstFitted(fit: GlmFit, kept: boolean): number[] {
  const { columns, response, offset, domain } = fit.model.input;
  const rows: number[] = [];
  for (let i = 0; i < response.length && rows.length < 5; i++) {
    const missing =
      Number.isNaN(response[i]!) || columns.some((column) => "values" in column && Number.isNaN(column.values[i]!));
    if (!missing && (kept || (domain?.[i] ?? 1) === 1)) rows.push(i);
  }
  if (offset !== undefined || !kept) {
    const means = fittedMeans(fit);
    return rows.map((i) => means[i]!);
  }
  const people = columns.map((column) =>
    "values" in column ? { ...column, values: Float64Array.from(rows, (i) => column.values[i]!) } : column,
  );
  return Array.from(predict(fit, people, rows.length, { scale: "response" }).predictions);
}

/** [effective parameters, AIC, mean design effect] in R 4.1's scale of gaussian models. */
export function criterionOf(fit: GlmFit): number[] {
  const { effectiveParameters, aic, meanDesignEffect } = akaike(fit, { gaussian: "survey-4.1" });
  return [effectiveParameters, aic, meanDesignEffect];
}

export function fieldsOf(fit: GlmFit, design: DesignValue): Readonly<Record<string, Value>> {
  const means = fittedMeans(fit).filter((value) => !Number.isNaN(value));
  return {
    coefficients: numbers(fit.coefficients, { names: fit.names }),
    "df.residual": numbers([fit.degreesOfFreedom]),
    deviance: numbers([fit.deviance]),
    "null.deviance": numbers([fit.nullDeviance]),
    "fitted.values": numbers(means),
    iter: numbers([fit.iterations]),
    rank: numbers([fit.names.length]),
    converged: { ...numbers([fit.converged ? 1 : 0]), logical: true },
    "survey.design": design,
    "naive.cov": square(fit.naiveCovariance, fit.names),
    "cov.unscaled": square(fit.covariance, fit.names),
  };
}

export function glmOf(value: Value): Fitted {
  const found = glms.get(value);
  if (found === undefined) throw new Unsupported(`a ${value.type} where a svyglm is expected`);
  return found;
}

/**
 * R takes t to a level of the normal distribution and back; beyond 8.3, as t with one degree of freedom is, that level rounds to 1
 * and no limit is left.
 */
export function waldIntervals(fit: GlmFit, options: { readonly level?: number; readonly degreesOfFreedom?: number }) {
  return coefficientIntervals(fit, options).map((interval, k) => {
    const t = (interval.high - fit.coefficients[k]!) / fit.standardErrors[k]!;
    return t > 8.3 ? { ...interval, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } : interval;
  });
}
