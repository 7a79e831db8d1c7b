import type { Questionnaire } from "../model.ts";
import { readChoices } from "./choices.ts";
import { closest } from "./closest.ts";
import { choicesLayout, fold, readTable, settingsLayout, surveyLayout, tidy } from "./columns.ts";
import { Languages } from "./languages.ts";
import { Faults, type FormProblem } from "./problems.ts";
import { checkReferences } from "./references.ts";
import type { Sheet, Sheets } from "./sheets.ts";
import { readSurvey } from "./survey.ts";

export type ImportedForm =
  | {
      readonly questionnaire: Questionnaire;
      /** Columns with content that were left aside, and why that is harmless: nothing the respondent sees depends on them. */
      readonly ignored: readonly { readonly sheet: string; readonly column: string }[];
    }
  | { readonly problems: readonly FormProblem[] };

const knownSheets = ["survey", "choices", "settings"];
/** Sheets that change what a form does, in ways that are not taken. */
const refusedSheets = ["external_choices", "entities", "osm", "cascades"];
/** Largest form that is read. */
const mostRows = 20_000;
const mostCharacters = 8_000_000;

/** Compiles an XLSForm. Either the whole form or every fault found: nothing is half-imported. Never throws. */
export function importXlsForm(sheets: Sheets): ImportedForm {
  const faults = new Faults();
  const byName = new Map<string, Sheet>();
  for (const sheet of sheets) if (!byName.has(fold(sheet.name))) byName.set(fold(sheet.name), sheet);
  const survey = byName.get("survey") ?? (sheets.length === 1 && looksLikeSurvey(sheets[0]!) ? sheets[0] : undefined);
  if (!survey) {
    const near = sheets.find((sheet) => closest(fold(sheet.name), ["survey"]) !== undefined);
    faults.add("no-survey", { sheet: near?.name ?? sheets[0]?.name ?? "" });
    return { problems: faults.list };
  }
  const size = sizeOf(sheets);
  if (size !== undefined) {
    faults.add("too-large", { sheet: survey.name }, { name: size });
    return { problems: faults.list };
  }
  checkSheets(sheets, survey, faults);

  const table = readTable(survey, surveyLayout, faults);
  if (!table.fields.has("type")) {
    faults.add(
      "no-type-column",
      { sheet: survey.name, row: survey.firstRow ?? 1 },
      { sheet: survey.name, name: "type" },
    );
    return { problems: faults.list };
  }
  const choicesSheet = byName.get("choices");
  const choices = choicesSheet && readTable(choicesSheet, choicesLayout, faults);
  if (choices?.rows.some((row) => row.get("name") !== "") && !choices.fields.has("list_name")) {
    faults.add(
      "no-type-column",
      { sheet: choices.sheet, row: choicesSheet?.firstRow ?? 1 },
      { sheet: choices.sheet, name: "list_name" },
    );
  }
  const settingsSheet = byName.get("settings");
  const settings = settingsSheet && readTable(settingsSheet, settingsLayout, faults);
  const row = settings?.rows[0];

  const headings = [...table.languages, ...(choices?.languages ?? []), ...(settings?.languages ?? [])];
  const wanted = row?.get("default_language") ?? "";
  const sample = survey.rows.slice(0, 200).flat().join(" ").normalize("NFC");
  const languages = new Languages(headings, wanted, sample);
  if (!languages.has(languages.default)) {
    faults.add(
      "unknown-language",
      { sheet: settings?.sheet ?? "settings", row: row?.number, column: "default_language" },
      { name: wanted },
    );
  }
  const duplicates = /^(yes|true)/i.test(row?.get("allow_choice_duplicates") ?? "");
  const lists = readChoices(choices, languages, duplicates, faults);
  const read = readSurvey(table, lists, languages, faults);
  checkReferences(read, faults);
  if (read.items.length === 0 && faults.list.length === 0) faults.add("no-questions", { sheet: survey.name });
  if (faults.list.length > 0) return { problems: inOrder(faults.list, sheets) };

  const consent = read.consent ?? languages.labels(row?.texts("consent") ?? new Map());
  const formId = row?.get("form_id") ?? "";
  const version = row?.get("version") ?? "";
  const title = languages.labels(row?.texts("form_title") ?? new Map());
  const questionnaire: Questionnaire = {
    title: title ?? { [languages.default]: formId || "Phiếu hỏi" },
    languages: languages.list,
    defaultLanguage: languages.default,
    ...(consent && { consent }),
    ...(read.purposes.length > 0 && { purposes: read.purposes }),
    style: /\bpages\b/i.test(row?.get("style") ?? "") ? "pages" : "screens",
    ...(formId !== "" && { formId }),
    ...(version !== "" && { formVersion: version }),
    lists: read.lists,
    items: read.items,
  };
  const ignored = [table, choices, settings].flatMap((t) =>
    (t?.ignored ?? []).map((column) => ({ sheet: t!.sheet, column })),
  );
  return { questionnaire, ignored };
}

function looksLikeSurvey(sheet: Sheet): boolean {
  const heading = sheet.rows.find((row) => row.some((cell) => cell.trim() !== "")) ?? [];
  return heading.some((cell) => fold(cell) === "type");
}

function checkSheets(sheets: Sheets, survey: Sheet, faults: Faults): void {
  for (const sheet of sheets) {
    const name = fold(sheet.name);
    const filled = sheet.rows.slice(1).some((row) => row.some((cell) => tidy(cell) !== ""));
    if (sheet === survey || knownSheets.includes(name) || !filled) continue;
    if (refusedSheets.includes(name)) faults.add("refused-sheet", { sheet: sheet.name }, { name: sheet.name });
    else {
      const suggestion = closest(name, knownSheets);
      if (suggestion !== undefined)
        faults.add("misspelt-sheet", { sheet: sheet.name }, { name: sheet.name, suggestion });
    }
  }
}

function sizeOf(sheets: Sheets): string | undefined {
  let characters = 0;
  for (const sheet of sheets) {
    if (sheet.rows.length > mostRows) return `${sheet.rows.length} > ${mostRows}`;
    for (const row of sheet.rows) for (const cell of row) characters += cell.length;
  }
  return characters > mostCharacters ? `${characters} > ${mostCharacters}` : undefined;
}

/** By sheet in the order of the file, then by row. */
function inOrder(problems: readonly FormProblem[], sheets: Sheets): FormProblem[] {
  const place = (problem: FormProblem) => sheets.findIndex((sheet) => sheet.name === problem.sheet);
  return [...problems].sort((a, b) => place(a) - place(b) || (a.row ?? 0) - (b.row ?? 0));
}
