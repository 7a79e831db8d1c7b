import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { countsOf } from "./counts.ts";
import { declinedRules } from "./declined.ts";
import { casesOf, judgeCase, judgeDesigns } from "./run.ts";

const folder =
  process.env.LANG_NGHE_SHARED === undefined
    ? fileURLToPath(new URL("../../../shared/oracle", import.meta.url))
    : `${process.env.LANG_NGHE_SHARED}/oracle`;
const present = existsSync(folder);
if (!present) console.log("shared oracle: not present");

test.skipIf(!present)("at least 99 % of R's results are given alike, and at most 3 % are declined", () => {
  const judged = casesOf(folder).flatMap((file) => judgeCase(folder, file));
  const counts = countsOf(judged);
  console.log(JSON.stringify(counts));
  const { PROOF_COUNTS } = process.env;
  if (PROOF_COUNTS) writeFileSync(PROOF_COUNTS, JSON.stringify(counts));
  const { agree, differ, unsupported, declined, cases } = counts;
  const others = judged
    .filter(({ outcome }) => outcome === "differ" || outcome === "unsupported")
    .map((each) => `${each.outcome} ${each.case} ${each.id}: ${each.reason}`);
  expect(agree / (agree + differ + unsupported), others.join("\n")).toBeGreaterThanOrEqual(0.99);
  expect(declined / cases).toBeLessThanOrEqual(0.03);
});

test.skipIf(!present)("sums of weights and degrees of freedom of every design are R's", () => {
  expect(casesOf(folder).flatMap((file) => judgeDesigns(folder, file))).toEqual([]);
});

test("every rule by which a result is declined says why, and where that is written", () => {
  for (const { reason, source } of declinedRules) {
    expect(reason.length).toBeGreaterThan(40);
    expect(source).toMatch(/\d/);
  }
});

test("a number beyond its tolerance is a difference, and so is one that we do not give", () => {
  const reference = { id: "m", r: "svymean(~x, d)", kind: "svystat", coef: [10], se: [1], df: 4 };
  expect(compare(reference, { coef: [10.000009], se: [1.000009], df: 4 }).differences).toEqual([]);
  expect(compare(reference, { coef: [10.00002], se: [1], df: 4 }).differences).toHaveLength(1);
  expect(compare(reference, { coef: [10], se: [1.00002], df: 4 }).differences).toHaveLength(1);
  expect(compare(reference, { coef: [10], se: [1] }).differences).toEqual(["df: R gives it, we do not"]);
  expect(compare(reference, { coef: [Number.NaN], se: [1], df: 4 }).differences).toHaveLength(1);
});

test("p-values are compared absolutely", () => {
  const reference = { id: "t", r: "svyttest(y~0, d)", kind: "htest", p: 1e-20 };
  expect(compare(reference, { p: 9e-7 }).differences).toEqual([]);
  expect(compare(reference, { p: 2e-6 }).differences).toHaveLength(1);
});
