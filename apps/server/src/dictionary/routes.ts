import { Derivation, Dictionary, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import * as service from "./service.ts";

const params = Type.Object({ studyId: Uuid });

export function dictionary(app: App, platform: Platform): void {
  app.get(
    "/api/studies/:studyId/dictionary",
    { config: { permission: "tabulation:read" }, schema: { params, response: { 200: Dictionary } } },
    (request) => service.readDictionary(platform.database, request.params.studyId),
  );

  app.post(
    "/api/studies/:studyId/derived",
    { config: { permission: "tabulation:write" }, schema: { params, body: Derivation, response: { 201: Dictionary } } },
    async (request, reply) =>
      reply.code(201).send(await service.addStep(platform, personOf(request), request.params.studyId, request.body)),
  );

  app.delete(
    "/api/studies/:studyId/derived/:stepId",
    {
      config: { permission: "tabulation:write" },
      schema: { params: Type.Object({ studyId: Uuid, stepId: Uuid }), response: { 200: Dictionary } },
    },
    (request) => service.removeStep(platform, personOf(request), request.params.studyId, request.params.stepId),
  );
}
