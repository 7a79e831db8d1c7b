import { setImmediate } from "node:timers/promises";
import type { Variable } from "@lang-nghe/contract";
import {
  type AnswerState,
  type Answers,
  answerState,
  type Question,
  type Questionnaire,
  type QuestionnaireItem,
} from "@lang-nghe/questionnaire";
import type { Form } from "../questionnaires/index.ts";
import { choicesOf, outsideRepeats } from "./live-questions.ts";
import type { GivenAnswers } from "./queries.ts";
import { type Column, missingCode, type Snapshot } from "./snapshot.ts";

/** What the sample design adds to a snapshot. @param taken names of the questionnaire's variables. */
export type DesignOfRows = (
  rows: readonly GivenAnswers[],
  taken: ReadonlySet<string>,
) => Pick<Snapshot, "variables" | "columns" | "design">;

/** One variable being filled, row by row. */
type Filling = {
  variable: Variable;
  /** Row → what stands there: a level or a missing code; a list of levels; a number in a list of its own; a text. */
  cells: Cell[];
  levelAt: Map<string, number>;
};

type Cell = number | number[] | string | null;

/** A published version and where its variables go. */
type Version = { questionnaire: Questionnaire; into: Map<string, Filling> };

const codeOf: Record<Exclude<AnswerState, "answered">, number> = {
  missing: missingCode.missing,
  "not-asked": missingCode["not-asked"],
  "dont-know": missingCode["dont-know"],
  refused: missingCode.refused,
};
const rowsAtATime = 500;
const mostRanks = 10;
/** A value that was worked out counts as categories up to this many; beyond, it is text. */
const mostCalculatedLevels = 30;

/**
 * The frozen answers of a study that was asked: variables of every published version, rows in an order drawn by `random`,
 * no id and no day.
 *
 * @param random uniform integers from 0 to below its argument, from a source nobody can repeat.
 * @param designOf columns of the design; left out, the answers carry none.
 */
