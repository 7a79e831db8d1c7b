import type { OutlineItem, QuestionnaireVersion } from "@lang-nghe/contract";
import { isAnswered, type Labels, type Questionnaire, type QuestionnaireItem } from "@lang-nghe/questionnaire";
import { formatExpression } from "@lang-nghe/questionnaire/xlsform";
import type { FormRow } from "./queries.ts";

/** Every item in the order of the form, those inside groups after their group. */
export function itemsOf(items: readonly QuestionnaireItem[], depth = 0): { item: QuestionnaireItem; depth: number }[] {
  return items.flatMap((item) => [{ item, depth }, ...("items" in item ? itemsOf(item.items, depth + 1) : [])]);
}

/** A stored form as lists show it. */
export function versionOf(row: FormRow): QuestionnaireVersion {
  const form = JSON.parse(row.form) as Questionnaire;
  const items = itemsOf(form.items).map(({ item }) => item);
  const texts: (Labels | undefined)[] = [
    ...items.map((item) => item.label),
    ...Object.values(form.lists).flatMap((choices) => choices.map((choice) => choice.label)),
    ...(form.consent ? [form.consent] : []),
  ].filter((labels) => labels && Object.values(labels).some(Boolean));
  return {
    version: row.version,
    state: row.version === 0 ? "draft" : "published",
    title: form.title,
    languages: form.languages.map(({ code, name }) => ({
      code,
      name,
      complete: texts.every((labels) => labels?.[code]?.trim()),
    })),
    questions: items.filter(isAnswered).length,
    hash: row.hash,
    fileName: row.fileName,
    publishedOn: row.publishedOn,
  };
}

/** The form with its logic, for reading. */
export function outlineOf(form: Questionnaire): OutlineItem[] {
  return itemsOf(form.items).map(({ item, depth }) => {
    const question = isAnswered(item) ? item : undefined;
    return {
      name: item.name,
      type: item.type,
      depth,
      label: item.label ?? {},
      choices: (question?.list === undefined ? [] : (form.lists[question.list] ?? [])).map(({ name, label }) => ({
        name,
        label,
      })),
      required: question?.required !== undefined,
      relevant: item.relevant === undefined ? null : formatExpression(item.relevant),
      constraint: question?.constraint === undefined ? null : formatExpression(question.constraint),
    };
  });
}
