import { advanceLive } from "@lang-nghe/survey-statistics";
import type { LiveQuestion } from "./live-questions.ts";
import type { ShownCounts } from "./queries.ts";

/** Answers to one question: those people may see figures of, and those that came since. */
export type QuestionCounts = { shown: ShownCounts; waiting: ShownCounts };

export const noCounts = (): ShownCounts => ({ people: 0, levels: {} });

/** Adds one set of answers to what waits. */
export function countAnswer(counts: ShownCounts, question: LiveQuestion, value: unknown): void {
  const chosen = question.several ? (Array.isArray(value) ? value : []) : typeof value === "string" ? [value] : [];
  const known = chosen.filter((code) => question.levels.some((level) => level.code === code));
  if (!known.length) return;
  counts.people++;
  for (const code of known) counts.levels[code] = (counts.levels[code] ?? 0) + 1;
}

/** Takes what waits into what is shown, if the rule of batches allows. @returns whether it did. */
export function advance(counts: QuestionCounts, question: LiveQuestion): boolean {
  const codes = question.levels.map((level) => level.code);
  const row = ({ levels }: ShownCounts) => Int32Array.from(codes, (code) => levels[code] ?? 0);
  const state = { shown: row(counts.shown), waiting: row(counts.waiting) };
  const step = question.several
    ? advanceLive(state, undefined, { waiting: counts.waiting.people })
    : advanceLive(state);
  if (!step.advanced) return false;
  counts.shown = {
    people: counts.shown.people + counts.waiting.people,
    levels: Object.fromEntries(codes.map((code, k) => [code, step.shown[k]!])),
  };
  counts.waiting = noCounts();
  return true;
}

/**
 * What waits: all answers less those already shown. Where an answer that was shown has been withdrawn since, nobody is
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
