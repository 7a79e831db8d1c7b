// Whoever taps the issuer's and the collector's lines sees tokens fetched and deposits made, each with its time and length.
import { chance } from "./chance.ts";
import type { Evidence, Truth } from "./evidence.ts";
import type { Guess, Leaves, Strategy } from "./strategies.ts";

const hour = 3_600_000;

/** Chances of deposits by person: what the times alone leave, where the delay is as it was published and people are as they are. */
type Chances = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** Logarithm of the density of a delay in hours; finer where people send at once. */
function delayDensity(delays: readonly number[]): (hours: number) => number {
  const bin = (hours: number) => (hours < 2 ? Math.floor(hours * 20) : 40 + Math.floor((hours - 2) / 2));
  const counts = new Map<number, number>();
  for (const delay of delays) counts.set(bin(delay), (counts.get(bin(delay)) ?? 0) + 1);
  return (hours) => {
    if (hours <= 0) return -30;
    const width = hours < 2 ? 0.05 : 2;
    // Half a draw for what was never seen: a line may be down for days.
    return Math.log(((counts.get(bin(hours)) ?? 0) + 0.5) / delays.length / width);
  };
}

/**
 * Who made which deposit, by the times alone: matchings of tokens and deposits of a cell, drawn by how likely the delays make
 * them (Metropolis, by exchanging two), counted. Exact but for the number of draws.
 */
function matchings({ tokens, cellOf, deposits, answers }: Evidence, { delays }: Truth, seed: number): Chances {
  const draws = chance(seed);
  const density = delayDensity(delays);
  const cellOfAnswer = new Map(answers.map(({ id, cell }) => [id, cell]));
  const found = new Map<number, Map<string, number>>();
  const rounds = 2000;
  for (const cell of new Set(cellOf)) {
    const persons = tokens.filter(({ person }) => cellOf[person] === cell).sort((a, b) => a.at - b.at);
    const own = deposits.filter(({ answer }) => cellOfAnswer.get(answer) === cell).sort((a, b) => a.at - b.at);
    // People who never sent have no deposit: they stand at the end, and any of them is as likely.
    const size = Math.max(persons.length, own.length);
    const fits = persons.map(({ at }) => own.map((deposit) => density((deposit.at - at) / hour)));
    const fit = (person: number, deposit: number) => fits[person]?.[deposit] ?? -12;
    const of = Array.from({ length: size }, (_, i) => i);
    const counts = persons.map(() => new Map<number, number>());
    for (let round = -rounds / 4; round < rounds; round++) {
      for (let step = 0; step < size; step++) {
        const a = draws.below(size);
        // Mostly neighbours in time, so that most exchanges are possible ones.
        const b = draws.below(4) === 0 ? draws.below(size) : Math.min(size - 1, a + 1 + draws.below(40));
        const gain = fit(a, of[b]!) + fit(b, of[a]!) - fit(a, of[a]!) - fit(b, of[b]!);
        if (gain >= 0 || draws.next() < Math.exp(gain)) [of[a], of[b]] = [of[b]!, of[a]!];
      }
      if (round >= 0)
        for (const [p, at] of counts.entries()) if (of[p]! < own.length) at.set(of[p]!, (at.get(of[p]!) ?? 0) + 1);
    }
    for (const [p, { person }] of persons.entries())
      found.set(person, new Map([...counts[p]!].map(([deposit, count]) => [own[deposit]!.answer, count / rounds])));
  }
  return found;
}

const kept = new WeakMap<Evidence, Map<number, Chances>>();
/** The same draws for whoever asks again; the judge's are others than the strategy's, so that its best guess is not its luck. */
function chancesOf(evidence: Evidence, truth: Truth, seed: number): Chances {
  const known = kept.get(evidence) ?? new Map<number, Chances>();
  kept.set(evidence, known);
  if (!known.has(seed)) known.set(seed, matchings(evidence, truth, seed));
  return known.get(seed)!;
}

const byTimes: Strategy["leaves"] = (_, evidence, truth): Leaves => {
  const chances = chancesOf(evidence, truth, 2);
  return (person, answer) => chances.get(person)?.get(answer) ?? 0;
};

const most = <T>(given: readonly T[], by: (one: T) => number): T | undefined =>
  given.reduce<T | undefined>((best, one) => (best === undefined || by(one) > by(best) ? one : best), undefined);

