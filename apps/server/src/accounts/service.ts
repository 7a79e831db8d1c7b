import { createHash, randomBytes } from "node:crypto";
import type { NewStaffMember, PasswordChange, Setup, SignIn, StaffChange, StaffMember } from "@lang-nghe/contract";
import { hash, verify } from "@node-rs/argon2";
import { audit } from "../platform/audit.ts";
import type { Clock } from "../platform/clock.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";

export const sessionHours = 10;
const linkHours = 72;

/** A secret for a cookie or link: 192 bits, base64url. Only its SHA-256 is stored. */
const newToken = () => randomBytes(24).toString("base64url");
const hashOf = (token: string) => createHash("sha256").update(token).digest();
const after = (clock: Clock, hours: number) => new Date(clock().getTime() + hours * 3600_000);

/** True until the first administrator exists. */
export const setupNeeded = async (database: Database) => (await queries.countAdministrators(database)) === 0;

/** A fresh one-time link token for the first administrator, replacing earlier ones; undefined once there is one. */
export async function newSetupLink(database: Database, clock: Clock): Promise<string | undefined> {
  if (!(await setupNeeded(database))) return undefined;
  const token = newToken();
  await queries.replaceLink(database, null, hashOf(token), after(clock, linkHours));
  return token;
}

export async function setUp(
  database: Database,
  clock: Clock,
  setup: Setup,
): Promise<{ member: StaffMember; session: string }> {
  const password = await hash(setup.password);
  return inTransaction(database, async (transaction) => {
    const link = await queries.takeLink(transaction, hashOf(setup.token), clock());
    if (!link || link.staffId !== null) throw new Problem("accounts.bad-token");
    if (await queries.countAdministrators(transaction)) throw new Problem("accounts.setup-done");
    const member = await queries.insertStaff(
      transaction,
      { name: setup.name, username: setup.username, role: "administrator" },
      password,
    );
    await audit(transaction, member, "accounts.setup", member.username);
    const session = newToken();
    await queries.insertSession(transaction, hashOf(session), member.id, after(clock, sessionHours));
    return { member, session };
  });
}

/** The same work whether or not the name exists, so that timing does not tell. */
const decoy = hash(randomBytes(16).toString("hex"));

export async function signIn(
  database: Database,
  clock: Clock,
  given: SignIn,
): Promise<{ member: StaffMember; session: string }> {
  const found = await queries.staffWithPassword(database, given.username);
  const right = await verify(found?.password ?? (await decoy), given.password);
  if (!found?.password || !found.active || !right) {
    await audit(database, undefined, "accounts.sign-in-refused", undefined);
    throw new Problem("accounts.wrong-password");
  }
  const session = newToken();
  await queries.insertSession(database, hashOf(session), found.id, after(clock, sessionHours));
  const member = await staffMember(database, found.id);
  await audit(database, member, "accounts.sign-in", member.username);
  return { member, session };
}

export const signOut = (database: Database, token: string) => queries.deleteSession(database, hashOf(token));

export const personOfSession = (database: Database, clock: Clock, token: string): Promise<Person | undefined> =>
  queries.personOfSession(database, hashOf(token), clock());

export async function staffMember(database: Database, id: string): Promise<StaffMember> {
  const member = await queries.staffById(database, id);
  if (!member) throw new Problem("platform.not-found");
  return member;
}

export async function addStaff(
  database: Database,
  clock: Clock,
  by: Person,
  given: NewStaffMember,
): Promise<{ member: StaffMember; token: string }> {
  return inTransaction(database, async (transaction) => {
    if (await queries.staffWithPassword(transaction, given.username))
      throw new Problem("accounts.username-taken", { username: given.username });
    const member = await queries.insertStaff(transaction, given, null);
    await audit(transaction, by, "accounts.add", member.username, { role: member.role });
    const token = newToken();
    await queries.replaceLink(transaction, member.id, hashOf(token), after(clock, linkHours));
    return { member, token };
  });
}

/** A new link for a person who lost a password or never used the first link. */
export async function renewLink(
  database: Database,
  clock: Clock,
  by: Person | undefined,
  id: string,
): Promise<{ member: StaffMember; token: string }> {
  const member = await staffMember(database, id);
  const token = newToken();
  await inTransaction(database, async (transaction) => {
    await queries.replaceLink(transaction, id, hashOf(token), after(clock, linkHours));
    await audit(transaction, by, "accounts.renew-link", member.username);
  });
  return { member, token };
}

export async function changeStaff(
  database: Database,
  by: Person,
  id: string,
  change: StaffChange,
): Promise<StaffMember> {
  return inTransaction(database, async (transaction) => {
    const member = await queries.updateStaff(transaction, id, change);
    if (!member) throw new Problem("platform.not-found");
    if (!(await queries.countAdministrators(transaction))) throw new Problem("accounts.last-administrator");
    if (change.active === false) await queries.deleteSessionsOf(transaction, id);
    await audit(transaction, by, "accounts.change", member.username, change);
    return member;
  });
}

export async function changePassword(
  database: Database,
  clock: Clock,
  by: Person | undefined,
  given: PasswordChange,
): Promise<void> {
  const password = await hash(given.password);
  await inTransaction(database, async (transaction) => {
    let id: string;
    if (given.token !== undefined) {
      const link = await queries.takeLink(transaction, hashOf(given.token), clock());
      if (!link?.staffId) throw new Problem("accounts.bad-token");
      id = link.staffId;
    } else {
      if (!by) throw new Problem("accounts.signed-out");
      const stored = await queries.passwordOf(transaction, by.id);
      if (!stored || !(await verify(stored, given.current ?? ""))) throw new Problem("accounts.wrong-password");
      id = by.id;
    }
    await queries.setPassword(transaction, id, password);
    await queries.deleteSessionsOf(transaction, id);
    await audit(transaction, by, "accounts.password", (await queries.staffById(transaction, id))?.username);
  });
}
