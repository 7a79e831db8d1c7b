import type { AuditEntry, NewStaffMember, Role, StaffChange, StaffMember } from "@lang-nghe/contract";
import type { Database, Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";

type Run = Database | Transaction;
const columns = ["id", "name", "username", "role", "active"] as const;
const member = (row: { id: string; name: string; username: string; role: string; active: boolean }): StaffMember => ({
  ...row,
  role: row.role as Role,
});

/** Active administrators who can sign in, or could by their link. */
export async function countAdministrators(run: Run): Promise<number> {
  const { count } = await run
    .selectFrom("accounts.staff")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("role", "=", "administrator")
    .where("active", "=", true)
    .where("password", "is not", null)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertStaff(run: Run, given: NewStaffMember, password: string | null): Promise<StaffMember> {
  return member(
    await run
      .insertInto("accounts.staff")
      .values({ ...given, password })
      .returning(columns)
      .executeTakeFirstOrThrow(),
  );
}

export async function listStaff(run: Run): Promise<StaffMember[]> {
  return (await run.selectFrom("accounts.staff").select(columns).orderBy("name").execute()).map(member);
}

export async function staffById(run: Run, id: string): Promise<StaffMember | undefined> {
  const row = await run.selectFrom("accounts.staff").select(columns).where("id", "=", id).executeTakeFirst();
  return row && member(row);
}

export function staffWithPassword(run: Run, username: string) {
  return run
    .selectFrom("accounts.staff")
    .select(["id", "password", "active"])
    .where((eb) => eb(eb.fn("lower", ["username"]), "=", username.toLowerCase()))
    .executeTakeFirst();
}

export async function passwordOf(run: Run, id: string): Promise<string | null | undefined> {
  return (await run.selectFrom("accounts.staff").select("password").where("id", "=", id).executeTakeFirst())?.password;
}

export async function setPassword(run: Run, id: string, password: string): Promise<void> {
  await run.updateTable("accounts.staff").set({ password }).where("id", "=", id).execute();
}

export async function updateStaff(run: Run, id: string, change: StaffChange): Promise<StaffMember | undefined> {
  if (Object.keys(change).length === 0) return staffById(run, id);
  const row = await run
    .updateTable("accounts.staff")
    .set(change)
    .where("id", "=", id)
    .returning(columns)
    .executeTakeFirst();
  return row && member(row);
}

/** Stores the only valid link of a person (null: of the first administrator). */
export async function replaceLink(run: Run, staffId: string | null, hash: Buffer, expiresAt: Date): Promise<void> {
  await run.deleteFrom("accounts.one_time_link").where("staffId", "is not distinct from", staffId).execute();
  await run.insertInto("accounts.one_time_link").values({ hash, staffId, expiresAt }).execute();
}

/** Uses up a link. */
export function takeLink(run: Run, hash: Buffer, now: Date) {
  return run
    .deleteFrom("accounts.one_time_link")
    .where("hash", "=", hash)
    .where("expiresAt", ">", now)
    .returning("staffId")
    .executeTakeFirst();
}

export async function insertSession(run: Run, hash: Buffer, staffId: string, expiresAt: Date): Promise<void> {
  await run.insertInto("accounts.session").values({ hash, staffId, expiresAt }).execute();
}

export async function personOfSession(run: Run, hash: Buffer, now: Date): Promise<Person | undefined> {
  const row = await run
    .selectFrom("accounts.session as s")
    .innerJoin("accounts.staff as p", "p.id", "s.staffId")
    .select(["p.id", "p.name", "p.role"])
    .where("s.hash", "=", hash)
    .where("s.expiresAt", ">", now)
    .where("p.active", "=", true)
    .executeTakeFirst();
  return row && { ...row, role: row.role as Role };
}

export async function deleteSession(run: Run, hash: Buffer): Promise<void> {
  await run.deleteFrom("accounts.session").where("hash", "=", hash).execute();
}

export async function deleteSessionsOf(run: Run, staffId: string): Promise<void> {
  await run.deleteFrom("accounts.session").where("staffId", "=", staffId).execute();
}

/** 100 entries, newest first. */
export async function auditPage(run: Run, before: number | undefined): Promise<AuditEntry[]> {
  let query = run.selectFrom("platform.audit").selectAll().orderBy("id", "desc").limit(100);
  if (before !== undefined) query = query.where("id", "<", before);
  return (await query.execute()).map((row) => ({ ...row, at: row.at.toISOString() }));
}
