import { chance, luckAtMost } from "./chance.ts";
import type { Evidence, Truth } from "./evidence.ts";
import { hiddenAmong, type Strategy } from "./strategies.ts";

export type Judged = {
  strategy: string;
  guesses: number;
  hits: number;
  /** Hits that luck brings on average, where nothing but the published protocol is known. */
  expected: number;
  /** Hits that luck reaches once in a thousand waves at most. */
  bound: number;
  /** Answers a person hides among, by this strategy's evidence: the smallest and the median. */
  smallest: number;
  median: number;
};

/** Lets a strategy point, and counts. */
export function judge(strategy: Strategy, evidence: Evidence, truth: Truth, seed: number): Judged {
  const guesses = strategy.guesses(evidence, chance(seed));
  const right = strategy.name === "receipts" ? truth.receiptOf : truth.answerOf;
  const hits = guesses.filter(({ person, answer }) => right.get(person) === answer).length;
  const allowed = guesses.map((guess) => guess.allowed);
  const hidden = hiddenAmong(guesses);
  return {
    strategy: strategy.name,
    guesses: guesses.length,
    hits,
    expected: allowed.reduce((sum, p) => sum + p, 0),
    bound: luckAtMost(allowed, 0.001),
    smallest: Math.floor(hidden[0] ?? 0),
    median: Math.floor(hidden[Math.floor(hidden.length / 2)] ?? 0),
  };
}
