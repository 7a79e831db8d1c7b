import type { Design } from "../design/design.ts";
import { baseOf, checkBase, completeRows, type EstimateOptions } from "./estimate.ts";
import { countUpTo, mergedTies, sortedRows, sortedSample } from "./sorted-sample.ts";

/** A weighted distribution function: steps at the values. */
export interface DistributionFunction {
  /** Distinct values of positive weight, ascending. */
  readonly values: Float64Array;
  /** Share of the weight ≤ each value; ends at 1. */
  readonly shares: Float64Array;
  /** Share of the weight with a value ≤ y. */
  readonly at: (y: number) => number;
}

/**
 * The weighted distribution of a column: F(y) = Σ_(y_i ≤ y) w_i / Σw. NaN is left out.
 *
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite.
 * @see R survey::svycdf.
 */
export function distributionFunction(
  design: Design,
  y: Float64Array,
  options: EstimateOptions = {},
): DistributionFunction {
  const present = completeRows(design, [y], options.domain);
  checkBase(baseOf(design, present, present));
  const { values, cumulative, total } = mergedTies(sortedSample(sortedRows(y, present), y, design.weights));
  const shares = cumulative.map((sum) => sum / total);
  return {
    values,
    shares,
    at: (limit) => {
      if (Number.isNaN(limit)) return Number.NaN;
      const count = countUpTo(values, limit);
      return count === 0 ? 0 : shares[count - 1]!;
    },
  };
}
