import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { type ProblemCode, problems } from "@lang-nghe/contract";
import { sql } from "kysely";
import { apiPage, apiPageStyle, type OpenApi } from "./api-page.ts";
import { diskUse } from "./disk.ts";
import type { App, Platform } from "./platform.ts";
import { consolePolicy, inlineStylePolicy, sitePolicy } from "./policies.ts";
import { Problem } from "./problem.ts";

/** Share of the disk from which /health and the console warn. */
export const diskWarning = 0.85;

const noncePlace = "__CSP_NONCE__";

/** What is neither a capability nor the answer page: console, public site, health, API description, problem pages. */
export async function pages(app: App, platform: Platform): Promise<void> {
  const { config, database } = platform;
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

  app.get("/health", { config: open, schema: { hide: true } }, async (_, reply) => {
    const disk = await diskUse(config.dataDirectory);
    const alive = await sql`select 1`.execute(database).then(
      () => true,
      () => false,
    );
    return reply
      .code(alive ? 200 : 503)
      .header("cache-control", "no-store")
      .send({
        status: !alive ? "failing" : disk >= diskWarning ? "warning" : "ok",
        database: alive,
        diskUsed: Math.round(disk * 100) / 100,
        version: config.version,
      });
  });

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
    if (file.split("/").includes("..") || !existsSync(join(site, file))) {
      if (existsSync(join(site, path, "index.html"))) return reply.redirect(`/${path}/`);
      throw new Problem("platform.not-found");
    }
    if (file.endsWith(".html")) reply.header("content-security-policy", sitePolicy);
    return reply.header("cache-control", "public, max-age=60").sendFile(file, site, { cacheControl: false });
  });
}
