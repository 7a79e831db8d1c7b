import { solve } from "../linear-algebra/solve.ts";
import type { CumulativeLink } from "./cumulative-links.ts";
import type { ModelCells } from "./model-cells.ts";
import { RegressionError } from "./regression-error.ts";

/** A maximum of the weighted likelihood, or where a search for it stopped. */
export interface OrdinalMaximum {
  /** Columns, then thresholds. [q] */
  readonly parameters: Float64Array;
  /** Of the negative Hessian. [q·q] */
  readonly inverse: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
}

/** No effects, and the thresholds that give the overall shares. */
export function startOf(
  cells: ModelCells,
  weights: Float64Array,
  thresholds: number,
  link: CumulativeLink,
): Float64Array {
  const shares = new Float64Array(thresholds + 1);
  let sum = 0;
  for (let c = 0; c < cells.count; c++) {
    shares[cells.y[c]!]! += weights[c]!;
    sum += weights[c]!;
  }
  const start = new Float64Array(cells.p + thresholds);
  let below = 0;
  for (let k = 0; k < thresholds; k++) {
    below += shares[k]! / sum;
    if (!(shares[k]! > 0) || !(below < 1))
      throw new RegressionError(
        "too-few-levels",
        `Level ${shares[k]! > 0 ? k + 1 : k} of the answer was chosen by nobody in the fit.`,
      );
    start[cells.p + k] = link.quantile(below);
  }
  return start;
}

/** Derivatives of one cell's log-probability by its upper and its lower end. */
export interface Ends {
  probability: number;
  upper: number;
  lower: number;
  upperUpper: number;
  lowerLower: number;
  upperLower: number;
}

export function endsOf(
  cells: ModelCells,
  c: number,
  parameters: Float64Array,
  thresholds: number,
  link: CumulativeLink,
  ends: Ends,
): void {
  const { p, x, y } = cells;
  let eta = 0;
  for (let j = 0; j < p; j++) eta += x[c * p + j]! * parameters[j]!;
  const level = y[c]!;
  const top = level === thresholds ? Number.POSITIVE_INFINITY : parameters[p + level]! - eta;
  const bottom = level === 0 ? Number.NEGATIVE_INFINITY : parameters[p + level - 1]! - eta;
  const probability = link.between(bottom, top);
  const upper = link.density(top) / probability;
  const lower = -link.density(bottom) / probability;
  ends.probability = probability;
  ends.upper = upper;
  ends.lower = lower;
  ends.upperUpper = link.slope(top) / probability - upper * upper;
  ends.lowerLower = -link.slope(bottom) / probability - lower * lower;
  ends.upperLower = -upper * lower;
}

export function newEnds(): Ends {
  return { probability: 0, upper: 0, lower: 0, upperUpper: 0, lowerLower: 0, upperLower: 0 };
}

export function logLikelihoodOf(
  cells: ModelCells,
  weights: Float64Array,
  parameters: Float64Array,
  thresholds: number,
  link: CumulativeLink,
): number {
  const ends = newEnds();
  let sum = 0;
  for (let c = 0; c < cells.count; c++) {
    if (!(weights[c]! > 0)) continue;
    endsOf(cells, c, parameters, thresholds, link, ends);
    if (!(ends.probability > 0)) return Number.NEGATIVE_INFINITY;
    sum += weights[c]! * Math.log(ends.probability);
  }
  return sum;
}

