// What the published protocol leaves possible, exactly: the chance that an answer is a person's, where nothing leaks beyond what
// a strategy may know. The judge uses what only the wave's author knows, so that luck is neither a model nor a guess.
import type { Evidence, Truth } from "./evidence.ts";

export type Protocol = ReturnType<typeof protocolOf>;

/** The night in which each answer is first seen in a copy of the office's. */
export function firstSeen({ nights }: Evidence): Map<string, number> {
  const seen = new Map<string, number>();
  for (const [night, { answers }] of nights.entries())
    for (const id of answers.keys()) if (!seen.has(id)) seen.set(id, night);
  return seen;
}

/** The night in which each answer is first seen anywhere: waiting at the collector, or opened at the office. */
export function firstAnywhere({ nights }: Evidence): Map<string, number> {
  const seen = new Map<string, number>();
  for (const [night, { answers, waiting }] of nights.entries())
    for (const id of [...answers.keys(), ...waiting.keys()]) if (!seen.has(id)) seen.set(id, night);
  return seen;
}

export function protocolOf(evidence: Evidence, truth: Truth) {
  const { answers, nights, cellOf, tokens, batches } = evidence;
  const seen = firstSeen(evidence);
  const arrived = firstAnywhere(evidence);
  const cell = new Map(answers.map((answer) => [answer.id, answer.cell]));
  const count = (key: (id: string) => string) => {
    const counts = new Map<string, number>();
    for (const { id } of answers) counts.set(key(id), (counts.get(key(id)) ?? 0) + 1);
    return (id: string) => counts.get(key(id))!;
  };
  const inBatch = count((id) => `${cell.get(id)} ${seen.get(id)}`);
  const inNight = count((id) => `${cell.get(id)} ${arrived.get(id)}`);
  const persons = new Map<number, number>();
  for (const { person } of tokens) persons.set(cellOf[person]!, (persons.get(cellOf[person]!) ?? 0) + 1);

  // Of what waits in a round, those who move are drawn at random: with W waiting and M moved, each moves with M/W.
  const moved = nights.map((_, night) => [...seen.values()].filter((of) => of === night).length);
  const times = [...truth.depositAt.values()].sort((a, b) => a - b);
  let before = 0;
  const leaves = nights.map(({ at }, night) => {
    const waiting = times.filter((time) => time < at).length - before;
    before += moved[night]!;
    return waiting === 0 ? 0 : Math.min(1, moved[night]! / waiting);
  });
  const chances = new Map<number, number[]>();
  for (const [person, time] of truth.depositAt) {
    let waits = 1;
    chances.set(
      person,
      nights.map(({ at }, night) => {
        if (at <= time) return 0;
        const moves = waits * leaves[night]!;
        waits -= moves;
        return moves;
      }),
    );
  }
  const moves = (person: number, night: number) => chances.get(person)?.[night] ?? 0;
  const same = (person: number, id: string) => cell.get(id) === cellOf[person];
  // Batches by number are the nights in which answers came.
  const nightsOfBatches = nights.flatMap((_, night) => (moved[night]! > 0 ? [night] : []));
  const batchOfIndex: number[] = batches.flatMap((size, batch) => Array<number>(size).fill(batch));
  const first = Math.min(...evidence.receipts.map(({ index }) => index));
  const batchOfLeaf = new Map(
    // Between the receipts of two batches stands one leaf for the batch itself.
    [...evidence.receipts]
      .sort((a, b) => a.index - b.index)
      .map(({ leaf }, rank) => [leaf, batchOfIndex[rank] ?? batches.length - 1]),
  );
  return {
    first,
    moved,
    batchOfLeaf,
    nightsOfBatches,
    sizeOfGroup: inBatch,
    sizeOfDay: inNight,
    /** Nothing known but the cell: any of those who fetched a token of it wrote any of its answers. */
    cell: (person: number, id: string): number => (same(person, id) ? 1 / persons.get(cellOf[person]!)! : 0),
    /** Known which answers came with which batch: the chance that the person's went in that round, then anyone of batch and cell. */
    batch: (person: number, id: string): number => (same(person, id) ? moves(person, seen.get(id)!) / inBatch(id) : 0),
    /** Known in which batch the person's went (a receipt says so): anyone of batch and cell. */
    ownBatch: (person: number, id: string): number =>
      same(person, id) && seen.get(id) === seen.get(truth.answerOf.get(person) ?? "") ? 1 / inBatch(id) : 0,
    /** Known on which day each answer reached the collector: anyone of that day and the cell, where it was the person's day. */
    day: (person: number, id: string): number =>
      same(person, id) && arrived.get(id) === arrived.get(truth.answerOf.get(person) ?? "") ? 1 / inNight(id) : 0,
    /** A receipt names its batch, and nothing else: the chance of that round, then any receipt of the batch. */
    receipt: (person: number, leaf: string): number => {
      const batch = batchOfLeaf.get(leaf)!;
      return moves(person, nightsOfBatches[batch]!) / batches[batch]!;
    },
  };
}
