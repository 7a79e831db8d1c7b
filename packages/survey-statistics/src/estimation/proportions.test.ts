import fc from "fast-check";
import { expect, test } from "vitest";
import {
  crossCodes,
  type Estimate,
  estimateBy,
  estimateMean,
  estimateMeans,
  estimateProportions,
  estimateProportionsOfEach,
  estimateTotal,
  indicator,
  type SurveyDesign,
  surveyDesign,
} from "../index.ts";

test("by hand: 3 of 4 equal answers are 75 % with standard error √(p·q/(n − 1)) = 0.25", () => {
  const { estimates, n } = estimateProportions(surveyDesign({ rows: 5 }), Int32Array.of(0, 0, 1, 0, -1), 2);
  expect(n).toBe(4);
  expect(estimates[0]!.estimate).toBe(0.75);
  expect(estimates[0]!.count).toBe(3);
  // The fifth row has no answer but was drawn: it is a zero among five, 5/4 · Σz².
  expect(estimates[0]!.standardError).toBeCloseTo(Math.sqrt((5 / 4) * (3 * (0.25 / 4) ** 2 + (0.75 / 4) ** 2)), 12);
  const complete = estimateProportions(surveyDesign({ rows: 4 }), Int32Array.of(0, 0, 1, 0), 2).estimates[0]!;
  expect(complete.standardError).toBeCloseTo(0.25, 12);
  expect(complete.designEffectWithReplacement).toBeCloseTo(1, 12);
  expect(complete.effectiveBase).toBeCloseTo(4, 10);
});

test("a level that nobody chose is 0 with error 0 and Kish's effective base", () => {
  const design = surveyDesign({ rows: 3, weights: Float64Array.of(1, 1, 2) });
  const empty = estimateProportions(design, Int32Array.of(0, 0, 0), 2).estimates[1]!;
  expect([empty.estimate, empty.standardError, empty.count]).toEqual([0, 0, 0]);
  expect(empty.effectiveBase).toBeCloseTo(16 / 6, 12);
});

const columns = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: -1, max: 2 }),
    fc.integer({ min: -1, max: 3 }),
    fc.integer({ min: 1, max: 9 }),
  ),
  { minLength: 40, maxLength: 80 },
);

test("one pass over cells gives what the long way over indicator columns gives, in every domain", () => {
  fc.assert(
    fc.property(
      columns,
      fc.boolean(),
      fc.constantFrom("adjust" as const, "remove" as const, "average" as const),
      (table, clustered, lonelyPsu) => {
        const column = (k: number) => Int32Array.from(table, (row) => row[k]!);
        const design = surveyDesign({
          rows: table.length,
          strata: column(0),
          clusters: clustered ? [column(1)] : [],
          weights: Float64Array.from(column(4)),
          lonelyPsu,
        });
        const by = column(3);
        for (const { domain, estimates } of estimateBy(
          design,
          { codes: by, levelCount: 4 },
          { codes: column(2), levelCount: 3 },
        )) {
          const mask = Uint8Array.from(by, (code) => (code === domain ? 1 : 0));
          const long = longWay(design, column(2), mask);
          estimates.forEach((found, level) => {
            expect(found.estimate).toBeCloseTo(long[level]!.estimate, 10);
            expect(found.n).toBe(long[level]!.n);
            expect(found.domainRows).toBe(long[level]!.domainRows);
            expect(found.degreesOfFreedom).toBe(long[level]!.degreesOfFreedom);
            if (Number.isFinite(long[level]!.standardError))
              expect(found.standardError).toBeCloseTo(long[level]!.standardError, 7);
          });
        }
      },
    ),
  );
});

test("means and totals of all domains at once are those of each domain alone", () => {
  fc.assert(
    fc.property(
      columns,
      fc.boolean(),
      fc.constantFrom("adjust" as const, "remove" as const, "average" as const),
      (table, clustered, lonelyPsu) => {
        const column = (k: number) => Int32Array.from(table, (row) => row[k]!);
        const design = surveyDesign({
          rows: table.length,
          strata: column(0),
          clusters: clustered ? [column(1)] : [],
          weights: Float64Array.from(column(4)),
          lonelyPsu,
        });
        const by = { codes: column(3), levelCount: 4 };
        const y = Float64Array.from(table, (row) => (row[2]! < 0 ? Number.NaN : 10 * row[2]! + row[4]!));
        for (const { domain, estimates } of [...estimateBy(design, by, { mean: y })]) {
          const mask = Uint8Array.from(by.codes, (code) => (code === domain ? 1 : 0));
          near(estimates[0]!, estimateMean(design, y, { domain: mask }));
        }
        for (const { domain, estimates } of [...estimateBy(design, by, { total: y })]) {
          const mask = Uint8Array.from(by.codes, (code) => (code === domain ? 1 : 0));
          near(estimates[0]!, estimateTotal(design, y, { domain: mask }));
        }
      },
    ),
  );
});

function near(found: Estimate, alone: Estimate): void {
  for (const [name, expected] of Object.entries(alone)) {
    const actual = found[name as keyof Estimate] ?? Number.NaN;
    if (Number.isFinite(expected))
      expect(Math.abs(actual - expected), name).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
    else if (Number.isNaN(expected)) expect(actual, name).toBeNaN();
  }
}

function longWay(design: SurveyDesign, codes: Int32Array, domain: Uint8Array) {
  return estimateMeans(
    design,
    [0, 1, 2].map((level) => indicator(codes, level)),
    { domain },
  ).estimates;
}

test("crossing two questions numbers every combination, and a missing answer crosses to missing", () => {
  expect(crossCodes(Int32Array.of(0, 1, -1, 1), 2, Int32Array.of(0, 2, 1, -1))).toEqual(Int32Array.of(0, 5, -1, -1));
});

test("codes outside the levels are refused by row", () => {
  expect(() => estimateProportions(surveyDesign({ rows: 2 }), Int32Array.of(0, 7), 2)).toThrow(/codes\[1\] is 7/);
});

test("many questions read together are those read one by one", () => {
  const rows = 20_000;
  const column = (of: (i: number) => number) => Int32Array.from({ length: rows }, (_, i) => of(i));
  const design = (weights: Float64Array) =>
    surveyDesign({
      rows,
      weights,
      strata: column((i) => Math.floor((i % 50) / 10)),
      clusters: [column((i) => i % 50)],
    });
  const questions = [
    { codes: column((i) => (i * 7) % 3), levelCount: 3 },
    { codes: column((i) => (((i * i) % 11) % 5) - 1), levelCount: 4 },
  ];
  for (const weights of [new Float64Array(rows).fill(2), Float64Array.from({ length: rows }, (_, i) => i % 4)]) {
    const together = estimateProportionsOfEach(design(weights), questions);
    questions.forEach(({ codes, levelCount }, q) => {
      expect(together[q]).toEqual(estimateProportions(design(weights), codes, levelCount));
    });
  }
  const wrong = { codes: column((i) => (i === 15_000 ? 9 : 0)), levelCount: 3 };
  expect(() => estimateProportionsOfEach(design(new Float64Array(rows).fill(1)), [wrong])).toThrow("codes[15000] is 9");
});
