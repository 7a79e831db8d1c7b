import type { Estimate, SurveyDesign } from "../src/index.ts";
import * as statistics from "../src/index.ts";
import {
  type Column,
  categoriesOf,
  conditionOf,
  crossed,
  type DataFrame,
  formulaColumns,
  modelColumns,
  NotCompared,
} from "./data-frame.ts";
import { type Argument, type Expression, matchArguments, readExpression, termsOf } from "./r-expression.ts";

export interface Frames {
  readonly frames: ReadonlyMap<string, DataFrame>;
  readonly designs: Map<string, DesignInUse>;
  readonly lonelyPsu: statistics.LonelyPsuPolicy;
  readonly adjustDomainLonely: boolean;
}

export interface DesignInUse {
  readonly frame: DataFrame;
  readonly design: SurveyDesign;
  readonly domain?: Uint8Array;
}

/** What our library answers to one R call, in R's order. */
export type Answer =
  | {
      readonly kind: "figures";
      readonly figures: readonly Estimate[];
      readonly covariance?: Float64Array;
      readonly deff?: "TRUE" | "replace";
    }
  | { readonly kind: "interval"; readonly figure: Estimate; readonly interval: statistics.Interval }
  | {
      readonly kind: "intervals";
      readonly intervals: readonly statistics.Interval[];
      readonly points: readonly number[];
    }
  | { readonly kind: "test"; readonly test: statistics.AssociationTest; readonly statistic: "F" | "Chisq" }
  | { readonly kind: "numbers"; readonly numbers: readonly number[] };

/** Reads `d <- svydesign(…)` and keeps the design. */
export function setUp(context: Frames, line: string): void {
  const expression = readExpression(line);
  if (expression.kind !== "call" || expression.name !== "<-") throw new NotCompared(`set-up ${line}`);
  const [target, value] = expression.arguments;
  if (target?.value.kind !== "name" || value === undefined) throw new NotCompared(`set-up ${line}`);
  context.designs.set(target.value.name, designOf(context, value.value));
}

/** Evaluates one R call with our functions. Throws NotCompared for what lies outside the first estimators. */
export function answer(context: Frames, source: string): Answer {
  if (source.startsWith("{")) throw new NotCompared("a block of code");
  return evaluate(context, readExpression(source));
}

function evaluate(context: Frames, expression: Expression): Answer {
  if (expression.kind !== "call") throw new NotCompared(expression.kind);
  const given = expression.arguments;
  switch (expression.name) {
    case "svymean":
    case "svytotal":
      return meansOrTotals(context, expression.name, matchArguments(given, ["x", "design", "na.rm", "deff"]));
    case "svyratio": {
      const matched = matchArguments(given, ["numerator", "denominator", "design"]);
      const { frame, design, domain } = designOf(context, need(matched, "design"));
      const figure = statistics.estimateRatio(
        design,
        oneColumn(frame, need(matched, "numerator")),
        oneColumn(frame, need(matched, "denominator")),
        withDomain(domain),
      );
      return { kind: "figures", figures: [figure], ...deffOf(matched) };
    }
    case "svyciprop":
      return proportionInterval(context, matchArguments(given, ["formula", "design", "method", "level", "df"]));
    case "svyby":
      return byDomain(context, matchArguments(given, ["formula", "by", "design", "FUN"]));
    case "svychisq":
      return association(context, matchArguments(given, ["formula", "design", "statistic"]));
    case "degf": {
      const { design, domain } = designOf(context, given[0]!.value);
      return { kind: "numbers", numbers: [statistics.degreesOfFreedom(design, domain)] };
    }
    case "cv": {
      const figures = figuresOf(context, given[0]!.value);
      return { kind: "numbers", numbers: figures.map(({ estimate, standardError }) => standardError / estimate) };
    }
    case "confint":
      return confidenceIntervals(context, matchArguments(given, ["object", "parm", "level", "df"]));
    case "unname":
      return evaluate(context, given[0]!.value);
    case "weights":
      return { kind: "numbers", numbers: [...designOf(context, given[0]!.value).design.weights] };
    default:
      throw new NotCompared(`${expression.name} is not among the first estimators`);
  }
}

function figuresOf(context: Frames, expression: Expression): readonly Estimate[] {
  const found = evaluate(context, expression);
  if (found.kind !== "figures") throw new NotCompared("figures expected");
  return found.figures;
}

