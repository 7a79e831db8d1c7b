import type { ReplicateDesign } from "./replicate-design.ts";
import { degreesOfFreedomOfReplicates } from "./replicate-rank.ts";
import { SurveyDesignError } from "./survey-design-error.ts";
import {
  type PairwiseVariance,
  pairwiseVariance,
  probabilityOfUnits,
  type UnequalProbabilities,
} from "./unequal-probabilities.ts";

/** What to do with a stratum that was sampled with a single PSU; the names are those of R's `survey.lonely.psu`. */
export type LonelyPsuPolicy = "fail" | "remove" | "adjust" | "average" | "certainty";

export interface SurveyDesignInput {
  /** Number of answers (rows); every column has this length. */
  readonly rows: number;
  /** Weight of each row, ≥ 0. Without it: N/n from `populationSizes`, else 1. */
  readonly weights?: Float64Array;
  /** Stratum code of each row, any integers ≥ 0: of the first stage, or one column a stage. */
  readonly strata?: Int32Array | readonly Int32Array[];
  /** Sampling unit of each row, one column a stage (one to three), any integers ≥ 0. Codes may repeat in other strata or parents. */
  readonly clusters?: readonly Int32Array[];
  /** Finite population of each stage, constant within a stratum: all counts (≥ 1), or all sampling fractions (0 < f ≤ 1). */
  readonly populationSizes?: readonly Float64Array[];
  /** Units drawn with unequal probabilities without replacement. Without weights, the weights are 1/probability. */
  readonly unequalProbabilities?: UnequalProbabilities;
  /** Default "fail". */
  readonly lonelyPsu?: LonelyPsuPolicy;
  /** Treat strata that become lonely within a domain by the same policy (R's `survey.adjust.domain.lonely`). Default false. */
  readonly adjustDomainLonely?: boolean;
  /** Set after raking or calibration on categorical margins: standard errors then use the residuals on them. */
  readonly calibration?: Calibration;
}

/** What the weights were calibrated on: estimates vary only by what these auxiliaries do not explain. */
export interface Calibration {
  /** Categorical auxiliaries. Row codes, 0 … levelCount − 1, none missing. */
  readonly margins: readonly { readonly codes: Int32Array; readonly levelCount: number }[];
  /** Numeric auxiliaries. Each [rows], all finite. */
  readonly columns?: readonly Float64Array[];
  /** Weights before calibration: the residuals are taken by least squares under them, as R's calibrate. All ones: as R's rake. */
  readonly baseWeights: Float64Array;
  /** Weights after this calibration, where the design's are others because they were trimmed or calibrated again since. */
  readonly calibratedWeights?: Float64Array;
  /** An earlier calibration of the same answers: residuals are taken on it first. */
  readonly before?: Calibration;
}

/** One stage of selection: units drawn within strata (stage 2 and later: within a unit of the stage before). */
export interface DesignStage {
  readonly unitOfRow: Int32Array;
  readonly unitCount: number;
  readonly stratumOfUnit: Int32Array;
  readonly stratumCount: number;
  /** n_h: units in the sample. [stratumCount] */
  readonly sampled: Float64Array;
  /** N_h: units in the population; Infinity = drawn with replacement or unknown. [stratumCount] */
  readonly population: Float64Array;
  /** Π n/N (or Π probabilities) of the stages before; 1 at the first stage. [stratumCount] */
  readonly parentFraction: Float64Array;
  /** Inclusion probability of each unit given the stages before, where these differ (Brewer). [unitCount] */
  readonly probabilityOfUnit?: Float64Array;
}

/** A sample and how it was drawn. Made by `surveyDesign`; never changed afterwards. */
export interface SurveyDesign {
  readonly rows: number;
  readonly weights: Float64Array;
  readonly stages: readonly DesignStage[];
  readonly psuCount: number;
  readonly stratumCount: number;
  /** True when every row is its own PSU and there is one stage. */
  readonly rowsArePsus: boolean;
  /** PSUs − strata, over rows of positive weight. */
  readonly degreesOfFreedom: number;
  readonly lonelyPsu: LonelyPsuPolicy;
  readonly adjustDomainLonely: boolean;
  /** True when some first-stage stratum was sampled with one PSU out of more than one. */
  readonly hasLonelyStratum: boolean;
  readonly calibration?: Calibration;
  /** Set where the variance of totals is a sum over pairs of PSUs. */
  readonly pairwise?: PairwiseVariance;
}

