import type { Session } from "@lang-nghe/contract";
import { type Clock, dayOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { type KnownMember, knownById, type Run } from "./queries.ts";
import { after, hashOf, newToken } from "./secrets.ts";
import * as queries from "./session-queries.ts";

/** A working day; then everyone signs in again. */
export const sessionHours = 10;
/** Without a request for so long, a session ends. */
export const idleHours = 2;
/** Between the password and the second factor. */
const halfwayHours = 1 / 6;
/** How often, at most, the last use is written down: milliseconds. */
const touchEvery = 60_000;

const idleSince = (clock: Clock) => after(clock, -idleHours);

/** Begins a session with a fresh token; whatever token the browser sent before is worth nothing for it. */
export async function startSession(
  run: Run,
  clock: Clock,
  staffId: string,
  stage: queries.Stage,
  userAgent: string | undefined,
): Promise<string> {
  const token = newToken();
  const now = clock();
  await queries.deleteStaleSessions(run, now, idleSince(clock));
  await queries.insertSession(run, {
    hash: hashOf(token),
    staffId,
    stage,
    agent: agentFamily(userAgent),
    createdOn: dayOf(now),
    usedAt: now,
    expiresAt: after(clock, stage === "full" ? sessionHours : halfwayHours),
  });
  return token;
}

export const endSession = (run: Run, token: string) => queries.deleteSession(run, hashOf(token));

/** The id of the session behind a token, at the stage asked for. */
export function sessionOf(database: Database, clock: Clock, token: string, stage: queries.Stage) {
  return queries.findSession(database, hashOf(token), stage, clock(), idleSince(clock));
}

/** Who holds a full session. */
export async function personOfSession(database: Database, clock: Clock, token: string): Promise<Person | undefined> {
  const session = await sessionOf(database, clock, token, "full");
  if (!session) return undefined;
  const now = clock();
  if (now.getTime() - session.usedAt.getTime() > touchEvery) await queries.touchSession(database, session.id, now);
  const member = await knownById(database, session.staffId);
  if (!member) return undefined;
  const { id, name, grants } = member;
  return { id, name, grants, sessionId: session.id, ...(factorDue(member, now) && { factorDue: true as const }) };
}

/** Whether a person must set up a second factor before anything else. */
export const factorDue = ({ factors, factorBy }: KnownMember, now: Date) =>
  factors.length === 0 && (factorBy === null || factorBy <= now);

/** Sessions of a person by day and kind of browser; `current` is the one asking. */
export async function listSessions(
  database: Database,
  clock: Clock,
  staffId: string,
  current: string | undefined,
): Promise<Session[]> {
  const rows = await queries.listSessions(database, staffId, clock(), idleSince(clock));
  return rows.map(({ usedAt, ...row }) => ({ ...row, usedOn: dayOf(usedAt), current: row.id === current }));
}

/** "Chrome, Android": enough to know one's own device by; versions and models are not kept. */
export function agentFamily(userAgent = ""): string {
  const browser = [
    ["Edge", /\bEdgA?\//],
    ["Cốc Cốc", /\bcoc_coc_browser\//i],
    ["Opera", /\bOPR\//],
    ["Samsung Internet", /\bSamsungBrowser\//],
    ["Firefox", /\b(Firefox|FxiOS)\//],
    ["Chrome", /\b(Chrome|CriOS)\//],
    ["Safari", /\bSafari\//],
  ] as const;
  const system = [
    ["Android", /\bAndroid\b/],
    ["iOS", /\b(iPhone|iPad)\b/],
    ["Windows", /\bWindows\b/],
    ["macOS", /\bMac OS X\b/],
    ["Linux", /\bLinux\b/],
  ] as const;
  const first = (families: readonly (readonly [string, RegExp])[]) =>
    families.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return [first(browser), first(system)].filter(Boolean).join(", ") || "?";
}
