import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../model.ts";
import { faultsOf, form } from "../testing/form.ts";
import { exportXlsForm } from "./export.ts";
import { importXlsForm } from "./import.ts";
import { parseCsv, parseCsvForm, parseMarkdownForm } from "./sheets.ts";

/** `sheet:row column code` of every fault. */
const places = (markdown: string) => faultsOf(markdown).map((p) => `${p.sheet}:${p.row} ${p.column} ${p.code}`);
const survey = (...rows: string[]) =>
  `| survey |\n| | type | name | label | relevant | calculation | default | parameters | appearance |\n${rows.map((row) => `| | ${row} |`).join("\n")}`;

test("all faults come at once, each with sheet, row, column, and a mend in two languages", () => {
  const faults = faultsOf(`
| survey |
| | type | name | label | relevent | constraint |
| | integr | age | Tuổi | | |
| | select_one gender | sex | Giới | \${agee} > 1 | . > |
| | start | begun | | | |`);
  expect(faults.map((p) => `${p.sheet}:${p.row} ${p.column} ${p.code}`)).toEqual([
    "survey:1 relevent misspelt-column",
    "survey:2 type unknown-type",
    "survey:3 type unknown-list",
    "survey:4 type type-records-time",
  ]);
  expect(faults[0]!.mend).toEqual({
    vi: "Có phải quý vị muốn viết “relevant”? Sửa tên cột, hoặc thêm “#” ở đầu tên nếu đó là cột ghi chú riêng.",
    en: "Did you mean “relevant”? Correct the heading, or put “#” before it if it is a column of your own notes.",
  });
  expect(faults[1]!.mend.en).toContain("Did you mean “integer”?");
  expect(faults[3]!.message.vi).toBe("Kiểu “start” ghi giờ làm phiếu. Cạnh câu trả lời không được có thời điểm nào.");
});

test.each<[row: string, fault: string]>([
  ["text | | Tên", "survey:2 name no-name"],
  ["text | 1st | Tên", "survey:2 name bad-name"],
  ["text | a.b | Tên", "survey:2 name bad-name"],
  ["text | __proto__ | Tên", "survey:2 name bad-name"],
  ["text | a |", "survey:2 label no-label"],
  ["| a | A", "survey:2 type no-type"],
  ["select_one | a | A", "survey:2 type no-list"],
  ["end_group | | ", "survey:2 type not-opened"],
  ["begin_group | g | G", "survey:2 undefined not-closed"],
  ["text | a | A | ${b} = 1", "survey:2 relevant unknown-reference"],
  ["text | a | A ${b}", "survey:2 label unknown-reference"],
  ["text | a | A | ${a} = 1", "survey:2 undefined circular"],
  ["text | a | A | frobnicate(1)", "survey:2 relevant unknown-function"],
  ["text | a | A | pulldata('x', 'y', 'z', 1) = 1", "survey:2 relevant refused-function"],
  ["text | a | A | selected(1)", "survey:2 relevant argument-count"],
  ["text | a | A | b = 1", "survey:2 relevant bare-name"],
  ["text | a | A | /data/a[1] = 1", "survey:2 relevant path-expression"],
  ["text | a | A | (1 = 1", "survey:2 relevant expression-syntax"],
  ["text | a | A | regex('a', '(?=b)')", "survey:2 relevant regex"],
  ["calculate | a |", "survey:2 calculation no-calculation"],
  ["calculate | a | | | now()", "survey:2 calculation tells-time"],
  ["calculate | a | | | today()", "survey:2 calculation tells-time"],
  ["calculate | a | | | today() - 1", "survey:2 calculation tells-time"],
  ["date | a | A | | | today()", "survey:2 default tells-time"],
  ["date | a | A | | | 06/02/2026", "survey:2 default bad-default"],
  ["range | a | A | | | | start=1 end=10 step=4", "survey:2 parameters bad-parameters"],
  ["integer | a | A | | | | | ex:app", "survey:2 appearance bad-appearance"],
  ["geopoint | a | A", "survey:2 type type-records-place"],
  ["email | a | A", "survey:2 type type-records-person"],
  ["image | a | A", "survey:2 type type-records-media"],
  ["begin loop over x | a | A", "survey:2 type type-unsupported"],
])("%s is refused: %s", (row, fault) => expect(places(survey(row))).toContain(fault));

test("an age from today's date is fine: it is no date", () => {
  const born = "date | born | Ngày sinh";
  expect(form(survey(born, "calculate | age | | | int((today() - ${born}) div 365.25)")).items).toHaveLength(2);
  expect(form(survey(born, "calculate | adult | | | (today() - ${born}) > 6570")).items).toHaveLength(2);
  expect(form(survey("calculate | year | | | format-date(today(), '%Y')")).items).toHaveLength(1);
  // With the birth date beside it, a number of days would give the day of answering away.
  expect(places(survey(born, "calculate | days | | | today() - ${born}"))).toEqual(["survey:3 calculation tells-time"]);
});

