import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { WaveManifest } from "@lang-nghe/anonymity";
import { Type } from "typebox";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";

type Built = { at: number; etag: string; plain: Buffer; gzip: Buffer; brotli: Buffer; policy: string };

/**
 * The page of an invitation: the same bytes for everybody. Who opens it is known to nobody: the code stays behind the # of the
 * address, which browsers do not send. Its policy lets it reach this host, the wave's office (the form) and collector.
 */
export function respondentPage(app: App, { config, database }: Platform): void {
  const folder = join(config.root, "apps/answer/dist");
  let built: Built | undefined;

  /** The built page, read again when it was built anew. */
  function page(): Built {
    const file = join(folder, "invitation.html");
    if (!existsSync(file))
      throw new Problem("platform.internal", {}, { cause: new Error("apps/answer is not built: npm run build") });
    const at = statSync(file).mtimeMs;
    if (built?.at === at) return built;
    const plain = readFileSync(file);
    const headers = JSON.parse(readFileSync(join(folder, "invitation-headers.json"), "utf8"));
    built = {
      at,
      etag: createHash("sha256").update(plain).digest("base64url").slice(0, 22),
      plain,
      gzip: gzipSync(plain, { level: 9 }),
      brotli: brotliCompressSync(plain),
      policy: headers["content-security-policy"],
    };
    return built;
  }

  app.get(
    "/i/:slug",
    {
      config: { permission: "anyone", respondent: true },
      schema: { hide: true, params: Type.Object({ slug: Type.String({ maxLength: 100 }) }) },
    },
    async (request, reply) => {
      const { etag: tag, plain, gzip, brotli, policy } = page();
      const row = await queries.waveBySlug(database, request.params.slug);
      const wave = row?.manifest == null ? undefined : (JSON.parse(row.manifest) as WaveManifest);
      const origins = wave ? `'self' ${wave.office} ${wave.collector}` : "'self'";
      reply
        .code(wave ? 200 : 404)
        .type("text/html; charset=utf-8")
        .header("content-security-policy", policy.replace("connect-src 'self'", `connect-src ${origins}`))
        .header("cache-control", "no-cache")
        .header("vary", "accept-encoding");
      const accepted = request.headers["accept-encoding"] ?? "";
      const encoding = /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined;
      const etag = `"${encoding ? `${tag}-${encoding}` : tag}"`;
      if (wave) {
        reply.header("etag", etag);
        if (request.headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) return reply.code(304).send();
      }
      if (encoding) reply.header("content-encoding", encoding);
      return reply.send(encoding === "br" ? brotli : encoding === "gzip" ? gzip : plain);
    },
  );
}
