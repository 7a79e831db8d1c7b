// Vitest's global setup for everything that needs a database: one server a run, a migrated template to clone from.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { migrate } from "../platform/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A PostgreSQL server whose database `lang_nghe_template` has today's schema. */
    databaseServer: string;
  }
}

/** TEST_POSTGRES_PROGRAMS names the programs of another PostgreSQL (Debian's version 15 in CI); default the embedded one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-test-"));
  chmodSync(folder, 0o711);
  const embedded = await startEmbeddedPostgres(folder, process.env.TEST_POSTGRES_PROGRAMS);
  const server = embedded.url("postgres");
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query("drop database if exists lang_nghe_template");
  await client.query("create database lang_nghe_template");
  await client.end();
  await migrate(databaseUrl(server, "lang_nghe_template"));
  project.provide("databaseServer", server);
  return async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** `server`'s address with another database name. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
