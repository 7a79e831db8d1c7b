import { readdirSync, readFileSync } from "node:fs";
import { checkAnswers, type Question, type QuestionnaireItem } from "@lang-nghe/questionnaire";
import { importXlsForm } from "@lang-nghe/questionnaire/xlsform";
import { describe, expect, test } from "vitest";
import {
  fileLimits,
  parseSheets,
  parseTable,
  personalColumns,
  type Table,
} from "../apps/server/src/platform/files/index.ts";
import { cells } from "./lao-cai-services/population.ts";
import { committed, files, simulate } from "./lao-cai-services/simulate.ts";
import { trueMargins, trueShares } from "./lao-cai-services/truth.ts";

const bytes = (path: string) => readFileSync(new URL(path, import.meta.url));
const table = (path: string) => parseTable(bytes(path), path, fileLimits);
const json = (path: string) => JSON.parse(bytes(path).toString());

function formOf(path: string) {
  const form = importXlsForm(parseSheets(bytes(path), path, fileLimits));
  if ("problems" in form) throw new Error(JSON.stringify(form.problems, null, 1));
  return form;
}

function questionsOf(items: readonly QuestionnaireItem[]): Question[] {
  return items.flatMap((item) =>
    item.type === "group" || item.type === "repeat"
      ? questionsOf(item.items)
      : item.type === "note" || item.type === "calculate"
        ? []
        : [item],
  );
}

/** One row of a table as the answers a respondent's device would send. */
function answersOf(from: Table, row: number, questions: Question[]): Record<string, string | number | string[]> {
  const answers: Record<string, string | number | string[]> = {};
  for (const question of questions) {
    const column = from.columns.find(({ name }) => name === question.name)!;
    const value = column.numbers ? column.numbers[row]! : column.texts![row];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    if (["integer", "decimal", "range"].includes(question.type)) answers[question.name] = Number(value);
    else if (question.type === "select_multiple" || question.type === "rank")
      answers[question.name] = String(value).split(" ");
    else answers[question.name] = String(value);
  }
  return answers;
}

function countsOf(from: Table, name: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of from.columns.find((column) => column.name === name)!.texts!)
    counts[text ?? "noAnswer"] = (counts[text ?? "noAnswer"] ?? 0) + 1;
  return counts;
}

describe.each(["chile-1988", "lao-cai-services"])("%s", (name) => {
  test("the form imports without a problem, as text and as workbook alike", () => {
    const text = formOf(`./${name}/form.md`);
    expect(text.ignored).toEqual([]);
    expect(text.questionnaire.consent?.vi).toBeTruthy();
    expect(formOf(`./${name}/form.xlsx`).questionnaire).toEqual(text.questionnaire);
  });
  test("every text of the form is there in Vietnamese and English", () => {
    const { questionnaire } = formOf(`./${name}/form.md`);
    const labels = [...questionsOf(questionnaire.items), ...Object.values(questionnaire.lists).flat()].map(
      ({ label }) => label,
    );
    for (const label of labels) {
      expect(label?.vi).toBeTruthy();
      expect(label?.en).toBeTruthy();
    }
  });
  test("every row of answers fits the form", () => {
    const { questionnaire } = formOf(`./${name}/form.md`);
    const answers = table(`./${name}/answers.csv`);
    const questions = questionsOf(questionnaire.items);
    expect(answers.columns.map((column) => column.name).sort()).toEqual(
      questions.map((question) => question.name).sort(),
    );
    for (let row = 0; row < answers.rows; row++)
      expect(checkAnswers(questionnaire, answersOf(answers, row, questions), "2026-02-06"), `row ${row + 2}`).toEqual(
        [],
      );
  });
  test("no column is refused", () => expect(personalColumns(table(`./${name}/answers.csv`))).toEqual([]));
  test("study.json names only files that are there, and says what is synthetic", () => {
    const study = json(`./${name}/study.json`);
    for (const file of Object.values<string>(study.files)) expect(bytes(`./${name}/${file}`).length).toBeGreaterThan(0);
    expect(study.name).toBe(name);
    expect(study.synthetic).toBe(name === "lao-cai-services");
  });
});

test("Chile: raw counts are Y 868, N 889, U 587, A 187 and 168 without an answer, of 2,699 rows", () => {
  const answers = table("./chile-1988/answers.csv");
  const expected = json("./chile-1988/expected/counts.json");
  expect(answers.rows).toBe(2699);
  expect(countsOf(answers, "vote")).toEqual({ Y: 868, N: 889, U: 587, A: 187, noAnswer: 168 });
  for (const name of ["vote", "sex", "region", "education"]) expect(countsOf(answers, name)).toEqual(expected[name]);
});

