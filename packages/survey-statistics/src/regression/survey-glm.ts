import { type Design, isReplicateDesign } from "../design/design.ts";
import { degreesOfFreedomOfReplicates } from "../design/replicate-rank.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { twoSidedTailOfStudent } from "../inference/distributions.ts";
import { covarianceFromCells, replicatesFromCells } from "./cell-covariance.ts";
import { type FamilyName, familyOf, type LinkName, linkOf } from "./families.ts";
import { firstStep, type IteratedFit, type IterationControl, iterate } from "./iterate.ts";
import { cellWeights, type ModelCells, modelCells } from "./model-cells.ts";
import { checkColumns, type ModelColumn, sourcesOf } from "./model-columns.ts";
import { RegressionError } from "./regression-error.ts";

export interface GlmInput {
  /** The answer: numbers; for the binomial family shares 0 … 1, mostly 0 and 1. NaN = missing. [rows] */
  readonly response: Float64Array;
  /** See `interceptColumn`, `numericColumn`, `factorColumns`, `interactionColumns`. */
  readonly columns: readonly ModelColumn[];
  /** Default "gaussian". The dispersion is free: "binomial" is R's quasibinomial, "poisson" its quasipoisson. */
  readonly family?: FamilyName;
  /** Default the family's canonical link. */
  readonly link?: LinkName;
  /** Known part of the linear predictor; NaN = missing. [rows] */
  readonly offset?: Float64Array;
  /** 1 = the row belongs to the domain. [rows] All PSUs stay in the design. */
  readonly domain?: Uint8Array;
  /** The iteration stops when the deviance changes by less than this share of itself + 0.1. Default 1e-8, as R. */
  readonly tolerance?: number;
  /** Default 25, as R. */
  readonly maxIterations?: number;
}

export interface GlmFit {
  readonly family: FamilyName;
  readonly link: LinkName;
  /** Of the columns that have a coefficient. [q] */
  readonly names: readonly string[];
  /** Columns that depend on earlier ones and have none; R shows them as NA. */
  readonly aliased: readonly string[];
  /** [q] */
  readonly coefficients: Float64Array;
  /** Design-based (sandwich, or between replicates). Row-major. [q·q] */
  readonly covariance: Float64Array;
  /** [q] */
  readonly standardErrors: Float64Array;
  /** coefficient / standard error. [q] */
  readonly t: Float64Array;
  /** Two-sided, from t on `degreesOfFreedom`; NaN when there are none. [q] */
  readonly p: Float64Array;
  /** Degrees of freedom of the design + 1 − q. */
  readonly degreesOfFreedom: number;
  /** Under weights of mean 1. */
  readonly deviance: number;
  /** Of the model with the intercept (and offset) alone. */
  readonly nullDeviance: number;
  /** Variance between people of the Pearson residuals. */
  readonly dispersion: number;
  /** Σ of squared Pearson residuals under weights of mean 1. */
  readonly pearsonChiSquare: number;
  /** (X'WX)⁻¹ under weights of mean 1: what the covariance would be, but for the dispersion, without the design. [q·q] */
  readonly naiveCovariance: Float64Array;
  /** Rows of positive weight in the fit. */
  readonly n: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Some fitted probability is within 1e-7 of 0 or 1: answers are separated, and the coefficients only as large as the stop lets them. */
  readonly separated: boolean;
  /** Coefficients under each replicate, R rows of [q]; of replicate designs only. */
  readonly replicates?: readonly Float64Array[];
  /** What later questions (tests, predictions, profiles) need. */
  readonly model: GlmModel;
}

export interface GlmModel {
  readonly design: Design;
  readonly input: GlmInput;
  readonly cells: ModelCells;
  /** Of the cells, under weights of mean 1. [count] */
  readonly weights: Float64Array;
  /** The mean weight that weights were divided by. */
  readonly scale: number;
  /** 1 = the row is in the fit. [rows] */
  readonly present: Uint8Array;
  readonly control: IterationControl;
  readonly fit: IteratedFit;
}