export async function snapshotOf(
  forms: readonly Form[],
  answers: GivenAnswers[],
  random: (below: number) => number,
  designOf?: DesignOfRows,
): Promise<Omit<Snapshot, "hash">> {
  const rows = shuffled(answers, random);
  const fillings = new Map<string, Filling>();
  const versions = new Map<number, Version>();
  for (const { version, questionnaire } of forms) {
    const variables = variablesOf(
      questionnaire,
      rows.filter((given) => given.version === version),
    );
    versions.set(version, {
      questionnaire,
      into: new Map(variables.map((variable) => [variable.name, merge(fillings, variable)])),
    });
  }
  for (const [row, given] of rows.entries()) {
    const version = versions.get(given.version);
    for (const filling of fillings.values()) filling.cells[row] = missingCode["not-asked"];
    if (version) fillRow(version, given, row);
    // A large study takes seconds: others are served in between.
    if (row % rowsAtATime === rowsAtATime - 1) await setImmediate();
  }
  const columns = new Map([...fillings].map(([name, filling]) => [name, columnOf(filling, rows.length)] as const));
  const variables = [...fillings.values()].map(({ variable }) => variable);
  const design = designOf?.(rows, new Set(columns.keys()));
  return {
    rows: rows.length,
    variables: [...variables, ...(design?.variables ?? [])],
    columns: new Map([...columns, ...(design?.columns ?? [])]),
    design: design?.design ?? { weights: null, strata: null, psu: [], fpc: [] },
  };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const blank = (name: string, item: QuestionnaireItem, kind: Variable["kind"]): Variable => ({
  name,
  label: item.label ?? { vi: name },
  kind,
  source: "question",
  ordered: item.appearance?.includes("likert") ?? false,
  levels: [],
  stepId: null,
  note: {},
});

const missingOf = { dont_know: "dont-know", refused: "refused" } as const;

function levelsOf(questionnaire: Questionnaire, list: string | undefined): Variable["levels"] {
  return (list === undefined ? [] : choicesOf(questionnaire, list)).map(({ name, label, missing }) => ({
    code: name,
    label,
    missing: missing ? missingOf[missing] : null,
  }));
}

function variablesOf(questionnaire: Questionnaire, rows: readonly GivenAnswers[]): Variable[] {
  return outsideRepeats(questionnaire.items).flatMap((item): Variable[] => {
    switch (item.type) {
      case "note":
      case "group":
        return [];
      case "repeat":
        return [
          {
            ...blank(item.name, item, "numeric"),
            note: { vi: "Số lần được trả lời trong nhóm lặp.", en: "How many times the repeated group was answered." },
          },
        ];
      case "select_one":
        return [{ ...blank(item.name, item, "categorical"), levels: levelsOf(questionnaire, item.list) }];
      case "select_multiple":
        return [{ ...blank(item.name, item, "multiple"), levels: levelsOf(questionnaire, item.list) }];
      case "acknowledge":
        return [
          {
            ...blank(item.name, item, "categorical"),
            levels: [{ code: "OK", label: { vi: "Đã xác nhận", en: "Confirmed" }, missing: null }],
          },
        ];
      case "rank":
        return rankVariables(questionnaire, item);
      case "calculate":
        return [calculated(item, rows)];
      case "integer":
      case "decimal":
      case "range":
        return [blank(item.name, item, "numeric")];
      default:
        return [item.calculation === undefined ? blank(item.name, item, "text") : calculated(item, rows)];
    }
  });
}

/** One variable a place: who or what stands first, second … */
function rankVariables(questionnaire: Questionnaire, item: Question): Variable[] {
  const levels = levelsOf(questionnaire, item.list);
  return levels.slice(0, mostRanks).map((_, place) => {
    const variable = blank(`${item.name}_${place + 1}`, item, "categorical");
    const label = Object.fromEntries(
      Object.entries(variable.label).map(([language, text]) => [language, `${text} (${place + 1})`]),
    );
    return { ...variable, label, levels, note: placeNote(place) };
  });
}

const placeNote = (place: number) => ({ vi: `Xếp thứ ${place + 1}.`, en: `Placed number ${place + 1}.` });

/** A value worked out by the form: a number where all are, else categories, else text. */
function calculated(item: QuestionnaireItem, rows: readonly GivenAnswers[]): Variable {
  const values = new Set<unknown>();
  for (const { answers } of rows) {
    if (Object.hasOwn(answers, item.name)) values.add(answers[item.name]);
  }
  if ([...values].every((value) => typeof value === "number")) return blank(item.name, item, "numeric");
  if (values.size > mostCalculatedLevels) return blank(item.name, item, "text");
  const levels = [...values].map(String).sort((a, b) => a.localeCompare(b, "vi"));
  return {
    ...blank(item.name, item, "categorical"),
    levels: levels.map((code) => ({ code, label: { vi: code, en: code }, missing: null })),
  };
}

/** Adds a version's variable; levels of all versions stand together, a changed kind makes a variable of its own. */
function merge(fillings: Map<string, Filling>, variable: Variable): Filling {
  let { name } = variable;
  for (let n = 2; fillings.has(name) && fillings.get(name)!.variable.kind !== variable.kind; n++)
    name = `${variable.name}_v${n}`;
  const before = fillings.get(name);
  if (!before) {
    const filling: Filling = {
      variable: { ...variable, name, levels: [...variable.levels] },
      cells: [],
      levelAt: new Map(variable.levels.map((level, i) => [level.code, i])),
    };
    fillings.set(name, filling);
    return filling;
  }
  before.variable.label = variable.label;
  for (const level of variable.levels) {
    const at = before.levelAt.get(level.code);
    if (at !== undefined) before.variable.levels[at] = level;
    else before.levelAt.set(level.code, before.variable.levels.push(level) - 1);
  }
  return before;
}

function fillRow({ questionnaire, into }: Version, given: GivenAnswers, row: number): void {
  const answers = given.answers as Answers;
  for (const item of outsideRepeats(questionnaire.items)) {
    const value = Object.hasOwn(answers, item.name) ? answers[item.name] : undefined;
    const absent = () => {
      const state = answerState(questionnaire, answers, item.name, given.day ?? "");
      return state === "answered" ? missingCode.missing : codeOf[state];
    };
    if (item.type === "rank") {
      const order = Array.isArray(value) ? value : [];
      for (let place = 0; place < mostRanks; place++) {
        const filling = into.get(`${item.name}_${place + 1}`);
        if (filling) filling.cells[row] = filling.levelAt.get(String(order[place])) ?? absent();
      }
      continue;
    }
    const filling = into.get(item.name);
    if (filling) filling.cells[row] = cellOf(filling, value) ?? absent();
  }
}

/** What an answer is in its variable's column; undefined when there is none. */
function cellOf({ variable, levelAt }: Filling, value: unknown): Cell | undefined {
  if (value === undefined) return undefined;
  switch (variable.kind) {
    case "text":
      return String(value);
    case "numeric": {
      const number = Array.isArray(value) ? value.length : value;
      return typeof number === "number" ? [number] : undefined;
    }
    case "categorical":
      return levelAt.get(String(value));
    case "multiple": {
      const chosen = (Array.isArray(value) ? value : []).flatMap((code) => levelAt.get(String(code)) ?? []);
      const kinds = chosen.map((at) => variable.levels[at]!.missing);
      if (!chosen.length) return undefined;
      return kinds.every((kind) => kind !== null) ? missingCode[kinds[0]!] : chosen;
    }
  }
}

function columnOf({ variable, cells, levelAt }: Filling, rows: number): Column {
  switch (variable.kind) {
    case "text":
      return { kind: "text", texts: cells.map((cell) => (typeof cell === "string" ? cell : null)) };
    case "categorical":
      return { kind: "categorical", codes: Int16Array.from(cells, Number) };
    case "numeric":
      return {
        kind: "numeric",
        values: Float64Array.from(cells, (cell) => (Array.isArray(cell) ? cell[0]! : Number.NaN)),
        reasons: Int8Array.from(cells, (cell) => (Array.isArray(cell) ? 0 : Number(cell))),
      };
    case "multiple": {
      const chosen = Array.from(levelAt, () => new Uint8Array(rows));
      for (const [row, cell] of cells.entries()) if (Array.isArray(cell)) for (const at of cell) chosen[at]![row] = 1;
      return {
        kind: "multiple",
        chosen,
        reasons: Int8Array.from(cells, (cell) => (Array.isArray(cell) ? 0 : Number(cell))),
      };
    }
  }
}
