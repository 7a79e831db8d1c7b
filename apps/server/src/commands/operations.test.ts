import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenStudy, levels, repeated } from "../testing/given.ts";
import { openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let empty: TestServer;
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-operations-"));
beforeAll(async () => {
  chmodSync(folder, 0o711);
  [server, empty] = await Promise.all([openServer(), openServer()]);
  await server.as("administrator");
  await frozenStudy(server, [levels("q", repeated({ yes: 50, no: 60 }))]);
});
afterAll(async () => {
  await Promise.all([server.close(), empty.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A command as an operator types it, on a database of its own. */
function run(on: TestServer, ...parameters: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = { ...process.env, DATABASE_URL: on.databaseUrl, DATA_DIR: on.dataDirectory, INIT_CWD: folder };
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      [join(import.meta.dirname, "main.ts"), ...parameters],
      { env: environment },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}

test("key, backup, restore: contacts and answers apart, and the restored system knows its people", async () => {
  const key = await run(server, "backup", "--new-key", "key.txt");
  expect(key.out).toMatch(/^age1/);
  const made = await run(server, "backup", "--to", "backups", "--recipient", key.out.trim());
  expect(made).toMatchObject({ code: 0, err: "" });
  const files = readdirSync(join(folder, "backups"));
  expect(files.map((name) => name.split("-").at(-1)).sort()).toEqual(["answers.age", "office.age"]);
  const restored = await run(empty, "restore", ...files.map((name) => join("backups", name)), "--identity", "key.txt");
  expect(restored.err).toBe("");
  expect(restored.out).toContain("past their retention date, answers deleted: 0");
  expect((await empty.anyone.get("/api/session")).json().state).toBe("signed-out");
});

test("check tells whole from broken", async () => {
  expect(await run(server, "check")).toMatchObject({ code: 0 });
  await server.database.updateTable("responses.snapshot").set({ hash: "0" }).execute();
  const broken = await run(server, "check");
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/NOT +frozen answers of study .*hash/);
});

test("a lost password is mended by a one-time link", async () => {
  const reply = await run(server, "link", "administrator");
  const token = reply.out.trim().split("#")[1];
  expect((await server.anyone.post("/api/password", { token, password: "mật khẩu mới đủ dài" })).statusCode).toBe(204);
  expect((await run(server, "link", "nobody")).err).toMatch(/There is no nobody; staff are administrator/);
});
