import { type Design, isReplicateDesign } from "../design/design.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes } from "../estimation/domain-cells.ts";
import { completeRows, type EstimateOptions } from "../estimation/estimate.ts";
import { sortedRows } from "../estimation/sorted-sample.ts";
import { covarianceOfReplicates } from "../estimation/statistic.ts";
import { covarianceOfTotals } from "../estimation/variance-of-totals.ts";
import { solve } from "../linear-algebra/solve.ts";
import { replicateTotals } from "../replication/replicate-totals.ts";
import { quantileOfNormal, twoSidedTailOfStudent, upperTailOfF } from "./distributions.ts";
import type { HypothesisTest } from "./hypothesis-test.ts";
import { groupsOf } from "./t-tests.ts";

/** From the estimated rank in the population (0 … N) and N, the sum of the weights, to a score. */
export type RankScore = (rank: number, populationSize: number) => number;

export interface RankTestOptions extends EstimateOptions {
  /** Default "wilcoxon" (of two groups Wilcoxon's, of more Kruskal-Wallis's). */
  readonly score?: "wilcoxon" | "van-der-waerden" | "median" | RankScore;
  /**
   * Rank of answers that are equal. "middle" (default): the middle of the people they stand for, whatever the order of the rows.
   * "row-average": the plain average of the ranks they would have in the order of the rows, as R.
   */
  readonly ties?: "middle" | "row-average";
}

export interface RankTest extends HypothesisTest {
  /** Mean score of each group less that of group 0. [groupCount − 1] */
  readonly differences: Float64Array;
  /** Row-major. [(groupCount − 1)²] */
  readonly covariance: Float64Array;
}

/**
 * Tests that a number or an ordered answer is distributed alike in two or more groups, from scores of its estimated ranks in the
 * population. Two groups: t on the degrees of freedom − 1. K groups: F with K − 1 and the degrees of freedom − (K − 1).
 *
 * @param y NaN is left out. [rows] @param groupCodes 0 … groupCount − 1, or −1 = in none. [rows]
 * @throws {SurveyDesignError} empty-domain (also: a group without answers), singular, bad-code, wrong-length, not-finite, lonely-psu.
 * @see Lumley & Scott (2013), Biometrika 100; R survey::svyranktest (whose names of statistic and parameter are swapped for more than
 *   two groups: there statistic/(K − 1) is this F).
 */
export function rankTest(
  design: Design,
  y: Float64Array,
  groupCodes: Int32Array,
  groupCount: number,
  options: RankTestOptions = {},
): RankTest {
  if (groupCount < 2) throw new SurveyDesignError("empty-domain", "A rank test needs two groups.");
  checkCodes(design, groupCodes, groupCount, "groupCodes");
  const present = completeRows(design, [y], options.domain);
  const { groupOf, n } = groupsOf(design, present, groupCodes, groupCount);
  const scores = rankScores(design.weights, y, present, options);
  const { weights, rows } = design;
  const weightSum = new Float64Array(groupCount);
  const means = new Float64Array(groupCount);
  for (let i = 0; i < rows; i++) {
    const group = groupOf[i]!;
    if (group < 0 || weights[i] === 0) continue;
    weightSum[group]! += weights[i]!;
    means[group]! += weights[i]! * scores[i]!;
  }
  for (let group = 0; group < groupCount; group++) means[group]! /= weightSum[group]!;
  const ofMeans = covarianceOfScores(design, scores, groupOf, means, weightSum, present);
  const size = groupCount - 1;
  const differences = Float64Array.from({ length: size }, (_, j) => means[j + 1]! - means[0]!);
  const covariance = new Float64Array(size * size);
  const between = (a: number, b: number) => ofMeans[a * groupCount + b]!;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      covariance[i * size + j] = between(i + 1, j + 1) - between(i + 1, 0) - between(0, j + 1) + between(0, 0);
  const degrees = degreesOfFreedom(design, present) - size;
  const common = { differences, covariance, numeratorDegreesOfFreedom: size, denominatorDegreesOfFreedom: degrees, n };
  if (size === 1) {
    const t = differences[0]! / Math.sqrt(covariance[0]!);
    return {
      ...common,
      method: "Design-based rank test of two groups",
      statistic: t,
      distribution: "t",
      p: twoSidedTailOfStudent(t, degrees),
    };
  }
  const solved = solve(covariance, differences, size, 1);
  if (solved === undefined)
    throw new SurveyDesignError("singular", "The groups' mean scores do not vary apart: too few PSUs for the groups.");
  let wald = 0;
  for (let j = 0; j < size; j++) wald += differences[j]! * solved[j]!;
  return {
    ...common,
    method: `Design-based rank test of ${groupCount} groups`,
    statistic: wald / size,
    distribution: "F",
    p: upperTailOfF(wald / size, size, degrees),
  };
}

function scoreOf(option: RankTestOptions["score"]): RankScore {
  if (typeof option === "function") return option;
  if (option === "van-der-waerden") return (rank, size) => quantileOfNormal(rank / size);
  if (option === "median") return (rank, size) => (rank > size / 2 ? 1 : 0);
  return (rank, size) => rank / size;
}

/** Score of each present row of positive weight. */
function rankScores(
  weights: Float64Array,
  y: Float64Array,
  present: Uint8Array,
  options: RankTestOptions,
): Float64Array {
  const order = sortedRows(y, present);
  const score = scoreOf(options.score);
  let population = 0;
  for (let at = 0; at < order.length; at++) population += weights[order[at]!]!;
  const scores = new Float64Array(y.length);
  let below = 0;
  for (let from = 0; from < order.length; ) {
    const value = y[order[from]!]!;
    let to = from;
    let tied = 0;
    let middles = 0;
    for (; to < order.length && y[order[to]!] === value; to++) {
      const weight = weights[order[to]!]!;
      middles += below + tied + weight / 2;
      tied += weight;
    }
    const rank = options.ties === "row-average" ? middles / (to - from) : below + tied / 2;
    const scored = tied === 0 ? 0 : score(rank, population);
    for (let at = from; at < to; at++) scores[order[at]!] = scored;
    below += tied;
    from = to;
  }
  return scores;
}

/** Covariance of the groups' mean scores, the scores taken as given. [groupCount²] */
function covarianceOfScores(
  design: Design,
  scores: Float64Array,
  groupOf: Int32Array,
  means: Float64Array,
  weightSum: Float64Array,
  present: Uint8Array,
): Float64Array {
  const replicated = isReplicateDesign(design);
  const columns = Array.from(means, () => new Float64Array(design.rows));
  for (let i = 0; i < design.rows; i++) {
    const group = groupOf[i]!;
    if (group < 0 || design.weights[i] === 0) continue;
    const influence = (scores[i]! - means[group]!) / weightSum[group]!;
    columns[group]![i] = replicated ? influence : design.weights[i]! * influence;
  }
  if (!replicated) return covarianceOfTotals(design, columns, present);
  return covarianceOfReplicates(design, replicateTotals(design, columns), new Float64Array(means.length));
}
