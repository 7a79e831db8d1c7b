import { type Design, isReplicateDesign } from "../design/design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { quantileOfBeta, studentQuantile } from "../inference/distributions.ts";
import { eachReplicate } from "../replication/replicate-totals.ts";
import { baseOf, checkBase, completeRows, type EstimateOptions } from "./estimate.ts";
import { type QuantileFunction, type QuantileRule, quantileFunction } from "./quantile-rules.ts";
import { countUpTo, mergedTies, type SortedSample, sortedRows, sortedSample } from "./sorted-sample.ts";
import { covarianceOfReplicates, figuresOf } from "./statistic.ts";

/**
 * How the interval is made. mean, beta, xlogit, asin: Woodruff's way, an interval for the share of values up to the quantile, read
 * back through the distribution; the name says which interval of a proportion. score: the values at which a test of "the
 * quantile is θ" is not rejected. quantile (replicate designs): estimate ± t · error of the quantile over the replicates.
 */
export type QuantileInterval = "mean" | "beta" | "xlogit" | "asin" | "score" | "quantile";

export interface QuantileOptions extends EstimateOptions {
  /** Default "math". */
  readonly rule?: QuantileRule;
  /** Default "mean". */
  readonly interval?: QuantileInterval;
  /** Confidence level, 0 … 1. Default 0.95. */
  readonly level?: number;
  /** Of the t quantile; Infinity = normal. Default: those of the rows that have a value. */
  readonly degreesOfFreedom?: number;
}

export interface QuantileEstimate {
  /** p, as asked. */
  readonly probability: number;
  readonly estimate: number;
  /** (high − low)/2t: NaN where an end is; under "quantile" the error over the replicates. */
  readonly standardError: number;
  /** NaN where the interval of the share reaches below 0: the sample says nothing of that end. */
  readonly low: number;
  /** NaN where the interval of the share reaches above 1. */
  readonly high: number;
  readonly level: number;
  readonly interval: QuantileInterval;
  /** Share of the weight with a value ≤ estimate. */
  readonly share: number;
  readonly shareStandardError: number;
  /** Woodruff intervals: the interval of the share, whose ends are read back as `low` and `high`; else NaN. May leave 0 … 1. */
  readonly shareLow: number;
  readonly shareHigh: number;
  /** Values of positive weight. */
  readonly n: number;
  readonly degreesOfFreedom: number;
  /** The quantile under each replicate's weights; under "quantile" only. [R] */
  readonly replicates?: Float64Array;
}

/**
 * Quantiles with intervals, for linearised and replicate designs. The rows are sorted once for all of them; NaN is left out.
 *
 * @param y [rows]. @param probabilities each 0 … 1; 0.5 = the median.
 * @returns one figure a probability, in their order.
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite, bad-probability, lonely-psu; no-interval: a score interval
 *   would end beyond the values, or "quantile" was asked of a design without replicates.
 * @see Woodruff (1952); Francisco & Fuller (1991); Korn & Graubard (1998); R survey::svyquantile.
 */
export function estimateQuantiles(
  design: Design,
  y: Float64Array,
  probabilities: readonly number[],
  options: QuantileOptions = {},
): readonly QuantileEstimate[] {
  const { rule = "math", interval = "mean", level = 0.95 } = options;
  checkProbabilities(probabilities);
  if (interval === "quantile" && !isReplicateDesign(design))
    throw new SurveyDesignError("no-interval", 'The interval "quantile" needs replicate weights.');
  const present = completeRows(design, [y], options.domain);
  const base = baseOf(design, present, present);
  checkBase(base);
  const degreesOfFreedom = options.degreesOfFreedom ?? base.degreesOfFreedom;
  const order = sortedRows(y, present);
  const sample = sortedSample(order, y, design.weights);
  const quantile = quantileFunction(sample, rule);
  const t = studentQuantile((1 + level) / 2, degreesOfFreedom);
  const question: Question = { design, y, present, order, sample, quantile, rule, t, level, n: base.n };
  const ownDegreesOfFreedom = base.degreesOfFreedom;
  return probabilities.map((probability) => {
    const estimate = quantile(probability);
    const share = shareUpTo(question, estimate);
    const ends =
      interval === "quantile"
        ? overReplicates(question, probability, estimate)
        : interval === "score"
          ? scoreEnds(question, probability)
          : woodruffEnds(question, shareInterval(interval, share, question, ownDegreesOfFreedom));
    return {
      probability,
      estimate,
      standardError: (ends.high - ends.low) / (2 * t),
      level,
      interval,
      share: share.estimate,
      shareStandardError: share.standardError,
      shareLow: Number.NaN,
      shareHigh: Number.NaN,
      ...ends,
      n: base.n,
      degreesOfFreedom,
    };
  });
}

/** A distribution whose shares are to have errors. */
export interface Distribution {
  readonly design: Design;
  readonly y: Float64Array;
  readonly present: Uint8Array;
  readonly sample: SortedSample;
  /** Quantile of Student's t at the level of the interval. */
  readonly t: number;
}

/** What all quantiles of one call have in common. */
interface Question extends Distribution {
  readonly order: Int32Array;
  readonly quantile: QuantileFunction;
  readonly rule: QuantileRule;
  readonly level: number;
  readonly n: number;
}

