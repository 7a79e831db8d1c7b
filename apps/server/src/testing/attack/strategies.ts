import type { Evidence, Truth } from "./evidence.ts";
import { bothNetworks, paddedLengths, repeatsOnBoth, sizesOnBoth } from "./networks.ts";
import { firstAnywhere, firstSeen, type Protocol } from "./protocol.ts";
import { orderOfReceipts, receiptShown } from "./receipts.ts";

/** One person pointed at: any of some answers, and among how many answers the evidence lets the person hide, at most. */
export type Guess = { readonly person: number; readonly among: readonly string[]; readonly hidden: number };

/** The chance that an answer is a person's, where nothing leaks but what the published protocol leaves possible. */
export type Leaves = (person: number, answer: string) => number;

export type Strategy = {
  readonly name: string;
  /** What it uses, and what would have to leak for it to work. */
  readonly says: string;
  /** What is pointed at; answers, where nothing is said. */
  readonly of?: "receipts" | "tokens";
  /** The truth is for what a person gives away of their own: a receipt that is shown. */
  readonly guesses: (evidence: Evidence, truth: Truth) => Guess[];
  readonly leaves: (protocol: Protocol, evidence: Evidence, truth: Truth) => Leaves;
};

const hour = 3_600_000;

type Answer = Evidence["answers"][number];

const cellOfAnswers = (evidence: Evidence, cell: number) => evidence.answers.filter((answer) => answer.cell === cell);

/** Persons by the time of their tokens, and answers by some order of theirs, are laid side by side. */
function rankByRank(
  persons: readonly { readonly person: number; readonly at: number }[],
  ordered: readonly string[],
  hidden: number,
): Guess[] {
  if (ordered.length === 0) return [];
  const inTime = [...persons].sort((a, b) => a.at - b.at);
  return inTime.map(({ person }, rank) => {
    const at = Math.min(ordered.length - 1, Math.round((rank * ordered.length) / inTime.length));
    return { person, among: [ordered[at]!], hidden };
  });
}

/** Cell by cell. An order in which all answers of a cell are alike says nothing. */
function sideBySide(evidence: Evidence, order: (answer: Answer) => number | undefined): Guess[] {
  return [...new Set(evidence.cellOf)].flatMap((cell) => {
    const persons = evidence.tokens.filter(({ person }) => evidence.cellOf[person] === cell);
    const answers = cellOfAnswers(evidence, cell);
    const placed = answers.filter((answer) => order(answer) !== undefined);
    if (new Set(placed.map(order)).size < 2) return [];
    const ordered = placed.sort((a, b) => order(a)! - order(b)!).map(({ id }) => id);
    return rankByRank(persons, ordered, answers.length);
  });
}

const place = ([block, row]: readonly [number, number]) => block * 1000 + row;

/**
 * Copy by copy: what is new in one, in the copy's order, beside the tokens since the last that had anything new. Whoever sent at
 * once is in both, so that any order of arrival that is left there shows.
 */
function newInEachCopy(
  evidence: Evidence,
  firstIn: ReadonlyMap<string, number>,
  order: (night: Evidence["nights"][number], n: number) => readonly string[],
): Guess[] {
  const cells = new Map(evidence.answers.map(({ id, cell }) => [id, cell]));
  let from = 0;
  return evidence.nights.flatMap((night, n) => {
    const since = from;
    const fresh = order(night, n).filter((id) => firstIn.get(id) === n);
    if (fresh.length > 0) from = night.at;
    return [...new Set(evidence.cellOf)].flatMap((cell) => {
      const own = fresh.filter((id) => cells.get(id) === cell);
      const persons = evidence.tokens.filter(
        ({ person, at }) => evidence.cellOf[person] === cell && at >= since && at < night.at,
      );
      return rankByRank(persons, own, own.length);
    });
  });
}

const byPlace = (places: ReadonlyMap<string, number>): string[] =>
  [...places].sort(([, a], [, b]) => a - b).map(([id]) => id);

