import { Release, ReleaseDraft, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import * as service from "./service.ts";

const params = Type.Object({ releaseId: Uuid });

export function releases(app: App, platform: Platform): void {
  app.get(
    "/api/studies/:studyId/releases",
    {
      config: { permission: "tabulation:read" },
      schema: { params: Type.Object({ studyId: Uuid }), response: { 200: Type.Array(Release) } },
    },
    (request) => service.listReleases(platform, request.params.studyId),
  );

  app.post(
    "/api/studies/:studyId/releases",
    {
      config: { permission: "releases:write" },
      schema: { params: Type.Object({ studyId: Uuid }), body: ReleaseDraft, response: { 201: Release } },
    },
    async (request, reply) =>
      reply.code(201).send(await service.newRelease(platform, personOf(request), request.params.studyId, request.body)),
  );

  app.get(
    "/api/releases/:releaseId",
    { config: { permission: "tabulation:read" }, schema: { params, response: { 200: Release } } },
    (request) => service.readRelease(platform, request.params.releaseId),
  );

  app.put(
    "/api/releases/:releaseId",
    { config: { permission: "releases:write" }, schema: { params, body: ReleaseDraft, response: { 200: Release } } },
    (request) => service.changeDraft(platform, personOf(request), request.params.releaseId, request.body),
  );

  app.delete(
    "/api/releases/:releaseId",
    { config: { permission: "releases:write" }, schema: { params } },
    async (request, reply) => {
      await service.deleteDraft(platform, personOf(request), request.params.releaseId);
      return reply.code(204).send();
    },
  );

  for (const [verb, permission, move] of [
    ["submit", "releases:write", service.submit],
    ["return", "releases:write", service.returnToDraft],
    ["publish", "releases:publish", service.publish],
    ["withdraw", "releases:publish", service.withdraw],
  ] as const)
    app.post(
      `/api/releases/:releaseId/${verb}`,
      { config: { permission }, schema: { params, response: { 200: Release } } },
      (request) => move(platform, personOf(request), request.params.releaseId),
    );
}
