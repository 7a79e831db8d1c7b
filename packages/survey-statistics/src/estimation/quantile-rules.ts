import { countUpTo, mergedTies, type SortedSample } from "./sorted-sample.ts";

/**
 * How a quantile is read off the weighted distribution, by the names of R's `qrule`.
 *
 * Steps, with C_k the share of the weight up to the k-th value in order:
 * - math = hf1: the smallest value with C_k ≥ p.
 * - school = hf2: the same; the mean of the two neighbours where C_k = p.
 * - hf3: as math; where C_k = p the lower neighbour only if it is an even one of the distinct values, else the upper.
 * - shahvaish: the largest value whose plotting position (S_k + ½ − w_k/2)/(n + 1) is ≤ p, weights scaled to mean 1.
 *
 * Lines through the points (position, value), flat beyond the ends:
 * - hf4: C_k. hf5: C_k − w_k/2W. hf6: W·C_k/(W + w_n). hf7: C_(k−1)/C_(n−1).
 * - hf8: (C_(k−1)/3 + 2C_k/3)·W/(W + w_n/3). hf9: (3C_(k−1)/8 + 5C_k/8)·W/(W + w_n/4).
 */
export type QuantileRule =
  | "math"
  | "school"
  | "shahvaish"
  | "hf1"
  | "hf2"
  | "hf3"
  | "hf4"
  | "hf5"
  | "hf6"
  | "hf7"
  | "hf8"
  | "hf9";

/** A rule with what it needs of the sample made ready: share → quantile. NaN gives NaN. */
export type QuantileFunction = (probability: number) => number;

/**
 * The quantile function of a sample under a rule. Two rules differ from R 4.1-1: below the share of the smallest value R's
 * math, school, hf3 and hf4 leave it (for the second smallest, or by extrapolation), and its shahvaish mixes scaled with
 * unscaled weights.
 *
 * @param sample n ≥ 1 values; an empty one gives NaN.
 * @see Hyndman & Fan (1996), Sample quantiles in statistical packages; Shah & Vaish (2006); R survey::svyquantile(qrule).
 */
export function quantileFunction(sample: SortedSample, rule: QuantileRule): QuantileFunction {
  const { values } = sample;
  if (values.length === 0) return () => Number.NaN;
  if (values.length === 1) return (probability) => (Number.isNaN(probability) ? Number.NaN : values[0]!);
  switch (rule) {
    case "math":
    case "hf1":
      return steps(sample, (lower) => lower);
    case "school":
    case "hf2":
      return steps(sample, (lower, upper) => (lower + upper) / 2);
    case "hf3":
      return steps(mergedTies(sample), (lower, upper, position) => (position % 2 === 0 ? lower : upper));
    case "shahvaish":
      return leftSteps(values, shahVaishPositions(sample));
    default:
      return lines(values, plottingPositions(sample, rule));
  }
}

/** @param atTie the answer where the share is hit exactly; position is that of the lower value, from 1. */
function steps(
  { values, cumulative, total }: SortedSample,
  atTie: (lower: number, upper: number, position: number) => number,
): QuantileFunction {
  const last = values.length - 1;
  return (probability) => {
    if (Number.isNaN(probability)) return Number.NaN;
    const position = countUpTo(cumulative, probability * total);
    if (position === 0) return values[0]!;
    const lower = values[position - 1]!;
    const upper = values[Math.min(position, last)]!;
    return probability - cumulative[position - 1]! / total === 0 ? atTie(lower, upper, position) : upper;
  };
}

function leftSteps(values: Float64Array, positions: Float64Array): QuantileFunction {
  return (probability) => {
    if (Number.isNaN(probability)) return Number.NaN;
    return values[Math.max(0, countUpTo(positions, probability) - 1)]!;
  };
}

function lines(values: Float64Array, positions: Float64Array): QuantileFunction {
  const last = values.length - 1;
  return (probability) => {
    if (Number.isNaN(probability)) return Number.NaN;
    const above = countUpTo(positions, probability);
    if (above === 0) return values[0]!;
    if (above > last) return values[last]!;
    const from = positions[above - 1]!;
    const share = (probability - from) / (positions[above]! - from);
    const lower = values[above - 1]!;
    return lower + share * (values[above]! - lower);
  };
}

function shahVaishPositions({ weights, cumulative, total }: SortedSample): Float64Array {
  const n = weights.length;
  const mean = total / n;
  return cumulative.map((sum, k) => (sum / mean + 0.5 - weights[k]! / mean / 2) / (n + 1));
}

function plottingPositions(
  { weights, cumulative, total }: SortedSample,
  rule: "hf4" | "hf5" | "hf6" | "hf7" | "hf8" | "hf9",
): Float64Array {
  const n = weights.length;
  const largest = weights[n - 1]!;
  const before = (k: number) => (k === 0 ? 0 : cumulative[k - 1]!);
  switch (rule) {
    case "hf4":
      return cumulative.map((sum) => sum / total);
    case "hf5":
      return cumulative.map((sum, k) => (sum - weights[k]! / 2) / total);
    case "hf6":
      return cumulative.map((sum) => sum / (total + largest));
    case "hf7":
      return cumulative.map((_, k) => before(k) / cumulative[n - 2]!);
    case "hf8":
      return cumulative.map((sum, k) => (before(k) / 3 + (sum * 2) / 3) / (total + largest / 3));
    case "hf9":
      return cumulative.map((sum, k) => ((before(k) * 3) / 8 + (sum * 5) / 8) / (total + largest / 4));
  }
}