/** Low and high of each figure, row by row; normal unless df is given. */
function confidenceIntervals(context: Frames, matched: ReadonlyMap<string, Expression>): Answer {
  const df = matched.get("df");
  const counted = df === undefined ? undefined : evaluate(context, df);
  if (counted !== undefined && counted.kind !== "numbers") throw new NotCompared("degrees of freedom");
  const level = matched.get("level");
  const numbers = figuresOf(context, need(matched, "object")).flatMap((figure) => {
    const degreesOfFreedom = counted?.numbers[0] ?? Number.POSITIVE_INFINITY;
    const interval = statistics.meanInterval(
      { ...figure, degreesOfFreedom },
      level?.kind === "number" ? { level: level.value } : {},
    );
    return [interval.low, interval.high];
  });
  return { kind: "numbers", numbers };
}

function need(matched: ReadonlyMap<string, Expression>, name: string): Expression {
  const value = matched.get(name);
  if (value === undefined) throw new NotCompared(`no ${name}`);
  return value;
}

function withDomain(domain: Uint8Array | undefined): { domain?: Uint8Array } {
  return domain === undefined ? {} : { domain };
}

function deffOf(matched: ReadonlyMap<string, Expression>): { deff?: "TRUE" | "replace" } {
  const deff = matched.get("deff");
  if (deff?.kind === "name" && (deff.name === "TRUE" || deff.name === "T")) return { deff: "TRUE" };
  return deff?.kind === "string" && deff.value === "replace" ? { deff: "replace" } : {};
}

function removesMissing(matched: ReadonlyMap<string, Expression>): boolean {
  const naRm = matched.get("na.rm");
  return naRm?.kind === "name" && naRm.name.startsWith("T");
}

function oneColumn(frame: DataFrame, formula: Expression): Float64Array {
  const columns = termsOf(formula).flatMap((term) => modelColumns(frame, term));
  if (columns.length !== 1) throw new NotCompared("a ratio of several columns");
  return columns[0]!;
}

function designOf(context: Frames, expression: Expression): DesignInUse {
  if (expression.kind === "name") {
    const known = context.designs.get(expression.name);
    if (known === undefined) throw new NotCompared(`design ${expression.name} is not among the first estimators`);
    return known;
  }
  if (expression.kind === "call" && expression.name === "subset") {
    const [inner, condition] = expression.arguments;
    const used = designOf(context, inner!.value);
    const truth = conditionOf(used.frame, condition!.value);
    return {
      ...used,
      domain: Uint8Array.from(truth, (value, i) => (value === 1 && (used.domain?.[i] ?? 1) === 1 ? 1 : 0)),
    };
  }
  if (expression.kind === "call" && expression.name === "svydesign") return newDesign(context, expression.arguments);
  if (expression.kind === "call" && (expression.name === "rake" || expression.name === "calibrate"))
    return rakedDesign(context, expression);
  throw new NotCompared(expression.kind === "call" ? `${expression.name} designs` : "design");
}

/** rake() to convergence, or calibrate(calfun = "raking") to the same margins: lists of formulas and of population tables. */
function rakedDesign(context: Frames, expression: Extract<Expression, { kind: "call" }>): DesignInUse {
  const matched = matchArguments(expression.arguments, ["design", "margins", "population"]);
  const margins = matched.get("margins");
  const population = matched.get("population");
  if (margins?.kind !== "call" || margins.name !== "list" || population?.kind !== "call" || population.name !== "list")
    throw new NotCompared("calibration on a model matrix");
  if (
    expression.name === "rake"
      ? !matched.has("control")
      : textOf(matched, "calfun", "") !== "raking" || matched.has("bounds") || matched.has("aggregate.stage")
  )
    throw new NotCompared("raking that R stops early, or another calibration");
  const { frame, design } = designOf(context, need(matched, "design"));
  const prepared = margins.arguments.map(({ value }, m) => {
    const { codes, levels } = categoriesOf(frame, termsOf(value)[0]!);
    const table = population.arguments[m]!.value;
    const counts = table.kind === "name" ? context.frames.get(table.name) : undefined;
    if (counts === undefined) throw new NotCompared("population table");
    const [names, frequencies] = [...counts.columns.values()];
    if (names === undefined || !("categories" in names) || frequencies === undefined || !("numbers" in frequencies))
      throw new NotCompared("population table");
    const targets = new Float64Array(levels.length);
    names.categories.codes.forEach((code, row) => {
      targets[levels.indexOf(names.categories.levels[code]!)] = frequencies.numbers[row]!;
    });
    return { codes, targets };
  });
  const { weights } = statistics.rake(design.weights, prepared);
  const calibration = {
    margins: prepared.map(({ codes, targets }) => ({ codes, levelCount: targets.length })),
    // rake() takes plain least squares for the residuals, calibrate() those under the weights before.
    baseWeights: expression.name === "rake" ? new Float64Array(frame.rows).fill(1) : design.weights,
  };
  return { frame, design: statistics.withWeights(design, weights, calibration) };
}

