import { expect, test } from "vitest";
import { checkAnswers } from "../check.ts";
import type { Question } from "../model.ts";
import { createSession } from "../session.ts";
import { exportXlsForm } from "./export.ts";
import { importXlsForm, parseMarkdownForm } from "./index.ts";

const formWith = (row: string, more = "", levels = "") => `
| survey | | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | sensitive | required | constraint | choice_filter |
${more}
| | ${row} |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | belief | a | Có | Yes |
| | belief | b | Không | No |
${levels}`;
const refused = "| | belief | rf | Không muốn nói | Prefer not to say |";
const read = (text: string) => importXlsForm(parseMarkdownForm(text));
const taken = (text: string) => {
  const form = read(text);
  if (!("questionnaire" in form)) throw new Error(JSON.stringify(form.problems));
  return form.questionnaire;
};
const faults = (text: string) => {
  const form = read(text);
  return "problems" in form ? form.problems.map(({ code, row, column }) => ({ code, row, column })) : [];
};

test("a sensitive choice question without a way not to say is refused, with how to mend it", () => {
  const text = formWith("select_one belief | faith | Ông/bà theo tôn giáo nào? | Religion? | yes | | | ");
  expect(faults(text)).toEqual([{ code: "sensitive-no-refusal", row: 2, column: "sensitive" }]);
  const form = read(text);
  expect("problems" in form && form.problems[0]?.mend.en).toContain("Write add");
});

test("add puts the level into the list in each language, once", () => {
  const row = "select_one belief | faith | Ông/bà theo tôn giáo nào? | Religion? | add | yes | | ";
  const form = taken(formWith(row));
  expect(form.lists.belief?.at(-1)).toEqual({
    name: "prefer_not_to_say",
    label: { vi: "Tôi không muốn trả lời", en: "I prefer not to say" },
    missing: "refused",
  });
  expect(taken(formWith(row, "", refused)).lists.belief).toHaveLength(3);
});

test("the mark survives the way out and back, and the session shows it", () => {
  const form = taken(formWith("select_one belief | faith | Tôn giáo? | Religion? | yes | | | ", "", refused));
  expect((form.items[0] as Question).sensitive).toBe(true);
  const again = importXlsForm(exportXlsForm(form));
  expect("questionnaire" in again && again.questionnaire).toEqual(form);
  const session = createSession(form, { clock: () => "2026-03-02T10:00" });
  expect(session.currentPage.questions[0]?.sensitive).toBe(true);
});

test("required blocks nobody: refused where leaving it empty is the only way not to say", () => {
  const whole = "integer | income | Thu nhập? | Income? | yes | yes | | ";
  expect(faults(formWith(whole))).toEqual([{ code: "sensitive-required", row: 2, column: "required" }]);
  const filtered = "select_one belief | faith | Tôn giáo? | Religion? | yes | yes | | name != 'rf' ";
  expect(faults(formWith(filtered, "", refused)).map(({ code }) => code)).toEqual(["sensitive-required"]);
});

test("preferring not to say is taken whatever the constraint says, alone and only where it is a level", () => {
  const form = taken(
    formWith("select_one belief | faith | Tôn giáo? | Religion? | yes | yes | . = 'a' | ", "", refused),
  );
  expect(checkAnswers(form, { faith: "rf" }, "2026-03-02")).toEqual([]);
  expect(checkAnswers(form, { faith: "b" }, "2026-03-02")).toEqual([{ path: "faith", kind: "constraint" }]);
});

test("a word that is not known in the column is a fault", () => {
  expect(faults(formWith("text | view | Ý kiến? | View? | perhaps | | | ")).map(({ code }) => code)).toEqual([
    "bad-sensitive",
  ]);
});

test("further purposes are notes named consent_…, kept through the way out and back", () => {
  const more = "| | note | consent_open | Cho phép dùng trong dữ liệu mở | May be used in open data | | | | |";
  const form = taken(formWith("text | view | Ý kiến? | View? | | | | ", more));
  expect(form.purposes).toEqual([
    { name: "consent_open", label: { vi: "Cho phép dùng trong dữ liệu mở", en: "May be used in open data" } },
  ]);
  expect(form.items).toHaveLength(1);
  const again = importXlsForm(exportXlsForm(form));
  expect("questionnaire" in again && again.questionnaire).toEqual(form);
});
