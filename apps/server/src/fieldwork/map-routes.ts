import { AssignmentActs, AssignmentClusters, AssignmentsExport, ClustersQuery, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { toCsv, toXlsx } from "../platform/files/index.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { getStudy } from "../studies/index.ts";
import { actsOnAssignment } from "./acts.ts";
import { assignmentClusters } from "./clusters.ts";
import { assignmentSheet, attemptSheet } from "./sheets.ts";

const params = Type.Object({ studyId: Uuid });
const assignmentParams = Type.Object({ studyId: Uuid, assignmentId: Uuid });
const read = { permission: "fieldwork:read" } as const;

/** Visits looked at as a whole: on a map and in a file; and what staff did with one. */
export function mapRoutes(app: App, platform: Platform): void {
  const { database } = platform;

  app.get(
    "/api/studies/:studyId/assignments/clusters",
    { config: read, schema: { params, querystring: ClustersQuery, response: { 200: AssignmentClusters } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return assignmentClusters(database, request.params.studyId, request.query);
    },
  );

  app.get(
    "/api/studies/:studyId/assignments/:assignmentId/acts",
    { config: read, schema: { params: assignmentParams, response: { 200: AssignmentActs } } },
    (request) => actsOnAssignment(database, request.params.studyId, request.params.assignmentId),
  );

  app.get(
    "/api/studies/:studyId/assignments.csv",
    { config: read, schema: { params, querystring: AssignmentsExport } },
    async (request, reply) => {
      const { studyId } = request.params;
      await getStudy(platform, studyId);
      const rows = await assignmentSheet(database, studyId, request.query);
      await audit(database, personOf(request), "fieldwork.export", studyId, { assignments: rows.length - 1 });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="dia-chi.csv"`)
        .send(toCsv(rows));
    },
  );

  app.get(
    "/api/studies/:studyId/assignments.xlsx",
    { config: read, schema: { params, querystring: AssignmentsExport } },
    async (request, reply) => {
      const { studyId } = request.params;
      await getStudy(platform, studyId);
      const rows = await assignmentSheet(database, studyId, request.query);
      const attempts = await attemptSheet(database, studyId, request.query);
      await audit(database, personOf(request), "fieldwork.export", studyId, { assignments: rows.length - 1 });
      const sheets = [
        { name: "địa chỉ", rows },
        { name: "lần đến", rows: attempts },
      ];
      return reply
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", `attachment; filename="dia-chi.xlsx"`)
        .send(Buffer.from(await toXlsx(sheets)));
    },
  );
}
