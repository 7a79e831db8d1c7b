import type { Choice, Labels, Questionnaire, QuestionnaireItem } from "@lang-nghe/questionnaire";
import type { Form } from "../questionnaires/index.ts";

/** A question whose distribution may be watched: its levels over all published versions. */
export type LiveQuestion = {
  name: string;
  label: Labels;
  several: boolean;
  levels: { code: string; label: Labels; missing: boolean }[];
};

/** The select questions outside repeats. Later versions speak where both have a question. */
export function liveQuestions(forms: readonly Form[]): Map<string, LiveQuestion> {
  const questions = new Map<string, LiveQuestion>();
  for (const { questionnaire } of forms)
    for (const item of outsideRepeats(questionnaire.items)) {
      if (item.type !== "select_one" && item.type !== "select_multiple") continue;
      if (item.calculation !== undefined || item.list === undefined) continue;
      const before = questions.get(item.name);
      const levels = new Map(before?.levels.map((level) => [level.code, level]));
      for (const choice of choicesOf(questionnaire, item.list))
        levels.set(choice.name, {
          code: choice.name,
          label: choice.label,
          missing: choice.missing !== undefined,
        });
      questions.set(item.name, {
        name: item.name,
        label: item.label ?? {},
        several: item.type === "select_multiple",
        levels: [...levels.values()],
      });
    }
  return questions;
}

export const choicesOf = (questionnaire: Questionnaire, list: string): readonly Choice[] =>
  Object.hasOwn(questionnaire.lists, list) ? questionnaire.lists[list]! : [];

/** The items a person meets at most once. */
export function outsideRepeats(items: readonly QuestionnaireItem[]): QuestionnaireItem[] {
  return items.flatMap((item) => (item.type === "group" ? outsideRepeats(item.items) : [item]));
}
