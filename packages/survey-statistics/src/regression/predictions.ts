import type { Design } from "../design/design.ts";
import { isReplicateDesign } from "../design/design.ts";
import { covarianceOfReplicates } from "../estimation/statistic.ts";
import { covarianceOfTotals } from "../estimation/variance-of-totals.ts";
import { eachReplicate } from "../replication/replicate-totals.ts";
import { linkOf } from "./families.ts";
import { checkColumns, type ModelColumn, valueAt } from "./model-columns.ts";
import { RegressionError } from "./regression-error.ts";
import { type GlmFit, type GlmInput, surveyGlm } from "./survey-glm.ts";

export interface Predictions {
  /** NaN where a column is missing. [rows asked for] */
  readonly predictions: Float64Array;
  /** [rows asked for] */
  readonly standardErrors: Float64Array;
  /** Where asked for; row-major. [rows·rows] */
  readonly covariance?: Float64Array;
}

export interface PredictionOptions {
  /** "link" (default): the linear predictor. "response": the mean; its error by the delta method. */
  readonly scale?: "link" | "response";
  /** Also the covariance between the predictions. Default false. */
  readonly covariance?: boolean;
}

/**
 * Predictions for people with the given columns, with the error that comes from the coefficients.
 *
 * @param columns all the model's columns, by name and in any order, for the people to predict. Each [rows asked for].
 *   An offset of the model is not added, as R's.
 * @throws {RegressionError} unknown-term, wrong-length.
 * @see R survey::predict.svyglm.
 */
export function predict(
  fit: GlmFit,
  columns: readonly ModelColumn[],
  rows: number,
  options: PredictionOptions = {},
): Predictions {
  const x = modelMatrix(fit, columns, rows);
  const q = fit.names.length;
  const link = linkOf(fit.link);
  const predictions = new Float64Array(rows);
  const standardErrors = new Float64Array(rows);
  const slopes = new Float64Array(rows).fill(1);
  for (let i = 0; i < rows; i++) {
    let eta = 0;
    let variance = 0;
    for (let j = 0; j < q; j++) {
      eta += x[i * q + j]! * fit.coefficients[j]!;
      for (let k = 0; k < q; k++) variance += x[i * q + j]! * fit.covariance[j * q + k]! * x[i * q + k]!;
    }
    const response = options.scale === "response";
    predictions[i] = response ? link.inverse(eta) : eta;
    if (response) slopes[i] = link.slope(eta);
    standardErrors[i] = Math.sqrt(variance) * Math.abs(slopes[i]!);
  }
  if (options.covariance !== true) return { predictions, standardErrors };
  const covariance = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++)
    for (let l = 0; l < rows; l++)
      for (let j = 0; j < q; j++)
        for (let k = 0; k < q; k++)
          covariance[i * rows + l]! +=
            slopes[i]! * slopes[l]! * x[i * q + j]! * fit.covariance[j * q + k]! * x[l * q + k]!;
  return { predictions, standardErrors, covariance };
}

/** The columns that have a coefficient, in their order. [rows·q] */
function modelMatrix(fit: GlmFit, columns: readonly ModelColumn[], rows: number): Float64Array {
  checkColumns(columns, rows);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const q = fit.names.length;
  const x = new Float64Array(rows * q);
  fit.names.forEach((name, j) => {
    const column = byName.get(name);
    if (column === undefined)
      throw new RegressionError("unknown-term", `The prediction needs a column "${name}", as in the model.`);
    for (let i = 0; i < rows; i++) x[i * q + j] = valueAt(column, i);
  });
  return x;
}

/** One group of predicted margins: everybody's columns, as if all belonged to it. */
export interface Scenario {
  readonly name: string;
  /** All the model's columns. Each [rows]. */
  readonly columns: readonly ModelColumn[];
}

