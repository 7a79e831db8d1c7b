import { Account, Confirmation, NewPasskey, NewTotp, RecoveryCodes, TotpConfirmation, Uuid } from "@lang-nghe/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App } from "../platform/platform.ts";
import * as service from "./account.ts";
import type { Cookies } from "./cookies.ts";
import { deletePasskey, deleteTotp } from "./factor-queries.ts";
import type { House } from "./house.ts";
import { addPasskey, passkeyToMake } from "./passkeys.ts";
import { deleteSessionById } from "./session-queries.ts";
import { startSession } from "./sessions.ts";
import { demandPassword } from "./sign-in.ts";
import { staffMember } from "./staff.ts";
import { confirmTotp, newTotp } from "./totp.ts";

/** What people do with their own account: open to everyone signed in, also before the second factor is set up. */
export function accountRoutes(app: App, house: House, cookies: Cookies): void {
  const own = { permission: "signed-in", beforeFactor: true } as const;
  /** Slow to guess at: each of these takes a password or a code. */
  const guarded = { ...own, rateLimit: { max: 10, timeWindow: 60_000 } } as const;

  /** Whoever has a second factor gives the password before it changes: a browser left open is not enough. */
  async function confirmed(request: FastifyRequest<{ Body: { current?: string } }>): Promise<string> {
    const by = personOf(request);
    const member = await staffMember(house.database, by.id);
    if (member.factors.length) await demandPassword(house, by, request.body.current, cookies.browser(request));
    return member.username;
  }

  app.get("/api/account", { config: own, schema: { response: { 200: Account } } }, (request) =>
    service.accountOf(house, personOf(request)),
  );

  app.post(
    "/api/account/totp",
    { config: guarded, schema: { body: Confirmation, response: { 200: NewTotp } } },
    async (request) => newTotp(house, personOf(request), await confirmed(request)),
  );

  app.put(
    "/api/account/totp",
    { config: guarded, schema: { body: TotpConfirmation, response: { 200: RecoveryCodes } } },
    async (request, reply) => {
      const { enrolment, totp } = request.body;
      const recoveryCodes = await confirmTotp(house, personOf(request), enrolment, totp);
      await rotate(request, (token) => cookies.setSession(reply, token));
      return { recoveryCodes };
    },
  );

  app.delete("/api/account/totp", { config: guarded, schema: { body: Confirmation } }, async (request, reply) => {
    await confirmed(request);
    const by = personOf(request);
    await service.removeFactor(house, by, "totp", (transaction) => deleteTotp(transaction, by.id));
    return reply.code(204).send();
  });

  app.post(
    "/api/account/passkeys/options",
    { config: guarded, schema: { body: Confirmation, response: { 200: Type.Unknown() } } },
    async (request) => {
      const by = personOf(request);
      return passkeyToMake(house, by, await confirmed(request), by.sessionId!);
    },
  );

  app.post(
    "/api/account/passkeys",
    { config: guarded, schema: { body: NewPasskey, response: { 201: RecoveryCodes } } },
    async (request, reply) => {
      const by = personOf(request);
      const { name, response } = request.body;
      const made = response as unknown as Parameters<typeof addPasskey>[4];
      const recoveryCodes = await addPasskey(house, by, by.sessionId!, name, made);
      await rotate(request, (token) => cookies.setSession(reply, token));
      return reply.code(201).send({ recoveryCodes });
    },
  );

  app.delete(
    "/api/account/passkeys/:passkeyId",
    {
      config: guarded,
      schema: { params: Type.Object({ passkeyId: Type.String({ maxLength: 1400 }) }), body: Confirmation },
    },
    async (request, reply) => {
      await confirmed(request);
      const by = personOf(request);
      const { passkeyId } = request.params;
      await service.removeFactor(house, by, "passkey", (transaction) => deletePasskey(transaction, by.id, passkeyId));
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/account/recovery-codes",
    { config: guarded, schema: { body: Confirmation, response: { 200: RecoveryCodes } } },
    async (request) => {
      await confirmed(request);
      return { recoveryCodes: await service.renewRecoveryCodes(house, personOf(request)) };
    },
  );

  app.delete(
    "/api/account/sessions/:sessionId",
    { config: own, schema: { params: Type.Object({ sessionId: Uuid }) } },
    async (request, reply) => {
      await service.endOwnSession(house, personOf(request), request.params.sessionId);
      return reply.code(204).send();
    },
  );

  /** With a new second factor the session gets a new token: what was copied before is worth nothing. */
  async function rotate(request: FastifyRequest, send: (token: string) => void): Promise<void> {
    const { id, sessionId } = personOf(request);
    const { userAgent } = cookies.browser(request);
    const token = await startSession(house.database, house.clock, id, "full", userAgent);
    await deleteSessionById(house.database, id, sessionId!);
    send(token);
  }
}
