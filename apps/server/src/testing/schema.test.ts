import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { hostRoles } from "../platform/config.ts";
import { connect } from "../platform/database.ts";
import { databaseUrl } from "../platform/host-databases.ts";
import { dumpSchema, rowTypes } from "../platform/schema-dump.ts";
import { templateOf } from "./database.ts";

const server = join(import.meta.dirname, "../..");
const withoutSpace = (text: string) => text.replace(/\s+/g, "");

test("schema/*.sql and rows.ts are what the migrations make (else run: node tools/schema.ts)", async () => {
  const tables: Awaited<ReturnType<typeof dumpSchema>>["tables"] = new Map();
  for (const role of hostRoles) {
    const database = connect(databaseUrl(inject("databaseServer"), templateOf(role)), 1);
    const dumped = await dumpSchema(database);
    await database.destroy();
    expect(readFileSync(join(server, `schema/${role}.sql`), "utf8")).toBe(dumped.schema);
    for (const [name, columns] of dumped.tables) if (!tables.has(name)) tables.set(name, columns);
  }
  expect(withoutSpace(readFileSync(join(server, "src/platform/rows.ts"), "utf8"))).toBe(withoutSpace(rowTypes(tables)));
});