test("Chile: the columns made up for testing are not there", () => {
  expect(table("./chile-1988/answers.csv").columns.map(({ name }) => name)).toEqual([
    "region",
    "population",
    "sex",
    "age",
    "education",
    "income",
    "statusquo",
    "vote",
  ]);
});

test("Chile: margins without a source say in their name and on every line that they are invented", () => {
  expect(readdirSync(new URL("./chile-1988/", import.meta.url)).filter((file) => file.startsWith("margins"))).toEqual([
    "margins-invented.csv",
  ]);
  for (const line of bytes("./chile-1988/margins-invented.csv").toString().trim().split("\n").slice(1))
    expect(line).toMatch(/BỊA ĐẶT · INVENTED|BỊA ĐẶT .* INVENTED/);
});

test("Lào Cai: the frame has 99 communes and wards, 10 of them wards, and 1,632,099 people", () => {
  const frame = table("./lao-cai-services/frame.csv");
  expect(frame.rows).toBe(99);
  expect(countsOf(frame, "type")).toEqual({ phường: 10, xã: 89 });
  expect(countsOf(frame, "group")).toEqual({ ward: 10, denser: 30, sparser: 59 });
  expect(frame.columns.find(({ name }) => name === "population")!.numbers!.reduce((sum, n) => sum + n, 0)).toBe(
    1_632_099,
  );
  expect(frame.columns[0]!.texts![0]).toBe("02647");
});

test("Lào Cai: Hmong is there for translators, without a text yet", () => {
  const { questionnaire } = formOf("./lao-cai-services/form.md");
  expect(questionnaire.languages.map(({ code }) => code)).toEqual(["vi", "en", "hmn"]);
  expect(questionsOf(questionnaire.items)).toHaveLength(24);
  expect(questionsOf(questionnaire.items).some(({ label }) => label?.hmn)).toBe(false);
});

test("Lào Cai: the simulator writes the kept files again, byte for byte", () => {
  for (const [name, text] of Object.entries(files()))
    expect(text === bytes(`./lao-cai-services/${name}`).toString(), name).toBe(true);
});

test("Lào Cai: another seed gives other answers, the same seed the same", () => {
  expect(simulate({ seed: 1, answers: 50 })).not.toEqual(simulate({ seed: 2, answers: 50 }));
  expect(simulate({ seed: 1, answers: 50 })).toEqual(simulate({ seed: 1, answers: 50 }));
});

test("Lào Cai: margins and true shares of a question sum to 1", () => {
  for (const shares of [...Object.values(trueMargins()), ...Object.values(trueShares())])
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});

test("Lào Cai: synthetic files say so", () => {
  for (const line of bytes("./lao-cai-services/margins.csv").toString().trim().split("\n").slice(1))
    expect(line).toContain("synthetic");
  expect(json("./lao-cai-services/truth.json").note).toContain("synthetic");
  expect(json("./lao-cai-services/study.json").title.vi).toContain("mô phỏng");
});

test("Lào Cai: weighting each cell to its size brings answers to the truth; plain shares miss it", () => {
  // 3,000 answers: a share near a half has a standard error of about 1.5 points once weights are unequal.
  const answers = simulate(committed);
  const counts = new Map<string, number>();
  const cellOf = (answer: { area: string; sex: string; age_group: string }) =>
    `${answer.area} ${answer.sex} ${answer.age_group}`;
  for (const answer of answers) counts.set(cellOf(answer), (counts.get(cellOf(answer)) ?? 0) + 1);
  const size = new Map(cells.map((cell) => [cellOf({ ...cell, age_group: cell.age }), cell.adults]));
  const shareOfTap = (weight: (answer: (typeof answers)[number]) => number) => {
    const asked = answers.filter((answer) => answer.water_source !== "");
    const sum = (list: typeof answers) => list.reduce((total, answer) => total + weight(answer), 0);
    return sum(asked.filter((answer) => answer.water_source === "tap")) / sum(asked);
  };
  const truth = trueShares().water_source!.tap!;
  expect(Math.abs(shareOfTap(() => 1) - truth)).toBeGreaterThan(0.06);
  expect(
    Math.abs(shareOfTap((answer) => size.get(cellOf(answer))! / counts.get(cellOf(answer))!) - truth),
  ).toBeLessThan(0.03);
});
