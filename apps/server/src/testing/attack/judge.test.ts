// The judge itself, on waves that are made up in memory by the published protocol: luck is as it says, and a small leak shows.
import { expect, test } from "vitest";
import { chance } from "./chance.ts";
import { inCommon } from "./copies.ts";
import type { Evidence, Truth } from "./evidence.ts";
import { judge } from "./judge.ts";
import { bothNetworks } from "./networks.ts";
import { atOnceStrategy, nightStrategy, type Strategy, strategies } from "./strategies.ts";

const hour = 3_600_000;
const day = 24 * hour;
const cellCount = 2;

/** A wave in which nothing leaks: delays, rounds and shuffling as published, and nothing else. */
function madeUp(seed: number, people = 400): { evidence: Evidence; truth: Truth } {
  const draws = chance(seed);
  const company = 80;
  const delay = () => (draws.below(8) === 0 ? 0.2 * draws.next() : 2 + 46 * draws.next());
  const sent = Array.from({ length: people }, (_, person) => {
    const at = Math.floor(draws.next() * 10 * day);
    const id = Array.from({ length: 12 }, () => draws.below(16).toString(16)).join("") + String(person);
    return { person, at, arrives: at + Math.floor(delay() * hour), id, leaf: `leaf ${id}`, order: draws.next() };
  });
  const shuffled = [...sent].sort((a, b) => a.order - b.order);
  const place = new Map(shuffled.map(({ id }, at) => [id, at]));
  let waiting: typeof sent = [];
  const opened = new Map<string, number>();
  const receipts: { index: number; leaf: string }[] = [];
  const batches: number[] = [];
  const nights = Array.from({ length: 13 }, (_, night) => {
    const at = (night + 1) * day;
    waiting.push(...sent.filter(({ arrives }) => arrives >= at - day && arrives < at));
    const count = night === 12 ? waiting.length : waiting.length - company;
    if (count >= company || night === 12) {
      const drawn = waiting.map((one) => ({ one, key: draws.next() })).sort((a, b) => a.key - b.key);
      const moved = drawn.slice(0, count).map(({ one }) => one);
      waiting = drawn.slice(count).map(({ one }) => one);
      for (const { id } of moved) opened.set(id, place.get(id)!);
      for (const { leaf } of [...moved].sort((a, b) => (a.leaf < b.leaf ? -1 : 1)))
        receipts.push({ index: receipts.length, leaf });
      batches.push(moved.length);
    }
    return {
      at,
      answers: new Map(opened),
      backup: [],
      waiting: new Map(waiting.map(({ id }) => [id, place.get(id)!])),
      log: [],
      taken: new Set(sent.filter((one) => one.at < at).map(({ person }) => person)),
    };
  });
  return {
    evidence: {
      tokens: sent.map(({ person, at }) => ({ person, at, bytes: 600, requests: 1 })),
      company,
      cellOf: sent.map(({ person }) => person % cellCount),
      answers: shuffled.map(({ id, person }, at) => ({
        id,
        cell: person % cellCount,
        length: 100,
        sealed: Buffer.from(`${id.split("").reverse().join("")}`).toString("base64url"),
        withdrawalHash: "",
        ctid: [0, at] as const,
        xmin: 7,
        wal: undefined,
        arrived: undefined,
      })),
      nights,
      batches,
      receipts,
      spent: [],
      deposits: sent.map(({ id, arrives }) => ({ at: arrives, answer: id, length: 4096, plain: 100, requests: 1 })),
      doubled: [],
      shared: [],
      looks: [],
    },
    truth: {
      answerOf: new Map(sent.map(({ person, id }) => [person, id])),
      receiptOf: new Map(sent.map(({ person, leaf }) => [person, leaf])),
      shown: new Map(),
      nullifierOf: new Map(),
      depositAt: new Map(sent.map(({ person, arrives }) => [person, arrives])),
      delays: Array.from({ length: 20_000 }, delay),
    },
  };
}

test("where nothing leaks, every strategy hits as often as luck says: over twelve waves, within four standard errors", () => {
  const sums = new Map<string, { hits: number; luck: number }>();
  for (let seed = 1; seed <= 12; seed++) {
    const { evidence, truth } = madeUp(seed);
    for (const strategy of [...strategies, ...(seed <= 4 ? [bothNetworks] : [])]) {
      const { strategy: name, guesses, mean, expected } = judge(strategy, evidence, truth, seed);
      if (guesses === 0) continue;
      const sum = sums.get(name) ?? { hits: 0, luck: 0 };
      sums.set(name, { hits: sum.hits + mean, luck: sum.luck + expected });
    }
  }
  expect(sums.has("sent at once") && sums.has("receipts") && sums.has("both networks, times")).toBe(true);
  for (const [name, { hits, luck }] of sums) {
    expect(luck, name).toBeGreaterThan(0);
    expect(Math.abs(hits - luck), `${name}: ${hits} hits, ${luck} by luck`).toBeLessThan(4 * Math.sqrt(luck));
  }
});

/** As the strategy, but of some people it knows the answer. */
const leaking = (strategy: Strategy, share: number): Strategy => ({
  ...strategy,
  guesses: (evidence, truth) =>
    strategy.guesses(evidence, truth).map((guess) => {
      const own = truth.answerOf.get(guess.person)!;
      return guess.person % Math.round(1 / share) === 0 ? { ...guess, among: [own] } : guess;
    }),
});

test.each([atOnceStrategy, nightStrategy])("a leak about one person in twenty-five shows: $name", (strategy) => {
  const { evidence, truth } = madeUp(21, 1200);
  const sound = judge(strategy, evidence, truth, 1);
  expect(sound.hits).toBeLessThanOrEqual(sound.bound);
  // Guesses that are right have a chance of their own in the bound: it is that of whoever knows nothing but where to look.
  const leaked = judge(leaking(strategy, 1 / 25), evidence, truth, 1);
  expect(leaked.hits).toBeGreaterThan(leaked.bound);
});

test("who sends at once is not in the first round for sure: luck counts the chance of the round", () => {
  const { evidence, truth } = madeUp(5);
  const { expected, guesses, median } = judge(atOnceStrategy, evidence, truth, 1);
  expect(expected).toBeLessThan((0.75 * guesses) / median);
});

test("where rows say nothing, strategies point at nobody", () => {
  const { evidence, truth } = madeUp(6);
  const transactions = strategies.find(({ name }) => name === "order of transactions")!;
  expect(judge(transactions, evidence, truth, 1)).toMatchObject({ guesses: 0, nothing: 400, hits: 0, bound: 0 });
});

test("a value of one person at the issuer is found in another host's row, as it is and as a hash; a value of all is not", () => {
  const { evidence } = madeUp(7, 40);
  const { id } = evidence.answers[0]!;
  const values = new Map([
    ["0123456789abcdef0123", 3],
    ["of everybody", -1],
  ]);
  const rows = [
    { table: "responses.answer", text: `{"id": "${id}", "hash": "\\\\x0123456789abcdef0123"}` },
    { table: "deposits.spent", text: '{"request": "\\\\x00000000000000000000"}' },
  ];
  expect(inCommon(values, rows, evidence.answers)).toEqual([{ person: 3, answers: [id] }]);
});
