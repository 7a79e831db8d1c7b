import { join } from "node:path";
import pg from "pg";
import { type Config, readConfig } from "../platform/config.ts";
import { loginOf } from "../platform/database-roles.ts";
import { FolderInUse, startEmbeddedPostgres, UnreachableFolder } from "../platform/embedded-postgres.ts";
import { hostDatabases } from "../platform/host-databases.ts";
import { UsageError } from "./usage.ts";

/**
 * Runs `work` on the configured database of the host that ROLE names; the embedded one is started for it and stopped afterwards.
 * In the data folder of a trial each host has its own database and folder; `config.dataDirectory` is that of the host.
 */
export async function withDatabase<T>(work: (url: string, config: Config) => Promise<T>): Promise<T> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  if (config.databaseUrl) return work(config.databaseUrl, config);
  const embedded = await startEmbeddedPostgres(config.dataDirectory).catch((error: unknown) => {
    if (error instanceof FolderInUse || error instanceof UnreachableFolder)
      throw new UsageError(error.message, { cause: error });
    throw error;
  });
  try {
    const url = embedded.url("postgres");
    if (config.role === "office" || !(await isOffice(url))) return await work(url, config);
    const databases = await hostDatabases(url);
    return await work(databases[config.role], { ...config, dataDirectory: join(config.dataDirectory, config.role) });
  } finally {
    await embedded.stop();
  }
}

/** Is this the office's database, so that the folder is a trial's with the other hosts beside it? */
async function isOffice(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>("select to_regclass('studies.study') is not null as found");
    return rows[0]!.found;
  } finally {
    await client.end();
  }
}

/** @throws {UsageError} when the login of DATABASE_URL is the server's own, which may not do what the owner does. */
export async function requireOwner(url: string, config: Config): Promise<void> {
  if (new URL(url).username === loginOf(config.role))
    throw new UsageError("This needs the address of the tables' owner in DATABASE_URL, not the server's own login.");
}
