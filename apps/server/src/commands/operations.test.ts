import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HostRole } from "../platform/config.ts";
import { frozenStudy, levels, repeated } from "../testing/given.ts";
import { keepRunPassword, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let empty: TestServer;
let issuer: TestServer;
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-operations-"));
beforeAll(async () => {
  chmodSync(folder, 0o711);
  [server, empty, issuer] = await Promise.all([openServer(), openServer(), openServer({ role: "issuer" })]);
  await server.as("administrator");
  await frozenStudy(server, [levels("q", repeated({ yes: 50, no: 60 }))]);
});
afterAll(async () => {
  await Promise.all([server.close(), empty.close(), issuer.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A command as an operator types it, on a database of its own. */
function run(
  on: { databaseUrl: string; dataDirectory: string; role?: HostRole },
  ...parameters: string[]
): Promise<{ code: number; out: string; err: string }> {
  const { databaseUrl: DATABASE_URL, dataDirectory: DATA_DIR, role: ROLE = "office" } = on;
  const environment = { ...process.env, ROLE, DATABASE_URL, DATA_DIR, INIT_CWD: folder };
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
  expect(files.map((name) => name.split("-").slice(-2).join("-")).sort()).toEqual([
    "office-answers.age",
    "office-system.age",
  ]);
  const restored = await run(empty, "restore", ...files.map((name) => join("backups", name)), "--identity", "key.txt");
  expect(restored).toMatchObject({ code: 0, err: "" });
  expect(restored.out).toMatch(/^ok {3}audit log: \d+ entries, unbroken/m);
  expect(restored.out).toMatch(/^ok {3}public log$/m);
  expect(restored.out).toContain("past their retention date, answers deleted: 0");
  expect((await empty.anyone.get("/api/session")).json().state).toBe("signed-out");
});

test("check tells whole from broken", async () => {
  const whole = await run(server, "check");
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.out).toMatch(/^ok +ledgers of tables that left, of \d+ studies$/m);
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

test("one key never closes contacts and answers by default, and a host's backup is not another host's", async () => {
  // As in a trial, where the hosts share a data folder.
  const dataDirectory = join(folder, "trial");
  for (const role of ["office", "issuer"] as const) keepRunPassword(dataDirectory, role);
  const office = { databaseUrl: server.databaseUrl, dataDirectory };
  const atOther = { databaseUrl: issuer.databaseUrl, dataDirectory, role: "issuer" as const };
  const key = (await run(office, "backup", "--new-key", "one.txt")).out.trim();
  expect(await run(office, "backup", "--to", "of-office", "--recipient", key)).toMatchObject({ code: 0 });
  const atIssuer = await run(atOther, "backup", "--to", "of-issuer", "--recipient", key);
  expect(atIssuer.code).toBe(2);
  expect(atIssuer.err).toMatch(/This key has closed the answers before/);
  const other = (await run(atOther, "backup", "--new-key", "other.txt")).out.trim();
  const apart = await run(
    atOther,
    "backup",
    "--to",
    "of-issuer",
    "--recipient",
    key,
    "--recipient",
    `contacts=${other}`,
  );
  expect(apart).toMatchObject({ code: 0, err: "" });
  const files = readdirSync(join(folder, "of-office")).map((name) => join("of-office", name));
  const wrong = await run(atOther, "restore", ...files, "--identity", "one.txt");
  expect(wrong.err).toMatch(/is a backup of the office, and ROLE is issuer/);
});

test("audit verify names the first bad row, and a checkpoint given away finds what was cut off", async () => {
  const whole = await run(server, "audit", "verify");
  expect(whole).toMatchObject({ code: 0, err: "" });
  expect(whole.out).toMatch(/^ok {3}audit log: \d+ entries, unbroken/);
  const checkpoint = await run(server, "audit", "checkpoint");
  expect(checkpoint.out).toMatch(/^[^\n]+\/audit\n\d+\n[A-Za-z0-9+/]{43}=\n\n— [^\n]+\n$/);
  writeFileSync(join(folder, "checkpoint.txt"), checkpoint.out);
  expect(await run(server, "audit", "verify", "--checkpoint", "checkpoint.txt")).toMatchObject({ code: 0 });

  await meddle("delete from platform.audit where position = (select max(position) from platform.audit)");
  await meddle("delete from platform.audit_checkpoint", "delete from transparency.leaf where kind = 'audit'");
  expect((await run(server, "audit", "verify")).code).toBe(0);
  const cut = await run(server, "audit", "verify", "--checkpoint", "checkpoint.txt");
  expect(cut.code).toBe(1);
  expect(cut.out).toMatch(
    /^NOT {2}audit log: entry \d+ and what followed is missing: a checkpoint over \d+ entries was signed/,
  );

  await meddle("update platform.audit set person = 'Ai đó' where position = 1");
  const changed = await run(server, "audit", "verify");
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(/^NOT {2}audit log: entry 1 \(2.*Z, [\w.-]+, by Ai đó\) is not as it was written/);

  writeFileSync(join(folder, "forged.txt"), checkpoint.out.replace(/\n\d+\n/, "\n1\n"));
  expect((await run(server, "audit", "verify", "--checkpoint", "forged.txt")).err).toMatch(
    /no checkpoint of this host/,
  );
});

/** Whoever holds the machine, past triggers. */
async function meddle(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query("set session_replication_role = replica");
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** A host started as an operator starts it; what it says until it serves or ends. */
function startOn(on: { databaseUrl: string; dataDirectory: string }): Promise<string> {
  const main = join(import.meta.dirname, "../main.ts");
  const environment = {
    ...process.env,
    ROLE: "office",
    PORT: "0",
    DATABASE_URL: on.databaseUrl,
    DATA_DIR: on.dataDirectory,
  };
  const host = execFile(process.execPath, [main], { env: environment });
  return new Promise((resolve) => {
    let said = "";
    const hear = (text: string) => {
      said += text;
      if (said.includes("/console/")) host.kill();
    };
    host.stdout!.on("data", hear);
    host.stderr!.on("data", hear);
    host.on("exit", () => resolve(said));
  });
}

test("a restored host does not speak under a new key in silence: it stops, until the key is back or its loss is told", async () => {
  const moved = await openServer();
  await moved.as("administrator");
  expect((await moved.anyone.get("/log/checkpoint")).statusCode).toBe(200);
  const elsewhere = { databaseUrl: moved.databaseUrl, dataDirectory: join(folder, "elsewhere") };
  keepRunPassword(elsewhere.dataDirectory, "office");
  expect(await startOn(elsewhere)).toMatch(/has a signed public log, and there is no log-key in DATA_DIR\. Put back/);
  expect(existsSync(join(elsewhere.dataDirectory, "log-key"))).toBe(false);
  writeFileSync(join(elsewhere.dataDirectory, "log-key"), readFileSync(join(issuer.dataDirectory, "log-key")));
  expect(await startOn(elsewhere)).toContain("signed by another key than the log-key in DATA_DIR");
  rmSync(join(elsewhere.dataDirectory, "log-key"));

  expect((await run(moved, "audit", "new-log-key")).err).toBe(
    "The log's key is in its place: there is nothing to replace.\n",
  );
  const replaced = await run(elsewhere, "audit", "new-log-key");
  expect(replaced.code).toBe(0);
  expect(replaced.out.trim()).not.toBe((await moved.anyone.get("/log/key")).body.trim());
  expect(await startOn(elsewhere)).toMatch(/^Lắng Nghe: http/);
  const entries = await moved.database
    .selectFrom("transparency.leaf")
    .select("body")
    .where("kind", "=", "key")
    .execute();
  expect(entries.map(({ body }) => body)).toContain(`log ${replaced.out.trim()}`);
  // What the lost key had signed is not taken for the new one's.
  expect((await run(elsewhere, "check")).out).toMatch(/^ok {3}public log$/m);
  await moved.close();
}, 60_000);
