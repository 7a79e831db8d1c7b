import { type Design, isReplicateDesign } from "../design/design.ts";
import { indicator } from "../design/encode.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { replicateCellTotals } from "../replication/replicate-totals.ts";
import { checkCodes } from "./domain-cells.ts";
import { completeRows, type EstimateOptions } from "./estimate.ts";
import { covarianceOfReplicates, figuresOf } from "./statistic.ts";

/** What is asked of every domain at once. Rows where any of the columns is NaN (or the code −1) are left out. */
export type JointQuestion =
  | { readonly means: readonly Float64Array[] }
  | { readonly totals: readonly Float64Array[] }
  | { readonly ratios: readonly { readonly numerator: Float64Array; readonly denominator: Float64Array }[] }
  | { readonly codes: Int32Array; readonly levelCount: number; readonly of?: "proportion" | "total" };

export interface JointByDomain {
  /** Domains with an answer, ascending. [D] */
  readonly domains: readonly number[];
  /** Figures a domain. */
  readonly width: number;
  /** Figure j of domain d at d·width + j. [D·width] */
  readonly points: Float64Array;
  /** Row-major, between all figures of all domains. [(D·width)²] */
  readonly covariance: Float64Array;
  /** R rows of [D·width]; of replicate designs only. */
  readonly replicates?: readonly Float64Array[];
}

/**
 * The same figures for every domain with all their covariances, for contrasts between domains and between figures.
 *
 * @param by domain of each row, 0 … levelCount − 1, or −1 = in none. [rows]
 * @throws {SurveyDesignError} wrong-length, bad-code, not-finite, empty-domain (no domain has an answer), lonely-psu.
 * @see R survey::svyby(…, covmat = TRUE). Memory: rows · D · width numbers.
 */
export function jointByDomain(
  design: Design,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  question: JointQuestion,
  options: EstimateOptions = {},
): JointByDomain {
  checkCodes(design, by.codes, by.levelCount, "by.codes");
  const { tops, bottoms } = partsOf(design, question);
  const present = completeRows(design, [...tops, ...bottoms], options.domain);
  const width = tops.length;
  const isTotal = bottoms.length === 0;
  const place = new Int32Array(by.levelCount).fill(-1);
  for (let i = 0; i < design.rows; i++)
    if (present[i] === 1 && by.codes[i]! >= 0 && design.weights[i] !== 0) place[by.codes[i]!] = 0;
  const domains: number[] = [];
  for (let domain = 0; domain < by.levelCount; domain++) {
    if (place[domain] === 0) place[domain] = domains.push(domain) - 1;
  }
  if (domains.length === 0) throw new SurveyDesignError("empty-domain", "No domain has an answer of positive weight.");
  const count = domains.length * width;
  const at = (i: number) => (present[i] === 1 && by.codes[i]! >= 0 ? place[by.codes[i]!]! : -1);
  const sumsOf = (weights: Float64Array, parts: readonly Float64Array[]) => {
    const sums = new Float64Array(domains.length * parts.length);
    for (let i = 0; i < design.rows; i++) {
      const d = at(i);
      if (d < 0) continue;
      for (let j = 0; j < parts.length; j++) sums[d * parts.length + j]! += weights[i]! * parts[j]![i]!;
    }
    return sums;
  };
  const bottomAt = (d: number, j: number) => d * bottoms.length + (bottoms.length === 1 ? 0 : j);
  const points = (weights: Float64Array) => {
    const figures = sumsOf(weights, tops);
    if (isTotal) return figures;
    const under = sumsOf(weights, bottoms);
    return figures.map((top, f) => top / under[bottomAt(Math.floor(f / width), f % width)]!);
  };
  const influence = () => {
    const columns = Array.from({ length: count }, () => new Float64Array(design.rows));
    const figures = points(design.weights);
    const under = isTotal ? undefined : sumsOf(design.weights, bottoms);
    for (let i = 0; i < design.rows; i++) {
      const d = at(i);
      if (d < 0) continue;
      const weight = design.weights[i]!;
      for (let j = 0; j < width; j++) {
        const top = tops[j]![i]!;
        columns[d * width + j]![i] =
          under === undefined
            ? weight * top
            : (weight * (top - figures[d * width + j]! * bottoms[bottoms.length === 1 ? 0 : j]![i]!)) /
              under[bottomAt(d, j)]!;
      }
    }
    return columns;
  };
  if (!isReplicateDesign(design)) return { domains, width, ...figuresOf(design, { points, influence }) };
  // Domains are cells: the totals of every replicate come from the totals of its units.
  const cellOf = Int32Array.from({ length: design.rows }, (_, i) => at(i));
  const totalsOf = (part: Float64Array) => replicateCellTotals(design, cellOf, domains.length, part);
  const above = tops.map(totalsOf);
  const below = bottoms.map(totalsOf);
  const replicates = Array.from({ length: design.replicateCount }, (_, r) =>
    Float64Array.from({ length: count }, (_, f) => {
      const d = Math.floor(f / width);
      const top = above[f % width]![r]![d]!;
      return isTotal ? top : top / below[below.length === 1 ? 0 : f % width]![r]![d]!;
    }),
  );
  const full = points(design.weights);
  return { domains, width, points: full, covariance: covarianceOfReplicates(design, replicates, full), replicates };
}

/** Each figure as a total (no bottoms) or as a total over a total (one bottom for all, or one each). */
function partsOf(
  design: Design,
  question: JointQuestion,
): { tops: readonly Float64Array[]; bottoms: readonly Float64Array[] } {
  const ones = () => [new Float64Array(design.rows).fill(1)];
  if ("means" in question) return { tops: question.means, bottoms: ones() };
  if ("totals" in question) return { tops: question.totals, bottoms: [] };
  if ("ratios" in question)
    return {
      tops: question.ratios.map(({ numerator }) => numerator),
      bottoms: question.ratios.map(({ denominator }) => denominator),
    };
  checkCodes(design, question.codes, question.levelCount, "codes");
  const levels = Array.from({ length: question.levelCount }, (_, level) => indicator(question.codes, level));
  return { tops: levels, bottoms: question.of === "total" ? [] : ones() };
}
