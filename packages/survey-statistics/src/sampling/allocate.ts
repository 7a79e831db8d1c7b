import { SamplingError } from "./sampling-error.ts";

export type AllocationMethod = "equal" | "proportional" | "neyman" | "power";

export interface AllocationInput {
  /** n: units to be drawn in all strata together. */
  readonly size: number;
  readonly method: AllocationMethod;
  /** N_h: units of each stratum, which is also the most it can give. [H], whole, ≥ 1. */
  readonly units: Float64Array;
  /** X_h: what the sample is shared out by, when not the units: people, households, a total. [H], > 0. */
  readonly measure?: Float64Array;
  /** S_h (neyman), or the coefficient of variation (power; 1 when absent). [H], ≥ 0. */
  readonly spread?: Float64Array;
  /** q of the power allocation, 0 … 1: 0 = strata alike, 1 = Neyman's. Default 0.5. */
  readonly power?: number;
  /** Fewest units of each stratum; one number or [H]. Default 1; two are needed for an error. */
  readonly minimum?: number | Float64Array;
  /** Most units of each stratum; N_h where lower. */
  readonly maximum?: number | Float64Array;
}

/**
 * Shares a sample out to strata: n_h ∝ 1 (equal), X_h (proportional), X_h S_h (neyman), X_h^q CV_h (power). A stratum at its
 * minimum or at its maximum keeps it, and the others share what is left. Whole numbers by largest remainders: they sum to n exactly.
 *
 * @returns n_h [H].
 * @throws {SamplingError} bad-count, bad-size, bad-bounds, wrong-length, minimum-too-large, too-few-units.
 * @see Neyman (1934); Bankier (1988), The American Statistician 42; Cochran (1977), 5.5 and 5.8.
 */
export function allocate(input: AllocationInput): Int32Array {
  const { size, units } = input;
  if (!Number.isInteger(size) || size < 1)
    throw new SamplingError("bad-count", `The sample size must be a whole number from 1, not ${size}.`);
  const parts = partsOf(input);
  const lowest = boundsOf(input.minimum ?? 1, units.length, "minimum");
  const given = boundsOf(input.maximum ?? Number.POSITIVE_INFINITY, units.length, "maximum");
  const highest = units.map((N, h) => Math.min(N, given[h]!));
  lowest.forEach((low, h) => {
    if (input.minimum === undefined) return;
    if (low > highest[h]!)
      throw new SamplingError("minimum-too-large", `Stratum ${h} must give ${low} and can give ${highest[h]}.`, {
        stratum: h,
      });
  });
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  if (sum(lowest) > size)
    throw new SamplingError(
      "minimum-too-large",
      `The minimums of ${units.length} strata sum to ${sum(lowest)}, the sample to ${size}.`,
    );
  if (sum(highest) < size)
    throw new SamplingError(
      "too-few-units",
      `The sample is to have ${size} units and the strata give ${sum(highest)}.`,
    );
  return rounded(withinBounds(parts, lowest, highest, size), highest, size);
}

function partsOf({ method, units, measure, spread, power = 0.5 }: AllocationInput): Float64Array {
  if (!(power >= 0 && power <= 1)) throw new SamplingError("bad-bounds", `The power must be 0 … 1, not ${power}.`);
  for (const column of [measure, spread])
    if (column && column.length !== units.length)
      throw new SamplingError("wrong-length", `${column.length} values are given for ${units.length} strata.`);
  if (method === "neyman" && !spread)
    throw new SamplingError("bad-size", "Neyman's allocation needs the spread of each stratum.");
  return units.map((N, h) => {
    const x = measure ? measure[h]! : N;
    const s = spread?.[h] ?? 1;
    if (!(N >= 1 && x > 0 && s >= 0 && Number.isFinite(x * s)))
      throw new SamplingError("bad-size", `Stratum ${h} has ${N} units, size ${x} and spread ${s}.`, { stratum: h });
    if (method === "equal") return 1;
    if (method === "proportional") return x;
    if (method === "neyman") return x * s;
    return (power === 0.5 ? Math.sqrt(x) : x ** power) * s;
  });
}

function boundsOf(bounds: number | Float64Array, strata: number, parameter: string): Float64Array {
  const each = typeof bounds === "number" ? new Float64Array(strata).fill(bounds) : bounds;
  if (each.length !== strata)
    throw new SamplingError("wrong-length", `${each.length} bounds are given for ${strata} strata.`, { parameter });
  each.forEach((bound, h) => {
    if (!(bound >= 0) || (bound !== Number.POSITIVE_INFINITY && !Number.isInteger(bound)))
      throw new SamplingError("bad-bounds", `The ${parameter} of stratum ${h} is ${bound}.`, { stratum: h, parameter });
  });
  return each;
}

/** Shares ∝ parts that keep to the bounds: those on the side that overshoots more are fixed, until none does. */
function withinBounds(parts: Float64Array, lowest: Float64Array, highest: Float64Array, size: number): Float64Array {
  const shares = new Float64Array(parts.length);
  let free = Array.from(parts, (_, h) => h);
  let left = size;
  while (free.length) {
    const sum = free.reduce((total, h) => total + parts[h]!, 0);
    let over = 0;
    let under = 0;
    for (const h of free) {
      // Strata without any spread share alike what nobody else can take.
      shares[h] = sum > 0 ? (left * parts[h]!) / sum : left / free.length;
      over += Math.max(0, shares[h]! - highest[h]!);
      under += Math.max(0, lowest[h]! - shares[h]!);
    }
    if (over === 0 && under === 0) break;
    const side = over >= under ? highest : lowest;
    const fixed = free.filter((h) => (over >= under ? shares[h]! > highest[h]! : shares[h]! < lowest[h]!));
    for (const h of fixed) {
      shares[h] = side[h]!;
      left -= side[h]!;
    }
    free = free.filter((h) => !fixed.includes(h));
  }
  return shares;
}

function rounded(shares: Float64Array, highest: Float64Array, size: number): Int32Array {
  const whole = Int32Array.from(shares, (share) => Math.floor(share + 1e-9));
  let left = size - whole.reduce((sum, n) => sum + n, 0);
  const order = Array.from(shares, (share, h) => ({ h, rest: share - whole[h]! })).sort(
    (a, b) => (Math.abs(b.rest - a.rest) > 1e-9 ? b.rest - a.rest : 0) || a.h - b.h,
  );
  for (const { h } of order)
    if (left > 0 && whole[h]! < highest[h]!) {
      whole[h]!++;
      left--;
    }
  return whole;
}