export interface PredictedMargins {
  readonly names: readonly string[];
  /** [K] */
  readonly means: Float64Array;
  /** [K] */
  readonly standardErrors: Float64Array;
  /** Row-major. [K·K] */
  readonly covariance: Float64Array;
  readonly fit: GlmFit;
}

/**
 * Predicted margins (direct standardisation by a model): the mean prediction over the sample if everybody belonged to a group.
 * The error adds that of the coefficients to that of the mean over the sample, as if they were independent.
 *
 * @param input the model, with the group among its columns.
 * @param scenarios one a group. @param population 1 = the row is averaged over; default: rows with nothing missing in the scenarios,
 *   in the model's domain. [rows]
 * @see Graubard & Korn (1999), Biometrics 55; R survey::svypredmeans.
 */
export function predictedMargins(
  design: Design,
  input: GlmInput,
  scenarios: readonly Scenario[],
  population?: Uint8Array,
): PredictedMargins {
  const fit = surveyGlm(design, input);
  const { rows, weights } = design;
  const link = linkOf(fit.link);
  const q = fit.names.length;
  const k = scenarios.length;
  const counted = (population ?? input.domain)?.slice() ?? new Uint8Array(rows).fill(1);
  const matrices = scenarios.map(({ columns }) => modelMatrix(fit, columns, rows));
  for (const x of matrices)
    for (let i = 0; i < rows; i++) for (let j = 0; j < q; j++) if (Number.isNaN(x[i * q + j]!)) counted[i] = 0;
  let weightSum = 0;
  for (let i = 0; i < rows; i++) if (counted[i] === 1) weightSum += weights[i]!;
  if (!(weightSum > 0)) throw new RegressionError("empty-domain", "Nobody of positive weight to average over.");

  const gradients = new Float64Array(k * q);
  const means = new Float64Array(k);
  const fitted = matrices.map((x, s) => {
    const column = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      if (counted[i] !== 1) continue;
      let eta = 0;
      for (let j = 0; j < q; j++) eta += x[i * q + j]! * fit.coefficients[j]!;
      column[i] = link.inverse(eta);
      const share = weights[i]! / weightSum;
      means[s]! += share * column[i]!;
      const slope = share * link.slope(eta);
      for (let j = 0; j < q; j++) gradients[s * q + j]! += slope * x[i * q + j]!;
    }
    return column;
  });
  const covariance = covarianceOfMeans(design, fitted, means, counted, weightSum);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++)
      for (let i = 0; i < q; i++)
        for (let j = 0; j < q; j++)
          covariance[a * k + b]! += gradients[a * q + i]! * fit.covariance[i * q + j]! * gradients[b * q + j]!;
  return {
    names: scenarios.map(({ name }) => name),
    means,
    standardErrors: means.map((_, s) => Math.sqrt(covariance[s * k + s]!)),
    covariance,
    fit,
  };
}

/** Covariance of the means of columns over the counted rows. [K·K] */
function covarianceOfMeans(
  design: Design,
  columns: readonly Float64Array[],
  means: Float64Array,
  counted: Uint8Array,
  weightSum: number,
): Float64Array {
  const { rows, weights } = design;
  if (!isReplicateDesign(design)) {
    const influence = columns.map((column, s) => {
      const values = new Float64Array(rows);
      for (let i = 0; i < rows; i++)
        if (counted[i] === 1) values[i] = (weights[i]! * (column[i]! - means[s]!)) / weightSum;
      return values;
    });
    return covarianceOfTotals(design, influence, counted);
  }
  const replicates = eachReplicate(design, (replicate) => {
    let sum = 0;
    const totals = new Float64Array(columns.length);
    for (let i = 0; i < rows; i++) {
      if (counted[i] !== 1) continue;
      sum += replicate[i]!;
      for (let s = 0; s < totals.length; s++) totals[s]! += replicate[i]! * columns[s]![i]!;
    }
    return totals.map((total) => total / sum);
  });
  return covarianceOfReplicates(design, replicates, means);
}
