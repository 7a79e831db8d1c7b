import { NewStudy, Study, StudyChange, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { mayFor, personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import * as service from "./service.ts";

const params = Type.Object({ studyId: Uuid });

export function studies(app: App, platform: Platform): void {
  const { database } = platform;
  app.get(
    "/api/studies",
    { config: { permission: "studies:read", anyStudy: true }, schema: { response: { 200: Type.Array(Study) } } },
    async (request) =>
      (await service.listStudies(platform)).filter((study) => mayFor(request, "studies:read", study.id)),
  );

  app.get(
    "/api/studies/:studyId",
    { config: { permission: "studies:read" }, schema: { params, response: { 200: Study } } },
    (request) => service.getStudy(platform, request.params.studyId),
  );

  app.post(
    "/api/studies",
    { config: { permission: "studies:write" }, schema: { body: NewStudy, response: { 201: Study } } },
    async (request, reply) => reply.code(201).send(await service.newStudy(platform, personOf(request), request.body)),
  );

  app.patch(
    "/api/studies/:studyId",
    { config: { permission: "studies:write" }, schema: { params, body: StudyChange, response: { 200: Study } } },
    (request) => service.changeStudy(platform, personOf(request), request.params.studyId, request.body),
  );

  app.delete(
    "/api/studies/:studyId",
    { config: { permission: "studies:write" }, schema: { params } },
    async (request, reply) => {
      await service.deleteStudy(database, personOf(request), request.params.studyId);
      return reply.code(204).send();
    },
  );
}
