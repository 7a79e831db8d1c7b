import {
  AssignmentAct,
  AssignmentDetail,
  AssignmentPage,
  AssignmentPlaces,
  AssignmentsMade,
  AssignmentsQuery,
  HandOver,
  NewPhone,
  PhoneCode,
  PhoneRevoked,
  Phones,
  Quarantine,
  RatesQuery,
  ResponseRates,
  Settlement,
  Team,
  TeamChange,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy } from "../studies/index.ts";
import { act, assignmentPlaces, handOver, listAssignments, makeAssignments, readAssignment } from "./assignments.ts";
import { mapRoutes } from "./map-routes.ts";
import { phoneRoutes } from "./phone-routes.ts";
import { enrolment, listPhones, revokePhone } from "./phones.ts";
import { responseRates } from "./rates.ts";
import { quarantined } from "./reports.ts";
import { changeTeam, readTeam } from "./team.ts";

const params = Type.Object({ studyId: Uuid });
const phoneParams = Type.Object({ studyId: Uuid, phoneId: Uuid });
const assignmentParams = Type.Object({ studyId: Uuid, assignmentId: Uuid });
const reportParams = Type.Object({ studyId: Uuid, reportId: Uuid });
const read = { permission: "fieldwork:read" } as const;
const write = { permission: "fieldwork:write" } as const;

/** Visits: who goes where, that and how each ended, and the rates that follow. Knows no answer. */
export function fieldwork(app: App, platform: Platform): void {
  const { database } = platform;

  app.get(
    "/api/studies/:studyId/team",
    { config: read, schema: { params, response: { 200: Team } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return readTeam(database, request.params.studyId);
    },
  );

  app.put(
    "/api/studies/:studyId/team",
    { config: write, schema: { params, body: TeamChange, response: { 200: Team } } },
    async (request) => {
      const { studyId } = request.params;
      await getStudy(platform, studyId);
      await changeTeam(platform, personOf(request), studyId, request.body);
      return readTeam(database, studyId);
    },
  );

  app.get(
    "/api/studies/:studyId/assignments",
    { config: read, schema: { params, querystring: AssignmentsQuery, response: { 200: AssignmentPage } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return listAssignments(database, request.params.studyId, request.query);
    },
  );

  app.post(
    "/api/studies/:studyId/assignments",
    { config: write, schema: { params, response: { 200: AssignmentsMade } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return makeAssignments(platform, personOf(request), request.params.studyId);
    },
  );

  app.get(
    "/api/studies/:studyId/assignments/places",
    { config: read, schema: { params, response: { 200: AssignmentPlaces } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return assignmentPlaces(database, request.params.studyId);
    },
  );

  app.get(
    "/api/studies/:studyId/assignments/:assignmentId",
    { config: read, schema: { params: assignmentParams, response: { 200: AssignmentDetail } } },
    (request) => readAssignment(database, request.params.studyId, request.params.assignmentId),
  );

  app.post(
    "/api/studies/:studyId/assignments/hand-over",
    { config: write, schema: { params, body: HandOver } },
    async (request, reply) => {
      await handOver(platform, personOf(request), request.params.studyId, request.body);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/studies/:studyId/assignments/:assignmentId/acts",
    { config: write, schema: { params: assignmentParams, body: AssignmentAct } },
    async (request, reply) => {
      const { studyId, assignmentId } = request.params;
      await act(platform, personOf(request), studyId, assignmentId, request.body);
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/studies/:studyId/response-rates",
    { config: read, schema: { params, querystring: RatesQuery, response: { 200: ResponseRates } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return responseRates(database, request.params.studyId, request.query);
    },
  );

  app.get(
    "/api/studies/:studyId/quarantine",
    { config: read, schema: { params, response: { 200: Quarantine } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return { reports: await quarantined(database, { studyId: request.params.studyId }) };
    },
  );

  app.post(
    "/api/studies/:studyId/quarantine/:reportId",
    { config: write, schema: { params: reportParams, body: Settlement } },
    async (request, reply) => {
      const { studyId, reportId } = request.params;
      const open = await quarantined(database, { studyId });
      if (!open.some(({ id, settled }) => id === reportId && settled === null)) throw new Problem("platform.not-found");
      await inTransaction(database, async (transaction) => {
        await transaction
          .updateTable("fieldwork.quarantine")
          .set({ settled: request.body.settled })
          .where("id", "=", reportId)
          .execute();
        await audit(transaction, personOf(request), "fieldwork.settle", reportId, {});
      });
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/studies/:studyId/phones",
    { config: read, schema: { params, response: { 200: Phones } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return { phones: await listPhones(platform, request.params.studyId) };
    },
  );

  app.post(
    "/api/studies/:studyId/phones",
    { config: write, schema: { params, body: NewPhone, response: { 201: PhoneCode } } },
    async (request, reply) =>
      reply
        .code(201)
        .header("cache-control", "no-store")
        .send(await enrolment(platform).newCode(personOf(request), request.params.studyId, request.body)),
  );

  app.post(
    "/api/studies/:studyId/phones/:phoneId/revoke",
    { config: write, schema: { params: phoneParams, body: PhoneRevoked } },
    async (request, reply) => {
      const { studyId, phoneId } = request.params;
      await revokePhone(platform, personOf(request), studyId, phoneId, request.body.remark);
      return reply.code(204).send();
    },
  );

  mapRoutes(app, platform);
  phoneRoutes(app, platform);
}
