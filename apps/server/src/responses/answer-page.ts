import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { AnswerForm } from "@lang-nghe/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "../platform/problem.ts";

type Sendable = { etag: string; plain: Buffer; gzip: Buffer; brotli: Buffer };

/**
 * Sends the built answer page with its form inside, and the form alone: compressed once for each form, revalidated by
 * ETag, the same for every reader.
 */
export function answerPage(root: string) {
  const folder = join(root, "apps/answer/dist");
  const kept = new Map<string, Sendable>();
  let built: { at: number; html: string; headers: Record<string, string> } | undefined;

  /** The built page, read again when it was built anew. */
  function page(): { at: number; html: string; headers: Record<string, string> } {
    const file = join(folder, "index.html");
    if (!existsSync(file))
      throw new Problem("platform.internal", {}, { cause: new Error("apps/answer is not built: npm run build") });
    const at = statSync(file).mtimeMs;
    if (built?.at !== at) {
      const headersFile = join(folder, "headers.json");
      built = {
        at,
        html: readFileSync(file, "utf8"),
        headers: existsSync(headersFile) ? JSON.parse(readFileSync(headersFile, "utf8")) : {},
      };
      kept.clear();
    }
    return built;
  }

  function sendable(key: string, text: () => string): Sendable {
    let found = kept.get(key);
    if (!found) {
      const plain = Buffer.from(text());
      const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
      found = {
        etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
        plain,
        gzip: gzipSync(plain, { level: 9 }),
        brotli: brotliCompressSync(plain, { params }),
      };
      kept.set(key, found);
      if (kept.size > 40) kept.delete(kept.keys().next().value ?? "");
    }
    return found;
  }

  function send(request: FastifyRequest, reply: FastifyReply, content: Sendable): FastifyReply {
    const accepted = request.headers["accept-encoding"] ?? "";
    const encoding = /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined;
    const etag = encoding ? `${content.etag.slice(0, -1)}-${encoding}"` : content.etag;
    reply.header("vary", "accept-encoding").header("etag", etag).header("cache-control", "no-cache");
    if (request.headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) return reply.code(304).send();
    if (encoding) reply.header("content-encoding", encoding);
    return reply.send(encoding === "br" ? content.brotli : encoding === "gzip" ? content.gzip : content.plain);
  }

  const keyOf = (form: AnswerForm, hash: string) =>
    JSON.stringify([form.slug, form.version, form.test, form.synthetic, form.state, hash]);

  return {
    /** @param hash of the questionnaire inside `form`. */
    html(request: FastifyRequest, reply: FastifyReply, form: AnswerForm, hash: string): FastifyReply {
      const { html, headers } = page();
      const content = sendable(`html ${keyOf(form, hash)}`, () => {
        const json = JSON.stringify(form).replaceAll("<", "\\u003c");
        return html.replace("<!--form-->", () => `<script type="application/json" id="form">${json}</script>`);
      });
      for (const [name, value] of Object.entries(headers)) reply.header(name, value);
      return send(request, reply.type("text/html; charset=utf-8"), content);
    },
    /** The page without a form: it says that there is no survey at this address. */
    nothing(reply: FastifyReply): FastifyReply {
      const { html, headers } = page();
      for (const [name, value] of Object.entries(headers)) reply.header(name, value);
      return reply.code(404).type("text/html; charset=utf-8").header("cache-control", "no-store").send(html);
    },
    json(request: FastifyRequest, reply: FastifyReply, form: AnswerForm, hash: string): FastifyReply {
      const content = sendable(`json ${keyOf(form, hash)}`, () => JSON.stringify(form));
      return send(request, reply.type("application/json; charset=utf-8"), content);
    },
  };
}
