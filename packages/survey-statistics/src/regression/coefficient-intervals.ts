import { studentQuantile, twoSidedTailOfStudent, upperTailOfNormal } from "../inference/distributions.ts";
import { cubicSpline } from "./cubic-spline.ts";
import { fitWithout } from "./reduced-fit.ts";
import { RegressionError } from "./regression-error.ts";
import type { GlmFit } from "./survey-glm.ts";

export interface CoefficientInterval {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

export interface CoefficientIntervalOptions {
  /** Default 0.95. */
  readonly level?: number;
  /** Default the fit's; Infinity = normal. */
  readonly degreesOfFreedom?: number;
}

/**
 * t intervals of the coefficients; NaN without degrees of freedom.
 *
 * @see R survey::confint.svyglm.
 */
export function coefficientIntervals(
  fit: GlmFit,
  options: CoefficientIntervalOptions = {},
): readonly CoefficientInterval[] {
  const t = studentQuantile((1 + (options.level ?? 0.95)) / 2, options.degreesOfFreedom ?? fit.degreesOfFreedom);
  return fit.names.map((name, k) => {
    const half = t * fit.standardErrors[k]!;
    return { name, low: fit.coefficients[k]! - half, high: fit.coefficients[k]! + half };
  });
}

export interface ProfileOptions extends CoefficientIntervalOptions {
  /**
   * "exact" (default): the coefficient where the deviance has risen by t²·λ, λ the coefficient's design effect.
   * "survey-4.1": R's: at most nine steps a side, a spline through them, straight lines between three times as many points of it,
   * and the rise divided by the dispersion; NaN where that does not reach.
   */
  readonly search?: "exact" | "survey-4.1";
}

/**
 * Profile intervals from the working likelihood, scaled by the design effect of each coefficient (Rao-Scott). Follows the
 * curvature where t intervals do not: rare answers, near separation. ±Infinity where the deviance never rises enough.
 *
 * @throws {RegressionError} no-degrees-of-freedom.
 * @see Lumley & Scott (2014); R survey::confint.svyglm(method = "likelihood").
 */
export function profileIntervals(fit: GlmFit, options: ProfileOptions = {}): readonly CoefficientInterval[] {
  const df = options.degreesOfFreedom ?? fit.degreesOfFreedom;
  if (!(df > 0))
    throw new RegressionError("no-degrees-of-freedom", `A profile interval needs degrees of freedom, not ${df}.`);
  const t = studentQuantile((1 + (options.level ?? 0.95)) / 2, df);
  const q = fit.names.length;
  return fit.names.map((name, k) => {
    const effect = fit.covariance[k * q + k]! / fit.naiveCovariance[k * q + k]!;
    if (options.search === "survey-4.1") return { name, ...gridInterval(fit, k, t * Math.sqrt(effect)) };
    const rise = t * t * effect;
    return { name, low: profileEnd(fit, k, -1, rise), high: profileEnd(fit, k, 1, rise) };
  });
}

/** Deviance with coefficient k held at `value`, and where to start the next from. */
function heldAt(fit: GlmFit, k: number, value: number, eta: Float64Array): { deviance: number; eta: Float64Array } {
  const { cells, fit: iterated } = fit.model;
  const place = iterated.kept[k]!;
  const without = new Set([place]);
  for (let j = 0; j < cells.p; j++) if (Number.isNaN(iterated.coefficients[j]!)) without.add(j);
  const offset = cells.offset.map((own, c) => own + value * cells.x[c * cells.p + place]!);
  const held = fitWithout(fit.model, without, offset, eta);
  return { deviance: held.deviance, eta: held.eta };
}

function profileEnd(fit: GlmFit, k: number, sign: number, rise: number): number {
  const centre = fit.coefficients[k]!;
  let { eta } = fit.model.fit;
  const excess = (value: number) => {
    const held = heldAt(fit, k, value, eta);
    eta = held.eta;
    return held.deviance - fit.deviance - rise;
  };
  let width = fit.standardErrors[k]!;
  let inside = centre;
  let outside = centre + sign * width;
  for (let step = 0; excess(outside) < 0; step++) {
    if (step === 40) return sign * Number.POSITIVE_INFINITY;
    inside = outside;
    width *= 2;
    outside = centre + sign * width;
  }
  for (let step = 0; step < 80; step++) {
    const middle = (inside + outside) / 2;
    if (Math.abs(outside - inside) <= 1e-12 * Math.abs(middle) || middle === inside || middle === outside) break;
    if (excess(middle) < 0) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}

const gridSteps = 9;

function gridInterval(fit: GlmFit, k: number, cutoff: number): { low: number; high: number } {
  const { cells, fit: iterated } = fit.model;
  let rows = 0;
  for (const cell of cells.cellOfRow) if (cell >= 0) rows++;
  const tail = upperTailOfNormal(cutoff) / 2;
  const furthest = studentWithTail(tail, rows - fit.names.length - fit.aliased.length);
  if (!Number.isFinite(furthest))
    throw new RegressionError(
      "not-converged",
      `The search for "${fit.names[k]}" has no step: its design effect is too large.`,
    );
  const centre = fit.coefficients[k]!;
  // R's dispersion of a replicate design is n times too large.
  const dispersion = fit.replicates === undefined ? fit.dispersion : fit.pearsonChiSquare;
  const points = [{ value: centre, z: 0 }];
  for (const sign of [-1, 1]) {
    let { eta } = iterated;
    let z = 0;
    for (let step = 1; step <= gridSteps && Math.abs(z) < furthest; step++) {
      const value = centre + (sign * step * furthest * fit.standardErrors[k]!) / 5;
      const held = heldAt(fit, k, value, eta);
      eta = held.eta;
      const square = (held.deviance - fit.deviance) / dispersion;
      if (!(square > -0.001))
        throw new RegressionError(
          "not-converged",
          `Holding "${fit.names[k]}" finds a better fit: the model had not converged.`,
        );
      z = sign * Math.sqrt(Math.max(0, square));
      points.push({ value, z });
    }
  }
  const byValue = unique(points.map(({ value, z }) => [value, z]));
  const spline = cubicSpline(
    byValue.map(([value]) => value),
    byValue.map(([, z]) => z),
  );
  const first = byValue[0]![0];
  const span = byValue.at(-1)![0] - first;
  const count = 3 * points.length;
  const fine = Array.from({ length: count }, (_, i): [number, number] => {
    const value = first + (span * i) / (count - 1);
    return [spline(value), value];
  });
  const byZ = unique(fine);
  return { low: interpolated(byZ, -cutoff), high: interpolated(byZ, cutoff) };
}

/** t with P(|T| > t) = tail, for tails too small to be told from 0 as 1 − tail. */
function studentWithTail(tail: number, degreesOfFreedom: number): number {
  if (!(tail > 0)) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = 1;
  while (twoSidedTailOfStudent(high, degreesOfFreedom) > tail) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (twoSidedTailOfStudent(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Sorted by the first number; the second is averaged over equal ones. */
function unique(pairs: readonly (readonly [number, number])[] | number[][]): [number, number][] {
  const sorted = (pairs as [number, number][]).toSorted((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    let sum = 0;
    while (end < sorted.length && sorted[end]![0] === sorted[i]![0]) sum += sorted[end++]![1];
    result.push([sorted[i]![0], sum / (end - i)]);
    i = end;
  }
  return result;
}

function interpolated(points: readonly [number, number][], at: number): number {
  for (let i = 0; i + 1 < points.length; i++) {
    const [x0, y0] = points[i]!;
    const [x1, y1] = points[i + 1]!;
    if (at === x0) return y0;
    if (at > x0 && at <= x1) return at === x1 ? y1 : y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
  }
  return Number.NaN;
}
