import { type CumulativeLink, type CumulativeLinkName, cumulativeLinkOf } from "./cumulative-links.ts";
import { familyOf, linkOf } from "./families.ts";
import { firstStep, iterate } from "./iterate.ts";
import type { ModelCells } from "./model-cells.ts";
import { inverseInformation, logLikelihoodOf, type OrdinalMaximum } from "./ordinal-likelihood.ts";
import { RegressionError } from "./regression-error.ts";

/** How R begins. For replicate designs it leaves the fit to MASS::polr, which differs in both. */
export interface SearchBegin {
  /** Parameters to start from; omitted = a binomial fit of the upper half of the levels. */
  readonly start?: Float64Array | undefined;
  /** Sampling weights. [rows] */
  readonly rowWeights: Float64Array;
  readonly like: "svyolr" | "polr";
}

/**
 * Where R's svyolr stops: from a binomial fit of the upper half of the levels, by a variable metric search on the coefficients, the
 * first threshold and the logarithms of the distances between thresholds.
 *
 * @param weights of the cells, of mean 1; `scale` makes them the sampling weights that R's search sees.
 * @see Nash (1990), Compact Numerical Methods for Computers, algorithm 21; R stats::optim, method "BFGS".
 */
export function searchAsSurvey41(
  cells: ModelCells,
  weights: Float64Array,
  thresholds: number,
  linkName: CumulativeLinkName,
  scale: number,
  begin: SearchBegin,
): OrdinalMaximum {
  const link = cumulativeLinkOf(linkName);
  const { p } = cells;
  const first = begin.start ?? startByHalves(cells, weights, thresholds, linkName, scale, begin);
  const free = first.slice();
  for (let k = 1; k < thresholds; k++) free[p + k] = Math.log(first[p + k]! - first[p + k - 1]!);
  const bound = (values: Float64Array) => {
    const parameters = values.slice();
    for (let k = 1; k < thresholds; k++) parameters[p + k] = parameters[p + k - 1]! + Math.exp(values[p + k]!);
    return parameters;
  };
  const objective = objectiveOf(cells, weights, thresholds, link, begin.like);
  const gradientAt = (values: Float64Array) => {
    const moved = objective(bound(values)).gradient.map((value) => value * scale);
    // A distance moves its own threshold and all later ones.
    for (let k = thresholds - 2; k >= 0; k--) moved[p + k]! += moved[p + k + 1]!;
    for (let k = 1; k < thresholds; k++) moved[p + k]! *= Math.exp(values[p + k]!);
    return moved;
  };
  const search = variableMetric(free, (values) => scale * objective(bound(values)).value, gradientAt);
  const parameters = bound(search.at);
  return {
    parameters,
    inverse: inverseByDifferences(search.at, gradientAt, p).map((value) => value * scale),
    logLikelihood: logLikelihoodOf(cells, weights, parameters, thresholds, link),
    iterations: search.steps,
  };
}

/**
 * −log-likelihood as R adds it up: the outer ends of the scale at ±100, and Infinity where a probability rounds to 0, of rows of
 * weight 0 too.
 */
function objectiveOf(
  cells: ModelCells,
  weights: Float64Array,
  thresholds: number,
  link: CumulativeLink,
  like: SearchBegin["like"],
): (parameters: Float64Array) => { value: number; gradient: Float64Array } {
  const { count, p, x, y } = cells;
  return (parameters) => {
    let value = 0;
    const gradient = new Float64Array(parameters.length);
    for (let c = 0; c < count; c++) {
      let eta = 0;
      for (let j = 0; j < p; j++) eta += x[c * p + j]! * parameters[j]!;
      const level = y[c]!;
      let top = (level === thresholds ? 100 : parameters[p + level]!) - eta;
      let bottom = (level === 0 ? -100 : parameters[p + level - 1]!) - eta;
      if (like === "polr") {
        top = level === thresholds ? 100 : Math.min(100, top);
        bottom = level === 0 ? -100 : Math.max(-100, bottom);
      }
      const probability = link.cumulative(top) - link.cumulative(bottom);
      if (!(probability > 0)) return { value: Number.POSITIVE_INFINITY, gradient: gradient.fill(Number.NaN) };
      const weight = weights[c]!;
      if (weight === 0) continue;
      value -= weight * Math.log(probability);
      const upper = (weight * link.density(top)) / probability;
      const lower = (weight * link.density(bottom)) / probability;
      for (let j = 0; j < p; j++) gradient[j]! += x[c * p + j]! * (upper - lower);
      if (level < thresholds) gradient[p + level]! -= upper;
      if (level > 0) gradient[p + level - 1]! += lower;
    }
    return { value, gradient };
  };
}

/** Inverse information of coefficients and thresholds, the Hessian by differences of the gradient over ±0.001, as R's optim. */
function inverseByDifferences(
  at: Float64Array,
  gradientAt: (values: Float64Array) => Float64Array,
  p: number,
): Float64Array {
  const q = at.length;
  const step = 1e-3;
  const differences = new Float64Array(q * q);
  for (let i = 0; i < q; i++) {
    const above = gradientAt(at.map((value, j) => (j === i ? value + step : value)));
    const below = gradientAt(at.map((value, j) => (j === i ? value - step : value)));
    for (let j = 0; j < q; j++) differences[i * q + j] = (above[j]! - below[j]!) / (2 * step);
  }
  const hessian = differences.map(
    (value, place) => (value + differences[(place % q) * q + Math.floor(place / q)]!) / 2,
  );
  const free = inverseInformation(hessian, q);
  // Rows of dζ/dθ: every threshold moves with the first, and with the distances up to its own.
  const toThresholds = new Float64Array(q * q);
  for (let i = 0; i < q; i++) {
    if (i < p) toThresholds[i * q + i] = 1;
    else for (let j = p; j <= i; j++) toThresholds[i * q + j] = j === p ? 1 : Math.exp(at[j]!);
  }
  return multiply(multiply(toThresholds, free, q), transposed(toThresholds, q), q);
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) product[i * n + j]! += a[i * n + k]! * b[k * n + j]!;
  return product;
}

