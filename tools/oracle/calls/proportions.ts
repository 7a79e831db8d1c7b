// svyciprop.
import {
  type Estimate,
  estimateMean,
  meanInterval,
  profileIntervals,
  proportionInterval,
  surveyGlm,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { isCategorical, logicalFactor } from "../model-matrix.ts";
import { asNumbers, type DesignValue, estimates, numbers, type Value } from "../values.ts";
import { columnOfDesign } from "../visible-rows.ts";
import { hasMissing, withDomain } from "./figures.ts";

const methods = ["logit", "likelihood", "asin", "beta", "mean", "xlogit"] as const;

function proportion(matched: Matched): Value {
  const method = matched.choice("method", methods);
  const design = matched.design();
  const formula = matched.formula("formula");
  const column = columnOfDesign(formula.right, formula, design);
  const byModel = method === "logit" || method === "likelihood";
  // A model takes the first level of a factor as 0 and all others as 1; the mean takes the number of the level.
  const y =
    byModel && isCategorical(column)
      ? Float64Array.from(logicalFactor(column).codes, (code) => (code < 0 ? Number.NaN : Math.min(code, 1)))
      : asNumbers(column);
  const naRm = matched.restValue("na.rm");
  const keepsMissing = hasMissing([y], design.domain) && !(naRm !== undefined && asNumbers(naRm)[0] === 1);
  if (keepsMissing && !byModel) return answer(design, Number.NaN, Number.NaN, { low: Number.NaN, high: Number.NaN });
  const level = matched.number("level", 0.95);
  const found = estimateMean(design.design, y, withDomain(design.domain));
  // R's beta interval takes the design's degrees of freedom whatever df says.
  const df = method === "beta" ? undefined : matched.numbers("df")?.[0];
  const figure = { ...found, ...(df === undefined ? {} : { degreesOfFreedom: df }) };
  if (found.estimate <= 0 || found.estimate >= 1) matched.environment.context.notes.add("a share of nought or all");
  // The model leaves missing answers out; the error R puts beside it is that of the mean, which does not.
  const error = keepsMissing ? Number.NaN : found.standardError;
  const limits = intervalOf(method, y, design, figure, level);
  if (method === "asin" && (limits.low === 0 || limits.high === 1))
    matched.environment.context.notes.add("asin end beyond the top");
  return answer(design, found.estimate, error, limits);
}

interface Limits {
  readonly low: number;
  readonly high: number;
}

function answer(design: DesignValue, estimate: number, error: number, { low, high }: Limits): Value {
  return estimates(
    "svyciprop",
    [""],
    { points: Float64Array.of(estimate), covariance: Float64Array.of(error ** 2) },
    {
      design,
      answer: { est: estimate, ci: [low, high], se: error },
      fields: { ci: numbers([low, high]), var: numbers([error ** 2]) },
      methods: { confint: () => numbers([low, high], { dim: [1, 2] }) },
    },
  );
}

function intervalOf(
  method: (typeof methods)[number],
  y: Float64Array,
  design: DesignValue,
  figure: Estimate,
  level: number,
): Limits {
  const { estimate, standardError, degreesOfFreedom } = figure;
  // Without degrees of freedom the library gives 0 to 1 and says so, R gives none.
  if (!(degreesOfFreedom > 0)) return { low: Number.NaN, high: Number.NaN };
  switch (method) {
    case "likelihood": {
      const fit = surveyGlm(design.design, {
        family: "binomial",
        response: y,
        columns: [{ name: "(Intercept)", values: new Float64Array(y.length).fill(1) }],
        ...withDomain(design.domain),
      });
      const { low, high } = profileIntervals(fit, { level, degreesOfFreedom, search: "survey-4.1" })[0]!;
      return { low: 1 / (1 + Math.exp(-low)), high: 1 / (1 + Math.exp(-high)) };
    }
    case "mean":
      return meanInterval(figure, { level });
    case "xlogit":
      // The same formula: R fits a model for "logit" and transforms the mean for "xlogit".
      return proportionInterval(
        {
          estimate,
          standardError,
          degreesOfFreedom,
          domainRows: figure.domainRows,
          effectiveBase: figure.effectiveBase,
        },
        { method: "logit", level },
      );
    default:
      return proportionInterval(figure, { method, level });
  }
}

export const proportions: Definitions = {
  svyciprop: { parameters: ["formula", "design", "method", "level", "df", "..."], call: proportion },
};
