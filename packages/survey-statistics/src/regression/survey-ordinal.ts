import { type Design, isReplicateDesign } from "../design/design.ts";
import { twoSidedTailOfStudent } from "../inference/distributions.ts";
import { solveTriangle, TriangleBuilder } from "../linear-algebra/orthogonal-triangle.ts";
import { covarianceFromCells, replicatesFromCells } from "./cell-covariance.ts";
import { type CumulativeLinkName, cumulativeLinkOf } from "./cumulative-links.ts";
import { cellWeights, type ModelCells, modelCells } from "./model-cells.ts";
import type { ModelColumn } from "./model-columns.ts";
import { influenceOf, newton, startOf } from "./ordinal-likelihood.ts";
import { searchAsSurvey41 } from "./ordinal-search.ts";
import { RegressionError } from "./regression-error.ts";
import { completeRowsOf, designDegreesOfFreedom } from "./survey-glm.ts";

export interface OrdinalInput {
  /** Level of the answer, 0 … levels.length − 1, −1 = missing. [rows] */
  readonly codes: Int32Array;
  /** In order, at least three. */
  readonly levels: readonly string[];
  /** Without an intercept: the thresholds stand for it. */
  readonly columns: readonly ModelColumn[];
  /** Default "logit": proportional odds. */
  readonly link?: CumulativeLinkName;
  /** 1 = the row belongs to the domain. [rows] */
  readonly domain?: Uint8Array;
  /**
   * "maximum" (default): Newton's method to working precision. "survey-4.1": R's search, which stops when a step gains less than
   * 1e-8 of the deviance, so that its coefficients have four to six right digits; kept to compare with R.
   */
  readonly search?: "maximum" | "survey-4.1";
}

export interface OrdinalFit {
  readonly link: CumulativeLinkName;
  /** Columns, then thresholds "lower|upper". [q] */
  readonly names: readonly string[];
  /** P(Y ≤ k) = F(thresholdₖ − x'b): positive b moves answers up. [q] */
  readonly coefficients: Float64Array;
  /** How many of them are columns; the rest are thresholds. */
  readonly columnCount: number;
  /** Columns that depend on earlier ones and have no coefficient. */
  readonly aliased: readonly string[];
  /** Row-major. [q·q] */
  readonly covariance: Float64Array;
  /** [q] */
  readonly standardErrors: Float64Array;
  readonly t: Float64Array;
  readonly p: Float64Array;
  /** Inverse of the information under weights of mean 1. [q·q] */
  readonly naiveCovariance: Float64Array;
  /** −2 log-likelihood under weights of mean 1. */
  readonly deviance: number;
  /** Degrees of freedom of the design − number of columns. */
  readonly degreesOfFreedom: number;
  /** Rows of positive weight in the fit. */
  readonly n: number;
  readonly iterations: number;
  /** Coefficients under each replicate, R rows of [q]; of replicate designs only. */
  readonly replicates?: readonly Float64Array[];
}

/**
 * Ordinal regression (cumulative link, proportional odds) under the sampling weights, with design-based errors.
 *
 * @throws {RegressionError} too-few-levels, bad-response, wrong-length, not-finite, empty-domain, not-converged (answers that the
 *   columns separate).
 * @see McCullagh (1980), JRSS B 42; Binder (1983); R survey::svyolr.
 */
