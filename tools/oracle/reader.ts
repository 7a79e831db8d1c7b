/** An R expression; operators, blocks and `function` are calls of their own name ("{", "if", "<-", "[[", "$"). */
export type Expression =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "call"; readonly function: Expression; readonly arguments: readonly Argument[] }
  | { readonly kind: "function"; readonly parameters: readonly Parameter[]; readonly body: Expression }
  | { readonly kind: "nothing" };

export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly default?: Expression;
}

interface Token {
  readonly kind: "number" | "string" | "name" | "operator" | "newline" | "end";
  readonly text: string;
}

const lexeme =
  /[ \t\r\f]+|#[^\n]*|(?<newline>\n)|(?<number>0[xX][\da-fA-F]+L?|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?L?)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<quoted>`[^`]*`)|(?<name>(?:\p{L}|\.(?!\d))[\p{L}\d._]*)|(?<operator>%[^%\n]*%|<<-|->>|\|\||&&|\|>|<-|->|<=|>=|==|!=|:::|::|\[\[|[-+*/^<>=!&|~?:$@()[\]{},;\\])/gu;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  lexeme.lastIndex = 0;
  while (at < source.length) {
    lexeme.lastIndex = at;
    const match = lexeme.exec(source);
    if (match === null || match.index !== at)
      throw new SyntaxError(`Cannot read "${source.slice(at, at + 20)}" of: ${source}`);
    at = lexeme.lastIndex;
    const groups = match.groups!;
    if (groups.newline !== undefined) tokens.push({ kind: "newline", text: "\n" });
    else if (groups.number !== undefined) tokens.push({ kind: "number", text: groups.number });
    else if (groups.string !== undefined) tokens.push({ kind: "string", text: unescaped(groups.string.slice(1, -1)) });
    else if (groups.quoted !== undefined) tokens.push({ kind: "name", text: groups.quoted.slice(1, -1) });
    else if (groups.name !== undefined) tokens.push({ kind: "name", text: groups.name });
    else if (groups.operator !== undefined) tokens.push({ kind: "operator", text: groups.operator });
  }
  tokens.push({ kind: "end", text: "" });
  return tokens;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) => ({ n: "\n", t: "\t" })[character] ?? character);
}

/** Binary operators: how tightly they bind, and whether from the right. */
const binary: Readonly<Record<string, { readonly level: number; readonly fromRight?: true }>> = {
  "<-": { level: 2, fromRight: true },
  "<<-": { level: 2, fromRight: true },
  "=": { level: 1, fromRight: true },
  "->": { level: 3 },
  "~": { level: 4 },
  "||": { level: 5 },
  "|": { level: 5 },
  "&&": { level: 6 },
  "&": { level: 6 },
  "==": { level: 8 },
  "!=": { level: 8 },
  "<": { level: 8 },
  ">": { level: 8 },
  "<=": { level: 8 },
  ">=": { level: 8 },
  "+": { level: 9 },
  "-": { level: 9 },
  "*": { level: 10 },
  "/": { level: 10 },
  "|>": { level: 11 },
  ":": { level: 12 },
  "^": { level: 14, fromRight: true },
};
const specialLevel = 11;
const unaryLevels: Readonly<Record<string, number>> = { "-": 13, "+": 13, "!": 7, "~": 4, "?": 1 };

/** Reads R source of one or more expressions; several become one block. Throws a SyntaxError that shows the place. */
export function readExpression(source: string): Expression {
  return new Reader(source).whole();
}

