import fc from "fast-check";
import { expect, test } from "vitest";
import {
  degreesOfFreedom,
  type Estimate,
  estimateBy,
  estimateMean,
  estimateMeans,
  estimateRatio,
  estimateTotal,
  estimateTotals,
  indicator,
  type LonelyPsuPolicy,
  type SurveyDesignInput,
  surveyDesign,
} from "../index.ts";

interface Person {
  readonly stratum: number;
  readonly village: number;
  readonly house: number;
  readonly weight: number;
  readonly y: number;
  readonly x: number;
  readonly domain: number;
}

const person: fc.Arbitrary<Person> = fc.record({
  stratum: fc.integer({ min: 0, max: 2 }),
  village: fc.integer({ min: 0, max: 3 }),
  house: fc.integer({ min: 0, max: 3 }),
  weight: fc.integer({ min: 1, max: 20 }),
  y: fc.integer({ min: -50, max: 50 }),
  x: fc.integer({ min: 1, max: 9 }),
  domain: fc.integer({ min: 0, max: 2 }),
});
const people = fc.array(person, { minLength: 12, maxLength: 40 });
const policy = fc.constantFrom<LonelyPsuPolicy>("remove", "adjust", "certainty");
const numRuns = 80;

const integers = (rows: readonly Person[], name: keyof Person) => Int32Array.from(rows, (row) => row[name]);
const numbers = (rows: readonly Person[], name: keyof Person) => Float64Array.from(rows, (row) => row[name]);

/** Villages within strata and houses within villages, drawn from known populations. */
function inputOf(rows: readonly Person[], lonelyPsu: LonelyPsuPolicy): SurveyDesignInput {
  const everywhere = (size: number) => new Float64Array(rows.length).fill(size);
  return {
    rows: rows.length,
    lonelyPsu,
    weights: numbers(rows, "weight"),
    strata: integers(rows, "stratum"),
    clusters: [integers(rows, "village"), integers(rows, "house")],
    populationSizes: [everywhere(7), everywhere(11)],
  };
}

function figures(input: SurveyDesignInput, rows: readonly Person[]): readonly Estimate[] {
  const design = surveyDesign(input);
  const y = numbers(rows, "y");
  const x = numbers(rows, "x");
  const domain = Uint8Array.from(rows, (row) => (row.domain === rows[0]!.domain ? 1 : 0));
  return [
    estimateMean(design, y),
    estimateTotal(design, y),
    estimateRatio(design, y, x),
    estimateMean(design, y, { domain }),
    estimateTotal(design, y, { domain }),
  ];
}

function expectSame(found: readonly Estimate[], expected: readonly Estimate[]): void {
  found.forEach((estimate, j) => {
    const close = 1e-9 * Math.max(1, Math.abs(expected[j]!.estimate), expected[j]!.standardError);
    expect(Math.abs(estimate.estimate - expected[j]!.estimate)).toBeLessThan(close);
    // An error of zero is the root of what rounding leaves.
    expect(Math.abs(estimate.standardError - expected[j]!.standardError)).toBeLessThan(1e4 * close);
  });
}

test("the order of rows changes nothing", () => {
  fc.assert(
    fc.property(people, policy, (rows, lonelyPsu) => {
      const [first, ...others] = rows;
      const turned = [first!, ...others.toReversed()];
      expectSame(figures(inputOf(turned, lonelyPsu), turned), figures(inputOf(rows, lonelyPsu), rows));
    }),
    { numRuns },
  );
});

test("other codes for strata, villages and houses change nothing", () => {
  fc.assert(
    fc.property(people, policy, fc.integer({ min: 1, max: 1000 }), (rows, lonelyPsu, shift) => {
      const input = inputOf(rows, lonelyPsu);
      const renamed = {
        ...input,
        strata: integers(rows, "stratum").map((code) => 3 * (9 - code) + shift),
        clusters: [
          integers(rows, "village").map((code) => 5 * (9 - code)),
          integers(rows, "house").map((code) => 100 - code),
        ],
      };
      expectSame(figures(renamed, rows), figures(input, rows));
    }),
    { numRuns },
  );
});

test("a person told as two halves of the weight is still one person of the village", () => {
  fc.assert(
    fc.property(people, policy, (rows, lonelyPsu) => {
      const halves = rows.flatMap((row) => [row, row]);
      const input = inputOf(halves, lonelyPsu);
      const split = { ...input, weights: numbers(halves, "weight").map((weight) => weight / 2) };
      expectSame(figures(split, halves), figures(inputOf(rows, lonelyPsu), rows));
    }),
    { numRuns },
  );
});

test("weights times c: means and ratios stay, totals and their errors are times c", () => {
  fc.assert(
    fc.property(people, policy, fc.integer({ min: 2, max: 50 }), (rows, lonelyPsu, c) => {
      const input = inputOf(rows, lonelyPsu);
      const scaled = figures({ ...input, weights: numbers(rows, "weight").map((weight) => c * weight) }, rows);
      const back = scaled.map((one, j) =>
        j === 1 || j === 4 ? { ...one, estimate: one.estimate / c, standardError: one.standardError / c } : one,
      );
      expectSame(back, figures(input, rows));
    }),
    { numRuns },
  );
});

test("a + b·y: the mean follows, its error is times |b|", () => {
  fc.assert(
    fc.property(people, policy, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -5, max: 5 }), (rows, own, a, b) => {
      const design = surveyDesign(inputOf(rows, own));
      const y = numbers(rows, "y");
      const plain = estimateMean(design, y);
      const moved = estimateMean(
        design,
        y.map((value) => a + b * value),
      );
      expect(moved.estimate).toBeCloseTo(a + b * plain.estimate, 9);
      expect(moved.standardError).toBeCloseTo(Math.abs(b) * plain.standardError, 5);
    }),
    { numRuns },
  );
});

