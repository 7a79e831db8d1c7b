import fc from "fast-check";
import { expect, test } from "vitest";
import type { Expression } from "../model.ts";
import { parseExpression } from "./expression.ts";
import { formatExpression } from "./format.ts";

test.each([
  ["1+2*3", "1 + 2 * 3"],
  ["( 1 + 2 ) * 3", "(1 + 2) * 3"],
  ["1-(2-3)", "1 - (2 - 3)"],
  ['not( selected(${a},"x") )', "not(selected(${a}, 'x'))"],
  ["../a='it'", "${a} = 'it'"],
  ["-(1+${a})", "-(1 + ${a})"],
  ["a or b", ""],
])("%s is written %s", (source, written) => {
  if (written === "") expect(() => parseExpression(source)).toThrow("bare-name");
  else expect(formatExpression(parseExpression(source))).toBe(written);
});

test("what is written is read as the same expression", () => {
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
    const inner = tie("expression");
    return {
      expression: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Expression>(["$", "a"], ["$", "tên-gọi"], ["."], "x", "it's", "", 0, 7, 2.5, 1e-7, 1e21, [
          "@",
          "region",
        ]),
        fc.tuple(
          fc.constantFrom("and", "or", "=", "!=", "<", ">=", "+", "-", "*", "div", "mod"),
          inner,
          inner,
        ) as fc.Arbitrary<Expression>,
        inner.filter((e) => typeof e !== "number").map((e): Expression => ["-", e]),
        inner.map((e): Expression => ["not", e]),
        fc.tuple(inner, inner, inner).map(([a, b, c]): Expression => ["if", a, b, c]),
        fc.constant<Expression>(["|", ["$", "a"], ["$", "b"]]),
        fc.constant<Expression>(["jr:choice-name", ["$", "a"], "a"]),
      ),
    };
  });
  fc.assert(
    fc.property(expression, (e) => {
      expect(parseExpression(formatExpression(e), new Set(["region"]))).toEqual(e);
    }),
    { numRuns: 1000 },
  );
});