class Reader {
  private readonly tokens: readonly Token[];
  private readonly source: string;
  private at = 0;
  /** Depth of ( or [: newlines mean nothing there. */
  private enclosed = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = tokensOf(source);
  }

  whole(): Expression {
    const expressions = this.sequence("");
    if (this.peek().kind !== "end") this.fail();
    return expressions.length === 1 ? expressions[0]! : callOf("{", ...expressions);
  }

  private sequence(close: string): Expression[] {
    const expressions: Expression[] = [];
    for (;;) {
      while (this.peek().kind === "newline" || this.isOperator(";")) this.at++;
      if (this.peek().kind === "end" || (close !== "" && this.isOperator(close))) return expressions;
      expressions.push(this.expression(0));
      const next = this.peek();
      if (next.kind !== "newline" && next.kind !== "end" && !this.isOperator(";") && !this.isOperator(close))
        this.fail();
    }
  }

  private peek(): Token {
    if (this.enclosed > 0) while (this.tokens[this.at]!.kind === "newline") this.at++;
    return this.tokens[this.at]!;
  }

  private isOperator(text: string): boolean {
    const token = this.peek();
    return token.kind === "operator" && token.text === text;
  }

  private expect(text: string): void {
    if (!this.isOperator(text)) this.fail();
    this.at++;
  }

  private fail(): never {
    const rest = this.tokens
      .slice(this.at, this.at + 8)
      .map(({ text }) => text)
      .join(" ");
    throw new SyntaxError(`Cannot read "${rest}" of: ${this.source}`);
  }

  private skipNewlines(): void {
    while (this.tokens[this.at]!.kind === "newline") this.at++;
  }

  private expression(loosest: number): Expression {
    let left = this.unary();
    for (;;) {
      const token = this.peek();
      if (token.kind !== "operator") return left;
      const rule = token.text.startsWith("%") ? { level: specialLevel } : binary[token.text];
      if (rule === undefined || rule.level < loosest) return left;
      this.at++;
      this.skipNewlines();
      const right = this.expression("fromRight" in rule ? rule.level : rule.level + 1);
      if (token.text === "->") left = callOf("<-", right, left);
      else if (token.text === "=" || token.text === "<<-") left = callOf("<-", left, right);
      else if (token.text === "|>" && right.kind === "call")
        left = { ...right, arguments: [{ value: left }, ...right.arguments] };
      else left = callOf(token.text, left, right);
    }
  }

  private unary(): Expression {
    const token = this.peek();
    const level = token.kind === "operator" ? unaryLevels[token.text] : undefined;
    if (level === undefined) return this.postfix(this.primary());
    this.at++;
    const operand = this.expression(level);
    if (token.text === "-" && operand.kind === "number") return { kind: "number", value: -operand.value };
    return callOf(token.text, operand);
  }

  private postfix(start: Expression): Expression {
    let result = start;
    for (;;) {
      const token = this.peek();
      if (token.kind !== "operator") return result;
      if (token.text === "(") result = { kind: "call", function: result, arguments: this.arguments("(", ")") };
      else if (token.text === "[[") {
        const given = this.arguments("[[", "]");
        this.expect("]");
        result = { kind: "call", function: nameOf("[["), arguments: [{ value: result }, ...given] };
      } else if (token.text === "[")
        result = { kind: "call", function: nameOf("["), arguments: [{ value: result }, ...this.arguments("[", "]")] };
      else if (token.text === "$" || token.text === "@") {
        this.at++;
        const field = this.tokens[this.at++]!;
        if (field.kind !== "name" && field.kind !== "string") this.fail();
        result = callOf("$", result, { kind: "string", value: field.text });
      } else if (token.text === "::" || token.text === ":::") {
        this.at++;
        result = this.primary();
      } else return result;
    }
  }

  private arguments(open: string, close: string): Argument[] {
    this.expect(open);
    this.enclosed++;
    const given: Argument[] = [];
    while (!this.isOperator(close)) {
      if (this.isOperator(",")) {
        given.push({ value: { kind: "nothing" } });
        this.at++;
        if (this.isOperator(close)) given.push({ value: { kind: "nothing" } });
        continue;
      }
      given.push(this.argument());
      if (!this.isOperator(",")) break;
      this.at++;
      if (this.isOperator(close)) given.push({ value: { kind: "nothing" } });
    }
    this.enclosed--;
    // Newlines after the closing bracket count again: look at the token itself.
    const token = this.tokens[this.at]!;
    if (token.kind === "newline") this.skipNewlines();
    this.expect(close);
    return given;
  }

  private argument(): Argument {
    const first = this.peek();
    const second = this.tokens[this.at + 1];
    if ((first.kind === "name" || first.kind === "string") && second?.kind === "operator" && second.text === "=") {
      this.at += 2;
      if (this.isOperator(",") || this.isOperator(")")) return { name: first.text, value: { kind: "nothing" } };
      return { name: first.text, value: this.expression(2) };
    }
    return { value: this.expression(2) };
  }

  private primary(): Expression {
    const token = this.peek();
    this.at++;
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text.replace(/L$/, "")) };
      case "string":
        return { kind: "string", value: token.text };
      case "name":
        if (token.text === "function") return this.definition();
        if (token.text === "if") return this.condition();
        if (token.text === "for") return this.loop();
        return nameOf(token.text);
      case "operator":
        if (token.text === "(") {
          this.enclosed++;
          const inner = this.expression(0);
          this.enclosed--;
          this.skipNewlines();
          this.expect(")");
          return callOf("(", inner);
        }
        if (token.text === "{") {
          const outside = this.enclosed;
          this.enclosed = 0;
          const block = this.sequence("}");
          this.expect("}");
          this.enclosed = outside;
          return callOf("{", ...block);
        }
        if (token.text === "\\") return this.definition();
        break;
    }
    this.at--;
    return this.fail();
  }

  private definition(): Expression {
    const parameters = this.arguments("(", ")").map(({ name, value }) =>
      name !== undefined
        ? { name, default: value }
        : value.kind === "name"
          ? { name: value.name }
          : (this.fail() as never),
    );
    this.skipNewlines();
    return { kind: "function", parameters, body: this.expression(2) };
  }

  private condition(): Expression {
    this.expect("(");
    this.enclosed++;
    const test = this.expression(0);
    this.enclosed--;
    this.expect(")");
    this.skipNewlines();
    const yes = this.expression(2);
    const next = this.peek();
    if (next.kind !== "name" || next.text !== "else") return callOf("if", test, yes);
    this.at++;
    this.skipNewlines();
    return callOf("if", test, yes, this.expression(2));
  }

  private loop(): Expression {
    this.expect("(");
    this.enclosed++;
    const variable = this.primary();
    const word = this.peek();
    if (word.text !== "in") this.fail();
    this.at++;
    const over = this.expression(0);
    this.enclosed--;
    this.expect(")");
    this.skipNewlines();
    return callOf("for", variable, over, this.expression(2));
  }
}

