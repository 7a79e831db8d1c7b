import type { WeightPlan } from "@lang-nghe/contract";
import type { Database, Transaction } from "../platform/database.ts";
import type { StoredSet } from "./gated-set.ts";

type Run = Database | Transaction;
type Result = Pick<StoredSet, "steps" | "moved" | "marginsSource">;

export type NewWeightSet = {
  studyId: string;
  name: string;
  createdOn: string;
  plan: WeightPlan;
  result: Result;
  weights: Buffer;
  hash: string;
  snapshotHash: string;
};

export async function insertWeightSet(run: Run, set: NewWeightSet): Promise<string> {
  const { id } = await run
    .insertInto("weighting.weight_set")
    .values({ ...set, plan: JSON.stringify(set.plan), result: JSON.stringify(set.result) })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Newest first, with exact counts: for the gate only. */
export async function storedWeightSets(run: Run, studyId: string): Promise<StoredSet[]> {
  const rows = await run
    .selectFrom("weighting.weight_set")
    .select(["id", "name", "active", "createdOn", "hash", "snapshotHash", "result"])
    .where("studyId", "=", studyId)
    .orderBy("createdOn", "desc")
    .orderBy("name")
    .execute();
  return rows.map(({ result, ...row }) => ({ ...row, ...(result as Result) }));
}

export async function weightsOf(run: Run, id: string): Promise<{ weights: Buffer; plan: WeightPlan }> {
  const row = await run
    .selectFrom("weighting.weight_set")
    .select(["weights", "plan"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { weights: row.weights, plan: row.plan as WeightPlan };
}

export async function activate(run: Run, studyId: string, id: string | null): Promise<void> {
  await run
    .updateTable("weighting.weight_set")
    .set({ active: false })
    .where("studyId", "=", studyId)
    .where("active", "=", true)
    .execute();
  if (id !== null)
    await run
      .updateTable("weighting.weight_set")
      .set({ active: true })
      .where("studyId", "=", studyId)
      .where("id", "=", id)
      .execute();
}