function likeliestDeposits(
  evidence: Evidence,
  truth: Truth,
  fits: (person: number, answer: string) => number,
): Guess[] {
  const chances = chancesOf(evidence, truth, 1);
  return evidence.tokens.flatMap(({ person }) => {
    const best = most([...(chances.get(person) ?? [])], ([answer, share]) => share * fits(person, answer));
    return best ? [{ person, among: [best[0]], hidden: 1 / best[1] }] : [];
  });
}

/** The deposit whose time fits best. The delay on the device is all that stands against it. */
export const bothNetworks: Strategy = {
  name: "both networks, times",
  says: "whoever taps the issuer's and the collector's lines: the deposit whose time fits best",
  guesses: (evidence, truth) => likeliestDeposits(evidence, truth, () => 1),
  // Left: both times, and a delay of 2 to 48 hours or none. Luck: the share of all matchings of tokens and deposits, as likely as
  // their delays are, in which the two belong together.
  leaves: byTimes,
};

/** Requests for tokens of different lengths, against deposits of different lengths. */
export const sizesOnBoth: Strategy = {
  name: "both networks, sizes",
  says: "longer requests to the issuer against longer deposits at the collector, where lengths differ at both",
  guesses: (evidence, truth) => {
    const asked = [...new Set(evidence.tokens.map(({ bytes }) => bytes))].sort((a, b) => a - b);
    const sent = [...new Set(evidence.deposits.map(({ length }) => length))].sort((a, b) => a - b);
    if (asked.length < 2 || sent.length < 2) return [];
    const length = new Map(evidence.deposits.map((deposit) => [deposit.answer, deposit.length]));
    const bytes = new Map(evidence.tokens.map((token) => [token.person, token.bytes]));
    const share = (of: readonly number[], one: number) => of.indexOf(one) / (of.length - 1);
    return likeliestDeposits(evidence, truth, (person, answer) =>
      Math.exp(-8 * Math.abs(share(asked, bytes.get(person)!) - share(sent, length.get(answer)!))),
    );
  },
  // Left: as of the times. Requests for tokens are all of one length, and then there is nothing to go by.
  leaves: byTimes,
};

/**
 * With the office's answers beside both lines: the length of the deposit that came soon after a token, and answers that long.
 * @param sent length of a deposit on the line. @param written the length that an opened answer would have there.
 */
export const lengthsOnTheLine = (
  sent: (deposit: Evidence["deposits"][number]) => number,
  written: (answer: Evidence["answers"][number]) => number,
): Strategy => ({
  name: "lengths on the line",
  says: "the length of the deposit soon after the token, against the lengths of the opened answers of the cell",
  guesses: ({ tokens, deposits, answers, cellOf }) =>
    tokens.flatMap(({ person, at }) => {
      const soon = deposits.filter((one) => one.at > at && one.at < at + hour / 2).sort((a, b) => a.at - b.at)[0];
      if (!soon) return [];
      const alike = answers.filter((answer) => answer.cell === cellOf[person] && written(answer) === sent(soon));
      return alike.length === 0 ? [] : [{ person, among: alike.map(({ id }) => id), hidden: alike.length }];
    }),
  // Left: which of four lengths. Luck: anyone of the cell and the length, where it is the person's.
  leaves: (_, { answers, cellOf }, { answerOf }) => {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    return (person, id) => {
      const [own, other] = [byId.get(answerOf.get(person) ?? ""), byId.get(id)];
      if (!own || !other || other.cell !== cellOf[person] || own.sealed.length !== other.sealed.length) return 0;
      const alike = answers.filter(({ cell, sealed }) => cell === own.cell && sealed.length === own.sealed.length);
      return 1 / alike.length;
    };
  },
});
export const paddedLengths = lengthsOnTheLine(
  ({ length }) => length,
  ({ sealed }) => sealed.length,
);

/** A bad line repeats at the issuer and at the collector. */
export const repeatsOnBoth: Strategy = {
  name: "both networks, repeats",
  says: "who had to ask for the token again, against deposits that came again: a bad line is bad on both",
  guesses: (evidence, truth) => {
    const again = new Map(evidence.deposits.map(({ answer, requests }) => [answer, requests > 1]));
    const asked = new Map(evidence.tokens.map(({ person, requests }) => [person, requests > 1]));
    return likeliestDeposits(evidence, truth, (person, answer) =>
      asked.get(person) === again.get(answer) ? 1 : asked.get(person) ? 0.4 : 0.6,
    );
  },
  leaves: byTimes,
};
