import fc from "fast-check";
import { expect, test } from "vitest";
import { cellKeys, DisclosureError, noiseTable, perturbCounts, recordKeys, roundCounts } from "../index.ts";

test("by hand: keys add up modulo 2³² and records in no cell are left out", () => {
  const keys = Uint32Array.of(0xffff_ffff, 2, 5, 7);
  expect(cellKeys(keys, Int32Array.of(0, 0, 1, -1), 2)).toEqual(Uint32Array.of(1, 5));
});

test("by hand: 7 in base 5 goes up for keys below 2/5 of the range, 10 stays 10, and 0 stays 0", () => {
  const at = (share: number) => Uint32Array.of(Math.floor(share * 2 ** 32));
  expect(roundCounts(Int32Array.of(7), at(0.39), 5)[0]).toBe(10);
  expect(roundCounts(Int32Array.of(7), at(0.41), 5)[0]).toBe(5);
  expect(roundCounts(Int32Array.of(10, 0), Uint32Array.of(0, 0), 5)).toEqual(Int32Array.of(10, 0));
  expect(roundCounts(Int32Array.of(4), at(0.3), 3)[0]).toBe(6);
  expect(roundCounts(Int32Array.of(4), at(0.34), 3)[0]).toBe(3);
});

test("rounding is unbiased: over evenly spread keys the mean is the count", () => {
  const keys = Uint32Array.from({ length: 15_000 }, (_, k) => Math.floor(((k + 0.5) / 15_000) * 2 ** 32));
  for (const base of [3, 5] as const) {
    for (const count of [1, 2, 3, 4, 7, 11]) {
      const rounded = roundCounts(new Int32Array(15_000).fill(count), keys, base);
      expect(rounded.reduce((sum, value) => sum + value / 15_000, 0)).toBeCloseTo(count, 3);
    }
  }
});

test("the same people are shown as the same number, whatever the order of rows and the table they are counted in", () => {
  const noise = noiseTable({ largest: 4, variance: 2, smallestHidden: 2 });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 60 }),
      fc.integer(),
      (codes, seed) => {
        const keys = recordKeys(codes.length, seed);
        expect(recordKeys(codes.length, seed)).toEqual(keys);
        const cellOf = Int32Array.from(codes);
        const counts = new Int32Array(3);
        for (const code of codes) counts[code]!++;
        const sums = cellKeys(keys, cellOf, 3);
        expect(cellKeys(keys.slice().reverse(), cellOf.slice().reverse(), 3)).toEqual(sums);
        const shown = perturbCounts(counts, sums, noise);
        // The last cell again, in a table of its own.
        const alone = cellKeys(
          keys,
          cellOf.map((cell) => (cell === 2 ? 0 : -1)),
          1,
        );
        expect(perturbCounts(counts.slice(2), alone, noise)[0]).toBe(shown[2]);
        shown.forEach((value, cell) => {
          expect(Math.abs(value - counts[cell]!)).toBeLessThanOrEqual(4);
          expect(value === 0 || value > 2).toBe(true);
          if (counts[cell] === 0) expect(value).toBe(0);
        });
      },
    ),
  );
});

test.each([
  { largest: 2, variance: 1, smallestHidden: 0 },
  { largest: 5, variance: 3, smallestHidden: 2 },
  { largest: 4, variance: 2, smallestHidden: 1 },
])("noise %o has mean 0 for every count, and its variance where the count is large enough", (options) => {
  const { rows } = noiseTable(options);
  rows.forEach(({ changes, chances }, count) => {
    const mean = changes.reduce((sum, d, k) => sum + d * chances[k]!, 0);
    expect(chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
    expect(mean).toBeCloseTo(0, 9);
    expect(chances.every((p) => p >= 0)).toBe(true);
    const variance = changes.reduce((sum, d, k) => sum + d * d * chances[k]!, 0);
    if (count === rows.length - 1) expect(variance).toBeCloseTo(options.variance, 8);
  });
});

test("by hand: D = 1 and V = 1/2 leave a count with chance 1/2 and move it by one with chance 1/4 each way", () => {
  const { rows } = noiseTable({ largest: 1, variance: 0.5 });
  expect([...rows.at(-1)!.chances].map((p) => p.toFixed(9))).toEqual(["0.250000000", "0.500000000", "0.250000000"]);
});

const refusals: readonly [string, () => unknown][] = [
  ["bad-parameter", () => noiseTable({ largest: 0, variance: 1 })],
  ["bad-parameter", () => noiseTable({ largest: 2, variance: 4 })],
  ["bad-parameter", () => noiseTable({ largest: 2, variance: 1, smallestHidden: 2 })],
  ["bad-parameter", () => recordKeys(3, 0.5)],
  ["bad-parameter", () => roundCounts(Int32Array.of(1), Uint32Array.of(1), 4 as 3)],
  ["wrong-length", () => roundCounts(Int32Array.of(1, 2), Uint32Array.of(1), 3)],
  ["not-a-count", () => roundCounts(Int32Array.of(-1), Uint32Array.of(1), 3)],
  ["bad-code", () => cellKeys(Uint32Array.of(1), Int32Array.of(3), 2)],
];
test.each(refusals)("refuses: %s", (code, ask) => {
  let refusal: unknown;
  try {
    ask();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(DisclosureError);
  expect(refusal).toMatchObject({ code });
});
