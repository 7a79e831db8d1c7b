import type { Derivation, Variable } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { type Column, missingCode } from "../responses/index.ts";
import { applySteps, type Dataset } from "./dataset.ts";
import { derive } from "./derive.ts";

const variable = (name: string, given: Partial<Variable>): Variable => ({
  name,
  label: { vi: name, en: name },
  kind: "categorical",
  source: "question",
  ordered: false,
  levels: [],
  stepId: null,
  note: {},
  ...given,
});
const level = (code: string, missing: "dont-know" | "refused" | null = null) => ({
  code,
  label: { vi: code, en: code },
  missing,
});
const likert = ["1", "2", "3", "4", "5"].map((code) => level(code));

/** Ages 17, 18, 40, 65, none given, not asked; satisfaction 1, 5, 4, don't know, missing, not asked; trust 1…5, 5. */
function dataset(): Dataset {
  const { missing, "not-asked": notAsked } = missingCode;
  const columns = new Map<string, Column>([
    [
      "age",
      {
        kind: "numeric",
        values: Float64Array.of(17, 18, 40, 65, Number.NaN, Number.NaN),
        reasons: Int8Array.of(0, 0, 0, 0, missing, notAsked),
      },
    ],
    ["satisfied", { kind: "categorical", codes: Int16Array.of(0, 4, 3, 5, missing, notAsked) }],
    ["trust", { kind: "categorical", codes: Int16Array.of(0, 1, 2, 3, 4, 4) }],
  ]);
  const variables = [
    variable("age", { kind: "numeric" }),
    variable("satisfied", { ordered: true, levels: [...likert, level("dk", "dont-know")] }),
    variable("trust", { ordered: true, levels: likert }),
  ];
  return {
    rows: 6,
    variables,
    columns,
    design: { weights: null, strata: null, psu: [], fpc: [] },
    snapshotHash: "",
    steps: [],
  };
}
const label = { vi: "Nhãn", en: "Label" };
const made = (derivation: Derivation) => derive(dataset(), { id: "step", derivation });
const codes = (derivation: Derivation) => {
  const { variable, column } = made(derivation);
  if (column.kind !== "categorical") throw new Error("not categorical");
  return [...column.codes].map((code) => (code < 0 ? code : variable.levels[code]?.code));
};

test("bands include their lower cut, and keep missing apart from not asked", () => {
  expect(codes({ kind: "bands", name: "age_band", label, from: "age", cuts: [18, 65], labels: [] })).toEqual([
    "1",
    "2",
    "2",
    "3",
    -1,
    -2,
  ]);
});

test("bands say their limits where no label is given", () => {
  const { variable } = made({
    kind: "bands",
    name: "b",
    label,
    from: "age",
    cuts: [18, 65],
    labels: [{ vi: "Trẻ", en: "Young" }],
  });
  expect(variable.levels.map(({ label }) => label.vi)).toEqual(["Trẻ", "18 – <65", "từ 65"]);
});

test("a merged level stands where its first member stood; others keep themselves", () => {
  const merge: Derivation = {
    kind: "merge",
    name: "m",
    label,
    from: "satisfied",
    groups: [{ code: "high", label, levels: ["4", "5"] }],
  };
  expect(made(merge).variable.levels.map(({ code }) => code)).toEqual(["1", "2", "3", "high", "dk"]);
  expect(codes(merge)).toEqual(["1", "high", "high", "dk", -1, -2]);
});

test("top-two box: don't know stays don't know, it is not a no", () => {
  const box: Derivation = {
    kind: "box",
    name: "b",
    label,
    from: "satisfied",
    levels: ["4", "5"],
    yes: label,
    no: label,
  };
  expect(codes(box)).toEqual(["0", "1", "1", "dk", -1, -2]);
});

test("an index is the mean of the answered items, one reversed: (1 + 5)/2, (5 + 4)/2, (4 + 3)/2, 2, 1, 1", () => {
  const { column } = made({
    kind: "index",
    name: "i",
    label,
    from: ["satisfied", "trust"],
    reversed: ["trust"],
    atLeast: 1,
  });
  expect(column.kind === "numeric" && [...column.values]).toEqual([3, 4.5, 3.5, 2, 1, 1]);
});

test("an index is missing where too few items were answered", () => {
  const { column } = made({ kind: "index", name: "i", label, from: ["satisfied", "trust"], reversed: [], atLeast: 2 });
  expect(column.kind === "numeric" && [...column.values]).toEqual([1, 3.5, 3.5, Number.NaN, Number.NaN, Number.NaN]);
  expect(column.kind === "numeric" && [...column.reasons]).toEqual([0, 0, 0, -1, -1, -1]);
});

test("what cannot be made names the variable and the reason", () => {
  expect(() => made({ kind: "bands", name: "b", label, from: "trust", cuts: [1], labels: [] })).toThrow(/not numeric/);
  expect(() => made({ kind: "bands", name: "age", label, from: "age", cuts: [1], labels: [] })).toThrow(/taken/);
  expect(() => made({ kind: "bands", name: "b", label, from: "age", cuts: [65, 18], labels: [] })).toThrow(/ascend/);
  expect(() =>
    made({ kind: "merge", name: "m", label, from: "trust", groups: [{ code: "x", label, levels: ["9"] }] }),
  ).toThrow(/no level “9”/);
  expect(() => made({ kind: "box", name: "x", label, from: "nothing", levels: ["1"], yes: label, no: label })).toThrow(
    /nothing/,
  );
});

test("a later step may use an earlier one, and the snapshot stays as it was", () => {
  const before = dataset();
  const snapshot = { ...before, hash: "h" };
  const after = applySteps(snapshot, [
    { id: "1", derivation: { kind: "bands", name: "band", label, from: "age", cuts: [18, 65], labels: [] } },
    {
      id: "2",
      derivation: {
        kind: "merge",
        name: "adult",
        label,
        from: "band",
        groups: [{ code: "adult", label, levels: ["2", "3"] }],
      },
    },
  ]);
  expect(after.variables.map(({ name }) => name)).toEqual(["age", "satisfied", "trust", "band", "adult"]);
  expect(snapshot.variables).toHaveLength(3);
});
