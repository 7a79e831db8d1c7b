import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { type ProblemCode, problems } from "@lang-nghe/contract";
import { apiPage, apiPageStyle, type OpenApi } from "./api-page.ts";
import { health } from "./health.ts";
import type { App, Platform } from "./platform.ts";
import { consolePolicy, inlineStylePolicy, sitePolicy } from "./policies.ts";
import { Problem } from "./problem.ts";

/** Where the built console leaves room for a reply's nonce: `html.cspNonce` in apps/console/vite.config.ts. */
const noncePlace = "__CSP_NONCE__";

/** What is neither a capability nor the answer page: console, public site, health, API description, problem pages. */
export async function pages(app: App, platform: Platform): Promise<void> {
  const { config } = platform;
  const site = join(config.dataDirectory, "site");
  const consoleFolder = join(config.root, "apps/console/dist");
  const open = { permission: "anyone" } as const;

  await app.register(fastifyStatic, { root: consoleFolder, serve: false });
  app.get("/console", { config: open, schema: { hide: true } }, (_, reply) => reply.redirect("/console/"));
  app.get("/console/*", { config: open, schema: { hide: true }, compress: {} }, (request, reply) => {
    const path = (request.params as { "*": string })["*"];
    const asset = path.startsWith("assets/") || /\.(svg|png|ico|woff2|webmanifest)$/.test(path);
    if (asset) return reply.sendFile(path, consoleFolder, { maxAge: "365d", immutable: true });
    const nonce = randomBytes(16).toString("base64");
    return reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", consolePolicy(nonce))
      .send(readFileSync(join(consoleFolder, "index.html"), "utf8").replaceAll(noncePlace, nonce));
  });

  health(app, platform);
  app.get("/api/openapi.json", { config: open, schema: { hide: true } }, () => app.swagger());
  app.get("/api/", { config: open, schema: { hide: true } }, (_, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", inlineStylePolicy(apiPageStyle))
      .send(apiPage(app.swagger() as OpenApi)),
  );
  app.get("/problems/:code", { config: open, schema: { hide: true } }, (request, reply) => {
    const { code } = request.params as { code: string };
    if (!(code in problems)) throw new Problem("platform.not-found");
    const { status, vi, en } = problems[code as ProblemCode];
    return reply.type("text/plain; charset=utf-8").send(`${code} (HTTP ${status})\n\n${vi}\n\n${en}\n`);
  });

  // The public site is plain files made by the portal; whatever no other route answers is looked up there.
  app.get("/*", { config: open, schema: { hide: true }, compress: {} }, (request, reply) => {
    const path = (request.params as { "*": string })["*"];
    const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    // A path that climbs, or that begins like a host (//, /\\), is none of ours: a redirect to it would lead elsewhere.
    if (/^\/|\\/.test(path) || path.split("/").includes("..")) throw new Problem("platform.not-found");
    const found = statSync(join(site, file), { throwIfNoEntry: false });
    if (found?.isDirectory() && existsSync(join(site, file, "index.html")))
      return reply.redirect(`/${path.split("/").map(encodeURIComponent).join("/")}/`);
    if (!found?.isFile()) throw new Problem("platform.not-found");
    if (file.endsWith(".html")) reply.header("content-security-policy", sitePolicy);
    return reply.header("cache-control", "public, max-age=60").sendFile(file, site, { cacheControl: false });
  });
}
