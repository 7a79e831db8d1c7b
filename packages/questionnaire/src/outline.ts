import type { Choice, Group, Question, Questionnaire, QuestionnaireItem, Repeat } from "./model.ts";

/** An item with what surrounds it. */
export interface Entry {
  readonly item: QuestionnaireItem;
  /** Groups and repeats around it, outermost first. */
  readonly parents: readonly Entry[];
  /** Repeats around it, outermost first; a repeat does not count itself. */
  readonly repeats: readonly Entry[];
}

export interface Outline {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly lists: ReadonlyMap<string, readonly Choice[]>;
}

const outlines = new WeakMap<Questionnaire, Outline>();

/** All items by name, in the order of the questionnaire. Remembered per questionnaire object. */
export function outlineOf(questionnaire: Questionnaire): Outline {
  let outline = outlines.get(questionnaire);
  if (!outline) {
    const entries = new Map<string, Entry>();
    const visit = (items: readonly QuestionnaireItem[], parents: readonly Entry[], repeats: readonly Entry[]) => {
      for (const item of items) {
        const entry = { item, parents, repeats };
        entries.set(item.name, entry);
        if (isGroup(item))
          visit(item.items, [...parents, entry], item.type === "repeat" ? [...repeats, entry] : repeats);
      }
    };
    visit(questionnaire.items, [], []);
    outline = { entries, lists: new Map(Object.entries(questionnaire.lists)) };
    outlines.set(questionnaire, outline);
  }
  return outline;
}

export function isGroup(item: QuestionnaireItem): item is Group | Repeat {
  return item.type === "group" || item.type === "repeat";
}

/** Whether a person gives the answer: no note, group, calculate, nor a question whose value is computed. */
export function isAnswered(item: QuestionnaireItem): item is Question {
  return isQuestion(item) && item.calculation === undefined;
}

export function isQuestion(item: QuestionnaireItem): item is Question {
  return !isGroup(item) && item.type !== "note" && item.type !== "calculate";
}
