import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { buildApp } from "../app.ts";
import { databaseUrl } from "../testing/database.ts";
import { readConfig } from "./config.ts";
import { connect } from "./database.ts";
import { migrate, migrationsFolder } from "./migrate.ts";

const made: string[] = [];
const onServer = async (statement: string) => {
  const client = new pg.Client({ connectionString: inject("databaseServer") });
  await client.connect();
  await client.query(statement);
  await client.end();
};
afterAll(async () => {
  for (const name of made) await onServer(`drop database ${name} with (force)`);
});

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(`create database ${name}`);
  made.push(name);
  return databaseUrl(inject("databaseServer"), name);
}

const migrations = readdirSync(migrationsFolder)
  .filter((name) => name.endsWith(".sql"))
  .sort();

test.each(migrations)("a database left at %s opens with today's code", async (name) => {
  const url = await emptyDatabase();
  await migrate(url, name);
  expect(await migrate(url)).toEqual(migrations.filter((other) => other > name));
  const database = connect(url, 2);
  const app = await buildApp({ config: readConfig({ DATABASE_URL: url }), database, clock: () => new Date() });
  expect((await app.inject({ url: "/api/session" })).json().state).toBe("setup-needed");
  await app.close();
  await database.destroy();
});

test("two servers that start together run each migration once", async () => {
  const url = await emptyDatabase();
  const runs = await Promise.all([migrate(url), migrate(url)]);
  expect(runs.map(({ length }) => length).sort()).toEqual([0, migrations.length]);
});

test("a migration that was changed after it ran, or is unknown, stops the start", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("update platform.migration set hash = 'x' where name = $1", [migrations[0]]);
  await expect(migrate(url)).rejects.toThrow(/was changed after it ran/);
  await client.query("insert into platform.migration (name, hash) values ('9999_future.sql', '')");
  await expect(migrate(url)).rejects.toThrow(/does not know/);
  await client.end();
});
