// Vitest's global setup for everything that needs a database: one server a run, a migrated template of each host to clone from.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type HostRole, hostRoles } from "../platform/config.ts";
import { prepareDatabase } from "../platform/database-roles.ts";
import { startEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { databaseUrl } from "../platform/host-databases.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A PostgreSQL server whose databases `templateOf(role)` have today's schema. */
    databaseServer: string;
    /** The same server as the hosts' own servers log in to it: the least privileged logins. */
    serverLogins: Record<HostRole, string>;
  }
}

/** TEST_POSTGRES_PROGRAMS of the project names the programs of another PostgreSQL (Debian's version 15); default the embedded one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-test-"));
  chmodSync(folder, 0o711);
  const embedded = await startEmbeddedPostgres(folder, project.config.env?.TEST_POSTGRES_PROGRAMS);
  const server = embedded.url("postgres");
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  // No test pulls the plug of this server: nothing need wait for the disk.
  for (const setting of ["fsync", "full_page_writes", "synchronous_commit"])
    await client.query(`alter system set ${setting} = off`);
  await client.query("select pg_reload_conf()");
  const logins = {} as Record<HostRole, string>;
  for (const role of hostRoles) {
    await client.query(`drop database if exists ${templateOf(role)}`);
    await client.query(`create database ${templateOf(role)}`);
    const { url, fault } = await prepareDatabase(databaseUrl(server, templateOf(role)), role, folder);
    if (fault) throw new Error(fault);
    logins[role] = url;
  }
  await client.end();
  project.provide("databaseServer", server);
  project.provide("serverLogins", logins);
  return async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

export const templateOf = (role: HostRole) => `lang_nghe_template_${role}`;
