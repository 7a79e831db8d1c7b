import type { Evidence } from "./evidence.ts";

/** One person pointed at: any of some answers, and how likely the published protocol makes the best such guess. */
export type Guess = { readonly person: number; readonly among: readonly string[]; readonly allowed: number };

export type Strategy = {
  readonly name: string;
  /** What it uses, and what would have to leak for it to work. */
  readonly says: string;
  readonly guesses: (evidence: Evidence) => Guess[];
};

const hour = 3_600_000;

/** Persons by the time of their tokens and answers by some order of theirs are laid side by side, cell by cell. */
function sideBySide(evidence: Evidence, order: (answer: Evidence["answers"][number]) => number | undefined): Guess[] {
  const guesses: Guess[] = [];
  const cells = new Set(evidence.cellOf);
  for (const cell of cells) {
    const persons = evidence.tokens
      .filter(({ person }) => evidence.cellOf[person] === cell)
      .sort((a, b) => a.at - b.at);
    const answers = evidence.answers.filter((answer) => answer.cell === cell);
    const ordered = answers.filter((answer) => order(answer) !== undefined).sort((a, b) => order(a)! - order(b)!);
    if (ordered.length === 0) continue;
    for (const [rank, { person }] of persons.entries()) {
      const at = Math.min(ordered.length - 1, Math.round((rank * ordered.length) / persons.length));
      guesses.push({ person, among: [ordered[at]!.id], allowed: 1 / answers.length });
    }
  }
  return guesses;
}

const place = ([block, row]: readonly [number, number]) => block * 1000 + row;

/** The night in which each answer is first seen in a copy. */
function firstSeen(evidence: Evidence): Map<string, number> {
  const seen = new Map<string, number>();
  for (const [night, { answers }] of evidence.nights.entries())
    for (const id of answers) if (!seen.has(id)) seen.set(id, night);
  return seen;
}

/**
 * How likely an answer moves on in each round, as the published protocol has it: sent evenly within 2 to 48 hours after the
 * token (an insider cannot know how long a person took), or at once by some; moved by a random part of what waits.
 * @param leaves for each night: the share of what waited that moved.
 */
function nightsFor(at: number, nights: readonly number[], leaves: readonly number[], atOnce: number): number[] {
  const arrived = (until: number) =>
    atOnce * Number(until > at) + (1 - atOnce) * Math.min(1, Math.max(0, (until - at - 2 * hour) / (46 * hour)));
  let waiting = 0;
  let before = 0;
  return nights.map((night, n) => {
    const share = arrived(night);
    waiting += share - before;
    before = share;
    const moved = waiting * (n === nights.length - 1 ? 1 : leaves[n]!);
    waiting -= moved;
    return moved;
  });
}

/** Share of people who send at once, as the insider may suppose. */
const supposedAtOnce = 0.15;

/**
 * The best guess that the published protocol leaves whoever knows which answer came with which batch: the likeliest batch, then
 * anyone of it in the person's cell.
 * @param batchOf the batch of each answer. @param times of the rounds.
 */
function byBatch(evidence: Evidence, batchOf: ReadonlyMap<string, number>, times: readonly number[]): Guess[] {
  // Of what waited, as many were left as a batch needs.
  const moved = times.map((_, batch) => [...batchOf.values()].filter((of) => of === batch).length);
  const leaves = moved.map((count) => count / (count + evidence.company));
  return evidence.tokens.flatMap(({ person, at }) => {
    const likely = nightsFor(at, times, leaves, supposedAtOnce);
    const groups = times.map((_, batch) =>
      evidence.answers.filter(({ id, cell }) => cell === evidence.cellOf[person] && batchOf.get(id) === batch),
    );
    const densities = likely.map((share, batch) => (groups[batch]!.length === 0 ? 0 : share / groups[batch]!.length));
    const best = densities.indexOf(Math.max(...densities));
    const group = groups[best]!;
    // Whoever answered is in a batch that has somebody of the cell: what the model gives the others is theirs.
    const possible = likely.reduce((sum, share, batch) => sum + (groups[batch]!.length === 0 ? 0 : share), 0);
    if (group.length === 0 || possible === 0) return [];
    return [{ person, among: group.map(({ id }) => id), allowed: densities[best]! / possible }];
  });
}

/** Batches by the copies in which their answers are first seen. */
const byNight = (evidence: Evidence): Guess[] =>
  byBatch(
    evidence,
    firstSeen(evidence),
    evidence.nights.map(({ at }) => at),
  );

/**
 * Batches by the transactions that wrote them, without any copy: when batches moved is public. Where one transaction wrote all,
 * everybody of the cell is as likely as everybody else.
 */