/**
 * Describes a sample to the estimators: weights, strata, up to three stages of clusters, finite populations.
 * Without clusters every row is a PSU.
 *
 * @throws {SurveyDesignError} wrong-length, not-finite, negative-weight, no-weight, missing-code, population-varies,
 *   sample-exceeds-population, too-many-stages, bad-probability.
 * @see R survey::svydesign(ids, strata, weights, fpc, nest = TRUE).
 */
export function surveyDesign(input: SurveyDesignInput): SurveyDesign {
  const { rows } = input;
  const clusters = input.clusters ?? [];
  const populations = input.populationSizes ?? [];
  if (!Number.isInteger(rows) || rows < 1)
    throw new SurveyDesignError("wrong-length", `A design needs at least one row, not ${rows}.`);
  if (clusters.length > 3)
    throw new SurveyDesignError("too-many-stages", `At most three stages of clusters; got ${clusters.length}.`);
  if (populations.length > Math.max(1, clusters.length))
    throw new SurveyDesignError(
      "too-many-stages",
      `${populations.length} population columns for ${Math.max(1, clusters.length)} stage(s).`,
    );

  const strataColumns = strataOfStages(input);
  const { unequalProbabilities } = input;
  const probabilities = unequalProbabilities?.method === "brewer" ? unequalProbabilities.probabilities : [];
  const known = Math.max(populations.length, probabilities.length);
  const stageCount = known === 0 ? 1 : Math.min(known, Math.max(1, clusters.length));
  const stages: DesignStage[] = [];
  let parents: Numbered | undefined;
  for (let stage = 0; stage < stageCount; stage++) {
    const before = stages[stage - 1];
    const own = strataColumns[stage];
    const strata: Numbered =
      own === undefined
        ? (parents ?? numbered(new Int32Array(rows), undefined, "strata", rows))
        : numbered(own, parents, stage === 0 ? "strata" : `strata[${stage}]`, rows);
    const column = clusters[stage];
    const units =
      column === undefined
        ? { codes: Int32Array.from({ length: rows }, (_, i) => i), count: rows }
        : numbered(column, strata, `clusters[${stage}]`, rows);
    stages.push(designStage(stage, units, strata, populations[stage], probabilities[stage], before));
    parents = units;
  }
  const first = stages[0]!;
  const weights = input.weights === undefined ? weightsFromStages(stages, rows) : checkedWeights(input.weights, rows);
  const pairwise =
    unequalProbabilities === undefined || unequalProbabilities.method === "brewer"
      ? undefined
      : pairwiseVariance(first, unequalProbabilities);
  if (pairwise !== undefined && input.weights === undefined)
    for (let i = 0; i < rows; i++) weights[i] = 1 / pairwise.probabilityOfUnit[first.unitOfRow[i]!]!;
  if (input.calibration !== undefined) checkCalibration(input.calibration, rows);
  let hasLonelyStratum = false;
  for (let h = 0; h < first.stratumCount; h++)
    if (first.sampled[h] === 1 && first.population[h]! > 1) hasLonelyStratum = true;
  return {
    rows,
    weights,
    stages,
    psuCount: first.unitCount,
    stratumCount: first.stratumCount,
    rowsArePsus: stages.length === 1 && first.unitCount === rows,
    degreesOfFreedom: degreesOfFreedomOf(first, weights, undefined),
    lonelyPsu: input.lonelyPsu ?? "fail",
    adjustDomainLonely: input.adjustDomainLonely ?? false,
    hasLonelyStratum,
    ...(input.calibration === undefined ? {} : { calibration: input.calibration }),
    ...(pairwise === undefined ? {} : { pairwise }),
  };
}

/** Strata as one column a stage. */
export function strataOfStages({ strata }: SurveyDesignInput): readonly Int32Array[] {
  if (strata === undefined) return [];
  return strata instanceof Int32Array ? [strata] : strata;
}

/** The same sample with other weights, for example raked ones; give `calibration` so that errors know of the raking. */
export function withWeights(design: SurveyDesign, weights: Float64Array, calibration?: Calibration): SurveyDesign {
  return reweighted(design, checkedWeights(weights, design.rows), calibration);
}

function reweighted(design: SurveyDesign, weights: Float64Array, calibration: Calibration | undefined): SurveyDesign {
  if (calibration !== undefined) checkCalibration(calibration, design.rows);
  const { calibration: _earlier, ...plain } = design;
  return {
    ...plain,
    weights,
    degreesOfFreedom: degreesOfFreedomOf(design.stages[0]!, weights, undefined),
    ...(calibration === undefined ? {} : { calibration }),
  };
}

