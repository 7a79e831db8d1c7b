import type { Account } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import * as factors from "./factor-queries.ts";
import type { House } from "./house.ts";
import { knownById } from "./queries.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { deleteSessionById, deleteSessionsOf } from "./session-queries.ts";
import { listSessions } from "./sessions.ts";
import { staffMember } from "./staff.ts";

/** What a person sees of the own account. */
export async function accountOf(house: House, by: Person): Promise<Account> {
  const { database, clock } = house;
  const [totp, passkeys, recoveryCodes, sessions] = await Promise.all([
    factors.totpOf(database, by.id),
    factors.passkeysOf(database, by.id),
    factors.countRecoveryCodes(database, by.id),
    listSessions(database, clock, by.id, by.sessionId),
  ]);
  return {
    totp: totp !== undefined,
    passkeys: passkeys.map(({ id, name, createdOn }) => ({ id, name, createdOn })),
    recoveryCodes,
    sessions,
  };
}

/** Takes a second factor away from a person who has another. */
export function removeFactor(
  house: House,
  by: Person,
  factor: "totp" | "passkey",
  remove: (transaction: Transaction) => Promise<boolean>,
): Promise<void> {
  return inTransaction(house.database, async (transaction) => {
    if (!(await remove(transaction))) throw new Problem("platform.not-found");
    const left = (await knownById(transaction, by.id))?.factors ?? [];
    if (left.length === 0) throw new Problem("accounts.last-factor");
    await audit(transaction, by, "accounts.factor-removed", by.name, { factor });
  });
}

export function renewRecoveryCodes(house: House, by: Person): Promise<string[]> {
  return inTransaction(house.database, async (transaction) => {
    if (!(await knownById(transaction, by.id))?.factors.length) throw new Problem("accounts.factor-needed");
    await audit(transaction, by, "accounts.recovery-codes", by.name);
    return newRecoveryCodes(transaction, by.id);
  });
}

export async function endOwnSession(house: House, by: Person, sessionId: string): Promise<void> {
  if (!(await deleteSessionById(house.database, by.id, sessionId))) throw new Problem("platform.not-found");
}

/** Ends all sessions of a person, by an administrator. */
export function endSessionsOf(house: House, by: Person, staffId: string): Promise<void> {
  return inTransaction(house.database, async (transaction) => {
    const { username } = await staffMember(transaction, staffId);
    await deleteSessionsOf(transaction, staffId);
    await audit(transaction, by, "accounts.end-sessions", username);
  });
}

/** For a person who lost the phone and the recovery codes: all second factors and sessions end; the password stays. */
export async function resetFactors(
  house: Pick<House, "database">,
  by: Person | undefined,
  staffId: string,
): Promise<void> {
  // The own ones are changed with the password (removeFactor), not by the power over others.
  if (by?.id === staffId) throw new Problem("accounts.last-factor");
  await inTransaction(house.database, async (transaction) => {
    const { username } = await staffMember(transaction, staffId);
    await factors.deleteFactors(transaction, staffId);
    await deleteSessionsOf(transaction, staffId);
    await audit(transaction, by, "accounts.factor-reset", username);
  });
}
