import type { PoolPlaces } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

export type WaveRow = {
  studyId: string;
  /** Canonical JSON, as published. */
  offer: string;
  signature: Buffer;
  lastDay: string;
  manifest: string | null;
  manifestHash: Buffer | null;
  collectorKey: string | null;
  issued: unknown;
  alarm: unknown;
  complete: boolean;
  openedOn: string | null;
  pools: unknown;
};

export const wave = (run: Run, studyId: string): Promise<WaveRow | undefined> =>
  run.selectFrom("waves.wave").selectAll().where("studyId", "=", studyId).executeTakeFirst();

/** Whoever holds the row is alone with the wave. */
export const lockWave = (transaction: Transaction, studyId: string): Promise<WaveRow> =>
  transaction.selectFrom("waves.wave").selectAll().where("studyId", "=", studyId).forUpdate().executeTakeFirstOrThrow();

/** Studies that are being asked by invitation. */
export async function studiesBeingAsked(run: Run): Promise<string[]> {
  const rows = await run
    .selectFrom("waves.wave as w")
    .innerJoin("studies.study as s", "s.id", "w.studyId")
    .select("w.studyId")
    .where("s.state", "=", "open")
    .orderBy("w.studyId")
    .execute();
  return rows.map(({ studyId }) => studyId);
}

/** Frozen studies whose issuer had not told its counts yet. */
export async function studiesWithoutCounts(run: Run): Promise<string[]> {
  const rows = await run
    .selectFrom("waves.wave as w")
    .innerJoin("studies.study as s", "s.id", "w.studyId")
    .select("w.studyId")
    .where("s.state", "=", "frozen")
    .where("w.manifest", "is not", null)
    .where("w.issued", "is", null)
    .orderBy("w.studyId")
    .execute();
  return rows.map(({ studyId }) => studyId);
}

export async function insertWave(
  transaction: Transaction,
  row: Pick<WaveRow, "studyId" | "offer" | "signature" | "lastDay" | "collectorKey">,
): Promise<void> {
  await transaction.insertInto("waves.wave").values(row).execute();
}

export async function keepManifest(
  transaction: Transaction,
  studyId: string,
  manifest: string,
  manifestHash: Buffer,
): Promise<void> {
  await transaction.updateTable("waves.wave").set({ manifest, manifestHash }).where("studyId", "=", studyId).execute();
}

export async function keepCollectorKey(run: Run, studyId: string, collectorKey: string): Promise<void> {
  await run.updateTable("waves.wave").set({ collectorKey }).where("studyId", "=", studyId).execute();
}

export async function noteComplete(run: Run, studyId: string): Promise<void> {
  await run.updateTable("waves.wave").set({ complete: true }).where("studyId", "=", studyId).execute();
}

export async function noteOpened(transaction: Transaction, studyId: string, openedOn: string): Promise<void> {
  await transaction.updateTable("waves.wave").set({ openedOn }).where("studyId", "=", studyId).execute();
}

export async function keepCounts(
  transaction: Transaction,
  studyId: string,
  issued: readonly number[],
  pools: unknown,
  alarm: readonly unknown[],
): Promise<void> {
  await transaction
    .updateTable("waves.wave")
    .set({
      issued: JSON.stringify(issued),
      alarm: JSON.stringify(alarm),
      ...(pools !== undefined && { pools: JSON.stringify(pools) }),
    })
    .where("studyId", "=", studyId)
    .execute();
}

export const batches = (
  run: Run,
  studyId: string,
): Promise<{ number: number; size: number; hash: Buffer; told: boolean }[]> =>
  run
    .selectFrom("waves.batch")
    .select(["number", "size", "hash", "told"])
    .where("studyId", "=", studyId)
    .orderBy("number")
    .execute();

/** @returns false when the batch was stored before. */
export async function insertBatch(
  transaction: Transaction,
  batch: { studyId: string; number: number; size: number; hash: Buffer },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("waves.batch")
    .values(batch)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function noteTold(run: Run, studyId: string, number: number): Promise<void> {
  await run
    .updateTable("waves.batch")
    .set({ told: true })
    .where("studyId", "=", studyId)
    .where("number", "=", number)
    .execute();
}

export async function addRefused(
  transaction: Transaction,
  studyId: string,
  sums: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [reason, count] of sums)
    await transaction
      .insertInto("waves.refused")
      .values({ studyId, reason, count })
      .onConflict((conflict) =>
        conflict.columns(["studyId", "reason"]).doUpdateSet({ count: sql`refused.count + excluded.count` as never }),
      )
      .execute();
}

export const refused = (run: Run, studyId: string): Promise<{ reason: string; count: number }[]> =>
  run
    .selectFrom("waves.refused")
    .select(["reason", "count"])
    .where("studyId", "=", studyId)
    .orderBy("reason")
    .execute();

export async function addTaken(
  transaction: Transaction,
  studyId: string,
  sums: ReadonlyMap<number, number>,
): Promise<void> {
  if (!sums.size) return;
  await transaction
    .insertInto("waves.taken")
    .values([...sums].map(([cell, count]) => ({ studyId, cell, count })))
    .onConflict((conflict) =>
      conflict.columns(["studyId", "cell"]).doUpdateSet({ count: sql`taken.count + excluded.count` as never }),
    )
    .execute();
}

/** Answers taken in each cell, withdrawn ones too. */
export async function takenByCell(run: Run, studyId: string): Promise<Map<number, number>> {
  const rows = await run.selectFrom("waves.taken").select(["cell", "count"]).where("studyId", "=", studyId).execute();
  return new Map(rows.map(({ cell, count }) => [cell, count]));
}

/** Places of the sample with their cells; none before they were fetched. */
export const places = (run: Run, studyId: string): Promise<PoolPlaces["places"]> =>
  run
    .selectFrom("waves.place")
    .select(["stratum", "psu", "baseWeight", "cell"])
    .where("studyId", "=", studyId)
    .execute();

export async function keepPlaces(run: Run, studyId: string, rows: PoolPlaces["places"]): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000)
    await run
      .insertInto("waves.place")
      .values(rows.slice(from, from + 1000).map((row) => ({ studyId, ...row })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
