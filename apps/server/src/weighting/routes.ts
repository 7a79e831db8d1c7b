import { MarginCheck, type MarginText, Nullable, Uuid, WeightPlan, WeightSet } from "@lang-nghe/contract";
import { type Static, Type } from "typebox";
import { readSheets } from "../platform/files/index.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { weightByDesign } from "./by-design.ts";
import * as service from "./service.ts";

const params = Type.Object({ studyId: Uuid });

export function weighting(app: App, platform: Platform): void {
  const { database } = platform;
  platform.events.onFrozen((studyId) => weightByDesign(platform, studyId));
  app.addHook("onReady", () => weightByDesign(platform));

  app.post(
    "/api/studies/:studyId/margins",
    { config: { permission: "weighting:write" }, schema: { params, response: { 200: MarginCheck } } },
    async (request) => {
      if (!request.isMultipart()) {
        const { text } = (request.body ?? {}) as Partial<Static<typeof MarginText>>;
        if (typeof text !== "string")
          throw new Problem("platform.bad-request", { place: "body/text", reason: "must be string" });
        return service.checkMargins(database, request.params.studyId, pastedRows(text), "");
      }
      const file = await request.file();
      if (!file) throw new Problem("platform.bad-request", { place: "file", reason: "no file" });
      const [sheet] = await readSheets(await file.toBuffer(), file.filename);
      return service.checkMargins(database, request.params.studyId, sheet?.rows ?? [], file.filename);
    },
  );

  app.get(
    "/api/studies/:studyId/weight-sets",
    { config: { permission: "tabulation:read" }, schema: { params, response: { 200: Type.Array(WeightSet) } } },
    (request) => service.listWeightSets(database, request.params.studyId),
  );

  app.post(
    "/api/studies/:studyId/weight-sets",
    { config: { permission: "weighting:write" }, schema: { params, body: WeightPlan, response: { 201: WeightSet } } },
    async (request, reply) =>
      reply
        .code(201)
        .send(await service.createWeightSet(platform, personOf(request), request.params.studyId, request.body)),
  );

  app.get(
    "/api/studies/:studyId/weight-sets/:weightSetId",
    {
      config: { permission: "tabulation:read" },
      schema: { params: Type.Object({ studyId: Uuid, weightSetId: Uuid }), response: { 200: WeightSet } },
    },
    (request) => service.weightSet(database, request.params.studyId, request.params.weightSetId),
  );

  app.put(
    "/api/studies/:studyId/weight-sets/active",
    {
      config: { permission: "weighting:write" },
      schema: { params, body: Type.Object({ id: Nullable(Uuid) }), response: { 200: Type.Array(WeightSet) } },
    },
    (request) => service.activate(platform, personOf(request), request.params.studyId, request.body.id),
  );
}

/** Cells pasted from a sheet (tabs), or typed with semicolons or commas. */
function pastedRows(text: string): string[][] {
  const lines = text.split(/\r?\n/);
  const separator = ["\t", ";", ","].find((candidate) => lines[0]?.includes(candidate)) ?? ",";
  return lines.map((line) => line.split(separator).map((cell) => cell.replace(/^"(.*)"$/, "$1")));
}
