import { functions } from "./functions.ts";
import type { Choice, Expression, ExpressionArgument, PatternProgram } from "./model.ts";
import { isQuestion } from "./outline.ts";
import { matchesPattern } from "./pattern.ts";
import type { Node, State } from "./state.ts";
import { compare, type Result, type Scalar, toBoolean, toNumber, toText } from "./values.ts";

/**
 * The value of an expression for one item in one instance. Total: an unknown function or reference gives "".
 *
 * @param choice the level in question, when the expression is a choice_filter.
 */
export function evaluate(state: State, expression: Expression, node: Node, choice?: Choice): Result {
  state.step();
  if (typeof expression !== "object") return expression;
  const operator = expression[0];
  const argument = (i: number): Result => {
    const given = expression[i];
    return given === undefined ? "" : evaluate(state, given as Expression, node, choice);
  };
  switch (operator) {
    case "$":
      return state.reference(expression[1] as string, node);
    case ".":
      return state.value(node);
    case "@":
      return column(choice, expression[1] as string);
    case "and":
      return toBoolean(argument(1)) && toBoolean(argument(2));
    case "or":
      return toBoolean(argument(1)) || toBoolean(argument(2));
    case "if":
      return toBoolean(argument(1)) ? argument(2) : argument(3);
    case "once": {
      const own = state.value(node);
      return own === "" ? argument(1) : own;
    }
    case "today":
      return state.now.slice(0, 10);
    case "now":
      return state.now;
    case "position":
      return (node.at.at(-1) ?? 0) + 1;
    case "regex":
      return matchesPattern(expression[3] as PatternProgram, toText(argument(1)));
    case "indexed-repeat":
      return indexed(state, expression.slice(1), node, argument);
    case "jr:choice-name":
      return choiceName(state, toText(argument(1)), expression[2] as string);
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(operator, argument(1), argument(2));
    default: {
      const work = Object.hasOwn(functions, operator) ? functions[operator] : undefined;
      if (!work) return "";
      return work(
        expression.slice(1).map((_, i) => argument(i + 1)),
        state.language,
      );
    }
  }
}

function column(choice: Choice | undefined, name: string): Scalar {
  if (name === "name") return choice?.name ?? "";
  return choice?.columns && Object.hasOwn(choice.columns, name) ? choice.columns[name]! : "";
}

/** indexed-repeat(${question}, ${repeat}, index, …): the question's value in the instances with these numbers, from 1. */
function indexed(
  state: State,
  given: readonly ExpressionArgument[],
  node: Node,
  argument: (i: number) => Result,
): Result {
  const target = state.outline.entries.get((given[0] as readonly string[])[1]!);
  if (!target) return "";
  const at: number[] = [];
  for (const [i, repeat] of target.repeats.entries()) {
    const where = given.findIndex((g, k) => k > 0 && Array.isArray(g) && g[0] === "$" && g[1] === repeat.item.name);
    const own = node.entry.repeats[i] === repeat ? node.at[i]! + 1 : 1;
    const index = where < 0 ? own : toNumber(argument(where + 2));
    if (!(index >= 1 && index <= state.count({ entry: repeat, at: [...at] }))) return "";
    at.push(Math.floor(index) - 1);
  }
  return state.value({ entry: target, at });
}

/** The label of a choice, in the session's language, found by the question that offers it. */
function choiceName(state: State, name: string, question: string): Scalar {
  const item = state.outline.entries.get(question)?.item;
  if (!item || !isQuestion(item) || item.list === undefined) return "";
  const choice = state.outline.lists.get(item.list)?.find((c) => c.name === name);
  return choice ? (choice.label[state.language] ?? Object.values(choice.label)[0] ?? choice.name) : "";
}
