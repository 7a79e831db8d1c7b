import { type Design, isReplicateDesign } from "../design/design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { quantileOfBeta, studentQuantile } from "../inference/distributions.ts";
import { eachReplicate } from "../replication/replicate-totals.ts";
import { baseOf, checkBase, completeRows, type EstimateOptions } from "./estimate.ts";
import { estimateMean } from "./mean-total-ratio.ts";
import { checkProbabilities, scoreEnds } from "./quantiles.ts";
import { countBelow, countUpTo, mergedTies, type SortedSample, sortedRows, sortedSample } from "./sorted-sample.ts";
import { covarianceOfReplicates } from "./statistic.ts";

export interface InterpolatedQuantileOptions extends EstimateOptions {
  /** Between the points (share, value): "linear" (default), or "constant" = a step, see `step`. */
  readonly method?: "linear" | "constant";
  /** Of "constant": 0 takes the lower value, 1 (default) the upper, between them the mix. */
  readonly step?: number;
  /** "discrete" (default): every row a point. "rounded": equal values are one point. */
  readonly ties?: "discrete" | "rounded";
  /** Interval of the share: "wald" (default) or "beta"; "score" as of `estimateQuantiles`; "quantile": from the replicates of the quantile itself. */
  readonly interval?: "wald" | "beta" | "score" | "quantile";
  /** Confidence level, 0 … 1. Default 0.95. */
  readonly level?: number;
  /** Of the t quantile; Infinity = normal. Default: those of the rows that have a value. */
  readonly degreesOfFreedom?: number;
}

export interface InterpolatedQuantile {
  readonly probability: number;
  readonly estimate: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Quantiles by interpolation between the points (cumulative share, value), flat beyond the first and the last, as R's survey gave
 * them before version 4.1; for comparison with old reports. New work: `estimateQuantiles`.
 *
 * Linearised designs: the share's interval p ± t·se is read back through the same line. Replicate designs: the interval is that of
 * the share strictly below the quantile.
 *
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite, bad-probability, no-interval, lonely-psu.
 * @see Woodruff (1952); R survey::oldsvyquantile.
 */
export function interpolatedQuantiles(
  design: Design,
  y: Float64Array,
  probabilities: readonly number[],
  options: InterpolatedQuantileOptions = {},
): readonly InterpolatedQuantile[] {
  const { method = "linear", step = 1, ties = "discrete", interval = "wald", level = 0.95 } = options;
  checkProbabilities(probabilities);
  const present = completeRows(design, [y], options.domain);
  const base = baseOf(design, present, present);
  checkBase(base);
  const order = sortedRows(y, present);
  const under = (weights: Float64Array) => {
    const sample = sortedSample(order, y, weights);
    return interpolation(ties === "rounded" ? mergedTies(sample) : sample, method === "linear" ? undefined : step);
  };
  const quantile = under(design.weights);
  const degreesOfFreedom = options.degreesOfFreedom ?? base.degreesOfFreedom;
  const t = studentQuantile((1 + level) / 2, degreesOfFreedom);
  return probabilities.map((probability) => {
    const estimate = quantile(probability);
    if (interval === "quantile") {
      if (!isReplicateDesign(design))
        throw new SurveyDesignError("no-interval", 'The interval "quantile" needs replicate weights.');
      const figures = eachReplicate(design, (weights) => Float64Array.of(under(weights)(probability)));
      const standardError = Math.sqrt(covarianceOfReplicates(design, figures, Float64Array.of(estimate))[0]!);
      return {
        probability,
        estimate,
        standardError,
        low: estimate - t * standardError,
        high: estimate + t * standardError,
      };
    }
    if (interval === "score") {
      const ends = scoreEnds({ design, y, present, sample: sortedSample(order, y, design.weights), t }, probability);
      return { probability, estimate, standardError: (ends.high - ends.low) / (2 * t), ...ends };
    }
    const replicated = isReplicateDesign(design);
    const inside = y.map((value) => ((replicated ? value < estimate : value <= estimate) ? 1 : 0));
    const share = estimateMean(design, inside, { domain: present });
    const centre = replicated ? share.estimate : probability;
    const error = share.standardError;
    let low = centre - t * error;
    let high = centre + t * error;
    if (interval === "beta") {
      const tail = (1 - level) / 2;
      const ratio = studentQuantile(tail, base.n - 1) / studentQuantile(tail, base.degreesOfFreedom);
      const size = ((probability * (1 - probability)) / error ** 2) * ratio ** 2;
      low = quantileOfBeta(tail, size * probability, size * (1 - probability) + 1);
      high = quantileOfBeta(1 - tail, size * probability + 1, size * (1 - probability));
    }
    const ends = { low: quantile(low), high: quantile(high) };
    return { probability, estimate, standardError: (ends.high - ends.low) / (2 * t), ...ends };
  });
}

/** @param step undefined = lines between the points. */
function interpolation(sample: SortedSample, step: number | undefined): (share: number) => number {
  const { values, total } = sample;
  const shares = sample.cumulative.map((sum) => sum / total);
  const last = values.length - 1;
  return (share) => {
    if (Number.isNaN(share)) return Number.NaN;
    if (share < shares[0]!) return values[0]!;
    if (share > shares[last]!) return values[last]!;
    // Weights too small to move the sum leave points of equal share: the lowest value stands for them.
    const at = countBelow(shares, share);
    if (shares[at] === share) return values[at]!;
    const above = countUpTo(shares, share);
    const lower = values[above - 1]!;
    const upper = values[above]!;
    if (step !== undefined) return step === 0 ? lower : step === 1 ? upper : lower * (1 - step) + upper * step;
    const from = shares[above - 1]!;
    return lower + ((upper - lower) * (share - from)) / (shares[above]! - from);
  };
}
