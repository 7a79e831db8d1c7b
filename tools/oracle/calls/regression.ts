// R's survey regressions: svyglm, svyolr, their tests, intervals and predictions, MIcombine.

import {
  isReplicateDesign,
  profileIntervals,
  pseudoRSquared,
  residualsOf,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definition, Definitions, Matched } from "../environment.ts";
import { evaluate } from "../interpreter.ts";
import type { Expression } from "../reader.ts";
import { asNumber, asNumbers, type DesignValue, numbers, Refusal, Unsupported, type Value } from "../values.ts";
import { own } from "./data.ts";
import { combined } from "./imputations.ts";
import { families, familyOf, familyValue } from "./model-formula.ts";
import { ordinal } from "./ordinal-regression.ts";
import { criterionOf, fieldsOf, fitted, glmOf, waldIntervals } from "./regression-fit.ts";
import { margins, predicted } from "./regression-predictions.ts";
import { comparison, testOfTerms } from "./regression-tests.ts";

const familyCalls: Definitions = Object.fromEntries(
  Object.keys(families).map((name) => [name, { parameters: ["link"], call: (matched) => familyValue(name, matched) }]),
);

export const regression: Definitions = {
  ...familyCalls,
  svyglm: {
    parameters: ["formula", "design", "subset", "family", "start", "rescale", "...", "deff", "influence"],
    call: glm,
  },
  svyolr: {
    parameters: ["formula", "design", "start", "...", "na.action", "method"],
    call: ordinal,
  },
  regTermTest: {
    parameters: ["model", "test.terms", "null", "df", "method", "lrt.approximation"],
    call: testOfTerms,
  },
  svypredmeans: {
    parameters: ["adjustmodel", "groupfactor", "predictat"],
    call: margins,
  },
  MIcombine: {
    parameters: ["results", "variances", "call", "df.complete", "..."],
    call: combined,
  },
  psrsq: {
    parameters: ["object", "method", "..."],
    call: (matched) => {
      const { fit } = glmOf(matched.value("object"));
      const { coxSnell, nagelkerke } = pseudoRSquared(fit);
      return numbers([matched.choice("method", ["Cox-Snell", "Nagelkerke"]) === "Cox-Snell" ? coxSnell : nagelkerke]);
    },
  },
  deviance: told("deviance"),
  "df.residual": told("df.residual"),
  summary: told(),
  fitted: told("fitted.values"),
  "fitted.values": told("fitted.values"),
  nobs: {
    parameters: ["object", "..."],
    call: (matched) => numbers([glmOf(matched.value("object")).fit.n]),
  },
  logLik: {
    parameters: ["object", "..."],
    call: (matched) => own(matched, "object") ?? numbers([glmOf(matched.value("object")).fit.deviance / -2]),
  },
  residuals: { parameters: ["object", "type", "..."], call: residuals },
  resid: { parameters: ["object", "type", "..."], call: residuals },
  AIC: {
    parameters: ["object", "...", "k", "null_has_intercept"],
    call: (matched) => criterion(matched, "object"),
  },
  extractAIC: {
    parameters: ["fit", "scale", "k", "...", "null_has_intercept"],
    call: (matched) => criterion(matched, "fit"),
  },
};

/** What a fit tells about itself: the first of these fields that it has. */
function told(...names: readonly string[]): Definition {
  return {
    parameters: ["object", "..."],
    call: (matched) => {
      const value = matched.value("object");
      const done = own(matched, "object");
      if (done !== undefined) return done;
      const fields = value.type === "estimates" || value.type === "result" ? value.fields : undefined;
      const found = names.map((name) => fields?.[name]).find((each) => each !== undefined);
      if (found === undefined) throw new Unsupported(`${matched.function} of a ${value.type}`);
      return found;
    },
  };
}

export function residuals(matched: Matched): Value {
  const { fit } = glmOf(matched.value("object"));
  const { input } = fit.model;
  return numbers(
    residualsOf(fit, matched.choice("type", ["deviance", "pearson", "working", "response"])).filter(
      (_, i) => fit.model.present[i] === 1 && !Number.isNaN(input.response[i]!),
    ),
  );
}

