import {
  type AnswerForm,
  AnswerReceipt,
  AnswerSet,
  Collection,
  LiveDistribution,
  PageReached,
  Study,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { diskGuard } from "../platform/disk-guard.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { formToTry } from "../questionnaires/index.ts";
import { getStudy } from "../studies/index.ts";
import { answerPage } from "./answer-page.ts";
import { type AskedStudy, askedStudies } from "./asked-study.ts";
import { collectionOf } from "./collection.ts";
import { collectionEvents } from "./collection-events.ts";
import { closeStudy, openStudy } from "./fieldwork.ts";
import { intake } from "./intake.ts";
import { liveCounts } from "./live.ts";
import { openLinkGuard, openLinkRoutes } from "./open-link.ts";
import { reachedCounters } from "./reached.ts";

const params = Type.Object({ studyId: Uuid });
const slugParams = Type.Object({ slug: Type.String({ maxLength: 100 }) });
const keyParams = Type.Object({ testKey: Type.String({ maxLength: 100 }) });
const answerReplies = { 200: AnswerReceipt, 201: AnswerReceipt };
/** Random UUIDs only: other versions carry a time or an address. */
const versionFour = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function responses(app: App, platform: Platform): void {
  const { config, database, events } = platform;
  const disk = diskGuard(config.dataDirectory, platform.diskSpace);
  const live = liveCounts(platform);
  events.onWithdrawn((studyId) => live.withdrawn(studyId));
  // A batch of a wave has been stored: counted from the database, where its answers lie in no order.
  events.onBatch((studyId) => void live.load(studyId).catch((error: unknown) => app.log.error({ err: error })));
  const taking = intake(platform, live, disk);
  const reached = reachedCounters(platform);
  const streams = collectionEvents(events);
  const page = answerPage(config.root);
  const asked = askedStudies(platform);
  const openLink = openLinkGuard(platform);

  app.addHook("preClose", () => streams.close());
  app.addHook("onClose", async () => {
    await taking.idle();
    await reached.flush();
    await live.close();
  });

  openLinkRoutes(app, platform, openLink, askedByLink);
  respondentRoutes();
  staffRoutes();

  /** The respondent's path. Nothing of these requests is logged, and nobody is told apart by address. */
  function respondentRoutes(): void {
    const respondent = { permission: "anyone", respondent: true } as const;

    app.get("/a/:slug", { config: respondent, schema: { params: slugParams } }, async (request, reply) => {
      const study = await asked(request.params.slug).catch(notFound);
      if (!study?.form || study.entry === "invitation") return page.nothing(reply);
      const { form, hash } = formOf(request.params.slug, study);
      return page.html(request, reply, form, hash);
    });

    app.get("/a/:slug/form.json", { config: respondent, schema: { params: slugParams } }, async (request, reply) => {
      const { form, hash } = formOf(request.params.slug, await askedByLink(request.params.slug));
      return page.json(request, reply, form, hash);
    });

    app.post(
      "/a/:slug/answers",
      { config: respondent, schema: { params: slugParams, body: AnswerSet, response: answerReplies } },
      async (request, reply) => {
        const set = withRandomId(request.body);
        const study = await askedByLink(request.params.slug);
        await openLink.demand(study, set.id, request.headers["x-work"]);
        const created = await taking.take(study, set);
        return reply.code(created ? 201 : 200).send({ accepted: true });
      },
    );

    app.post(
      "/a/:slug/reached",
      { config: respondent, schema: { params: slugParams, body: PageReached } },
      async (request, reply) => {
        const study = await askedByLink(request.params.slug);
        if (study.state !== "open") throw new Problem("responses.not-open");
        reached.add(study.id, request.body.page);
        return reply.code(204).send();
      },
    );

    app.get("/t/:testKey", { config: respondent, schema: { params: keyParams } }, async (request, reply) => {
      const found = await toTry(request.params.testKey).catch(notFound);
      return found ? page.html(request, reply, found.answerForm, found.form.hash) : page.nothing(reply);
    });

    app.get("/t/:testKey/form.json", { config: respondent, schema: { params: keyParams } }, async (request, reply) => {
      const { answerForm, form } = await toTry(request.params.testKey);
      return page.json(request, reply, answerForm, form.hash);
    });

    app.post(
      "/t/:testKey/answers",
      { config: respondent, schema: { params: keyParams, body: AnswerSet, response: answerReplies } },
      async (request, reply) => {
        const { studyId, form } = await toTry(request.params.testKey);
        const created = await taking.takeTest(studyId, form, withRandomId(request.body));
        return reply.code(created ? 201 : 200).send({ accepted: true });
      },
    );

    // A page that does not know it is a test may count; nothing is counted of tests.
    app.post(
      "/t/:testKey/reached",
      { config: respondent, schema: { params: keyParams, body: PageReached } },
      async (request, reply) => {
        await toTry(request.params.testKey);
        return reply.code(204).send();
      },
    );
  }

  /** @throws {Problem} waves.by-invitation: such a study is answered with a token, at the issuer's address. */
  async function askedByLink(slug: string): Promise<AskedStudy> {
    const study = await asked(slug);
    if (study.entry === "invitation") throw new Problem("waves.by-invitation");
    return study;
  }

  function formOf(slug: string, { state, synthetic, form }: AskedStudy): { form: AnswerForm; hash: string } {
    if (!form) throw new Problem("platform.not-found");
    const { questionnaire, version, hash } = form;
    const shown = state === "design" ? { ...questionnaire, items: [], lists: {}, consent: undefined } : questionnaire;
    const told = state === "open" ? "open" : state === "design" ? "not-open" : "closed";
    return { form: { slug, version, test: false, synthetic, state: told, questionnaire: shown }, hash };
  }

  async function toTry(testKey: string) {
    const found = await formToTry(database, testKey);
    if (!found) throw new Problem("platform.not-found");
    const { studyId, form } = found;
    const { slug, synthetic } = await getStudy(platform, studyId);
    const { version, questionnaire } = form;
    const answerForm: AnswerForm = { slug, version, test: true, synthetic, state: "open", questionnaire };
    return { studyId, form, answerForm };
  }

  function staffRoutes(): void {
    const read = { permission: "responses:read" } as const;
    const write = { permission: "studies:write" } as const;
    const collection = (studyId: string) => collectionOf(platform, disk, studyId);

    app.post("/api/studies/:studyId/open", { config: write, schema: { params, response: { 200: Study } } }, (request) =>
      openStudy(platform, personOf(request), request.params.studyId),
    );

    for (const verb of ["close", "freeze"] as const)
      app.post(
        `/api/studies/:studyId/${verb}`,
        { config: write, schema: { params, response: { 200: Study } } },
        async (request) => {
          const { studyId } = request.params;
          const close = () => closeStudy(platform, personOf(request), studyId);
          const study = await taking.whileClosing(studyId, close);
          await live.forget(studyId);
          return study;
        },
      );

    app.get(
      "/api/studies/:studyId/collection",
      { config: read, schema: { params, response: { 200: Collection } } },
      (request) => collection(request.params.studyId),
    );

    app.get("/api/studies/:studyId/collection/events", { config: read, schema: { params } }, async (request, reply) => {
      const { studyId } = request.params;
      streams.stream(reply, studyId, await collection(studyId), () => collection(studyId));
    });

    app.get(
      "/api/studies/:studyId/live",
      {
        config: read,
        schema: {
          params,
          // One question and nothing else: no second one, no filter.
          querystring: Type.Object({ variable: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
          response: { 200: LiveDistribution },
        },
      },
      async (request) => {
        await getStudy(platform, request.params.studyId);
        return live.distribution(request.params.studyId, request.query.variable);
      },
    );
  }
}

/** For people a page that says so serves better than a problem in JSON. */
function notFound(error: unknown): undefined {
  if (!(error instanceof Problem) || error.code !== "platform.not-found") throw error;
  return undefined;
}

function withRandomId(set: AnswerSet): AnswerSet {
  const id = set.id.toLowerCase();
  if (!versionFour.test(id))
    throw new Problem("platform.bad-request", { place: "body/id", reason: "a random (version 4) UUID" });
  return { ...set, id };
}
