import { createHash, randomBytes } from "node:crypto";
import type { FieldPhone, NewPhone, Phone, PhoneCode } from "@lang-nghe/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sql } from "kysely";
import { staffById } from "../accounts/index.ts";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import { type Person, personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";

/** How long the code of a new telephone is good for: milliseconds. */
const codeHolds = 3_600_000;
/** A season in the field; then the telephone is enrolled again. Seconds. */
const sessionHolds = 180 * 24 * 3600;

const hashOf = (secret: string) => createHash("sha256").update(secret).digest();

type Cookie = {
  read: (request: FastifyRequest) => string | undefined;
  write: (reply: FastifyReply, session: string) => FastifyReply;
};

/** It reaches the interviewer's own visits; the console's routes never see it. */
function cookieOf({ publicUrl }: Platform["config"]): Cookie {
  const secure = publicUrl.startsWith("https://");
  const name = `${secure ? "__Secure-" : ""}lang-nghe-field`;
  return {
    read: (request) => request.cookies[name],
    write: (reply, session) =>
      reply.setCookie(name, session, {
        path: "/api/field",
        httpOnly: true,
        sameSite: "strict",
        secure,
        maxAge: sessionHolds,
      }),
  };
}

declare module "fastify" {
  interface FastifyRequest {
    /** The telephone that asks; its interviewer is the request's person. */
    phoneId: string | undefined;
  }
}

/**
 * Finds the interviewer behind each request of a telephone, with that role's grants and no other: a telephone that fell into
 * other hands opens no screen of the console.
 */
export function readPhone(app: App, { config, database }: Platform): void {
  const cookie = cookieOf(config);
  app.decorateRequest("phoneId", undefined);
  app.addHook("onRequest", async (request) => {
    if (!/^\/api\/field(?:[/?]|$)/.test(request.url)) return;
    const session = cookie.read(request);
    if (session === undefined) return;
    const found = await database
      .selectFrom("fieldwork.phone")
      .select(["id", "staffId"])
      .where("session", "=", hashOf(session))
      .executeTakeFirst();
    const member = found && (await staffById(database, found.staffId));
    if (!member?.active) return;
    const { id, name, grants } = member;
    request.phoneId = found!.id;
    request.person = { id, name, grants: grants.filter(({ role }) => role === "interviewer") };
  });
}

/**
 * The telephone of a route that only telephones reach.
 * @throws {Problem} fieldwork.no-phone: signed in at the console.
 */
export function phoneOf(request: FastifyRequest): { phoneId: string; by: Person } {
  if (request.phoneId === undefined) throw new Problem("fieldwork.no-phone");
  return { phoneId: request.phoneId, by: personOf(request) };
}

export function enrolment({ config, database, clock }: Platform) {
  const cookie = cookieOf(config);
  return {
    /**
     * Makes the code with which one new telephone of an interviewer enrols, once.
     * @throws {Problem} fieldwork.not-in-team
     */
    async newCode(by: Person, studyId: string, { staffId, name }: NewPhone): Promise<PhoneCode> {
      const code = randomBytes(20).toString("base64url");
      const until = new Date(clock().getTime() + codeHolds);
      const id = await inTransaction(database, async (transaction) => {
        const member = await transaction
          .selectFrom("fieldwork.member")
          .select("staffId")
          .where("studyId", "=", studyId)
          .where("staffId", "=", staffId)
          .where("duty", "=", "interviewer")
          .executeTakeFirst();
        if (!member) throw new Problem("fieldwork.not-in-team");
        const made = await transaction
          .insertInto("fieldwork.phone")
          .values({ staffId, name: name.trim(), code: hashOf(code), codeUntil: until, madeOn: dayOf(clock()) })
          .returning("id")
          .executeTakeFirstOrThrow();
        await audit(transaction, by, "fieldwork.new-phone", made.id, { interviewer: staffId });
        return made.id;
      });
      return { id, code, link: `${config.publicUrl}/field/#${code}`, until: until.toISOString() };
    },

    /** @throws {Problem} fieldwork.code: unknown, used or too old. */
    async enrol(reply: FastifyReply, code: string): Promise<FieldPhone> {
      const session = randomBytes(24).toString("base64url");
      const now = clock();
      const phone = await database
        .updateTable("fieldwork.phone as p")
        .from("accounts.staff as s")
        .set({ session: hashOf(session), enrolledOn: dayOf(now), code: null, codeUntil: null })
        .whereRef("s.id", "=", "p.staffId")
        .where("s.active", "=", true)
        .where("p.code", "=", hashOf(code))
        .where("p.codeUntil", ">", now)
        .returning(["p.id", "p.name", "s.name as interviewer"])
        .executeTakeFirst();
      if (!phone) throw new Problem("fieldwork.code");
      cookie.write(reply, session);
      return { server: "lang-nghe", phoneId: phone.id, name: phone.name, interviewer: phone.interviewer };
    },
  };
}

/** Telephones of the interviewers of a study. */
export async function listPhones({ database, clock }: Platform, studyId: string): Promise<Phone[]> {
  const rows = await database
    .selectFrom("fieldwork.phone as p")
    .innerJoin("fieldwork.member as m", "m.staffId", "p.staffId")
    .select(["p.id", "p.staffId", "p.name", "p.madeOn", "p.syncedOn", "p.unsent", "p.storageLeft"])
    .select(["p.enrolledOn", "p.revokedOn", "p.codeUntil"])
    .select(
      sql<number>`(select count(*)::int from fieldwork.assignment a where a.phone_id = p.id and a.state = 'taken')`.as(
        "inHand",
      ),
    )
    .where("m.studyId", "=", studyId)
    .orderBy("p.name")
    .execute();
  return rows.map(({ enrolledOn, revokedOn, codeUntil, ...row }) => ({
    ...row,
    state: revokedOn ? "revoked" : enrolledOn ? "enrolled" : codeUntil && codeUntil > clock() ? "waiting" : "expired",
  }));
}

/**
 * Shuts a telephone out. What it had fetched waits for another one of the same interviewer; work on it that was not sent can still
 * be sent by enrolling it again.
 * @throws {Problem} platform.not-found
 */
export async function revokePhone(
  { database, clock }: Platform,
  by: Person,
  studyId: string,
  phoneId: string,
  remark: string,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const revoked = await transaction
      .updateTable("fieldwork.phone as p")
      .from("fieldwork.member as m")
      .set({ session: null, code: null, codeUntil: null, revokedOn: dayOf(clock()) })
      .whereRef("m.staffId", "=", "p.staffId")
      .where("m.studyId", "=", studyId)
      .where("p.id", "=", phoneId)
      .where("p.revokedOn", "is", null)
      .returning("p.id")
      .executeTakeFirst();
    if (!revoked) throw new Problem("platform.not-found");
    await transaction
      .updateTable("fieldwork.assignment")
      .set({ state: "given", remark })
      .where("phoneId", "=", phoneId)
      .where("state", "=", "taken")
      .execute();
    await audit(transaction, by, "fieldwork.revoke-phone", phoneId, {});
  });
}

/** Writes down what a telephone says of itself when it fetches; megabytes in tens, which is as fine as anybody needs. */
export async function noteSync(
  database: Database,
  phoneId: string,
  day: string,
  { unsent, storage }: { unsent?: string; storage?: string },
): Promise<void> {
  await database
    .updateTable("fieldwork.phone")
    .set({
      syncedOn: day,
      ...(unsent !== undefined && { unsent: Math.min(Number(unsent), 1_000_000) }),
      ...(storage !== undefined && { storageLeft: Math.min(Math.floor(Number(storage) / 10) * 10, 10_000_000) }),
    })
    .where("id", "=", phoneId)
    .execute();
}
