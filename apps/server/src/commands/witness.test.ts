import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseNote, receiptBody, receiptExtra, receiptLeaf } from "@lang-nghe/anonymity/log";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "../platform/database.ts";
import { openServer, type TestServer } from "../testing/index.ts";
import { appendManyToLog, appendToLog } from "../transparency/index.ts";

const main = join(import.meta.dirname, "main.ts");
let server: TestServer;
let url: string;
let folder: string;
beforeEach(async () => {
  server = await openServer({ role: "collector" });
  // The witness has the real time.
  server.clock.now = new Date();
  await server.app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), "lang-nghe-witness-"));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, INIT_CWD: folder });
/** A command as somebody outside types it: no database, no data folder. */
function run(...parameters: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, [main, ...parameters], { env: environment() }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}
const round = () => run("witness", "--log", url, "--key", "witness.key", "--state", "collector.json");

async function knownWitness(): Promise<string> {
  const made = await run("witness", "--new-key", "witness.key", "--name", "university.example/w");
  expect(made.code, made.err).toBe(0);
  writeFileSync(join(server.dataDirectory, "witnesses"), made.out);
  return made.out.trim();
}
const add = (count: number, name = "batch") =>
  inTransaction(server.database, (transaction) =>
    appendManyToLog(
      transaction,
      "batch",
      Array.from({ length: count }, (_, at) => `${name} ${at}`),
    ),
  );
