/** Chance from a seed (mulberry32): the same wave again for whoever has the seed. */
export function chance(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** 0 ≤ x < 1. */
    next,
    below: (count: number): number => Math.floor(next() * count),
    exponential: (mean: number): number => -mean * Math.log(1 - next()),
  };
}
export type Chance = ReturnType<typeof chance>;

/**
 * The number of hits that luck reaches with a probability of `tail` at most, when each guess hits by its own probability:
 * the exact distribution of the sum (Poisson-binomial), by convolution.
 * @returns the smallest k with P(hits > k) ≤ tail.
 */
export function luckAtMost(probabilities: readonly number[], tail: number): number {
  let distribution = Float64Array.of(1);
  for (const p of probabilities) {
    const next = new Float64Array(distribution.length + 1);
    for (const [hits, mass] of distribution.entries()) {
      next[hits]! += mass * (1 - p);
      next[hits + 1]! += mass * p;
    }
    // What lies beyond any hope is cut off, and counted as reached.
    let end = next.length;
    while (end > 1 && next[end - 1]! < 1e-15) end--;
    distribution = next.slice(0, end);
  }
  let beyond = 0;
  for (let k = distribution.length - 1; k > 0; k--) {
    if (beyond + distribution[k]! > tail) return k;
    beyond += distribution[k]!;
  }
  return 0;
}