/** Share of people who send at once, as the insider may suppose. */
const supposedAtOnce = 0.15;

/**
 * How likely an answer moves on in each round, as an insider may suppose who cannot know how long a person took: sent evenly
 * within 2 to 48 hours after the token, or at once by some; moved by a random part of what waits.
 * @param leaves for each round: the share of what waited that moved.
 */
function roundsFor(at: number, rounds: readonly number[], leaves: readonly number[]): number[] {
  const arrived = (until: number) =>
    supposedAtOnce * Number(until > at) +
    (1 - supposedAtOnce) * Math.min(1, Math.max(0, (until - at - 2 * hour) / (46 * hour)));
  let waiting = 0;
  let before = 0;
  return rounds.map((round, n) => {
    const share = arrived(round);
    waiting += share - before;
    before = share;
    const moved = waiting * (n === rounds.length - 1 ? 1 : leaves[n]!);
    waiting -= moved;
    return moved;
  });
}

/** The likeliest group of each person, by the person's chances for each group; then anyone of the group in the person's cell. */
function likeliest(
  evidence: Evidence,
  groupOf: ReadonlyMap<string, number>,
  count: number,
  chances: (person: { readonly person: number; readonly at: number }) => readonly number[],
): Guess[] {
  const groups = new Map<number, string[][]>();
  for (const { id, cell } of evidence.answers) {
    if (!groups.has(cell))
      groups.set(
        cell,
        Array.from({ length: count }, () => []),
      );
    const group = groupOf.get(id);
    if (group !== undefined) groups.get(cell)![group]!.push(id);
  }
  return evidence.tokens.flatMap((token) => {
    const own = groups.get(evidence.cellOf[token.person]!);
    if (!own) return [];
    const likely = chances(token);
    const densities = own.map((group, g) => (group.length === 0 ? 0 : likely[g]! / group.length));
    const possible = own.reduce((sum, group, g) => sum + (group.length === 0 ? 0 : likely[g]!), 0);
    if (possible === 0) return [];
    const best = densities.indexOf(Math.max(...densities));
    return [{ person: token.person, among: own[best]!, hidden: possible / densities[best]! }];
  });
}

/** Answers by the rounds in which they moved; nights without any are no rounds. */
function byBatch(evidence: Evidence, batchOf: ReadonlyMap<string, number>, times: readonly number[]): Guess[] {
  const moved = times.map((_, batch) => [...batchOf.values()].filter((of) => of === batch).length);
  // Of what waited, as many were left as a batch needs.
  const leaves = moved.map((count) => (count === 0 ? 0 : count / (count + evidence.company)));
  return likeliest(evidence, batchOf, times.length, ({ at }) => roundsFor(at, times, leaves));
}

/** Batches by the transactions that wrote them, without any copy: when batches moved is public. */
function byTransaction(evidence: Evidence): Guess[] {
  const seen = firstSeen(evidence);
  const times = evidence.nights.filter((_, night) => [...seen.values()].includes(night)).map(({ at }) => at);
  const writers = [...new Set(evidence.answers.map(({ xmin }) => xmin))].sort((a, b) => a - b);
  if (writers.length < 2) return [];
  const batchOf = new Map(
    evidence.answers.map(({ id, xmin }) => [id, Math.min(times.length - 1, writers.indexOf(xmin))]),
  );
  return byBatch(evidence, batchOf, times);
}

/** Whoever sends at once is in the first round after the token: the first copy that has new answers of the cell. */
function atOnce(evidence: Evidence): Guess[] {
  const seen = firstSeen(evidence);
  return evidence.tokens.flatMap(({ person, at }) => {
    const own = cellOfAnswers(evidence, evidence.cellOf[person]!).map(({ id }) => id);
    const night = evidence.nights.findIndex(
      (copy, n) => copy.at > at + hour / 4 && own.some((id) => seen.get(id) === n),
    );
    const group = own.filter((id) => seen.get(id) === night);
    return group.length === 0 ? [] : [{ person, among: group, hidden: group.length }];
  });
}

