import type { Expression, ExpressionArgument } from "../model.ts";

const strength: { readonly [operator: string]: number } = {
  or: 1,
  and: 2,
  "=": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  div: 6,
  mod: 6,
  "|": 8,
};

/** The expression as an author writes it: parsing it again gives the same expression. */
export function formatExpression(expression: Expression): string {
  return written(expression, 0);
}

function written(expression: ExpressionArgument, around: number): string {
  if (typeof expression === "string") return quoted(expression);
  if (typeof expression === "number")
    return expression < 0 && around > 7 ? `(${digits(expression)})` : digits(expression);
  if (!Array.isArray(expression)) return "";
  const [operator, ...given] = expression as [string, ...ExpressionArgument[]];
  if (operator === "$") return `\${${String(given[0])}}`;
  if (operator === "@") return String(given[0]);
  if (operator === "." || operator === "..") return operator;
  if (operator === "-" && given.length === 1)
    return around > 7 ? `(-${written(given[0]!, 7)})` : `-${written(given[0]!, 7)}`;
  const own = strength[operator];
  if (own !== undefined) {
    const text = `${written(given[0]!, own)} ${operator} ${written(given[1]!, own + 1)}`;
    return own < around ? `(${text})` : text;
  }
  if (operator === "regex") return `regex(${written(given[0]!, 0)}, ${quoted(given[1] as string)})`;
  if (operator === "jr:choice-name") return `jr:choice-name(${written(given[0]!, 0)}, '\${${String(given[1])}}')`;
  return `${operator}(${given.map((argument) => written(argument, 0)).join(", ")})`;
}

function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

/** XPath has no exponents. */
function digits(number: number): string {
  const text = String(number);
  if (!text.includes("e")) return text;
  return Math.abs(number) < 1 ? number.toFixed(100).replace(/0+$/, "") : String(BigInt(number));
}
