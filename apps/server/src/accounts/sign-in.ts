import type { PasswordChange, SecondFactor, SignedIn, SignIn } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import type { House } from "./house.ts";
import { usePasskey } from "./passkeys.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";
import * as queries from "./queries.ts";
import { useRecoveryCode } from "./recovery-codes.ts";
import { hashOf } from "./secrets.ts";
import { countTry, deleteSessionById, deleteSessionsOf } from "./session-queries.ts";
import { sessionOf, startSession } from "./sessions.ts";
import { takeTotp } from "./totp.ts";

/** What a browser brings along: its kind, and the mark of an earlier sign-in. */
export type Browser = { userAgent: string | undefined; device: string | undefined };

/**
 * Longest wait after wrong passwords: seconds. Short, because a stranger can cause it. After a wrong second factor it is long:
 * only someone who knows the password can.
 */
const longestWait = { password: 60, factor: 900 };
/** Wrong second factors until the password is asked for again. */
const triesHalfway = 5;

/** Proof that somebody has signed in as this person with this browser: such a browser waits for its own mistakes only. */
export const deviceMark = (house: House, staffId: string) => house.key.sign(`device ${staffId}`);
const throttleKey = (house: House, what: string, who: string, staffId: string | undefined, { device }: Browser) =>
  staffId !== undefined && device !== undefined && house.key.signed(`device ${staffId}`, device)
    ? `${what} device ${staffId}`
    : `${what} ${who}`;

function demandNoWait(house: House, key: string): void {
  const seconds = house.throttle.wait(key);
  if (seconds > 0) throw new Problem("platform.too-many-requests", { seconds });
}

export type Entered = SignedIn & { token: string; staffId: string };

/** The first step: name and password. With a second factor set up, the session is worth nothing until that came too. */
export async function signIn(house: House, { username, password }: SignIn, browser: Browser): Promise<Entered> {
  const { database, clock } = house;
  const found = await queries.staffWithPassword(database, username);
  const key = throttleKey(house, "password", username.toLowerCase(), found?.id, browser);
  demandNoWait(house, key);
  const right = await passwordMatches(found?.password, password);
  if (!found?.active || !right) {
    house.throttle.failed(key, longestWait.password);
    await audit(database, undefined, "accounts.sign-in-refused", found?.username);
    throw new Problem("accounts.wrong-password");
  }
  house.throttle.succeeded(key);
  const member = await queries.knownById(database, found.id);
  const halfway = Boolean(member?.factors.length);
  const token = await startSession(database, clock, found.id, halfway ? "password" : "full", browser.userAgent);
  if (!halfway) await audit(database, named(member), "accounts.sign-in", found.username);
  return { state: halfway ? "factor-needed" : "signed-in", token, staffId: found.id };
}

/** The session between password and second factor, with the person it is about. */
export async function halfwaySession(house: House, token: string | undefined) {
  const session = token === undefined ? undefined : await sessionOf(house.database, house.clock, token, "password");
  const member = session && (await queries.knownById(house.database, session.staffId));
  return session && member ? { sessionId: session.id, member } : undefined;
}

/** The second step. The session of the first ends, whatever comes of it in the end. */
export async function enterFactor(
  house: House,
  token: string | undefined,
  given: SecondFactor,
  browser: Browser,
): Promise<Entered> {
  const { database, clock } = house;
  const halfway = await halfwaySession(house, token);
  if (!halfway) throw new Problem("accounts.signed-out");
  const { sessionId, member } = halfway;
  const key = throttleKey(house, "factor", member.id, member.id, browser);
  demandNoWait(house, key);
  if ((await countTry(database, sessionId)) > triesHalfway) {
    await deleteSessionById(database, member.id, sessionId);
    throw new Problem("accounts.signed-out");
  }
  const right = await factorRight(house, member.id, sessionId, given).catch(async (error) => {
    house.throttle.failed(key, longestWait.factor);
    throw error;
  });
  if (!right) {
    house.throttle.failed(key, longestWait.factor);
    await audit(database, undefined, "accounts.factor-refused", member.username, { factor: given.factor });
    throw new Problem(given.factor === "passkey" ? "accounts.wrong-passkey" : "accounts.wrong-code");
  }
  house.throttle.succeeded(key);
  const full = await inTransaction(database, async (transaction) => {
    await deleteSessionById(transaction, member.id, sessionId);
    await audit(transaction, named(member), "accounts.sign-in", member.username, { factor: given.factor });
    return startSession(transaction, clock, member.id, "full", browser.userAgent);
  });
  return { state: "signed-in", token: full, staffId: member.id };
}

function factorRight(house: House, staffId: string, sessionId: string, given: SecondFactor): Promise<boolean> {
  switch (given.factor) {
    case "totp":
      return takeTotp(house, staffId, given.totp);
    case "recovery":
      return useRecoveryCode(house.database, staffId, given.recovery);
    case "passkey":
      return usePasskey(house, staffId, sessionId, given.response as unknown as Parameters<typeof usePasskey>[3]);
  }
}

const named = (member: { id: string; name: string } | undefined): Person | undefined =>
  member && { id: member.id, name: member.name, grants: [] };

/** @throws {Problem} accounts.wrong-password; slower and slower. */
export async function demandPassword(house: House, by: Person, current: string | undefined, browser: Browser) {
  const key = throttleKey(house, "current", by.id, by.id, browser);
  demandNoWait(house, key);
  if (await passwordMatches(await queries.passwordOf(house.database, by.id), current ?? "")) {
    house.throttle.succeeded(key);
    return;
  }
  house.throttle.failed(key, longestWait.factor);
  throw new Problem("accounts.wrong-password");
}

/**
 * Sets a password, by one-time link or by the person who knows the current one. All sessions end; second factors stay.
 * @returns a new session for whoever was signed in.
 */
export async function changePassword(
  house: House,
  by: Person | undefined,
  given: PasswordChange,
  browser: Browser,
): Promise<string | undefined> {
  const { database, clock } = house;
  if (given.token === undefined) {
    if (!by) throw new Problem("accounts.signed-out");
    await demandPassword(house, by, given.current, browser);
  }
  return inTransaction(database, async (transaction) => {
    let id = by?.id;
    if (given.token !== undefined) {
      const link = await queries.takeLink(transaction, hashOf(given.token), clock());
      if (!link?.staffId) throw new Problem("accounts.bad-token");
      id = link.staffId;
    }
    const member = await queries.staffById(transaction, id!);
    if (!member) throw new Problem("accounts.bad-token");
    // A weak one is refused by throwing, which leaves the link unused.
    await queries.setPassword(
      transaction,
      member.id,
      await hashPassword(given.password, [member.name, member.username]),
    );
    await deleteSessionsOf(transaction, member.id);
    await audit(transaction, given.token === undefined ? by : undefined, "accounts.password", member.username);
    return given.token === undefined
      ? startSession(transaction, clock, member.id, "full", browser.userAgent)
      : undefined;
  });
}
