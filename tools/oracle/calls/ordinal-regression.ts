// svyolr.

import { type OrdinalFit, surveyOrdinal } from "../../../packages/survey-statistics/src/index.ts";
import type { Matched } from "../environment.ts";
import { modelMatrix, type Term } from "../model-matrix.ts";
import { estimates, numbers, Refusal, Unsupported, type Value } from "../values.ts";
import { columnsOf, square, visible } from "./model-formula.ts";

interface OrdinalFitted {
  readonly fit: OrdinalFit;
  readonly terms: readonly Term[];
  readonly termOfColumn: readonly (Term | undefined)[];
}

export const ordinals = new WeakMap<object, OrdinalFitted>();

const cumulative = { logistic: "logit", probit: "probit", cloglog: "loglog", cauchit: "cauchit" } as const;

export function ordinal(matched: Matched): Value {
  const start = matched.optional("start");
  if (start !== undefined && start.type !== "null") throw new Unsupported("svyolr with start");
  if (matched.rest.length > 0) throw new Unsupported("svyolr with settings of its search");
  const design = matched.design();
  const formula = matched.formula("formula");
  const { frame, spread } = visible(design);
  const matrix = modelMatrix(formula, frame);
  const { response } = matrix;
  if (response?.type !== "factor") throw new Refusal("svyolr: response must be a factor");
  if (response.levels.length <= 2) throw new Refusal("svyolr: response must have 3 or more levels");
  const method = matched.choice("method", ["logistic", "probit", "cloglog", "cauchit"]);
  const codes = spread(Float64Array.from(response.codes));
  const columns = columnsOf(matrix, spread).filter((_, at) => matrix.assign[at] !== 0);
  const fit = surveyOrdinal(design.design, {
    codes: Int32Array.from(codes, (code) => (Number.isNaN(code) ? -1 : code)),
    levels: response.levels,
    columns,
    link: cumulative[method],
    search: "survey-4.1",
    ...(design.domain === undefined ? {} : { domain: design.domain }),
  });
  const value = estimates(
    "svyolr",
    fit.names,
    { points: fit.coefficients, covariance: fit.covariance, ...(fit.replicates ? { replicates: fit.replicates } : {}) },
    {
      df: fit.degreesOfFreedom,
      design,
      answer: { deviance: fit.deviance },
      fields: {
        coefficients: numbers(fit.coefficients.slice(0, fit.columnCount), {
          names: fit.names.slice(0, fit.columnCount),
        }),
        zeta: numbers(fit.coefficients.slice(fit.columnCount), { names: fit.names.slice(fit.columnCount) }),
        deviance: numbers([fit.deviance]),
        "df.residual": numbers([fit.degreesOfFreedom]),
        var: square(fit.covariance, fit.names),
      },
    },
  );
  const termOfName = new Map(
    matrix.columns.map(({ name }, at) => [
      name,
      matrix.assign[at] === 0 ? undefined : matrix.terms.terms[matrix.assign[at]! - 1],
    ]),
  );
  ordinals.set(value, {
    fit,
    terms: matrix.terms.terms,
    termOfColumn: fit.names.map((name, k) => (k < fit.columnCount ? termOfName.get(name) : undefined)),
  });
  return value;
}
