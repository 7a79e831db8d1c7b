import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Database } from "./database.ts";
import { prepareDatabase } from "./database-roles.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { letGoOfOrder, rewriteShuffled } from "./storage-order.ts";

// A server of its own: what lies in its files is looked at from outside.
let embedded: EmbeddedPostgres;
let owner: pg.Client;
let office: Database;
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-order-"));
const people = 400;

beforeAll(async () => {
  chmodSync(folder, 0o711);
  embedded = await startEmbeddedPostgres(folder, process.env.TEST_POSTGRES_PROGRAMS);
  const login = await prepareDatabase(embedded.url("postgres"), "office", folder);
  expect(login.fault).toBeUndefined();
  office = connect(login.url, 2);
  owner = new pg.Client({ connectionString: embedded.url("postgres") });
  await owner.connect();
  await owner.query(
    `insert into studies.study (id, slug, title, description, kind, state, synthetic, provenance)
       values ('00000000-0000-4000-8000-000000000001', 'nuoc', '{}', '{}', 'asked', 'open', false, '{}');
     insert into questionnaires.version (study_id, version, form, hash, file_name, source, published_on)
       values ('00000000-0000-4000-8000-000000000001', 1, '', '', '', '', '2026-01-01')`,
  );
});
afterAll(async () => {
  await office.destroy();
  await owner.end();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Answers as they come: one after another, each in a transaction. @returns their ids in the order of arrival. */
async function arrive(mark: string): Promise<string[]> {
  const ids = Array.from({ length: people }, () => randomUUID());
  for (const [i, id] of ids.entries())
    await owner.query(
      `insert into responses.answer (id, study_id, version, language, answers, content_hash)
       values ($1, '00000000-0000-4000-8000-000000000001', 1, 'vi', $2, $3)`,
      [id, { mark: `${mark}-${i}-${"x".repeat(200)}` }, Buffer.alloc(32)],
    );
  return ids;
}

/** Spearman's correlation of the order of arrival with the order on the disk; its standard error is 1/√(n−1). */
function rankCorrelation(arrival: readonly string[], stored: readonly string[]): number {
  const place = new Map(stored.map((id, at) => [id, at]));
  const n = arrival.length;
  const squares = arrival.reduce((sum, id, at) => sum + (at - place.get(id)!) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

const stored = async () =>
  (await owner.query<{ id: string; xmin: string }>("select id, xmin::text from responses.answer order by ctid")).rows;

/** Files under the database's folder that hold a text, in the clear. */
function filesWith(text: string): string[] {
  const found: string[] = [];
  const walk = (at: string) => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) walk(path);
      else if (readFileSync(path).includes(text)) found.push(path.slice(folder.length));
    }
  };
  walk(join(folder, "cluster"));
  return found;
}

test("rows written anew lie in an order that says nothing, as if all had come at once", async () => {
  const arrival = await arrive("first");
  const before = await stored();
  expect(
    rankCorrelation(
      arrival,
      before.map(({ id }) => id),
    ),
  ).toBeGreaterThan(0.99);
  expect(new Set(before.map(({ xmin }) => xmin)).size).toBe(people);

  expect(await rewriteShuffled(office, "responses.answer")).toBe(people);
  const after = await stored();
  expect(after.map(({ id }) => id).sort()).toEqual([...arrival].sort());
  expect(new Set(after.map(({ xmin }) => xmin)).size).toBe(1);
  // one chance in 10,000 to fail where all is well
  expect(
    Math.abs(
      rankCorrelation(
        arrival,
        after.map(({ id }) => id),
      ),
    ),
  ).toBeLessThan(3.9 / Math.sqrt(people - 1));

  // Another draw is another order.
  await rewriteShuffled(office, "responses.answer");
  expect((await stored()).map(({ id }) => id)).not.toEqual(after.map(({ id }) => id));
  await owner.query("delete from responses.answer");
});

test("deleted rows, the table's old pages and the write-ahead log are gone from the disk", async () => {
  await arrive("second");
  await owner.query("checkpoint");
  expect(filesWith("second-7-").some((file) => file.includes("/base/"))).toBe(true);
  expect(filesWith("second-7-").some((file) => file.includes("/pg_wal/"))).toBe(true);
  await owner.query("delete from responses.answer");
  await rewriteShuffled(office, "responses.answer");
  expect(await letGoOfOrder(office)).toBe(true);
  expect(filesWith("second-")).toEqual([]);
});

test("other tables are not for shuffling", async () => {
  await expect(rewriteShuffled(office, "platform.audit")).rejects.toThrow(/for tables of answers/);
});
