/** Levels of a request's body. Forms, plans and answers need fewer than ten. */
const deepest = 40;

/** Whether a parsed body is nested beyond what any request of ours needs; found level by level, without recursion. */
export function tooDeep(body: unknown, limit = deepest): boolean {
  if (typeof body !== "object" || body === null || Buffer.isBuffer(body)) return false;
  let level: object[] = [body];
  for (let depth = 1; level.length; depth++) {
    if (depth > limit) return true;
    const next: object[] = [];
    for (const container of level)
      for (const value of Array.isArray(container) ? container : Object.values(container))
        if (typeof value === "object" && value !== null) next.push(value as object);
    level = next;
  }
  return false;
}
