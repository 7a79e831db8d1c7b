/**
 * Ticks or unticks one choice. An exclusive choice ("none of these", "don't know") stands alone: it clears the others,
 * and any other clears it. The result keeps the order in which the form lists the choices.
 */
export function toggled(
  chosen: readonly string[],
  name: string,
  order: readonly string[],
  exclusive: readonly string[] = [],
): string[] {
  if (chosen.includes(name)) return chosen.filter((other) => other !== name);
  const kept = exclusive.includes(name) ? [] : chosen.filter((other) => !exclusive.includes(other));
  const next = new Set([...kept, name]);
  return order.filter((candidate) => next.has(candidate));
}

/** Moves a ranked item by `step` places; at the ends it stays. */
export function moved(ranked: readonly string[], name: string, step: -1 | 1): string[] {
  const from = ranked.indexOf(name);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ranked.length) return [...ranked];
  const next = [...ranked];
  next.splice(from, 1);
  next.splice(to, 0, name);
  return next;
}