function restricted(matched: Matched, design: DesignValue): DesignValue {
  const expression = matched.expression("subset");
  if (expression === undefined) return design;
  const truth = asNumbers(evaluate(expression, matched.environment.within(design.frame)));
  if (truth.some((value) => Number.isNaN(value))) throw new Refusal("svyglm: subset must not contain NA values");
  const domain = Uint8Array.from({ length: design.frame.rows }, (_, i) =>
    truth[i % truth.length] !== 0 && (design.domain?.[i] ?? 1) === 1 ? 1 : 0,
  );
  return { ...design, domain };
}

export function glm(matched: Matched): Value {
  const start = matched.optional("start");
  if (start !== undefined && start.type !== "null") throw new Unsupported("svyglm with start");
  if (!matched.flag("rescale", true)) throw new Unsupported("svyglm without rescaled weights");
  const control: { tolerance?: number; maxIterations?: number } = {};
  let offset: Expression | undefined;
  const take = (name: string | undefined, value: Value) => {
    if (name === "epsilon") control.tolerance = asNumber(value);
    else if (name === "maxit") control.maxIterations = asNumber(value);
    else if (name === "control" && value.type === "list")
      value.values.forEach((each, at) => {
        take(value.names?.[at], each);
      });
    else if (name !== "na.action" && name !== "return.replicates" && name !== "model" && name !== "trace")
      throw new Unsupported(`svyglm(${name ?? "one argument more"})`);
  };
  for (const { name, expression, value } of matched.rest) {
    if (name === "offset" && expression !== undefined) offset = expression;
    else take(name, value ?? evaluate(expression!, matched.environment));
  }
  const design = restricted(matched, matched.design());
  return fitted(matched.formula("formula"), design, familyOf(matched.optional("family")), control, offset, {
    confint: intervalsOf,
    predict: predicted,
    anova: comparison,
    summary: summarised,
  });
}

function criterion(matched: Matched, name: string): Value {
  const { fit } = glmOf(matched.value(name));
  const others = matched.restValues();
  if (matched.has("scale")) throw new Unsupported("AIC with a scale");
  if (matched.number("k", 2) !== 2 || !matched.flag("null_has_intercept", true))
    throw new Unsupported("AIC with another penalty");
  const names = ["eff.p", "AIC", "deltabar"];
  if (others.length === 0) return numbers(criterionOf(fit), { names });
  const all = [fit, ...others.map(({ value }) => glmOf(value).fit)].map(criterionOf);
  return numbers(
    names.flatMap((_, column) => all.map((each) => each[column]!)),
    { dim: [all.length, 3], dimnames: [null, names] },
  );
}

/** summary(fit): its table of coefficients, dispersion and df.residual. */
function summarised(matched: Matched): Value {
  const { fit, design } = glmOf(matched.value("object"));
  const table = numbers(
    [fit.coefficients, fit.standardErrors, fit.t, fit.p].flatMap((column) => [...column]),
    { dim: [fit.names.length, 4], dimnames: [fit.names, ["Estimate", "Std. Error", "t value", "Pr(>|t|)"]] },
  );
  const dispersion = isReplicateDesign(design.design) ? fit.pearsonChiSquare : fit.dispersion;
  return {
    type: "result",
    class: "summary.svyglm",
    answer: {},
    fields: { ...fieldsOf(fit, design), coefficients: table, dispersion: numbers([dispersion]) },
    methods: { coef: () => table },
  };
}

/** All intervals; which of them were asked for is the generic's business. */
function intervalsOf(matched: Matched): Value {
  const { fit } = glmOf(matched.value("object"));
  const level = matched.number("level", 0.95);
  const df = matched.restValue("ddf");
  const options = { level, ...(df === undefined || df.type === "null" ? {} : { degreesOfFreedom: asNumber(df) }) };
  const intervals =
    matched.has("method") && matched.choice("method", ["Wald", "likelihood"]) === "likelihood"
      ? profileIntervals(fit, { ...options, search: "survey-4.1" })
      : waldIntervals(fit, options);
  return numbers([...intervals.map(({ low }) => low), ...intervals.map(({ high }) => high)], {
    dim: [intervals.length, 2],
  });
}
