import { solve } from "../linear-algebra/solve.ts";
import { checkCounts, spread } from "./cell-keys.ts";
import { DisclosureError } from "./disclosure-error.ts";

export interface NoiseOptions {
  /** D: no count moves further than this. 1, 2, … */
  readonly largest: number;
  /** V: variance of the noise, where counts are large enough to allow it. > 0 */
  readonly variance: number;
  /** No count from 1 to this is ever shown. Default 0. */
  readonly smallestHidden?: number;
}

/** Chances of each shown count, for each true count 0 … largest + smallestHidden; higher counts share the last row. */
export interface NoiseTable {
  readonly options: Required<NoiseOptions>;
  readonly rows: readonly { readonly changes: Int32Array; readonly chances: Float64Array }[];
}

/**
 * Noise for counts: of all distributions on −D … D with mean 0 and variance V, without negative results and without results from 1 to
 * `smallestHidden`, the one of greatest entropy. 0 stays 0. Where a small count cannot have the variance, its noise has mean 0 only.
 *
 * @throws {DisclosureError} bad-parameter: D, V or the threshold do not go together.
 * @see Marley & Leaver (2011), 58th World Statistical Congress; Giessing (2016), Privacy in Statistical Databases, LNCS 9867.
 */
export function noiseTable(options: NoiseOptions): NoiseTable {
  const { largest, variance, smallestHidden = 0 } = options;
  if (!Number.isInteger(largest) || largest < 1 || !Number.isInteger(smallestHidden) || smallestHidden < 0)
    throw new DisclosureError("bad-parameter", "largest", "D is 1, 2, …; the threshold 0, 1, ….");
  if (smallestHidden >= largest && smallestHidden > 0)
    throw new DisclosureError(
      "bad-parameter",
      "smallestHidden",
      "Counts must be able to move beyond the threshold: below D.",
    );
  if (!(variance > 0 && variance < largest * largest))
    throw new DisclosureError(
      "bad-parameter",
      "variance",
      `The variance must lie between 0 and D² = ${largest * largest}.`,
    );
  const rows = Array.from({ length: largest + smallestHidden + 1 }, (_, count) => {
    const changes: number[] = [];
    for (let change = -largest; change <= largest; change++) {
      const shown = count + change;
      if (count === 0 ? change === 0 : shown === 0 || shown > smallestHidden) changes.push(change);
    }
    const chances = count === 0 ? [1] : greatestEntropy(changes, variance);
    return { changes: Int32Array.from(changes), chances: Float64Array.from(chances) };
  });
  return { options: { largest, variance, smallestHidden }, rows };
}

/**
 * Counts with noise that follows from each cell's key: the same people are always shown as the same number. Totals are perturbed
 * from their own keys, so a table's cells need not add up to them; that is what keeps totals exact to within D.
 *
 * @param keys from `cellKeys`. [counts.length]
 * @throws {DisclosureError} wrong-length, not-a-count.
 * @see Thompson, Broadfoot & Elazar (2013), UNECE Work Session on Statistical Data Confidentiality.
 */
export function perturbCounts(counts: Int32Array, keys: Uint32Array, noise: NoiseTable): Int32Array {
  checkCounts(counts, keys);
  return counts.map((count, cell) => {
    const { changes, chances } = noise.rows[Math.min(count, noise.rows.length - 1)]!;
    let left = spread(keys[cell]!);
    for (let k = 0; k < changes.length; k++) {
      left -= chances[k]!;
      if (left < 0) return count + changes[k]!;
    }
    return count + changes.at(-1)!;
  });
}

/** Chances ∝ exp(a·d + b·d²) with mean 0 and the variance; with mean 0 alone where that has no solution. */
function greatestEntropy(changes: readonly number[], variance: number): number[] {
  return tilted(changes, [(d) => d, (d) => d * d - variance]) ?? tilted(changes, [(d) => d]) ?? refuse();
}

function refuse(): never {
  throw new DisclosureError("bad-parameter", "largest", "No noise of mean 0 is possible: choose a larger D.");
}

/** Chances ∝ exp(Σ a_k f_k(d)) with the mean of every f_k 0, by Newton's steps on the convex dual; undefined where there is none. */
function tilted(changes: readonly number[], conditions: readonly ((change: number) => number)[]): number[] | undefined {
  const k = conditions.length;
  let at = new Float64Array(k);
  const weigh = (multipliers: Float64Array) =>
    changes.map((d) => Math.exp(conditions.reduce((sum, condition, j) => sum + multipliers[j]! * condition(d), 0)));
  const sumOf = (weights: readonly number[]) => weights.reduce((sum, weight) => sum + weight, 0);
  for (let step = 0; step < 200; step++) {
    const weights = weigh(at);
    const sum = sumOf(weights);
    if (!(sum > 0 && sum < 1e300)) return undefined;
    const gradient = new Float64Array(k);
    const hessian = new Float64Array(k * k);
    changes.forEach((d, i) => {
      const share = weights[i]! / sum;
      conditions.forEach((first, a) => {
        gradient[a]! += share * first(d);
        conditions.forEach((second, b) => {
          hessian[a * k + b]! += share * first(d) * second(d);
        });
      });
    });
    if (gradient.every((slope) => Math.abs(slope) < 1e-12)) return weights.map((weight) => weight / sum);
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) hessian[a * k + b]! -= gradient[a]! * gradient[b]!;
    const move = solve(hessian, gradient, k, 1);
    if (move === undefined) return undefined;
    const from = Math.log(sum);
    let share = 1;
    let next = at;
    do {
      next = at.map((value, a) => value - share * move[a]!);
      share /= 2;
    } while (share > 1e-6 && !(Math.log(sumOf(weigh(next))) <= from + 1e-12));
    if (next.some((value) => Math.abs(value) > 50)) return undefined;
    at = next;
  }
  return undefined;
}
