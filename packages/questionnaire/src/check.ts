import { faultOf, isEmpty } from "./edits.ts";
import {
  type AnswerProblemKind,
  type Answers,
  type AnswerValue,
  limits,
  type Moment,
  type Questionnaire,
  type QuestionnaireItem,
} from "./model.ts";
import { isAnswered, isGroup, outlineOf } from "./outline.ts";
import { type Node, nodeAt, pathOf, QuestionnaireLimitError, State } from "./state.ts";

export interface AnswerProblem {
  /** `age`, `members[0].age`; "" when it is the set of answers as a whole. At most 200 characters. */
  readonly path: string;
  readonly kind: AnswerProblemKind;
}

/** Reported at most; a set with more is refused all the same. */
const mostProblems = 100;

/**
 * Everything the questionnaire does not allow in a finished set of answers. Never throws, whatever the JSON; work and
 * size are bounded by `limits`.
 *
 * @param answers parsed JSON from outside.
 * @param moment  when the answers were given (`2026-02-06` is enough): the value of today().
 * @returns at most 100 problems; none when the set may be stored.
 */
export function checkAnswers(questionnaire: Questionnaire, answers: unknown, moment: Moment): AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const report = (path: string, kind: AnswerProblemKind) => {
    if (problems.length < mostProblems) problems.push({ path: path.slice(0, 200), kind });
  };
  if (!isRecord(answers)) return [{ path: "", kind: "type" }];
  if (countValues(answers, 0) > limits.values) return [{ path: "", kind: "size" }];
  const outline = outlineOf(questionnaire);
  checkShape(questionnaire.items, answers, "", report);
  // Expressions are only asked once every value has the shape they expect.
  if (problems.length > 0) return problems;
  const state = new State(outline, answers, moment, questionnaire.defaultLanguage);
  try {
    checkItems(state, questionnaire.items, [], report);
  } catch (error) {
    // A RangeError is an exhausted stack: a questionnaire that was not compiled here may nest without end.
    if (!(error instanceof QuestionnaireLimitError || error instanceof RangeError)) throw error;
    return [{ path: "", kind: "size" }];
  }
  return problems;
}

type Report = (path: string, kind: AnswerProblemKind) => void;

function isRecord(value: unknown): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Values in a tree of JSON; gives up (Infinity) beyond the depth that repeats may have. */
function countValues(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 1;
  if (depth > 2 * limits.depth + 2) return Number.POSITIVE_INFINITY;
  let count = 1;
  for (const inner of Object.values(value)) {
    count += countValues(inner, depth + 1);
    if (count > limits.values) return count;
  }
  return count;
}

/** The items of one level: groups add none. */
function levelOf(items: readonly QuestionnaireItem[], into = new Map<string, QuestionnaireItem>()) {
  for (const item of items) {
    if (item.type === "group") levelOf(item.items, into);
    else into.set(item.name, item);
  }
  return into;
}

function checkShape(items: readonly QuestionnaireItem[], answers: Answers, prefix: string, report: Report): void {
  const level = levelOf(items);
  for (const [name, value] of Object.entries(answers) as [string, unknown][]) {
    const item = level.get(name);
    const path = prefix + name;
    if (!item || !(item.type === "repeat" || isAnswered(item))) report(path, "unknown");
    else if (item.type === "repeat") {
      if (!Array.isArray(value)) report(path, "type");
      else if (value.length > limits.instances) report(path, "size");
      else {
        for (const [i, instance] of value.entries()) {
          if (isRecord(instance)) checkShape(item.items, instance, `${path}[${i}].`, report);
          else report(`${path}[${i}]`, "type");
        }
      }
    } else if (Array.isArray(value)) {
      const several = item.type === "select_multiple" || item.type === "rank";
      if (!several || !value.every((entry) => typeof entry === "string")) report(path, "type");
    } else if (typeof value === "string") {
      if (value.length > limits.text) report(path, "size");
    } else if (typeof value !== "number") report(path, "type");
  }
}

