import fc from "fast-check";
import { expect, test } from "vitest";
import { advance, countAnswer, lessShown, noCounts, type QuestionCounts } from "./live-counts.ts";
import type { LiveQuestion } from "./live-questions.ts";

const question = (several: boolean): LiveQuestion => ({
  name: "q",
  label: {},
  several,
  levels: ["a", "b", "c"].map((code) => ({ code, label: {}, missing: code === "c" })),
});
const several = fc.boolean();
const given = fc.array(fc.subarray(["a", "b", "c"], { minLength: 1 }), { maxLength: 400 });

test("whatever comes in, two looks differ by nobody or by 50 people, and in each category by nobody or by 10", () => {
  fc.assert(
    fc.property(several, given, fc.integer({ min: 1, max: 90 }), (many, answers, every) => {
      const counts: QuestionCounts = { shown: noCounts(), waiting: noCounts() };
      for (const [i, chosen] of answers.entries()) {
        countAnswer(counts.waiting, question(many), many ? chosen : chosen[0]);
        if (i % every) continue;
        const before = counts.shown;
        if (!advance(counts, question(many))) continue;
        const people = counts.shown.people - before.people;
        expect(people).toBeGreaterThanOrEqual(50);
        for (const code of ["a", "b", "c"]) {
          const grown = (counts.shown.levels[code] ?? 0) - (before.levels[code] ?? 0);
          expect(grown === 0 || grown >= 10).toBe(true);
          if (many) expect(people - grown === 0 || people - grown >= 10).toBe(true);
        }
      }
    }),
  );
});

test("what waits after a restart is everything less what was shown", () => {
  fc.assert(
    fc.property(several, given, given, (many, first, second) => {
      const counts: QuestionCounts = { shown: noCounts(), waiting: noCounts() };
      const all = noCounts();
      for (const chosen of first) countAnswer(counts.waiting, question(many), many ? chosen : chosen[0]);
      advance(counts, question(many));
      for (const chosen of second) countAnswer(counts.waiting, question(many), many ? chosen : chosen[0]);
      for (const chosen of [...first, ...second]) countAnswer(all, question(many), many ? chosen : chosen[0]);
      const again = lessShown(all, counts.shown, question(many));
      expect(again.people).toBe(counts.waiting.people);
      for (const code of ["a", "b", "c"]) expect(again.levels[code] ?? 0).toBe(counts.waiting.levels[code] ?? 0);
    }),
  );
});

test("withdrawals take nobody out of what was shown, and figures still add up", () => {
  fc.assert(
    fc.property(several, given, given, fc.integer({ min: 1, max: 9 }), (many, first, second, withdrawn) => {
      const take = (counts: ReturnType<typeof noCounts>, chosen: string[]) =>
        countAnswer(counts, question(many), many ? chosen : chosen[0]);
      const counts: QuestionCounts = { shown: noCounts(), waiting: noCounts() };
      for (const chosen of first) take(counts.waiting, chosen);
      advance(counts, question(many));
      const before = counts.shown;
      const left = noCounts();
      for (const chosen of [...first.slice(withdrawn), ...second]) take(left, chosen);
      counts.waiting = lessShown(left, before, question(many));
      advance(counts, question(many));
      const sum = Object.values(counts.shown.levels).reduce((total, count) => total + count, 0);
      if (!many) expect(sum).toBe(counts.shown.people);
      for (const code of ["a", "b", "c"]) {
        const grown = (counts.shown.levels[code] ?? 0) - (before.levels[code] ?? 0);
        expect(grown === 0 || grown >= 10).toBe(true);
        expect(counts.shown.levels[code] ?? 0).toBeLessThanOrEqual(counts.shown.people);
      }
    }),
  );
});

test("answers that are no level count nobody", () => {
  const counts = noCounts();
  for (const value of [undefined, null, 3, "z", ["z"], [], { a: 1 }, "constructor"]) {
    countAnswer(counts, question(false), value);
    countAnswer(counts, question(true), value);
  }
  expect(counts).toEqual({ people: 0, levels: {} });
});
