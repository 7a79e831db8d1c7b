import type { Calibration, SurveyDesign } from "../design/survey-design.ts";
import { projectionOf } from "./calibration-residuals.ts";
import { centresOf, type DomainCells } from "./domain-cells.ts";
import type { UnitCells } from "./unit-cells.ts";
import { stratumFactors } from "./variance-of-totals.ts";

/** True for one calibration of a one-stage sample whose strata need no decision domain by domain: what follows holds for it. */
export function calibratedPassHolds(design: SurveyDesign): boolean {
  const { calibration, stages, pairwise } = design;
  return (
    calibration !== undefined &&
    calibration.before === undefined &&
    calibration.calibratedWeights === undefined &&
    stages.length === 1 &&
    pairwise === undefined &&
    stages[0]!.probabilityOfUnit === undefined &&
    !(design.hasLonelyStratum && (design.lonelyPsu === "fail" || design.lonelyPsu === "average"))
  );
}

/**
 * Within-domain covariances of proportions or totals after calibration, for all domains from one pass over the rows: the
 * regression on the auxiliaries needs only their sums by (domain, level), and its residuals only totals by PSU.
 *
 * @param collected weights by (PSU, cell); undefined where rows are PSUs.
 * @returns one row-major K·K matrix a domain. [domainCount·K·K]
 * @see `calibrationResiduals`, which says the same row by row.
 */
export function calibratedCovariances(
  design: SurveyDesign,
  calibration: Calibration,
  cells: DomainCells,
  domainOf: Int32Array | undefined,
  levelOf: Int32Array,
  of: "proportion" | "total",
  collected: UnitCells | undefined,
): Float64Array {
  const { domainCount, levelCount: k } = cells;
  const { size: p, coefficientsOf } = projectionOf(calibration);
  const sums = auxiliarySums(design, calibration, p, domainOf, domainCount, levelOf, k);
  const { proportions, scale } = centresOf(cells, of);
  const covariances = new Float64Array(domainCount * k * k);
  const spread = spreadOf(design, k);
  const inPsus = collected === undefined ? undefined : auxiliaryTotals(design, calibration, p);
  for (let d = 0; d < domainCount; d++) {
    const shares = proportions.subarray(d * k, (d + 1) * k);
    const coefficients = coefficientsOfDomain(sums, d, k, p, shares, scale[d]!, coefficientsOf);
    const totals =
      collected === undefined
        ? rowTotals(design, calibration, p, domainOf, d, levelOf, k, shares, scale[d]!, coefficients)
        : psuTotals(design.psuCount, inPsus!, p, collected, d, k, shares, scale[d]!, coefficients);
    spread(totals, covariances.subarray(d * k * k, (d + 1) * k * k));
  }
  return covariances;
}

/** Σ base·x by (domain, level). Row-major [domainCount·K·P] */
function auxiliarySums(
  { rows }: SurveyDesign,
  { margins, columns = [], baseWeights }: Calibration,
  p: number,
  domainOf: Int32Array | undefined,
  domainCount: number,
  levelOf: Int32Array,
  k: number,
): Float64Array {
  const sums = new Float64Array(domainCount * k * p);
  for (let i = 0; i < rows; i++) {
    const domain = domainOf === undefined ? 0 : domainOf[i]!;
    const level = levelOf[i]!;
    if (domain < 0 || level < 0) continue;
    addAuxiliaries(sums, (domain * k + level) * p, margins, columns, i, baseWeights[i]!);
  }
  return sums;
}

/** Σ w·x by PSU, row-major [PSUs·P]: the same for every question. */
function auxiliaryTotals(
  { rows, weights, stages, psuCount }: SurveyDesign,
  calibration: Calibration,
  p: number,
): Float64Array {
  const known = totalsOfAuxiliaries.get(weights);
  if (known?.calibration === calibration) return known.totals;
  const totals = new Float64Array(psuCount * p);
  const { unitOfRow } = stages[0]!;
  const { margins, columns = [] } = calibration;
  for (let i = 0; i < rows; i++) addAuxiliaries(totals, unitOfRow[i]! * p, margins, columns, i, weights[i]!);
  totalsOfAuxiliaries.set(weights, { calibration, totals });
  return totals;
}

const totalsOfAuxiliaries = new WeakMap<Float64Array, { calibration: Calibration; totals: Float64Array }>();

