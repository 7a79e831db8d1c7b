import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import readWorkbook from "read-excel-file/node";
import { expect, test } from "vitest";
import type { QuestionnaireItem } from "../model.ts";
import { isGroup, outlineOf } from "../outline.ts";
import { formatExpression } from "./format.ts";
import { type ImportedForm, importXlsForm } from "./import.ts";
import { parseCsv, parseCsvForm, parseMarkdownForm, type Sheets } from "./sheets.ts";

const shared = process.env.LANG_NGHE_SHARED ?? fileURLToPath(new URL("../../../../../shared/", import.meta.url));
const suite = `${shared.replace(/\/?$/, "/")}data/xlsform-pyxform/`;
const present = existsSync(suite);
if (!present) console.log("shared xlsform-pyxform: not present");

async function read(file: string): Promise<Sheets> {
  const path = `${suite}example_xls/${file}`;
  if (file.endsWith(".md")) return parseMarkdownForm(readFileSync(path, "utf8"));
  if (file.endsWith(".csv")) return parseCsvForm(parseCsv(readFileSync(path, "utf8")));
  const sheets = await readWorkbook(path);
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    // A sheet shows the truth value of a cell in capitals.
    rows: data.map((row) =>
      row.map((cell) => (typeof cell === "boolean" ? String(cell).toUpperCase() : String(cell ?? ""))),
    ),
  }));
}

/** `type name [relevant]` of every item, in order. */
function items(imported: ImportedForm): string[] {
  if ("problems" in imported) throw new Error(imported.problems.map((p) => `${p.row} ${p.message.en}`).join("\n"));
  const list = (level: readonly QuestionnaireItem[]): string[] =>
    level.flatMap((item) => {
      const relevant = item.relevant === undefined ? "" : ` [${formatExpression(item.relevant)}]`;
      return [`${item.type} ${item.name}${relevant}`, ...(isGroup(item) ? list(item.items) : [])];
    });
  return list(imported.questionnaire.items);
}
const refusals = (imported: ImportedForm) =>
  "problems" in imported ? imported.problems.map((p) => `${p.sheet}:${p.row ?? ""} ${p.code}`) : ["imported"];

const other = ["select_one sex", "text sex_other [selected(${sex}, 'other')]"];
const imports: { readonly [file: string]: readonly string[] } = {
  "choice_filter_test.xlsx": ["select_one state", "select_one county", "select_one city"],
  "extra_columns.xlsx": ["text a"],
  "extra_sheet_names.xlsx": ["text test"],
  "field-list.xlsx": ["group name", "select_one table_list_question"],
  "or_other.xlsx": [
    "select_one fav_color",
    "text fav_color_other [selected(${fav_color}, 'other')]",
    "select_one fav_pastel",
  ],
  "specify_other.csv": other,
  "specify_other.md": other,
  "specify_other.xlsx": other,
  "survey_no_name.xlsx": ["text state"],
  "text_and_integer.csv": ["text your_name", "integer your_age"],
  "text_and_integer.md": ["text your_name", "integer your_age"],
  "text_and_integer.xlsx": ["text your_name", "integer your_age"],
  "utf_csv.csv": ["text burger_toppings"],
  "yes_or_no_question.csv": ["select_one good_day"],
  "yes_or_no_question.md": ["select_one good_day"],
  "yes_or_no_question.xlsx": ["select_one good_day"],
};

