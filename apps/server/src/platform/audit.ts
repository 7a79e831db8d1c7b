import type { Database, Transaction } from "./database.ts";
import type { Person } from "./permission.ts";

/**
 * Writes what a member of staff (or a job, person = undefined) did. In the caller's transaction, so that no act goes
 * unrecorded and no record tells of an act that was rolled back. `details` never holds an answer or a contact.
 */
export async function audit(
  database: Database | Transaction,
  person: Person | undefined,
  action: string,
  subject: string | undefined,
  details: Record<string, unknown> = {},
): Promise<void> {
  await database
    .insertInto("platform.audit")
    .values({ person: person?.name ?? null, action, subject: subject ?? null, details: JSON.stringify(details) })
    .execute();
}
