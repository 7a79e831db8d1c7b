// Writes apps/server/schema.sql and apps/server/src/platform/rows.ts from a freshly migrated database.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../apps/server/src/platform/database.ts";
import { startEmbeddedPostgres } from "../apps/server/src/platform/embedded-postgres.ts";
import { migrate } from "../apps/server/src/platform/migrate.ts";
import { dumpSchema } from "../apps/server/src/platform/schema-dump.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-schema-"));
chmodSync(folder, 0o711);
const server = await startEmbeddedPostgres(folder);
try {
  const url = server.url("postgres");
  await migrate(url);
  const database = connect(url);
  const { schema, rows } = await dumpSchema(database);
  await database.destroy();
  writeFileSync(join(import.meta.dirname, "../apps/server/schema.sql"), schema);
  writeFileSync(join(import.meta.dirname, "../apps/server/src/platform/rows.ts"), rows);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
