/** Levels of a request's body. Forms, plans and answers need fewer than ten. */
const deepest = 40;

/** Why a body is not worked on: nested beyond what any request of ours needs, or with texts that are none. */
export type Unfit = "nested too deeply" | "not text";

/**
 * A text that PostgreSQL cannot keep: U+0000, or half of a character (a lone surrogate). Neither is typed by a person; the
 * answer page sends neither.
 */
export const isText = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();

/** What makes a parsed body unfit; found level by level, without recursion. Names of fields count as texts. */
export function unfit(body: unknown, limit = deepest): Unfit | undefined {
  if (typeof body === "string") return isText(body) ? undefined : "not text";
  if (typeof body !== "object" || body === null || Buffer.isBuffer(body)) return undefined;
  let level: object[] = [body];
  for (let depth = 1; level.length; depth++) {
    if (depth > limit) return "nested too deeply";
    const next: object[] = [];
    for (const container of level) {
      if (!Array.isArray(container) && !Object.keys(container).every(isText)) return "not text";
      for (const value of Array.isArray(container) ? container : Object.values(container))
        if (typeof value === "string") {
          if (!isText(value)) return "not text";
        } else if (typeof value === "object" && value !== null) next.push(value as object);
    }
    level = next;
  }
  return undefined;
}
