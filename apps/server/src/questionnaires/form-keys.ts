import type { KeyKind } from "@lang-nghe/contract";
import {
  type Choice,
  isAnswered,
  isGroup,
  type Labels,
  type Question,
  type Questionnaire,
  type QuestionnaireItem,
} from "@lang-nghe/questionnaire";
import type { BudgetKey } from "@lang-nghe/survey-statistics";
import { kindOfKey, orderOfKinds } from "./key-words.ts";

/** A question whose answer could help to recognise who gave it, and its levels. */
export type FormKey = {
  variable: string;
  label: Labels;
  kind: KeyKind | null;
  order: BudgetKey["order"];
  levels: readonly string[];
  /** Of a choice question; levels that are no answer in substance are left out. */
  choices: readonly Choice[];
  /** Counted by year, or by whole number. */
  assumedLevels: boolean;
};
export type FormText = { variable: string; label: Labels; kind: KeyKind };

/** Ages that are asked; whoever is older is few, and counted with the last. */
const youngest = 18;
const oldest = 90;
/** Most levels a scale or a household is counted by. */
const mostNumbers = 200;
const mostInHousehold = 12;
const mostSuggested = 12;

const ordered: readonly (KeyKind | null)[] = ["age", "birth", "household", "education", "income"];

/**
 * Every question that could be a key: choices of one, scales, and numbers or dates that ask for age, birth or household size. Not those
 * inside repeats (they are asked of several people), nor several choices at once.
 * @param year of today, for years of birth.
 */
export function keysOfForm(form: Questionnaire, year: number): { keys: FormKey[]; texts: FormText[] } {
  const keys: FormKey[] = [];
  const texts: FormText[] = [];
  for (const question of questionsOf(form.items)) {
    const kind = kindOfKey(question.name, question.label) ?? null;
    const label = question.label ?? {};
    if (question.type === "text") {
      if (kind !== null) texts.push({ variable: question.name, label, kind });
      continue;
    }
    const found = levelsOf(question, form, kind, year);
    if (found.levels.length < 2) continue;
    const order = ordered.includes(kind) || !found.choices.length ? "ordered" : kind === "place" ? "listed" : "named";
    keys.push({ variable: question.name, label, kind, order, ...found });
  }
  return { keys, texts };
}

/** The names of what a form suggests: the first twelve, those that tell most of a person first. */
export const suggestedKeys = (keys: readonly FormKey[]): string[] =>
  orderOfKinds
    .flatMap((kind) => keys.filter((key) => key.kind === kind))
    .slice(0, mostSuggested)
    .map(({ variable }) => variable);

function questionsOf(items: readonly QuestionnaireItem[]): Question[] {
  return items.flatMap((item) => {
    if (item.type === "repeat") return [];
    if (isGroup(item)) return questionsOf(item.items);
    return isAnswered(item) ? [item] : [];
  });
}

function levelsOf(
  { type, list, range }: Question,
  form: Questionnaire,
  kind: KeyKind | null,
  year: number,
): Pick<FormKey, "levels" | "choices" | "assumedLevels"> {
  const numbers = (from: number, to: number, step = 1) =>
    Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => String(from + i * step));
  if (type === "select_one") {
    const choices = (list === undefined ? [] : (form.lists[list] ?? [])).filter(({ missing }) => !missing);
    return { levels: choices.map(({ name }) => name), choices, assumedLevels: false };
  }
  const none = { levels: [], choices: [], assumedLevels: true };
  if (type === "range" && range) {
    const levels =
      (range.end - range.start) / range.step < mostNumbers ? numbers(range.start, range.end, range.step) : [];
    return { levels, choices: [], assumedLevels: false };
  }
  if (type !== "integer" && type !== "decimal" && type !== "date") return none;
  if (kind === "birth") return { ...none, levels: numbers(year - oldest, year - youngest) };
  if (type === "date") return none;
  if (kind === "age") return { ...none, levels: numbers(youngest, oldest) };
  if (kind === "household") return { ...none, levels: numbers(1, mostInHousehold) };
  return none;
}
