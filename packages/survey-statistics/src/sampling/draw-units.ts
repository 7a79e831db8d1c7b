import { equalProbabilities, inclusionProbabilities } from "./inclusion-probabilities.ts";
import { SamplingError } from "./sampling-error.ts";
import { distinctPlaces, type RandomGenerator, uniform } from "./sampling-generator.ts";

/** How units of one stratum are drawn, without replacement, a fixed number of them. */
export type DrawMethod = "simple-random" | "systematic" | "pps-systematic" | "pps-sampford" | "pps-brewer";
export const drawMethods: readonly DrawMethod[] = [
  "simple-random",
  "systematic",
  "pps-systematic",
  "pps-sampford",
  "pps-brewer",
];
export const isProportionalToSize = (method: DrawMethod): boolean => method.startsWith("pps-");

export interface DrawnUnits {
  /** Units drawn, indices in rising order. */
  readonly units: Int32Array;
  /** [all units]: the chance each had. */
  readonly probabilities: Float64Array;
  readonly certainty: Int32Array;
}

/**
 * Draws `count` units of one stratum.
 *
 * @param units how many there are, or (pps) the size of each, > 0. Systematic draws go through them in the order given.
 * @throws {SamplingError} bad-count, too-few-units, bad-size, no-measure-of-size.
 */
export function drawUnits(
  generator: RandomGenerator,
  method: DrawMethod,
  units: number | Float64Array,
  count: number,
): DrawnUnits {
  if (!isProportionalToSize(method)) {
    const total = typeof units === "number" ? units : units.length;
    const { probabilities, certainty } = equalProbabilities(total, count);
    const drawn =
      method === "simple-random"
        ? distinctPlaces(generator, count, total)
        : systematicPlaces((i) => ((i + 1) * count) / total, total, uniform(generator));
    return { units: drawn, probabilities, certainty };
  }
  if (typeof units === "number")
    throw new SamplingError("no-measure-of-size", `${method} needs the size of every unit.`);
  const { probabilities, certainty } = inclusionProbabilities(units, count);
  return { units: drawByProbabilities(generator, method, probabilities), probabilities, certainty };
}

/**
 * Draws units with given probabilities, which sum to a whole number; those of 1 are always drawn.
 * @throws {SamplingError} bad-probability.
 */
export function drawByProbabilities(
  generator: RandomGenerator,
  method: DrawMethod,
  probabilities: Float64Array,
): Int32Array {
  const uncertain: number[] = [];
  const drawn: number[] = [];
  let sum = 0;
  probabilities.forEach((chance, i) => {
    if (!(chance > 0 && chance <= 1))
      throw new SamplingError("bad-probability", `Unit ${i} has the probability ${chance}.`, { unit: i });
    if (chance === 1) drawn.push(i);
    else {
      uncertain.push(i);
      sum += chance;
    }
  });
  const count = Math.round(sum);
  if (Math.abs(sum - count) > 1e-6)
    throw new SamplingError("bad-probability", `The probabilities sum to ${sum}, which is no whole number.`);
  if (count > 0) {
    const chances = Float64Array.from(uncertain, (i) => probabilities[i]!);
    const places =
      method === "pps-sampford"
        ? sampford(generator, chances, count)
        : method === "pps-brewer"
          ? brewer(generator, chances, count)
          : systematic(generator, chances, count);
    for (const place of places) drawn.push(uncertain[place]!);
  }
  return Int32Array.from(drawn).sort();
}

/** One random start, then steps of 1 along the summed probabilities. @see Madow (1949). */
function systematic(generator: RandomGenerator, chances: Float64Array, count: number): Int32Array {
  let sum = 0;
  const last = chances.length - 1;
  // The end is the count itself: what rounding has left of the sum must not lose or add a unit.
  const up = (i: number) => {
    sum += chances[i]!;
    return i === last ? count : Math.min(sum, count);
  };
  return systematicPlaces(up, chances.length, uniform(generator));
}

function systematicPlaces(up: (i: number) => number, units: number, start: number): Int32Array {
  const places: number[] = [];
  let passed = 0;
  for (let i = 0; i < units; i++) {
    const points = Math.ceil(up(i) - start);
    if (points > passed) places.push(i);
    passed = points;
  }
  return Int32Array.from(places);
}

/**
 * Sampford's design: P(s) ∝ Π_{i ∈ s} π_i/(1 − π_i) · Σ_{i ∈ s} (1 − π_i). Drawn by rejection: a first unit with chance
 * ∝ π_i (1 − π_i), every other on its own with chance π_j, until exactly n − 1 others came; about 2.5 √n trials.
 * @see Sampford (1967), Biometrika 54; Tillé (2006), 5.5 (the same design by another rejection).
 */
function sampford(generator: RandomGenerator, chances: Float64Array, count: number): number[] {
  const spread = chances.map((chance) => chance * (1 - chance));
  const spreadSum = spread.reduce((sum, value) => sum + value, 0);
  for (;;) {
    const first = placeOf(spread, uniform(generator) * spreadSum);
    const places = [first];
    for (let j = 0; j < chances.length && places.length <= count; j++)
      if (j !== first && uniform(generator) < chances[j]!) places.push(j);
    if (places.length === count) return places;
  }
}

/**
 * Brewer's method, unit by unit: at step k the chance is ∝ π_j (n − a − π_j)/(n − a − π_j (n − k + 1)), a = Σ π of those drawn.
 * @see Brewer (1975), Australian Journal of Statistics 17; Tillé (2006), algorithm 6.10; R sampling::UPbrewer.
 */
function brewer(generator: RandomGenerator, chances: Float64Array, count: number): number[] {
  const drawn = new Uint8Array(chances.length);
  const places: number[] = [];
  const step = new Float64Array(chances.length);
  let gone = 0;
  for (let k = 1; k <= count; k++) {
    let sum = 0;
    for (let j = 0; j < step.length; j++) {
      step[j] = drawn[j] ? 0 : brewerStep(chances[j]!, count - gone, count - k + 1);
      sum += step[j]!;
    }
    const place = placeOf(step, uniform(generator) * sum);
    drawn[place] = 1;
    gone += chances[place]!;
    places.push(place);
  }
  return places;
}

/** @param left n − a. @param draws n − k + 1, this one counted. */
export function brewerStep(chance: number, left: number, draws: number): number {
  // At the last draw both brackets are one and the same.
  return draws === 1 ? chance : (chance * (left - chance)) / (left - chance * draws);
}

/** The place at which the running sum of `parts` passes `point`. */
function placeOf(parts: Float64Array, point: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === 0) continue;
    sum += parts[i]!;
    if (point < sum) return i;
    last = i;
  }
  // Rounding let the sum end just below the point.
  return last;
}
