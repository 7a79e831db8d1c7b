import fc from "fast-check";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import {
  auxiliariesOf,
  estimateOptInMean,
  NonProbabilityError,
  type OptInEstimator,
  type OptInPopulation,
  optInWeights,
  surveyDesign,
} from "../index.ts";

const estimators: readonly OptInEstimator[] = ["weighted", "imputed", "doubly robust"];

// Six answers: two women (both yes), four men (one yes). The population: 60 women, 40 men.
const woman = Float64Array.of(1, 1, 0, 0, 0, 0);
const yes = Float64Array.of(1, 1, 1, 0, 0, 0);
const margins: OptInPopulation = { totals: Float64Array.of(60), size: 100 };
const table: OptInPopulation = { counts: Float64Array.of(60, 40), auxiliaries: [Float64Array.of(1, 0)] };
const people = Float64Array.from({ length: 10 }, (_, i) => (i < 6 ? 1 : 0));
const reference: OptInPopulation = {
  design: surveyDesign({ rows: 10, weights: new Float64Array(10).fill(10) }),
  auxiliaries: [people],
};

test.each([
  ["margins", margins],
  ["a table", table],
  ["a reference sample", reference],
] as const)(
  "by hand, one yes/no auxiliary known from %s: post-stratification, 0.6 · 2/2 + 0.4 · 1/4 = 70 %%, where the naive mean is 50 %%",
  (_, population) => {
    for (const estimator of estimators)
      expect(estimateOptInMean([woman], population, yes, { estimator }).estimate).toBeCloseTo(0.7, 9);
    const { weights, size } = optInWeights([woman], population);
    expect([...weights].map((weight) => weight.toFixed(6))).toEqual([30, 30, 10, 10, 10, 10].map((w) => w.toFixed(6)));
    expect(size).toBeCloseTo(100, 6);
  },
);

test("by hand: the variance is that of post-stratification, 0.4² · (1 − 4/40) · (3/4)/4² = 0.00675; a reference sample adds its own", () => {
  for (const population of [margins, table]) {
    for (const estimator of ["weighted", "doubly robust"] as const) {
      const { standardError } = estimateOptInMean([woman], population, yes, { estimator });
      expect(standardError ** 2).toBeCloseTo(0.00675, 9);
    }
  }
  const found = estimateOptInMean([woman], reference, yes);
  // The share of women, 0.6, is estimated: 0.6 · 0.4/9, times (1 − 1/4)² for the difference between the groups.
  expect(found.varianceOfReference).toBeCloseTo((0.24 / 9) * 0.75 ** 2, 9);
});

const size = 20_000;

/** Two traits that steer both who takes part and what is answered. */
function population(seed: number) {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (uniformInt(generator, 0, 0xffff_fffe) + 0.5) / 0xffff_ffff;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const young = Float64Array.from({ length: size }, () => (uniform() < 0.4 ? 1 : 0));
  const interest = Float64Array.from({ length: size }, normal);
  const chance = young.map((one, i) => 1 / (1 + Math.exp(-(-4 + 0.9 * one + 0.6 * interest[i]!))));
  const y = young.map((one, i) => 2 + one + 1.5 * interest[i]! + normal());
  return { young, interest, chance, y, truth: y.reduce((sum, value) => sum + value / size, 0), uniform };
}

