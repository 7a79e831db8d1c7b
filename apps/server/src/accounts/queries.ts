import type {
  AuditEntry,
  Factor,
  Role,
  RoleGrant,
  RoleScope,
  StaffChange,
  StaffMember,
  Words,
} from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

export type Run = Database | Transaction;

/** Staff with their roles and second factors. */
function staff(run: Run) {
  return run.selectFrom("accounts.staff as p").select((eb) => [
    "p.id",
    "p.name",
    "p.username",
    "p.active",
    "p.factorBy",
    sql<RoleGrant[]>`coalesce((
      select json_agg(json_build_object('id', g.id, 'role', g.role, 'unitId', g.unit_id, 'studyId', g.study_id)
        order by g.study_id nulls first, g.role)
      from accounts.role_grant g where g.staff_id = ${eb.ref("p.id")}), '[]')`.as("grants"),
    sql<boolean>`exists (select from accounts.totp t where t.staff_id = ${eb.ref("p.id")})`.as("totp"),
    sql<boolean>`exists (select from accounts.passkey k where k.staff_id = ${eb.ref("p.id")})`.as("passkey"),
  ]);
}

/** A member of staff, and until when a second factor may be missing (null: it must not). */
export type KnownMember = StaffMember & { factorBy: Date | null };

function known(row: Awaited<ReturnType<ReturnType<typeof staff>["executeTakeFirstOrThrow"]>>): KnownMember {
  const { totp, passkey, ...rest } = row;
  const factors: Factor[] = [...(totp ? (["totp"] as const) : []), ...(passkey ? (["passkey"] as const) : [])];
  return { ...rest, factors };
}

const plain = ({ factorBy: _, ...member }: KnownMember): StaffMember => member;

export async function listStaff(run: Run): Promise<StaffMember[]> {
  return (await staff(run).orderBy("p.name").execute()).map((row) => plain(known(row)));
}

export async function knownById(run: Run, id: string): Promise<KnownMember | undefined> {
  const row = await staff(run).where("p.id", "=", id).executeTakeFirst();
  return row && known(row);
}

export async function staffById(run: Run, id: string): Promise<StaffMember | undefined> {
  const found = await knownById(run, id);
  return found && plain(found);
}

/** Active administrators who can sign in. */
export async function countAdministrators(run: Run): Promise<number> {
  const { count } = await run
    .selectFrom("accounts.staff as p")
    .select((eb) => eb.fn.count<number>("p.id").distinct().as("count"))
    .innerJoin("accounts.role_grant as g", "g.staffId", "p.id")
    .where("g.role", "=", "administrator")
    .where("p.active", "=", true)
    .where("p.password", "is not", null)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Whether only one person has ever entered: rules that need two people wait until there are. Deactivating the others does not
 * bring that time back.
 */
export async function houseOfOne(run: Run): Promise<boolean> {
  const { count } = await run
    .selectFrom("accounts.staff")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("password", "is not", null)
    .executeTakeFirstOrThrow();
  return count === 1;
}

/** @returns the new person's id. */
export async function insertStaff(
  run: Run,
  given: { name: string; username: string; password: string | null; factorBy: Date | null },
): Promise<string> {
  return (await run.insertInto("accounts.staff").values(given).returning("id").executeTakeFirstOrThrow()).id;
}

/** Locks a person's row until the transaction ends, so that two grants at once see each other. */
export async function lockStaff(run: Transaction, id: string): Promise<boolean> {
  return Boolean(
    await run.selectFrom("accounts.staff").select("id").where("id", "=", id).forUpdate().executeTakeFirst(),
  );
}

export async function insertGrant(run: Run, staffId: string, scope: RoleScope): Promise<void> {
  await run
    .insertInto("accounts.role_grant")
    .values({ staffId, ...scope })
    .onConflict((conflict) => conflict.columns(["staffId", "role", "unitId", "studyId"]).doNothing())
    .execute();
}

/** @returns the role taken away. */
export async function deleteGrant(run: Run, staffId: string, grantId: string): Promise<RoleScope | undefined> {
  const row = await run
    .deleteFrom("accounts.role_grant")
    .where("id", "=", grantId)
    .where("staffId", "=", staffId)
    .returning(["role", "unitId", "studyId"])
    .executeTakeFirst();
  return row && { ...row, role: row.role as Role };
}

export function staffWithPassword(run: Run, username: string) {
  return run
    .selectFrom("accounts.staff")
    .select(["id", "username", "password", "active"])
    .where((eb) => eb(eb.fn("lower", ["username"]), "=", username.toLowerCase()))
    .executeTakeFirst();
}

export async function passwordOf(run: Run, id: string): Promise<string | null | undefined> {
  return (await run.selectFrom("accounts.staff").select("password").where("id", "=", id).executeTakeFirst())?.password;
}

export async function setPassword(run: Run, id: string, password: string): Promise<void> {
  await run.updateTable("accounts.staff").set({ password }).where("id", "=", id).execute();
}

export async function updateStaff(run: Run, id: string, { active }: StaffChange): Promise<void> {
  await run.updateTable("accounts.staff").set({ active }).where("id", "=", id).execute();
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

/** The office's studies; the list of studies is not asked, because accounts come before them. */
export async function titleOfStudy(run: Run, id: string): Promise<Words | undefined> {
  const row = await run.selectFrom("studies.study").select("title").where("id", "=", id).executeTakeFirst();
  return row?.title as Words | undefined;
}

/** 100 entries, newest first. */
export async function auditPage(run: Run, before: number | undefined): Promise<AuditEntry[]> {
  let query = run.selectFrom("platform.audit").selectAll().orderBy("id", "desc").limit(100);
  if (before !== undefined) query = query.where("id", "<", before);
  return (await query.execute()).map((row) => ({ ...row, at: row.at.toISOString() }));
}
