import { advanceLive } from "@lang-nghe/survey-statistics";
import type { LiveQuestion } from "./live-questions.ts";
import type { ShownCounts } from "./queries.ts";

/**
 * Answers to one question: those people may see figures of; the newest batch, which nobody sees until the next is full; and
 * those that came since. The frozen tables are one more look: `held` is why they too differ from the last live figure by a
 * whole batch, however few have come since.
 */
export type QuestionCounts = { shown: ShownCounts; held: ShownCounts; waiting: ShownCounts };

export const nothingShown = (): QuestionCounts => ({ shown: noCounts(), held: noCounts(), waiting: noCounts() });

export const noCounts = (): ShownCounts => ({ people: 0, levels: {} });

/** Adds one set of answers to what waits. */
export function countAnswer(counts: ShownCounts, question: LiveQuestion, value: unknown): void {
  const chosen = question.several ? (Array.isArray(value) ? value : []) : typeof value === "string" ? [value] : [];
  const known = chosen.filter((code) => question.levels.some((level) => level.code === code));
  if (!known.length) return;
  counts.people++;
  for (const code of known) counts.levels[code] = (counts.levels[code] ?? 0) + 1;
}

/**
 * Where the rule of batches allows, what waits becomes the batch held back, and the one held before joins what is shown.
 * @returns whether the figure that people see has moved; the first batch of a question shows nothing.
 */
export function advance(counts: QuestionCounts, question: LiveQuestion): boolean {
  const codes = question.levels.map((level) => level.code);
  const row = ({ levels }: ShownCounts) => Int32Array.from(codes, (code) => levels[code] ?? 0);
  // The batch held has passed the rule when it was waiting.
  const state = { shown: row(counts.held), waiting: row(counts.waiting) };
  const step = question.several
    ? advanceLive(state, undefined, { waiting: counts.waiting.people })
    : advanceLive(state);
  if (!step.advanced) return false;
  const { shown, held, waiting } = counts;
  counts.held = waiting;
  counts.waiting = noCounts();
  if (held.people === 0) return false;
  counts.shown = {
    people: shown.people + held.people,
    levels: Object.fromEntries(codes.map((code) => [code, (shown.levels[code] ?? 0) + (held.levels[code] ?? 0)])),
  };
  return true;
}

/**
 * Counts made anew from all answers there are: those neither shown nor held wait.
 * @param held the batch held back so far, where none of its people has withdrawn since; else nobody, and it waits again.
 */
export function recounted(
  all: ShownCounts,
  shown: ShownCounts,
  held: ShownCounts,
  question: LiveQuestion,
): QuestionCounts {
  return { shown, held, waiting: lessShown(lessShown(all, shown, question), held, question) };
}

/**
 * All answers less those already counted. Where one of these has been withdrawn since, nobody is
 * taken out of the figure: no level waits with less than nothing, and people are as many as their answers say.
 */
export function lessShown(all: ShownCounts, shown: ShownCounts, question: LiveQuestion): ShownCounts {
  const levels = Object.fromEntries(
    Object.entries(all.levels).map(([code, count]) => [code, Math.max(0, count - (shown.levels[code] ?? 0))]),
  );
  const grown = Object.values(levels);
  const people = question.several
    ? Math.max(0, all.people - shown.people, ...grown)
    : grown.reduce((sum, count) => sum + count, 0);
  return { people, levels };
}
