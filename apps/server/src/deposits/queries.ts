import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

export type WaveRow = { studyId: string; manifest: string; hash: Buffer; closed: boolean; mixedOn: string | null };

export const wave = (run: Run, studyId: string): Promise<WaveRow | undefined> =>
  run.selectFrom("deposits.wave").selectAll().where("studyId", "=", studyId).executeTakeFirst();

export const waves = (run: Run): Promise<WaveRow[]> =>
  run.selectFrom("deposits.wave").selectAll().orderBy("studyId").execute();

/** Whoever holds the row is alone with the wave's staged deposits. */
export const lockWave = (transaction: Transaction, studyId: string): Promise<WaveRow> =>
  transaction
    .selectFrom("deposits.wave")
    .selectAll()
    .where("studyId", "=", studyId)
    .forUpdate()
    .executeTakeFirstOrThrow();

/** Others may hold it the same way; whoever closes the wave waits for them. */
export const shareWave = (transaction: Transaction, studyId: string): Promise<{ closed: boolean }> =>
  transaction
    .selectFrom("deposits.wave")
    .select("closed")
    .where("studyId", "=", studyId)
    .forShare()
    .executeTakeFirstOrThrow();

export async function insertWave(run: Run, row: { studyId: string; manifest: string; hash: Buffer }): Promise<void> {
  await run
    .insertInto("deposits.wave")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @returns false when the token was spent before. */
export async function spend(
  transaction: Transaction,
  row: { studyId: string; nullifier: Buffer; request: Buffer },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("deposits.spent")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export const requestOfSpent = async (run: Run, studyId: string, nullifier: Buffer): Promise<Buffer | undefined> =>
  (
    await run
      .selectFrom("deposits.spent")
      .select("request")
      .where("studyId", "=", studyId)
      .where("nullifier", "=", nullifier)
      .executeTakeFirst()
  )?.request;

export async function stage(
  transaction: Transaction,
  row: { studyId: string; receipt: Buffer; sealed: Buffer; withdrawalHash: Buffer },
): Promise<void> {
  await transaction.insertInto("deposits.staged").values(row).execute();
}

export async function countRefusal(run: Run, studyId: string, reason: string): Promise<void> {
  await run
    .insertInto("deposits.refused")
    .values({ studyId, reason, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(["studyId", "reason"]).doUpdateSet({ count: sql`refused.count + 1` as never }),
    )
    .execute();
}

export const refusals = (run: Run, studyId: string): Promise<{ reason: string; count: number }[]> =>
  run
    .selectFrom("deposits.refused")
    .select(["reason", "count"])
    .where("studyId", "=", studyId)
    .orderBy("reason")
    .execute();

export const countStaged = (run: Run, studyId: string): Promise<number> => countOf(run, "deposits.staged", studyId);
export const countAccepted = (run: Run, studyId: string): Promise<number> => countOf(run, "deposits.spent", studyId);

const countOf = async (run: Run, table: "deposits.staged" | "deposits.spent", studyId: string): Promise<number> =>
  (
    await run
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as("count"))
      .where("studyId", "=", studyId)
      .executeTakeFirstOrThrow()
  ).count;

export type Staged = { receipt: Buffer; sealed: Buffer; withdrawalHash: Buffer };

/** Takes `count` staged deposits, drawn at random by the database's own generator. */
export async function takeStaged(transaction: Transaction, studyId: string, count: number): Promise<Staged[]> {
  const { rows } = await sql<Staged>`
    delete from deposits.staged where ctid = any (array(
      select ctid from deposits.staged where study_id = ${studyId} order by gen_random_uuid() limit ${count}
    )) returning receipt, sealed, withdrawal_hash`.execute(transaction);
  return rows;
}

export async function insertBatch(
  transaction: Transaction,
  batch: { studyId: string; number: number; hash: Buffer },
  deposits: readonly { sealed: Buffer; withdrawalHash: Buffer }[],
): Promise<void> {
  await transaction
    .insertInto("deposits.batch")
    .values({ ...batch, size: deposits.length })
    .execute();
  const { studyId, number } = batch;
  for (let from = 0; from < deposits.length; from += 500)
    await transaction
      .insertInto("deposits.batched")
      .values(
        deposits.slice(from, from + 500).map(({ sealed, withdrawalHash }, at) => ({
          studyId,
          batch: number,
          place: from + at,
          sealed,
          withdrawalHash,
        })),
      )
      .execute();
}

export const batches = (
  run: Run,
  studyId: string,
): Promise<{ number: number; size: number; hash: Buffer; taken: boolean }[]> =>
  run
    .selectFrom("deposits.batch")
    .select(["number", "size", "hash", "taken"])
    .where("studyId", "=", studyId)
    .orderBy("number")
    .execute();

export const batchedPart = (
  run: Run,
  studyId: string,
  batch: number,
  from: number,
  to: number,
): Promise<{ sealed: Buffer; withdrawalHash: Buffer }[]> =>
  run
    .selectFrom("deposits.batched")
    .select(["sealed", "withdrawalHash"])
    .where("studyId", "=", studyId)
    .where("batch", "=", batch)
    .where("place", ">=", from)
    .where("place", "<", to)
    .orderBy("place")
    .execute();

export async function forgetBatch(transaction: Transaction, studyId: string, number: number): Promise<void> {
  await transaction.deleteFrom("deposits.batched").where("studyId", "=", studyId).where("batch", "=", number).execute();
  await transaction
    .updateTable("deposits.batch")
    .set({ taken: true })
    .where("studyId", "=", studyId)
    .where("number", "=", number)
    .execute();
}

export async function noteRound(
  transaction: Transaction,
  studyId: string,
  round: { mixedOn: string } | { closed: true },
): Promise<void> {
  await transaction.updateTable("deposits.wave").set(round).where("studyId", "=", studyId).execute();
}

export async function dropStaged(transaction: Transaction, studyId: string): Promise<void> {
  await transaction.deleteFrom("deposits.staged").where("studyId", "=", studyId).execute();
}