function newDesign(context: Frames, given: readonly Argument[]): DesignInUse {
  const matched = matchArguments(given, ["ids", "probs", "strata", "variables", "fpc", "data"]);
  for (const name of matched.keys()) {
    if (!["id", "ids", "prob", "probs", "strata", "variables", "fpc", "data", "weights", "nest"].includes(name))
      throw new NotCompared(`svydesign(${name}=)`);
  }
  const data = need(matched, "data");
  const frame = data.kind === "name" ? context.frames.get(data.name) : undefined;
  if (frame === undefined) throw new NotCompared("unknown data");
  const weights = numbersOf(formulaColumns(frame, matched.get("weights"))[0]);
  const probabilities = numbersOf(formulaColumns(frame, matched.get("prob") ?? matched.get("probs"))[0]);
  const strata = formulaColumns(frame, matched.get("strata"));
  if (strata.length > 1) throw new NotCompared("strata at several stages");
  const clusters = formulaColumns(frame, matched.get("id") ?? matched.get("ids")).map(codesOf);
  const sizes = formulaColumns(frame, matched.get("fpc")).map((column) => numbersOf(column)!);
  const hasProbability = matched.has("prob") || matched.has("probs");
  const plain = hasProbability ? new Float64Array(frame.rows).fill(1) : undefined;
  const used = weights ?? probabilities?.map((value) => 1 / value) ?? plain;
  const design = statistics.surveyDesign({
    rows: frame.rows,
    clusters,
    lonelyPsu: context.lonelyPsu,
    adjustDomainLonely: context.adjustDomainLonely,
    ...(used === undefined ? {} : { weights: used }),
    ...(strata[0] === undefined ? {} : { strata: codesOf(strata[0]) }),
    ...(sizes.length === 0 ? {} : { populationSizes: sizes }),
  });
  return { frame, design };
}

function numbersOf(column: Column | undefined): Float64Array | undefined {
  return column !== undefined && "numbers" in column ? column.numbers : undefined;
}

function codesOf(column: Column): Int32Array {
  return "categories" in column ? column.categories.codes : statistics.encode([...column.numbers]).codes;
}

function meansOrTotals(
  context: Frames,
  name: "svymean" | "svytotal",
  matched: ReadonlyMap<string, Expression>,
): Answer {
  const { frame, design, domain } = designOf(context, need(matched, "design"));
  const terms = termsOf(need(matched, "x"));
  const columns = terms.flatMap((term) => modelColumns(frame, term));
  if (!removesMissing(matched)) {
    const missing = columns.some((column) =>
      column.some((value, i) => Number.isNaN(value) && (domain?.[i] ?? 1) === 1),
    );
    if (missing)
      throw new NotCompared(
        "R answers NA where values are missing and na.rm is not set; this library always leaves them out",
      );
  }
  const options = withDomain(domain);
  const byRows = (name === "svymean" ? statistics.estimateMeans : statistics.estimateTotals)(design, columns, options);
  if (terms.length > 1 || columns.length === 1)
    return { kind: "figures", figures: byRows.estimates, covariance: byRows.covariance, ...deffOf(matched) };
  const { codes, levels } = categoriesOf(frame, terms[0]!);
  const found = statistics.estimateProportions(design, codes, levels.length, {
    ...options,
    of: name === "svymean" ? "proportion" : "total",
  });
  return { kind: "figures", figures: found.estimates, covariance: found.covariance, ...deffOf(matched) };
}

const intervalMethods: Readonly<Record<string, statistics.ProportionMethod>> = {
  logit: "logit",
  // The same formula: R fits a model for "logit" and transforms the mean for "xlogit".
  xlogit: "logit",
  beta: "beta",
  asin: "asin",
  mean: "mean",
};

function textOf(matched: ReadonlyMap<string, Expression>, name: string, fallback: string): string {
  const value = matched.get(name);
  return value?.kind === "string" ? value.value : fallback;
}

function methodOf(matched: ReadonlyMap<string, Expression>): statistics.ProportionMethod {
  const asked = textOf(matched, "method", "logit");
  const method = intervalMethods[asked];
  if (method === undefined) throw new NotCompared(`svyciprop method ${asked} is not among the first estimators`);
  return method;
}

