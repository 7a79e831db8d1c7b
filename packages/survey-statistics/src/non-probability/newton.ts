import { solve } from "../linear-algebra/solve.ts";
import { NonProbabilityError } from "./non-probability-error.ts";

/** A concave function by its value, gradient and negated second derivatives at a point. */
export interface Concave {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Row-major. [p·p] */
  readonly information: Float64Array;
}

export interface Maximum {
  readonly at: Float64Array;
  readonly information: Float64Array;
  readonly steps: number;
}

/**
 * Newton's steps to the maximum of a concave function, each halved until the function does not fall.
 *
 * @param scales size of each gradient entry: the end is where all are below 1e-10 of it. [p]
 * @throws {NonProbabilityError} dependent-auxiliaries, not-converged.
 */
export function maximise(start: Float64Array, scales: Float64Array, of: (at: Float64Array) => Concave): Maximum {
  let at = start;
  let here = of(at);
  for (let steps = 0; steps < 100; steps++) {
    if (here.gradient.every((slope, j) => Math.abs(slope) <= 1e-10 * scales[j]!))
      return { at, information: here.information, steps };
    const step = solveSymmetric(here.information, here.gradient);
    let next = at;
    let there = here;
    let share = 1;
    for (; share > 1e-9; share /= 2) {
      next = at.map((value, j) => value + share * step[j]!);
      there = of(next);
      if (there.value >= here.value - 1e-12 * Math.abs(here.value)) break;
    }
    if (share <= 1e-9) break;
    at = next;
    here = there;
  }
  throw new NonProbabilityError(
    "not-converged",
    "auxiliaries",
    "The equations have no solution: some group of the population gave no answer, or the margins contradict the answers. Merge groups or leave an auxiliary out.",
  );
}

/** A⁻¹·b for a positive definite A, scaled to a unit diagonal first. */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const p = right.length;
  const scale = Float64Array.from(right, (_, j) => Math.sqrt(matrix[j * p + j]!));
  const scaled = matrix.map((value, at) => value / (scale[Math.floor(at / p)]! * scale[at % p]!));
  const solved = solve(
    scaled,
    right.map((value, j) => value / scale[j]!),
    p,
    1,
  );
  if (solved === undefined || solved.some(Number.isNaN))
    throw new NonProbabilityError(
      "dependent-auxiliaries",
      "auxiliaries",
      "An auxiliary follows from the others (or is the same for all): leave it out.",
    );
  return solved.map((value, j) => value / scale[j]!);
}

/** Adds factor·x·x' to a row-major matrix, x being row i of `rows`. */
export function addOuter(matrix: Float64Array, x: Float64Array, i: number, width: number, factor: number): void {
  for (let j = 0; j < width; j++) {
    const scaled = factor * x[i * width + j]!;
    if (scaled === 0) continue;
    for (let k = 0; k < width; k++) matrix[j * width + k]! += scaled * x[i * width + k]!;
  }
}

/** x_i'θ */
export function linear(x: Float64Array, i: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < coefficients.length; j++) sum += x[i * coefficients.length + j]! * coefficients[j]!;
  return sum;
}
