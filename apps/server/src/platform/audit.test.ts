import { generateKeyPairSync, sign, verify } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openServer, type TestServer } from "../testing/index.ts";
import { audit, forbiddenDetail } from "./audit.ts";
import type { Head } from "./audit-chain.ts";
import {
  auditHead,
  chainState,
  type HostLog,
  keepCheckpoints,
  makeCheckpoint,
  readCheckpointText,
  verifyAudit,
} from "./audit-checkpoint.ts";
import { inTransaction } from "./database.ts";

let server: TestServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

/** Whoever holds the machine: past triggers and privileges. */
async function tamper(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A log of the host's in memory: real keys, no notes of C2SP's. */
function memoryLog(): HostLog & { entries: string[] } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const entries: string[] = [];
  return {
    entries,
    origin: "lang-nghe.test/office",
    signNote: (text) => `${text}\n${sign(null, Buffer.from(text), privateKey).toString("base64")}\n`,
    openNote: async (note) => {
      const [text, signature] = note.split("\n\n");
      if (!verify(null, Buffer.from(`${text}\n`), publicKey, Buffer.from(signature ?? "", "base64")))
        throw new Error("no good signature");
      return `${text}\n`;
    },
    append: async (_, entry) => entries.push(`${entry}\n`) - 1,
    notes: async () => entries,
  };
}

const by = { id: "", name: "Quản trị" } as never;
const act = (action: string, details = {}) => audit(server.database, by, action, "đối tượng", details);
async function fill(): Promise<void> {
  for (let i = 1; i <= 8; i++) await act(`test.${i}`, { step: i, nghĩa: "một việc" });
}
const verdict = async (log?: HostLog, outside: Head[] = []) => {
  const { fault } = await verifyAudit(server.databaseUrl, log, outside);
  return fault && { position: fault.position, kind: fault.kind, action: fault.row?.action };
};

test("rows written side by side, in long and in failing transactions, make one chain without gaps", async () => {
  await Promise.all([
    ...Array.from({ length: 40 }, (_, i) => act(`test.${i}`)),
    ...Array.from({ length: 20 }, (_, i) =>
      inTransaction(server.database, async (transaction) => {
        await audit(transaction, undefined, `test.two-${i}`, undefined);
        await audit(transaction, by, `test.two-${i}`, undefined, { second: true });
        if (i % 4 === 0) throw new Error("rolled back");
      }).catch(() => undefined),
    ),
  ]);
  const { head, fault } = await verifyAudit(server.databaseUrl, undefined);
  expect(fault).toBeUndefined();
  expect(head.position).toBe(40 + 2 * 15);
  expect(await chainState(server.database)).toMatchObject({ entries: 70, lastCheckpoint: null });
});

test("a long act does not hold up the others", async () => {
  let quick = 0;
  await inTransaction(server.database, async (transaction) => {
    await audit(transaction, by, "test.long", undefined);
    await act("test.quick");
    quick = (await auditHead(server.database)).position;
  });
  expect(quick).toBe(1);
  expect((await auditHead(server.database)).position).toBe(2);
});

test("an edited row is named", async () => {
  await fill();
  await tamper("update platform.audit set person = 'Người khác' where position = 3");
  expect(await verdict()).toEqual({ position: 3, kind: "changed", action: "test.3" });
});

test("each field is under the hash", async () => {
  await fill();
  for (const change of [
    "at = at + interval '1 microsecond'",
    "person = null",
    "person = ''",
    "action = 'test.x'",
    "subject = null",
    "details = details || '{\"a\": 1}'",
  ]) {
    await tamper("create table if not exists kept as select * from platform.audit");
    await tamper(`update platform.audit set ${change} where position = 5`);
    expect((await verdict())?.position, change).toBe(5);
    await tamper("delete from platform.audit", "insert into platform.audit overriding system value select * from kept");
    expect(await verdict(), change).toBeUndefined();
  }
});

test("a deleted row is named by its place", async () => {
  await fill();
  await tamper("delete from platform.audit where position = 4");
  expect(await verdict()).toEqual({ position: 4, kind: "missing", action: undefined });
});

test("rows that changed places are named", async () => {
  await fill();
  await tamper(
    "update platform.audit set position = 100 where position = 2",
    "update platform.audit set position = 2 where position = 6",
    "update platform.audit set position = 6 where position = 100",
  );
  expect(await verdict()).toEqual({ position: 2, kind: "changed", action: "test.6" });
});

test("a row put in past the chain, or between others, is named", async () => {
  await fill();
  await tamper("insert into platform.audit (action) values ('test.smuggled')");
  expect(await verdict()).toEqual({ position: 9, kind: "past-the-chain", action: "test.smuggled" });
  await tamper(
    "delete from platform.audit where position is null",
    "update platform.audit set position = position + 1000 where position >= 5",
    "update platform.audit set position = position - 999 where position >= 1000",
    "insert into platform.audit (action, position, hash) select 'test.between', 5, hash from platform.audit where position = 4",
  );
  expect(await verdict()).toEqual({ position: 5, kind: "changed", action: "test.between" });
});

