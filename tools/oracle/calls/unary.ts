import type { Definition } from "../environment.ts";
import type { Value } from "../values.ts";

/** A function of one argument. */
export function unary(call: (value: Value) => Value): Definition {
  return { parameters: ["x"], call: (matched) => call(matched.value("x")) };
}
