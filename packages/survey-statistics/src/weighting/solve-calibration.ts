import { semidefiniteSolver } from "../linear-algebra/solve.ts";
import { type CalibrationDistance, factorsOf } from "./calibration-distances.ts";
import { auxiliaryTotals, type CalibrationEquations, linearForms, slopeMatrix } from "./calibration-equations.ts";

export interface SolvedCalibration {
  readonly converged: boolean;
  /** Proved: no factors within the bounds meet all targets. */
  readonly infeasible: boolean;
  /** Factor of each unit. */
  readonly factors: Float64Array;
  /** Largest relative miss before the first and after every iteration. */
  readonly trace: readonly number[];
  /** Target − total, slack taken into account. [p] */
  readonly misses: Float64Array;
  /** What a miss of each target is measured against. [p] */
  readonly scales: Float64Array;
}

/**
 * Finds λ with Σ d F(x'λ) x + slack·λ = targets: the minimum of a convex function, so that a Newton step is good as soon as its
 * slope along the step has not grown on the far side. Steps that would run off are damped (Levenberg and Marquardt). Ends after `maxIterations`
 * whatever the targets are, and before that where it has found a proof that they cannot be met.
 *
 * @see Deville & Särndal (1992), section 2.
 */
export function solveCalibration(
  equations: CalibrationEquations,
  distance: CalibrationDistance,
  tolerance: number,
  maxIterations: number,
): SolvedCalibration {
  const { weights, targets, slack, bounds } = equations;
  const p = targets.length;
  const forms = new Float64Array(weights.length);
  const factors = new Float64Array(weights.length);
  const slopes = new Float64Array(weights.length);
  const sizes = auxiliaryTotals(equations, undefined, true);
  const scales = targets.map((target, k) => Math.max(Math.abs(target), 1e-3 * sizes[k]!) || 1);
  const missesAt = (multipliers: Float64Array) => {
    linearForms(equations, multipliers, forms);
    factorsOf(distance, forms, bounds, factors, slopes);
    const totals = auxiliaryTotals(equations, factors);
    return targets.map((target, k) => target - totals[k]! - slack[k]! * multipliers[k]!);
  };
  const largestOf = (misses: Float64Array) => {
    let largest = 0;
    for (let k = 0; k < p; k++) {
      const miss = Math.abs(misses[k]! / scales[k]!);
      if (!(miss <= largest)) largest = miss;
    }
    return largest;
  };
  const cannot = infeasibility(equations, distance, forms);
  let multipliers = new Float64Array(p);
  let misses = missesAt(multipliers);
  const trace = [largestOf(misses)];
  let curvature: Float64Array | undefined;
  let damping = 0;
  let infeasible = false;
  while (trace.at(-1)! > tolerance && trace.length <= maxIterations) {
    const damped = slopeMatrix(equations, slopes);
    if (damping > 0) {
      curvature ??= diagonalOf(slopeMatrix(equations, new Float64Array(weights.length).fill(1)), p);
      for (let k = 0; k < p; k++) damped[k * p + k]! += damping * curvature[k]!;
    }
    const step = semidefiniteSolver(damped, p)(misses);
    // Sign as of the function that is minimised: negative while it falls.
    const before = -dot(misses, step);
    if (!(before < 0)) {
      // Where all rows of a level are at a bound nothing is known of the slope there: go in proportion to the miss.
      if (damping >= 1) break;
      damping = Math.max(1e-6, damping * 10);
      continue;
    }
    let size = 1;
    let halvings = 0;
    let next = multipliers;
    let found = misses;
    for (; halvings < 40; halvings++) {
      next = multipliers.map((value, k) => value + size * step[k]!);
      found = missesAt(next);
      const after = -dot(found, step);
      if (after <= -0.5 * before && Number.isFinite(after)) break;
      size /= 2;
    }
    multipliers = next;
    misses = found;
    damping = halvings > 3 ? Math.min(1, Math.max(1e-6, damping * 10)) : damping > 1e-8 ? damping / 10 : 0;
    const largest = largestOf(misses);
    const stuck = largest >= trace.at(-1)! && largest < 1e-8;
    trace.push(largest);
    infeasible = largest > tolerance && cannot(multipliers);
    // At the limit of the arithmetic a step no longer helps.
    if (stuck || infeasible || !Number.isFinite(largest)) break;
  }
  const last = trace.at(-1)!;
  return { converged: last <= Math.max(tolerance, 1e-8), infeasible, factors, trace, misses, scales };
}

/**
 * A proof that no factors within the bounds meet the targets: multipliers λ whose combination of the targets, λ'T, is more than the
 * most that any factors can give it. While the search for λ runs off to infinity it runs towards such a proof.
 *
 * @param forms x'λ of each unit at the multipliers asked about.
 */
function infeasibility(
  { weights, bounds, targets, slack }: CalibrationEquations,
  distance: CalibrationDistance,
  forms: Float64Array,
): (multipliers: Float64Array) => boolean {
  if (slack.some((value) => value > 0)) return () => false;
  const least = distance === "raking" || distance === "sinh" ? 0 : Number.NEGATIVE_INFINITY;
  const step = bounds.lower.length === 1 ? 0 : 1;
  return (multipliers) => {
    let most = 0;
    let size = 0;
    for (let i = 0; i < weights.length; i++) {
      const form = forms[i]!;
      if (weights[i] === 0 || form === 0) continue;
      const bound = form > 0 ? bounds.upper[i * step]! : Math.max(least, bounds.lower[i * step]!);
      most += weights[i]! * form * bound;
      size += Math.abs(weights[i]! * form);
    }
    const wanted = dot(multipliers, targets);
    return wanted - most > 1e-9 * (size + Math.abs(wanted));
  };
}

function diagonalOf(matrix: Float64Array, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, k) => matrix[k * p + k]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
