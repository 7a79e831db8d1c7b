import type { Run } from "./queries.ts";

/** password: whoever holds it knew the password, and the second factor is still to come. */
export type Stage = "password" | "full";

export type SessionRow = {
  hash: Buffer;
  staffId: string;
  stage: Stage;
  agent: string;
  createdOn: string;
  usedAt: Date;
  expiresAt: Date;
};

export async function insertSession(run: Run, row: SessionRow): Promise<void> {
  await run.insertInto("accounts.session").values(row).execute();
}

/** A session that still holds, of a person who is still active. `idleSince`: last use before it ends a session. */
export function findSession(run: Run, hash: Buffer, stage: Stage, now: Date, idleSince: Date) {
  return run
    .selectFrom("accounts.session as s")
    .innerJoin("accounts.staff as p", "p.id", "s.staffId")
    .select(["s.id", "s.staffId", "s.usedAt", "s.tries"])
    .where("s.hash", "=", hash)
    .where("s.stage", "=", stage)
    .where("s.expiresAt", ">", now)
    .where("s.usedAt", ">", idleSince)
    .where("p.active", "=", true)
    .executeTakeFirst();
}

export async function touchSession(run: Run, id: string, usedAt: Date): Promise<void> {
  await run.updateTable("accounts.session").set({ usedAt }).where("id", "=", id).execute();
}

/** Counts a try at the second factor. @returns tries so far, this one included. */
export async function countTry(run: Run, id: string): Promise<number> {
  const row = await run
    .updateTable("accounts.session")
    .set((eb) => ({ tries: eb("tries", "+", 1) }))
    .where("id", "=", id)
    .returning("tries")
    .executeTakeFirst();
  return row?.tries ?? Number.POSITIVE_INFINITY;
}

export async function setChallenge(run: Run, id: string, challenge: string): Promise<void> {
  await run.updateTable("accounts.session").set({ challenge }).where("id", "=", id).execute();
}

/** Takes the session's challenge: whatever comes of it, it serves no second time. */
export async function takeChallenge(run: Run, id: string): Promise<string | undefined> {
  const before = await run
    .with("held", (eb) =>
      eb.selectFrom("accounts.session").select(["id", "challenge"]).where("id", "=", id).forUpdate(),
    )
    .updateTable("accounts.session as s")
    .from("held")
    .set({ challenge: null })
    .whereRef("s.id", "=", "held.id")
    .returning("held.challenge")
    .executeTakeFirst();
  return before?.challenge ?? undefined;
}

/** Sessions of a person that still hold, the latest used first. */
export function listSessions(run: Run, staffId: string, now: Date, idleSince: Date) {
  return run
    .selectFrom("accounts.session")
    .select(["id", "agent", "createdOn", "usedAt"])
    .where("staffId", "=", staffId)
    .where("stage", "=", "full")
    .where("expiresAt", ">", now)
    .where("usedAt", ">", idleSince)
    .orderBy("usedAt", "desc")
    .execute();
}

export async function deleteSession(run: Run, hash: Buffer): Promise<void> {
  await run.deleteFrom("accounts.session").where("hash", "=", hash).execute();
}

/** @returns whether there was one. */
export async function deleteSessionById(run: Run, staffId: string, id: string): Promise<boolean> {
  const gone = await run
    .deleteFrom("accounts.session")
    .where("staffId", "=", staffId)
    .where("id", "=", id)
    .returning("id")
    .executeTakeFirst();
  return gone !== undefined;
}

export async function deleteSessionsOf(run: Run, staffId: string): Promise<void> {
  await run.deleteFrom("accounts.session").where("staffId", "=", staffId).execute();
}

/** Sessions that hold no more leave the table when somebody signs in. */
export async function deleteStaleSessions(run: Run, now: Date, idleSince: Date): Promise<void> {
  await run
    .deleteFrom("accounts.session")
    .where((eb) => eb.or([eb("expiresAt", "<=", now), eb("usedAt", "<=", idleSince)]))
    .execute();
}
