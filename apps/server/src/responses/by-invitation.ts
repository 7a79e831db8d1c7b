// What waves store here: answers opened from a batch, the key that opens them, and answers that nobody can open yet.
import { randomUUID } from "node:crypto";
import type { SealedAnswer } from "@lang-nghe/anonymity";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import { Problem } from "../platform/problem.ts";
import type { Form } from "../questionnaires/index.ts";
import { consentRecord } from "./consent-record.ts";
import { allowedAnswers, hashOf } from "./intake.ts";

type Run = Database | Transaction;

/** An answer that came with a token, opened and checked. */
export type OpenedAnswer = {
  version: number;
  language: string;
  /** JSON text. */
  answers: string;
  contentHash: Buffer;
  /** JSON text. */
  consent: string;
  withdrawalHash: Buffer;
  cell: number;
  /** JSON text; null: the person answered alone. */
  asked: string | null;
};

/** A sealed answer as the collector hands it on. */
export type SealedRow = { sealed: Buffer; withdrawalHash: Buffer };

/**
 * Runs the questionnaire over an opened answer, as over any other.
 * @param day stands for today in the form's conditions: one day for the whole wave, so that nothing tells when somebody answered.
 * @returns undefined when the questionnaire does not allow it.
 */
export function checkedByInvitation(
  studyId: string,
  form: Form,
  { answers, language, version, cell, purposes, asked }: SealedAnswer,
  withdrawalHash: Buffer,
  day: string,
): OpenedAnswer | undefined {
  try {
    const { text } = allowedAnswers(form, { language, answers }, day);
    return {
      version,
      language,
      answers: text,
      contentHash: hashOf(studyId, { version, language, answers }),
      consent: JSON.stringify(consentRecord(form.questionnaire, { language, ...(purposes && { purposes }) })),
      withdrawalHash,
      cell,
      asked: asked ? JSON.stringify(asked) : null,
    };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Stores opened answers under random ids and in their order, which says nothing. */
export async function storeOpened(
  transaction: Transaction,
  studyId: string,
  opened: readonly OpenedAnswer[],
): Promise<void> {
  const rows = opened
    .map((answer) => ({ id: randomUUID(), studyId, day: null, ...answer }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  for (let from = 0; from < rows.length; from += 500)
    await transaction
      .insertInto("responses.answer")
      .values(rows.slice(from, from + 500))
      .execute();
  if (rows.length)
    await transaction
      .insertInto("responses.tally")
      .values({ studyId, accepted: rows.length })
      .onConflict((conflict) =>
        conflict.column("studyId").doUpdateSet({ accepted: sql`tally.accepted + excluded.accepted` as never }),
      )
      .execute();
}

/** Of these hashes, those that a stored answer of the study has already, opened or sealed. */
export async function knownWithdrawals(
  run: Run,
  studyId: string,
  hashes: readonly Buffer[],
  among: "responses.answer" | "responses.sealed",
): Promise<Set<string>> {
  if (!hashes.length) return new Set();
  const rows = await run
    .selectFrom(among)
    .select("withdrawalHash")
    .where("studyId", "=", studyId)
    .where("withdrawalHash", "in", [...hashes])
    .execute();
  return new Set(rows.flatMap(({ withdrawalHash }) => withdrawalHash?.toString("hex") ?? []));
}

export async function storeSealed(
  transaction: Transaction,
  studyId: string,
  rows: readonly SealedRow[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 200)
    await transaction
      .insertInto("responses.sealed")
      .values(rows.slice(from, from + 200).map((row) => ({ studyId, ...row })))
      .execute();
}

/** Every sealed answer of a study, in the order of their bytes. */
export const sealedOf = (run: Run, studyId: string): Promise<SealedRow[]> =>
  run
    .selectFrom("responses.sealed")
    .select(["sealed", "withdrawalHash"])
    .where("studyId", "=", studyId)
    .orderBy("sealed")
    .execute();

export const countSealed = async (run: Run, studyId: string): Promise<number> =>
  (
    await run
      .selectFrom("responses.sealed")
      .select((select) => select.fn.countAll<number>().as("count"))
      .where("studyId", "=", studyId)
      .executeTakeFirstOrThrow()
  ).count;

export async function forgetSealed(transaction: Transaction, studyId: string): Promise<void> {
  await transaction.deleteFrom("responses.sealed").where("studyId", "=", studyId).execute();
}

export async function keepTabulationKey(transaction: Transaction, studyId: string, privateKey: Buffer): Promise<void> {
  await transaction.insertInto("responses.tabulation_key").values({ studyId, privateKey }).execute();
}

export const tabulationKeyOf = async (run: Run, studyId: string): Promise<Buffer | undefined> =>
  (
    await run
      .selectFrom("responses.tabulation_key")
      .select("privateKey")
      .where("studyId", "=", studyId)
      .executeTakeFirst()
  )?.privateKey;