function checkItems(state: State, items: readonly QuestionnaireItem[], at: readonly number[], report: Report): void {
  for (const item of items) {
    const node: Node = { entry: state.outline.entries.get(item.name)!, at };
    const relevant = state.relevant(node);
    if (item.type === "group") checkItems(state, item.items, at, report);
    else if (item.type === "repeat") {
      const list = state.raw(node);
      const given = Array.isArray(list) ? list.length : 0;
      const count = relevant ? state.count(node) : 0;
      if (given > count) report(pathOf(node), "irrelevant");
      else for (let i = 0; i < count; i++) checkItems(state, item.items, [...at, i], report);
    } else if (isAnswered(item)) {
      state.step();
      if (!relevant) {
        if (!isEmpty(state.raw(node))) report(pathOf(node), "irrelevant");
      } else {
        const fault = faultOf(state, node);
        if (fault) report(pathOf(node), fault);
      }
    }
  }
}

/** not-asked: skipped by the routing. missing: asked, not answered. */
export type AnswerState = "answered" | "not-asked" | "missing" | "dont-know" | "refused";

/**
 * Which of the five codes a question has in one set of answers.
 *
 * @param path a question's name, or its path in a repeat (`members[0].age`). An unknown path is not asked.
 * @param moment as for checkAnswers.
 */
export function answerState(
  questionnaire: Questionnaire,
  answers: Answers,
  path: string,
  moment: Moment = "",
): AnswerState {
  const outline = outlineOf(questionnaire);
  const state = new State(outline, answers, moment, questionnaire.defaultLanguage);
  const node = nodeAt(outline, path);
  if (!node || !state.relevant(node)) return "not-asked";
  for (const [i, repeat] of node.entry.repeats.entries()) {
    if (node.at[i]! >= state.count({ entry: repeat, at: node.at.slice(0, i) })) return "not-asked";
  }
  const { item } = node.entry;
  if (!isAnswered(item)) return state.value(node) === "" ? "missing" : "answered";
  const raw = state.raw(node);
  if (isEmpty(raw)) return "missing";
  const chosen = Array.isArray(raw) ? raw : [raw];
  if (item.list !== undefined && item.type !== "rank") {
    const kinds = chosen.map((name) => outline.lists.get(item.list!)?.find((choice) => choice.name === name)?.missing);
    const [kind] = kinds;
    // Said together with a level of substance, "don't know" does not take the substance away.
    if (kind && kinds.every(Boolean)) return kind === "refused" ? "refused" : "dont-know";
  }
  return "answered";
}

/**
 * The answers that count, with every calculated value filled in: what is stored and tabulated.
 * Irrelevant and empty answers are left out. A boolean is stored as `true` or `false`.
 *
 * @throws {QuestionnaireLimitError} when the questionnaire takes more work than `limits` allow.
 */
export function completeAnswers(questionnaire: Questionnaire, answers: Answers, moment: Moment): Answers {
  return relevantAnswers(
    new State(outlineOf(questionnaire), answers, moment, questionnaire.defaultLanguage),
    questionnaire.items,
    [],
    true,
  );
}

/** The relevant, non-empty answers of one level, in the order of the questionnaire. */
export function relevantAnswers(
  state: State,
  items: readonly QuestionnaireItem[],
  at: readonly number[],
  calculated: boolean,
): Answers {
  const kept: Answers = {};
  for (const item of items) {
    const node: Node = { entry: state.outline.entries.get(item.name)!, at };
    if (!state.relevant(node)) continue;
    if (item.type === "group") Object.assign(kept, relevantAnswers(state, item.items, at, calculated));
    else if (isGroup(item)) {
      const count = state.count(node);
      const instances = Array.from({ length: count }, (_, i) =>
        relevantAnswers(state, item.items, [...at, i], calculated),
      );
      if (count > 0) kept[item.name] = instances;
    } else if (isAnswered(item)) {
      const raw = state.raw(node);
      if (!isEmpty(raw)) kept[item.name] = raw as AnswerValue;
    } else if (calculated && "calculation" in item && item.calculation !== undefined) {
      const value = state.value(node);
      if (value !== "" && !Number.isNaN(value)) kept[item.name] = typeof value === "boolean" ? String(value) : value;
    }
  }
  return kept;
}
