import type { FastifyInstance } from "fastify";
import { Problem } from "./problem.ts";

/**
 * Headers of every reply, and the guard against cross-site requests: whoever changes something under /api must send
 * `x-requested-with: lang-nghe`, which a form or image on another site cannot (the cookie is SameSite=Strict besides).
 */
// biome-ignore lint/suspicious/noExplicitAny: independent of the instance's type provider
export function protectRequests(app: FastifyInstance<any, any, any, any, any>): void {
  app.addHook("onRequest", async (request) => {
    const changes = !["GET", "HEAD", "OPTIONS"].includes(request.method);
    if (changes && request.url.startsWith("/api/") && request.headers["x-requested-with"] !== "lang-nghe")
      throw new Problem("platform.cross-site");
  });
  app.addHook("onSend", async (request, reply) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    reply.header("cross-origin-opener-policy", "same-origin");
    // The console shows the answer page in a frame; nobody else may.
    reply.header("x-frame-options", "SAMEORIGIN");
    if (!reply.hasHeader("content-security-policy"))
      reply.header(
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
      );
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
