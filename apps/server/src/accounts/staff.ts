import {
  firstRoles,
  houseRoles,
  type NewStaffMember,
  type RoleScope,
  roleNames,
  type Setup,
  type StaffChange,
  type StaffMember,
  type Words,
} from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import { conflictingDuties } from "./duties.ts";
import { hashPassword } from "./passwords.ts";
import * as queries from "./queries.ts";
import { after, hashOf, newToken } from "./secrets.ts";
import { deleteSessionsOf } from "./session-queries.ts";
import { startSession } from "./sessions.ts";
import type { Entered } from "./sign-in.ts";

const linkHours = 72;
/** How long whoever sets a house up may work without a second factor, so that a trial is not stopped by a missing phone. */
const firstFactorHours = 7 * 24;

type Host = Config["role"];

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
  host: Host,
  setup: Setup,
  userAgent: string | undefined,
): Promise<Entered> {
  const password = await hashPassword(setup.password, [setup.name, setup.username]);
  return inTransaction(database, async (transaction) => {
    const link = await queries.takeLink(transaction, hashOf(setup.token), clock());
    if (!link || link.staffId !== null) throw new Problem("accounts.bad-token");
    if (await queries.countAdministrators(transaction)) throw new Problem("accounts.setup-done");
    const { name, username } = setup;
    const factorBy = after(clock, firstFactorHours);
    const id = await queries.insertStaff(transaction, { name, username, password, factorBy });
    const roles = firstRoles[host === "issuer" ? "issuer" : "office"];
    for (const role of roles) await queries.insertGrant(transaction, id, { role, unitId: null, studyId: null });
    const person = { id, name, grants: [] };
    await audit(transaction, person, "accounts.setup", username, { roles });
    return { state: "signed-in", staffId: id, token: await startSession(transaction, clock, id, "full", userAgent) };
  });
}

export async function staffMember(run: queries.Run, id: string): Promise<StaffMember> {
  const member = await queries.staffById(run, id);
  if (!member) throw new Problem("platform.not-found");
  return member;
}

export async function addStaff(
  database: Database,
  clock: Clock,
  host: Host,
  by: Person,
  { name, username, roles }: NewStaffMember,
): Promise<{ member: StaffMember; token: string }> {
  return inTransaction(database, async (transaction) => {
    if (await queries.staffWithPassword(transaction, username))
      throw new Problem("accounts.username-taken", { username });
    const id = await queries.insertStaff(transaction, { name, username, password: null, factorBy: null });
    await audit(transaction, by, "accounts.add", username);
    for (const scope of roles) await give(transaction, host, by, id, scope);
    const token = newToken();
    await queries.replaceLink(transaction, id, hashOf(token), after(clock, linkHours));
    return { member: await staffMember(transaction, id), token };
  });
}

/** A new link for a person who lost a password or never used the first link. Second factors stay as they are. */
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
    const { username } = await staffMember(transaction, id);
    await queries.updateStaff(transaction, id, change);
    await keepAnAdministrator(transaction);
    if (!change.active) await deleteSessionsOf(transaction, id);
    await audit(transaction, by, "accounts.change", username, change);
    return staffMember(transaction, id);
  });
}

/** Gives a person a role. @throws {Problem} accounts.conflicting-duties, own-roles, unknown-study, unknown-unit, house-only. */
export function grantRole(
  database: Database,
  host: Host,
  by: Person,
  id: string,
  scope: RoleScope,
): Promise<StaffMember> {
  return inTransaction(database, async (transaction) => {
    await notOneself(transaction, by, id);
    await give(transaction, host, by, id, scope);
    return staffMember(transaction, id);
  });
}

export function revokeRole(database: Database, by: Person, id: string, grantId: string): Promise<StaffMember> {
  return inTransaction(database, async (transaction) => {
    const { username } = await staffMember(transaction, id);
    await notOneself(transaction, by, id);
    const gone = await queries.deleteGrant(transaction, id, grantId);
    if (!gone) throw new Problem("platform.not-found");
    await keepAnAdministrator(transaction);
    await audit(transaction, by, "accounts.revoke", username, { role: gone.role, study: gone.studyId });
    return staffMember(transaction, id);
  });
}

async function give(transaction: Transaction, host: Host, by: Person, id: string, scope: RoleScope): Promise<void> {
  if (!(await queries.lockStaff(transaction, id))) throw new Problem("platform.not-found");
  const { username, grants } = await staffMember(transaction, id);
  if (scope.unitId !== null) throw new Problem("accounts.unknown-unit");
  if (scope.studyId !== null && houseRoles.includes(scope.role))
    throw new Problem("accounts.house-only", { role: roleNames[scope.role] });
  const title = scope.studyId === null ? undefined : await titleOf(transaction, host, scope.studyId);
  const conflict = conflictingDuties(grants, scope);
  if (conflict)
    throw new Problem("accounts.conflicting-duties", {
      wanted: roleNames[scope.role],
      existing: roleNames[conflict.existing.role],
      scope: await inWords(transaction, host, conflict.studyId, title),
      studyId: conflict.studyId,
    });
  await queries.insertGrant(transaction, id, scope);
  await audit(transaction, by, "accounts.grant", username, { role: scope.role, study: scope.studyId });
}

async function inWords(run: queries.Run, host: Host, studyId: string | null, title: Words | undefined): Promise<Words> {
  if (studyId === null) return { vi: "toàn cơ quan", en: "the whole house" };
  const { vi, en } = title ??
    (await titleOf(run, host, studyId).catch(() => undefined)) ?? { vi: studyId, en: studyId };
  return { vi: `cuộc điều tra “${vi}”`, en: `the study “${en || vi}”` };
}

/** The issuer learns of a study from the office's offer, perhaps after its contacts officer was named. */
async function titleOf(run: queries.Run, host: Host, studyId: string): Promise<Words | undefined> {
  if (host !== "office") return undefined;
  const title = await queries.titleOfStudy(run, studyId);
  if (!title) throw new Problem("accounts.unknown-study");
  return title;
}

/** Roles are given by someone else, except in a house of one. */
async function notOneself(run: queries.Run, by: Person, id: string): Promise<void> {
  if (by.id === id && !(await queries.houseOfOne(run))) throw new Problem("accounts.own-roles");
}

async function keepAnAdministrator(run: queries.Run): Promise<void> {
  if (!(await queries.countAdministrators(run))) throw new Problem("accounts.last-administrator");
}
