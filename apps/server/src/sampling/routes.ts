import { setTimeout as pause } from "node:timers/promises";
import {
  Draw,
  DrawDesign,
  DrawDetail,
  DrawPreview,
  DrawProgress,
  DrawRepeat,
  EarlierSample,
  NewDraw,
  NewRelease,
  PlanAnswer,
  PlanQuestion,
  SampleChoice,
  SampleUse,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { toCsv, toXlsx } from "../platform/files/index.ts";
import { mayFor, personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy } from "../studies/index.ts";
import { drawSteps } from "./drawing.ts";
import { answerPlan } from "./plan.ts";
import * as queries from "./queries.ts";
import * as service from "./service.ts";
import { rosterSheet, sampleSheet } from "./sheets.ts";

const params = Type.Object({ studyId: Uuid });
const drawParams = Type.Object({ studyId: Uuid, drawId: Uuid });
const read = { permission: "sampling:read" } as const;
const write = { permission: "sampling:write" } as const;

/** A reply waits so long for its draw; after that it says how to ask again. */
const waitFor = 1_000;
/** A draw that failed is told of for so long. */
const rememberFor = 600_000;

type Job = { studyId: string; id: string; steps: Int32Array; work: Promise<string>; failure?: unknown };

export function sampling(app: App, platform: Platform): void {
  const { database } = platform;
  /** Draws under way, and those that failed lately. Done ones are in the database. */
  const jobs = new Map<string, Job>();
  app.addHook("onClose", () => Promise.allSettled([...jobs.values()].map(({ work }) => work)));

  app.post(
    "/api/sampling/plan",
    { config: { ...read, anyStudy: true }, schema: { body: PlanQuestion, response: { 200: PlanAnswer } } },
    (request) => answerPlan(request.body),
  );

  app.get(
    "/api/sampling/earlier",
    { config: { ...read, anyStudy: true }, schema: { response: { 200: Type.Array(EarlierSample) } } },
    async (request) =>
      (await queries.earlierSamples(database)).filter(({ studyId }) => mayFor(request, "sampling:read", studyId)),
  );

  app.get(
    "/api/studies/:studyId/draws",
    { config: read, schema: { params, response: { 200: Type.Array(Draw) } } },
    async (request) => {
      await getStudy(platform, request.params.studyId);
      return queries.listDraws(database, request.params.studyId);
    },
  );

  app.post(
    "/api/studies/:studyId/draws/preview",
    { config: write, schema: { params, body: DrawDesign, response: { 200: DrawPreview } } },
    (request) => service.previewDraw(platform, request.params.studyId, request.body),
  );

  app.post(
    "/api/studies/:studyId/draws",
    { config: write, schema: { params, body: NewDraw, response: { 201: DrawDetail, 202: DrawProgress } } },
    async (request, reply) => {
      const { studyId } = request.params;
      const study = await getStudy(platform, studyId);
      if (study.state !== "design") throw new Problem("studies.wrong-state", { state: study.state });
      if ([...jobs.values()].some((job) => job.studyId === studyId && !job.failure))
        throw new Problem("sampling.drawing");
      const [id, steps] = [service.newDrawId(), service.newSteps()];
      const work = service.drawNow(platform, personOf(request), studyId, request.body, id, steps);
      const job: Job = { studyId, id, steps, work };
      jobs.set(id, job);
      work.then(
        () => jobs.delete(id),
        (error: unknown) => {
          job.failure = error;
          setTimeout(() => jobs.delete(id), rememberFor).unref();
        },
      );
      const done = await Promise.race([
        work.catch((error: unknown) => {
          jobs.delete(id);
          throw error;
        }),
        pause(waitFor, undefined, { ref: false }),
      ]);
      if (done) return reply.code(201).send(await service.drawDetail(platform, studyId, id));
      return reply.code(202).send(progressOf(job));
    },
  );

  app.get(
    "/api/studies/:studyId/draws/:drawId/progress",
    { config: write, schema: { params: drawParams, response: { 200: DrawProgress } } },
    async (request) => {
      const { studyId, drawId } = request.params;
      const job = jobs.get(drawId);
      if (job?.studyId === studyId) {
        if (job.failure) throw job.failure;
        return progressOf(job);
      }
      if (!(await queries.drawById(database, studyId, drawId))) throw new Problem("platform.not-found");
      return { id: drawId, step: "done" as const, share: 1 };
    },
  );

  app.get(
    "/api/studies/:studyId/draws/:drawId",
    { config: read, schema: { params: drawParams, response: { 200: DrawDetail } } },
    (request) => service.drawDetail(platform, request.params.studyId, request.params.drawId),
  );

  app.get(
    "/api/studies/:studyId/draws/:drawId/draw.json",
    { config: read, schema: { params: drawParams } },
    async (request, reply) =>
      reply
        .type("application/json; charset=utf-8")
        .header("content-disposition", `attachment; filename="ban-ghi-rut-mau.json"`)
        .send(await service.drawRecordText(platform, request.params.studyId, request.params.drawId)),
  );

  app.post(
    "/api/studies/:studyId/draws/:drawId/repeat",
    { config: read, schema: { params: drawParams, response: { 200: DrawRepeat } } },
    (request) => service.repeatDraw(platform, personOf(request), request.params.studyId, request.params.drawId),
  );

  app.get(
    "/api/studies/:studyId/sample",
    { config: read, schema: { params, response: { 200: Type.Array(SampleUse) } } },
    (request) => queries.usesOf(database, request.params.studyId),
  );

  app.put(
    "/api/studies/:studyId/sample",
    { config: write, schema: { params, body: SampleChoice, response: { 200: Type.Array(SampleUse) } } },
    (request) => service.takeIntoUse(platform, personOf(request), request.params.studyId, request.body),
  );

  app.post(
    "/api/studies/:studyId/sample/releases",
    { config: write, schema: { params, body: NewRelease, response: { 201: DrawDetail } } },
    async (request, reply) =>
      reply
        .code(201)
        .send(await service.releaseReserve(platform, personOf(request), request.params.studyId, request.body)),
  );

  app.get("/api/studies/:studyId/sample.csv", { config: read, schema: { params } }, async (request, reply) =>
    reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="mau.csv"`)
      .send(toCsv(await sampleSheet(platform, request.params.studyId))),
  );

  app.get("/api/studies/:studyId/sample.xlsx", { config: read, schema: { params } }, async (request, reply) =>
    reply
      .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
      .header("content-disposition", `attachment; filename="mau.xlsx"`)
      .send(Buffer.from(await toXlsx([{ name: "mẫu", rows: await sampleSheet(platform, request.params.studyId) }]))),
  );

  app.get("/api/studies/:studyId/roster.csv", { config: read, schema: { params } }, async (request, reply) =>
    reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="danh-sach-moi.csv"`)
      .send(toCsv(await rosterSheet(platform, request.params.studyId))),
  );
}

const sharesOfSteps = [0.05, 0.25, 0.55, 0.8, 1];
function progressOf({ id, steps }: Job): DrawProgress {
  const step = Atomics.load(steps, 0);
  return { id, step: drawSteps[step]!, share: sharesOfSteps[step]! };
}