test("faults of choices name the choices sheet", () => {
  expect(
    places(`
| survey |
| | type | name | label |
| | select_one l | a | A |
| choices |
| | list_name | name | label | lang_nghe_missing |
| | l | yes | Có | |
| | l | yes | Vâng | |
| | l | hai ba | X | |
| | | x | X | |
| | l | no | Không | maybe |`),
  ).toEqual([
    "choices:3 name twice-choice",
    "choices:4 name bad-choice",
    "choices:5 list_name no-list-name",
    "choices:6 lang_nghe_missing bad-missing",
  ]);
});

test("a circle through several rows is named in full", () => {
  const [fault] = faultsOf(survey("text | a | A | ${b} = 1", "text | b | B | ${c} = 1", "text | c | C | ${a} = 1"));
  expect(fault!.message.en).toBe("“a” depends on itself through a → b → c → a.");
});

test("headings in any case and spelling, comment rows, blank rows and disabled rows", () => {
  const q = form(`
| Survey |
| | TYPE | Name | LABEL::English | Bind::Relevant | Read Only | Required Message | #my notes | disabled |
| | begin group | g | Group | | | | | |
| | | | | | | | a remark | |
| | # section two | | | | | | | |
| | select one from yn | a | A | 1 = 1 | yes | Please! | x | |
| | text | off | Off | | | | | yes |
| | end group | | | | | | | |
| Choices |
| | List Name | Value | Label::English |
| | yn | y | Yes |`);
  expect(q.items).toMatchObject([
    {
      name: "g",
      items: [{ name: "a", readOnly: ["true"], requiredMessage: { en: "Please!" }, relevant: ["=", 1, 1] }],
    },
  ]);
});

test("languages: name and code from the heading, plain columns belong to the default language", () => {
  const q = form(`
| survey |
| | type | name | label | label::Hmoob (hmn) | hint::Tiếng Việt (vi) |
| | text | a | Quý vị tên gì? | Koj lub npe? | Tuỳ ý |
| settings |
| | form_title | default_language |
| | Phiếu | Tiếng Việt (vi) |`);
  expect(q.languages).toEqual([
    { code: "hmn", name: "Hmoob" },
    { code: "vi", name: "Tiếng Việt" },
  ]);
  expect(q.defaultLanguage).toBe("vi");
  expect(q.items[0]).toMatchObject({ label: { vi: "Quý vị tên gì?", hmn: "Koj lub npe?" }, hint: { vi: "Tuỳ ý" } });
  expect(q.title).toEqual({ vi: "Phiếu" });
});

test("both ways of writing a Vietnamese letter are one", () => {
  const q = form(survey(`text | a | ${"Đường xá".normalize("NFD")}`));
  expect(q.items[0]!.label).toEqual({ vi: "Đường xá".normalize("NFC") });
});

test("levels for don't know and refused: by name, by code and label, by column", () => {
  const q = form(`
| survey |
| | type | name | label |
| | select_one l | a | A |
| choices |
| | list_name | name | label | lang_nghe_missing |
| | l | 1 | Tốt | |
| | l | 98 | Không biết | |
| | l | 99 | 99 xã | |
| | l | refused | Từ chối | |
| | l | ns | Không nêu | refused |
| | l | kb | Kho bạc | none |`);
  expect(q.lists.l!.map((choice) => choice.missing)).toEqual([
    undefined,
    "dont_know",
    undefined,
    "refused",
    "refused",
    undefined,
  ]);
});

test("or_other gives a choice and a text question, named after the question", () => {
  const q = form(`
| survey |
| | type | name | label |
| | select_multiple l or_other | a | Việc gì? |
| choices |
| | list_name | name | label |
| | l | x | Xã |`);
  expect(q.lists.l!.at(-1)).toEqual({ name: "other", label: { vi: "Khác" } });
  expect(q.items[1]).toEqual({
    type: "text",
    name: "a_other",
    label: { vi: "Xin ghi rõ." },
    relevant: ["selected", ["$", "a"], "other"],
  });
});

test("columns that change nothing for the respondent are left aside and reported", () => {
  const imported = importXlsForm(
    parseMarkdownForm(`
| survey |
| | type | name | label | guidance_hint | owner |
| | text | a | A | for staff | Mai |`),
  );
  expect(imported).toMatchObject({
    ignored: [
      { sheet: "survey", column: "guidance_hint" },
      { sheet: "survey", column: "owner" },
    ],
  });
});

test("formula-like text is only text", () => {
  const q = form(survey("text | a | =HYPERLINK(0) | | | =1+1"));
  expect(q.items[0]).toMatchObject({ label: { en: "=HYPERLINK(0)" }, default: "=1+1" });
});

test("a form without survey, without questions, or too large is refused", () => {
  expect(importXlsForm([])).toMatchObject({ problems: [{ code: "no-survey" }] });
  expect(importXlsForm([{ name: "survey", rows: [] }])).toMatchObject({ problems: [{ code: "no-type-column" }] });
  expect(importXlsForm([{ name: "survey", rows: [["type", "name"]] }])).toMatchObject({
    problems: [{ code: "no-questions" }],
  });
  expect(importXlsForm([{ name: "survey", rows: Array(20_001).fill(["type"]) }])).toMatchObject({
    problems: [{ code: "too-large" }],
  });
  const deep = Array.from({ length: limits.depth + 1 }, (_, i) => `begin_repeat | r${i} | R`);
  expect(places(survey(...deep, "text | a | A", ...deep.map(() => "end_repeat | |")))).toContain(
    "survey:6 undefined too-deep",
  );
});

