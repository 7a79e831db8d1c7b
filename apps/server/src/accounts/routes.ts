import { PasswordChange, SecondFactor, SessionState, Setup, SignedIn, SignIn } from "@lang-nghe/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { dayOf } from "../platform/clock.ts";
import { diskUse } from "../platform/disk.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { accountRoutes } from "./account-routes.ts";
import { cookiesOf } from "./cookies.ts";
import { openHouse } from "./house.ts";
import { passkeyToUse } from "./passkeys.ts";
import { knownById } from "./queries.ts";
import { endSession, factorDue, personOfSession } from "./sessions.ts";
import * as service from "./sign-in.ts";
import { setUp, setupNeeded } from "./staff.ts";
import { staffRoutes } from "./staff-routes.ts";

/** Finds the member of staff behind each request to the API. */
export function readPerson(app: App, { config, database, clock }: Platform): void {
  const cookies = cookiesOf(config);
  app.addHook("onRequest", async (request) => {
    const token = cookies.session(request);
    if (token !== undefined && request.url.startsWith("/api/"))
      request.person = await personOfSession(database, clock, token);
  });
}

/** Signing in and out; then the own account, and the staff. */
export function accounts(app: App, platform: Platform): void {
  const { config, database, clock } = platform;
  const house = openHouse(platform);
  const cookies = cookiesOf(config);
  const plainHttp = !config.publicUrl.startsWith("https://");
  const names = Object.values(config.hosts).map((address) => new URL(address).hostname);
  const oneMachine = new Set(names).size < names.length;
  const host = config.role === "issuer" ? "issuer" : "office";

  const enter = (reply: FastifyReply, { state, token, staffId }: service.Entered) => {
    cookies.setSession(reply.code(201), token);
    if (state === "signed-in") cookies.setDevice(reply, service.deviceMark(house, staffId));
    return reply.send({ state });
  };

  async function sessionState(request: FastifyRequest): Promise<SessionState> {
    const member = request.person && (await knownById(database, request.person.id));
    const halfway = member ? undefined : await service.halfwaySession(house, cookies.session(request));
    const { factorBy, ...person } = member ?? { factorBy: null };
    const bare = member?.factors.length === 0;
    return {
      state: member
        ? "signed-in"
        : halfway
          ? "factor-needed"
          : (await setupNeeded(database))
            ? "setup-needed"
            : "signed-out",
      host,
      person: member ? (person as SessionState["person"]) : null,
      factors: halfway?.member.factors ?? [],
      factorBy: bare && factorBy ? dayOf(factorBy) : null,
      factorDue: member ? factorDue(member, clock()) : false,
      passkeys: house.relyingParty.possible,
      plainHttp: plainHttp && !isLocal(request.hostname),
      oneMachine,
      diskUsed: await diskUse(config.dataDirectory),
      version: config.version,
    };
  }

  app.get(
    "/api/session",
    { config: { permission: "anyone" }, schema: { response: { 200: SessionState } } },
    sessionState,
  );

  app.post(
    "/api/setup",
    { config: guessing, schema: { body: Setup, response: { 201: SignedIn } } },
    async (request, reply) => {
      const { userAgent } = cookies.browser(request);
      return enter(reply, await setUp(database, clock, config.role, request.body, userAgent));
    },
  );

  app.post(
    "/api/session",
    { config: guessing, schema: { body: SignIn, response: { 201: SignedIn } } },
    async (request, reply) => enter(reply, await service.signIn(house, request.body, cookies.browser(request))),
  );

  app.post(
    "/api/session/factor",
    { config: guessing, schema: { body: SecondFactor, response: { 201: SignedIn } } },
    async (request, reply) => {
      const browser = cookies.browser(request);
      return enter(reply, await service.enterFactor(house, cookies.session(request), request.body, browser));
    },
  );

  // What a passkey must sign, for whoever has given the password.
  app.post(
    "/api/session/challenge",
    { config: guessing, schema: { response: { 200: Type.Unknown() } } },
    async (request) => {
      const halfway = await service.halfwaySession(house, cookies.session(request));
      if (!halfway) throw new Problem("accounts.signed-out");
      return passkeyToUse(house, halfway.member.id, halfway.sessionId);
    },
  );

  app.delete("/api/session", { config: { permission: "anyone" } }, async (request, reply) => {
    const token = cookies.session(request);
    if (token) await endSession(database, token);
    return cookies.clearSession(reply).code(204).send();
  });

  app.post("/api/password", { config: guessing, schema: { body: PasswordChange } }, async (request, reply) => {
    const token = await service.changePassword(house, request.person, request.body, cookies.browser(request));
    if (token !== undefined) cookies.setSession(reply, token);
    return reply.code(204).send();
  });

  accountRoutes(app, house, cookies);
  staffRoutes(app, house);
}

/** Tries a minute at a password, a code or a one-time link, from one address. Held in memory only. */
const guessing = { permission: "anyone", rateLimit: { max: 10, timeWindow: 60_000 } } as const;

const isLocal = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(:\d+)?$/.test(host);
