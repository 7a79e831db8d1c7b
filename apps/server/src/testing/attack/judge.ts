import { chance, luckAtMost } from "./chance.ts";
import type { Evidence, Truth } from "./evidence.ts";
import { protocolOf } from "./protocol.ts";
import type { Strategy } from "./strategies.ts";

export type Judged = {
  strategy: string;
  /** People about whom the evidence says something. */
  guesses: number;
  /** People about whom it says nothing: the strategy points at nobody. */
  nothing: number;
  hits: number;
  /** Hits on average over the strategy's own chance: who points at one of ten and is right has a tenth of a hit. */
  mean: number;
  /** Hits that luck brings on average, where nothing but the published protocol is known. */
  expected: number;
  /** Hits that luck does not exceed, but for one wave in a thousand, or as was asked for. */
  bound: number;
  /** Answers a person hides among, by this strategy's evidence: the smallest and the median. 0 where nobody is pointed at. */
  smallest: number;
  median: number;
};

/** Lets a strategy point, and counts. */
export function judge(strategy: Strategy, evidence: Evidence, truth: Truth, seed: number, tail = 0.001): Judged {
  const draws = chance(seed);
  const guesses = strategy.guesses(evidence, truth);
  const leaves = strategy.leaves(protocolOf(evidence, truth), evidence, truth);
  const right =
    strategy.of === "receipts" ? truth.receiptOf : strategy.of === "tokens" ? truth.nullifierOf : truth.answerOf;
  const hits = guesses.filter(({ person, among }) => among[draws.below(among.length)] === right.get(person)).length;
  const held = guesses.filter(({ person, among }) => among.includes(right.get(person) ?? ""));
  const luck = guesses.map(
    ({ person, among }) => among.reduce((sum, one) => sum + leaves(person, one), 0) / among.length,
  );
  const hidden = guesses.map((guess) => guess.hidden).sort((a, b) => a - b);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x, 0);
  return {
    strategy: strategy.name,
    guesses: guesses.length,
    nothing: evidence.tokens.length - new Set(guesses.map(({ person }) => person)).size,
    hits,
    mean: sum(held.map(({ among }) => 1 / among.length)),
    expected: sum(luck),
    bound: luckAtMost(luck, tail),
    smallest: Math.floor(hidden[0] ?? 0),
    median: Math.floor(hidden[Math.floor(hidden.length / 2)] ?? 0),
  };
}
