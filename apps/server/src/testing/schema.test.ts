import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { connect } from "../platform/database.ts";
import { dumpSchema } from "../platform/schema-dump.ts";
import { databaseUrl } from "./database.ts";

const server = join(import.meta.dirname, "../..");

test("schema.sql and rows.ts are what the migrations make (else run: node tools/schema.ts)", async () => {
  const database = connect(databaseUrl(inject("databaseServer"), "lang_nghe_template"), 1);
  const { schema, rows } = await dumpSchema(database);
  await database.destroy();
  expect(readFileSync(join(server, "schema.sql"), "utf8")).toBe(schema);
  expect(readFileSync(join(server, "src/platform/rows.ts"), "utf8").replace(/\s+/g, "")).toBe(rows.replace(/\s+/g, ""));
});
