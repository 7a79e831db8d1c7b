import { type PostStratifiedWeights, postStratify } from "./post-stratify.ts";
import { WeightingError } from "./weighting-error.ts";

/**
 * Direct standardisation: within each group of `over` the weights are made to have the population's distribution of `by`, while the
 * group keeps its own size. Groups can then be compared as if they had, say, the same age structure.
 *
 * @param by variable to standardise on (age band). Codes 0 … population.length − 1, one a row.
 * @param over groups to compare; omitted: all rows are one group.
 * @param population count or share of each level of `by`.
 * @throws {WeightingError} missing-codes, unwanted-level, bad-target, bad-weight, wrong-length.
 * @see R survey::svystandardize; Fleiss (1981), chapter 14.
 */
export function standardize(
  weights: Float64Array,
  by: Int32Array,
  population: Float64Array,
  over?: { readonly codes: Int32Array; readonly levelCount: number },
): PostStratifiedWeights {
  const groups = over?.levelCount ?? 1;
  if (by.length !== weights.length || (over !== undefined && over.codes.length !== weights.length))
    throw new WeightingError(
      "wrong-length",
      `by has ${by.length} and over ${over?.codes.length} of ${weights.length} rows.`,
    );
  const sizes = new Float64Array(groups);
  const cells = new Int32Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    const group = over === undefined ? 0 : over.codes[i]!;
    if (group < 0 || group >= groups || by[i]! < 0 || by[i]! >= population.length)
      throw new WeightingError("missing-codes", `Row ${i} has no group or no level to standardise on.`, { rows: i });
    sizes[group]! += weights[i]!;
    cells[i] = by[i]! * groups + group;
  }
  const all = population.reduce((sum, count) => sum + count, 0);
  const targets = Float64Array.from(
    { length: population.length * groups },
    (_, cell) => (population[Math.floor(cell / groups)]! / all) * sizes[cell % groups]!,
  );
  return postStratify(weights, { codes: cells, targets }, { partial: true });
}
