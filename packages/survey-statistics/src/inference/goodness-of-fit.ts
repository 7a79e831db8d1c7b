import type { Design } from "../design/design.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import type { EstimateOptions } from "../estimation/estimate.ts";
import { estimateProportions } from "../estimation/proportions.ts";
import { generalisedEigenvalues } from "../linear-algebra/generalised-eigenvalues.ts";
import { type ChiSquareSumMethod, upperTailOfFSum } from "./chi-square-sums.ts";
import { upperTailOfF } from "./distributions.ts";
import type { HypothesisTest } from "./hypothesis-test.ts";

export interface GoodnessOfFitTest extends HypothesisTest {
  /** Pearson's X² = n Σ (p̂ − π)²/π, n the answers. */
  readonly chiSquare: number;
  /** Its generalised design effects, from large to small: X² spreads like Σ λ χ²_1. [levels − 1] */
  readonly designEffects: Float64Array;
}

/**
 * Tests that the shares of a categorical question are the given ones: Pearson's X² of the weighted shares with Rao and Scott's
 * second-order correction, compared with F.
 *
 * @param codes 0 … levelCount − 1, or −1 = missing. [rows]
 * @param shares π, positive; made to sum to 1. [levelCount]
 * @param options.method other than the F above: the limiting sum of weighted χ² with the design's degrees of freedom below the line.
 * @throws {SurveyDesignError} bad-probability, wrong-length, bad-code, empty-domain, singular, lonely-psu.
 * @see Rao & Scott (1981), JASA 76. R survey::svygofchisq is meant to be this; in 4.1-1 it compares the squares of unscaled totals
 *   with the spread of another quantity.
 */
export function goodnessOfFit(
  design: Design,
  codes: Int32Array,
  levelCount: number,
  shares: ArrayLike<number>,
  options: EstimateOptions & { readonly method?: ChiSquareSumMethod } = {},
): GoodnessOfFitTest {
  if (shares.length !== levelCount)
    throw new SurveyDesignError("wrong-length", `shares has ${shares.length} values for ${levelCount} levels.`);
  let whole = 0;
  for (let level = 0; level < levelCount; level++) {
    if (!(shares[level]! > 0 && Number.isFinite(shares[level]!)))
      throw new SurveyDesignError("bad-probability", `shares[${level}] is ${shares[level]}; it must be positive.`);
    whole += shares[level]!;
  }
  if (levelCount < 2) throw new SurveyDesignError("empty-domain", "A test of shares needs two levels.");
  const found = estimateProportions(design, codes, levelCount, options);
  const size = levelCount - 1;
  const simple = new Float64Array(size * size);
  const actual = new Float64Array(size * size);
  let chiSquare = 0;
  for (let i = 0; i < levelCount; i++) {
    const expected = shares[i]! / whole;
    chiSquare += (found.n * (found.estimates[i]!.estimate - expected) ** 2) / expected;
    if (i === size) continue;
    for (let j = 0; j < size; j++) {
      actual[i * size + j] = found.covariance[i * levelCount + j]!;
      simple[i * size + j] = ((i === j ? expected : 0) - (expected * shares[j]!) / whole) / found.n;
    }
  }
  const designEffects = generalisedEigenvalues(actual, simple, size);
  if (designEffects === undefined)
    throw new SurveyDesignError("singular", "The shares leave no spread to compare with.");
  let sum = 0;
  let squares = 0;
  for (const effect of designEffects) {
    sum += effect;
    squares += effect * effect;
  }
  const numerator = (sum * sum) / squares;
  const denominator = numerator * degreesOfFreedom(design, options.domain);
  const common = { chiSquare, designEffects, denominatorDegreesOfFreedom: denominator, n: found.n };
  if (options.method !== undefined)
    return {
      ...common,
      method: `Pearson's X² for given shares against its limiting distribution (${options.method})`,
      statistic: chiSquare,
      distribution: "sum",
      numeratorDegreesOfFreedom: size,
      p: upperTailOfFSum(chiSquare, designEffects, denominator, options.method),
    };
  return {
    ...common,
    method: "Pearson's X² for given shares with the second-order Rao-Scott correction",
    statistic: chiSquare / sum,
    distribution: "F",
    numeratorDegreesOfFreedom: numerator,
    p: upperTailOfF(chiSquare / sum, numerator, denominator),
  };
}
