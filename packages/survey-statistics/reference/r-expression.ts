/** Enough of R's grammar to read the calls that reference results carry. */
export type Expression =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Argument[] };

export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

/** Binary operators by falling looseness; each row binds tighter than the one before. */
const precedence: readonly (readonly string[])[] = [
  ["<-"],
  ["~"],
  ["==", "!=", ">=", "<=", ">", "<"],
  ["+", "-"],
  ["*", "/"],
  ["%in%"],
];

/** Reads one R expression; operators become calls of their own name. Throws a SyntaxError on anything else. */
export function readExpression(source: string): Expression {
  const tokens =
    source.match(/"[^"]*"|'[^']*'|%in%|<-|[=!<>]=|[\d.]+(?:e[-+]?\d+)?(?![\w.])|[A-Za-z.][\w.]*|[^\s]/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`Cannot read "${tokens.slice(at).join(" ")}" of: ${source}`);
  };
  const expect = (token: string) => (tokens[at] === token ? at++ : fail());
  const result = binary(0);
  if (at < tokens.length) fail();
  return result;

  function binary(level: number): Expression {
    const operators = precedence[level];
    if (operators === undefined) return unary();
    if (level === 1 && tokens[at] === "~") {
      at++;
      return call("~", binary(level + 1));
    }
    let left = binary(level + 1);
    while (at < tokens.length && operators.includes(tokens[at]!)) {
      const operator = tokens[at++]!;
      left = call(operator, left, binary(level + 1));
    }
    return left;
  }

  function unary(): Expression {
    if (tokens[at] === "-") {
      at++;
      return call("-", unary());
    }
    return primary();
  }

  function primary(): Expression {
    const token = tokens[at++];
    if (token === undefined) return fail();
    if (token === "(") {
      const inner = binary(0);
      expect(")");
      return inner;
    }
    if (/^["']/.test(token)) return { kind: "string", value: token.slice(1, -1) };
    if (/^[\d.]/.test(token) && !Number.isNaN(Number(token))) return { kind: "number", value: Number(token) };
    if (!/^[A-Za-z.]/.test(token)) {
      at--;
      return fail();
    }
    if (tokens[at] !== "(") return { kind: "name", name: token };
    at++;
    const given: Argument[] = [];
    while (tokens[at] !== ")") {
      if (tokens[at + 1] === "=" && /^[A-Za-z.]/.test(tokens[at]!)) {
        const name = tokens[at]!;
        at += 2;
        given.push({ name, value: binary(0) });
      } else given.push({ value: binary(0) });
      if (tokens[at] !== ")") expect(",");
    }
    at++;
    return { kind: "call", name: token, arguments: given };
  }
}

function call(name: string, ...values: Expression[]): Expression {
  return { kind: "call", name, arguments: values.map((value) => ({ value })) };
}

/** Arguments by R's matching: named ones first, then the rest in order of `parameters`. */
export function matchArguments(given: readonly Argument[], parameters: readonly string[]): Map<string, Expression> {
  const matched = new Map<string, Expression>();
  for (const { name, value } of given) if (name !== undefined) matched.set(name, value);
  const free = parameters.filter((parameter) => !matched.has(parameter));
  let next = 0;
  for (const { name, value } of given) if (name === undefined) matched.set(free[next++] ?? `…${next}`, value);
  return matched;
}

/** The terms of a one-sided formula: ~a + b gives a, b. */
export function termsOf(formula: Expression): readonly Expression[] {
  if (formula.kind !== "call" || formula.name !== "~" || formula.arguments.length !== 1)
    throw new SyntaxError("Not a one-sided formula.");
  return summands(formula.arguments[0]!.value);
}

function summands(expression: Expression): readonly Expression[] {
  if (expression.kind === "call" && expression.name === "+" && expression.arguments.length === 2)
    return [...summands(expression.arguments[0]!.value), ...summands(expression.arguments[1]!.value)];
  return [expression];
}