/**
 * Generalised linear model under the sampling weights, with design-based errors.
 *
 * Coefficients maximise the weighted quasi-likelihood; their covariance is that of the total of influence values
 * (X'WX)⁻¹ x (y − μ) (dμ/dη)/V under the design, calibration included, or between refits under replicate weights.
 * Rows with a missing value in any column are left out.
 *
 * @throws {RegressionError} wrong-length, not-finite, bad-response, no-columns, empty-domain, not-converged.
 * @throws {SurveyDesignError} lonely-psu.
 * @see Binder (1983), International Statistical Review 51; Lumley & Scott (2017), Statistical Science 32; R survey::svyglm.
 */
export function surveyGlm(design: Design, input: GlmInput): GlmFit {
  const familyName = input.family ?? "gaussian";
  const family = familyOf(familyName);
  const linkName = input.link ?? family.canonicalLink;
  const link = linkOf(linkName);
  const present = completeRowsOf(design, input);
  const cells = modelCells(input.columns, input.response, input.offset, present);
  checkResponse(cells, familyName);
  const base = weightBase(design, input.domain, present);
  const weights = cellWeights(cells, design.weights, base.scale);
  const control = { tolerance: input.tolerance ?? 1e-8, maxIterations: input.maxIterations ?? 25 };
  const start = firstStep(cells, design.weights, base.scale, family, link);
  const fit = iterate(cells, weights, family, link, start, control);
  const model: GlmModel = { design, input, cells, weights, scale: base.scale, present, control, fit };

  const { kept } = fit;
  const q = kept.length;
  const coefficients = Float64Array.from(kept, (j) => fit.coefficients[j]!);
  const repeated = replicatesFromCells(design, cells, coefficients, (replicate) => refitted(model, replicate));
  const covariance = isReplicateDesign(design)
    ? repeated!.covariance
    : covarianceFromCells(design, cells, cellInfluence(model), q, present);

  const standardErrors = Float64Array.from(kept, (_, k) => Math.sqrt(covariance[k * q + k]!));
  const df = designDegreesOfFreedom(design, input.domain, present) + 1 - q;
  const t = coefficients.map((value, k) => value / standardErrors[k]!);
  const { dispersion, pearsonChiSquare } = spreadOfResiduals(model, base);
  return {
    family: familyName,
    link: linkName,
    names: Array.from(kept, (j) => input.columns[j]!.name),
    aliased: input.columns.filter((_, j) => Number.isNaN(fit.coefficients[j]!)).map((column) => column.name),
    coefficients,
    covariance,
    standardErrors,
    t,
    p: t.map((value) => twoSidedTailOfStudent(value, df)),
    degreesOfFreedom: df,
    deviance: fit.deviance,
    nullDeviance: nullDevianceOf(model),
    dispersion,
    pearsonChiSquare,
    naiveCovariance: fit.inverse,
    n: base.n,
    iterations: fit.iterations,
    converged: fit.converged,
    separated:
      familyName === "binomial" && fit.mean.some((mean, c) => weights[c]! > 0 && (mean < 1e-7 || mean > 1 - 1e-7)),
    ...(repeated === undefined ? {} : { replicates: repeated.replicates }),
    model,
  };
}

/** Fitted means of all rows; NaN where a row is not in the fit. [rows] */
export function fittedMeans(fit: GlmFit): Float64Array {
  const { cells, fit: iterated } = fit.model;
  return Float64Array.from(cells.cellOfRow, (cell) => (cell < 0 ? Number.NaN : iterated.mean[cell]!));
}

/**
 * Residuals of all rows under weights of mean 1; NaN where a row is not in the fit. [rows]
 * - response: y − μ. working: (y − μ)/(dμ/dη). pearson: (y − μ)/√V(μ).
 * - deviance: the root of the row's part of the deviance, its weight included, with the sign of y − μ.
 *
 * @see R stats::residuals.glm, survey::residuals.svyglm.
 */
export function residualsOf(fit: GlmFit, type: "deviance" | "pearson" | "working" | "response"): Float64Array {
  const { cells, fit: iterated, design, scale } = fit.model;
  const family = familyOf(fit.family);
  const link = linkOf(fit.link);
  return Float64Array.from(cells.cellOfRow, (cell, i) => {
    if (cell < 0) return Number.NaN;
    const mean = iterated.mean[cell]!;
    const left = cells.y[cell]! - mean;
    if (type === "response") return left;
    if (type === "working") return left / link.slope(iterated.eta[cell]!);
    if (type === "pearson") return left / Math.sqrt(family.variance(mean));
    const part = (design.weights[i]! / scale) * family.deviance(cells.y[cell]!, mean);
    return Math.sign(left) * Math.sqrt(Math.max(0, part));
  });
}

