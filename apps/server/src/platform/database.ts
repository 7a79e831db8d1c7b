import { CamelCasePlugin, Kysely, type Transaction as KyselyTransaction, PostgresDialect } from "kysely";
import pg from "pg";
import type { Rows } from "./rows.ts";

export type Database = Kysely<Rows>;
export type Transaction = KyselyTransaction<Rows>;

// bigint and count(*) as numbers: no count here comes near 2^53. Days as text: a day has no time zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** A pool on `url`. Names are camelCase in TypeScript, snake_case in SQL. */
export function connect(url: string, connections = 10): Database {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // A connection lost while idle (a restarted server) is replaced on next use.
  pool.on("error", () => undefined);
  return new Kysely<Rows>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** Runs `work` in one transaction. */
export function inTransaction<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return database.transaction().execute(work);
}
