// mitools: imputationList, and with(), update() and subset() over the designs of several completed data sets.
import type { Definition, Definitions, Matched } from "../environment.ts";
import { type Expression, nameOf } from "../reader.ts";
import { list, Refusal, type Result, type Value } from "../values.ts";

/** The completed data sets, or their designs. */
function several(values: readonly Value[]): Result {
  return { type: "result", class: "imputationList", answer: {}, fields: { imputations: list(values) }, own: values };
}

function imputationsOf(value: Value | undefined): readonly Value[] | undefined {
  return value?.type === "result" && value.class === "imputationList" ? (value.own as readonly Value[]) : undefined;
}

/** The call for each data set or design in turn, which stands for the argument `parameter`. */
export function overImputations(name: string, parameter: string, definition: Definition): Definition {
  return {
    parameters: definition.parameters,
    call: (matched) => {
      const values = imputationsOf(matched.optional(parameter));
      if (values === undefined) return definition.call(matched);
      const made = values.map((value) => definition.call(matched.replacing(parameter, value)));
      return name === "with" ? list(made) : several(made);
    },
  };
}

/** with(designs, svymean(~x)): the call gets each design as its argument `design`. */
export function withDesign(expression: Expression): Expression {
  if (expression.kind !== "call") return expression;
  return { ...expression, arguments: [...expression.arguments, { name: "design", value: nameOf(".design") }] };
}

export const imputationCalls: Definitions = {
  imputationList: {
    parameters: ["datasets", "..."],
    call: (matched: Matched) => {
      const value = matched.value("datasets");
      if (value.type !== "list") throw new Refusal("imputationList: a list of data sets is needed");
      return several(value.values);
    },
  },
};
