import { PublishedOffer, Uuid, Wave, WaveKey, WaveKeyCheck, WaveOpening, WavePlan } from "@lang-nghe/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { rounds } from "../platform/rounds.ts";
import { getStudy } from "../studies/index.ts";
import { freezeWave, openSealed } from "./ceremony.ts";
import { fetchCounts, fetchWave, type LastSeen } from "./fetching.ts";
import { hosts } from "./hosts.ts";
import { keyChecks } from "./key-check.ts";
import { offeredForm, offeredWave, offerWave, publicForm } from "./offer.ts";
import * as queries from "./queries.ts";
import { waveState } from "./state.ts";
import type { Visits } from "./visits.ts";

const params = Type.Object({ studyId: Uuid });

/** Waves by invitation, the office's side: the offer, batches from the collector, opening, and the design of the answers. */
export function waves(app: App, platform: Platform, visits?: Visits): void {
  const { database } = platform;
  const others = hosts(platform);
  const checks = keyChecks(platform.clock);
  const seen = new Map<string, LastSeen>();

  /** One after the other: two rounds at once would fetch everything twice. */
  let turn: Promise<unknown> = Promise.resolve();
  function fetchNow(studyId: string): Promise<void> {
    const round = turn.then(async () => {
      const found = await fetchWave(platform, others, studyId, visits);
      if (found) seen.set(studyId, found);
    });
    turn = round.catch(() => undefined);
    return round;
  }

  async function fetchAll(): Promise<void> {
    for (const studyId of await queries.studiesBeingAsked(database)) await fetchNow(studyId).catch(tell);
    for (const studyId of await queries.studiesWithoutCounts(database))
      await fetchCounts(platform, others, studyId).catch(tell);
  }

  /** Hosts are out of reach now and then; the next round tries again. */
  function tell(error: unknown): void {
    if (!(error instanceof Problem) || error.code === "waves.host-disagrees")
      app.log.error({ err: error }, "a wave could not be fetched");
  }
  rounds(app, platform, { minutes: 10, name: "fetching the waves" }, fetchAll);
  // One that was asked for by hand.
  app.addHook("onClose", async () => void (await turn));

  publicRoutes();
  staffRoutes();

  /** The same for everybody, and read by pages that lie on the issuer's address. */
  function publicRoutes(): void {
    const anyone = { permission: "anyone" } as const;
    const openToPages = (reply: FastifyReply) =>
      reply
        .header("access-control-allow-origin", "*")
        .header("cross-origin-resource-policy", "cross-origin")
        .header("cache-control", "no-cache");

    app.get(
      "/waves/:studyId/offer.json",
      { config: anyone, schema: { params, response: { 200: PublishedOffer } } },
      async (request, reply) => {
        const { row } = await offeredWave(platform, request.params.studyId);
        openToPages(reply);
        return { offer: JSON.parse(row.offer), signature: row.signature.toString("base64url") };
      },
    );

    // Part of the respondent's path, though it comes from another address: nothing of the request is logged.
    app.get(
      "/waves/:studyId/form.json",
      { config: { ...anyone, respondent: true }, schema: { params }, compress: {} },
      async (request, reply) => {
        const { offer } = await offeredWave(platform, request.params.studyId);
        const form = await offeredForm(platform, offer);
        return openToPages(reply).type("application/json; charset=utf-8").send(publicForm(form));
      },
    );
  }

  function staffRoutes(): void {
    const write = { permission: "studies:write" } as const;
    const open = { permission: "responses:open" } as const;
    const reply = { 200: Wave };
    const state = (studyId: string) => waveState(platform, studyId, seen.get(studyId), visits);

    // Key holders read no answers; how far a wave is they may know.
    app.get(
      "/api/studies/:studyId/wave",
      { config: { permission: "studies:read" }, schema: { params, response: reply } },
      (request) => state(request.params.studyId),
    );

    app.post(
      "/api/studies/:studyId/wave/key-check",
      { config: write, schema: { params, body: WaveKey, response: { 200: WaveKeyCheck } } },
      async (request) => {
        const { studyId } = request.params;
        const { opening } = await getStudy(platform, studyId);
        if (opening !== "sealed") throw new Problem("waves.not-by-invitation");
        return checks.make(studyId, request.body);
      },
    );

    app.post(
      "/api/studies/:studyId/wave",
      { config: write, schema: { params, body: WavePlan, response: reply } },
      async (request) => {
        const { studyId } = request.params;
        await offerWave(platform, others, checks, personOf(request), studyId, request.body);
        return state(studyId);
      },
    );

    app.post(
      "/api/studies/:studyId/wave/fetch",
      { config: write, schema: { params, response: reply } },
      async (request) => {
        const { studyId } = request.params;
        await offeredWave(platform, studyId);
        await fetchNow(studyId);
        await audit(database, personOf(request), "waves.fetch", studyId);
        return state(studyId);
      },
    );

    app.post(
      "/api/studies/:studyId/wave/open",
      { config: open, schema: { params, body: WaveOpening, response: reply } },
      async (request) => {
        const { studyId } = request.params;
        await openSealed(platform, others, personOf(request), studyId, request.body);
        return state(studyId);
      },
    );

    app.post(
      "/api/studies/:studyId/wave/freeze",
      { config: write, schema: { params, response: reply } },
      async (request) => {
        const { studyId } = request.params;
        await freezeWave(platform, personOf(request), studyId);
        return state(studyId);
      },
    );
  }
}
