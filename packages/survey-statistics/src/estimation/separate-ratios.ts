import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import type { EstimateOptions } from "./estimate.ts";
import { estimateRatio, type RatioEstimate } from "./mean-total-ratio.ts";

export interface StratumRatio {
  /** First row of the stratum: names it where the codes of the caller are at hand. */
  readonly firstRow: number;
  readonly ratio: RatioEstimate;
}

/**
 * The ratio of two totals in each first-stage stratum, for a separate ratio estimator. Strata without an answer are left out.
 *
 * @param numerator y, @param denominator x. [rows]
 * @see Cochran (1977), section 6.10; R survey::svyratio(separate = TRUE). @see estimateRatio for errors.
 */
export function separateRatios(
  design: SurveyDesign,
  numerator: Float64Array,
  denominator: Float64Array,
  options: EstimateOptions = {},
): readonly StratumRatio[] {
  const stage = design.stages[0]!;
  const firstRow = new Int32Array(stage.stratumCount).fill(-1);
  const stratumOf = Int32Array.from(stage.unitOfRow, (unit) => stage.stratumOfUnit[unit]!);
  for (let i = design.rows - 1; i >= 0; i--) firstRow[stratumOf[i]!] = i;
  const ratios: StratumRatio[] = [];
  for (let h = 0; h < stage.stratumCount; h++) {
    const domain = Uint8Array.from(stratumOf, (stratum, i) =>
      stratum === h && (options.domain === undefined || options.domain[i] === 1) ? 1 : 0,
    );
    try {
      ratios.push({ firstRow: firstRow[h]!, ratio: estimateRatio(design, numerator, denominator, { domain }) });
    } catch (error) {
      if (!(error instanceof SurveyDesignError && error.code === "empty-domain")) throw error;
    }
  }
  return ratios;
}

/**
 * A total by the separate ratio estimator: Σ_h X_h·R_h, X_h the known total of the denominator in each stratum.
 *
 * @param knownTotals X_h, in the order of `ratios`.
 * @throws {SurveyDesignError} wrong-length.
 * @see R survey::predict.svyratio_separate.
 */
export function separateRatioTotal(
  ratios: readonly StratumRatio[],
  knownTotals: readonly number[],
): { readonly estimate: number; readonly standardError: number } {
  if (knownTotals.length !== ratios.length)
    throw new SurveyDesignError("wrong-length", `${knownTotals.length} known totals for ${ratios.length} strata.`);
  let estimate = 0;
  let variance = 0;
  for (const [h, { ratio }] of ratios.entries()) {
    estimate += knownTotals[h]! * ratio.estimate;
    variance += (knownTotals[h]! * ratio.standardError) ** 2;
  }
  return { estimate, standardError: Math.sqrt(variance) };
}