/**
 * The same sample after one more step of weighting: errors know of this calibration and of those before. Without `calibration` the
 * weights are only changed (trimmed), and the errors know of the calibrations so far. Weights below 0, which linear calibration
 * without bounds may give, are let through.
 *
 * @see R survey: the list postStrata of a design, to which every step is added.
 */
export function withCalibration(design: SurveyDesign, weights: Float64Array, calibration?: Calibration): SurveyDesign {
  const earlier =
    design.calibration === undefined ? undefined : { calibratedWeights: design.weights, ...design.calibration };
  const first = calibration && { calibratedWeights: weights, ...calibration };
  const steps = first === undefined || earlier === undefined ? (first ?? earlier) : { ...first, before: earlier };
  return reweighted(design, checkedWeights(weights, design.rows, true), steps);
}

/**
 * Degrees of freedom of a domain: PSUs − strata among its rows of positive weight; of replicate designs the rank of its replicate
 * weights − 1.
 *
 * @param domain 1 = in the domain. [rows]; omitted = all rows.
 * @see R survey::degf(subset(design, domain)).
 */
export function degreesOfFreedom(design: SurveyDesign | ReplicateDesign, domain?: Uint8Array): number {
  if (domain === undefined) return design.degreesOfFreedom;
  return "replicateCount" in design
    ? degreesOfFreedomOfReplicates(design, domain)
    : degreesOfFreedomOf(design.stages[0]!, design.weights, domain);
}

function degreesOfFreedomOf(stage: DesignStage, weights: Float64Array, domain: Uint8Array | undefined): number {
  const unitSeen = new Uint8Array(stage.unitCount);
  const stratumSeen = new Uint8Array(stage.stratumCount);
  let units = 0;
  let strata = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0 || (domain !== undefined && domain[i] !== 1)) continue;
    const unit = stage.unitOfRow[i]!;
    if (unitSeen[unit] === 1) continue;
    unitSeen[unit] = 1;
    units++;
    const stratum = stage.stratumOfUnit[unit]!;
    if (stratumSeen[stratum] === 0) {
      stratumSeen[stratum] = 1;
      strata++;
    }
  }
  return units - strata;
}

interface Numbered {
  readonly codes: Int32Array;
  readonly count: number;
}

/** Renumbers codes 0 … count − 1; with `within`, equal codes in different parents become different units. */
function numbered(column: Int32Array, within: Numbered | undefined, name: string, rows: number): Numbered {
  if (column.length !== rows)
    throw new SurveyDesignError("wrong-length", `${name} has ${column.length} values for ${rows} rows.`);
  const codes = new Int32Array(rows);
  const seen = new Map<number, number>();
  const parents = within?.count ?? 1;
  for (let i = 0; i < rows; i++) {
    const value = column[i]!;
    if (value < 0)
      throw new SurveyDesignError("missing-code", `${name}[${i}] is missing; every row needs its place in the design.`);
    const key = within === undefined ? value : value * parents + within.codes[i]!;
    let code = seen.get(key);
    if (code === undefined) {
      code = seen.size;
      seen.set(key, code);
    }
    codes[i] = code;
  }
  return { codes, count: seen.size };
}