function byTransaction(evidence: Evidence): Guess[] {
  const times = evidence.nights
    .filter(({ answers }, night) => answers.size > (evidence.nights[night - 1]?.answers.size ?? 0))
    .map(({ at }) => at);
  const writers = [...new Set(evidence.answers.map(({ xmin }) => xmin))].sort((a, b) => a - b);
  const told = writers.length === times.length && writers.length > 1;
  const batchOf = new Map(evidence.answers.map(({ id, xmin }) => [id, told ? writers.indexOf(xmin) : 0]));
  const guesses = byBatch(evidence, batchOf, told ? times : times.slice(-1));
  // What the published protocol allows without copies is the whole cell.
  return guesses.map((guess) => ({
    ...guess,
    allowed: 1 / evidence.answers.filter(({ cell }) => cell === evidence.cellOf[guess.person]).length,
  }));
}

/** Whoever sends at once is in the first round after the token: the first copy that has new answers. */
function atOnce(evidence: Evidence): Guess[] {
  const seen = firstSeen(evidence);
  return evidence.tokens.flatMap(({ person, at }) => {
    const cell = evidence.cellOf[person];
    const night = evidence.nights.findIndex(
      (copy, n) =>
        copy.at > at + hour / 4 && evidence.answers.some(({ id, cell: c }) => c === cell && seen.get(id) === n),
    );
    const group = evidence.answers.filter(({ id, cell: c }) => c === cell && seen.get(id) === night);
    if (group.length === 0) return [];
    return [{ person, among: group.map(({ id }) => id), allowed: 1 / group.length }];
  });
}

/** The receipts' places in the log against the order of the tokens. */
function byReceipt(evidence: Evidence): Guess[] {
  const persons = [...evidence.tokens].sort((a, b) => a.at - b.at);
  const receipts = [...evidence.receipts].sort((a, b) => a.index - b.index);
  return persons.map(({ person }, rank) => ({
    person,
    among: [receipts[Math.min(receipts.length - 1, Math.round((rank * receipts.length) / persons.length))]!.leaf],
    allowed: 1 / receipts.length,
  }));
}

/** With both networks tapped: the deposit whose time fits best. The delay on the device is all that stands against it. */
function byDepositTime(evidence: Evidence): Guess[] {
  const cells = new Map(evidence.answers.map(({ id, cell }) => [id, cell]));
  return evidence.tokens.flatMap(({ person, at }) => {
    const own = evidence.deposits.filter(({ answer }) => cells.get(answer) === evidence.cellOf[person]);
    const window = own.filter((deposit) => deposit.at > at + 2 * hour && deposit.at < at + 49 * hour);
    const soon = own.filter((deposit) => deposit.at > at && deposit.at < at + hour / 2).sort((a, b) => a.at - b.at);
    const among = soon[0] ? [soon[0].answer] : window.map(({ answer }) => answer);
    if (among.length === 0) return [];
    return [{ person, among, allowed: 1 / Math.max(1, window.length + soon.length) }];
  });
}

/** Whoever has a copy of the office's database from each night. */
export const nightStrategy: Strategy = {
  name: "copies of each night",
  says: "which answers appear in the office's backup of which night, by the likeliest night",
  guesses: byNight,
};
export const transactionStrategy: Strategy = {
  name: "batches by transaction",
  says: "which answers one transaction wrote, against the public times of the batches",
  guesses: byTransaction,
};
export const atOnceStrategy: Strategy = {
  name: "sent at once",
  says: "supposes that everybody sent at once: the first copy with new answers",
  guesses: atOnce,
};

export const strategies: readonly Strategy[] = [
  {
    name: "order of rows",
    says: "the tokens' order against the places of the answers in the table's file (ctid)",
    guesses: (evidence) => sideBySide(evidence, ({ ctid }) => place(ctid)),
  },
  {
    name: "order of transactions",
    says: "the tokens' order against the transactions that wrote the answers (xmin)",
    guesses: (evidence) => sideBySide(evidence, ({ xmin, ctid }) => xmin * 1e9 + place(ctid)),
  },
  {
    name: "order of ids",
    says: "the tokens' order against the answers' ids",
    guesses: (evidence) => sideBySide(evidence, ({ id }) => Number.parseInt(id.slice(0, 8), 16)),
  },
  {
    name: "write-ahead log",
    says: "the tokens' order against what is left of the database's log of changes",
    guesses: (evidence) => sideBySide(evidence, ({ wal }) => wal),
  },
  {
    name: "deposits in that log",
    says: "the tokens' order against the first trace of each deposit there, known by its withdrawal hash",
    guesses: (evidence) => sideBySide(evidence, ({ arrived }) => arrived),
  },
  transactionStrategy,
  nightStrategy,
  atOnceStrategy,
  {
    name: "receipts",
    says: "the tokens' order against the places of the receipts in the public log",
    guesses: byReceipt,
  },
];

/** Not prevented, only made harder: printed, and not judged by the same bound. */
export const bothNetworks: Strategy = {
  name: "both networks",
  says: "whoever taps the issuer's and the collector's lines: the deposit whose time fits",
  guesses: byDepositTime,
};

/** @returns for each person, 1 over the best chance that the strategies' evidence leaves anyone: the answers hidden among. */
export function hiddenAmong(guesses: readonly Guess[]): number[] {
  return guesses.map(({ allowed }) => 1 / allowed).sort((a, b) => a - b);
}
