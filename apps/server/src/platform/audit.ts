import type { Database, Transaction } from "./database.ts";
import type { Person } from "./permission.ts";

/** What would tell of a person who was asked, and so never stands in the details of an act. */
const forbidden =
  /^(e-?mail|phone|mobile|address|contacts?|contactId|invitations?|invitationId|invitee|respondents?|respondentId|receipts?|nullifiers?|tokens?|prepared|signature|sealed|deposits?|withdrawal(Key|Hash)?|answers?|answerId|code|cell|ip|userAgent|deviceId|password|secret)$/i;

/** Of these only a count may be told. */
const countable = /^(answers|contacts|invitations|invited|respondents|receipts|tokens|deposits)$/i;

/**
 * The first key of `details`, at any depth, that an audit row must not have; undefined when there is none.
 * A count of many (`answers: 1500`) is no person, and allowed.
 */
export function forbiddenDetail(details: unknown): string | undefined {
  if (Array.isArray(details)) {
    for (const entry of details) {
      const found = forbiddenDetail(entry);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof details !== "object" || details === null) return undefined;
  for (const [key, value] of Object.entries(details)) {
    if (forbidden.test(key) && !(countable.test(key) && Number.isInteger(value))) return key;
    const found = forbiddenDetail(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Writes what a member of staff (or a job, person = undefined) did. In the caller's transaction, so that no act goes
 * unrecorded and no record tells of an act that was rolled back: where the row cannot be written, the act does not happen.
 * The database gives the row its place and hash in the chain when the transaction commits (migration 0010).
 *
 * @param details never an answer, a contact, or anything of one respondent.
 * @throws {Error} when `details` has a key that would tell of a respondent: a mistake in the code.
 */
export async function audit(
  database: Database | Transaction,
  person: Person | undefined,
  action: string,
  subject: string | undefined,
  details: Record<string, unknown> = {},
): Promise<void> {
  const found = forbiddenDetail(details);
  if (found !== undefined) throw new Error(`The audit row ${action} would tell of a respondent: ${found}.`);
  await database
    .insertInto("platform.audit")
    .values({ person: person?.name ?? null, action, subject: subject ?? null, details: JSON.stringify(details) })
    .execute();
}
