import {
  Among,
  CellsPlan,
  InvitationWave,
  ManifestPlan,
  NewCode,
  NewPools,
  OfferSource,
  OptOutEntry,
  PeopleCount,
  PeoplePage,
  PoolKeys,
  RosterReport,
  RoundState,
  Sender,
  StratumJoins,
  TokenPools,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import { readSheets } from "../platform/files/index.ts";
import { mayFor, personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { rounds } from "../platform/rounds.ts";
import { uploadOf } from "../platform/upload.ts";
import { outbox } from "./mail.ts";
import { importOffer } from "./offer.ts";
import { officerRoutes } from "./officers.ts";
import { optOutByContact, optOutPerson } from "./opt-out.ts";
import { erasePerson, getPerson, newCode } from "./people.ts";
import { describePools, makePools, revokePool } from "./pools.ts";
import { publicRoutes } from "./public-routes.ts";
import * as queries from "./queries.ts";
import { beginRound, messagesOfRound, printRound, queueMail, roundState, takeBounces } from "./sending.ts";
import { cellsPlan, coarsen, describeWave, discardWave, getWave, publishManifest, replaceRoster } from "./service.ts";
import { tokenDesk } from "./token.ts";
import { upkeep } from "./upkeep.ts";
import { openVault } from "./vault.ts";

const params = Type.Object({ studyId: Uuid });
const personParams = Type.Object({ studyId: Uuid, personId: Uuid });
const poolParams = Type.Object({ studyId: Uuid, number: Type.String({ pattern: "^\\d{1,4}$" }) });
const read = { permission: "invitations:read" } as const;
const write = { permission: "invitations:write" } as const;

const peopleOnPage = 50;

/** The issuer: who is invited, and one blindly signed token for each code. It never sees an answer. */
export function invitations(app: App, platform: Platform): void {
  const { config, database } = platform;
  const vault = openVault(config.dataDirectory);
  const desk = tokenDesk(platform, vault);
  const due = upkeep(platform, vault, desk.forget);
  const post = outbox(platform, vault);

  const soon = rounds(app, platform, { minutes: 1, name: "a round of invitations" }, due.run);
  // Apart: a slow mail server holds up no close.
  const mailSoon = rounds(app, platform, { minutes: 1, name: "a round of mail" }, post.run);
  app.addHook("onReady", async () => void soon());
  app.addHook("onClose", async () => post.close());

  publicRoutes(app, platform, vault, desk);
  officerRoutes(app, platform);

  app.get(
    "/api/invitations",
    { config: { ...read, anyStudy: true }, schema: { response: { 200: Type.Array(InvitationWave) } } },
    async (request) => {
      const rows = (await queries.waves(database)).filter(({ studyId }) =>
        mayFor(request, "invitations:read", studyId),
      );
      return Promise.all(rows.map((row) => describeWave(platform, row)));
    },
  );

  app.post(
    "/api/invitations",
    { config: { ...write, anyStudy: true }, schema: { body: OfferSource, response: { 201: InvitationWave } } },
    async (request, reply) => {
      const may = (studyId: string) => mayFor(request, "invitations:write", studyId);
      const studyId = await importOffer(platform, personOf(request), request.body, may);
      return reply.code(201).send(await describeWave(platform, await getWave(platform, studyId)));
    },
  );

  app.get(
    "/api/invitations/:studyId",
    { config: read, schema: { params, response: { 200: InvitationWave } } },
    async (request) => describeWave(platform, await getWave(platform, request.params.studyId)),
  );

  app.delete("/api/invitations/:studyId", { config: write, schema: { params } }, async (request, reply) => {
    await discardWave(platform, personOf(request), request.params.studyId);
    return reply.code(204).send();
  });

  app.post(
    "/api/invitations/:studyId/roster",
    { config: write, schema: { params, response: { 200: RosterReport } } },
    async (request) =>
      replaceRoster(platform, vault, personOf(request), request.params.studyId, await uploadOf(request)),
  );

  app.get(
    "/api/invitations/:studyId/cells",
    { config: read, schema: { params, response: { 200: CellsPlan } } },
    (request) => cellsPlan(platform, request.params.studyId),
  );

  app.put(
    "/api/invitations/:studyId/joins",
    { config: write, schema: { params, body: StratumJoins, response: { 200: CellsPlan } } },
    async (request) => {
      const { studyId } = request.params;
      await coarsen(platform, personOf(request), studyId, request.body);
      return cellsPlan(platform, studyId);
    },
  );

  app.put(
    "/api/invitations/:studyId/sender",
    { config: write, schema: { params, body: Sender, response: { 200: InvitationWave } } },
    async (request) => {
      const { studyId } = request.params;
      const { phone, email } = request.body;
      if (phone.trim() === "" && email.trim() === "")
        throw new Problem("platform.bad-request", { place: "body", reason: "phone or email" });
      await getWave(platform, studyId);
      await inTransaction(database, async (transaction) => {
        await queries.changeWave(transaction, studyId, { sender: request.body });
        await audit(transaction, personOf(request), "invitations.sender", studyId);
      });
      return describeWave(platform, await getWave(platform, studyId));
    },
  );

  app.post(
    "/api/invitations/:studyId/manifest",
    { config: write, schema: { params, body: ManifestPlan, response: { 200: InvitationWave } } },
    async (request) => {
      const { studyId } = request.params;
      await publishManifest(platform, vault, personOf(request), studyId, request.body);
      void soon();
      return describeWave(platform, await getWave(platform, studyId));
    },
  );

  // Rounds of invitations: paper, short messages, mail.

  app.get(
    "/api/invitations/:studyId/round",
    { config: read, schema: { params, response: { 200: RoundState } } },
    (request) => roundState(platform, request.params.studyId),
  );

  app.post(
    "/api/invitations/:studyId/rounds",
    { config: write, schema: { params, response: { 200: InvitationWave } } },
    async (request) => {
      const { studyId } = request.params;
      await beginRound(platform, personOf(request), studyId);
      return describeWave(platform, await getWave(platform, studyId));
    },
  );

  app.get(
    "/api/invitations/:studyId/print.pdf",
    {
      config: write,
      schema: {
        params,
        querystring: Type.Object({
          kind: Type.Enum(["letters", "cards"]),
          to: Type.Optional(Among),
          part: Type.Optional(Type.String({ pattern: "^\\d{1,5}$" })),
        }),
      },
    },
    async (request, reply) => {
      const { kind, to = "all", part = "0" } = request.query;
      const { studyId } = request.params;
      const pdf = await printRound(platform, vault, personOf(request), studyId, { kind, to, part: Number(part) });
      return reply
        .type("application/pdf")
        .header("content-disposition", `attachment; filename="${kind}-${Number(part) + 1}.pdf"`)
        .send(pdf);
    },
  );

  app.get(
    "/api/invitations/:studyId/messages.csv",
    { config: write, schema: { params, querystring: Type.Object({ to: Type.Optional(Among) }) } },
    async (request, reply) => {
      const { studyId } = request.params;
      const list = await messagesOfRound(platform, vault, personOf(request), studyId, request.query.to ?? "all");
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="messages.csv"')
        .send(list);
    },
  );

  app.post(
    "/api/invitations/:studyId/mail",
    { config: write, schema: { params, response: { 200: InvitationWave } } },
    async (request) => {
      const { studyId } = request.params;
      await queueMail(platform, personOf(request), studyId);
      void mailSoon();
      return describeWave(platform, await getWave(platform, studyId));
    },
  );

  app.post(
    "/api/invitations/:studyId/bounces",
    { config: write, schema: { params, response: { 200: PeopleCount } } },
    async (request) => {
      const { bytes, fileName } = await uploadOf(request);
      const sheets = await readSheets(bytes, fileName);
      const cells = sheets.flatMap(({ rows }) => rows.flat());
      return { people: await takeBounces(platform, personOf(request), request.params.studyId, cells) };
    },
  );

  // Pools of blind signatures for interviewers' telephones: numbered, nobody's.

  app.get(
    "/api/invitations/:studyId/pools",
    { config: read, schema: { params, response: { 200: TokenPools } } },
    (request) => describePools(platform, request.params.studyId),
  );

  app.post(
    "/api/invitations/:studyId/pools",
    { config: write, schema: { params, body: NewPools, response: { 201: PoolKeys } } },
    async (request, reply) => {
      const made = await makePools(platform, vault, personOf(request), request.params.studyId, request.body);
      return reply.code(201).header("cache-control", "no-store").send(made);
    },
  );

  app.post(
    "/api/invitations/:studyId/pools/:number/revoke",
    { config: write, schema: { params: poolParams, response: { 200: TokenPools } } },
    async (request) => {
      const { studyId, number } = request.params;
      await revokePool(platform, personOf(request), studyId, Number(number));
      return describePools(platform, studyId);
    },
  );

  // People, for whoever answers their calls. Their names are not audited: only that somebody's contacts were changed.

  app.get(
    "/api/invitations/:studyId/people",
    {
      config: read,
      schema: {
        params,
        querystring: Type.Object({
          search: Type.Optional(Type.String({ maxLength: 100 })),
          page: Type.Optional(Type.String({ pattern: "^\\d{1,5}$" })),
        }),
        response: { 200: PeoplePage },
      },
    },
    async (request) => {
      const { studyId } = request.params;
      await getWave(platform, studyId);
      const from = Number(request.query.page ?? "0") * peopleOnPage;
      const { people, total } = await queries.peoplePage(
        database,
        studyId,
        (request.query.search ?? "").trim(),
        from,
        peopleOnPage,
      );
      return {
        total,
        people: people.map(({ takenShown, taken: _now, codeVersion: _version, ...person }) => ({
          ...person,
          taken: takenShown,
        })),
      };
    },
  );

  app.post(
    "/api/invitations/:studyId/people/:personId/new-code",
    { config: write, schema: { params: personParams, response: { 200: NewCode } } },
    (request) => newCode(platform, vault, personOf(request), request.params.studyId, request.params.personId),
  );

  app.post(
    "/api/invitations/:studyId/people/:personId/opt-out",
    { config: write, schema: { params: personParams } },
    async (request, reply) => {
      const { studyId, personId } = request.params;
      const person = await getPerson(platform, studyId, personId);
      await optOutPerson(platform, vault, studyId, person, personOf(request));
      return reply.code(204).send();
    },
  );

  app.delete(
    "/api/invitations/:studyId/people/:personId",
    { config: write, schema: { params: personParams } },
    async (request, reply) => {
      await erasePerson(platform, personOf(request), request.params.studyId, request.params.personId);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/invitations/opt-outs",
    { config: write, schema: { body: OptOutEntry, response: { 200: PeopleCount } } },
    async (request) => ({
      people: await optOutByContact(platform, vault, personOf(request), request.body.contact),
    }),
  );
}
