import fc from "fast-check";
import { expect, test } from "vitest";
import { advance, countAnswer, noCounts, nothingShown, recounted } from "./live-counts.ts";
import type { LiveQuestion } from "./live-questions.ts";

const question = (several: boolean): LiveQuestion => ({
  name: "q",
  label: {},
  several,
  levels: ["a", "b", "c"].map((code) => ({ code, label: {}, missing: code === "c" })),
});
const several = fc.boolean();
const given = fc.array(fc.subarray(["a", "b", "c"], { minLength: 1 }), {
  maxLength: 400,
  // Left to itself the library makes arrays of about ten: no batch would ever be full.
  size: "max",
});

test("whatever comes in, two looks differ by nobody or by 50 people, and in each category by nobody or by 10", () => {
  fc.assert(
    fc.property(several, given, fc.integer({ min: 1, max: 90 }), (many, answers, every) => {
      const counts = nothingShown();
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

test("whatever comes in, however often it is counted anew: once anything is shown, 50 people are in no figure", () => {
  let shownOnce = 0;
  // A look every few answers; at some looks the server starts again, at others a wave's batch is counted anew.
  const looks = fc.array(fc.constantFrom("look", "look", "look", "start", "recount"), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(several, given, looks, fc.integer({ min: 1, max: 60 }), (many, answers, acts, every) => {
      let counts = nothingShown();
      const all = noCounts();
      for (const [i, chosen] of answers.entries()) {
        for (const into of [all, counts.waiting]) countAnswer(into, question(many), many ? chosen : chosen[0]);
        if (i % every) continue;
        const act = acts[i % acts.length];
        if (act !== "look")
          counts = recounted(all, counts.shown, act === "start" ? noCounts() : counts.held, question(many));
        advance(counts, question(many));
        if (counts.shown.people === 0) continue;
        shownOnce++;
        expect(all.people - counts.shown.people).toBeGreaterThanOrEqual(50);
      }
    }),
  );
  expect(shownOnce).toBeGreaterThan(0);
});

test("the first batch shows nothing, the second shows the first", () => {
  const counts = nothingShown();
  const give = (code: string, times: number) => {
    for (let i = 0; i < times; i++) countAnswer(counts.waiting, question(false), code);
  };
  give("a", 30);
  give("b", 20);
  expect(advance(counts, question(false))).toBe(false);
  expect(counts).toMatchObject({ shown: { people: 0 }, held: { people: 50 }, waiting: { people: 0 } });
  give("a", 49);
  expect(advance(counts, question(false))).toBe(false);
  give("a", 1);
  expect(advance(counts, question(false))).toBe(true);
  expect(counts.shown).toEqual({ people: 50, levels: { a: 30, b: 20, c: 0 } });
  expect(counts.held).toEqual({ people: 50, levels: { a: 50 } });
});

test("what waits after a restart is everything less what was shown, and beside a batch held everything less both", () => {
  fc.assert(
    fc.property(several, given, given, given, (many, before, first, second) => {
      const counts = nothingShown();
      const all = noCounts();
      for (const chosen of before) countAnswer(counts.waiting, question(many), many ? chosen : chosen[0]);
      advance(counts, question(many));
      for (const chosen of first) countAnswer(counts.waiting, question(many), many ? chosen : chosen[0]);
      advance(counts, question(many));
      for (const chosen of second) countAnswer(counts.waiting, question(many), many ? chosen : chosen[0]);
      for (const chosen of [...before, ...first, ...second])
        countAnswer(all, question(many), many ? chosen : chosen[0]);
      const { shown, held, waiting } = counts;
      const again = recounted(all, shown, noCounts(), question(many)).waiting;
      expect(again.people).toBe(held.people + waiting.people);
      for (const code of ["a", "b", "c"])
        expect(again.levels[code] ?? 0).toBe((held.levels[code] ?? 0) + (waiting.levels[code] ?? 0));
      const beside = recounted(all, shown, held, question(many)).waiting;
      expect(beside.people).toBe(waiting.people);
      for (const code of ["a", "b", "c"]) expect(beside.levels[code] ?? 0).toBe(waiting.levels[code] ?? 0);
    }),
  );
});

test("withdrawals take nobody out of what was shown, and figures still add up", () => {
  fc.assert(
    fc.property(
      several,
      given,
      given,
      given,
      fc.integer({ min: 1, max: 9 }),
      (many, first, second, third, withdrawn) => {
        const take = (counts: ReturnType<typeof noCounts>, chosen: string[]) =>
          countAnswer(counts, question(many), many ? chosen : chosen[0]);
        let counts = nothingShown();
        for (const part of [first, second]) {
          for (const chosen of part) take(counts.waiting, chosen);
          advance(counts, question(many));
        }
        const before = counts.shown;
        const left = noCounts();
        for (const chosen of [...first.slice(withdrawn), ...second, ...third]) take(left, chosen);
        counts = recounted(left, before, noCounts(), question(many));
        advance(counts, question(many));
        expect(counts.shown, "the batch held waits again").toEqual(before);
        for (const chosen of third) take(counts.waiting, chosen);
        advance(counts, question(many));
        const sum = Object.values(counts.shown.levels).reduce((total, count) => total + count, 0);
        if (!many) expect(sum).toBe(counts.shown.people);
        for (const code of ["a", "b", "c"]) {
          const grown = (counts.shown.levels[code] ?? 0) - (before.levels[code] ?? 0);
          expect(grown === 0 || grown >= 10).toBe(true);
          expect(counts.shown.levels[code] ?? 0).toBeLessThanOrEqual(counts.shown.people);
        }
      },
    ),
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
