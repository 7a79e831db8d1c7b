// Mail on its way.
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

export type MailRound = { round: number; people: number; sent: number; failed: number };

export const mailRounds = (run: Run, studyId: string): Promise<MailRound[]> =>
  run
    .selectFrom("invitations.mail_round")
    .select(["round", "people", "sent", "failed"])
    .where("studyId", "=", studyId)
    .orderBy("round")
    .execute();

export async function queueMail(
  transaction: Transaction,
  studyId: string,
  round: number,
  people: readonly string[],
  nextTry: Date,
): Promise<void> {
  await transaction.insertInto("invitations.mail_round").values({ studyId, round, people: people.length }).execute();
  for (let from = 0; from < people.length; from += 1000)
    await transaction
      .insertInto("invitations.message")
      .values(people.slice(from, from + 1000).map((personId) => ({ studyId, personId, round, nextTry })))
      .execute();
}

export type Message = { studyId: string; personId: string; round: number; tries: number };

/** Messages whose time has come, in an order drawn by chance. */
export const dueMessages = (run: Run, now: Date, most: number): Promise<Message[]> =>
  run
    .selectFrom("invitations.message")
    .select(["studyId", "personId", "round", "tries"])
    .where("nextTry", "<=", now)
    .orderBy(sql`gen_random_uuid()`)
    .limit(most)
    .execute();

export async function messageDone(
  transaction: Transaction,
  { studyId, personId, round }: Omit<Message, "tries">,
  outcome: "sent" | "failed" | "dropped",
): Promise<void> {
  const { numDeletedRows } = await transaction
    .deleteFrom("invitations.message")
    .where("studyId", "=", studyId)
    .where("personId", "=", personId)
    .where("round", "=", round)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  // Who needs none any more is none of the round's people.
  const change =
    outcome === "sent"
      ? { sent: sql<number>`sent + 1` }
      : outcome === "failed"
        ? { failed: sql<number>`failed + 1` }
        : { people: sql<number>`people - 1` };
  await transaction
    .updateTable("invitations.mail_round")
    .set(change)
    .where("studyId", "=", studyId)
    .where("round", "=", round)
    .execute();
}

/** Gives up what is still waiting, when the next round begins or the wave is closed. */
export async function dropMessages(transaction: Transaction, studyId: string): Promise<void> {
  const { numDeletedRows } = await transaction
    .deleteFrom("invitations.message")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  await sql`update invitations.mail_round set failed = people - sent where study_id = ${studyId}`.execute(transaction);
}

export async function tryLater(
  run: Run,
  { studyId, personId, round }: Message,
  nextTry: Date,
  counted: 0 | 1,
): Promise<void> {
  await run
    .updateTable("invitations.message")
    .set({ tries: sql<number>`tries + ${counted}::int`, nextTry })
    .where("studyId", "=", studyId)
    .where("personId", "=", personId)
    .where("round", "=", round)
    .execute();
}
