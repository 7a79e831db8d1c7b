import { OutlineItem, Questionnaires, Template, TemplateChoice, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { uploadOf } from "../platform/upload.ts";
import { getStudy } from "../studies/index.ts";
import { budgetRoutes } from "./budget-routes.ts";
import * as service from "./service.ts";
import { listTemplates } from "./templates.ts";

const params = Type.Object({ studyId: Uuid });
const versionParams = Type.Object({ studyId: Uuid, version: Type.String({ pattern: "^\\d{1,6}$" }) });
const read = { permission: "studies:read" } as const;
const write = { permission: "studies:write" } as const;

export function questionnaires(app: App, platform: Platform): void {
  const place = "/api/studies/:studyId/questionnaire";

  app.get(
    "/api/templates",
    { config: { ...read, anyStudy: true }, schema: { response: { 200: Type.Array(Template) } } },
    () => listTemplates(platform.config.root),
  );

  app.get(place, { config: read, schema: { params, response: { 200: Questionnaires } } }, async (request) => {
    await getStudy(platform, request.params.studyId);
    return service.questionnairesOf(platform, request.params.studyId);
  });

  app.post(place, { config: write, schema: { params, response: { 201: Questionnaires } } }, async (request, reply) => {
    const file = await uploadOf(request);
    return reply.code(201).send(await service.uploadForm(platform, personOf(request), request.params.studyId, file));
  });

  app.post(
    `${place}/template`,
    { config: write, schema: { params, body: TemplateChoice, response: { 201: Questionnaires } } },
    async (request, reply) => {
      const { studyId } = request.params;
      return reply
        .code(201)
        .send(await service.startFromTemplate(platform, personOf(request), studyId, request.body.template));
    },
  );

  app.post(
    `${place}/publish`,
    { config: write, schema: { params, response: { 201: Questionnaires } } },
    async (request, reply) =>
      reply.code(201).send(await service.publish(platform, personOf(request), request.params.studyId)),
  );

  app.get(
    `${place}/versions/:version/outline`,
    { config: read, schema: { params: versionParams, response: { 200: Type.Array(OutlineItem) } } },
    (request) => service.outline(platform, request.params.studyId, Number(request.params.version)),
  );

  app.get(
    `${place}/versions/:version/source`,
    { config: read, schema: { params: versionParams } },
    async (request, reply) => {
      const { fileName, source } = await service.source(
        platform,
        request.params.studyId,
        Number(request.params.version),
      );
      return reply
        .type("application/octet-stream")
        .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
        .send(source);
    },
  );

  budgetRoutes(app, platform);

  app.delete("/api/studies/:studyId/test-answers", { config: write, schema: { params } }, async (request, reply) => {
    await getStudy(platform, request.params.studyId);
    await service.removeTestAnswers(platform, personOf(request), request.params.studyId);
    return reply.code(204).send();
  });
}
