import {
  AuditEntry,
  NewStaffMember,
  PasswordChange,
  SessionState,
  Setup,
  SignIn,
  StaffChange,
  StaffInvitation,
  StaffMember,
  Uuid,
} from "@lang-nghe/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { diskUse } from "../platform/disk.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { auditPage, listStaff } from "./queries.ts";
import * as service from "./service.ts";

/** Signed in for a working day; the cookie never reaches the answer page (path /api). */
const cookieName = "lang-nghe-session";

/** Finds the member of staff behind each request to the API. */
export function readPerson(app: App, { database, clock }: Platform): void {
  app.addHook("onRequest", async (request) => {
    const token = request.cookies[cookieName];
    if (token !== undefined && request.url.startsWith("/api/"))
      request.person = await service.personOfSession(database, clock, token);
  });
}

export function accounts(app: App, platform: Platform): void {
  const { config, database, clock } = platform;
  const secure = config.publicUrl.startsWith("https://");
  const setCookie = (reply: FastifyReply, token: string) =>
    reply.setCookie(cookieName, token, {
      path: "/api",
      httpOnly: true,
      sameSite: "strict",
      secure,
      maxAge: service.sessionHours * 3600,
    });

  const state = async (request: FastifyRequest) => ({
    state: (request.person
      ? "signed-in"
      : (await service.setupNeeded(database))
        ? "setup-needed"
        : "signed-out") as SessionState["state"],
    person: request.person ? await service.staffMember(database, request.person.id) : null,
    plainHttp: !secure && !isLocal(request.hostname),
    diskUsed: await diskUse(config.dataDirectory),
    version: config.version,
  });

  app.get(
    "/api/session",
    { config: { permission: "anyone" }, schema: { response: { 200: SessionState } } },
    (request) => state(request),
  );

  app.post(
    "/api/setup",
    { config: guessing, schema: { body: Setup, response: { 201: StaffMember } } },
    async (request, reply) => {
      const { member, session } = await service.setUp(database, clock, request.body);
      return setCookie(reply.code(201), session).send(member);
    },
  );

  app.post(
    "/api/session",
    { config: guessing, schema: { body: SignIn, response: { 201: StaffMember } } },
    async (request, reply) => {
      const { member, session } = await service.signIn(database, clock, request.body);
      return setCookie(reply.code(201), session).send(member);
    },
  );

  app.delete("/api/session", { config: { permission: "anyone" } }, async (request, reply) => {
    const token = request.cookies[cookieName];
    if (token) await service.signOut(database, token);
    return reply.clearCookie(cookieName, { path: "/api" }).code(204).send();
  });

  app.get(
    "/api/staff",
    { config: { permission: "accounts:manage" }, schema: { response: { 200: Type.Array(StaffMember) } } },
    () => listStaff(database),
  );

  app.post(
    "/api/staff",
    { config: { permission: "accounts:manage" }, schema: { body: NewStaffMember, response: { 201: StaffInvitation } } },
    async (request, reply) => {
      const { member, token } = await service.addStaff(database, clock, personOf(request), request.body);
      return reply.code(201).send({ member, link: `${config.publicUrl}/console/password#${token}` });
    },
  );

  app.patch(
    "/api/staff/:staffId",
    {
      config: { permission: "accounts:manage" },
      schema: { params: Type.Object({ staffId: Uuid }), body: StaffChange, response: { 200: StaffMember } },
    },
    (request) => service.changeStaff(database, personOf(request), request.params.staffId, request.body),
  );

  app.post(
    "/api/staff/:staffId/link",
    {
      config: { permission: "accounts:manage" },
      schema: { params: Type.Object({ staffId: Uuid }), response: { 201: StaffInvitation } },
    },
    async (request, reply) => {
      const { member, token } = await service.renewLink(database, clock, personOf(request), request.params.staffId);
      return reply.code(201).send({ member, link: `${config.publicUrl}/console/password#${token}` });
    },
  );

  app.post("/api/password", { config: guessing, schema: { body: PasswordChange } }, async (request, reply) => {
    await service.changePassword(database, clock, request.person, request.body);
    return reply.code(204).send();
  });

  app.get(
    "/api/audit",
    {
      config: { permission: "accounts:manage" },
      schema: {
        querystring: Type.Object({ before: Type.Optional(Type.String({ pattern: "^\\d{1,15}$" })) }),
        response: { 200: Type.Array(AuditEntry) },
      },
    },
    (request) => auditPage(database, request.query.before === undefined ? undefined : Number(request.query.before)),
  );
}

/** Tries a minute at a password or a one-time link, from one address. Held in memory only. */
const guessing = { permission: "anyone", rateLimit: { max: 10, timeWindow: 60_000 } } as const;

const isLocal = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(:\d+)?$/.test(host);
