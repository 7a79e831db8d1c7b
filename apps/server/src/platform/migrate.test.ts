import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { buildApp } from "../app.ts";
import { hostRoles, readConfig } from "./config.ts";
import { connect } from "./database.ts";
import { databaseUrl } from "./host-databases.ts";
import { migrate, migrationsOf } from "./migrate.ts";

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

const migrations = migrationsOf("office");

/** Each on the embedded database; on PostgreSQL 15 the first, one between and the last. */
const leftAt = process.env.TEST_POSTGRES_PROGRAMS
  ? [0, migrations.length >> 1, migrations.length - 1].map((i) => migrations[i]!)
  : migrations;

test.each(leftAt)("a database left at %s opens with today's code", async (name) => {
  const url = await emptyDatabase();
  await migrate(url, "office", name);
  expect(await migrate(url)).toEqual(migrations.filter((other) => other > name));
  const database = connect(url, 2);
  const app = await buildApp({ config: readConfig({ DATABASE_URL: url }), database, clock: () => new Date() });
  expect((await app.inject({ url: "/api/session" })).json().state).toBe("setup-needed");
  await app.close();
  await database.destroy();
});

test.each(hostRoles)("the %s has a database of its own, which no other host takes for its own", async (role) => {
  const url = await emptyDatabase();
  expect(await migrate(url, role)).toEqual(migrationsOf(role));
  for (const other of hostRoles.filter((name) => name !== role))
    if (migrationsOf(role).some((name) => !migrationsOf(other).includes(name)))
      await expect(migrate(url, other)).rejects.toThrow(/do not belong together/);
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
