import { Release, ReleaseDraft, Uuid } from "@lang-nghe/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { releaseById } from "./queries.ts";
import * as service from "./service.ts";

const params = Type.Object({ releaseId: Uuid });
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function releases(app: App, platform: Platform): void {
  /** A release is its study's: who may do something with it is asked there. Asked before the address is validated. */
  const studyOf = async (request: FastifyRequest) => {
    const { releaseId } = request.params as { releaseId: string };
    return uuid.test(releaseId) ? (await releaseById(platform.database, releaseId))?.studyId : undefined;
  };

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
    { config: { permission: "tabulation:read", studyOf }, schema: { params, response: { 200: Release } } },
    (request) => service.readRelease(platform, request.params.releaseId),
  );

  app.put(
    "/api/releases/:releaseId",
    {
      config: { permission: "releases:write", studyOf },
      schema: { params, body: ReleaseDraft, response: { 200: Release } },
    },
    (request) => service.changeDraft(platform, personOf(request), request.params.releaseId, request.body),
  );

  app.delete(
    "/api/releases/:releaseId",
    { config: { permission: "releases:write", studyOf }, schema: { params } },
    async (request, reply) => {
      await service.deleteDraft(platform, personOf(request), request.params.releaseId);
      return reply.code(204).send();
    },
  );

  for (const [verb, permission, move] of [
    ["submit", "releases:write", service.submit],
    ["return", "releases:review", service.returnToDraft],
    ["publish", "releases:publish", service.publish],
    ["withdraw", "releases:publish", service.withdraw],
  ] as const)
    app.post(
      `/api/releases/:releaseId/${verb}`,
      { config: { permission, studyOf }, schema: { params, response: { 200: Release } } },
      (request) => move(platform, personOf(request), request.params.releaseId),
    );
}