const sheetsOfOthers = ["EXTERNAL_CHOICES: refused-sheet", "ENTITIES: refused-sheet", "OSM: refused-sheet"];
/** Refused types that the three large forms share, from row 33 on. */
const recorders = (rows: readonly number[]) => [
  "survey:33 type-unsupported",
  "survey:34 type-records-place",
  ...[35, 36, 37, 38].map((row) => `survey:${row} type-records-media`),
  ...[42, 44, 46].map((row) => `survey:${row} type-records-time`),
  ...rows.map((row) => `survey:${row} type-records-person`),
];
const refused: { readonly [file: string]: readonly string[] } = {
  "attribute_columns_test.xlsx": recorders([48, 50, 52, 54]),
  "bad_calc.xlsx": ["survey:2 expression-syntax"],
  "case_insensitivity.csv": ["SURVEY:4 type-unsupported", "SURVEY:5 type-unsupported", ...sheetsOfOthers],
  "case_insensitivity.md": ["SURVEY:3 type-unsupported", "SURVEY:4 type-unsupported", ...sheetsOfOthers],
  "case_insensitivity.xlsx": ["SURVEY:3 type-unsupported", "SURVEY:4 type-unsupported", ...sheetsOfOthers],
  "flat_xlsform_test.xlsx": recorders([48, 50, 52, 54]),
  // A table that pull_data.xlsx reads, not a form.
  "fruits.csv": ["name_key: no-survey"],
  "gps.csv": ["survey:3 type-records-place"],
  "group.csv": ["survey:5 type-records-person"],
  "group.md": ["survey:4 type-records-person"],
  "group.xlsx": ["survey:4 type-records-person"],
  "include.csv": ["survey:4 type-unsupported"],
  "include.md": ["survey:3 type-unsupported"],
  "include.xlsx": ["survey:3 type-unsupported"],
  "include_json.csv": ["survey:3 type-unsupported"],
  "include_json.md": ["survey:2 type-unsupported"],
  "include_json.xlsx": ["survey:2 type-unsupported"],
  "loop.csv": ["survey:4 type-unsupported", "survey:6 type-unsupported"],
  "loop.md": ["survey:3 type-unsupported", "survey:5 type-unsupported"],
  "loop.xlsx": ["survey:3 type-unsupported", "survey:5 type-unsupported"],
  "pull_data.xlsx": ["survey:2 refused-function"],
  "simple_loop.csv": ["survey:3 type-unsupported", "survey:5 type-unsupported"],
  "widgets.csv": [
    "survey:12 type-records-place",
    ...[13, 14, 15, 16].map((row) => `survey:${row} type-records-media`),
    "survey:18 type-records-place",
    "survey:19 type-unsupported",
  ],
  "xlsform_spec_test.xlsx": recorders([48, 50, 52]),
};

test.skipIf(!present)(
  "every form of pyxform's suite is either imported or refused here; .xls is refused by the reader of files",
  () => {
    const files = readdirSync(`${suite}example_xls`).filter((file) => /\.(xlsx|csv|md)$/.test(file));
    expect(files.sort()).toEqual([...Object.keys(imports), ...Object.keys(refused)].sort());
  },
);

test.skipIf(!present).each(Object.entries(imports))("%s is imported: %j", async (file, expected) => {
  const imported = importXlsForm(await read(file));
  expect(items(imported)).toEqual(expected);
});

test.skipIf(!present).each(Object.entries(refused))(
  "%s is refused, naming sheet, row and type",
  async (file, expected) => {
    const found = refusals(importXlsForm(await read(file)));
    for (const refusal of expected) expect(found).toContain(refusal);
    const others = found.filter((refusal) => !expected.includes(refusal));
    // Beside types, only what the large forms have in media, attributes and foreign apps.
    expect(others.filter((refusal) => !/refused-column|bad-appearance|no-label/.test(refusal))).toEqual([]);
  },
);

/** Without what is refused, and without the columns and appearances that are. */
function mended(sheets: Sheets, imported: ImportedForm): Sheets {
  if (!("problems" in imported)) return sheets;
  return sheets.map((sheet) => {
    const own = imported.problems.filter((problem) => problem.sheet === sheet.name);
    const columns = new Set(own.filter((p) => p.code === "refused-column").map((p) => p.column));
    const rows = new Set(own.filter((p) => /^type-|no-label/.test(p.code)).map((p) => p.row));
    const appearance = new Set(own.filter((p) => p.code === "bad-appearance").map((p) => p.row));
    const [heading = []] = sheet.rows;
    const first = sheet.firstRow ?? 1;
    return {
      ...sheet,
      rows: sheet.rows
        .map((row, i) =>
          row.map((cell, k) =>
            i > 0 && (columns.has(heading[k]!) || (appearance.has(i + first) && heading[k] === "appearance"))
              ? ""
              : cell,
          ),
        )
        .filter((_, i) => !rows.has(i + first)),
    };
  });
}

