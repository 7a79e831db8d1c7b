import { dayFraction, dayNumber } from "./calendar.ts";
import { evaluate } from "./evaluate.ts";
import { type AnswerProblemKind, type Answers, type AnswerValue, limits, type Question } from "./model.ts";
import type { Node, State } from "./state.ts";
import { toBoolean } from "./values.ts";

/** What is wrong with the answer to one relevant question, the first fault found, or undefined. */
export function faultOf(state: State, node: Node): AnswerProblemKind | undefined {
  const question = node.entry.item as Question;
  if (question.calculation !== undefined) return undefined;
  const raw = state.raw(node);
  if (isEmpty(raw)) {
    const { required } = question;
    return required !== undefined && toBoolean(evaluate(state, required, node)) && canAnswer(state, node)
      ? "required"
      : undefined;
  }
  const fault = typeFault(state, node, question, raw as AnswerValue);
  if (fault) return fault;
  const { constraint } = question;
  if (question.sensitive && refuses(state, node, raw as AnswerValue)) return undefined;
  return constraint !== undefined && !toBoolean(evaluate(state, constraint, node)) ? "constraint" : undefined;
}

/** Preferring not to say is always an answer to a sensitive question, whatever its constraint. */
function refuses(state: State, node: Node, value: AnswerValue): boolean {
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.length === 1 && state.choices(node).some((c) => c.missing === "refused" && c.name === chosen[0]);
}

/** A question without an open choice, or that cannot be typed in, must not hold a person back. */
function canAnswer(state: State, node: Node): boolean {
  const { list, readOnly } = node.entry.item as Question;
  if (readOnly !== undefined && toBoolean(evaluate(state, readOnly, node))) return false;
  return list === undefined || state.offers(node);
}

/** Nothing, or nothing but spaces. */
export function isEmpty(raw: AnswerValue | Answers[] | undefined): boolean {
  return (
    raw === undefined || (typeof raw === "string" && raw.trim() === "") || (Array.isArray(raw) && raw.length === 0)
  );
}

function typeFault(state: State, node: Node, question: Question, value: AnswerValue): AnswerProblemKind | undefined {
  switch (question.type) {
    case "text":
      // NUL and halves of a surrogate pair are no text to a database.
      if (typeof value !== "string" || /\0|\p{Cs}/u.test(value)) return "type";
      return value.length > limits.text ? "size" : undefined;
    case "integer":
      return Number.isSafeInteger(value) ? undefined : "type";
    case "decimal":
      return Number.isFinite(value) ? undefined : "type";
    case "range":
      return onScale(question, value) ? undefined : "type";
    case "date":
      return typeof value === "string" && dayNumber(value) !== undefined ? undefined : "type";
    case "time":
      return typeof value === "string" && dayFraction(value) !== undefined ? undefined : "type";
    case "acknowledge":
      return value === "OK" ? undefined : "type";
    case "select_one":
      if (typeof value !== "string") return "type";
      return state.offers(node, value) ? undefined : "choice";
    case "select_multiple":
    case "rank": {
      if (!Array.isArray(value)) return "type";
      if (new Set(value).size !== value.length) return "type";
      if (!value.every((name) => state.offers(node, name))) return "choice";
      // A ranking puts all levels in order, else places cannot be compared.
      const whole = question.type !== "rank" || value.length === new Set(state.choices(node).map((c) => c.name)).size;
      return whole ? undefined : "type";
    }
  }
}

function onScale(question: Question, value: AnswerValue): boolean {
  if (typeof value !== "number" || !question.range) return false;
  const { start, end, step } = question.range;
  const steps = (value - start) / step;
  const within = value >= Math.min(start, end) && value <= Math.max(start, end);
  return within && Math.abs(steps - Math.round(steps)) < 1e-9;
}