export function surveyOrdinal(design: Design, input: OrdinalInput): OrdinalFit {
  const { levels } = input;
  if (levels.length < 3)
    throw new RegressionError("too-few-levels", `An ordinal answer needs three levels or more, not ${levels.length}.`);
  const y = Float64Array.from(input.codes, (code) => (code < 0 ? Number.NaN : code));
  const present = completeRowsOf(design, {
    response: y,
    columns: [...input.columns, { name: "threshold", constant: 1 }],
    ...(input.domain === undefined ? {} : { domain: input.domain }),
  });
  let n = 0;
  let rows = 0;
  let weightSum = 0;
  for (let i = 0; i < present.length; i++) {
    if (present[i] !== 1) continue;
    if (input.codes[i]! >= levels.length)
      throw new RegressionError(
        "bad-response",
        `The answer of row ${i} is level ${input.codes[i]} of ${levels.length}.`,
      );
    rows++;
    weightSum += design.weights[i]!;
    if (design.weights[i]! > 0) n++;
  }
  if (n === 0) throw new RegressionError("empty-domain", "No complete answer of positive weight in this domain.");
  const all = modelCells(input.columns, y, undefined, present);
  const scale = weightSum / rows;
  const weights = cellWeights(all, design.weights, scale);
  const { cells, kept } = withoutDependent(all, weights);
  const linkName = input.link ?? "logit";
  const link = cumulativeLinkOf(linkName);
  const thresholds = levels.length - 1;
  const like = isReplicateDesign(design) ? "polr" : "svyolr";
  const searched = input.search === "survey-4.1";
  const maximum = (cellWeight: Float64Array, start?: Float64Array) =>
    searched
      ? searchAsSurvey41(cells, cellWeight, thresholds, linkName, scale, { start, like, rowWeights: design.weights })
      : newton(cells, cellWeight, thresholds, link, start ?? startOf(cells, cellWeight, thresholds, link));
  const fit = maximum(weights);
  const q = fit.parameters.length;

  const again = replicatesFromCells(design, cells, fit.parameters, (replicate) => {
    try {
      return maximum(
        replicate.map((weight) => weight / scale),
        fit.parameters,
      ).parameters;
    } catch (error) {
      if (!(error instanceof RegressionError)) throw error;
      return new Float64Array(q).fill(Number.NaN);
    }
  });
  const covariance = isReplicateDesign(design)
    ? again!.covariance
    : covarianceFromCells(design, cells, influenceOf(cells, fit, thresholds, link, scale), q, present);

  const standardErrors = fit.parameters.map((_, k) => Math.sqrt(covariance[k * q + k]!));
  const df = designDegreesOfFreedom(design, input.domain, present) - kept.length;
  const t = fit.parameters.map((value, k) => value / standardErrors[k]!);
  return {
    link: linkName,
    names: [...kept.map((j) => input.columns[j]!.name), ...levels.slice(1).map((level, k) => `${levels[k]}|${level}`)],
    coefficients: fit.parameters,
    columnCount: kept.length,
    aliased: input.columns.filter((_, j) => !kept.includes(j)).map((column) => column.name),
    covariance,
    standardErrors,
    t,
    p: t.map((value) => twoSidedTailOfStudent(value, df)),
    naiveCovariance: fit.inverse,
    deviance: -2 * fit.logLikelihood,
    degreesOfFreedom: df,
    n,
    iterations: fit.iterations,
    ...(again === undefined ? {} : { replicates: again.replicates }),
  };
}

/** Leaves out columns that the thresholds and earlier columns explain. */
function withoutDependent(cells: ModelCells, weights: Float64Array): { cells: ModelCells; kept: number[] } {
  const { count, p, x } = cells;
  const builder = new TriangleBuilder(p + 1);
  const row = new Float64Array(p + 1);
  for (let c = 0; c < count; c++) {
    if (!(weights[c]! > 0)) continue;
    row[0] = 1;
    for (let j = 0; j < p; j++) row[j + 1] = x[c * p + j]!;
    builder.add(row, 0, 0, Math.sqrt(weights[c]!));
  }
  const kept = Array.from(solveTriangle(builder.finish()).kept)
    .filter((j) => j > 0)
    .map((j) => j - 1);
  if (kept.length === p) return { cells, kept };
  const left = new Float64Array(count * kept.length);
  for (let c = 0; c < count; c++)
    for (let k = 0; k < kept.length; k++) left[c * kept.length + k] = x[c * p + kept[k]!]!;
  return { cells: { ...cells, p: kept.length, x: left }, kept };
}
