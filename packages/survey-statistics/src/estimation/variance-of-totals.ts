import type { DesignStage, SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { calibrationResiduals } from "./calibration-residuals.ts";
import { pairwiseCovariance } from "./pairwise-covariance.ts";

/**
 * Covariance of estimated totals from their influence values, by the spread of unit totals within strata, stage by stage:
 * V = Σ_stages Σ_h F_h · (1 − n_h/N_h) · n_h/(n_h − 1) · Σ_i (z_hi − z̄_h)(z_hi − z̄_h)', F_h = Π n/N of the stages above;
 * with Brewer's unequal probabilities 1 − p_hi of each unit in place of 1 − n_h/N_h; with joint probabilities the sum over pairs of
 * `pairwise-covariance.ts`.
 *
 * @param columns weighted influence values of each row, 0 outside the domain. K columns of [rows].
 * @param present 1 = the row belongs to the domain; decides only which strata count for the lonely-PSU policy.
 * @returns [K·K], row-major, in the product of the columns' units.
 * @throws {SurveyDesignError} lonely-psu under the policy "fail".
 * @see Särndal, Swensson & Wretman (1992), chapter 4; R survey::svyrecvar.
 */
export function covarianceOfTotals(
  design: SurveyDesign,
  columns: readonly Float64Array[],
  present?: Uint8Array,
): Float64Array {
  const k = columns.length;
  const covariance = new Float64Array(k * k);
  // A calibrated estimate has residuals on every row, so every row is present.
  const rowsPresent = design.calibration === undefined ? present : undefined;
  const influence = calibrationResiduals(design, columns);
  if (design.pairwise !== undefined)
    return pairwiseCovariance(design.pairwise, unitTotals(design.stages[0]!, influence), k);
  for (const [depth, stage] of design.stages.entries()) {
    const totals = unitTotals(stage, influence);
    addStage(covariance, design, stage, depth + 1, totals, k, rowsPresent);
  }
  return covariance;
}

/** Sums of the columns by unit, row-major. [unitCount·K] */
function unitTotals(stage: DesignStage, columns: readonly Float64Array[]): Float64Array {
  const k = columns.length;
  const totals = new Float64Array(stage.unitCount * k);
  columns.forEach((column, j) => {
    for (let i = 0; i < column.length; i++) totals[stage.unitOfRow[i]! * k + j]! += column[i]!;
  });
  return totals;
}

function addStage(
  covariance: Float64Array,
  design: SurveyDesign,
  stage: DesignStage,
  stageNumber: number,
  totals: Float64Array,
  k: number,
  present: Uint8Array | undefined,
): void {
  const { factors, centred } = stratumFactors(design, stage, stageNumber, unitsPresentIn(stage, present));
  const means = new Float64Array(stage.stratumCount * k);
  for (let unit = 0; unit < stage.unitCount; unit++) {
    const h = stage.stratumOfUnit[unit]!;
    if (centred[h] === 0) continue;
    for (let j = 0; j < k; j++) means[h * k + j]! += totals[unit * k + j]! / stage.sampled[h]!;
  }
  const deviation = new Float64Array(k);
  for (let unit = 0; unit < stage.unitCount; unit++) {
    const h = stage.stratumOfUnit[unit]!;
    const factor = factors[h]! * (stage.probabilityOfUnit === undefined ? 1 : 1 - stage.probabilityOfUnit[unit]!);
    if (factor === 0) continue;
    for (let j = 0; j < k; j++) deviation[j] = totals[unit * k + j]! - means[h * k + j]!;
    for (let j = 0; j < k; j++) {
      const scaled = factor * deviation[j]!;
      if (scaled === 0) continue;
      for (let l = 0; l < k; l++) covariance[j * k + l]! += scaled * deviation[l]!;
    }
  }
}

/** Units with a row in the domain, counted by stratum; undefined = all of them. */
function unitsPresentIn(stage: DesignStage, present: Uint8Array | undefined): Float64Array {
  if (present === undefined) return stage.sampled;
  const counts = new Float64Array(stage.stratumCount);
  const seen = new Uint8Array(stage.unitCount);
  for (let i = 0; i < present.length; i++) {
    const unit = stage.unitOfRow[i]!;
    if (present[i] !== 1 || seen[unit] === 1) continue;
    seen[unit] = 1;
    counts[stage.stratumOfUnit[unit]!]!++;
  }
  return counts;
}

/**
 * What each stratum's sum of squares is multiplied by, and whether it is taken about the stratum mean (1) or about 0:
 * here the lonely-PSU policies live.
 */
export function stratumFactors(
  design: SurveyDesign,
  stage: DesignStage,
  stageNumber: number,
  unitsPresent: Float64Array,
): { factors: Float64Array; centred: Uint8Array } {
  const factors = new Float64Array(stage.stratumCount);
  const centred = new Uint8Array(stage.stratumCount).fill(1);
  const { lonelyPsu, adjustDomainLonely } = design;
  let strataPresent = 0;
  let strataWithoutVariance = 0;
  for (let h = 0; h < stage.stratumCount; h++) {
    const n = stage.sampled[h]!;
    const inDomain = unitsPresent[h]!;
    if (inDomain === 0) continue;
    strataPresent++;
    const unsampled = stage.population[h] === Number.POSITIVE_INFINITY ? 1 : 1 - n / stage.population[h]!;
    if (unsampled < 1e-7) continue;
    factors[h] = stage.parentFraction[h]! * unsampled * (n > 1 ? n / (n - 1) : 1);
    const lonelyInDomain = n > 1 && inDomain === 1 && adjustDomainLonely;
    if (n > 1 && !lonelyInDomain) continue;
    if (n === 1 && lonelyPsu === "fail") {
      throw new SurveyDesignError(
        "lonely-psu",
        `Stratum ${h} has only one sampling unit at stage ${stageNumber}: merge strata, or choose a lonely-PSU policy.`,
      );
    }
    if (lonelyPsu === "adjust") centred[h] = 0;
    else if (lonelyPsu === "average") {
      factors[h] = 0;
      strataWithoutVariance++;
    } else if (n === 1) factors[h] = 0;
  }
  if (strataWithoutVariance > 0) {
    const inflation = strataPresent / (strataPresent - strataWithoutVariance);
    for (let h = 0; h < stage.stratumCount; h++) factors[h]! *= inflation;
  }
  return { factors, centred };
}