/** name → relevant of every `<bind>` that pyxform writes, references as `${name}`. */
function binds(file: string): Map<string, string> {
  const xml = readFileSync(`${suite}test_expected_output/${file}`, "utf8");
  const found = new Map<string, string>();
  for (const [bind] of xml.matchAll(/<bind [^>]*>/g)) {
    const nodeset = /nodeset="([^"]*)"/.exec(bind)![1]!;
    const name = nodeset.split("/").at(-1)!;
    if (nodeset.includes("/meta/") || /_count$|^reserved_name|_note_/.test(name)) continue;
    const relevant = /relevant="([^"]*)"/.exec(bind)?.[1] ?? "";
    const plain = relevant
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&");
    found.set(
      name,
      plain.replace(/\s*(?:\.\.)?\/[\w/.-]*?([\w-]+)(?=\s*[,)=<>]|\s|$)\s*/g, "${$1}").replace(/\s/g, ""),
    );
  }
  return found;
}

// The other expected files belong to .xls forms (widgets.csv is an older form than widgets.xls).
test.skipIf(!present).each([
  ["or_other.xlsx", "or_other.xml"],
  ["survey_no_name.xlsx", "survey_no_name.xml"],
  ["xlsform_spec_test.xlsx", "xlsform_spec_test.xml"],
  ["attribute_columns_test.xlsx", "attribute_columns_test.xml"],
  ["flat_xlsform_test.xlsx", "flat_xlsform_test.xml"],
])("%s, without what is refused, has the questions and conditions that pyxform finds", async (file, xml) => {
  const sheets = await read(file);
  const firstRound = importXlsForm(sheets);
  // Notes that show a refused item's value go with it.
  const refusedNames = new Set<string>();
  let round = mended(sheets, firstRound);
  if ("problems" in firstRound) {
    const survey = sheets.find((sheet) => sheet.name === "survey")!;
    const nameAt = survey.rows[0]!.indexOf("name");
    for (const p of firstRound.problems) {
      const name = p.row === undefined ? "" : (survey.rows[p.row - (survey.firstRow ?? 1)]?.[nameAt] ?? "");
      if (/^type-|no-label/.test(p.code)) refusedNames.add(name);
    }
    round = round.map((sheet) => ({
      ...sheet,
      rows: sheet.rows.filter(
        (row) => ![...refusedNames].some((name) => row.some((cell) => cell.includes(`\${${name}}`))),
      ),
    }));
  }
  const imported = importXlsForm(round);
  items(imported);
  if ("problems" in imported) return;
  const ours = new Map(
    [...outlineOf(imported.questionnaire).entries].map(([name, { item }]) => [
      name,
      item.relevant === undefined ? "" : formatExpression(item.relevant).replace(/\s/g, ""),
    ]),
  );
  const theirs = binds(xml);
  const gone = [...theirs.keys()].filter((name) => !ours.has(name));
  // All that pyxform has and we have not was refused, or only showed what was.
  expect(
    gone.filter((name) => !refusedNames.has(name) && !refusedNames.has(name.replace(/_test_output$/, ""))),
  ).toEqual([]);
  // "flat" dissolves groups into their questions; here a group keeps its condition.
  if (file.startsWith("flat")) return;
  for (const [name, relevant] of theirs) if (ours.has(name)) expect([name, ours.get(name)]).toEqual([name, relevant]);
  for (const [name, relevant] of ours) if (!theirs.has(name)) expect([name, relevant]).toEqual([name, ""]);
});
