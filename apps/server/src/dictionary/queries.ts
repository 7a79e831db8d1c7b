import type { Derivation } from "@lang-nghe/contract";
import type { Database, Transaction } from "../platform/database.ts";
import type { Step } from "./derive.ts";

type Run = Database | Transaction;

export async function stepsOf(run: Run, studyId: string): Promise<Step[]> {
  const rows = await run
    .selectFrom("dictionary.step")
    .select(["id", "derivation"])
    .where("studyId", "=", studyId)
    .where("removed", "=", false)
    .orderBy("position")
    .execute();
  return rows.map((row) => ({ id: row.id, derivation: row.derivation as Derivation }));
}

export async function lastRemoved(run: Run, studyId: string): Promise<Derivation | undefined> {
  const row = await run
    .selectFrom("dictionary.step")
    .select("derivation")
    .where("studyId", "=", studyId)
    .where("removed", "=", true)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.derivation as Derivation | undefined;
}

export async function insertStep(run: Run, studyId: string, derivation: Derivation): Promise<void> {
  await run
    .insertInto("dictionary.step")
    .values({ studyId, derivation: JSON.stringify(derivation) })
    .execute();
}

export async function markRemoved(run: Run, id: string): Promise<void> {
  await run.updateTable("dictionary.step").set({ removed: true }).where("id", "=", id).execute();
}
