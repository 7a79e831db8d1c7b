import { dayNumber } from "./calendar.ts";
import type { AnswerValue, Choice, Question } from "./model.ts";
import { isQuestion } from "./outline.ts";
import type { Node, State } from "./state.ts";
import { scalar, toText } from "./values.ts";

/** An answer in the type of its question, where it can be read so: `1,5` is the number 1.5. Else as it came. */
export function asTyped(question: Question, value: AnswerValue): AnswerValue {
  const { type } = question;
  if (typeof value === "number") return isNumber(type) ? value : String(value);
  if (typeof value !== "string") return value;
  if (!isNumber(type)) return value.replace(/\0|\p{Cs}/gu, "");
  const text = value.trim();
  return /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/.test(text) ? Number(text.replace(",", ".")) : text;
}

function isNumber(type: Question["type"]): boolean {
  return type === "integer" || type === "decimal" || type === "range";
}

/** Puts answers into `${name}`; a choice appears by its label, a day and a decimal as the language writes them. */
export function fillIn(state: State, text: string, node: Node): string {
  if (!text.includes("${")) return text;
  return text.replace(/\$\{\s*([^\s{}]+)\s*\}/g, (_, name: string) => {
    const entry = state.outline.entries.get(name);
    if (!entry) return "";
    const value = toText(scalar(state.reference(name, node)));
    const { item } = entry;
    const choices = isQuestion(item) && item.list !== undefined ? state.outline.lists.get(item.list) : undefined;
    if (choices && value !== "") {
      return value
        .split(" ")
        .map((chosen) => {
          const label = choices.find((choice) => choice.name === chosen)?.label;
          return label ? (label[state.language] ?? Object.values(label)[0] ?? chosen) : chosen;
        })
        .join(", ");
    }
    if (state.language !== "vi") return value;
    if (dayNumber(value) !== undefined) return value.split("-").reverse().join("/");
    return /^-?\d+\.\d+$/.test(value) ? value.replace(".", ",") : value;
  });
}

/**
 * Choices in the order drawn by a key: the same key gives the same order (Fisher and Yates, 32-bit xorshift).
 * Levels for don't know and refused stay at the end. Without a key, the order of the list.
 */
export function inOrder(choices: readonly Choice[], key: string | undefined): readonly Choice[] {
  if (key === undefined) return choices;
  let random = 2_166_136_261;
  for (const character of key) random = Math.imul(random ^ character.codePointAt(0)!, 16_777_619);
  random ||= 1;
  const shuffled = choices.filter((choice) => !choice.missing);
  for (let i = shuffled.length - 1; i > 0; i--) {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    const j = (random >>> 0) % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return [...shuffled, ...choices.filter((choice) => choice.missing)];
}
