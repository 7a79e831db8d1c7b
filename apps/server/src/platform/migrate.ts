import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type HostRole, hostRoles } from "./config.ts";

/**
 * Plain SQL files, run in the order of their names, each in a transaction of its own, forward only. The first line names the
 * hosts whose database has what the file makes, `-- roles: issuer collector`; without one it is the office's alone.
 */
export const migrationsFolder = join(import.meta.dirname, "../../migrations");

/** Older than the division into hosts: its text cannot name them any more. */
const everywhere = "0001_platform_and_accounts.sql";

/** Names of the migrations of a host's database, in order. */
export function migrationsOf(role: HostRole): string[] {
  return readdirSync(migrationsFolder)
    .filter((name) => name.endsWith(".sql") && rolesOf(name).includes(role))
    .sort();
}

function rolesOf(name: string): readonly string[] {
  if (name === everywhere) return hostRoles;
  const firstLine = readFileSync(join(migrationsFolder, name), "utf8").split("\n", 1)[0]!;
  return /^-- roles: (.+)$/.exec(firstLine)?.[1]?.split(" ") ?? ["office"];
}

/**
 * Brings the database at `url` to today's schema under an advisory lock, so that two starting servers do not collide.
 * @param role whose database it is; default the office's.
 * @param upTo the last migration to run, for tests that open an earlier schema; default all.
 * @returns names of the migrations run now.
 * @throws {Error} when a migration that already ran has been changed, or the database is newer than this code.
 */
export async function migrate(url: string, role: HostRole = "office", upTo?: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(727115)");
    const { rows: found } = await client.query<{ may: boolean }>(
      "select has_database_privilege(current_database(), 'create') as may",
    );
    const mayMigrate = found[0]!.may;
    if (mayMigrate)
      await client.query(
        `create schema if not exists platform;
         create table if not exists platform.migration (
           name text primary key, hash text not null, run_at timestamptz not null default now())`,
      );
    const done = new Map<string, string>(
      (await client.query<{ name: string; hash: string }>("select name, hash from platform.migration")).rows.map(
        (row) => [row.name, row.hash],
      ),
    );
    const files = migrationsOf(role);
    for (const name of done.keys())
      if (!files.includes(name))
        throw new Error(
          existsSync(join(migrationsFolder, name))
            ? `The database has migration ${name}, which is not the ${role}'s: ROLE and DATABASE_URL do not belong together.`
            : `The database has migration ${name}, which this version does not know: install the newer version.`,
        );
    const run: string[] = [];
    for (const name of files) {
      if (upTo !== undefined && name > upTo) break;
      const sql = readFileSync(join(migrationsFolder, name), "utf8");
      const hash = createHash("sha256").update(sql).digest("hex");
      const before = done.get(name);
      if (before !== undefined) {
        if (before !== hash) throw new Error(`Migration ${name} was changed after it ran; add a new one instead.`);
        continue;
      }
      if (!mayMigrate)
        throw new Error(
          `Migration ${name} has not run, and the login in DATABASE_URL may not run it. With the address of the tables' owner, run: npm run -s lang-nghe -- database`,
        );
      await client.query("begin");
      try {
        await client.query(sql);
        await client.query("insert into platform.migration (name, hash) values ($1, $2)", [name, hash]);
        await client.query("commit");
      } catch (error) {
        await client.query("rollback");
        throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
      }
      run.push(name);
    }
    return run;
  } finally {
    await client.end();
  }
}
