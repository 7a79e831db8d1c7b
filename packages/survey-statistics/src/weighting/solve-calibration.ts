import { semidefiniteSolver } from "../linear-algebra/solve.ts";
import { type CalibrationDistance, factorsOf } from "./calibration-distances.ts";
import { auxiliaryTotals, type CalibrationEquations, linearForms, slopeMatrix } from "./calibration-equations.ts";

export interface SolvedCalibration {
  readonly converged: boolean;
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
 * slope along the step has not grown on the far side. Ends after `maxIterations` whatever the targets are.
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
  let multipliers = new Float64Array(p);
  let misses = missesAt(multipliers);
  const trace = [largestOf(misses)];
  while (trace.at(-1)! > tolerance && trace.length <= maxIterations) {
    const step = semidefiniteSolver(slopeMatrix(equations, slopes), p)(misses);
    // Sign as of the function that is minimised: negative while it falls.
    const before = -dot(misses, step);
    if (!(before < 0)) break;
    let size = 1;
    let next = multipliers;
    let found = misses;
    for (let halvings = 0; halvings < 40; halvings++) {
      next = multipliers.map((value, k) => value + size * step[k]!);
      found = missesAt(next);
      const after = -dot(found, step);
      if (after <= -0.5 * before && Number.isFinite(after)) break;
      size /= 2;
    }
    multipliers = next;
    misses = found;
    const largest = largestOf(misses);
    // At the limit of the arithmetic a step no longer helps.
    if (largest >= trace.at(-1)! && largest < 1e-8) {
      trace.push(largest);
      break;
    }
    trace.push(largest);
    if (!Number.isFinite(largest)) break;
  }
  const last = trace.at(-1)!;
  return { converged: last <= Math.max(tolerance, 1e-8), factors, trace, misses, scales };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
