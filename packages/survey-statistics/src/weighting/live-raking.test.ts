import fc from "fast-check";
import { expect, test } from "vitest";
import { liveRaking, rake, WeightingError } from "../index.ts";

const answer = fc.tuple(
  fc.integer({ min: 0, max: 1 }),
  fc.integer({ min: 0, max: 2 }),
  fc.double({ min: 0.5, max: 4, noNaN: true }),
);
const targets = [Float64Array.of(48, 52), Float64Array.of(30, 45, 25)];
/** One answer in every combination, so that the margins can always be met. */
const base = [0, 1].flatMap((a) => [0, 1, 2].map((b) => [a, b, 1] as const));

test("adding and taking out answers gives the weights of raking those that are left, to 1e-8", () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 10 }), (answers, gone) => {
      const live = liveRaking(targets);
      for (const [a, b, weight] of base) live.add([a, b], weight);
      live.rake();
      for (const [a, b, weight] of answers) live.add([a, b], weight);
      live.rake();
      const left = [...answers];
      for (const at of gone) {
        if (left.length === 0) break;
        const [[a, b, weight]] = left.splice(at % left.length, 1) as [(typeof left)[number]];
        live.remove([a, b], weight);
      }
      const state = live.rake();
      const rows = [...base, ...left];
      expect(state.n).toBe(rows.length);
      expect(state.largestError).toBeLessThan(1e-9);
      const whole = rake(
        Float64Array.from(rows, (row) => row[2]),
        targets.map((target, m) => ({ codes: Int32Array.from(rows, (row) => row[m]!), targets: target })),
      );
      let sum = 0;
      let squares = 0;
      rows.forEach(([a, b, weight], i) => {
        expect(live.weightOf([a, b], weight) / whole.weights[i]!).toBeCloseTo(1, 7);
        sum += whole.weights[i]!;
        squares += whole.weights[i]! ** 2;
      });
      expect(state.effectiveBase / ((sum * sum) / squares)).toBeCloseTo(1, 6);
    }),
  );
});

test("nothing changed: one sweep", () => {
  const live = liveRaking(targets);
  for (const [a, b, weight] of base) live.add([a, b], weight + a * b);
  expect(live.rake().sweeps).toBeGreaterThan(1);
  expect(live.rake().sweeps).toBe(1);
});

test("a level that loses its last answer is named, and an answer that never came cannot go", () => {
  const live = liveRaking([Float64Array.of(1, 1)]);
  live.add([0], 1);
  live.add([1], 2);
  live.remove([1], 2);
  expect(() => live.rake()).toThrow(WeightingError);
  expect(() => live.rake()).toThrow(/level 1/);
  expect(() => live.remove([1], 2)).toThrow(/counted in/);
  expect(() => live.add([2], 1)).toThrow(/no level 2/);
});
