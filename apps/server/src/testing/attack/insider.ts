import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** Runs one query as the owner of everything. */
export async function rowsOf<Row>(url: string, query: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query, [...values])).rows as Row[];
  } finally {
    await client.end();
  }
}

/** All bytes of the write-ahead log that are left, in the order in which they were written. */
export function writeAheadLog(cluster: string): Buffer {
  const folder = join(cluster, "pg_wal");
  const files = readdirSync(folder).filter((name) => /^[0-9A-F]{24}$/.test(name));
  return Buffer.concat(files.sort().map((name) => readFileSync(join(folder, name))));
}

/** Every file of the cluster's tables, for traces of rows that are gone. */
export function tableFiles(cluster: string): Buffer[] {
  const base = join(cluster, "base");
  return readdirSync(base).flatMap((database) =>
    readdirSync(join(base, database))
      .filter((name) => /^\d+(\.\d+)?$/.test(name))
      .map((name) => readFileSync(join(base, database, name))),
  );
}
