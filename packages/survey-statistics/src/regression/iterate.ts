import { type LeastSquares, solveTriangle, TriangleBuilder } from "../linear-algebra/orthogonal-triangle.ts";
import type { Family, Link } from "./families.ts";
import type { ModelCells } from "./model-cells.ts";
import { RegressionError } from "./regression-error.ts";

export interface IterationControl {
  /** Stops when the deviance changes by less than this share of itself + 0.1. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A fit by iteratively reweighted least squares, on cells. */
export interface IteratedFit {
  /** Of all columns; NaN where the column depends on earlier ones. [p] */
  readonly coefficients: Float64Array;
  /** Places of the columns with a coefficient. [q] */
  readonly kept: Int32Array;
  /** (X'WX)⁻¹ at the last iteration's weights. [q·q] */
  readonly inverse: Float64Array;
  /** Working weights of the last iteration divided by the cell's weight: V⁻¹(dμ/dη)². [count] */
  readonly workingWeight: Float64Array;
  /** [count] */
  readonly eta: Float64Array;
  /** [count] */
  readonly mean: Float64Array;
  readonly deviance: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Where the iteration starts: coefficients, linear predictors, or the first step's sums over the rows of each cell. */
export type IterationStart = { readonly coefficients: Float64Array } | { readonly eta: Float64Array } | FirstStep;

export interface FirstStep {
  /** Σ working weight. [count] */
  readonly weight: Float64Array;
  /** Σ working weight · working response. [count] */
  readonly target: Float64Array;
  readonly deviance: number;
}

/**
 * The first step from each row's own starting mean, which depends on its weight: summed by cell.
 *
 * @param weights of the rows, each divided by `scale`. [rows]
 */
export function firstStep(
  cells: ModelCells,
  weights: Float64Array,
  scale: number,
  family: Family,
  link: Link,
): FirstStep {
  const { cellOfRow, y, offset } = cells;
  const weight = new Float64Array(cells.count);
  const target = new Float64Array(cells.count);
  let deviance = 0;
  const logistic = family.name === "binomial" && link.name === "logit";
  for (let i = 0; i < cellOfRow.length; i++) {
    const cell = cellOfRow[i]!;
    if (cell < 0) continue;
    const w = weights[i]! / scale;
    if (w === 0) continue;
    const answer = y[cell]!;
    if (logistic && (answer === 0 || answer === 1) && w < 1e12) {
      // The same in closed form: the start has the odds 2w + 1 for the answer given.
      const odds = 2 * w + 1;
      const logOdds = Math.log(odds);
      const working = (w * odds) / ((odds + 1) * (odds + 1));
      const pull = logOdds + (odds + 1) / odds;
      deviance += 2 * w * (Math.log(odds + 1) - logOdds);
      weight[cell]! += working;
      target[cell]! += working * ((answer === 1 ? pull : -pull) - offset[cell]!);
      continue;
    }
    const eta = link.of(family.start(answer, w));
    const mean = link.inverse(eta);
    deviance += w * family.deviance(answer, mean);
    const slope = link.slope(eta);
    if (slope === 0) continue;
    const working = (w * slope * slope) / family.variance(mean);
    weight[cell]! += working;
    target[cell]! += working * (eta - offset[cell]! + (answer - mean) / slope);
  }
  return { weight, target, deviance };
}

/**
 * Maximum of the weighted quasi-likelihood by iteratively reweighted least squares, with R's start and stopping rule, so that the
 * iterates are R's even where no maximum exists (separated answers).
 *
 * @param weights of the cells. [count]
 * @throws {RegressionError} not-converged when no step keeps the means possible.
 * @see McCullagh & Nelder (1989), section 2.5; R stats::glm.fit.
 */
export function iterate(
  cells: ModelCells,
  weights: Float64Array,
  family: Family,
  link: Link,
  start: IterationStart,
  control: IterationControl,
): IteratedFit {
  const { count, p, x, y, offset } = cells;
  const eta = new Float64Array(count);
  const mean = new Float64Array(count);
  const workingWeight = new Float64Array(count);
  const deviances = () => {
    let sum = 0;
    for (let c = 0; c < count; c++) if (weights[c]! > 0) sum += weights[c]! * family.deviance(y[c]!, mean[c]!);
    return sum;
  };
  const predict = (coefficients: Float64Array) => {
    for (let c = 0; c < count; c++) {
      let sum = offset[c]!;
      for (let j = 0; j < p; j++) sum += x[c * p + j]! * coefficients[j]!;
      eta[c] = sum;
      mean[c] = link.inverse(sum);
    }
  };
  const possible = () => {
    for (let c = 0; c < count; c++) if (!link.admits(eta[c]!) || !family.admits(mean[c]!)) return false;
    return true;
  };

  let before: Float64Array | undefined;
  let deviance: number;
  let first: FirstStep | undefined;
  if ("deviance" in start) {
    first = start;
    deviance = start.deviance;
  } else {
    if ("coefficients" in start) {
      before = start.coefficients.slice();
      predict(before);
    } else {
      for (let c = 0; c < count; c++) {
        eta[c] = start.eta[c]!;
        mean[c] = link.inverse(eta[c]!);
      }
    }
    deviance = deviances();
  }

  let coefficients = new Float64Array(p);
  let solution: LeastSquares | undefined;
  let iterations = 0;
  let converged = false;
  while (iterations < control.maxIterations && !converged) {
    iterations++;
    const builder = new TriangleBuilder(p);
    for (let c = 0; c < count; c++) {
      if (!(weights[c]! > 0)) continue;
      if (first !== undefined) {
        const weight = first.weight[c]!;
        workingWeight[c] = weight / weights[c]!;
        if (weight > 0) builder.add(x, c, first.target[c]! / weight, Math.sqrt(weight));
        continue;
      }
      const slope = link.slope(eta[c]!);
      workingWeight[c] = (slope * slope) / family.variance(mean[c]!);
      if (slope === 0) continue;
      const working = eta[c]! - offset[c]! + (y[c]! - mean[c]!) / slope;
      builder.add(x, c, working, Math.sqrt(weights[c]! * workingWeight[c]!));
    }
    first = undefined;
    solution = solveTriangle(builder.finish());
    coefficients = new Float64Array(p);
    for (let k = 0; k < solution.kept.length; k++) coefficients[solution.kept[k]!] = solution.coefficients[k]!;
    if (coefficients.some((value) => !Number.isFinite(value)))
      throw new RegressionError("not-converged", `The coefficients are not finite in iteration ${iterations}.`);
    predict(coefficients);
    let now = deviances();
    for (let halvings = 0; !Number.isFinite(now) || !possible(); halvings++) {
      if (before === undefined || halvings === control.maxIterations)
        throw new RegressionError(
          "not-converged",
          `No step of iteration ${iterations} keeps the means possible: choose another link, or give starting coefficients.`,
        );
      for (let j = 0; j < p; j++) coefficients[j] = (coefficients[j]! + before[j]!) / 2;
      predict(coefficients);
      now = deviances();
    }
    converged = Math.abs(now - deviance) / (Math.abs(now) + 0.1) < control.tolerance;
    deviance = now;
    before = coefficients;
  }
  const { kept, inverse } = solution!;
  const complete = new Float64Array(p).fill(Number.NaN);
  for (let k = 0; k < kept.length; k++) complete[kept[k]!] = coefficients[kept[k]!]!;
  return { coefficients: complete, kept, inverse, workingWeight, eta, mean, deviance, iterations, converged };
}
