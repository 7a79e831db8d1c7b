import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate } from "./allocate.ts";
import { drawSample } from "./draw-sample.ts";
import { drawByProbabilities, drawMethods, drawUnits } from "./draw-units.ts";
import { inclusionProbabilities } from "./inclusion-probabilities.ts";
import { jointProbabilities } from "./joint-probabilities.ts";
import { activeGroups, rotationGroups } from "./rotating-panel.ts";
import { SamplingError } from "./sampling-error.ts";
import { samplingGenerator, uniform } from "./sampling-generator.ts";

const f64 = (...values: number[]) => Float64Array.from(values);
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof SamplingError) return [error.code, error.place];
    throw error;
  }
  return "nothing thrown";
};

test("sizes 1 2 3 4, two draws: π = 2x/10", () =>
  expect([...inclusionProbabilities(f64(1, 2, 3, 4), 2).probabilities]).toEqual([0.2, 0.4, 0.6, 0.8]));
test("certainty is taken out again and again: of 100 40 10 10, three: 100 goes first, then 40, and the tens share one draw", () => {
  const { probabilities, certainty } = inclusionProbabilities(f64(100, 40, 10, 10), 3);
  expect([...probabilities]).toEqual([1, 1, 0.5, 0.5]);
  expect([...certainty]).toEqual([0, 1]);
});
test("a size of zero is refused and named", () => {
  expect(codeOf(() => inclusionProbabilities(f64(3, 0, 2), 1))).toEqual(["bad-size", { unit: 1 }]);
  expect(codeOf(() => inclusionProbabilities(f64(3, 2), 3))).toEqual(["too-few-units", {}]);
});

/** Chance of each set of `count` of the units, from a function of the set. */
function sets(units: number, count: number): number[][] {
  const all: number[][] = [];
  for (let code = 0; code < 1 << units; code++) {
    const set = Array.from({ length: units }, (_, i) => i).filter((i) => code & (1 << i));
    if (set.length === count) all.push(set);
  }
  return all;
}

test("Sampford's joint probabilities are those of his definition, summed over all samples", () => {
  const chances = inclusionProbabilities(f64(1, 2, 3, 4, 5, 6, 3), 3).probabilities;
  // Sampford's rule: first draw π/n, the others with replacement ∝ π/(1 − π), all kept if none is twice.
  const likelihood = sets(7, 3).map((set) => {
    const odds = set.map((i) => chances[i]! / (1 - chances[i]!));
    return set.reduce((sum, i, k) => sum + (chances[i]! / odds[k]!) * odds[0]! * odds[1]! * odds[2]!, 0);
  });
  const all = likelihood.reduce((sum, p) => sum + p, 0);
  const chanceOf = (...units: number[]) =>
    sets(7, 3).reduce((sum, set, s) => sum + (units.every((i) => set.includes(i)) ? likelihood[s]! / all : 0), 0);
  const { matrix, method } = jointProbabilities("pps-sampford", chances);
  expect(method).toBe("exact");
  for (let i = 0; i < 7; i++) {
    expect(chanceOf(i)).toBeCloseTo(chances[i]!, 12);
    for (let j = 0; j < 7; j++) expect(matrix[i * 7 + j]).toBeCloseTo(i === j ? chances[i]! : chanceOf(i, j), 12);
  }
});

test("Brewer's two draws: 2 p_i p_j (1/(1−2p_i) + 1/(1−2p_j)) / (1 + Σ p/(1−2p))", () => {
  const chances = f64(0.2, 0.4, 0.6, 0.8);
  const p = chances.map((chance) => chance / 2);
  const below = 1 + p.reduce((sum, one) => sum + one / (1 - 2 * one), 0);
  const { matrix } = jointProbabilities("pps-brewer", chances);
  for (const [i, j] of sets(4, 2) as [number, number][])
    expect(matrix[i * 4 + j]).toBeCloseTo(
      (2 * p[i]! * p[j]! * (1 / (1 - 2 * p[i]!) + 1 / (1 - 2 * p[j]!))) / below,
      12,
    );
});

