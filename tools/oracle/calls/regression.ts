// R's survey regressions: svyglm, svyolr, their tests, intervals and predictions, MIcombine.
import {
  akaike,
  coefficientIntervals,
  combineImputations,
  type FamilyName,
  fittedMeans,
  type GlmFit,
  isReplicateDesign,
  type LinkName,
  type ModelColumn,
  type OrdinalFit,
  predict,
  predictedMargins,
  profileIntervals,
  pseudoRSquared,
  residualsOf,
  surveyGlm,
  surveyOrdinal,
  termTest,
  termTestByLikelihood,
  waldTest,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definition, Definitions, Matched } from "../environment.ts";
import { rowsOf } from "../indexing.ts";
import { evaluate } from "../interpreter.ts";
import { columnOf, modelMatrix, type Term, termsOf } from "../model-matrix.ts";
import { calledName, callOf, type Expression, nameOf } from "../reader.ts";
import {
  asFactor,
  asNumber,
  asNumbers,
  asText,
  asTexts,
  type Column,
  type DesignValue,
  type Estimates,
  estimates,
  type Factor,
  type Formula,
  type Frame,
  numbers,
  Refusal,
  type Result,
  Unsupported,
  type Value,
} from "../values.ts";
import { own } from "./data.ts";

interface FamilyAsked {
  readonly family: FamilyName;
  readonly link?: LinkName;
  /** R's own name; the quasi families differ in how far a profile is searched. */
  readonly name: string;
}

/** What a fit was made of, for the calls that take it further. */
interface Fitted {
  readonly fit: GlmFit;
  readonly formula: Formula;
  readonly design: DesignValue;
  readonly asked: FamilyAsked;
  readonly control: Control;
  readonly levels: ReadonlyMap<string, readonly string[]>;
  readonly offset?: Expression;
}

interface OrdinalFitted {
  readonly fit: OrdinalFit;
  readonly terms: readonly Term[];
  readonly termOfColumn: readonly (Term | undefined)[];
}

