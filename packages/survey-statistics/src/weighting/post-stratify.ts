import type { Calibration } from "../design/survey-design.ts";
import { checkWeights } from "./calibration-checks.ts";
import type { Margin } from "./rake.ts";
import { WeightingError } from "./weighting-error.ts";

export interface PostStratifiedWeights {
  readonly weights: Float64Array;
  /** Factor of each level: target / weighted answers; NaN where nobody answered and the target was left out. */
  readonly factors: Float64Array;
  /** Levels of positive target without answers; with `partial` only. */
  readonly leftOut: readonly number[];
  /** For `withWeights`: standard errors then know of the post-stratification. */
  readonly calibration: Calibration;
}

/**
 * Post-stratification: each cell's weights are multiplied by one factor so that they add up to its population count. For several
 * variables together give the codes of their combinations.
 *
 * @param weights starting weights, ≥ 0. [rows]
 * @param partial leaves out cells of the population where nobody answered, instead of refusing. Default false.
 * @throws {WeightingError} empty-level, unwanted-level, missing-codes, bad-target, bad-weight, wrong-length.
 * @see Holt & Smith (1979); R survey::postStratify.
 */
export function postStratify(
  weights: Float64Array,
  { codes, targets }: Margin,
  { partial = false }: { readonly partial?: boolean } = {},
): PostStratifiedWeights {
  const rows = weights.length;
  checkWeights(weights);
  if (codes.length !== rows)
    throw new WeightingError("wrong-length", `${codes.length} codes for ${rows} weights.`, { margin: 0 });
  const sums = new Float64Array(targets.length);
  for (let i = 0; i < rows; i++) {
    const level = codes[i]!;
    if (level < 0 || level >= targets.length)
      throw new WeightingError(
        level < 0 ? "missing-codes" : "bad-target",
        `Row ${i} is in cell ${level}, for which there is no target.`,
        { margin: 0, level, rows: i },
      );
    sums[level]! += weights[i]!;
  }
  const leftOut: number[] = [];
  const factors = targets.map((target, level) => {
    const place = { margin: 0, level, target, total: sums[level]! };
    if (!(target >= 0) || target === Number.POSITIVE_INFINITY)
      throw new WeightingError("bad-target", `Cell ${level}: target ${target} is not a number ≥ 0.`, place);
    if (sums[level]! > 0) {
      if (target > 0) return target / sums[level]!;
      throw new WeightingError("unwanted-level", `Cell ${level}: people answered, but the target is 0.`, place);
    }
    if (target === 0) return 1;
    if (!partial)
      throw new WeightingError("empty-level", `Cell ${level}: nobody answered, but the target is ${target}.`, place);
    leftOut.push(level);
    return Number.NaN;
  });
  const made = new Float64Array(rows);
  for (let i = 0; i < rows; i++) made[i] = weights[i] === 0 ? 0 : weights[i]! * factors[codes[i]!]!;
  return {
    weights: made,
    factors,
    leftOut,
    calibration: {
      margins: [{ codes, levelCount: targets.length }],
      baseWeights: weights,
      calibratedWeights: made,
    },
  };
}
