import { parseTilePath } from "@lang-nghe/anonymity/log";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import type { App, Platform } from "../platform/platform.ts";
import { inlineStylePolicy } from "../platform/policies.ts";
import { Problem } from "../platform/problem.ts";
import { currentCheckpoint, proofFile, takeCosignatures } from "./checkpoints.ts";
import { hostKey, knownWitnesses } from "./host-key.ts";
import { logPage, logPageStyle } from "./log-page.ts";
import * as queries from "./queries.ts";

const everyone = { permission: "anyone" } as const;
const hide = { hide: true } as const;

/** Public, and the same for everybody: pages of any site may read it. */
const text = (reply: FastifyReply) =>
  reply
    .type("text/plain; charset=utf-8")
    .header("access-control-allow-origin", "*")
    .header("cache-control", "no-cache");

/** The host's public log (c2sp.org/tlog-tiles below /log), its proofs, and the place where witnesses put their cosignatures. */
export function transparency(app: App, platform: Platform): void {
  const { config, database } = platform;
  // Made now, and a list of witnesses that cannot be read is told now.
  const key = hostKey(config);
  knownWitnesses(config);

  app.get("/log", { config: everyone, schema: hide }, (_, reply) => reply.redirect("/log/"));
  app.get("/log/", { config: everyone, schema: hide }, async (_, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", inlineStylePolicy(logPageStyle))
      .header("cache-control", "no-cache")
      .send(await logPage(platform)),
  );

  app.get("/log/key", { config: everyone, schema: hide }, (_, reply) => text(reply).send(`${key.line}\n`));

  app.get("/log/checkpoint", { config: everyone, schema: hide }, async (_, reply) =>
    text(reply).send((await currentCheckpoint(platform)).note),
  );

  app.get("/log/tile/*", { config: everyone, schema: hide }, async (request, reply) => {
    const tile = parseTilePath(`tile/${(request.params as { "*": string })["*"]}`);
    const bytes = tile && (await queries.tileBytes(database, tile));
    if (!bytes) throw new Problem("platform.not-found");
    return reply
      .type("application/octet-stream")
      .header("access-control-allow-origin", "*")
      .header("cache-control", "public, max-age=31536000, immutable")
      .send(Buffer.from(bytes));
  });

  app.get(
    "/log/proof",
    {
      config: everyone,
      schema: {
        hide: true,
        querystring: Type.Object({
          index: Type.Optional(Type.String({ pattern: "^(0|[1-9][0-9]{0,14})$" })),
          leaf: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
        }),
      },
    },
    async (request, reply) => {
      const { index, leaf } = request.query;
      // A respondent's page reads "not yet" too.
      reply.header("access-control-allow-origin", "*");
      if ((index === undefined) === (leaf === undefined))
        throw new Problem("platform.bad-request", { place: "query", reason: "index or leaf" });
      const file = await proofFile(
        platform,
        index !== undefined ? { index: Number(index) } : { leaf: Buffer.from(leaf!, "hex") },
      );
      return text(reply).send(file);
    },
  );

  // The witness pulls and posts back: it needs no address of its own, and the log reaches out to nobody.
  app.post(
    "/log/cosignatures",
    {
      config: { ...everyone, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: { hide: true, consumes: ["text/plain"], body: Type.String({ maxLength: 20_000 }) },
      bodyLimit: 64 * 1024,
    },
    async (request, reply) => {
      await takeCosignatures(platform, request.body);
      return reply.code(204).send();
    },
  );
}