/** Gradient and negative Hessian of the log-likelihood. [q], [q·q] */
export function derivativesAt(
  cells: ModelCells,
  weights: Float64Array,
  parameters: Float64Array,
  thresholds: number,
  link: CumulativeLink,
): { gradient: Float64Array; information: Float64Array } {
  const { count, p, x, y } = cells;
  const q = parameters.length;
  const ends = newEnds();
  const toUpper = new Float64Array(q);
  const toLower = new Float64Array(q);
  const gradient = new Float64Array(q);
  const information = new Float64Array(q * q);
  for (let c = 0; c < count; c++) {
    const weight = weights[c]!;
    if (!(weight > 0)) continue;
    endsOf(cells, c, parameters, thresholds, link, ends);
    const level = y[c]!;
    toUpper.fill(0);
    toLower.fill(0);
    if (level < thresholds) {
      for (let j = 0; j < p; j++) toUpper[j] = -x[c * p + j]!;
      toUpper[p + level] = 1;
    }
    if (level > 0) {
      for (let j = 0; j < p; j++) toLower[j] = -x[c * p + j]!;
      toLower[p + level - 1] = 1;
    }
    for (let a = 0; a < q; a++) {
      const up = toUpper[a]!;
      const down = toLower[a]!;
      if (up === 0 && down === 0) continue;
      gradient[a]! += weight * (ends.upper * up + ends.lower * down);
      const ofUpper = weight * (ends.upperUpper * up + ends.upperLower * down);
      const ofLower = weight * (ends.lowerLower * down + ends.upperLower * up);
      for (let b = 0; b < q; b++) information[a * q + b]! -= ofUpper * toUpper[b]! + ofLower * toLower[b]!;
    }
  }
  return { gradient, information };
}

export function inverseInformation(information: Float64Array, q: number): Float64Array {
  const identity = new Float64Array(q * q);
  for (let a = 0; a < q; a++) identity[a * q + a] = 1;
  const inverse = solve(information, identity, q, q);
  if (inverse === undefined)
    throw new RegressionError("not-converged", "The information is singular: the columns separate the answers.");
  return inverse;
}

const mostIterations = 100;

/** Newton's method, each step halved until the likelihood does not fall. */
export function newton(
  cells: ModelCells,
  weights: Float64Array,
  thresholds: number,
  link: CumulativeLink,
  start: Float64Array,
): OrdinalMaximum {
  const q = start.length;
  let parameters = start.slice();
  let logLikelihood = logLikelihoodOf(cells, weights, parameters, thresholds, link);
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const { gradient, information } = derivativesAt(cells, weights, parameters, thresholds, link);
    const inverse = inverseInformation(information, q);
    const step = new Float64Array(q);
    let decrement = 0;
    for (let a = 0; a < q; a++) {
      for (let b = 0; b < q; b++) step[a]! += inverse[a * q + b]! * gradient[b]!;
      decrement += step[a]! * gradient[a]!;
    }
    let size = 1;
    let next = parameters;
    let reached = logLikelihood;
    for (let halving = 0; halving < 40; halving++, size /= 2) {
      next = parameters.map((value, a) => value + size * step[a]!);
      reached = logLikelihoodOf(cells, weights, next, thresholds, link);
      if (reached >= logLikelihood - 1e-12 * Math.abs(logLikelihood)) break;
    }
    // The step in standard errors, and the gain still to be had.
    if (
      Math.abs(decrement) < 1e-20 * Math.abs(logLikelihood) ||
      (iteration > 1 && Math.abs(decrement) < 1e-16 && size === 1)
    )
      return { parameters, inverse, logLikelihood, iterations: iteration };
    parameters = next;
    logLikelihood = reached;
  }
  throw new RegressionError(
    "not-converged",
    `No maximum in ${mostIterations} iterations: the columns may separate the answers.`,
  );
}

/** Influence on the parameters of a row of weight 1, by cell. [count·q] */
export function influenceOf(
  cells: ModelCells,
  fit: OrdinalMaximum,
  thresholds: number,
  link: CumulativeLink,
  scale: number,
): Float64Array {
  const { count, p, x, y } = cells;
  const { parameters, inverse } = fit;
  const q = parameters.length;
  const influence = new Float64Array(count * q);
  const ends = newEnds();
  const score = new Float64Array(q);
  for (let c = 0; c < count; c++) {
    endsOf(cells, c, parameters, thresholds, link, ends);
    const level = y[c]!;
    score.fill(0);
    for (let j = 0; j < p; j++) score[j] = -x[c * p + j]! * (ends.upper + ends.lower);
    if (level < thresholds) score[p + level]! += ends.upper;
    if (level > 0) score[p + level - 1]! += ends.lower;
    for (let a = 0; a < q; a++) {
      let sum = 0;
      for (let b = 0; b < q; b++) sum += score[b]! * inverse[b * q + a]!;
      influence[c * q + a] = sum / scale;
    }
  }
  return influence;
}