function addAuxiliaries(
  sums: Float64Array,
  at: number,
  margins: Calibration["margins"],
  columns: readonly Float64Array[],
  row: number,
  weight: number,
): void {
  let first = at;
  for (let a = 0; a < margins.length; a++) {
    sums[first + margins[a]!.codes[row]!]! += weight;
    first += margins[a]!.levelCount;
  }
  for (let c = 0; c < columns.length; c++) sums[first + c]! += weight * columns[c]![row]!;
}

/** The regression of each level's influence on the auxiliaries. Row-major [K·P] */
function coefficientsOfDomain(
  sums: Float64Array,
  domain: number,
  k: number,
  p: number,
  shares: Float64Array,
  scale: number,
  coefficientsOf: (right: Float64Array) => Float64Array,
): Float64Array {
  const coefficients = new Float64Array(k * p);
  const all = new Float64Array(p);
  for (let level = 0; level < k; level++) for (let x = 0; x < p; x++) all[x]! += sums[(domain * k + level) * p + x]!;
  const right = new Float64Array(p);
  for (let level = 0; level < k; level++) {
    for (let x = 0; x < p; x++) right[x] = scale * (sums[(domain * k + level) * p + x]! - shares[level]! * all[x]!);
    coefficients.set(coefficientsOf(right), level * p);
  }
  return coefficients;
}

/** Residual totals of the PSUs. Row-major [PSUs·K] */
function psuTotals(
  psus: number,
  inPsus: Float64Array,
  p: number,
  { totals: collected, width }: UnitCells,
  domain: number,
  k: number,
  shares: Float64Array,
  scale: number,
  coefficients: Float64Array,
): Float64Array {
  const totals = new Float64Array(psus * k);
  for (let unit = 0; unit < psus; unit++) {
    const at = unit * width + domain * (k + 1) + 1;
    let all = 0;
    for (let level = 0; level < k; level++) all += collected[at + level]!;
    for (let level = 0; level < k; level++) {
      let fitted = 0;
      for (let x = 0; x < p; x++) fitted += inPsus[unit * p + x]! * coefficients[level * p + x]!;
      totals[unit * k + level] = scale * (collected[at + level]! - shares[level]! * all) - fitted;
    }
  }
  return totals;
}

/** Residuals of the rows, times their weights, where rows are PSUs. Row-major [rows·K] */
function rowTotals(
  { rows, weights, stages }: SurveyDesign,
  { margins, columns = [] }: Calibration,
  p: number,
  domainOf: Int32Array | undefined,
  domain: number,
  levelOf: Int32Array,
  k: number,
  shares: Float64Array,
  scale: number,
  coefficients: Float64Array,
): Float64Array {
  const totals = new Float64Array(rows * k);
  const { unitOfRow } = stages[0]!;
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const at = unitOfRow[i]! * k;
    const answered = levelOf[i]! >= 0 && (domainOf === undefined || domainOf[i] === domain);
    for (let level = 0; level < k; level++) {
      let fitted = 0;
      let first = level * p;
      for (let a = 0; a < margins.length; a++) {
        fitted += coefficients[first + margins[a]!.codes[i]!]!;
        first += margins[a]!.levelCount;
      }
      for (let c = 0; c < columns.length; c++) fitted += coefficients[first + c]! * columns[c]![i]!;
      const influence = answered ? scale * ((levelOf[i] === level ? 1 : 0) - shares[level]!) : 0;
      totals[at + level] = weight * (influence - fitted);
    }
  }
  return totals;
}

/** Adds the spread of unit totals within strata to a K·K matrix. */
function spreadOf(design: SurveyDesign, k: number): (totals: Float64Array, covariance: Float64Array) => void {
  const stage = design.stages[0]!;
  const { factors, centred } = stratumFactors(design, stage, 1, stage.sampled);
  return (totals, covariance) => {
    const means = new Float64Array(stage.stratumCount * k);
    for (let unit = 0; unit < stage.unitCount; unit++) {
      const h = stage.stratumOfUnit[unit]!;
      if (centred[h] === 0) continue;
      for (let j = 0; j < k; j++) means[h * k + j]! += totals[unit * k + j]! / stage.sampled[h]!;
    }
    for (let unit = 0; unit < stage.unitCount; unit++) {
      const h = stage.stratumOfUnit[unit]!;
      const factor = factors[h]!;
      if (factor === 0) continue;
      for (let j = 0; j < k; j++) {
        const deviation = factor * (totals[unit * k + j]! - means[h * k + j]!);
        for (let l = 0; l <= j; l++) covariance[j * k + l]! += deviation * (totals[unit * k + l]! - means[h * k + l]!);
      }
    }
    for (let j = 0; j < k; j++) for (let l = 0; l < j; l++) covariance[l * k + j] = covariance[j * k + l]!;
  };
}
