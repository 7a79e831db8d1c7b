import type { Design } from "../design/design.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes } from "../estimation/domain-cells.ts";
import { baseOf, checkBase, completeRows, type EstimateOptions } from "../estimation/estimate.ts";
import { groupMeans } from "../estimation/group-means.ts";
import { estimateMean } from "../estimation/mean-total-ratio.ts";
import { twoSidedTailOfStudent } from "./distributions.ts";
import type { HypothesisTest } from "./hypothesis-test.ts";
import { type Interval, meanInterval } from "./intervals.ts";

export interface MeanTest extends HypothesisTest {
  /** The mean, or the difference of the means, in the unit of the answer. */
  readonly estimate: number;
  readonly standardError: number;
  /** Of the estimate, on the test's degrees of freedom. */
  readonly interval: Interval;
}

export interface MeanTestOptions extends EstimateOptions {
  /** Of the interval. Default 0.95. */
  readonly level?: number;
  /** The mean, or the difference, that is tested. Default 0. */
  readonly nullValue?: number;
}

/**
 * Tests that a mean has a given value: t on the degrees of freedom of the design − 1.
 *
 * @param y NaN is left out. [rows]
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite, lonely-psu.
 * @see R survey::svyttest(y ~ 0).
 */
export function oneSampleTTest(design: Design, y: Float64Array, options: MeanTestOptions = {}): MeanTest {
  const { estimate, standardError, n } = estimateMean(design, y, options);
  const degrees = degreesOfFreedom(design, options.domain) - 1;
  return meanTest("Design-based one-sample t test", estimate, standardError, degrees, n, options);
}

/**
 * Tests that two groups have the same mean: their difference (group 1 − group 0), t on the degrees of freedom of the design − 1,
 * as of a regression with two coefficients.
 *
 * @param y NaN is left out. [rows] @param groupCodes 0, 1, or −1 = in neither. [rows]
 * @throws {SurveyDesignError} empty-domain (also: a group without answers), bad-code, wrong-length, not-finite, lonely-psu.
 * @see R survey::svyttest(y ~ group).
 */
export function twoSampleTTest(
  design: Design,
  y: Float64Array,
  groupCodes: Int32Array,
  options: MeanTestOptions = {},
): MeanTest {
  checkCodes(design, groupCodes, 2, "groupCodes");
  const present = completeRows(design, [y], options.domain);
  const { groupOf, n } = groupsOf(design, present, groupCodes, 2);
  const { points, covariance } = groupMeans(design, y, groupOf, 2);
  const variance = covariance[0]! + covariance[3]! - 2 * covariance[1]!;
  const degrees = degreesOfFreedom(design, present) - 1;
  const error = Math.sqrt(Math.max(0, variance));
  return meanTest("Design-based two-sample t test", points[1]! - points[0]!, error, degrees, n, options);
}

/** The group of each row in the test; leaves `present` 1 only where there is one. Refuses groups without answers. */
export function groupsOf(
  design: Design,
  present: Uint8Array,
  groupCodes: Int32Array,
  groupCount: number,
): { groupOf: Int32Array; n: number } {
  const groupOf = new Int32Array(design.rows).fill(-1);
  const counts = new Float64Array(groupCount);
  for (let i = 0; i < groupOf.length; i++) {
    if (present[i] !== 1) continue;
    const group = groupCodes[i]!;
    if (group < 0) present[i] = 0;
    else {
      groupOf[i] = group;
      if (design.weights[i]! > 0) counts[group]!++;
    }
  }
  const base = baseOf(design, present, undefined);
  checkBase(base);
  const empty = counts.indexOf(0);
  if (empty >= 0) throw new SurveyDesignError("empty-domain", `Group ${empty} has no answer of positive weight.`);
  return { groupOf, n: base.n };
}

function meanTest(
  method: string,
  estimate: number,
  standardError: number,
  degrees: number,
  n: number,
  options: MeanTestOptions,
): MeanTest {
  const t = (estimate - (options.nullValue ?? 0)) / standardError;
  return {
    method,
    statistic: t,
    distribution: "t",
    numeratorDegreesOfFreedom: 1,
    denominatorDegreesOfFreedom: degrees,
    p: twoSidedTailOfStudent(t, degrees),
    n,
    estimate,
    standardError,
    interval: meanInterval({ estimate, standardError, degreesOfFreedom: degrees }, options),
  };
}