test("where the naive mean is off by more than 1, weighted, imputed and doubly robust means are not, and their 95 % intervals hold the truth", () => {
  const { young, interest, chance, y, truth, uniform } = population(41);
  const at = (column: Float64Array, rows: number[]) => Float64Array.from(rows, (i) => column[i]!);
  const repetitions = 200;
  const bias = { naive: 0, weighted: 0, imputed: 0, "doubly robust": 0, margins: 0, wrongOutcome: 0 };
  const covered = { weighted: 0, imputed: 0, "doubly robust": 0, margins: 0 };
  for (let r = 0; r < repetitions; r++) {
    const answers: number[] = [];
    for (let i = 0; i < size; i++) if (uniform() < chance[i]!) answers.push(i);
    const drawn = Array.from({ length: 400 }, () => Math.floor(uniform() * size));
    const auxiliaries = [at(young, answers), at(interest, answers)];
    const values = at(y, answers);
    const population: OptInPopulation = {
      design: surveyDesign({ rows: 400, weights: new Float64Array(400).fill(size / 400) }),
      auxiliaries: [at(young, drawn), at(interest, drawn)],
    };
    const known: OptInPopulation = {
      totals: Float64Array.of(
        young.reduce((sum, one) => sum + one, 0),
        interest.reduce((sum, one) => sum + one, 0),
      ),
      size,
    };
    bias.naive += (values.reduce((sum, value) => sum + value / values.length, 0) - truth) / repetitions;
    for (const estimator of estimators) {
      const found = estimateOptInMean(auxiliaries, population, values, { estimator });
      bias[estimator] += (found.estimate - truth) / repetitions;
      if (Math.abs(found.estimate - truth) < 1.96 * found.standardError) covered[estimator]++;
    }
    const byMargins = estimateOptInMean(auxiliaries, known, values, { estimator: "weighted" });
    bias.margins += (byMargins.estimate - truth) / repetitions;
    if (Math.abs(byMargins.estimate - truth) < 1.96 * byMargins.standardError) covered.margins++;
  }
  expect(bias.naive).toBeGreaterThan(1);
  for (const way of [...estimators, "margins"] as const) {
    expect(Math.abs(bias[way]), way).toBeLessThan(0.05);
    // 95 % of 200, ± 3.2 Monte Carlo errors.
    expect(covered[way], way).toBeGreaterThanOrEqual(180);
  }
});

test.each([
  ["taking part is curved in the auxiliary", "weighted", 0.8, 0],
  ["the answer is curved in the auxiliary", "imputed", 0, 1],
] as const)(
  "where %s, the %s mean is off and the doubly robust one is not",
  (_, wrong, curveOfChance, curveOfAnswer) => {
    const { young, interest, uniform } = population(12);
    const chance = interest.map((x) => 1 / (1 + Math.exp(-(-3.5 + 0.5 * x + curveOfChance * (x * x - 1)))));
    const y = young.map((one, i) => 2 + one + 1.5 * interest[i]! + curveOfAnswer * interest[i]! ** 2 + uniform());
    const truth = y.reduce((sum, value) => sum + value / size, 0);
    const everyone: OptInPopulation = { counts: new Float64Array(size).fill(1), auxiliaries: [young, interest] };
    const bias = { [wrong]: 0, "doubly robust": 0 };
    for (let r = 0; r < 4; r++) {
      const answers = [...chance.keys()].filter((i) => uniform() < chance[i]!);
      const at = (column: Float64Array) => Float64Array.from(answers, (i) => column[i]!);
      for (const estimator of [wrong, "doubly robust"] as const)
        bias[estimator]! +=
          (estimateOptInMean([at(young), at(interest)], everyone, at(y), { estimator }).estimate - truth) / 4;
    }
    expect(Math.abs(bias[wrong]!)).toBeGreaterThan(0.2);
    expect(Math.abs(bias["doubly robust"]!)).toBeLessThan(0.08);
  },
);