/**
 * Without any network, all three copies of each night: the day of the token by the roster, the day of the deposit by what waits
 * at the collector. How many days lie between the two is supposed as it is in this wave.
 */
function byDays(evidence: Evidence, { delays }: Truth): Guess[] {
  const { nights } = evidence;
  const takenOn = new Map<number, number>();
  for (const [night, { taken }] of nights.entries())
    for (const person of taken) if (!takenOn.has(person)) takenOn.set(person, night);
  const arrived = firstAnywhere(evidence);
  // From a time of the day drawn by the day's own tokens to the copy of that night, and on by the delay.
  const lags = nights.map((_, lag) => {
    const share = delays.filter((delay, i) => Math.floor(((i * 7919) % 1000) / 1000 + delay / 24) === lag).length;
    return share / delays.length;
  });
  return likeliest(evidence, arrived, nights.length, ({ person }) => {
    const from = takenOn.get(person);
    return nights.map((_, night) => (from === undefined || night < from ? 0 : lags[night - from]!));
  });
}

const ofCell: Strategy["leaves"] = ({ cell }) => cell;
const ofBatch: Strategy["leaves"] = ({ batch }) => batch;
const ofDay: Strategy["leaves"] = ({ day }) => day;

/** Whoever has a copy of the office's database from each night. */
export const nightStrategy: Strategy = {
  name: "copies of each night",
  says: "which answers appear in the office's copy of which night, by the likeliest night",
  guesses: (evidence) =>
    byBatch(
      evidence,
      firstSeen(evidence),
      evidence.nights.map(({ at }) => at),
    ),
  // Left: the batch of each answer. Luck: the chance that the person's answer was drawn for that round, over batch and cell.
  leaves: ofBatch,
};
export const transactionStrategy: Strategy = {
  name: "batches by transaction",
  says: "which answers one transaction wrote, against the public times of the batches",
  guesses: byTransaction,
  // Left, without copies: nothing but the cell.
  leaves: ofCell,
};
export const atOnceStrategy: Strategy = {
  name: "sent at once",
  says: "supposes that everybody sent at once: the first copy with new answers",
  guesses: atOnce,
  // Left: the batch of each answer. Luck: the chance that the person's answer was drawn for that very round, over batch and cell.
  leaves: ofBatch,
};
/** Without blinding: the issuer's transcript has the message whose hash the collector keeps. */
export const commonStrategy: Strategy = {
  name: "values in common",
  says: "values of one person at the issuer, and their hashes, among all rows of the other hosts",
  guesses: (evidence) =>
    evidence.shared.map(({ person, answers }) => ({ person, among: answers, hidden: answers.length })),
  // Left: no value in common; whoever points at one is no better off than with the cell.
  leaves: ofCell,
};

