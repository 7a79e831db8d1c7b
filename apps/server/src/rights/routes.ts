import {
  Assessment,
  AssessmentTexts,
  DataRequest,
  DataRequestChange,
  Holidays,
  Incident,
  IncidentChange,
  NewDataRequest,
  NewIncident,
  RegisteredTable,
  Retention,
  Uuid,
  Words,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { assessmentOf, putAssessment } from "./assessment.ts";
import { assessmentDocument } from "./assessment-document.ts";
import { holidaysOf, putHolidays } from "./holidays.ts";
import { addIncident, changeIncident, listIncidents } from "./incidents.ts";
import * as queries from "./queries.ts";
import { registeredTables } from "./register.ts";
import { addRequest, changeRequest, listRequests } from "./requests.ts";
import { retentionWords } from "./retention-words.ts";

const read = { permission: "rights:read" } as const;
const write = { permission: "rights:write" } as const;
const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Queue of requests, incidents, retention and register: at the office for answers and staff, at the issuer for the roster. */
export function rights(app: App, platform: Platform): void {
  const { database } = platform;

  app.get("/api/rights/requests", { config: read, schema: { response: { 200: Type.Array(DataRequest) } } }, (request) =>
    listRequests(platform, personOf(request)),
  );
  app.post(
    "/api/rights/requests",
    { config: write, schema: { body: NewDataRequest, response: { 201: DataRequest } } },
    async (request, reply) => reply.code(201).send(await addRequest(platform, personOf(request), request.body)),
  );
  app.patch(
    "/api/rights/requests/:requestId",
    {
      config: write,
      schema: {
        params: Type.Object({ requestId: Uuid }),
        body: DataRequestChange,
        response: { 200: DataRequest },
      },
    },
    (request) => changeRequest(platform, personOf(request), request.params.requestId, request.body),
  );

  app.get("/api/rights/incidents", { config: read, schema: { response: { 200: Type.Array(Incident) } } }, (request) =>
    listIncidents(platform, personOf(request)),
  );
  app.post(
    "/api/rights/incidents",
    { config: write, schema: { body: NewIncident, response: { 201: Incident } } },
    async (request, reply) => reply.code(201).send(await addIncident(platform, personOf(request), request.body)),
  );
  app.patch(
    "/api/rights/incidents/:incidentId",
    {
      config: write,
      schema: { params: Type.Object({ incidentId: Uuid }), body: IncidentChange, response: { 200: Incident } },
    },
    (request) => changeIncident(platform, personOf(request), request.params.incidentId, request.body),
  );

  app.get("/api/rights/holidays", { config: read, schema: { response: { 200: Holidays } } }, () =>
    holidaysOf(database),
  );
  app.put(
    "/api/rights/holidays",
    { config: write, schema: { body: Holidays, response: { 200: Holidays } } },
    (request) => putHolidays(platform, personOf(request), request.body),
  );

  app.get("/api/rights/contact", { config: read, schema: { response: { 200: Words } } }, () =>
    queries.contactOf(database),
  );
  app.put(
    "/api/rights/contact",
    { config: write, schema: { body: Words, response: { 200: Words } } },
    async (request) => {
      await inTransaction(database, async (transaction) => {
        await queries.putContact(transaction, request.body);
        await audit(transaction, personOf(request), "rights.contact", undefined);
      });
      return request.body;
    },
  );

  app.get("/api/rights/retention", { config: read, schema: { response: { 200: Retention } } }, async () => ({
    rules: Object.entries(retentionWords).map(([name, rule]) => ({ name, ...rule })),
    certificates: await queries.certificatesOf(database),
  }));
  app.get(
    "/api/rights/register",
    { config: read, schema: { response: { 200: Type.Array(RegisteredTable) } } },
    async () => registeredTables([...new Set((await queries.columnsOf(database)).map(({ table }) => table))]),
  );
}

/** Each study's record of processing and impact assessment: at the office, where studies are. */
export function assessments(app: App, platform: Platform): void {
  const params = Type.Object({ studyId: Uuid });
  const path = "/api/studies/:studyId/assessment";

  app.get(path, { config: read, schema: { params, response: { 200: Assessment } } }, (request) =>
    assessmentOf(platform, request.params.studyId),
  );
  app.put(
    path,
    { config: write, schema: { params, body: AssessmentTexts, response: { 200: Assessment } } },
    (request) => putAssessment(platform, personOf(request), request.params.studyId, request.body.fields),
  );
  app.get(`${path}.docx`, { config: read, schema: { params } }, async (request, reply) => {
    const { studyId } = request.params;
    const assessment = await assessmentOf(platform, studyId);
    await audit(platform.database, personOf(request), "rights.export-assessment", studyId);
    return reply
      .type(word)
      .header("content-disposition", `attachment; filename="danh-gia-tac-dong-${studyId.slice(0, 8)}.docx"`)
      .send(await assessmentDocument(assessment, dayOf(platform.clock())));
  });
}