/**
 * Share of the deviance explained, on the scale of population likelihoods.
 *
 * @see Lumley (2017), Pseudo-R² statistics under complex sampling; R survey::psrsq.
 */
export function pseudoRSquared(fit: GlmFit): { readonly coxSnell: number; readonly nagelkerke: number } {
  const { weights } = fit.model;
  let sum = 0;
  for (let c = 0; c < weights.length; c++) sum += weights[c]!;
  const coxSnell = 1 - Math.exp((fit.deviance - fit.nullDeviance) / sum);
  return { coxSnell, nagelkerke: coxSnell / (1 - Math.exp(-fit.nullDeviance / sum)) };
}

/** Degrees of freedom of the rows in the fit (a replicate design: of the domain's). */
export function designDegreesOfFreedom(design: Design, domain: Uint8Array | undefined, present: Uint8Array): number {
  if (isReplicateDesign(design))
    return domain === undefined ? design.degreesOfFreedom : degreesOfFreedomOfReplicates(design, domain);
  return degreesOfFreedom(design, present);
}

/** Rows of the domain with nothing missing. */
export function completeRowsOf(
  design: Design,
  input: Pick<GlmInput, "response" | "columns" | "offset" | "domain">,
): Uint8Array {
  const { rows } = design;
  const { response, columns, offset, domain } = input;
  if (columns.length === 0) throw new RegressionError("no-columns", "A model needs at least one column.");
  if (domain !== undefined && domain.length !== rows)
    throw new RegressionError("wrong-length", `domain has ${domain.length} values for ${rows} rows.`);
  checkColumns(columns, rows);
  const own: ModelColumn[] = [{ name: "response", values: response }];
  if (offset !== undefined) own.push({ name: "offset", values: offset });
  checkColumns(own, rows);
  const present = domain === undefined ? new Uint8Array(rows).fill(1) : domain.slice();
  for (const source of sourcesOf([...columns, ...own])) {
    if (source instanceof Int32Array) {
      for (let i = 0; i < rows; i++) if (source[i]! < 0) present[i] = 0;
    } else {
      for (let i = 0; i < rows; i++) if (Number.isNaN(source[i]!)) present[i] = 0;
    }
  }
  return present;
}

function checkResponse(cells: ModelCells, name: FamilyName): void {
  const { admitsResponse } = familyOf(name);
  const bad = cells.y.findIndex((answer) => !admitsResponse(answer));
  if (bad < 0) return;
  const row = cells.cellOfRow.indexOf(bad);
  throw new RegressionError("bad-response", `The response of row ${row} is ${cells.y[bad]}: not possible for ${name}.`);
}

export interface WeightBase {
  /** Mean weight of the rows that the weights are scaled by. */
  readonly scale: number;
  /** The same of the rows in the fit. */
  readonly scalePresent: number;
  /** Rows of positive weight in the fit. */
  readonly n: number;
}

/**
 * Weights are divided by their mean over the domain before rows with missing values are left out. A calibrated design, or one of
 * unequal probabilities, keeps the rows outside the domain, with weight 0, in that mean. Both as R.
 */
export function weightBase(design: Design, domain: Uint8Array | undefined, present: Uint8Array): WeightBase {
  const { weights, rows } = design;
  let sum = 0;
  let count = 0;
  let presentSum = 0;
  let presentCount = 0;
  let n = 0;
  for (let i = 0; i < rows; i++) {
    if (domain !== undefined && domain[i] !== 1) continue;
    sum += weights[i]!;
    count++;
    if (present[i] !== 1) continue;
    presentSum += weights[i]!;
    presentCount++;
    if (weights[i]! > 0) n++;
  }
  if (n === 0) throw new RegressionError("empty-domain", "No complete answer of positive weight in this domain.");
  if (keepsRowsOutside(design)) return { scale: sum / rows, scalePresent: presentSum / rows, n };
  return { scale: sum / count, scalePresent: presentSum / presentCount, n };
}

function keepsRowsOutside(design: Design): boolean {
  if (isReplicateDesign(design)) return false;
  const { calibration, pairwise, stages } = design;
  return (
    calibration !== undefined || pairwise !== undefined || stages.some((stage) => stage.probabilityOfUnit !== undefined)
  );
}

