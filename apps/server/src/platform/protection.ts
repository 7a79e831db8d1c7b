import { isIP } from "node:net";
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from "fastify";
import type { Config } from "./config.ts";
import { unfit } from "./depth.ts";
import { commonHeaders, dataPolicy, permissionsOf } from "./policies.ts";
import { Problem } from "./problem.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Every route there is, for tests that must leave none out. */
    servedRoutes: { method: string; url: string; config: FastifyContextConfig | undefined }[];
  }
}

const common = { http: commonHeaders(false), https: commonHeaders(true) };
const permissions = { console: permissionsOf(true), elsewhere: permissionsOf(false) };

/** Paths whose requests come from pages of this host only. Others (a collector's) say themselves who may call. */
const ownPages = /^\/(api|a|t)\/|^\/i\/[^/]*\/token/;

/**
 * Headers of every reply, and the guard against cross-site requests. Whoever changes something under /api must send
 * `x-requested-with: lang-nghe`, which a form or image on another site cannot; a browser that says where a request comes from
 * (Sec-Fetch-Site, Origin) must say "from here" (the cookie is SameSite=Strict besides).
 */
export function protectRequests(
  // biome-ignore lint/suspicious/noExplicitAny: independent of the instance's type provider
  app: FastifyInstance<any, any, any, any, any>,
  { publicUrl }: Pick<Config, "publicUrl">,
): void {
  const own = new URL(publicUrl).origin;
  const https = own.startsWith("https:");
  app.decorate("servedRoutes", []);
  app.addHook("onRoute", ({ method, url, config }) => {
    for (const one of [method].flat()) app.servedRoutes.push({ method: one, url, config });
  });
  app.addHook("onRequest", async (request, reply) => {
    // First of all, so that streams and failures have them too. A route that sends a page sets its own policy.
    reply.headers(https ? common.https : common.http);
    reply.header("content-security-policy", dataPolicy);
    reply.header(
      "permissions-policy",
      request.url.startsWith("/console/") ? permissions.console : permissions.elsewhere,
    );
    if (["GET", "HEAD", "OPTIONS"].includes(request.method) || !ownPages.test(request.url)) return;
    if (request.url.startsWith("/api/") && request.headers["x-requested-with"] !== "lang-nghe")
      throw new Problem("platform.cross-site");
    if (!fromHere(request, own, https)) throw new Problem("platform.cross-site");
  });
  app.addHook("preValidation", async ({ body, params, query, routeOptions }) => {
    for (const [place, given] of Object.entries({ params, query, body })) {
      const reason = unfit(given);
      // Intake of answers looks at each text itself, and names the question.
      if (reason === "not text" && place === "body" && routeOptions.config.respondent) continue;
      if (reason) throw new Problem("platform.bad-request", { place, reason });
    }
  });
  app.addHook("onSend", async (_, reply) => {
    const framed = String(reply.getHeader("content-security-policy")).includes("frame-ancestors 'self'");
    // For browsers that do not know frame-ancestors. The console shows the answer page in a frame; nobody else may.
    reply.header("x-frame-options", framed ? "SAMEORIGIN" : "DENY");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}

function fromHere(request: FastifyRequest, own: string, https: boolean): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin } = request.headers;
  if (origin === undefined || origin === own) return true;
  return !https && isTrial(origin);
}

/**
 * A trial without HTTPS is reached by several addresses of its machine: those that are plainly addresses. A name could be
 * anybody's, pointed at this machine for the occasion (DNS rebinding).
 */
function isTrial(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === "http:" && (hostname === "localhost" || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0);
}
