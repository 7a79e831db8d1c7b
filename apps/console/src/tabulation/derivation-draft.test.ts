import type { Table, Variable } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { bandLabels, checkDraft, emptyDraft, previewLevels, readCuts } from "./derivation-draft.ts";
import type { TableSay } from "./figure.ts";
import { words } from "./words.ts";

const say =
  (language: "vi" | "en"): TableSay =>
  (key, values = {}) =>
    words[language][key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
const both = { vi: say("vi"), en: say("en") };

const satisfaction: Variable = {
  name: "hai_long",
  label: { vi: "Hài lòng" },
  kind: "categorical",
  source: "question",
  ordered: true,
  levels: ["1", "2", "3", "4"].map((code) => ({ code, label: { vi: `mức ${code}` }, missing: null })),
  stepId: null,
  note: {},
};

const tableOf = (shares: Record<string, number | null>) =>
  ({
    estimates: Object.entries(shares).map(([level, estimate]) => ({ level, by: null, estimate })),
  }) as unknown as Table;

test("cuts are read with semicolons and decimal commas, and must ascend", () => {
  expect(readCuts("18; 30,5;45")).toEqual([18, 30.5, 45]);
  expect(readCuts("30; 18")).toBeUndefined();
  expect(readCuts("mười tám")).toBeUndefined();
  expect(readCuts(" ")).toBeUndefined();
});

test("two cuts make three bands, named in both languages", () => {
  expect(bandLabels([18, 60], both)).toEqual([
    { vi: "dưới 18", en: "under 18" },
    { vi: "18 đến dưới 60", en: "18 to under 60" },
    { vi: "từ 60 trở lên", en: "60 and over" },
  ]);
});

test("a merged level gets a code that no other level has", () => {
  const draft = {
    ...emptyDraft("merge", "hai_long"),
    name: "gop",
    label: { vi: "Gộp", en: "" },
    groups: [{ levels: ["1", "2"], vi: "Thấp", en: "" }],
  };
  expect(checkDraft(draft, { variables: [satisfaction] }, both.vi, both)).toEqual({
    errors: {},
    derivation: {
      kind: "merge",
      name: "gop",
      label: { vi: "Gộp" },
      from: "hai_long",
      groups: [{ code: "1_2", label: { vi: "Thấp" }, levels: ["1", "2"] }],
    },
  });
});

test("a name that is taken is refused at its field", () => {
  const draft = { ...emptyDraft("bands", null), name: "hai_long" };
  expect(Object.keys(checkDraft(draft, { variables: [satisfaction] }, both.vi, both).errors)).toEqual([
    "derive-from",
    "derive-cuts",
    "derive-name",
    "derive-label",
  ]);
});

test("a preview adds up shown shares: 0.1 + 0.2 = 0.3", () => {
  const draft = { ...emptyDraft("box", "hai_long"), levels: ["1", "2"] };
  const preview = previewLevels(draft, satisfaction, tableOf({ 1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4 }));
  expect(preview.map((level) => level.share?.toFixed(2))).toEqual(["0.30", "0.70"]);
});

test("a preview never lets a withheld share follow from the rest", () => {
  const draft = { ...emptyDraft("box", "hai_long"), levels: ["1", "2"] };
  const preview = previewLevels(draft, satisfaction, tableOf({ 1: null, 2: null, 3: 0.3, 4: 0.4 }));
  expect(preview.map((level) => level.share)).toEqual([null, null]);
});
