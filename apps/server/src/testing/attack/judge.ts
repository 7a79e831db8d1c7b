import { chance, luckAtMost } from "./chance.ts";
import type { Evidence, Truth } from "./evidence.ts";
import { hiddenAmong, type Strategy } from "./strategies.ts";

export type Judged = {
  strategy: string;
  guesses: number;
  hits: number;
  /** Hits on average over the strategy's own chance: who points at one of ten and is right has a tenth of a hit. */
  mean: number;
  /** Hits that luck brings on average, where nothing but the published protocol is known. */
  expected: number;
  /** Hits that luck does not exceed, but for one wave in a thousand, or as was asked for. */
  bound: number;
  /** Answers a person hides among, by this strategy's evidence: the smallest and the median. */
  smallest: number;
  median: number;
};

/** Lets a strategy point, and counts. */
export function judge(strategy: Strategy, evidence: Evidence, truth: Truth, seed: number, tail = 0.001): Judged {
  const draws = chance(seed);
  const guesses = strategy.guesses(evidence);
  const right = strategy.name === "receipts" ? truth.receiptOf : truth.answerOf;
  const hits = guesses.filter(({ person, among }) => among[draws.below(among.length)] === right.get(person)).length;
  const held = guesses.filter(({ person, among }) => among.includes(right.get(person) ?? ""));
  const allowed = guesses.map((guess) => guess.allowed);
  const hidden = hiddenAmong(guesses);
  return {
    strategy: strategy.name,
    guesses: guesses.length,
    hits,
    mean: held.reduce((sum, { among }) => sum + 1 / among.length, 0),
    expected: allowed.reduce((sum, p) => sum + p, 0),
    bound: luckAtMost(allowed, tail),
    smallest: Math.floor(hidden[0] ?? 0),
    median: Math.floor(hidden[Math.floor(hidden.length / 2)] ?? 0),
  };
}