test("a log cut off at its end, or written anew from some row on, contradicts a checkpoint", async () => {
  const log = memoryLog();
  await fill();
  const note = (await makeCheckpoint(server.database, log))!;
  for (let i = 9; i <= 12; i++) await act(`test.${i}`);
  await makeCheckpoint(server.database, log);
  expect(await verdict(log)).toBeUndefined();
  expect(log.entries).toHaveLength(2);
  expect(await makeCheckpoint(server.database, log)).toBe(log.entries[1]);

  const outside = readCheckpointText(log.origin, await log.openNote(log.entries[1]!));
  // cut off, in the database only: the host's log still knows
  await tamper(
    "delete from platform.audit where position > 10",
    "delete from platform.audit_checkpoint where position > 10",
  );
  expect(await verdict(log)).toEqual({ position: 11, kind: "cut-off", action: undefined });
  // and cut off in the host's log too: only who was given a checkpoint knows
  log.entries.pop();
  expect(await verdict(log)).toBeUndefined();
  expect(await verdict(log, [outside])).toEqual({ position: 11, kind: "cut-off", action: undefined });

  // a fork: the last rows rewritten by someone who works the hashes out anew
  await tamper("delete from platform.audit where position > 8");
  for (let i = 9; i <= 14; i++) await act(`test.${i}-otherwise`);
  expect(await verdict(log)).toBeUndefined();
  expect(await verdict(log, [outside])).toEqual({ position: 9, kind: "rewritten", action: "test.12-otherwise" });
  expect(readCheckpointText(log.origin, await log.openNote(note)).position).toBe(8);
});

test("a kept note that was changed is told, and one of another host is not taken", async () => {
  const log = memoryLog();
  await fill();
  await makeCheckpoint(server.database, log);
  await tamper("update platform.audit_checkpoint set note = replace(note, '8', '7')");
  expect(await verifyAudit(server.databaseUrl, log)).toMatchObject({ badNotes: 1, checkpoints: 1, fault: undefined });
  expect(() => readCheckpointText("another/office", `${log.origin}/audit\n1\n${"A".repeat(43)}=\n`)).toThrow(
    /not of another/,
  );
});

test("acts of weight are put under a checkpoint at once, others with the hour and at the end", async () => {
  const log = memoryLog();
  const failures: unknown[] = [];
  const keeper = keepCheckpoints(server.database, log, (error) => failures.push(error));
  await act("test.light");
  await keeper.consider();
  expect(log.entries).toHaveLength(0);
  await act("releases.publish");
  await keeper.consider();
  await keeper.consider();
  expect(log.entries).toHaveLength(1);
  await act("test.light");
  await keeper.stop();
  expect(log.entries).toHaveLength(2);
  expect(failures).toEqual([]);
  expect((await chainState(server.database)).lastCheckpoint).toMatchObject({ position: 3 });
});

test("triggers keep even the owner from changing, deleting and emptying", async () => {
  await fill();
  await makeCheckpoint(server.database, memoryLog());
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  for (const statement of [
    "update platform.audit set person = 'x'",
    "update platform.audit set hash = sha256(''), position = 50 where position = 1",
    "delete from platform.audit",
    "truncate platform.audit",
    "update platform.audit_checkpoint set note = ''",
    "delete from platform.audit_checkpoint",
    "truncate platform.audit_checkpoint",
  ])
    await expect(client.query(statement), statement).rejects.toThrow(/only ever added to/);
  await client.end();
});

test("details that would tell of a respondent are refused, counts are not", async () => {
  expect(forbiddenDetail({ answers: 1500, hash: "x", fields: ["title"] })).toBeUndefined();
  expect(forbiddenDetail({ answers: ["yes"] })).toBe("answers");
  expect(forbiddenDetail({ wave: { rows: [{ phone: "0912" }] } })).toBe("phone");
  expect(forbiddenDetail({ receipt: "ab" })).toBe("receipt");
  await expect(act("test.told", { email: "a@b.vn" })).rejects.toThrow(/tell of a respondent: email/);
  expect((await auditHead(server.database)).position).toBe(0);
});

test("no call of audit() in the code names a respondent in its details", () => {
  const source = join(import.meta.dirname, "..");
  const files = globSync("**/*.ts", { cwd: source }).filter(
    (file) => !file.endsWith(".test.ts") && file !== "platform/audit.ts",
  );
  const calls = files.flatMap((file) =>
    callsOf(readFileSync(join(source, file), "utf8")).map((call) => ({ file, call })),
  );
  // every act of today is seen, so the search itself works
  expect(calls.length).toBeGreaterThanOrEqual(24);
  const keys = calls.flatMap(({ file, call }) =>
    [...(call.match(/\{[\s\S]*\}/)?.[0] ?? "").matchAll(/(?:[{,]\s*)(\w+)\s*(:|,|\})\s*(\w+(?:\.\w+)*)?/g)].map(
      ([, key, , value]) => ({
        file,
        key: key!,
        value: value ?? key!,
      }),
    ),
  );
  expect(keys.length).toBeGreaterThan(10);
  // a count stands behind a word for many; whatever else stands there is refused when it runs
  const told = keys.filter(({ key }) => forbiddenDetail({ [key]: 1 }) !== undefined);
  expect(told).toEqual([]);
});

/** The text between the brackets of each call of audit in a file. */
function callsOf(text: string): string[] {
  return [...text.matchAll(/\bawait audit\(/g)].map((match) => {
    const from = match.index + match[0].length;
    let depth = 1;
    let to = from;
    for (; depth > 0 && to < text.length; to++) depth += text[to] === "(" ? 1 : text[to] === ")" ? -1 : 0;
    return text.slice(from, to - 1);
  });
}
