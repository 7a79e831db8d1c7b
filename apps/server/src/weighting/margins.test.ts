import { expect, test } from "vitest";
import type { Dataset } from "../dictionary/index.ts";
import { matchMargins, readMargins } from "./margins.ts";

const level = (code: string, vi = code) => ({ code, label: { vi, en: code }, missing: null });

/** region: Bắc ×30, Nam ×20, Trung ×0, Ven biển ×0 or as many as asked for; age numeric. */
const datasetWith = (few: number): Dataset => ({
  rows: 50 + few,
  variables: [
    {
      name: "region",
      label: {},
      kind: "categorical",
      source: "question",
      ordered: false,
      levels: [level("N", "Bắc"), level("S", "Nam"), level("C", "Trung"), ...(few ? [level("V", "Ven biển")] : [])],
      stepId: null,
      note: {},
    },
    { name: "age", label: {}, kind: "numeric", source: "question", ordered: true, levels: [], stepId: null, note: {} },
  ],
  columns: new Map([
    [
      "region",
      {
        kind: "categorical",
        codes: Int16Array.from({ length: 50 + few }, (_, i) => (i < 30 ? 0 : i < 50 ? 1 : 3)),
      },
    ],
    ["age", { kind: "numeric", values: new Float64Array(50 + few), reasons: new Int8Array(50 + few) }],
  ]),
  design: { weights: null, strata: null, psu: [], fpc: [] },
  snapshotHash: "",
  steps: [],
});
const dataset = datasetWith(0);
const check = (rows: string[][], dataset = datasetWith(0)) => {
  const { margins, problems } = readMargins(rows, "nguồn");
  return [...problems, ...(margins ? matchMargins(dataset, margins).problems : [])];
};
const header = ["variable", "level", "share"];

test("shares by code or by Vietnamese label, in per cents or with a decimal comma", () => {
  const { margins } = readMargins(
    [
      ["Biến", "Mức", "Tỷ lệ"],
      ["region", "bắc", "60 %"],
      ["region", "S", "0,4"],
    ],
    "nguồn",
  );
  expect(margins?.unit).toBe("share");
  const { matched, problems } = matchMargins(dataset, margins!);
  expect(problems).toEqual([]);
  expect([...matched[0]!.targets]).toEqual([0.6, 0.4, 0]);
});

test("counts may carry thousands separators", () => {
  const { margins } = readMargins([header, ["region", "N", "1.234.500"], ["region", "S", "1,000"]], "");
  expect(margins).toMatchObject({ unit: "count", margins: [{ targets: [{ value: 1234500 }, { value: 1000 }] }] });
});

test("a share with three decimals is not taken for thousands", () => {
  const { margins } = readMargins(
    [header, ["region", "N", "0.125"], ["region", "S", "0,875"], ["age", "x", "12,345 %"]],
    "",
  );
  expect(margins?.margins.flatMap((margin) => margin.targets.map((target) => target.value))).toEqual([
    0.125, 0.875, 0.12345,
  ]);
});

test("a level nobody answered is refused, named, and a merge is suggested", () => {
  const [problem, ...others] = check([header, ["region", "N", "0.5"], ["region", "S", "0.3"], ["region", "C", "0.2"]]);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: "empty-level", variable: "region", level: "C", mergeWith: ["N", "S"] });
  expect(problem?.suggestion.vi).toContain("Gộp “C” với “N”");
});

test("a level that 1 to 9 people answered is refused in the words of an empty one, and no problem tells a count", () => {
  const rows = [header, ["region", "N", "0.5"], ["region", "S", "0.3"], ["region", "V", "0.2"]];
  const words = (few: number) => check(rows, datasetWith(few)).map(({ message, suggestion }) => [message, suggestion]);
  expect(check(rows, datasetWith(10))).toEqual([]);
  expect(check(rows, datasetWith(9))).toMatchObject([{ code: "empty-level", level: "V", mergeWith: ["N", "S"] }]);
  expect(words(1)).toEqual(words(9));
  // Those of all levels but one, with the number of all answers, would tell the one.
  const without = check([header, ["region", "V", "1"]], datasetWith(3));
  expect(without.map(({ code }) => code)).toEqual(["level-without-target", "level-without-target", "empty-level"]);
  expect(JSON.stringify(without.map(({ message }) => message))).not.toMatch(/30|20|\b3\b/);
  expect(matchMargins(datasetWith(15), readMargins(rows, "").margins!, { smallestCell: 20 }).problems).toMatchObject([
    { code: "empty-level", level: "V", message: { en: "Fewer than 20 people answered at level “V” of “region”." } },
  ]);
});

test("a level with answers and no target, or a target of 0, is refused", () => {
  expect(check([header, ["region", "N", "1"]])).toMatchObject([{ code: "level-without-target", level: "S" }]);
  expect(check([header, ["region", "N", "1"], ["region", "S", "0"]])).toMatchObject([
    { code: "unwanted-level", level: "S" },
  ]);
});

test("unknown names are refused with the nearest known one", () => {
  expect(check([header, ["regoin", "N", "1"]])).toMatchObject([
    { code: "unknown-variable", variable: "regoin", suggestion: { vi: "→ region" } },
  ]);
  expect(
    check([header, ["region", "Bac Trung Bo", "0.4"], ["region", "N", "0.3"], ["region", "S", "0.3"]])[0],
  ).toMatchObject({ code: "unknown-level", level: "Bac Trung Bo" });
});

test("shares that do not add up to 1, and counts whose totals disagree, are refused", () => {
  expect(check([header, ["region", "N", "0.5"], ["region", "S", "0.4"]])).toMatchObject([
    { code: "shares-not-one", variable: "region" },
  ]);
  const two = {
    unit: "count" as const,
    source: "",
    margins: [
      {
        variable: "region",
        targets: [
          { level: "N", value: 600 },
          { level: "S", value: 400 },
        ],
      },
      { variable: "age", targets: [] },
    ],
  };
  expect(matchMargins(dataset, two).problems).toMatchObject([{ code: "not-categorical", variable: "age" }]);
});

test("a row that is no number and a level said twice are refused at their place", () => {
  expect(check([header, ["region", "N", "nhiều"], ["region", "S", "1"]]).map(({ code }) => code)).toContain(
    "shares-not-one",
  );
  expect(
    check([header, ["region", "N", "0.5"], ["region", "N", "0.5"], ["region", "S", "0"]]).map(({ code }) => code),
  ).toContain("duplicate-level");
});

test("a table without the three columns says which header is needed", () => {
  expect(
    check([
      ["a", "b"],
      ["1", "2"],
    ])[0]?.message.en,
  ).toContain("variable, level, share");
});
