import { limits, type PatternProgram } from "./model.ts";

const compiled = new Map<string, RegExp>();

function accepts(set: string, character: string): boolean {
  let test = compiled.get(set);
  if (!test) {
    test = new RegExp(`^(?:${set})$`, "u");
    if (compiled.size > 1000) compiled.clear();
    compiled.set(set, test);
  }
  return test.test(character);
}

/**
 * Whether the whole text matches, by following all branches at once (Thompson 1968): characters × steps at most,
 * whatever the author wrote, where a backtracking engine may take exponential time.
 */
export function matchesPattern(program: PatternProgram, text: string): boolean {
  const { steps } = program;
  const characters = [...text];
  if (characters.length > limits.pattern) return false;
  let current = new Set<number>();
  const follow = (start: number, into: Set<number>) => {
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (into.has(at)) continue;
      into.add(at);
      const step = steps[at];
      if (typeof step === "object") open.push(step[0], step[1]);
    }
  };
  follow(0, current);
  for (const character of characters) {
    const next = new Set<number>();
    for (const at of current) {
      const step = steps[at];
      if (typeof step === "string" && accepts(step, character)) follow(at + 1, next);
    }
    current = next;
  }
  return current.has(steps.length);
}
