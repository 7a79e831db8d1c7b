import {
  type Expression,
  type Labels,
  labelIn,
  type Question,
  type Questionnaire,
  type QuestionnaireItem,
} from "@lang-nghe/questionnaire";

function everyItem(items: readonly QuestionnaireItem[]): QuestionnaireItem[] {
  return items.flatMap((item) => ("items" in item ? [item, ...everyItem(item.items)] : [item]));
}

/** Every question of a questionnaire by name, whatever groups it is in. */
export function questionsByName(questionnaire: Questionnaire): ReadonlyMap<string, Question> {
  const questions = everyItem(questionnaire.items).filter(
    (item): item is Question => !("items" in item) && item.type !== "note" && item.type !== "calculate",
  );
  return new Map(questions.map((question) => [question.name, question]));
}

/** Whether any question asks for sensitive data. */
export const asksForSensitive = (questionnaire: Questionnaire): boolean =>
  everyItem(questionnaire.items).some((item) => "sensitive" in item && item.sensitive);

/** Languages in which at least one question or note has text: an empty column waiting for a translator is not offered. */
export function offeredLanguages(questionnaire: Questionnaire): Questionnaire["languages"] {
  const items = everyItem(questionnaire.items);
  const offered = questionnaire.languages.filter(({ code }) => items.some((item) => item.label?.[code]?.trim()));
  return offered.length > 0 ? offered : questionnaire.languages.slice(0, 1);
}

/**
 * The pages that any answers could lead through, in order, one instance of each repeat: page numbers of the break-off
 * counters must mean the same page for everyone, whatever was skipped.
 */
export function possiblePages(questionnaire: Questionnaire): readonly string[] {
  const keys: string[] = [];
  const add = (key: string) => {
    if (keys.at(-1) !== key) keys.push(key);
  };
  const visit = (items: readonly QuestionnaireItem[], prefix: string, shared: string | undefined) => {
    let key = shared;
    for (const item of items) {
      const path = prefix + item.name;
      const fieldList = item.appearance?.some((word) => word === "field-list" || word === "table-list");
      const whole = questionnaire.style === "pages" || fieldList;
      if (item.type === "repeat") {
        visit(item.items, `${path}.`, key !== undefined || whole ? path : undefined);
        if (item.count === undefined) add(`${path}+`);
        if (key !== undefined) key = `${path}/`;
      } else if (item.type === "group") visit(item.items, prefix, key ?? (whole ? path : undefined));
      else if (item.type !== "calculate") add(key ?? path);
    }
  };
  visit(questionnaire.items, "", undefined);
  return keys;
}

/** Index of a page of the session among the possible ones, or −1. */
export function pageNumber(possible: readonly string[], key: string): number {
  return possible.indexOf(key.replace(/\[\d+\]/g, ""));
}

/**
 * Choices that must stand alone, read from a constraint such as `not(selected(., 'none') and count-selected(.) > 1)`:
 * the names that it asks about beside the number of choices.
 */
export function exclusiveChoices(constraint: Expression | undefined): readonly string[] {
  const names = new Set<string>();
  let counts = false;
  const visit = (expression: unknown): void => {
    if (!Array.isArray(expression)) return;
    const [operator, first, second] = expression;
    const own = Array.isArray(first) && first[0] === ".";
    if (operator === "count-selected" && own) counts = true;
    if (operator === "selected" && own && typeof second === "string") names.add(second);
    expression.slice(1).forEach(visit);
  };
  visit(constraint);
  return counts ? [...names] : [];
}

/** The author's words for a fault, when there are any. */
export function authoredMessage(
  question: Question | undefined,
  kind: string,
  language: string,
  defaultLanguage: string,
): string | undefined {
  const labels: Labels | undefined =
    kind === "required" ? question?.requiredMessage : kind === "constraint" ? question?.constraintMessage : undefined;
  return labelIn(labels, language, defaultLanguage);
}

/** Direction in which a language is written. */
export function direction(language: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur|ps|ckb|sd|ug|yi|dv)\b/i.test(language) ? "rtl" : "ltr";
}
