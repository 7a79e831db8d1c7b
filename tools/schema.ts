// Writes apps/server/schema/<host>.sql and apps/server/src/platform/rows.ts from freshly migrated databases.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostRoles } from "../apps/server/src/platform/config.ts";
import { connect } from "../apps/server/src/platform/database.ts";
import { startEmbeddedPostgres } from "../apps/server/src/platform/embedded-postgres.ts";
import { createDatabase } from "../apps/server/src/platform/host-databases.ts";
import { migrate } from "../apps/server/src/platform/migrate.ts";
import { dumpSchema, rowTypes } from "../apps/server/src/platform/schema-dump.ts";

const apps = join(import.meta.dirname, "../apps/server");
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-schema-"));
chmodSync(folder, 0o711);
const server = await startEmbeddedPostgres(folder);
try {
  const tables: Awaited<ReturnType<typeof dumpSchema>>["tables"] = new Map();
  for (const role of hostRoles) {
    await createDatabase(server.url("postgres"), role);
    await migrate(server.url(role), role);
    const database = connect(server.url(role), 1);
    const dumped = await dumpSchema(database);
    await database.destroy();
    writeFileSync(join(apps, `schema/${role}.sql`), dumped.schema);
    for (const [name, columns] of dumped.tables) if (!tables.has(name)) tables.set(name, columns);
  }
  writeFileSync(join(apps, "src/platform/rows.ts"), rowTypes(tables));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