test("deeply nested brackets and groups end in a fault, not in a crash", () => {
  expect(places(survey(`text | a | A | ${"(".repeat(3000)}1`))).toContain("survey:2 relevant expression-syntax");
  expect(places(survey(`text | a | A | ${"-".repeat(3000)}1`))).toContain("survey:2 relevant expression-syntax");
  expect(places(survey(...Array.from({ length: 3000 }, (_, i) => `begin_group | g${i} | G`)))).toContain(
    "survey:22 undefined too-deep",
  );
  expect(places(survey(`text | a | A | ${"1 + ".repeat(200)}1`))).toContain("survey:2 relevant expression-depth");
  const chain = Array.from({ length: 5000 }, (_, i) => `text | n${i} | N | \${n${i + 1}} = 1`);
  expect(places(survey(...chain, "text | n5000 | N"))).toContain("survey:2 undefined too-large");
});

test("whatever the cells hold, a form is imported or refused", () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "text",
      "integer",
      "begin_group",
      "end_group",
      "begin repeat",
      "select_one l",
      "calculate",
      "a",
      "b",
      "l",
      "${a} > 1",
      "yes",
      "type",
      "name",
      "label",
      "list_name",
      "relevant",
      "__proto__",
      "",
    ),
    fc.string(),
  );
  const rows = fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 8 });
  const heading = ["type", "name", "label", "relevant", "calculation", "default", "constructor"];
  fc.assert(
    fc.property(rows, rows, rows, fc.boolean(), (a, b, c, headed) => {
      const imported = importXlsForm([
        { name: "survey", rows: headed ? [heading, ...a] : a },
        { name: "choices", rows: headed ? [["list_name", "name", "label"], ...b] : b },
        { name: "settings", rows: c },
      ]);
      if ("problems" in imported) {
        expect(imported.problems.length).toBeGreaterThan(0);
        for (const problem of imported.problems)
          expect(problem.message.vi + problem.mend.en).not.toMatch(
            /(?<!\$)\{(name|type|detail|sheet|row|hintVi|hintEn|example|through)\}/,
          );
      } else
        expect(importXlsForm(exportXlsForm(imported.questionnaire))).toMatchObject({
          questionnaire: imported.questionnaire,
        });
    }),
    { numRuns: 500 },
  );
});

test("a rich form goes out and comes back with names, logic, choices and translations", () => {
  const q = form(`
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::English (en) | relevant | constraint | constraint_message::English (en) | required | default | choice_filter | parameters | appearance | calculation | repeat_count |
| | note | consent | Đồng ý | Agree | | | | | | | | | | | |
| | date | born | Sinh | Born | | | . <= today() | Not yet | yes | 1990-03-01 | | | | | |
| | select_one d | district | Huyện | District | Where you live | | | | \${born} != '' | sapa | | | minimal | | |
| | select_multiple c or_other | communes | Xã | Communes | | | | | | | district = \${district} or name = 'x' | randomize=true | | | |
| | rank d | order | Thứ tự | Order | | -1 - (2 - 3) * -4 < (5 - 6) and not(selected(\${communes}, "it's")) | | | | | | | | | |
| | range | mark | Điểm | Mark | | | | | | 5 | | start=0 end=10 step=0.5 | likert w2 | | |
| | begin_repeat | r | R | R | | | | | | | | | field-list | | \${mark} + 1 |
| | text | t | T | T | | | regex(., '[a-z]{2,}\\.?') | | | \${mark} | | rows=4 | | | |
| | end_repeat | | | | | | | | | | | | | | |
| | calculate | n | | | | | | | | | | | | count-non-empty(\${t}) - -0.0000001 | |
| | text | shown | S | S | | | | | | | | | | concat(\${n}, jr:choice-name(\${district}, '\${district}')) | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | district | lang_nghe_missing |
| | d | sapa | Sa Pa | Sa Pa | | |
| | d | dk | Đắk | Dak | | none |
| | c | x | X | X | sapa | |
| | c | y | Y | Y | sapa | refused |
| settings |
| | form_title::Tiếng Việt (vi) | form_id | version | style | default_language |
| | Phiếu | f | 3 | pages | English (en) |`);
  expect(importXlsForm(exportXlsForm(q))).toEqual({ questionnaire: q, ignored: [] });
});

test("comma-separated forms: quotes, line breaks in a cell, and the row of the file in a fault", () => {
  const sheets = parseCsvForm(
    parseCsv('\uFEFFsurvey,,\r\n,type,name,label\r\n,text,a,"one, ""two""\nthree"\r\n,blob,b,B\r\n'),
  );
  expect(sheets[0]!.rows[1]).toEqual(["text", "a", 'one, "two"\nthree']);
  expect(importXlsForm(sheets)).toMatchObject({
    problems: [{ sheet: "survey", row: 4, column: "type", code: "unknown-type" }],
  });
});
