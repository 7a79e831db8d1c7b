import pg from "pg";
import { type HostRole, hostRoles } from "./config.ts";

/** `url` with another database name. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/**
 * Addresses of the three hosts' databases on one server, for a trial on one machine: the office's is the one given, the others
 * lie beside it under its name and the host's. Made where missing.
 * @throws {Error} where the login may not create databases; says which statement the operator runs.
 */
export async function hostDatabases(officeUrl: string): Promise<Record<HostRole, string>> {
  const office = decodeURIComponent(new URL(officeUrl).pathname.slice(1)) || "postgres";
  const urls = { office: officeUrl } as Record<HostRole, string>;
  for (const role of hostRoles.filter((other) => other !== "office")) {
    const name = `${office === "postgres" ? "lang_nghe" : office}_${role}`;
    await createDatabase(officeUrl, name);
    urls[role] = databaseUrl(officeUrl, name);
  }
  return urls;
}

/** Makes a database where there is none of that name. @throws {Error} where the login may not. */
export async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount) return;
    const statement = `create database ${client.escapeIdentifier(name)}`;
    await client.query(statement).catch((error: Error) => {
      throw new Error(
        `The database has no ${name}, and this login may not make it (${error.message}). Run on the server: ${statement};`,
        { cause: error },
      );
    });
    // Whoever may log in to one host's database may not look into another's.
    await client.query(`revoke connect on database ${client.escapeIdentifier(name)} from public`);
  } finally {
    await client.end();
  }
}
