import {
  Frame,
  FramePlaces,
  FrameUpload,
  NewFrame,
  NewPopulation,
  PlaceChoice,
  Population,
  PopulationCount,
  PopulationUpload,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { dayOf } from "../platform/clock.ts";
import { toCsv } from "../platform/files/index.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { uploadOf } from "../platform/upload.ts";
import { waitingFiles } from "../platform/waiting-files.ts";
import {
  choosePlace,
  deleteFrame,
  describeUpload,
  framePlaces,
  frameSheet,
  getFrame,
  listFrames,
  matchAgain,
  newFrame,
} from "./frames.ts";
import {
  deletePopulation,
  getPopulation,
  listPopulations,
  newPopulation,
  populationCounts,
  populationMargins,
  readPopulation,
} from "./populations.ts";

const frameParams = Type.Object({ frameId: Uuid });
const populationParams = Type.Object({ populationId: Uuid });
const read = { permission: "frames:read", anyStudy: true } as const;
const write = { permission: "frames:write" } as const;

/** Lists to draw from, and counts of the population. */
export function frameRoutes(app: App, platform: Platform): void {
  const { config, database, clock } = platform;
  const waiting = waitingFiles(config.dataDirectory, "waiting-frames");
  app.addHook("onClose", () => waiting.close());
  const today = () => dayOf(clock());

  app.get("/api/frames", { config: read, schema: { response: { 200: Type.Array(Frame) } } }, () =>
    listFrames(database),
  );

  app.post(
    "/api/frames/uploads",
    { config: write, schema: { response: { 201: FrameUpload } } },
    async (request, reply) => {
      const file = await uploadOf(request);
      const report = await describeUpload(file);
      return reply.code(201).send({ id: report.refused.length ? null : await waiting.put(file), ...report });
    },
  );

  app.post(
    "/api/frames",
    { config: write, schema: { body: NewFrame, response: { 201: Frame } } },
    async (request, reply) => {
      const file = await waiting.get(request.body.upload);
      const id = await newFrame(platform, personOf(request), file, request.body);
      await waiting.remove(request.body.upload);
      return reply.code(201).send(await getFrame(database, id));
    },
  );

  app.get(
    "/api/frames/:frameId",
    { config: read, schema: { params: frameParams, response: { 200: Frame } } },
    (request) => getFrame(database, request.params.frameId),
  );

  app.get("/api/frames/:frameId/frame.csv", { config: read, schema: { params: frameParams } }, async (request, reply) =>
    reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="dan-mau.csv"`)
      .send(toCsv(await frameSheet(database, request.params.frameId, today()))),
  );

  app.get(
    "/api/frames/:frameId/places",
    {
      config: read,
      schema: {
        params: frameParams,
        querystring: Type.Object({ state: Type.Optional(Type.Enum(["matched", "unsure", "unmatched"])) }),
        response: { 200: FramePlaces },
      },
    },
    (request) => framePlaces(database, request.params.frameId, request.query.state, today()),
  );

  app.put(
    "/api/frames/:frameId/places",
    { config: write, schema: { params: frameParams, body: PlaceChoice } },
    async (request, reply) => {
      await choosePlace(platform, personOf(request), request.params.frameId, request.body);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/frames/:frameId/places",
    { config: write, schema: { params: frameParams, response: { 200: Frame } } },
    async (request) => {
      await matchAgain(platform, personOf(request), request.params.frameId);
      return getFrame(database, request.params.frameId);
    },
  );

  app.delete("/api/frames/:frameId", { config: write, schema: { params: frameParams } }, async (request, reply) => {
    await deleteFrame(platform, personOf(request), request.params.frameId);
    return reply.code(204).send();
  });

  app.get("/api/populations", { config: read, schema: { response: { 200: Type.Array(Population) } } }, () =>
    listPopulations(database),
  );

  app.post(
    "/api/populations/uploads",
    { config: write, schema: { response: { 201: PopulationUpload } } },
    async (request, reply) => {
      const file = await uploadOf(request);
      const { counts: _, raked: __, ...report } = await readPopulation(database, file, today());
      const sound = !report.faultCount && !report.unmatched.length && report.places > 0;
      return reply.code(201).send({ id: sound ? await waiting.put(file) : null, ...report });
    },
  );

  app.post(
    "/api/populations",
    { config: write, schema: { body: NewPopulation, response: { 201: Population } } },
    async (request, reply) => {
      const file = await waiting.get(request.body.upload);
      const id = await newPopulation(platform, personOf(request), file, request.body);
      await waiting.remove(request.body.upload);
      return reply.code(201).send(await getPopulation(database, id));
    },
  );

  app.get(
    "/api/populations/:populationId",
    { config: read, schema: { params: populationParams, response: { 200: Population } } },
    (request) => getPopulation(database, request.params.populationId),
  );

  app.get(
    "/api/populations/:populationId/counts",
    { config: read, schema: { params: populationParams, response: { 200: Type.Array(PopulationCount) } } },
    (request) => populationCounts(database, request.params.populationId),
  );

  app.get(
    "/api/populations/:populationId/margins.csv",
    { config: read, schema: { params: populationParams } },
    async (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="bien-dan-so.csv"`)
        .send(toCsv(await populationMargins(database, request.params.populationId, today()))),
  );

  app.delete(
    "/api/populations/:populationId",
    { config: write, schema: { params: populationParams } },
    async (request, reply) => {
      await deletePopulation(platform, personOf(request), request.params.populationId);
      return reply.code(204).send();
    },
  );
}