interface Control {
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

const glms = new WeakMap<object, Fitted>();
const ordinals = new WeakMap<object, OrdinalFitted>();

const families: Readonly<Record<string, FamilyName>> = {
  gaussian: "gaussian",
  binomial: "binomial",
  quasibinomial: "binomial",
  poisson: "poisson",
  quasipoisson: "poisson",
  Gamma: "gamma",
  "inverse.gaussian": "inverse-gaussian",
};
const linkNames: Readonly<Record<string, LinkName>> = {
  identity: "identity",
  logit: "logit",
  probit: "probit",
  cloglog: "cloglog",
  cauchit: "cauchit",
  log: "log",
  inverse: "inverse",
  sqrt: "sqrt",
  "1/mu^2": "inverse-square",
};

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

function residuals(matched: Matched): Value {
  const { fit } = glmOf(matched.value("object"));
  const { input } = fit.model;
  return numbers(
    residualsOf(fit, matched.choice("type", ["deviance", "pearson", "working", "response"])).filter(
      (_, i) => fit.model.present[i] === 1 && !Number.isNaN(input.response[i]!),
    ),
  );
}

function familyValue(name: string, matched: Matched): Result {
  const expression = matched.expression("link");
  // R takes the link by name, unquoted too.
  const link =
    expression === undefined
      ? undefined
      : expression.kind === "name" && linkNames[expression.name] !== undefined
        ? expression.name
        : asText(matched.value("link"));
  return { type: "result", class: "family", answer: { family: name, ...(link === undefined ? {} : { link }) } };
}

function familyOf(value: Value | undefined): FamilyAsked {
  if (value === undefined || value.type === "null") return { family: "gaussian", name: "gaussian" };
  const name =
    value.type === "function"
      ? value.name
      : value.type === "strings"
        ? asText(value)
        : value.type === "result" && value.class === "family"
          ? String(value.answer.family)
          : "";
  const family = families[name];
  if (family === undefined) throw new Unsupported(`the family ${name}`);
  const link = value.type === "result" ? value.answer.link : undefined;
  if (link === undefined) return { family, name };
  const known = linkNames[String(link)];
  if (known === undefined) throw new Unsupported(`the link ${String(link)}`);
  return { family, link: known, name };
}

/** The formula without its offset() terms, and their sum. */
function withoutOffset(right: Expression): { right: Expression; offset?: Expression } {
  if (right.kind !== "call") return { right };
  const name = calledName(right);
  if (name === "offset") return { right: { kind: "number", value: 1 }, offset: right.arguments[0]!.value };
  if (name !== "+" || right.arguments.length !== 2) return { right };
  const [a, b] = right.arguments.map(({ value }) => withoutOffset(value)) as [
    { right: Expression; offset?: Expression },
    { right: Expression; offset?: Expression },
  ];
  const offset =
    a.offset === undefined ? b.offset : b.offset === undefined ? a.offset : callOf("+", a.offset, b.offset);
  if (offset === undefined) return { right };
  const kept =
    a.offset !== undefined && a.right.kind === "number"
      ? b.right
      : b.offset !== undefined && b.right.kind === "number"
        ? a.right
        : callOf("+", a.right, b.right);
  return { right: kept, offset };
}

/** A subset of a design that is calibrated or of unequal probabilities keeps its rows in R, with weight 0: they are in the fit, without a say. */
function keepsRows({ design }: DesignValue): boolean {
  if (isReplicateDesign(design)) return false;
  const { calibration, pairwise, stages } = design;
  return (
    calibration !== undefined || pairwise !== undefined || stages.some((stage) => stage.probabilityOfUnit !== undefined)
  );
}

/** The rows of a domain as R sees them after subset(), and how to bring a column back to all rows. */
function visible(design: DesignValue): { frame: Frame; spread: (values: Float64Array) => Float64Array } {
  const { domain, frame } = design;
  if (domain === undefined || keepsRows(design)) return { frame, spread: (values) => values };
  const rows: number[] = [];
  for (let i = 0; i < domain.length; i++) if (domain[i] === 1) rows.push(i);
  return {
    frame: rowsOf(frame, rows),
    spread: (values) => {
      const all = new Float64Array(frame.rows).fill(Number.NaN);
      for (const [at, row] of rows.entries()) all[row] = values[at]!;
      return all;
    },
  };
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

/** R looks for the variables of a model in the design and nowhere else. */
function checkVariables(formula: Formula, frame: Frame): void {
  const visit = (expression: Expression): void => {
    if (expression.kind === "name" && !frame.columns.has(expression.name))
      throw new Refusal("svyglm: all variables must be in design= argument");
    if (expression.kind === "call") {
      if (expression.function.kind === "call") visit(expression.function);
      for (const { value } of expression.arguments) visit(value);
    }
  };
  if (formula.left !== undefined) visit(formula.left);
  visit(formula.right);
}

function glm(matched: Matched): Value {
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
  return fitted(matched.formula("formula"), design, familyOf(matched.optional("family")), control, offset);
}

function fitted(
  formula: Formula,
  design: DesignValue,
  asked: FamilyAsked,
  control: Control,
  extraOffset?: Expression,
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
      methods: { confint: intervalsOf, predict: predicted, anova: comparison, summary: summarised },
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

/** The model matrix of a fit: levels that no complete row has are dropped, the reference level too, as R's glm does. */
function usedMatrix(formula: Formula, frame: Frame): ReturnType<typeof modelMatrix> {
  const matrix = modelMatrix(formula, frame);
  const answers = matrix.response === undefined ? undefined : asTexts(matrix.response);
  const complete = Array.from({ length: frame.rows }, (_, i) => i).filter(
    (i) => answers?.[i] !== null && matrix.columns.every(({ values }) => !Number.isNaN(values[i]!)),
  );
  const columns = new Map(frame.columns);
  const levels = new Map<string, readonly string[]>();
  for (const [name, all] of matrix.levels) {
    const expression = matrix.terms.variables.get(name)!;
    const column = columnOf(expression, frame, formula.environment);
    if (column.type === "numbers") continue;
    const factor = asFactor(column);
    const seen = new Set(complete.map((i) => factor.codes[i]!));
    const used = all.filter((level) => seen.has(factor.levels.indexOf(level)));
    if (used.length === all.length || used.length === 0) continue;
    if (used.length === 1) throw new Refusal("contrasts can be applied only to factors with 2 or more levels");
    if (expression.kind === "name") columns.set(name, asFactor(column, used));
    else levels.set(name, used);
  }
  if (levels.size === 0 && [...columns].every(([name, column]) => frame.columns.get(name) === column)) return matrix;
  return modelMatrix(formula, { ...frame, columns }, levels);
}

type Matrix = ReturnType<typeof modelMatrix>;

function columnsOf(matrix: Matrix, spread: (values: Float64Array) => Float64Array): ModelColumn[] {
  return matrix.columns.map(({ name, values }, at) =>
    matrix.assign[at] === 0
      ? { name, term: name, constant: 1 }
      : { name, term: termKey(matrix.terms.terms[matrix.assign[at]! - 1]!), values: spread(values) },
  );
}

/** Variables of a term in a fixed order: a:b and b:a are one term. */
function termKey(term: Term): string {
  return [...term].sort().join(":");
}

function responseOf(column: Column, { family }: FamilyAsked): Float64Array {
  if (column.type === "factor" || column.type === "strings") {
    if (family !== "binomial" || column.type === "strings") throw new Refusal("svyglm: the response is not numeric");
    return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code === 0 ? 0 : 1));
  }
  if (column.dim !== undefined && column.dim.length === 2 && column.dim[1] !== 1)
    throw new Unsupported("svyglm with a response of two columns");
  return column.values;
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
function criterionOf(fit: GlmFit): number[] {
  const { effectiveParameters, aic, meanDesignEffect } = akaike(fit, { gaussian: "survey-4.1" });
  return [effectiveParameters, aic, meanDesignEffect];
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

function fieldsOf(fit: GlmFit, design: DesignValue): Readonly<Record<string, Value>> {
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

function square(matrix: Float64Array, names: readonly string[]): Value {
  return numbers(matrix, { dim: [names.length, names.length], dimnames: [names, names] });
}

function glmOf(value: Value): Fitted {
  const found = glms.get(value);
  if (found === undefined) throw new Unsupported(`a ${value.type} where a svyglm is expected`);
  return found;
}

/**
 * R takes t to a level of the normal distribution and back; beyond 8.3, as t with one degree of freedom is, that level rounds to 1
 * and no limit is left.
 */
function waldIntervals(fit: GlmFit, options: { readonly level?: number; readonly degreesOfFreedom?: number }) {
  return coefficientIntervals(fit, options).map((interval, k) => {
    const t = (interval.high - fit.coefficients[k]!) / fit.standardErrors[k]!;
    return t > 8.3 ? { ...interval, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } : interval;
  });
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

function testOfTerms(matched: Matched): Value {
  const null_ = matched.optional("null");
  if (null_ !== undefined && null_.type !== "null") throw new Unsupported("regTermTest with null");
  const model = matched.value("model");
  const given = matched.value("test.terms");
  const method = matched.choice("method", ["Wald", "WorkingWald", "LRT"]);
  const df = matched.optional("df");
  const asked = df === undefined || df.type === "null" ? undefined : asNumber(df);
  const terms =
    given.type === "formula" ? termsOf(given.right).terms : asTexts(given).map((text) => (text ?? "").split(":"));
  if (given.type === "formula" && mentionsOne(given.right)) throw new Unsupported("regTermTest of the intercept");
  return tested(model, terms, method, asked, matched.text("lrt.approximation", "saddlepoint"));
}

function tested(
  model: Value,
  terms: readonly Term[],
  method: "Wald" | "WorkingWald" | "LRT",
  asked: number | undefined,
  approximation: string,
): Value {
  const ordinalModel = ordinals.get(model);
  if (ordinalModel !== undefined) {
    if (method !== "Wald") throw new Unsupported("a working likelihood test of svyolr");
    const { fit, termOfColumn } = ordinalModel;
    const keys = new Set(terms.map(termKey));
    const at = termOfColumn.flatMap((term, k) => (term !== undefined && keys.has(termKey(term)) ? [k] : []));
    return wald(waldTest(fit.coefficients, fit.covariance, at, asked ?? fit.degreesOfFreedom));
  }
  const found = glmOf(model);
  const { fit } = found;
  const which = { terms: terms.map(termKey) };
  const options = asked === undefined ? {} : { degreesOfFreedom: asked };
  if (method === "Wald") return wald(termTest(fit, which, options));
  const reduced = method === "LRT" ? refitWithout(found, terms) : undefined;
  const test = termTestByLikelihood(fit, which, {
    ...options,
    ...(reduced === undefined ? {} : { reduced }),
    method: approximation as "saddlepoint",
    statistic: method === "LRT" ? "likelihood" : "wald",
  });
  return {
    type: "result",
    class: method === "LRT" ? "regTermTestLRT" : "regTermTestWW",
    answer: {
      chisq: test.chiSquare,
      df: test.numeratorDegreesOfFreedom,
      ddf: test.denominatorDegreesOfFreedom,
      p: test.p,
      lambda: test.designEffects,
    },
  };
}

function wald(test: ReturnType<typeof waldTest>): Result {
  const df = test.numeratorDegreesOfFreedom;
  const answer = Number.isNaN(test.f)
    ? { chisq: test.chiSquare, df, p: test.p }
    : { Ftest: test.f, df, ddf: test.denominatorDegreesOfFreedom, p: test.p };
  return { type: "result", class: "regTermTest", answer };
}

/** ~1 or ~0 + … written out. */
function mentionsOne(right: Expression): boolean {
  if (right.kind === "number") return right.value === 1;
  return right.kind === "call" && calledName(right) === "+" && right.arguments.some(({ value }) => mentionsOne(value));
}

/** R refits by formula on all rows that what is left of it needs. */
function refitWithout(found: Fitted, terms: readonly Term[]): GlmFit | undefined {
  const { right, offset } = withoutOffset(found.formula.right);
  if (offset !== undefined) return undefined;
  const { variables } = termsOf(right);
  const written = (term: Term) =>
    term.map((name) => variables.get(name) ?? nameOf(name)).reduce((a, b) => callOf(":", a, b));
  const formula = terms.reduce((before, term) => callOf("-", before, written(term)), right);
  return glmOf(fitted({ ...found.formula, right: formula }, found.design, found.asked, found.control, found.offset))
    .fit;
}

/** Two nested models: the test of the terms that the smaller one lacks. */
function comparison(matched: Matched): Value {
  const second = matched.optional("object2") ?? matched.restValues()[0]?.value;
  if (second === undefined || second.type === "null") throw new Unsupported("anova of one svyglm");
  const first = matched.value("object");
  const keys = (value: Value) => termsOf(withoutOffset(glmOf(value).formula.right).right).terms;
  const [a, b] = [keys(first), keys(second)];
  const within = (some: readonly Term[], all: readonly Term[]) =>
    some.every((term) => all.some((other) => termKey(other) === termKey(term)));
  if (!within(a, b) && !within(b, a)) throw new Unsupported("anova of models whose terms are not nested");
  const [larger, small, large] = within(a, b) ? [second, a, b] : [first, b, a];
  const gone = large.filter((term) => !small.some((other) => termKey(other) === termKey(term)));
  const chiSquare = matched.choice("test", ["F", "Chisq"]) === "Chisq";
  const method = matched.choice("method", ["LRT", "Wald"]);
  return tested(larger, gone, method, chiSquare ? Number.POSITIVE_INFINITY : undefined, "saddlepoint");
}

function predicted(matched: Matched): Value {
  const found = glmOf(matched.value("object"));
  if (matched.has("total")) throw new Unsupported("predict with total");
  const type = matched.choice("type", ["link", "response", "terms"]);
  if (type === "terms") throw new Unsupported("predict of terms");
  const data = matched.optional("newdata");
  if (data !== undefined && data.type !== "frame" && data.type !== "null")
    throw new Unsupported(`predict on a ${data.type}`);
  const frame = data === undefined || data.type === "null" ? visible(found.design).frame : data;
  const { right } = withoutOffset(found.formula.right);
  const matrix = modelMatrix({ type: "formula", right, environment: found.formula.environment }, frame, found.levels);
  const rows: number[] = [];
  for (let i = 0; i < frame.rows; i++)
    if (matrix.columns.every(({ values }) => !Number.isNaN(values[i]!))) rows.push(i);
  const columns = matrix.columns.map(({ name, values }) => ({
    name,
    values: Float64Array.from(rows, (i) => values[i]!),
  }));
  const whole = matched.flag("vcov", false);
  const made = predict(found.fit, columns, rows.length, { scale: type, covariance: whole });
  const { predictions, standardErrors } = made;
  const covariance = made.covariance ?? new Float64Array(whole ? 0 : rows.length * rows.length);
  if (!whole)
    standardErrors.forEach((se, i) => {
      covariance[i * rows.length + i] = se * se;
    });
  return estimates(
    "svystat",
    rows.map((row) => String(row + 1)),
    { points: predictions, covariance },
    {
      design: found.design,
      fields: { statistic: { type: "strings", values: [type] } },
      methods: {
        "as.data.frame": () => ({
          type: "frame",
          rows: rows.length,
          columns: new Map([
            [type, numbers(predictions)],
            ["SE", numbers(standardErrors)],
          ]),
        }),
      },
    },
  );
}

function margins(matched: Matched): Value {
  const found = glmOf(matched.value("adjustmodel"));
  const { design, fit } = found;
  const group = matched.formula("groupfactor");
  const { frame, spread } = visible(design);
  const name = ".groupfactor";
  const own = evaluate(group.right, group.environment.within(frame)) as Column;
  const withGroup = (column: Column): Frame => ({ ...frame, columns: new Map([...frame.columns, [name, column]]) });
  const formula: Formula = { ...found.formula, right: callOf("+", found.formula.right, nameOf(name)) };
  const { right } = withoutOffset(formula.right);
  const base = usedMatrix({ ...formula, right }, withGroup(own));
  // Groups in the order in which the sample has them.
  const inFit = spread(Float64Array.from({ length: frame.rows }, (_, i) => i));
  const order: number[] = [];
  const seen = new Set<string>();
  const texts = asTexts(own);
  for (let i = 0; i < inFit.length; i++) {
    const at = inFit[i]!;
    if (Number.isNaN(at) || fit.model.present[i] !== 1) continue;
    const text = texts[at]!;
    if (text === null || seen.has(text)) continue;
    seen.add(text);
    order.push(at);
  }
  const at = matched.optional("predictat");
  const chosen: { readonly name: string; readonly column: Column }[] =
    at === undefined || at.type === "null"
      ? order.map((row) => ({ name: texts[row]!, column: repeated(own, row, frame.rows) }))
      : asTexts(at).map((text, k) => ({
          name: text ?? "NA",
          column: own.type === "factor" ? repeatedLevel(own, text, frame.rows) : repeated(at as Column, k, frame.rows),
        }));
  const { response, offset, domain } = fit.model.input;
  const result = predictedMargins(
    design.design,
    {
      ...fit.model.input,
      response,
      columns: columnsOf(base, spread),
      ...(offset === undefined ? {} : { offset }),
      ...(domain === undefined ? {} : { domain }),
    },
    chosen.map(({ name: label, column }) => ({
      name: label,
      columns: columnsOf(modelMatrix({ ...formula, right }, withGroup(column), base.levels), spread),
    })),
    fit.model.present,
  );
  return estimates("svystat", result.names, { points: result.means, covariance: result.covariance }, { design });
}

function repeated(column: Column, row: number, rows: number): Column {
  switch (column.type) {
    case "factor":
      return { ...column, codes: new Int32Array(rows).fill(column.codes[row]!) };
    case "strings":
      return { type: "strings", values: Array.from({ length: rows }, () => column.values[row]!) };
    case "numbers":
      return {
        type: "numbers",
        values: new Float64Array(rows).fill(column.values[row]!),
        ...(column.logical ? { logical: true } : {}),
      };
  }
}

function repeatedLevel(factor: Factor, level: string | null, rows: number): Factor {
  return { ...factor, codes: new Int32Array(rows).fill(factor.levels.indexOf(level ?? "")) };
}

const cumulative = { logistic: "logit", probit: "probit", cloglog: "loglog", cauchit: "cauchit" } as const;

function ordinal(matched: Matched): Value {
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

function combined(matched: Matched): Value {
  const results = matched.value("results");
  if (results.type !== "list") throw new Unsupported(`MIcombine of a ${results.type}`);
  const variances = matched.optional("variances");
  const complete = matched.optional("df.complete");
  const parts = results.values.map((value, at) => {
    if (value.type === "estimates")
      return { names: value.names, points: value.figures.points, covariance: value.figures.covariance };
    const variance = variances?.type === "list" ? variances.values[at] : undefined;
    if (variance === undefined) throw new Unsupported(`MIcombine of a list of ${value.type}`);
    const points = asNumbers(value);
    return {
      names: (value.type === "numbers" ? value.names : undefined) ?? Array.from(points, (_, k) => String(k + 1)),
      points,
      covariance: asNumbers(variance),
    };
  });
  const result = combineImputations(
    parts,
    complete === undefined || complete.type === "null" ? {} : { completeDegreesOfFreedom: asNumber(complete) },
  );
  const names = parts[0]!.names;
  return estimates(
    "MIresult",
    names,
    { points: result.points, covariance: result.covariance },
    {
      fields: {
        coefficients: numbers(result.points, { names }),
        variance: square(result.covariance, names),
        df: numbers(result.degreesOfFreedom, { names }),
        missinfo: numbers(result.missingInformation, { names }),
        nimp: numbers([parts.length]),
      },
    },
  );
}