export const strategies: readonly Strategy[] = [
  {
    name: "order of rows",
    says: "the tokens' order against the places of the answers in the table's file (ctid)",
    guesses: (evidence) => sideBySide(evidence, ({ ctid }) => place(ctid)),
    // Left: nothing but the cell.
    leaves: ofCell,
  },
  {
    name: "order of transactions",
    says: "the tokens' order against the transactions that wrote the answers (xmin)",
    guesses: (evidence) => sideBySide(evidence, ({ xmin }) => xmin),
    // Left: nothing but the cell; one transaction wrote them all, and then there is nothing to go by.
    leaves: ofCell,
  },
  {
    name: "order of ids",
    says: "the tokens' order against the answers' ids",
    guesses: (evidence) => sideBySide(evidence, ({ id }) => Number.parseInt(id.slice(0, 8), 16)),
    // Left: nothing but the cell.
    leaves: ofCell,
  },
  {
    name: "order in the batches",
    says: "the tokens' order against the order in which the office was handed the answers: that of their sealed bytes",
    guesses: (evidence) =>
      newInEachCopy(evidence, firstSeen(evidence), () =>
        [...evidence.answers]
          .sort((a, b) => Buffer.compare(Buffer.from(a.sealed, "base64url"), Buffer.from(b.sealed, "base64url")))
          .map(({ id }) => id),
      ),
    // Left: the batch of each answer, and in it no order.
    leaves: ofBatch,
  },
  {
    name: "write-ahead log",
    says: "the tokens' order against what is left of the database's log of changes at the end",
    guesses: (evidence) => sideBySide(evidence, ({ wal }) => wal),
    // Left: nothing but the cell.
    leaves: ofCell,
  },
  {
    name: "deposits in that log",
    says: "the tokens' order against the first trace of each deposit there, known by its withdrawal hash",
    guesses: (evidence) => sideBySide(evidence, ({ arrived }) => arrived),
    // Left: nothing but the cell.
    leaves: ofCell,
  },
  transactionStrategy,
  nightStrategy,
  atOnceStrategy,
  {
    name: "order in the office's copies",
    says: "the day's tokens against the places of what is new in the office's copy of that night",
    guesses: (evidence) => newInEachCopy(evidence, firstSeen(evidence), ({ answers }) => byPlace(answers)),
    // Left: the batch of each answer, and in it no order.
    leaves: ofBatch,
  },
  {
    name: "order in the backups",
    says: "the day's tokens against the order of what is new in the office's own backup of that night",
    guesses: (evidence) => newInEachCopy(evidence, firstBackedUp(evidence), ({ backup }) => backup),
    // Left: the batch of each answer, and in it no order. The collector's backups have nothing that waits.
    leaves: ofBatch,
  },
  {
    name: "traces of retries",
    says: "who asked for the token again, against answers of which the collector has had two rows",
    guesses: ({ tokens, doubled, answers, cellOf }) =>
      tokens.flatMap(({ person, requests }) => {
        const among = doubled.filter((id) => answers.some((one) => one.id === id && one.cell === cellOf[person]));
        return requests < 2 || among.length === 0 ? [] : [{ person, among, hidden: among.length }];
      }),
    // Left: nothing. What comes again is answered as before, and leaves nothing behind.
    leaves: ofCell,
  },
  commonStrategy,
  orderOfReceipts,
  receiptShown,
];

/** Backups are not made each night: what is new in one came since the last. */
function firstBackedUp({ nights }: Evidence): Map<string, number> {
  const seen = new Map<string, number>();
  for (const [night, { backup }] of nights.entries()) for (const id of backup) if (!seen.has(id)) seen.set(id, night);
  return seen;
}

export const waitingStrategy: Strategy = {
  name: "order of what waits",
  says: "the day's tokens against the places of the day's deposits in the collector's copy of that night",
  guesses: (evidence) => newInEachCopy(evidence, firstAnywhere(evidence), ({ waiting }) => byPlace(waiting)),
  // Left: the day of each deposit, and in it no order.
  leaves: ofDay,
};

/** Copies of all three hosts from each night, and so the day of each deposit: held to luck, but not to twenty. */
export const oneHandStrategies: readonly Strategy[] = [
  {
    name: "all three, each night",
    says: "the day of the token by the issuer's copies, the day of the deposit by the collector's",
    guesses: byDays,
    // Left: the day of each deposit. Luck: anyone of the day and the cell, where the day is the person's.
    leaves: ofDay,
  },
  waitingStrategy,
  {
    name: "log of each night",
    says: "the day's tokens against the first traces of the day's deposits in the write-ahead log of that night",
    guesses: (evidence) => newInEachCopy(evidence, firstAnywhere(evidence), ({ log }) => log),
    // Left: the day of each deposit, and in it no order.
    leaves: ofDay,
  },
];

/** Whoever taps both lines: held to the published delay, but not to twenty. Made harder, not prevented. */
export const networkStrategies: readonly Strategy[] = [bothNetworks, sizesOnBoth, paddedLengths];
/** What a line gives away by itself, and no protocol hides: printed, and judged by nothing. */
export const notPrevented: readonly Strategy[] = [repeatsOnBoth];