/** Influence on the coefficients of a row of weight 1, by cell. [count·q] */
function cellInfluence(model: GlmModel): Float64Array {
  const { cells, fit, scale, input } = model;
  const { kept, inverse, eta, mean, workingWeight } = fit;
  const link = linkOf(input.link ?? familyOf(input.family ?? "gaussian").canonicalLink);
  const { count, p, x, y } = cells;
  const q = kept.length;
  const influence = new Float64Array(count * q);
  for (let c = 0; c < count; c++) {
    const slope = link.slope(eta[c]!);
    const score = slope === 0 ? 0 : (workingWeight[c]! * (y[c]! - mean[c]!)) / slope / scale;
    if (score === 0) continue;
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += x[c * p + kept[k]!]! * inverse[k * q + j]!;
      influence[c * q + j] = score * sum;
    }
  }
  return influence;
}

/** Coefficients [q] under a replicate's cell weights, started from the full sample's; NaN where there are none. */
function refitted(model: GlmModel, replicate: Float64Array): Float64Array {
  const { cells, fit, input, control } = model;
  const family = familyOf(input.family ?? "gaussian");
  const link = linkOf(input.link ?? family.canonicalLink);
  let sum = 0;
  for (const weight of replicate) sum += weight;
  const weights = replicate.map((weight) => weight / sum);
  const coefficients = fit.coefficients.map((value) => (Number.isNaN(value) ? 0 : value));
  try {
    const again = iterate(cells, weights, family, link, { coefficients }, control);
    return Float64Array.from(fit.kept, (j) => again.coefficients[j]!);
  } catch (error) {
    if (!(error instanceof RegressionError)) throw error;
    return new Float64Array(fit.kept.length).fill(Number.NaN);
  }
}

function spreadOfResiduals(model: GlmModel, base: WeightBase): { dispersion: number; pearsonChiSquare: number } {
  const { cells, fit, weights, design, input } = model;
  const family = familyOf(input.family ?? "gaussian");
  let sum = 0;
  let first = 0;
  let pearsonChiSquare = 0;
  const residual = (c: number) => (cells.y[c]! - fit.mean[c]!) / Math.sqrt(family.variance(fit.mean[c]!));
  for (let c = 0; c < cells.count; c++) {
    if (!(weights[c]! > 0)) continue;
    const value = residual(c);
    sum += weights[c]!;
    first += weights[c]! * value;
    pearsonChiSquare += weights[c]! * value * value;
  }
  if (isReplicateDesign(design)) return { dispersion: pearsonChiSquare / sum, pearsonChiSquare };
  const mean = first / sum;
  let squares = 0;
  for (let c = 0; c < cells.count; c++) if (weights[c]! > 0) squares += weights[c]! * (residual(c) - mean) ** 2;
  const { n, scale, scalePresent } = base;
  return { dispersion: ((squares / sum) * (n / (n - 1)) * scalePresent) / scale, pearsonChiSquare };
}

function nullDevianceOf(model: GlmModel): number {
  const { cells, weights, input, control } = model;
  const family = familyOf(input.family ?? "gaussian");
  const link = linkOf(input.link ?? family.canonicalLink);
  const { count, y, offset } = cells;
  const hasIntercept = input.columns.some((column) => "constant" in column) || hasConstantColumn(cells);
  if (hasIntercept && input.offset !== undefined) {
    const ones: ModelCells = { ...cells, p: 1, x: new Float64Array(count).fill(1) };
    const start = firstStep(ones, model.design.weights, model.scale, family, link);
    return iterate(ones, weights, family, link, start, control).deviance;
  }
  let sum = 0;
  let total = 0;
  for (let c = 0; c < count; c++) {
    sum += weights[c]!;
    total += weights[c]! * y[c]!;
  }
  let deviance = 0;
  for (let c = 0; c < count; c++) {
    if (!(weights[c]! > 0)) continue;
    deviance += weights[c]! * family.deviance(y[c]!, hasIntercept ? total / sum : link.inverse(offset[c]!));
  }
  return deviance;
}

function hasConstantColumn(cells: ModelCells): boolean {
  const { count, p, x } = cells;
  for (let j = 0; j < p; j++) {
    let constant = x[j] !== 0;
    for (let c = 1; c < count && constant; c++) if (x[c * p + j] !== x[j]) constant = false;
    if (constant) return true;
  }
  return false;
}
