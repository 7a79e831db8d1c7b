import type { PaidWork, Tariff, TariffEntry } from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import { isReferenced } from "./roster.ts";

/** By kind, the newest first. */
export async function readTariffs(database: Database): Promise<Tariff[]> {
  const rows = await database
    .selectFrom("collaborators.tariff as t")
    .selectAll()
    .select(sql<boolean>`exists (select from collaborators.pay_line l where l.tariff_id = t.id)`.as("used"))
    .orderBy("kind")
    .orderBy("validFrom", "desc")
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as PaidWork }));
}

function overlap(error: unknown): never {
  const { code } = error as { code?: string };
  if (code === "23P01") throw new Problem("collaborators.tariff-overlap");
  // A range whose end comes before its beginning.
  if (code === "22000") throw new Problem("collaborators.dates");
  throw error;
}

/** @throws {Problem} collaborators.tariff-overlap, collaborators.dates. */
export async function addTariff(database: Database, by: Person, entry: TariffEntry): Promise<string> {
  if (entry.validTo !== null && entry.validTo < entry.validFrom) throw new Problem("collaborators.dates");
  return inTransaction(database, async (transaction) => {
    const { id } = await transaction
      .insertInto("collaborators.tariff")
      .values(entry)
      .returning("id")
      .executeTakeFirstOrThrow();
    await audit(transaction, by, "collaborators.tariff", id, { ...entry });
    return id;
  }).catch(overlap);
}

/**
 * States a tariff's last day; nothing else of it changes.
 * @throws {Problem} collaborators.tariff-overlap, collaborators.dates, platform.not-found.
 */
export async function endTariff(database: Database, by: Person, id: string, validTo: string | null): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const found = await transaction
      .updateTable("collaborators.tariff")
      .set({ validTo })
      .where("id", "=", id)
      .returning("id")
      .executeTakeFirst();
    if (!found) throw new Problem("platform.not-found");
    await audit(transaction, by, "collaborators.tariff", id, { validTo });
  }).catch(overlap);
}

/** @throws {Problem} collaborators.already-used: a signed sheet paid by it; platform.not-found. */
export async function deleteTariff(database: Database, by: Person, id: string): Promise<void> {
  try {
    await inTransaction(database, async (transaction) => {
      const gone = await transaction
        .deleteFrom("collaborators.tariff")
        .where("id", "=", id)
        .returning("id")
        .executeTakeFirst();
      if (!gone) throw new Problem("platform.not-found");
      await audit(transaction, by, "collaborators.delete-tariff", id, {});
    });
  } catch (error) {
    if (isReferenced(error)) throw new Problem("collaborators.already-used");
    throw error;
  }
}