function designStage(
  stage: number,
  units: Numbered,
  strata: Numbered,
  sizes: Float64Array | undefined,
  probabilities: Float64Array | undefined,
  before: DesignStage | undefined,
): DesignStage {
  const rows = units.codes.length;
  const stratumOfUnit = new Int32Array(units.count).fill(-1);
  const sampled = new Float64Array(strata.count);
  for (let i = 0; i < rows; i++) {
    const unit = units.codes[i]!;
    if (stratumOfUnit[unit]! >= 0) continue;
    stratumOfUnit[unit] = strata.codes[i]!;
    sampled[strata.codes[i]!]!++;
  }
  const population = new Float64Array(strata.count).fill(Number.POSITIVE_INFINITY);
  if (sizes !== undefined) {
    if (sizes.length !== rows)
      throw new SurveyDesignError(
        "wrong-length",
        `populationSizes[${stage}] has ${sizes.length} values for ${rows} rows.`,
      );
    const fractions = sizes.every((size) => size <= 1);
    const seen = new Uint8Array(strata.count);
    for (let i = 0; i < rows; i++) {
      const h = strata.codes[i]!;
      const size = fractions ? sampled[h]! / sizes[i]! : sizes[i]!;
      if (!(size > 0)) throw new SurveyDesignError("not-finite", `populationSizes[${stage}][${i}] is ${sizes[i]}.`);
      if (seen[h] === 1 && Math.abs(size - population[h]!) > 1e-9 * size)
        throw new SurveyDesignError(
          "population-varies",
          `populationSizes[${stage}] differs within a stratum (row ${i}).`,
        );
      if (size < sampled[h]! * (1 - 1e-12))
        throw new SurveyDesignError(
          "sample-exceeds-population",
          `Stage ${stage + 1}: ${sampled[h]} units drawn from a population of ${size} (row ${i}).`,
        );
      population[h] = size;
      seen[h] = 1;
    }
  }
  const parentFraction = new Float64Array(strata.count).fill(1);
  if (before !== undefined) {
    // A stratum of this stage lies within one unit of the stage before.
    for (let i = 0; i < rows; i++) {
      const unit = before.unitOfRow[i]!;
      const h = before.stratumOfUnit[unit]!;
      const fraction = before.probabilityOfUnit?.[unit] ?? before.sampled[h]! / before.population[h]!;
      parentFraction[strata.codes[i]!] = before.parentFraction[h]! * fraction;
    }
  }
  return {
    unitOfRow: units.codes,
    unitCount: units.count,
    stratumOfUnit,
    stratumCount: strata.count,
    sampled,
    population,
    parentFraction,
    ...(probabilities === undefined
      ? {}
      : { probabilityOfUnit: probabilityOfUnits(units.codes, units.count, probabilities, `probabilities[${stage}]`) }),
  };
}

/** Π N/n over the stages, 1 where no population is known. */
function weightsFromStages(stages: readonly DesignStage[], rows: number): Float64Array {
  const weights = new Float64Array(rows).fill(1);
  for (const stage of stages) {
    for (let i = 0; i < rows; i++) {
      const h = stage.stratumOfUnit[stage.unitOfRow[i]!]!;
      if (stage.probabilityOfUnit !== undefined) weights[i]! /= stage.probabilityOfUnit[stage.unitOfRow[i]!]!;
      else if (stage.population[h] !== Number.POSITIVE_INFINITY)
        weights[i]! *= stage.population[h]! / stage.sampled[h]!;
    }
  }
  return weights;
}

function checkedWeights(weights: Float64Array, rows: number, mayBeNegative = false): Float64Array {
  if (weights.length !== rows)
    throw new SurveyDesignError("wrong-length", `weights has ${weights.length} values for ${rows} rows.`);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    if (!Number.isFinite(weight)) throw new SurveyDesignError("not-finite", `weights[${i}] is ${weight}.`);
    if (weight < 0 && !mayBeNegative)
      throw new SurveyDesignError("negative-weight", `weights[${i}] is ${weight}; a weight is never negative.`);
    sum += weight;
  }
  if (sum === 0) throw new SurveyDesignError("no-weight", "All weights are zero.");
  return weights.slice();
}

function checkCalibration(calibration: Calibration, rows: number): void {
  if (calibration.baseWeights.length !== rows)
    throw new SurveyDesignError(
      "wrong-length",
      `calibration.baseWeights has ${calibration.baseWeights.length} values for ${rows} rows.`,
    );
  const { before, calibratedWeights, columns = [] } = calibration;
  if (before !== undefined) checkCalibration(before, rows);
  if (calibratedWeights !== undefined && calibratedWeights.length !== rows)
    throw new SurveyDesignError(
      "wrong-length",
      `calibration.calibratedWeights has ${calibratedWeights.length} values for ${rows} rows.`,
    );
  columns.forEach((column, k) => {
    if (column.length !== rows)
      throw new SurveyDesignError(
        "wrong-length",
        `calibration.columns[${k}] has ${column.length} values for ${rows} rows.`,
      );
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new SurveyDesignError("not-finite", `calibration.columns[${k}][${bad}] is ${column[bad]}.`);
  });
  calibration.margins.forEach(({ codes, levelCount }, m) => {
    if (codes.length !== rows)
      throw new SurveyDesignError(
        "wrong-length",
        `calibration.margins[${m}] has ${codes.length} codes for ${rows} rows.`,
      );
    const bad = codes.findIndex((code) => code < 0 || code >= levelCount);
    if (bad >= 0)
      throw new SurveyDesignError(
        "missing-code",
        `calibration.margins[${m}].codes[${bad}] is ${codes[bad]}, outside 0 … ${levelCount - 1}.`,
      );
  });
}
