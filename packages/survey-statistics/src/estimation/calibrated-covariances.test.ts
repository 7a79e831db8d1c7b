import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Calibration,
  estimateBy,
  estimateMeans,
  estimateTotals,
  indicator,
  surveyDesign,
  withWeights,
} from "../index.ts";

const rows = 60;
const person = fc.record({
  psu: fc.integer({ min: 0, max: 5 }),
  margin: fc.integer({ min: 0, max: 2 }),
  age: fc.integer({ min: 18, max: 90 }),
  answer: fc.integer({ min: -1, max: 2 }),
  domain: fc.integer({ min: -1, max: 1 }),
  base: fc.integer({ min: 1, max: 9 }),
  factor: fc.integer({ min: 5, max: 20 }),
});

test.each([
  ["clusters", true],
  ["people", false],
])("errors after calibration are those of the indicators taken one by one: %s", (_, clustered) => {
  fc.assert(
    fc.property(fc.array(person, { minLength: rows, maxLength: rows }), fc.boolean(), (people, isTotal) => {
      const codes = (name: "margin" | "answer" | "domain") => Int32Array.from(people, (one) => one[name]);
      const baseWeights = Float64Array.from(people, ({ base }) => base);
      const calibration: Calibration = {
        margins: [{ codes: codes("margin"), levelCount: 3 }],
        columns: [Float64Array.from(people, ({ age }) => age)],
        baseWeights,
      };
      const design = withWeights(
        surveyDesign({
          rows,
          lonelyPsu: "adjust",
          strata: Int32Array.from(people, ({ psu }) => psu >> 1),
          ...(clustered ? { clusters: [Int32Array.from(people, ({ psu }) => psu)] } : {}),
        }),
        Float64Array.from(people, ({ base, factor }) => (base * factor) / 10),
        calibration,
      );
      const answer = codes("answer");
      const of = isTotal ? ("total" as const) : ("proportion" as const);
      const found = estimateBy(design, { codes: codes("domain"), levelCount: 2 }, { codes: answer, levelCount: 3, of });
      for (const { domain, estimates } of found) {
        const mask = Uint8Array.from(people, (one) => (one.domain === domain ? 1 : 0));
        const oneByOne = (isTotal ? estimateTotals : estimateMeans)(
          design,
          [0, 1, 2].map((level) => indicator(answer, level)),
          { domain: mask },
        ).estimates;
        estimates.forEach((estimate, level) => {
          expect(estimate.estimate).toBeCloseTo(oneByOne[level]!.estimate, 9);
          expect(estimate.standardError).toBeCloseTo(oneByOne[level]!.standardError, 8);
        });
      }
    }),
    { numRuns: 60 },
  );
});
