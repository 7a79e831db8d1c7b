import type { Margins, Variable } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { emptyRows, hintOf, merging, problemsAt, rowsOf, shareOf, textOf } from "./margin-rows.ts";

const place: Variable = {
  name: "noi_o",
  label: { vi: "Nơi ở", en: "Place" },
  kind: "categorical",
  source: "question",
  ordered: false,
  levels: [
    { code: "tp", label: { vi: "Thành phố" }, missing: null },
    { code: "tx", label: { vi: "Thị xã" }, missing: null },
    { code: "xa", label: { vi: "Xã" }, missing: null },
    { code: "kb", label: { vi: "Không biết" }, missing: "dont-know" },
  ],
  stepId: null,
  note: {},
};
const read: Margins = {
  unit: "count",
  source: "",
  margins: [
    {
      variable: "noi_o",
      targets: [
        { level: "tp", value: 200 },
        { level: "Thị xã", value: 300 },
        { level: "xa", value: 500 },
      ],
    },
  ],
};

test("the grid of a variable has its levels without don't know", () => {
  expect(emptyRows(place).targets.map((target) => target.level)).toEqual(["tp", "tx", "xa"]);
});

test("rows that are not filled in are not sent", () => {
  const rows = [
    {
      variable: "noi_o",
      targets: [
        { level: "tp", value: "20 %" },
        { level: "tx", value: " " },
      ],
    },
  ];
  expect(textOf(rows)).toBe("variable\tlevel\tshare\nnoi_o\ttp\t20 %");
});

test("300 of 1,000 is a share of 0.3", () => {
  expect(shareOf(read, "noi_o", "Thị xã")).toBe(0.3);
});

test("merging adds targets, 200 + 300 = 500, and moves the margin to the new variable", () => {
  const { derivation, rows } = merging(
    rowsOf(read, "vi"),
    read,
    place,
    "tp",
    "tx",
    ["noi_o", "noi_o_gop"],
    {
      vi: "gộp",
      en: "merged",
    },
    "vi",
  );
  expect(derivation).toMatchObject({
    name: "noi_o_gop2",
    from: "noi_o",
    groups: [{ code: "tp_tx", levels: ["tp", "tx"] }],
  });
  expect(rows).toEqual([
    {
      variable: "noi_o_gop2",
      targets: [
        { level: "tp_tx", value: "500" },
        { level: "xa", value: "500" },
      ],
    },
  ]);
});

test("a problem named by code is found at a row that was written by label", () => {
  const problem = {
    code: "empty-level" as const,
    variable: "noi_o",
    level: "tx",
    message: {},
    suggestion: {},
    mergeWith: [],
  };
  expect(problemsAt([problem], place, "noi_o", "Thị xã")).toEqual([problem]);
  expect(problemsAt([problem], place, "noi_o", "xa")).toEqual([]);
  expect(problemsAt([problem], place, "noi_o", null)).toEqual([]);
});

test("targets are written with the decimal sign of the interface", () => {
  const shares: Margins = {
    unit: "share",
    source: "",
    margins: [{ variable: "a", targets: [{ level: "x", value: 0.1 + 0.2 }] }],
  };
  expect(rowsOf(shares, "vi")[0]?.targets[0]?.value).toBe("0,3");
  expect(rowsOf(shares, "en")[0]?.targets[0]?.value).toBe("0.3");
});

test("a near name is offered as a change of name", () => {
  const problem = { code: "unknown-variable" as const, variable: "gioi_tinh", level: null, message: {}, mergeWith: [] };
  expect(hintOf({ ...problem, suggestion: { vi: "→ gioi" } })).toEqual({ kind: "rename", to: "gioi" });
  expect(hintOf({ ...problem, suggestion: { vi: "Bỏ biên này." } })).toEqual({ kind: "words" });
});
