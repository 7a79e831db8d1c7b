import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FolderInUse, startEmbeddedPostgres, UnreachableFolder } from "./embedded-postgres.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lang-nghe-embedded-"));
  chmodSync(folder, 0o711);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

test("what was stored is there after a stop; the server listens on this machine only and logs no statement", async () => {
  const first = await startEmbeddedPostgres(folder);
  await ask(first.url("postgres"), "create table kept (text text)");
  await ask(first.url("postgres"), "insert into kept values ('một câu trả lời')");
  await expect(ask(first.url("postgres"), "insert into kept values ('một câu trả lời', 1)")).rejects.toThrow();
  expect(await ask(first.url("postgres"), "show listen_addresses")).toEqual({ listen_addresses: "127.0.0.1" });
  await first.stop();
  const second = await startEmbeddedPostgres(folder);
  expect(await ask(second.url("postgres"), "select text from kept")).toEqual({ text: "một câu trả lời" });
  await second.stop();
  expect(readFileSync(join(folder, "database.log"), "utf8")).not.toContain("câu trả lời");
});

test("a folder on which another of our programs runs is refused; a name left by a killed one does not count", async () => {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)", "apps/server/src/main.ts"], {
    stdio: "ignore",
  });
  writeFileSync(join(folder, "in-use"), String(other.pid));
  await expect(startEmbeddedPostgres(folder)).rejects.toThrow(FolderInUse);
  const ended = new Promise((resolve) => other.once("exit", resolve));
  other.kill("SIGKILL");
  await ended;
  await (await startEmbeddedPostgres(folder)).stop();
});

test.runIf(process.getuid?.() === 0)("as root under a closed folder it names one that would do", async () => {
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o700 });
  await expect(startEmbeddedPostgres(join(closed, "data"))).rejects.toThrow(UnreachableFolder);
  await expect(startEmbeddedPostgres(join(closed, "data"))).rejects.toThrow(/DATA_DIR=\/var\/lib\/lang-nghe/);
});
