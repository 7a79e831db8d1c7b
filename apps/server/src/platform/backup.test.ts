import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { frozenStudy, levels, repeated } from "../testing/given.ts";
import { openServer, type TestServer } from "../testing/index.ts";
import { type Part, RestoreError, restoreBackup, writeBackup } from "./backup.ts";
import { connect } from "./database.ts";
import { databaseUrl } from "./host-databases.ts";
import { dumpSchema } from "./schema-dump.ts";

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-backup-"));
const made: string[] = [];
let system: string;
let answers: string;
const file = (part: Part) => join(folder, `${part}.age`);

beforeAll(async () => {
  server = await openServer();
  await server.as("administrator");
  await frozenStudy(server, [levels("q", repeated({ yes: 700, no: 800 }))]);
  [system, answers] = await Promise.all([generateIdentity(), generateIdentity()]);
  const recipients = { system: await identityToRecipient(system), answers: await identityToRecipient(answers) };
  await writeBackup(
    server.databaseUrl,
    "office",
    file,
    (part) => ({ recipient: part === "answers" ? recipients.answers : recipients.system }),
    "2026-03-02T03:00:00.000Z",
  );
});
afterAll(async () => {
  await server.close();
  for (const name of made) await onServer(`drop database ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("databaseServer") });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(`create database ${name}`);
  made.push(name);
  return databaseUrl(inject("databaseServer"), name);
}

/** Every row of every table, as text. */
async function content(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = (
    await client.query<{ name: string }>(
      "select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'migration' order by 1",
    )
  ).rows;
  const found: Record<string, string[]> = {};
  for (const { name } of tables)
    found[name] = (
      await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t order by 1`)
    ).rows.map(({ row }) => row);
  await client.end();
  return found;
}

const plain = async (part: Part, identity: string) => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return gunzipSync(await decrypter.decrypt(readFileSync(file(part)))).toString();
};

test("a restored backup holds every row, under today's schema", async () => {
  const url = await emptyDatabase();
  await restoreBackup(url, "office", [file("answers"), file("system")], [{ identity: system }, { identity: answers }]);
  expect(await content(url)).toEqual(await content(server.databaseUrl));
  const database = connect(url, 1);
  const original = await dumpSchema(server.database);
  expect((await dumpSchema(database)).schema).toBe(original.schema);
  // identities go on where they stood
  await database.insertInto("platform.audit").values({ action: "test", details: "{}" }).execute();
  await database.destroy();
});

test("answers and staff lie in different files under different keys", async () => {
  const tablesOf = (text: string) => [...text.matchAll(/^\{"table":"([^"]+)"\}$/gm)].map((match) => match[1]!);
  const system_ = tablesOf(await plain("system", system));
  const answers_ = tablesOf(await plain("answers", answers));
  expect(answers_.length).toBeGreaterThan(0);
  expect(answers_.every((table) => table.startsWith("responses."))).toBe(true);
  expect(system_.some((table) => table.startsWith("responses."))).toBe(false);
  await expect(plain("answers", system)).rejects.toThrow();
});

test("a wrong key, a cut file, a filled database and parts of two backups are refused, and nothing is half restored", async () => {
  const url = await emptyDatabase();
  await expect(restoreBackup(url, "office", [file("system")], [{ identity: answers }])).rejects.toThrow(/wrong key/);
  const cut = join(folder, "cut.age");
  const whole = readFileSync(file("system"));
  writeFileSync(cut, whole.subarray(0, whole.length - 40));
  await expect(restoreBackup(url, "office", [cut], [{ identity: system }])).rejects.toThrow();
  const after = connect(url, 1);
  const staff = await after
    .selectFrom("accounts.staff")
    .selectAll()
    .execute()
    .catch(() => []);
  await after.destroy();
  expect(staff).toEqual([]);
  await expect(restoreBackup(server.databaseUrl, "office", [file("system")], [{ identity: system }])).rejects.toThrow(
    RestoreError,
  );
  const other = (part: Part) => join(folder, `other-${part}.age`);
  const recipient = await identityToRecipient(system);
  await writeBackup(server.databaseUrl, "office", other, () => ({ recipient }), "2026-03-03T03:00:00.000Z");
  await expect(
    restoreBackup(await emptyDatabase(), "office", [file("system"), other("answers")], [{ identity: system }]),
  ).rejects.toThrow(/another backup/);
});

test("a passphrase does as well as a key", async () => {
  const sealed = (part: Part) => join(folder, `passphrase-${part}.age`);
  await writeBackup(
    server.databaseUrl,
    "office",
    sealed,
    () => ({ passphrase: "một câu dài để nhớ" }),
    "2026-03-02T03:00:00.000Z",
  );
  const rows = await restoreBackup(
    await emptyDatabase(),
    "office",
    [sealed("system"), sealed("answers")],
    [{ passphrase: "một câu dài để nhớ" }],
  );
  expect(rows.get("answers")).toBe(1);
});
