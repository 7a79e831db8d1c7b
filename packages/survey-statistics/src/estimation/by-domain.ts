import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes, onePassHolds } from "./domain-cells.ts";
import { numericByDomain } from "./domain-means.ts";
import { completeRows, type Estimate, type EstimateOptions } from "./estimate.ts";
import { estimateMean, estimateRatio, estimateTotal } from "./mean-total-ratio.ts";
import { type LevelEstimate, levelsByDomain } from "./proportions.ts";
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
  design: SurveyDesign,
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
  const fits = design.rowsArePsus || design.psuCount * by.levelCount <= 2e7;
  if (!("numerator" in question) && fits && onePassHolds(design)) {
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

function numericEstimate(design: SurveyDesign, question: NumericQuestion, options: EstimateOptions): Estimate {
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
  design: SurveyDesign,
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
  const columns = Array.from({ length: by.levelCount }, () => new Float64Array(design.rows));
  for (let i = 0; i < design.rows; i++) {
    const domain = by.codes[i]!;
    if (domain < 0 || Number.isNaN(y[i]!)) continue;
    columns[domain]![i] = (design.weights[i]! * (y[i]! - mean[domain]!)) / weightSum[domain]!;
  }
  const covariance = covarianceOfTotals(design, columns);
  for (let domain = 0; domain < by.levelCount; domain++) {
    if (weightSum[domain]! > 0) continue;
    for (let other = 0; other < by.levelCount; other++) {
      covariance[domain * by.levelCount + other] = Number.NaN;
      covariance[other * by.levelCount + domain] = Number.NaN;
    }
  }
  return covariance;
}