test("linearised and bootstrap errors agree", () => {
  const { young, interest, chance, y, uniform } = population(5);
  const answers = [...chance.keys()].filter((i) => uniform() < chance[i]!);
  const drawn = Array.from({ length: 300 }, () => Math.floor(uniform() * size));
  const at = (column: Float64Array, rows: number[]) => Float64Array.from(rows, (i) => column[i]!);
  const auxiliaries = [at(young, answers), at(interest, answers)];
  const population_: OptInPopulation = {
    design: surveyDesign({ rows: 300, weights: new Float64Array(300).fill(size / 300) }),
    auxiliaries: [at(young, drawn), at(interest, drawn)],
  };
  const yes = at(y, answers).map((value) => (value > 3 ? 1 : 0));
  for (const estimator of estimators) {
    const options = { estimator, outcome: "logistic" } as const;
    const linearised = estimateOptInMean(auxiliaries, population_, yes, options);
    const again = estimateOptInMean(auxiliaries, population_, yes, {
      ...options,
      bootstrap: { replicates: 200, seed: 1 },
    });
    expect(again.estimate).toBe(linearised.estimate);
    expect(Math.abs(again.standardError / linearised.standardError - 1), estimator).toBeLessThan(0.2);
  }
});

test("the order of answers, the unit of an auxiliary and a shift of the answers change nothing else", () => {
  const column = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 8,
    maxLength: 30,
  });
  fc.assert(
    fc.property(column, fc.constantFrom(...estimators), (rows, estimator) => {
      fc.pre(rows.some(([x]) => x === 0) && rows.some(([x]) => x === 1));
      const x = Float64Array.from(rows, ([value]) => value);
      const y = Float64Array.from(rows, ([, value]) => value);
      const population: OptInPopulation = { counts: Float64Array.of(500, 700), auxiliaries: [Float64Array.of(1, 0)] };
      const first = estimateOptInMean([x], population, y, { estimator });
      const turned = estimateOptInMean([x.slice().reverse()], population, y.slice().reverse(), { estimator });
      expect(turned.estimate).toBeCloseTo(first.estimate, 8);
      expect(turned.standardError).toBeCloseTo(first.standardError, 8);
      const scaled = { ...population, auxiliaries: [Float64Array.of(1000, 0)] };
      const other = estimateOptInMean(
        [x.map((value) => value * 1000)],
        scaled,
        y.map((value) => value + 3),
        { estimator },
      );
      expect(other.estimate).toBeCloseTo(first.estimate + 3, 8);
      expect(other.standardError).toBeCloseTo(first.standardError, 8);
    }),
    { numRuns: 60 },
  );
});

const refusals: readonly [string, () => unknown][] = [
  ["no-auxiliary", () => estimateOptInMean([], margins, yes)],
  ["wrong-length", () => estimateOptInMean([woman, woman.slice(1)], margins, yes)],
  ["wrong-length", () => optInWeights([woman, yes], margins)],
  ["not-finite", () => optInWeights([woman.map(() => Number.NaN)], margins)],
  ["bad-population", () => optInWeights([woman], { totals: Float64Array.of(2), size: 5 })],
  ["dependent-auxiliaries", () => optInWeights([woman, woman], { totals: Float64Array.of(60, 60), size: 100 })],
  ["no-overlap", () => optInWeights([woman, woman.map((_, i) => (i === 9 ? 1 : 0))], withThirdGroup())],
  ["needs-people", () => estimateOptInMean([woman], margins, yes, { outcome: "logistic" })],
  ["bad-answer", () => estimateOptInMean([woman], table, Float64Array.of(1, 2, 0, 0, 0, 0), { outcome: "logistic" })],
  ["no-answer", () => estimateOptInMean([woman], table, new Float64Array(6).fill(Number.NaN))],
  ["bad-bootstrap", () => estimateOptInMean([woman], table, yes, { bootstrap: { replicates: 1, seed: 1 } })],
  ["missing-code", () => auxiliariesOf([{ codes: Int32Array.of(0, -1), levelCount: 2 }])],
];

/** A group in the population that gave no answer. */
function withThirdGroup(): OptInPopulation {
  return {
    counts: Float64Array.of(60, 40, 30),
    auxiliaries: [Float64Array.of(1, 0, 0), Float64Array.of(0, 0, 1)],
  };
}
test.each(refusals)("refuses: %s", (code, ask) => {
  let refusal: unknown;
  try {
    ask();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(NonProbabilityError);
  expect(refusal).toMatchObject({ code });
});