function transposed(a: Float64Array, n: number): Float64Array {
  return a.map((_, place) => a[(place % n) * n + Math.floor(place / n)]!);
}

function startByHalves(
  cells: ModelCells,
  weights: Float64Array,
  thresholds: number,
  linkName: CumulativeLinkName,
  scale: number,
  begin: SearchBegin,
): Float64Array {
  const { count, p, x, y } = cells;
  const half = Math.floor((thresholds + 1) / 2);
  const withIntercept = new Float64Array(count * (p + 1));
  for (let c = 0; c < count; c++) {
    withIntercept[c * (p + 1)] = 1;
    for (let j = 0; j < p; j++) withIntercept[c * (p + 1) + j + 1] = x[c * p + j]!;
  }
  const upper: ModelCells = { ...cells, p: p + 1, x: withIntercept, y: y.map((level) => (level >= half ? 1 : 0)) };
  const link = linkOf(linkName === "logit" ? "logit" : linkName === "cauchit" ? "cauchit" : "probit");
  const family = familyOf("binomial");
  const unit = begin.like === "polr" ? 1 : scale;
  const first = firstStep(upper, begin.rowWeights, unit, family, link);
  const scaled = weights.map((weight) => (weight * scale) / unit);
  const fit = iterate(upper, scaled, family, link, first, { tolerance: 1e-8, maxIterations: 25 });
  if (!fit.converged)
    throw new RegressionError(
      "not-converged",
      "The binomial fit of the upper half of the levels, where R's search starts, has no maximum.",
    );
  const start = new Float64Array(p + thresholds);
  for (let j = 0; j < p; j++) start[j] = fit.coefficients[j + 1]!;
  const divisor = begin.like === "polr" && linkName === "logit" ? 1 : 1.7;
  const spacing = (k: number) => Math.log(k / (thresholds + 1 - k)) / divisor;
  for (let k = 0; k < thresholds; k++) start[p + k] = spacing(k + 1) - spacing(half) - fit.coefficients[0]!;
  return start;
}

/** Nash's variable metric minimiser: steps cut to a fifth until they gain, the metric begun anew where it stops gaining. */
function variableMetric(
  start: Float64Array,
  value: (at: Float64Array) => number,
  gradientAt: (at: Float64Array) => Float64Array,
): { at: Float64Array; steps: number } {
  const n = start.length;
  const tolerance = 1e-8;
  const mostSteps = 100;
  let at = start.slice();
  let lowest = value(at);
  let gradient = gradientAt(at);
  const metric = new Float64Array(n * n);
  let steps = 1;
  let renewed = true;
  let sinceRenewal = 0;
  for (;;) {
    if (renewed) {
      metric.fill(0);
      for (let i = 0; i < n; i++) metric[i * n + i] = 1;
      sinceRenewal = 0;
    }
    const fresh = renewed;
    renewed = false;
    const direction = new Float64Array(n);
    let descent = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) direction[i]! -= metric[i * n + j]! * gradient[j]!;
      descent += direction[i]! * gradient[i]!;
    }
    let gained = false;
    if (descent < 0) {
      let length = 1;
      let now = lowest;
      let moved = true;
      let next = at;
      for (;;) {
        next = at.map((x, i) => x + length * direction[i]!);
        moved = next.some((x, i) => 10 + x !== 10 + at[i]!);
        if (!moved) break;
        now = value(next);
        if (Number.isFinite(now) && now <= lowest + descent * length * 1e-4) break;
        length *= 0.2;
      }
      const before = lowest;
      gained = moved && Math.abs(now - before) > tolerance * (Math.abs(before) + tolerance);
      if (moved) {
        at = next;
        lowest = now;
      }
      if (gained) {
        const earlier = gradient;
        gradient = gradientAt(at);
        steps++;
        sinceRenewal++;
        renewed = !updateMetric(
          metric,
          n,
          direction.map((d) => d * length),
          gradient.map((g, i) => g - earlier[i]!),
        );
      }
    }
    if (!gained) {
      if (fresh) return { at, steps };
      renewed = true;
    }
    if (steps >= mostSteps) return { at, steps };
    if (sinceRenewal > 2 * n) renewed = true;
  }
}

/** The metric after a step; false where the curvature along it is not positive. */
function updateMetric(metric: Float64Array, n: number, step: Float64Array, change: Float64Array): boolean {
  let along = 0;
  for (let i = 0; i < n; i++) along += step[i]! * change[i]!;
  if (!(along > 0)) return false;
  const image = new Float64Array(n);
  let across = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) image[i]! += metric[i * n + j]! * change[j]!;
    across += image[i]! * change[i]!;
  }
  const factor = 1 + across / along;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      metric[i * n + j]! += (factor * step[i]! * step[j]! - step[i]! * image[j]! - image[i]! * step[j]!) / along;
  return true;
}
