import { canonicalJson, type WaveManifest } from "@lang-nghe/anonymity";
import {
  IssuerCounts,
  IssuerState,
  OptOut,
  PoolPlaces,
  PoolPlacesRequest,
  PoolReply,
  PoolRequest,
  TokenReply,
  TokenRequest,
  Uuid,
} from "@lang-nghe/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { proofFile } from "../transparency/index.ts";
import { optOutPerson } from "./opt-out.ts";
import { notOptedOutPage, optedOutPage, optOutPage, optOutPolicy } from "./opt-out-page.ts";
import { poolSums } from "./pool-queries.ts";
import { poolDesk } from "./pools.ts";
import * as queries from "./queries.ts";
import { respondentPage } from "./respondent-page.ts";
import type { TokenDesk } from "./token.ts";
import type { Vault } from "./vault.ts";

const studyParams = Type.Object({ studyId: Uuid });
const slugParams = Type.Object({ slug: Type.String({ maxLength: 100 }) });

/** What anybody may ask of the issuer: manifests and counts, and a token for a code. */
export function publicRoutes(app: App, platform: Platform, vault: Vault, desk: TokenDesk): void {
  const { database, config } = platform;
  respondentPage(app, platform);
  const everyone = { permission: "anyone" } as const;
  const respondent = { permission: "anyone", respondent: true } as const;
  // Public, and the same for everybody: pages and hosts anywhere may read it.
  const openToPages = (reply: FastifyReply) =>
    reply.header("access-control-allow-origin", "*").header("cross-origin-resource-policy", "cross-origin");

  const page = (reply: FastifyReply, html: string) =>
    reply.type("text/html; charset=utf-8").header("content-security-policy", optOutPolicy).send(html);

  async function publishedWave(studyId: string): Promise<queries.WaveRow & { manifest: string }> {
    const row = await queries.wave(database, studyId);
    if (row?.manifest == null) throw new Problem("invitations.no-wave");
    return { ...row, manifest: row.manifest };
  }

  /** `proof` shows the entry of kind "manifest": `<studyId> <SHA-256 of the manifest's canonical JSON, hexadecimal>`. */
  async function sendManifest(reply: FastifyReply, { manifest, leaf }: queries.WaveRow): Promise<FastifyReply> {
    const proof = await proofFile({ config, database }, { index: leaf! });
    return openToPages(reply)
      .type("application/json; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(`{"manifest":${manifest},"proof":${canonicalJson(proof)}}`);
  }

  app.get(
    "/waves/:studyId/manifest.json",
    { config: respondent, schema: { params: studyParams }, compress: {} },
    async (request, reply) => sendManifest(reply, await publishedWave(request.params.studyId)),
  );

  // For the page of the invitation, which knows no more than its own address.
  app.get(
    "/i/:slug/manifest.json",
    { config: respondent, schema: { params: slugParams }, compress: {} },
    async (request, reply) => {
      const row = await queries.waveBySlug(database, request.params.slug);
      if (row?.manifest == null) throw new Problem("invitations.no-wave");
      return sendManifest(reply, row);
    },
  );

  app.get(
    "/waves/:studyId/counts.json",
    { config: everyone, schema: { params: studyParams, response: { 200: IssuerCounts } } },
    async (request, reply) => {
      openToPages(reply);
      const { issued } = await publishedWave(request.params.studyId);
      if (!issued) throw new Problem("invitations.not-closed");
      const pools = await poolSums(database, request.params.studyId);
      return { issued, ...(pools.pools > 0 && { pools }) };
    },
  );

  app.get(
    "/waves/:studyId",
    { config: everyone, schema: { params: studyParams, response: { 200: IssuerState } } },
    async (request, reply) => {
      openToPages(reply);
      const row = await publishedWave(request.params.studyId);
      const issued = row.issued?.reduce((sum, count) => sum + count, 0);
      const { taken } = await queries.sums(database, row.studyId);
      const { pooled } = await poolSums(database, row.studyId);
      return {
        manifestHash: row.manifestHash!.toString("hex"),
        closed: row.closed,
        invited: (JSON.parse(row.manifest) as WaveManifest).invited,
        issued: issued ?? taken - (taken % 10),
        pooled,
      };
    },
  );

  // The page lies on this very host (/i/<slug>): no other page has to reach this.
  app.post(
    "/i/:slug/token",
    { config: respondent, schema: { params: slugParams, body: TokenRequest, response: { 200: TokenReply } } },
    (request) => desk.token(request.params.slug, request.body),
  );

  // Asked by the app of interviewers, which the office serves, and without cookies: whoever reads a reply learns what they asked for.
  const pool = poolDesk(platform, vault, desk);
  for (const path of ["/i/:slug/pool", "/i/:slug/pool/places"])
    app.options(path, { config: respondent, schema: { hide: true, params: slugParams } }, (_, reply) =>
      openToPages(reply)
        .header("access-control-allow-methods", "POST")
        .header("access-control-allow-headers", "content-type")
        .header("access-control-max-age", "86400")
        .code(204)
        .send(),
    );
  app.post(
    "/i/:slug/pool",
    { config: respondent, schema: { params: slugParams, body: PoolRequest, response: { 200: PoolReply } } },
    (request, reply) => {
      openToPages(reply);
      return pool.signatures(request.params.slug, request.body);
    },
  );
  app.post(
    "/i/:slug/pool/places",
    { config: respondent, schema: { params: slugParams, body: PoolPlacesRequest, response: { 200: PoolPlaces } } },
    (request, reply) => {
      openToPages(reply);
      return pool.places(request.params.slug, request.body.secret);
    },
  );

  app.get("/i/:slug/opt-out", { config: respondent, schema: { hide: true, params: slugParams } }, (_, reply) =>
    page(reply, optOutPage()),
  );
  // Forms are understood here and nowhere else: no other route can be reached by a form on another site.
  app.register(async (forms) => {
    forms.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: 2000 },
      (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    forms.post(
      "/i/:slug/opt-out",
      { config: respondent, schema: { params: slugParams, body: OptOut } },
      async (request, reply) => {
        const { slug } = request.params as { slug: string };
        const form = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
        try {
          const person = await desk.personOf(slug, (request.body as OptOut).code);
          await optOutPerson({ database }, vault, person.studyId, person);
        } catch (error) {
          if (!form || !(error instanceof Problem)) throw error;
          const { title } = error.body(request.headers["accept-language"]);
          return page(reply.code(error.status), notOptedOutPage(title));
        }
        return form ? page(reply, optedOutPage()) : reply.code(204).send();
      },
    );
  });
}
