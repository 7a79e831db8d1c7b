import { SamplingError } from "./sampling-error.ts";

export interface InclusionProbabilities {
  /** [units]; 1 for units taken with certainty; they sum to the count. */
  readonly probabilities: Float64Array;
  /** Units whose share of the sample would exceed one draw, in rising order. */
  readonly certainty: Int32Array;
}

/** What a probability may lack of 1 and still be certainty: no draw can tell the two apart. */
const nearlyOne = 1 - 1e-9;

/**
 * Inclusion probabilities proportional to size: π_i = n x_i / Σ x. A unit for which that reaches 1 is taken with certainty and
 * leaves n and Σ x; then the next one may reach it, until none does.
 *
 * @param size x: measure of size of each unit, > 0.
 * @param count n: units to be drawn, 1 … the number of units.
 * @throws {SamplingError} bad-size (a size of zero has no chance, so its people would be left out), bad-count, too-few-units.
 * @see Särndal, Swensson & Wretman (1992), 3.6.2; R sampling::inclusionprobabilities.
 */
export function inclusionProbabilities(size: Float64Array, count: number): InclusionProbabilities {
  checkCount(count, size.length);
  let total = 0;
  for (let i = 0; i < size.length; i++) {
    if (!(size[i]! > 0 && Number.isFinite(size[i]!)))
      throw new SamplingError("bad-size", `Unit ${i} has the size ${size[i]}; sizes must be above 0.`, { unit: i });
    total += size[i]!;
  }
  const certain = new Uint8Array(size.length);
  let left = count;
  // Each pass sums anew: subtracting large sizes from a sum would leave their rounding behind.
  for (let found = true; found && left > 0; ) {
    found = false;
    const limit = nearlyOne * total;
    const draws = left;
    for (let i = 0; i < size.length; i++)
      if (!certain[i] && draws * size[i]! >= limit) {
        certain[i] = 1;
        left--;
        found = true;
      }
    total = 0;
    for (let i = 0; i < size.length; i++) if (!certain[i]) total += size[i]!;
  }
  const certainty: number[] = [];
  const probabilities = size.map((x, i) => {
    if (!certain[i]) return (left * x) / total;
    certainty.push(i);
    return 1;
  });
  return { probabilities, certainty: Int32Array.from(certainty) };
}

/** The same chance for every unit: n/N. @throws {SamplingError} bad-count, too-few-units. */
export function equalProbabilities(units: number, count: number): InclusionProbabilities {
  checkCount(count, units);
  const all = count === units;
  return {
    probabilities: new Float64Array(units).fill(all ? 1 : count / units),
    certainty: all ? Int32Array.from({ length: units }, (_, i) => i) : new Int32Array(0),
  };
}

function checkCount(count: number, units: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw new SamplingError("bad-count", `The number to draw must be a whole number from 1, not ${count}.`);
  if (count > units)
    throw new SamplingError("too-few-units", `${count} units are to be drawn and there are only ${units}.`);
}
