import {
  Enrolment,
  FieldChanges,
  FieldChangesQuery,
  FieldCodes,
  FieldForm,
  FieldPhone,
  FieldReports,
  FieldStudies,
  Quarantine,
  ReportReplies,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { dayOf } from "../platform/clock.ts";
import { mayFor } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { newestForm } from "../questionnaires/index.ts";
import { getStudy } from "../studies/index.ts";
import { codesOf } from "./codes.ts";
import { enrolment, noteSync, phoneOf } from "./phones.ts";
import { changesSince, quarantined, takeReports } from "./reports.ts";

const params = Type.Object({ studyId: Uuid });
/** Of whatever study: a telephone reaches its interviewer's own assignments and reports only. */
const work = { permission: "fieldwork:work", anyStudy: true } as const;
const server = "lang-nghe" as const;

/** What a telephone asks and sends. */
export function phoneRoutes(app: App, platform: Platform): void {
  const { database, clock } = platform;

  app.post(
    "/api/field/enrol",
    {
      config: { permission: "anyone", rateLimit: { max: 20, timeWindow: "10 minutes" } },
      schema: { body: Enrolment, response: { 201: FieldPhone } },
    },
    async (request, reply) => {
      const phone = await enrolment(platform).enrol(reply, request.body.code);
      return reply.code(201).send(phone);
    },
  );

  app.get("/api/field", { config: work, schema: { response: { 200: FieldPhone } } }, async (request) => {
    const { phoneId, by } = phoneOf(request);
    const { name } = await database
      .selectFrom("fieldwork.phone")
      .select("name")
      .where("id", "=", phoneId)
      .executeTakeFirstOrThrow();
    return { server, phoneId, name, interviewer: by.name };
  });

  app.post(
    "/api/field/reports",
    { config: work, schema: { body: FieldReports, response: { 200: ReportReplies } } },
    async (request) => ({ server, replies: await takeReports(platform, phoneOf(request).by, request.body.reports) }),
  );

  app.get(
    "/api/field/assignments",
    { config: work, schema: { querystring: FieldChangesQuery, response: { 200: FieldChanges } } },
    async (request) => {
      const { phoneId, by } = phoneOf(request);
      await noteSync(database, phoneId, dayOf(clock()), request.query);
      return changesSince(platform, by, phoneId, Number(request.query.since ?? 0));
    },
  );

  app.get("/api/field/quarantine", { config: work, schema: { response: { 200: Quarantine } } }, async (request) => ({
    reports: await quarantined(database, { staffId: phoneOf(request).by.id }),
  }));

  app.get("/api/field/studies", { config: work, schema: { response: { 200: FieldStudies } } }, async (request) => {
    const memberships = await database
      .selectFrom("fieldwork.member")
      .select("studyId")
      .where("staffId", "=", phoneOf(request).by.id)
      .execute();
    const studies: FieldStudies["studies"] = [];
    for (const { studyId } of memberships) {
      if (!mayFor(request, "fieldwork:work", studyId)) continue;
      const { id, slug, title, synthetic } = await getStudy(platform, studyId);
      const form = await newestForm(database, studyId);
      studies.push({ id, slug, title, synthetic, form: form ? { version: form.version, hash: form.hash } : null });
    }
    return { server, studies };
  });

  app.get(
    "/api/field/studies/:studyId/codes",
    { config: { permission: "fieldwork:work" }, schema: { params, response: { 200: FieldCodes } } },
    async (request) => ({
      server,
      visits: await codesOf(platform, request.params.studyId, phoneOf(request).by.id),
    }),
  );

  app.get(
    "/api/field/studies/:studyId/form",
    { config: { permission: "fieldwork:work" }, schema: { params, response: { 200: FieldForm } } },
    async (request) => {
      phoneOf(request);
      const form = await newestForm(database, request.params.studyId);
      if (!form) throw new Problem("platform.not-found");
      return form;
    },
  );
}
