import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateBy, estimateFromSums, mergeAnswerSums, sumAnswers, surveyDesign } from "../index.ts";

const rows = 40;
const person = fc.record({
  psu: fc.integer({ min: 0, max: 5 }),
  answer: fc.integer({ min: -1, max: 2 }),
  domain: fc.integer({ min: -1, max: 1 }),
  weight: fc.integer({ min: 0, max: 9 }),
});

test("sums of parts of the rows merge to the figures of all rows, wherever they are cut", () => {
  fc.assert(
    fc.property(
      fc.array(person, { minLength: rows, maxLength: rows }),
      fc.uniqueArray(fc.integer({ min: 1, max: rows - 1 }), { maxLength: 4 }),
      (people, cuts) => {
        fc.pre(people.some(({ weight }) => weight > 0));
        const design = surveyDesign({
          rows,
          lonelyPsu: "adjust",
          weights: Float64Array.from(people, ({ weight }) => weight),
          strata: Int32Array.from(people, ({ psu }) => psu >> 1),
          clusters: [Int32Array.from(people, ({ psu }) => psu)],
        });
        const question = { codes: Int32Array.from(people, ({ answer }) => answer), levelCount: 3 };
        const by = { codes: Int32Array.from(people, ({ domain }) => domain), levelCount: 2 };
        const edges = [0, ...cuts.toSorted((a, b) => a - b), rows];
        const parts = edges.slice(1).map((to, at) => sumAnswers(design, question, { from: edges[at]!, to }, by));
        const merged = estimateFromSums(design, mergeAnswerSums(parts.toReversed()));
        for (const { domain, estimates } of estimateBy(design, by, question)) {
          merged[domain]!.estimates.forEach((estimate, level) => {
            // Whole weights add up without rounding: the parts say the same to the last bit.
            expect(estimate.estimate).toBe(estimates[level]!.estimate);
            expect(estimate.standardError).toBe(estimates[level]!.standardError);
            expect(estimate.n).toBe(estimates[level]!.n);
            expect(estimate.degreesOfFreedom).toBe(estimates[level]!.degreesOfFreedom);
          });
        }
      },
    ),
  );
});

test("what cannot be summed in parts is refused", () => {
  const question = { codes: Int32Array.of(0, 1, 0, 1), levelCount: 2 };
  const simple = surveyDesign({ rows: 4 });
  expect(() => sumAnswers(simple, question, { from: 0, to: 2 })).toThrow("one-stage samples of clusters");
  const clustered = surveyDesign({ rows: 4, clusters: [Int32Array.of(0, 0, 1, 1)] });
  expect(() => sumAnswers(clustered, question, { from: 2, to: 5 })).toThrow("2 … 5 does not lie in 4 rows");
  expect(() => mergeAnswerSums([])).toThrow("no parts");
});