test("systematic, by hand: lengths 0.5 0.75 0.75 on the line 0 … 2 meet two by two in 0.25, 0.25 and 0.5 of the starts", () => {
  const { matrix } = jointProbabilities("pps-systematic", f64(0.5, 0.75, 0.75));
  expect([matrix[1], matrix[2], matrix[5]]).toEqual([0.25, 0.25, 0.5]);
});

test("joint probabilities of each method sum to (n − 1) π_i over the others, and none exceeds π_i", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...drawMethods),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 9 }),
      fc.integer({ min: 2, max: 4 }),
      (method, sizes, count) => {
        const pps = method.startsWith("pps-");
        const { probabilities } = inclusionProbabilities(pps ? f64(...sizes) : f64(...sizes.map(() => 1)), count);
        const units = sizes.length;
        const { matrix } = jointProbabilities(method, probabilities);
        for (let i = 0; i < units; i++) {
          let sum = 0;
          for (let j = 0; j < units; j++) {
            if (j === i) continue;
            sum += matrix[i * units + j]!;
            expect(matrix[i * units + j]!).toBeLessThanOrEqual(probabilities[i]! + 1e-9);
            expect(matrix[i * units + j]!).toBeCloseTo(matrix[j * units + i]!, 9);
          }
          expect(sum).toBeCloseTo((count - 1) * probabilities[i]!, 8);
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  );
});

test("joint probabilities of a few of many units are those of the whole matrix", () => {
  const { probabilities } = inclusionProbabilities(
    Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 7)),
    9,
  );
  const whole = jointProbabilities("pps-sampford", probabilities).matrix;
  const some = jointProbabilities("pps-sampford", probabilities, Int32Array.of(3, 17, 30)).matrix;
  expect(some[1]).toBeCloseTo(whole[3 * 40 + 17]!, 14);
  expect(some[5]).toBeCloseTo(whole[17 * 40 + 30]!, 14);
});

test("every method draws exactly n different units, certainty among them, the same ones from the same seed", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...drawMethods),
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 60 }),
      fc.nat(1000),
      fc.nat(),
      (method, sizes, part, seed) => {
        const count = 1 + (part % sizes.length);
        const { units, certainty } = drawUnits(samplingGenerator(seed), method, f64(...sizes), count);
        expect(new Set(units).size).toBe(count);
        expect([...certainty].every((unit) => units.includes(unit))).toBe(true);
        expect(drawUnits(samplingGenerator(seed), method, f64(...sizes), count).units).toEqual(units);
      },
    ),
    { numRuns: 200, endOnFailure: true },
  );
});
test("probabilities that sum to no whole number are refused", () =>
  expect(codeOf(() => drawByProbabilities(samplingGenerator(1), "pps-sampford", f64(0.5, 0.7)))).toEqual([
    "bad-probability",
    {},
  ]));

test("the first number of seeds 1 … 1000 spreads over the whole line, not at one end", () => {
  const tenths = new Int32Array(10);
  for (let seed = 1; seed <= 1000; seed++) tenths[Math.floor(uniform(samplingGenerator(seed)) * 10)]!++;
  // Expected 100 each, standard error 9.5; four of them.
  for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThan(38);
});

test("proportional, by hand: 10 among 50 30 20 is 5 3 2; 10 among 55 30 15 rounds the largest rest up", () => {
  expect([...allocate({ size: 10, method: "proportional", units: f64(50, 30, 20) })]).toEqual([5, 3, 2]);
  expect([...allocate({ size: 10, method: "proportional", units: f64(56, 30, 14) })]).toEqual([6, 3, 1]);
});
test("Neyman, by hand: N 100 100 100 and S 1 2 3 share 60 as 10 20 30", () =>
  expect([...allocate({ size: 60, method: "neyman", units: f64(100, 100, 100), spread: f64(1, 2, 3) })]).toEqual([
    10, 20, 30,
  ]));
test("power 0.5, by hand: X 100 400 900 shares 60 as 10 20 30; equal: 20 20 20", () => {
  expect([...allocate({ size: 60, method: "power", units: f64(100, 400, 900) })]).toEqual([10, 20, 30]);
  expect([...allocate({ size: 60, method: "equal", units: f64(100, 400, 900) })]).toEqual([20, 20, 20]);
});
test("a stratum that cannot give its part gives all, the others share the rest: Neyman over N 10 100 100", () =>
  expect([...allocate({ size: 90, method: "neyman", units: f64(10, 100, 100), spread: f64(50, 3, 1) })]).toEqual([
    10, 60, 20,
  ]));