/** What only a superuser of the database can do. */
const meddle = (...statements: string[]) =>
  server.database.transaction().execute(async (transaction) => {
    await sql.raw("set local session_replication_role = replica").execute(transaction);
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
const evidence = () => {
  const [name] = readdirSync(folder).filter((one) => one.startsWith("collector.json.evidence-"));
  return Object.fromEntries(
    readdirSync(join(folder, name!)).map((one) => [one, readFileSync(join(folder, name!, one))]),
  );
};

test("a witness reads, cosigns, and goes on from where it was; one whom the log does not know is told what to do", async () => {
  const line = await knownWitness();
  rmSync(join(server.dataDirectory, "witnesses"));
  await add(300);
  const unknown = await round();
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain(line);
  writeFileSync(join(server.dataDirectory, "witnesses"), `${line}\n`);
  expect(await round()).toMatchObject({
    code: 0,
    out: expect.stringContaining("cosigned 300 entries (0 new, all read)"),
  });
  await add(3, "more");
  expect(await round()).toMatchObject({
    code: 0,
    out: expect.stringContaining("cosigned 303 entries (3 new, all read)"),
  });
  const { body } = await server.anyone.get("/log/checkpoint");
  expect(parseNote(body).signatures.map(({ name }) => name)).toEqual(["localhost:3002/log", "university.example/w"]);
});

test("with --every it goes on, reads only what is new, and waits while the log is away", async () => {
  await knownWitness();
  await add(5);
  const child = spawn(
    process.execPath,
    [main, "witness", "--log", url, "--key", "witness.key", "--state", "collector.json", "--every", "1"],
    { env: environment() },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  try {
    await expect.poll(() => said, { timeout: 20_000 }).toContain("cosigned 5 entries (first seen, all read)");
    await add(400, "later");
    await expect.poll(() => said, { timeout: 20_000 }).toContain("cosigned 405 entries (400 new)");
    await meddle("alter table transparency.leaf rename to away");
    await expect.poll(() => said, { timeout: 20_000 }).toContain("The log answers 500");
    await meddle("alter table transparency.away rename to leaf");
    const soFar = said.length;
    await expect.poll(() => said.slice(soFar), { timeout: 20_000 }).toContain("cosigned 405 entries (0 new)");
  } finally {
    child.kill();
  }
});

test("an entry changed in the database: the witness names it, keeps the evidence, cosigns nothing", async () => {
  await knownWitness();
  await add(20);
  expect((await round()).code).toBe(0);
  await meddle("update transparency.leaf set body = 'nothing to see' where index = 7");
  const found = await round();
  expect(found.code).toBe(1);
  expect(found.err).toContain("THE LOG HAS BROKEN ITS PROMISE. Entry 7 is not the one whose hash stands in the tree");
  const kept = evidence();
  expect(Object.keys(kept).toSorted()).toEqual([
    "checkpoint-now.txt",
    "checkpoint-seen-before.txt",
    "tile-0-000.p-20",
    "tile-entries-000.p-20",
    "what-happened.txt",
  ]);
  expect(kept["tile-entries-000.p-20"]!.toString()).toContain("nothing to see");
});

test("an entry changed together with its hash: the tree no longer fits what was signed, and the log itself says so when it grows", async () => {
  await knownWitness();
  await add(20);
  expect((await round()).code).toBe(0);
  await meddle(
    `update transparency.leaf set body = 'other', hash = sha256('\\x00' || convert_to(E'batch\\nother\\n', 'UTF8')) where index = 7`,
  );
  expect(await round()).toMatchObject({
    code: 1,
    err: expect.stringContaining("The 20 entries that the log shows are not those which it signed"),
  });
  await add(1, "new");
  expect(await round()).toMatchObject({ code: 1, err: expect.stringContaining("The log itself says") });
});

test("the whole log made anew and signed again: a fork at the same size, another past at a greater one", async () => {
  await knownWitness();
  await add(20);
  expect((await round()).code).toBe(0);
  const state = readFileSync(join(folder, "collector.json"));
  const forget = [
    "delete from transparency.cosignature",
    "delete from transparency.checkpoint",
    "delete from transparency.leaf",
  ];
  await meddle(...forget);
  await add(20, "another story");
  const forked = await round();
  expect(forked).toMatchObject({
    code: 1,
    err: expect.stringContaining("two different stories of its first 20 entries"),
  });
  const kept = evidence();
  expect(parseNote(kept["checkpoint-now.txt"]!.toString()).text).not.toBe(
    parseNote(kept["checkpoint-seen-before.txt"]!.toString()).text,
  );
  await add(5, "and on");
  expect(await round()).toMatchObject({
    code: 1,
    err: expect.stringContaining("Among the first 20 entries, which were seen before, something was changed"),
  });
  expect(readFileSync(join(folder, "collector.json"))).toEqual(state);
});

test("a log set back to an earlier size is refused, and stays refused", async () => {
  await knownWitness();
  await add(20);
  expect((await round()).code).toBe(0);
  await meddle(
    "delete from transparency.leaf where index >= 15",
    "delete from transparency.cosignature",
    "delete from transparency.checkpoint",
  );
  for (let again = 0; again < 2; again++)
    expect(await round()).toMatchObject({
      code: 1,
      err: expect.stringContaining("The log had 20 entries and now claims 15: it was set back."),
    });
  expect((await server.anyone.get("/log/checkpoint")).body).not.toContain("university");
});

test("another key, or a key other than the one known from elsewhere, is no log of ours", async () => {
  await knownWitness();
  await add(2);
  const other = await run("witness", "--new-key", "other.key", "--name", "university.example/w");
  const wrong = await run(
    "witness",
    "--log",
    url,
    "--key",
    "witness.key",
    "--state",
    "s.json",
    "--log-key",
    other.out.trim(),
  );
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("not one of the log that was seen before") });
  expect((await round()).code).toBe(0);
  const pinned = JSON.parse(readFileSync(join(folder, "collector.json"), "utf8"));
  writeFileSync(join(folder, "collector.json"), JSON.stringify({ ...pinned, logKey: other.out.trim() }));
  expect((await round()).code).toBe(1);
});

test("a saved proof is checked without the server: entry, receipt, witness; and fails when a character changes", async () => {
  const witness = await knownWitness();
  const study = "5dd9f1f0-91d4-4a04-a2b6-6b7a86a4a001";
  const id = Uint8Array.from({ length: 16 }, (_, at) => at);
  const [release] = await inTransaction(server.database, async (transaction) => [
    await appendToLog(transaction, "release", "khao-sat-1 sha256:00"),
    await appendToLog(transaction, "receipt", receiptBody(study, id)),
  ]);
  await add(9);
  expect((await round()).code).toBe(0);
  const key = (await server.anyone.get("/log/key")).body.trim();
  const proof = (await server.anyone.get(`/log/proof?index=${release}`)).body;
  const leaf = Buffer.from(receiptLeaf(study, id)).toString("hex");
  const own = (await server.anyone.get(`/log/proof?leaf=${leaf}`)).body;
  const extra = `extra ${Buffer.from(receiptExtra(study, id)).toString("base64")}\n`;
  writeFileSync(join(folder, "release.tlog-proof"), proof);
  writeFileSync(join(folder, "receipt.tlog-proof"), own.replace("index ", `${extra}index `));
  writeFileSync(join(folder, "bare.tlog-proof"), own);
  writeFileSync(join(folder, "key"), key);
  await server.app.close();

  const held = await run("receipt", "release.tlog-proof", "--log-key", key, "--witness", witness);
  expect(held, held.err).toMatchObject({ code: 0, out: expect.stringContaining("khao-sat-1 sha256:00") });
  expect(held.out).toContain("Seen by university.example/w on ");
  const mine = await run("receipt", "receipt.tlog-proof", "--log-key", "key");
  expect(mine).toMatchObject({ code: 0, out: expect.stringContaining(`one accepted answer of study ${study}`) });
  expect((await run("receipt", "bare.tlog-proof", "--log-key", key, "--leaf", leaf)).code).toBe(0);
  expect(await run("receipt", "bare.tlog-proof", "--log-key", key)).toMatchObject({ code: 2 });

  writeFileSync(join(folder, "changed.tlog-proof"), proof.replace(/\nindex \d+\n/, "\nindex 5\n"));
  expect(await run("receipt", "changed.tlog-proof", "--log-key", key)).toMatchObject({ code: 1 });
  const stranger = (await run("witness", "--new-key", "stranger.key", "--name", "stranger.example/w")).out.trim();
  expect(await run("receipt", "release.tlog-proof", "--log-key", key, "--witness", stranger)).toMatchObject({
    code: 1,
  });
  expect(await run("receipt", "release.tlog-proof", "--log-key", stranger)).toMatchObject({ code: 1 });
  expect((await run("receipt", "release.tlog-proof")).code).toBe(2);
});