interface Ends {
  readonly low: number;
  readonly high: number;
  readonly shareLow?: number;
  readonly shareHigh?: number;
  readonly replicates?: Float64Array;
}

interface Share {
  readonly estimate: number;
  readonly standardError: number;
}

export function checkProbabilities(probabilities: readonly number[]): void {
  const bad = probabilities.findIndex((probability) => !(probability >= 0 && probability <= 1));
  if (bad >= 0)
    throw new SurveyDesignError("bad-probability", `probabilities[${bad}] is ${probabilities[bad]}, outside 0 … 1.`);
}

let kept = new Float64Array(0);

/** Memory for one influence column, used again by the next quantile. */
function columnOfRows(rows: number): Float64Array {
  if (kept.length !== rows) kept = new Float64Array(rows);
  return kept;
}

/** Weighted share of the values ≤ limit, with its standard error. */
function shareUpTo({ design, y, present, sample }: Distribution, limit: number): Share {
  const { cumulative, total, values } = sample;
  const count = countUpTo(values, limit);
  const estimate = count === 0 ? 0 : cumulative[count - 1]! / total;
  const { covariance } = figuresOf(design, {
    points: () => Float64Array.of(estimate),
    influence: () => {
      const { weights } = design;
      const influence = columnOfRows(design.rows);
      const inside = (1 - estimate) / total;
      const outside = -estimate / total;
      for (let i = 0; i < influence.length; i++)
        influence[i] = present[i] === 1 ? weights[i]! * (y[i]! <= limit ? inside : outside) : 0;
      return [influence];
    },
    present,
    fromTotals: {
      columns: isReplicateDesign(design)
        ? [Float64Array.from(present), y.map((value, i) => (present[i] === 1 && value <= limit ? 1 : 0))]
        : [],
      figures: (totals) => Float64Array.of(totals[1]! / totals[0]!),
    },
  });
  return { estimate, standardError: Math.sqrt(covariance[0]!) };
}

/** Interval of the share on its own scale. */
function shareInterval(
  interval: "mean" | "beta" | "xlogit" | "asin",
  { estimate: p, standardError }: Share,
  { t, level, n }: Question,
  degreesOfFreedom: number,
): Ends {
  switch (interval) {
    case "mean":
      return { low: p - t * standardError, high: p + t * standardError };
    case "xlogit": {
      const centre = Math.log(p / (1 - p));
      const half = (t * standardError) / (p * (1 - p));
      return { low: 1 / (1 + Math.exp(half - centre)), high: 1 / (1 + Math.exp(-half - centre)) };
    }
    case "asin": {
      const centre = Math.asin(Math.sqrt(p));
      const half = (t * standardError) / (2 * Math.sqrt(p * (1 - p)));
      return {
        low: Math.sin(Math.max(0, centre - half)) ** 2,
        high: Math.sin(Math.min(Math.PI / 2, centre + half)) ** 2,
      };
    }
    case "beta": {
      const tail = (1 - level) / 2;
      const ratio = studentQuantile(tail, n - 1) / studentQuantile(tail, degreesOfFreedom);
      const size = ((p * (1 - p)) / standardError ** 2) * ratio ** 2;
      if (!Number.isFinite(size)) return size > 0 ? { low: p, high: p } : { low: Number.NaN, high: Number.NaN };
      return {
        low: quantileOfBeta(tail, size * p, size * (1 - p) + 1),
        high: quantileOfBeta(1 - tail, size * p + 1, size * (1 - p)),
      };
    }
  }
}

function woodruffEnds({ quantile }: Question, { low, high }: Ends): Ends {
  return {
    low: low < 0 ? Number.NaN : quantile(low),
    high: high > 1 ? Number.NaN : quantile(high),
    shareLow: low,
    shareHigh: high,
  };
}

/** Between the first value at which p − F is no longer too large for its error, and the first at which it is too small. */
export function scoreEnds(
  question: Distribution,
  probability: number,
): { readonly low: number; readonly high: number } {
  const { values } = mergedTies(question.sample);
  const score = (position: number) => {
    const { estimate, standardError } = shareUpTo(question, values[position]!);
    return (probability - estimate) / standardError;
  };
  const firstWhere = (holds: (score: number) => boolean) => {
    let low = 0;
    let high = values.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(score(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const low = firstWhere((value) => value <= question.t);
  const high = firstWhere((value) => value < -question.t);
  if (low === 0 || high === values.length - 1)
    throw new SurveyDesignError(
      "no-interval",
      `The score interval of the quantile ${probability} reaches beyond the ${low === 0 ? "smallest" : "largest"} value.`,
    );
  return { low: values[low]!, high: values[high]! };
}

function overReplicates({ design, y, order, rule, t }: Question, probability: number, estimate: number): Ends {
  if (!isReplicateDesign(design)) return { low: Number.NaN, high: Number.NaN };
  const figures = eachReplicate(design, (weights) =>
    Float64Array.of(quantileFunction(sortedSample(order, y, weights), rule)(probability)),
  );
  const half = t * Math.sqrt(covarianceOfReplicates(design, figures, Float64Array.of(estimate))[0]!);
  return {
    low: estimate - half,
    high: estimate + half,
    replicates: Float64Array.from(figures, (values) => values[0]!),
  };
}
