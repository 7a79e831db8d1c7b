import type { PatternProgram } from "../model.ts";

/** Why a regular expression is refused. */
export class PatternError extends Error {
  readonly code = "pattern";
}

type Step = string | [number, number];
/** Steps after expanding {n,m}: each character of an answer costs at most this much. */
const mostSteps = 1000;

/**
 * Compiles a regular expression to a program that runs in linear time (Thompson 1968). Known: literals, `.`, classes,
 * `\d \w \s \p{L}` and their opposites, groups, `|`, `* + ? {n,m}` (lazy forms are the same here), `^` first, `$` last.
 *
 * @throws {PatternError} look-around, back references, word boundaries, flags, or a pattern too large.
 */
export function compilePattern(source: string): PatternProgram {
  // The whole text must match, so the outer anchors say nothing new.
  const text = [...source.replace(/^\^/, "").replace(/(?<!\\)\$$/, "")];
  let at = 0;
  let depth = 0;

  function alternatives(): Step[] {
    if (++depth > 20) throw new PatternError("(");
    const branches = [sequence()];
    while (text[at] === "|") {
      at++;
      branches.push(sequence());
    }
    depth--;
    let rest = branches.pop()!;
    for (let branch = branches.pop(); branch; branch = branches.pop()) {
      const end = rest.length + 1;
      rest = [[1, branch.length + 2], ...branch, [end, end], ...rest];
      if (rest.length > mostSteps) throw new PatternError("size");
    }
    return rest;
  }

  function sequence(): Step[] {
    const steps: Step[] = [];
    while (at < text.length && text[at] !== "|" && text[at] !== ")") {
      steps.push(...quantified(atom()));
      if (steps.length > mostSteps) throw new PatternError("size");
    }
    return steps;
  }

  function quantified(steps: Step[]): Step[] {
    const c = text[at];
    let bounds: [number, number] | undefined;
    if (c === "*") bounds = [0, Number.POSITIVE_INFINITY];
    else if (c === "+") bounds = [1, Number.POSITIVE_INFINITY];
    else if (c === "?") bounds = [0, 1];
    else if (c === "{") {
      const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(text.slice(at, at + 12).join(""));
      if (!match) throw new PatternError("{");
      const least = +match[1]!;
      bounds = [least, match[2] === undefined ? least : match[3] === "" ? Number.POSITIVE_INFINITY : +match[3]!];
      at += match[0].length - 1;
    }
    if (!bounds) return steps;
    at++;
    if (text[at] === "?") at++;
    if ("*+?{".includes(text[at] ?? " ")) throw new PatternError(text[at]!);
    const [least, most] = bounds;
    if (most < least) throw new PatternError("{");
    const copies = Number.isFinite(most) ? most : least + 1;
    if (copies * (steps.length + 2) > mostSteps) throw new PatternError("size");
    const result: Step[] = [];
    for (let i = 0; i < least; i++) result.push(...steps);
    if (!Number.isFinite(most)) result.push([1, steps.length + 2], ...steps, [-steps.length - 1, -steps.length - 1]);
    else for (let i = least; i < most; i++) result.push([1, steps.length + 1], ...steps);
    return result;
  }

  function atom(): Step[] {
    const c = text[at++]!;
    if (c === "(") {
      if (text[at] === "?") {
        if (text[at + 1] !== ":") throw new PatternError(`(?${text[at + 1] ?? ""}`);
        at += 2;
      }
      const inner = alternatives();
      if (text[at++] !== ")") throw new PatternError("(");
      return inner;
    }
    if (c === "[") return [set()];
    if (c === ".") return ["[^\\n]"];
    if (c === "\\") return [escaped(false)];
    if ("*+?{".includes(c)) throw new PatternError(c);
    if (c === "^" || c === "$") throw new PatternError(c);
    return [literal(c)];
  }

  function set(): string {
    let body = "[";
    if (text[at] === "^") {
      at++;
      body += "^";
    }
    let first = true;
    while (at < text.length && (first || text[at] !== "]")) {
      const c = text[at++]!;
      if (c === "\\") body += escaped(true);
      else if (c === "-" && text[at] !== "]" && !first) body += "-";
      else body += literal(c);
      first = false;
    }
    if (text[at++] !== "]") throw new PatternError("[");
    return known(`${body}]`);
  }

  function escaped(inSet: boolean): string {
    const c = text[at++];
    if (c === undefined) throw new PatternError("\\");
    if ("dDwWsS".includes(c)) return `\\${c}`;
    if (c === "n" || c === "t" || c === "r") return `\\${c}`;
    if (c === "p" || c === "P") {
      const name = /^\{[\w=]{1,40}\}/.exec(text.slice(at, at + 42).join(""));
      if (!name) throw new PatternError(`\\${c}`);
      at += name[0].length;
      return known(`\\${c}${name[0]}`);
    }
    if (/[A-Za-z0-9]/.test(c)) throw new PatternError(`\\${c}`);
    return inSet || /[\^$\\.*+?()[\]{}|/-]/.test(c) ? literal(c) : c;
  }

  const steps = alternatives();
  if (at < text.length) throw new PatternError(text[at]!);
  if (steps.length > mostSteps) throw new PatternError("size");
  return { steps: steps.map((step, i) => (typeof step === "string" ? step : [step[0] + i, step[1] + i])) };
}

function literal(c: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(c) ? `\\${c}` : c;
}

function known(set: string): string {
  try {
    new RegExp(set, "u");
    return set;
  } catch {
    throw new PatternError(set);
  }
}
