import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

export type { RandomGenerator };

/** Name and version of what turns a seed into a sample: a change that moves any sample gets a new number. */
export const drawAlgorithm = { name: "lang-nghe-draw", version: 1, generator: "xoroshiro128plus (pure-rand 8.4.2)" };

/**
 * The generator of a draw. Its state is filled from the seed by a hash and its first numbers are thrown away: as the package
 * starts it, the first number of a small seed is nearly the same for every seed, and 1, 2 and 3 are the seeds that people choose.
 *
 * @param seed integer, 0 … 2³² − 1.
 * @see Murmur3's finaliser (Appleby), for the hash.
 */
export function samplingGenerator(seed: number): RandomGenerator {
  let hash = (seed ^ 0x9e3779b9) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  const generator = xoroshiro128plus(hash ^ (hash >>> 16));
  for (let skipped = 0; skipped < 64; skipped++) generator.next();
  return generator;
}

/** 0 ≤ u < 1. */
export const uniform = (generator: RandomGenerator): number => uniformFloat64(generator);

/** `items` in random order; the input is left as it was. @see Fisher & Yates (1938), Durstenfeld (1964). */
export function shuffle(generator: RandomGenerator, items: Int32Array): Int32Array {
  const order = items.slice();
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}

/** `count` different places of 0 … size − 1 in rising order, each set as likely as another. @see Floyd, in Bentley & Floyd (1987). */
export function distinctPlaces(generator: RandomGenerator, count: number, size: number): Int32Array {
  const places = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const place = uniformInt(generator, 0, last);
    places.add(places.has(place) ? last : place);
  }
  return Int32Array.from(places).sort();
}