test("minimums hold and the sum is n, whatever the strata", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 2, max: 5000 }), { minLength: 1, maxLength: 40 }),
      fc.constantFrom("equal", "proportional", "power", "neyman"),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (units, method, part) => {
        const total = units.reduce((sum, n) => sum + n, 0);
        const size = 2 * units.length + Math.floor(part * (total - 2 * units.length));
        const spread = f64(...units.map((n, h) => (n * (h + 1)) % 7));
        const counts = allocate({ size, method, units: f64(...units), spread, minimum: 2 });
        expect(counts.reduce((sum, n) => sum + n, 0)).toBe(size);
        counts.forEach((n, h) => {
          expect(n).toBeGreaterThanOrEqual(2);
          expect(n).toBeLessThanOrEqual(units[h]!);
        });
      },
    ),
    { numRuns: 300, endOnFailure: true },
  );
});
test("minimums that sum to more than the sample are refused", () =>
  expect(codeOf(() => allocate({ size: 3, method: "equal", units: f64(9, 9), minimum: 2 }))).toEqual([
    "minimum-too-large",
    {},
  ]));

const villages = {
  unitOfRow: Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2, 2, 3),
  sizeOfRow: f64(30, 30, 30, 20, 20, 40, 40, 40, 40, 10),
};
test("two stages, by hand: π = 2·x/100 · 2/(households), and a village with one household gives it", () => {
  for (let seed = 0; seed < 20; seed++) {
    const sample = drawSample(samplingGenerator(seed), 10, [
      { method: "pps-sampford", size: 2, ...villages },
      { method: "simple-random", size: 2 },
    ]);
    const households = [3, 2, 4, 1];
    sample.rows.forEach((row, k) => {
      const unit = villages.unitOfRow[row]!;
      expect(sample.stageProbabilities[0]![k]).toBeCloseTo((2 * villages.sizeOfRow[row]!) / 100, 12);
      expect(sample.stageProbabilities[1]![k]).toBeCloseTo(Math.min(1, 2 / households[unit]!), 12);
      expect(sample.weights[k]! * sample.probabilities[k]!).toBeCloseTo(1, 12);
    });
    expect(sample.groups.length).toBe(3);
  }
});
test("one unit in two strata is refused, with its rows", () =>
  expect(
    codeOf(() =>
      drawSample(samplingGenerator(1), 3, [
        { method: "simple-random", size: 1, unitOfRow: Int32Array.of(0, 1, 0), stratumOfRow: Int32Array.of(0, 0, 1) },
      ]),
    ),
  ).toEqual(["unit-in-two-strata", { stage: 0, unit: 0, otherUnit: 2 }]));
test("a reserve waits in order; π of the sample is π(n + r) · n/(n + r)", () => {
  const sample = drawSample(samplingGenerator(5), 100, [{ method: "simple-random", size: 10, reserve: 0.25 }]);
  expect(sample.rows.length).toBe(10);
  expect(sample.reserve.map(({ order }) => order)).toEqual([1, 2, 3]);
  expect(sample.reserve.some(({ row }) => sample.rows.includes(row))).toBe(false);
  expect(sample.probabilities[0]).toBeCloseTo(0.1, 12);
});

test("PSUs are dealt evenly to rotation groups, and two of three groups stay from wave to wave", () => {
  const plan = { groups: 6, active: 3 };
  const stratum = Int32Array.from({ length: 26 }, (_, i) => (i < 12 ? 0 : 1));
  const group = rotationGroups(samplingGenerator(3), stratum, plan);
  for (const h of [0, 1]) {
    const counts = Array.from({ length: 6 }, (_, g) => [...group].filter((one, i) => one === g && stratum[i] === h));
    const lengths = counts.map(({ length }) => length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
  }
  expect([0, 1, 4, 5].map((wave) => activeGroups(wave, plan))).toEqual([
    [0, 1, 2],
    [1, 2, 3],
    [0, 4, 5],
    [0, 1, 5],
  ]);
});
