import { type Design, isReplicateDesign } from "../design/design.ts";
import type { ReplicateDesign } from "../design/replicate-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes, onePassHolds } from "./domain-cells.ts";
import { numericByDomain, replicatedByDomain } from "./domain-means.ts";
import { completeRows, type Estimate, type EstimateOptions } from "./estimate.ts";
import { estimateMean, estimateRatio, estimateTotal } from "./mean-total-ratio.ts";
import { type LevelEstimate, levelsByDomain } from "./proportions.ts";
import { covarianceOfReplicates } from "./statistic.ts";
import { covarianceOfTotals } from "./variance-of-totals.ts";

/** What is asked of each domain. */
export type Question =
  | { readonly mean: Float64Array }
  | { readonly total: Float64Array }
  | { readonly numerator: Float64Array; readonly denominator: Float64Array }
  | { readonly codes: Int32Array; readonly levelCount: number; readonly of?: "proportion" | "total" };

export interface DomainEstimate {
  /** Code of the domain in `by`. */
  readonly domain: number;
  /** One figure, or one a level of a categorical question. */
  readonly estimates: readonly (Estimate | LevelEstimate)[];
}

/**
 * The same question for every domain (group of people): all PSUs stay in the design. Means, totals and categorical questions are
 * answered for all domains together, without a pass a domain, unless the design is calibrated or has several stages. Domains without an answer are left out of the result.
 *
 * @param by domain of each row, 0 … levelCount − 1, or −1 = in none. Cross two columns with `crossCodes`.
 * @see R survey::svyby.
 */
export function estimateBy(
  design: Design,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  question: Question,
  options: EstimateOptions = {},
): readonly DomainEstimate[] {
  checkCodes(design, by.codes, by.levelCount, "by.codes");
  const within =
    options.domain === undefined
      ? by
      : { ...by, codes: by.codes.map((code, i) => (options.domain![i] === 1 ? code : -1)) };
  if ("codes" in question) {
    return levelsByDomain(design, within, question, question.of ?? "proportion").flatMap((found, domain) =>
      found === undefined ? [] : [{ domain, estimates: found.estimates }],
    );
  }
  // The table of (PSU × domain) stays within about 160 MB; beyond it, and where one pass does not do, domain by domain.
  const together =
    isReplicateDesign(design) ||
    ((design.rowsArePsus || design.psuCount * by.levelCount <= 2e7) && onePassHolds(design));
  if (!("numerator" in question) && together) {
    const y = "mean" in question ? question.mean : question.total;
    completeRows(design, [y], undefined);
    return numericByDomain(design, within.codes, by.levelCount, y, "mean" in question ? "mean" : "total").flatMap(
      (estimate, domain) => (estimate === undefined ? [] : [{ domain, estimates: [estimate] }]),
    );
  }
  const estimates: DomainEstimate[] = [];
  for (let domain = 0; domain < by.levelCount; domain++) {
    const mask = Uint8Array.from(within.codes, (code) => (code === domain ? 1 : 0));
    try {
      estimates.push({ domain, estimates: [numericEstimate(design, question, { domain: mask })] });
    } catch (error) {
      if (!(error instanceof SurveyDesignError && error.code === "empty-domain")) throw error;
    }
  }
  return estimates;
}

type NumericQuestion = Exclude<Question, { readonly codes: Int32Array }>;

function numericEstimate(design: Design, question: NumericQuestion, options: EstimateOptions): Estimate {
  if ("mean" in question) return estimateMean(design, question.mean, options);
  if ("total" in question) return estimateTotal(design, question.total, options);
  return estimateRatio(design, question.numerator, question.denominator, options);
}

/**
 * Covariance between the domains' means of one numeric column, for differences between groups.
 *
 * @returns row-major [D·D]; rows and columns of empty domains are NaN.
 * @see R survey::svyby(…, svymean, covmat = TRUE).
 */
export function covarianceBetweenDomains(
  design: Design,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  y: Float64Array,
): Float64Array {
  checkCodes(design, by.codes, by.levelCount, "by.codes");
  const weightSum = new Float64Array(by.levelCount);
  const mean = new Float64Array(by.levelCount);
  for (let i = 0; i < design.rows; i++) {
    const domain = by.codes[i]!;
    if (domain < 0 || Number.isNaN(y[i]!)) continue;
    weightSum[domain]! += design.weights[i]!;
    mean[domain]! += design.weights[i]! * y[i]!;
  }
  for (let domain = 0; domain < by.levelCount; domain++) mean[domain]! /= weightSum[domain]!;
  const covariance = isReplicateDesign(design)
    ? replicatedBetweenDomains(design, by, y, mean)
    : covarianceOfTotals(design, domainInfluence(design, by, y, mean, weightSum));
  for (let domain = 0; domain < by.levelCount; domain++) {
    if (weightSum[domain]! > 0) continue;
    for (let other = 0; other < by.levelCount; other++) {
      covariance[domain * by.levelCount + other] = Number.NaN;
      covariance[other * by.levelCount + domain] = Number.NaN;
    }
  }
  return covariance;
}

/** Influence of every row on the mean of its domain. One column a domain. */
function domainInfluence(
  design: Design,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  y: Float64Array,
  mean: Float64Array,
  weightSum: Float64Array,
): readonly Float64Array[] {
  const columns = Array.from({ length: by.levelCount }, () => new Float64Array(design.rows));
  for (let i = 0; i < design.rows; i++) {
    const domain = by.codes[i]!;
    if (domain < 0 || Number.isNaN(y[i]!)) continue;
    columns[domain]![i] = (design.weights[i]! * (y[i]! - mean[domain]!)) / weightSum[domain]!;
  }
  return columns;
}

/** Empty domains are NaN in every replicate, so they are left out before replicates without a figure are. */
function replicatedBetweenDomains(
  design: ReplicateDesign,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  y: Float64Array,
  mean: Float64Array,
): Float64Array {
  const asked = [...mean.keys()].filter((domain) => !Number.isNaN(mean[domain]!));
  const replicates = replicatedByDomain(design, by.codes, by.levelCount, y, "mean").map((values) =>
    Float64Array.from(asked, (domain) => values[domain]!),
  );
  const among = covarianceOfReplicates(
    design,
    replicates,
    Float64Array.from(asked, (domain) => mean[domain]!),
  );
  const covariance = new Float64Array(by.levelCount * by.levelCount);
  asked.forEach((first, a) => {
    asked.forEach((second, b) => {
      covariance[first * by.levelCount + second] = among[a * asked.length + b]!;
    });
  });
  return covariance;
}
