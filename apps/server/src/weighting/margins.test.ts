import { expect, test } from "vitest";
import type { Dataset } from "../dictionary/index.ts";
import { matchMargins, readMargins } from "./margins.ts";

const level = (code: string, vi = code) => ({ code, label: { vi, en: code }, missing: null });

/** region: Bắc ×3, Nam ×2, Trung ×0; age numeric. */
const dataset: Dataset = {
  rows: 5,
  variables: [
    {
      name: "region",
      label: {},
      kind: "categorical",
      source: "question",
      ordered: false,
      levels: [level("N", "Bắc"), level("S", "Nam"), level("C", "Trung")],
      stepId: null,
      note: {},
    },
    { name: "age", label: {}, kind: "numeric", source: "question", ordered: true, levels: [], stepId: null, note: {} },
  ],
  columns: new Map([
    ["region", { kind: "categorical", codes: Int16Array.of(0, 0, 0, 1, 1) }],
    ["age", { kind: "numeric", values: new Float64Array(5), reasons: new Int8Array(5) }],
  ]),
  design: { weights: null, strata: null, psu: [], fpc: [] },
  snapshotHash: "",
  steps: [],
};
const check = (rows: string[][]) => {
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