function proportionInterval(context: Frames, matched: ReadonlyMap<string, Expression>): Answer {
  const method = methodOf(matched);
  const { frame, design, domain } = designOf(context, need(matched, "design"));
  const y = conditionOf(frame, termsOf(need(matched, "formula"))[0]!);
  const figure = statistics.estimateMean(design, y, withDomain(domain));
  // R's beta interval takes the design's degrees of freedom whatever df says.
  const df = method === "beta" ? undefined : matched.get("df");
  const level = matched.get("level");
  const interval = statistics.proportionInterval(
    { ...figure, ...(df?.kind === "name" && df.name === "Inf" ? { degreesOfFreedom: Number.POSITIVE_INFINITY } : {}) },
    { method, ...(level?.kind === "number" ? { level: level.value } : {}) },
  );
  return { kind: "interval", figure, interval };
}

function byDomain(context: Frames, matched: ReadonlyMap<string, Expression>): Answer {
  const { frame, design, domain } = designOf(context, need(matched, "design"));
  const groups = crossed(termsOf(need(matched, "by")).map((term) => categoriesOf(frame, term)));
  const by = { codes: groups.codes, levelCount: groups.levels.length };
  const options = withDomain(domain);
  const estimator = need(matched, "FUN");
  const name = estimator.kind === "name" ? estimator.name : "";
  const terms = termsOf(need(matched, "formula"));
  const questions = terms.flatMap((term): statistics.Question[] => {
    if (name === "svyratio")
      return [
        {
          numerator: oneColumn(frame, need(matched, "formula")),
          denominator: oneColumn(frame, need(matched, "denominator")),
        },
      ];
    if (name === "svyciprop") return [{ mean: conditionOf(frame, term) }];
    if (name === "unwtd.count") return [{ mean: modelColumns(frame, term)[0]! }];
    if (name !== "svymean" && name !== "svytotal")
      throw new NotCompared(`svyby of ${name} is not among the first estimators`);
    const columns = modelColumns(frame, term);
    if (columns.length === 1) return [name === "svymean" ? { mean: columns[0]! } : { total: columns[0]! }];
    const { codes, levels } = categoriesOf(frame, term);
    return [{ codes, levelCount: levels.length, of: name === "svymean" ? "proportion" : "total" }];
  });
  if (questions.length > 1) {
    const columns = terms.flatMap((term) => modelColumns(frame, term));
    const complete = Uint8Array.from({ length: frame.rows }, (_, i) =>
      Number(columns.every((column) => !Number.isNaN(column[i]!)) && (domain?.[i] ?? 1) === 1),
    );
    // R removes a row from all columns of one call; the domain's own degrees of freedom do not enter se.
    return figuresByQuestion(design, by, questions, { domain: complete }, matched);
  }
  if (name === "svyciprop") {
    const figures = statistics.estimateBy(design, by, questions[0]!, options).map(({ estimates }) => estimates[0]!);
    const method = methodOf(matched);
    return {
      kind: "intervals",
      points: figures.map(({ estimate }) => estimate),
      intervals: figures.map((figure) => statistics.proportionInterval(figure, { method })),
    };
  }
  if (name === "unwtd.count") {
    return {
      kind: "numbers",
      numbers: statistics.estimateBy(design, by, questions[0]!, options).map(({ estimates }) => estimates[0]!.n),
    };
  }
  const result = figuresByQuestion(design, by, questions, options, matched);
  const wantsCovariance = matched.has("covmat") && "mean" in questions[0]!;
  if (!wantsCovariance || result.kind !== "figures" || !("mean" in questions[0]!)) return result;
  return { ...result, covariance: statistics.covarianceBetweenDomains(design, by, questions[0].mean) };
}

/** R's order: all groups of the first statistic, then of the second. */
function figuresByQuestion(
  design: SurveyDesign,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  questions: readonly statistics.Question[],
  options: { domain?: Uint8Array },
  matched: ReadonlyMap<string, Expression>,
): Answer {
  const figures = questions.flatMap((question) => {
    const groups = statistics.estimateBy(design, by, question, options);
    return (groups[0]?.estimates ?? []).flatMap((_, k) => groups.map(({ estimates }) => estimates[k]!));
  });
  return { kind: "figures", figures, ...deffOf(matched) };
}

function association(context: Frames, matched: ReadonlyMap<string, Expression>): Answer {
  const statistic = textOf(matched, "statistic", "F");
  if (statistic !== "F" && statistic !== "Chisq")
    throw new NotCompared(`svychisq statistic ${statistic} is not among the first estimators`);
  const { frame, design, domain } = designOf(context, need(matched, "design"));
  const [rows, columns] = termsOf(need(matched, "formula")).map((term) => categoriesOf(frame, term));
  const test = statistics.raoScott(
    design,
    rows!.codes,
    rows!.levels.length,
    columns!.codes,
    columns!.levels.length,
    withDomain(domain),
  );
  return { kind: "test", test, statistic };
}
