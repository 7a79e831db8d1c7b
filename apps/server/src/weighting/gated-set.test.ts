import { defaultDisclosurePolicy } from "@lang-nghe/survey-statistics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gatedSet, type StoredSet } from "./gated-set.ts";
import { makeWeights } from "./weights.ts";

const summary = {
  n: 0,
  effectiveBase: 0,
  designEffect: 1,
  minimum: 1,
  maximum: 1,
  median: 1,
  cv: 0,
  largestShare: 0,
  histogram: [],
};
/** A stored set raked on one variable with these counts, from equal weights. */
const stored = (counts: readonly number[], tellsFew = true): StoredSet => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    id: "",
    name: "",
    active: false,
    createdOn: "2026-03-02",
    hash: "",
    snapshotHash: "",
    marginsSource: null,
    steps: [],
    moved: counts.map((count, k) => ({
      variable: "q",
      level: `l${k}`,
      before: count / total,
      after: 1 / counts.length,
      target: 1 / counts.length,
      n: tellsFew || count >= 10 ? count : null,
    })),
  };
};
const shown = (set: StoredSet, limits = defaultDisclosurePolicy) =>
  gatedSet(set, limits).moved.map(({ before, n, withheld }) => [before, n, withheld]);

test("what moved: the smallest cell and its partner are withheld, the rest is told in whole per cents", () => {
  // 900 of 1007 = 89.4 %; 93 and 7 as in the table of the same question.
  const expected = [
    [0.89, 900, null],
    [null, null, "protects-another-cell"],
    [null, null, "cell-below-10"],
  ];
  expect(shown(stored([900, 100, 7]))).toEqual(expected);
  expect(shown(stored([900, 100, 7], false)), "stored before counts passed the gate").toEqual(expected);
  expect(JSON.stringify(gatedSet(stored([900, 100, 7]), defaultDisclosurePolicy))).not.toMatch(
    /0\.8[0-9]{3}|0\.0[0-9]/,
  );
});

test("the limits in force when someone looks decide, not those of the day it was made", () => {
  expect(shown(stored([80, 50, 15]))).toEqual([
    [0.55, 80, null],
    [0.34, 50, null],
    [0.1, 15, null],
  ]);
  expect(shown(stored([80, 50, 15]), { ...defaultDisclosurePolicy, smallestCell: 20 }).map((row) => row[2])).toEqual([
    null,
    "protects-another-cell",
    "cell-below-10",
  ]);
});

test("whatever the counts, from all that is told and the total no level of 1 to 9 people follows", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 8 }), (counts) => {
      for (const tellsFew of [true, false]) {
        const moves = shown(stored(counts, tellsFew));
        const hidden = counts.filter((_, k) => moves[k]![0] === null);
        for (const [k, count] of counts.entries()) if (count > 0 && count < 10) expect(moves[k]![1]).toBeNull();
        if (hidden.length && hidden.length < counts.length) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(10);
        }
      }
    }),
  );
});

test("a cap that cut 1 to 9 weights does not say how many", () => {
  const step = (trimmed: number | null) => ({
    step: "trim" as const,
    parameters: {},
    summary,
    convergence: [],
    trimmed,
  });
  const set = { ...stored([50, 50]), steps: [step(0), step(1), step(9), step(10), step(null)] };
  expect(gatedSet(set, defaultDisclosurePolicy).steps.map(({ trimmed }) => trimmed)).toEqual([0, null, null, 10, null]);
});

test("weights raked on a margin come with the counts the gate needs", () => {
  const codes = Int32Array.from({ length: 60 }, (_, i) => (i < 40 ? 0 : 1));
  const margin = { variable: "q", codes, levels: ["a", "b"], targets: Float64Array.of(0.5, 0.5) };
  const plan = { name: "x", start: "equal" as const, margins: null, trimAt: null };
  const { moved } = makeWeights(new Float64Array(60).fill(1), plan, [margin]);
  expect(moved.map(({ n }) => n)).toEqual([40, 20]);
  const told = gatedSet({ ...stored([]), moved }, defaultDisclosurePolicy).moved;
  expect(told.map(({ before, n }) => [before, n])).toEqual([
    [0.67, 40],
    [0.33, 20],
  ]);
});