export function nameOf(name: string): Expression {
  return { kind: "name", name };
}

export function callOf(name: string, ...given: readonly Expression[]): Expression {
  return { kind: "call", function: nameOf(name), arguments: given.map((value) => ({ value })) };
}

/** The name of the function that a call calls, "" where that is not a plain name. */
export function calledName(expression: Expression): string {
  return expression.kind === "call" && expression.function.kind === "name" ? expression.function.name : "";
}

const infix = new Set(["+", "-", "*", "/", "^", ":", "==", "!=", "<", ">", "<=", ">=", "&", "|", "&&", "||", "~"]);

/** The expression as R's deparse writes it: names of terms and of columns. */
export function deparse(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return /^[\p{L}.][\p{L}\d._]*$/u.test(expression.name) ? expression.name : `\`${expression.name}\``;
    case "number":
      return numberText(expression.value);
    case "string":
      return JSON.stringify(expression.value);
    case "function":
      return `function(${expression.parameters.map(({ name }) => name).join(", ")}) ${deparse(expression.body)}`;
    case "nothing":
      return "";
    case "call": {
      const name = calledName(expression);
      const parts = expression.arguments.map((argument) => deparse(argument.value));
      if ((infix.has(name) || /^%.*%$/.test(name)) && parts.length === 2)
        return name === "^" || name === ":" ? parts.join(name) : parts.join(` ${name} `);
      if ((infix.has(name) || name === "!") && parts.length === 1) return `${name}${parts[0]}`;
      if (name === "(") return `(${parts[0]})`;
      if (name === "$") return `${parts[0]}$${(expression.arguments[1]!.value as { readonly value: string }).value}`;
      if (name === "[[" || name === "[")
        return `${parts[0]}${name}${parts.slice(1).join(", ")}${name === "[" ? "]" : "]]"}`;
      const given = expression.arguments.map((argument, at) =>
        argument.name === undefined ? parts[at]! : `${argument.name} = ${parts[at]}`,
      );
      return `${deparse(expression.function)}(${given.join(", ")})`;
    }
  }
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "Inf";
  const plain = String(value);
  const exponent = value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return exponent.length < plain.length ? exponent : plain;
}
