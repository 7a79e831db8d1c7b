// What receipts tell: as they stand in the public log, and when their holder shows one.
import { createHash, createHmac } from "node:crypto";
import type { Evidence, Truth } from "./evidence.ts";
import { firstSeen } from "./protocol.ts";
import type { Guess, Strategy } from "./strategies.ts";

/** The receipts' places in the log against the order of the tokens. */
export const orderOfReceipts: Strategy = {
  name: "receipts",
  says: "the tokens' order against the places of the receipts in the public log",
  of: "receipts",
  guesses: (evidence) => {
    const persons = [...evidence.tokens].sort((a, b) => a.at - b.at);
    const receipts = [...evidence.receipts].sort((a, b) => a.index - b.index);
    return persons.map(({ person }, rank) => ({
      person,
      among: [receipts[Math.min(receipts.length - 1, Math.round((rank * receipts.length) / persons.length))]!.leaf],
      hidden: Math.min(...evidence.batches),
    }));
  },
  // Left: the batch of each receipt, but no cell. Luck: the chance that the person's was drawn for that round, over its size.
  leaves: ({ receipt }) => receipt,
};

/** Ways to tie a shown receipt to a spent token by what the office fetched. @returns in hexadecimal. */
const ties = (receipt: Buffer, sealed: Buffer, withdrawal: Buffer): string[] =>
  [[sealed, withdrawal], [withdrawal, sealed], [sealed], [withdrawal]].flatMap((parts) => [
    createHmac("sha256", receipt).update(Buffer.concat(parts)).digest("hex"),
    createHash("sha256").update(receipt).update(Buffer.concat(parts)).digest("hex"),
  ]);

/** @param request what the collector keeps of each deposit beside its token, in hexadecimal. */
function byShownReceipt(evidence: Evidence, { shown, receiptOf }: Truth, request: (of: string) => boolean): Guess[] {
  const seen = firstSeen(evidence);
  const nights = [...new Set(seen.values())].sort((a, b) => a - b);
  const batchOf = evidence.batches.flatMap((size, batch) => Array<number>(size).fill(batch));
  const receipts = [...evidence.receipts].sort((a, b) => a.index - b.index).map(({ leaf }) => leaf);
  const rank = new Map(receipts.map((leaf, at) => [leaf, at]));
  const sealed = new Map(evidence.answers.map((answer) => [answer.id, answer]));
  return [...shown].flatMap(([person, receipt]) => {
    const at = rank.get(receiptOf.get(person)!);
    if (at === undefined) return [];
    const night = nights[batchOf[at]!];
    const group = evidence.answers
      .filter(({ id, cell }) => cell === evidence.cellOf[person] && seen.get(id) === night)
      .sort((a, b) => Buffer.compare(Buffer.from(a.sealed, "base64url"), Buffer.from(b.sealed, "base64url")));
    if (group.length === 0) return [];
    const key = Buffer.from(receipt, "base64url");
    const tied = group.filter(({ id }) => {
      const { sealed: bytes, withdrawalHash } = sealed.get(id)!;
      return ties(key, Buffer.from(bytes, "base64url"), Buffer.from(withdrawalHash, "base64url")).some(request);
    });
    if (tied.length > 0) return [{ person, among: tied.map(({ id }) => id), hidden: tied.length }];
    // Nothing ties it: the receipt's place among those of its batch, against the answers' places.
    const start = batchOf.indexOf(batchOf[at]!);
    const share = (at - start) / evidence.batches[batchOf[at]!]!;
    return [{ person, among: [group[Math.floor(share * group.length)]!.id], hidden: group.length }];
  });
}

export const receiptShown: Strategy = {
  name: "receipt shown",
  says: "a person shows a receipt: its place in its batch, and whether it ties an answer to a spent token",
  guesses: (evidence, truth) => {
    const requests = new Set(evidence.spent.map(({ request }) => request));
    return byShownReceipt(evidence, truth, (of) => requests.has(of));
  },
  // Left: the batch of the person's own answer. Luck: anyone of that batch and the cell.
  leaves: ({ ownBatch }) => ownBatch,
};

/** If what is kept beside a token were keyed by the receipt, which its holder may show. */
export const receiptAsKey: Strategy = {
  ...receiptShown,
  guesses: (evidence, truth) => {
    const byAnswer = new Map(evidence.answers.map((answer) => [answer.id, answer]));
    const kept = new Set(
      [...truth.shown].flatMap(([person, receipt]) => {
        const answer = byAnswer.get(truth.answerOf.get(person) ?? "");
        if (!answer) return [];
        const [key, sealed, withdrawal] = [receipt, answer.sealed, answer.withdrawalHash].map((text) =>
          Buffer.from(text, "base64url"),
        );
        return [createHmac("sha256", key!).update(sealed!).update(withdrawal!).digest("hex")];
      }),
    );
    return byShownReceipt(evidence, truth, (of) => kept.has(of));
  },
};
