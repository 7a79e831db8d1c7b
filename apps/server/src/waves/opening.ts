import { randomBytes } from "node:crypto";
import {
  AnonymityError,
  keysBelongTogether,
  openAnswer,
  openingKey,
  type SealedAnswer,
  type WaveManifest,
} from "@lang-nghe/anonymity";
import type { Form } from "../questionnaires/index.ts";
import { checkedByInvitation, type OpenedAnswer, type SealedRow } from "../responses/index.ts";

/** What a batch came to: answers that count, and sums of the others by reason. */
export type Opened = { answers: OpenedAnswer[]; refused: Map<string, number>; byCell: Map<number, number> };

/** The pair that a wave's answers are sealed to. */
export type Keys = { publicKey: Uint8Array; privateKey: Uint8Array };

/** What opens, and for what it was sealed. */
export type Context = { manifest: WaveManifest; manifestHash: Uint8Array; form: Form };

/**
 * Opens sealed answers and runs the questionnaire over each. What does not open, or does not pass, is counted by its reason and
 * shown to nobody: it could be anything that anybody with a token wanted to put there.
 * @param known withdrawal hashes (hexadecimal) that a stored answer has: the same answer twice counts once.
 * @throws {AnonymityError} key
 */
export async function openAll(
  { manifest, manifestHash, form }: Context,
  keys: Keys,
  rows: readonly SealedRow[],
  known: ReadonlySet<string>,
): Promise<Opened> {
  const { studyId, lastDay, cells } = manifest;
  const key = await openingKey(copied(keys));
  const seen = new Set(known);
  const opened: Opened = { answers: [], refused: new Map(), byCell: new Map() };
  const refuse = (reason: string) => opened.refused.set(reason, (opened.refused.get(reason) ?? 0) + 1);
  for (const { sealed, withdrawalHash } of rows) {
    const hash = withdrawalHash.toString("hex");
    if (seen.has(hash)) {
      refuse("twice");
      continue;
    }
    const answer = await openAnswer(key, { studyId, manifestHash }, sealed).catch(reasonOf);
    if (typeof answer === "string") refuse(answer);
    else if (answer.version !== form.version) refuse("wrong-version");
    else if (answer.cell >= cells.length) refuse("no-such-cell");
    else {
      const checked = checkedByInvitation(studyId, form, answer, withdrawalHash, lastDay);
      if (!checked) refuse("not-allowed");
      else {
        seen.add(hash);
        opened.answers.push(checked);
        opened.byCell.set(answer.cell, (opened.byCell.get(answer.cell) ?? 0) + 1);
      }
    }
  }
  return opened;
}

/** Whether the private half opens what is sealed to the public one. */
export const belongTogether = (keys: Keys): Promise<boolean> =>
  keysBelongTogether(crypto.subtle, copied(keys), (length) => new Uint8Array(randomBytes(length)));

const copied = ({ publicKey, privateKey }: Keys) => ({
  publicKey: new Uint8Array(publicKey),
  privateKey: new Uint8Array(privateKey),
});

function reasonOf(error: unknown): string | SealedAnswer {
  if (error instanceof AnonymityError) return error.code;
  throw error;
}
