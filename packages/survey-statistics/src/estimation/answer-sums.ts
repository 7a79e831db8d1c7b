import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes, onePassHolds, unitCovariances } from "./domain-cells.ts";
import { type LevelEstimates, levelEstimates } from "./proportions.ts";
import { type AnswerSums, sumRows, unitCellsOf } from "./unit-cells.ts";

/** A part of the rows, for one of several threads. */
export interface RowRange {
  readonly from: number;
  /** First row that is not in the part. */
  readonly to: number;
}

/**
 * The sums that one part of the rows adds to a categorical question's figures. Parts may be worked out anywhere, in any order:
 * `mergeAnswerSums` adds them up, `estimateFromSums` says what `estimateProportions` or `estimateBy` says of all rows at once.
 *
 * @param by domain of each row, −1 = none. Omitted: everyone is in domain 0.
 * @throws {SurveyDesignError} wrong-length, bad-code; no-partial-sums for samples without clusters, of several stages, calibrated, or of
 *   unequal probabilities, whose errors need more than these sums.
 */
export function sumAnswers(
  design: SurveyDesign,
  question: { readonly codes: Int32Array; readonly levelCount: number },
  { from, to }: RowRange,
  by?: { readonly codes: Int32Array; readonly levelCount: number },
): AnswerSums {
  if (design.rowsArePsus || !onePassHolds(design))
    throw new SurveyDesignError(
      "no-partial-sums",
      "Parts of the rows can be summed for one-stage samples of clusters without calibration.",
    );
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= design.rows))
    throw new SurveyDesignError("wrong-length", `The part ${from} … ${to} does not lie in ${design.rows} rows.`);
  if (by !== undefined) checkCodes(design, by.codes, by.levelCount, "by.codes");
  const domainCount = by?.levelCount ?? 1;
  const totals = new Float64Array(design.psuCount * domainCount * (question.levelCount + 1));
  return sumRows(design, by?.codes, domainCount, question, from, to, totals);
}

/**
 * Counts add up exactly; weights to the rounding of their addition, and bit for bit where no PSU is split between parts.
 *
 * @throws {SurveyDesignError} wrong-length: the parts are of different questions; no-partial-sums: there are none.
 */
export function mergeAnswerSums(parts: readonly AnswerSums[]): AnswerSums {
  const [first] = parts;
  if (first === undefined) throw new SurveyDesignError("no-partial-sums", "There are no parts to merge.");
  const totals = new Float64Array(first.totals.length);
  const n = new Int32Array(first.n.length);
  for (const part of parts) {
    if (part.totals.length !== totals.length || part.n.length !== n.length)
      throw new SurveyDesignError("wrong-length", "The parts are of different designs or questions.");
    for (let at = 0; at < totals.length; at++) totals[at]! += part.totals[at]!;
    for (let at = 0; at < n.length; at++) n[at]! += part.n[at]!;
  }
  return { domainCount: first.domainCount, levelCount: first.levelCount, totals, n };
}

/**
 * Figures with their errors from the sums of all rows. Where a variance is 0 the effective base is the number of answers.
 *
 * @returns one entry a domain; undefined where nobody answered.
 */
export function estimateFromSums(
  design: SurveyDesign,
  sums: AnswerSums,
  of: "proportion" | "total" = "proportion",
): (LevelEstimates | undefined)[] {
  const k = sums.levelCount;
  // unitCovariances uses its totals up; a caller's sums stay as they are.
  const collected = unitCellsOf(design, { ...sums, totals: sums.totals.slice() }, () => Number.NaN);
  const covariances = unitCovariances(design, collected, of);
  return levelEstimates(collected.cells, of, (domain) => ({
    covariance: covariances.slice(domain * k * k, (domain + 1) * k * k),
  }));
}