test("a second copy of the country as strata of its own doubles the variance of a total", () => {
  fc.assert(
    fc.property(people, policy, (rows, lonelyPsu) => {
      // Under "adjust" a lonely village is compared with 0 in both, so that holds for it too.
      const both = [...rows, ...rows.map((row) => ({ ...row, stratum: row.stratum + 10 }))];
      const one = estimateTotal(surveyDesign(inputOf(rows, lonelyPsu)), numbers(rows, "y"));
      const two = estimateTotal(surveyDesign(inputOf(both, lonelyPsu)), numbers(both, "y"));
      expect(two.estimate).toBeCloseTo(2 * one.estimate, 8);
      expect(two.standardError).toBeCloseTo(Math.SQRT2 * one.standardError, 6);
    }),
    { numRuns },
  );
});

test("where all houses and all people are asked, only the draw of villages is left", () => {
  fc.assert(
    fc.property(people, (rows) => {
      const input = inputOf(rows, "remove");
      const village = (row: Person) => `${row.stratum} ${row.village}`;
      const houses = new Map<string, Set<number>>();
      const persons = new Map<string, number>();
      for (const row of rows) {
        houses.set(village(row), (houses.get(village(row)) ?? new Set()).add(row.house));
        const house = `${village(row)} ${row.house}`;
        persons.set(house, (persons.get(house) ?? 0) + 1);
      }
      const all = {
        ...input,
        clusters: [...input.clusters!, Int32Array.from(rows, (_, i) => i)],
        populationSizes: [
          input.populationSizes![0]!,
          Float64Array.from(rows, (row) => houses.get(village(row))!.size),
          Float64Array.from(rows, (row) => persons.get(`${village(row)} ${row.house}`)!),
        ],
      };
      const villages = {
        ...input,
        clusters: [input.clusters![0]!],
        populationSizes: [input.populationSizes![0]!],
      };
      expectSame(figures(all, rows), figures(villages, rows));
    }),
    { numRuns },
  );
});

test("totals of domains add up, and so do their covariances", () => {
  fc.assert(
    fc.property(people, policy, (rows, lonelyPsu) => {
      const design = surveyDesign(inputOf(rows, lonelyPsu));
      const whole = estimateTotal(design, numbers(rows, "y"));
      const parts = [0, 1, 2].map((d) => Float64Array.from(rows, (row) => (row.domain === d ? row.y : 0)));
      const { estimates, covariance } = estimateTotals(design, parts);
      expect(estimates.reduce((sum, { estimate }) => sum + estimate, 0)).toBeCloseTo(whole.estimate, 8);
      const variance = covariance.reduce((sum, value) => sum + value, 0);
      expect(Math.abs(variance - whole.standardError ** 2)).toBeLessThan(1e-6 * Math.max(1, variance));
      parts.forEach((_, d) => {
        const domain = Uint8Array.from(rows, (row) => (row.domain === d ? 1 : 0));
        if (!domain.includes(1)) return;
        expectSame([estimateTotal(design, numbers(rows, "y"), { domain })], [estimates[d]!]);
      });
    }),
    { numRuns },
  );
});

test("shares of several stages, all domains together, are the means of their indicators one by one", () => {
  fc.assert(
    fc.property(people, policy, fc.boolean(), (rows, lonelyPsu, isTotal) => {
      const design = surveyDesign(inputOf(rows, lonelyPsu));
      const codes = Int32Array.from(rows, (row) => (row.x % 4) - 1);
      const question = { codes, levelCount: 3, of: isTotal ? ("total" as const) : ("proportion" as const) };
      for (const { domain, estimates } of estimateBy(
        design,
        { codes: integers(rows, "domain"), levelCount: 3 },
        question,
      )) {
        const mask = Uint8Array.from(rows, (row) => (row.domain === domain ? 1 : 0));
        const columns = [0, 1, 2].map((level) => indicator(codes, level));
        const each = (isTotal ? estimateTotals : estimateMeans)(design, columns, { domain: mask }).estimates;
        expectSame(estimates, each);
        estimates.forEach(({ degreesOfFreedom: found }, level) => {
          expect(found).toBe(each[level]!.degreesOfFreedom);
        });
      }
    }),
    { numRuns },
  );
});

test("degrees of freedom: villages seen minus strata seen, in the country and in a domain", () => {
  fc.assert(
    fc.property(people, (rows) => {
      const design = surveyDesign(inputOf(rows, "remove"));
      const counted = (some: readonly Person[]) =>
        new Set(some.map((row) => `${row.stratum} ${row.village}`)).size - new Set(some.map((row) => row.stratum)).size;
      expect(degreesOfFreedom(design)).toBe(counted(rows));
      const domain = Uint8Array.from(rows, (row) => (row.domain === 0 ? 1 : 0));
      expect(degreesOfFreedom(design, domain)).toBe(counted(rows.filter((row) => row.domain === 0)));
    }),
    { numRuns },
  );
});

test("a stratum of one village is refused under fail, with its stage; the refusal is the library's own", () => {
  const design = surveyDesign({
    rows: 3,
    strata: Int32Array.of(0, 0, 1),
    clusters: [Int32Array.of(0, 1, 2)],
  });
  expect(() => estimateMean(design, Float64Array.of(1, 2, 3))).toThrow(
    expect.objectContaining({ code: "lonely-psu", message: expect.stringContaining("at stage 1") }),
  );
});
