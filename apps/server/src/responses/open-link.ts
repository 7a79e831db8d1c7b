import { type LinkEffort, OpenLink, Uuid, WorkChallenge } from "@lang-nghe/contract";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { tokenBucket } from "../platform/token-bucket.ts";
import { getStudy } from "../studies/index.ts";
import { proofOfWork } from "./proof-of-work.ts";

/** Answers a second that one study's open link takes in the long run, and at once, while it asks for work. */
const answers = { perSecond: 50, atOnce: 2_000 };
/** How long another process's change may go unnoticed, in milliseconds. */
const longest = 1_000;
const mostKept = 200;

type Asked = { id: string };

/**
 * The guard before an open link, where one person can answer any number of times: each answer costs its device some work, and
 * a study takes so many a second. Both are the same for everybody: nobody is told apart.
 */
export function openLinkGuard({ config, database, clock, events }: Platform) {
  const work = proofOfWork(clock);
  const kept = new Map<string, { at: number; effort: Promise<LinkEffort> }>();
  const buckets = new Map<string, ReturnType<typeof tokenBucket>>();
  // A host without HTTPS is a trial.
  const usual: LinkEffort = config.publicUrl.startsWith("https://") ? "usual" : "off";

  function effortOf(studyId: string): Promise<LinkEffort> {
    const found = kept.get(studyId);
    if (found && performance.now() - found.at < longest) return found.effort;
    const effort = storedEffort(database, studyId).then((stored) => stored ?? usual);
    effort.catch(() => kept.delete(studyId));
    kept.set(studyId, { at: performance.now(), effort });
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
    return effort;
  }

  function bucketOf(studyId: string) {
    const bucket = buckets.get(studyId) ?? tokenBucket(answers, () => performance.now());
    // The study asked for last stands last.
    buckets.delete(studyId);
    buckets.set(studyId, bucket);
    if (buckets.size > mostKept) buckets.delete(buckets.keys().next().value!);
    return bucket;
  }

  return {
    effortOf,
    async setEffort(studyId: string, effort: LinkEffort, by: Parameters<typeof audit>[1]): Promise<void> {
      await inTransaction(database, async (transaction) => {
        await transaction
          .insertInto("responses.open_link")
          .values({ studyId, effort })
          .onConflict((conflict) => conflict.column("studyId").doUpdateSet({ effort }))
          .execute();
        await audit(transaction, by, "responses.open-link", studyId, { effort });
      });
      kept.delete(studyId);
      events.changed(studyId);
    },
    async challenge({ id }: Asked) {
      const effort = await effortOf(id);
      // A page that asks although nothing is asked of it gets the least.
      return work.challenge(id, effort === "off" ? "usual" : effort);
    },
    /** @throws {Problem} responses.work-needed, platform.too-many-requests. */
    async demand({ id }: Asked, setId: string, header: string | string[] | undefined): Promise<void> {
      if ((await effortOf(id)) === "off") return;
      await work.take(id, setId, String(header ?? ""));
      // After the proof: who does no work uses up nobody's place.
      const wait = bucketOf(id).take();
      if (wait > 0) throw new Problem("platform.too-many-requests", { seconds: Math.ceil(wait) });
    },
  };
}
export type OpenLinkGuard = ReturnType<typeof openLinkGuard>;

async function storedEffort(database: Database, studyId: string): Promise<LinkEffort | undefined> {
  const row = await database
    .selectFrom("responses.open_link")
    .select("effort")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return row?.effort as LinkEffort | undefined;
}

/** The challenge for devices, and the setting for staff. */
export function openLinkRoutes(
  app: App,
  platform: Platform,
  guard: OpenLinkGuard,
  asked: (slug: string) => Promise<Asked>,
): void {
  const params = Type.Object({ studyId: Uuid });

  app.get(
    "/a/:slug/challenge",
    {
      config: { permission: "anyone", respondent: true },
      schema: { params: Type.Object({ slug: Type.String({ maxLength: 100 }) }), response: { 200: WorkChallenge } },
    },
    async (request, reply) =>
      reply
        .header("cache-control", "no-store")
        .send((await guard.challenge(await asked(request.params.slug))) as WorkChallenge),
  );

  app.get(
    "/api/studies/:studyId/open-link",
    { config: { permission: "studies:read" }, schema: { params, response: { 200: OpenLink } } },
    async (request) => {
      const { id } = await getStudy(platform, request.params.studyId);
      return { effort: await guard.effortOf(id) };
    },
  );

  app.put(
    "/api/studies/:studyId/open-link",
    { config: { permission: "studies:write" }, schema: { params, body: OpenLink, response: { 200: OpenLink } } },
    async (request) => {
      const { id } = await getStudy(platform, request.params.studyId);
      await guard.setEffort(id, request.body.effort, personOf(request));
      return { effort: request.body.effort };
    },
  );
}
