// svyciprop.
import {
  type EstimateForInterval,
  estimateMean,
  proportionInterval,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { columnOf } from "../model-matrix.ts";
import { asNumbers, estimates, numbers, Refusal, Unsupported, type Value } from "../values.ts";
import { hasMissing, withDomain } from "./figures.ts";

const methods = ["logit", "likelihood", "asin", "beta", "mean", "xlogit"] as const;

function proportion(matched: Matched): Value {
  const method = matched.choice("method", methods);
  const design = matched.design();
  const formula = matched.formula("formula");
  const y = asNumbers(columnOf(formula.right, design.frame, formula.environment));
  const naRm = matched.restValue("na.rm");
  if (hasMissing([y], design.domain) && !(naRm !== undefined && asNumbers(naRm)[0] === 1) && method !== "logit")
    throw new Refusal("svyciprop: missing values");
  const level = matched.number("level", 0.95);
  const figure = estimateMean(design.design, y, withDomain(design.domain));
  // R's beta interval takes the design's degrees of freedom whatever df says.
  const df = method === "beta" ? undefined : matched.numbers("df")?.[0];
  const { interval, estimate } = intervalOf(
    method,
    { ...figure, ...(df === undefined ? {} : { degreesOfFreedom: df }) },
    level,
  );
  return estimates(
    "svyciprop",
    [""],
    { points: Float64Array.of(estimate), covariance: Float64Array.of(figure.standardError ** 2) },
    {
      design,
      answer: { est: estimate, ci: [interval.low, interval.high], se: figure.standardError },
      methods: { confint: () => numbers([interval.low, interval.high], { dim: [1, 2] }) },
    },
  );
}

function intervalOf(
  method: (typeof methods)[number],
  figure: EstimateForInterval & { readonly domainRows: number; readonly effectiveBase: number },
  level: number,
): { readonly interval: { readonly low: number; readonly high: number }; readonly estimate: number } {
  if (method === "likelihood") throw new Unsupported("svyciprop(method = 'likelihood')");
  // The same formula: R fits a model for "logit" and transforms the mean for "xlogit".
  const own = method === "xlogit" ? "logit" : method;
  return { interval: proportionInterval(figure, { method: own, level }), estimate: figure.estimate };
}

export const proportions: Definitions = {
  svyciprop: { parameters: ["formula", "design", "method", "level", "df", "..."], call: proportion },
};
