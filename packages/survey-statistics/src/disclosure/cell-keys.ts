import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { DisclosureError } from "./disclosure-error.ts";

/**
 * A random key for each person's record, drawn once when the file is closed and kept with it. The same seed gives the same keys.
 *
 * @param seed secret: who knows it can undo the noise.
 */
export function recordKeys(rows: number, seed: number): Uint32Array {
  if (!Number.isInteger(seed))
    throw new DisclosureError("bad-parameter", "seed", `The seed is ${seed}, not an integer.`);
  const generator = xoroshiro128plus(seed);
  return Uint32Array.from({ length: rows }, () => uniformInt(generator, 0, 0xffff_ffff));
}

/**
 * The key of each cell: the sum of its records' keys, modulo 2³². The same people give the same key in whatever table and order they
 * are counted, so their cell always gets the same noise and no averaging over repeated questions takes it away.
 *
 * @param cellOf cell of each record, 0 … cellCount − 1; −1 = none. [rows]
 * @throws {DisclosureError} wrong-length, bad-code.
 * @see Fraser & Wooton (2005); Thompson, Broadfoot & Elazar (2013), Australian Bureau of Statistics (TableBuilder).
 */
export function cellKeys(keys: Uint32Array, cellOf: Int32Array, cellCount: number): Uint32Array {
  if (keys.length !== cellOf.length)
    throw new DisclosureError("wrong-length", "cellOf", `${cellOf.length} cells for ${keys.length} records.`);
  const sums = new Uint32Array(cellCount);
  for (let i = 0; i < cellOf.length; i++) {
    const cell = cellOf[i]!;
    if (cell < 0) continue;
    if (cell >= cellCount)
      throw new DisclosureError("bad-code", `cellOf[${i}]`, `Record ${i} is in cell ${cell}, beyond ${cellCount - 1}.`);
    sums[cell]! += keys[i]!;
  }
  return sums;
}

export type RoundingBase = 3 | 5 | 10;

/**
 * Unbiased random rounding: a count of remainder r goes up to the next multiple of the base with chance r/base, else down;
 * multiples stay. Whether up or down follows from the cell's key, so the same cell is always rounded alike.
 *
 * @param counts people of each cell. @param keys from `cellKeys`. [counts.length]
 * @throws {DisclosureError} not-a-count, wrong-length, bad-parameter.
 * @see Handbook on Statistical Disclosure Control, 5.4; Statistics New Zealand and Statistics Canada (bases 3 and 5).
 */
export function roundCounts(counts: Int32Array, keys: Uint32Array, base: RoundingBase): Int32Array {
  if (base !== 3 && base !== 5 && base !== 10)
    throw new DisclosureError("bad-parameter", "base", `Rounding to base ${base} is not offered: 3, 5 or 10.`);
  checkCounts(counts, keys);
  return counts.map((count, cell) => {
    const remainder = count % base;
    const goesUp = spread(keys[cell]!) * base < remainder;
    return count - remainder + (goesUp ? base : 0);
  });
}

export function checkCounts(counts: Int32Array, keys: Uint32Array): void {
  if (counts.length !== keys.length)
    throw new DisclosureError("wrong-length", "keys", `${keys.length} keys for ${counts.length} counts.`);
  const bad = counts.findIndex((count) => count < 0);
  if (bad >= 0) throw new DisclosureError("not-a-count", `counts[${bad}]`, `Count ${bad} is ${counts[bad]}.`);
}

/** A key as a number 0 ≤ u < 1. */
export function spread(key: number): number {
  return key / 2 ** 32;
}
