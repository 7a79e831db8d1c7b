import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  cosignatureLine,
  cosignedMessage,
  decodeEntries,
  leafHash,
  openCheckpoint,
  openWitnessedCheckpoint,
  parseNote,
  parseVerifierKey,
  receiptBody,
  receiptLeaf,
  verifyConsistency,
  verifyHostSignature,
  verifyProofFile,
} from "@lang-nghe/anonymity/log";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostRoles } from "../platform/config.ts";
import { inTransaction } from "../platform/database.ts";
import { makeNoteKey, readNoteKey } from "../platform/note-key.ts";
import { expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { appendManyToLog, appendToLog, hostKey, hostLog, inclusionProof, logFaults } from "./index.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const read = async (url: string, on = server) => {
  const reply = await on.anyone.get(url);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply;
};
const logKey = async (on = server) => parseVerifierKey((await read("/log/key", on)).body);
const checkpoint = async (on = server) => openCheckpoint((await read("/log/checkpoint", on)).body, await logKey(on));
const add = (kind: Parameters<typeof appendToLog>[1], body: string, on = server) =>
  inTransaction(on.database, (transaction) => appendToLog(transaction, kind, body));
const config = (on: TestServer) => ({ dataDirectory: on.dataDirectory, publicUrl: "http://localhost:3000" });

test.each(hostRoles)(
  "the %s has a log of its own: empty at first, signed by a key that lies outside the database",
  async (role) => {
    const host = await openServer({ role });
    try {
      const key = await logKey(host);
      expect(key.name).toBe(`localhost:${3000 + hostRoles.indexOf(role)}/log`);
      expect(await checkpoint(host)).toMatchObject({ origin: key.name, size: 0 });
      const file = join(host.dataDirectory, "log-key");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readNoteKey(file).key).toEqual(key);
      const page = await read("/log/", host);
      expect(page.body).toContain("Sổ chưa có mục nào");
      expect(page.headers["content-security-policy"]).not.toContain("unsafe");
    } finally {
      await host.close();
    }
  },
);

test("an entry is in the log exactly if the act is: what was rolled back leaves no gap", async () => {
  const before = await add("key", "one");
  await expect(
    inTransaction(server.database, async (transaction) => {
      await appendToLog(transaction, "key", "never");
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  expect(await add("key", "two")).toBe(before + 1);
});

test("twenty writers at once get twenty numbers in a row", async () => {
  const first = await add("key", "before");
  const numbers = await Promise.all(Array.from({ length: 20 }, (_, at) => add("key", `at once ${at}`)));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => first + 1 + at));
});

test("many at once stand in the order of their hashes, and each learns its number", async () => {
  const bodies = Array.from({ length: 600 }, (_, at) => `receipt ${at}`);
  const numbers = await inTransaction(server.database, (transaction) =>
    appendManyToLog(transaction, "receipt", bodies),
  );
  const hashes: string[] = [];
  for (const [at, index] of numbers.entries())
    hashes[index - Math.min(...numbers)] = Buffer.from(leafHash(Buffer.from(`receipt\n${bodies[at]}\n`))).toString(
      "hex",
    );
  expect(hashes).toHaveLength(600);
  expect(hashes).toEqual(hashes.toSorted());
});

test("growing over full tiles: each checkpoint begins with the one before, and proofs hold for first, edge and last", async () => {
  const grown: { size: number; root: Uint8Array }[] = [await checkpoint()];
  for (const count of [1, 255, 256, 300, 5]) {
    await inTransaction(server.database, (transaction) =>
      appendManyToLog(
        transaction,
        "batch",
        Array.from({ length: count }, (_, at) => `${grown.length}.${at}`),
      ),
    );
    grown.push(await checkpoint());
  }
  const last = grown.at(-1)!;
  for (const older of grown) {
    const { consistencyProof, consistencyRanges, subtreesFromTiles, tilePath, tilesForRanges } = await import(
      "@lang-nghe/anonymity/log"
    );
    const bytes = new Map<string, Uint8Array>();
    for (const tile of older.size ? tilesForRanges(consistencyRanges(older.size, last.size), last.size) : [])
      bytes.set(tilePath(tile), new Uint8Array((await read(`/log/${tilePath(tile)}`)).rawPayload));
    const subtrees = subtreesFromTiles(last.size, (tile) => bytes.get(tilePath(tile))!);
    const proof = consistencyProof(older.size, last.size, subtrees);
    expect(verifyConsistency(older.size, last.size, proof, older.root, last.root)).toBe(true);
  }
  for (const index of [0, 255, 256, last.size - 1]) {
    const entries = await read(
      `/log/tile/entries/${String(Math.floor(index / 256)).padStart(3, "0")}${index >= last.size - (last.size % 256) ? `.p/${last.size % 256}` : ""}`,
    );
    const entry = decodeEntries(new Uint8Array(entries.rawPayload))[index % 256]!;
    const file = (await read(`/log/proof?index=${index}`)).body;
    expect(await verifyProofFile(file, leafHash(entry), await logKey())).toMatchObject({ size: last.size });
  }
  expect(await logFaults(server.database)).toEqual([]);
});

test("tiles beyond the log, proofs of nothing and addresses that are none are refused", async () => {
  for (const path of [
    "tile/0/999",
    "tile/7/000",
    "tile/entries/999.p/3",
    "tile/0/0",
    "tile/0/000.p/256",
    "tile/0/..%2f000",
  ])
    expectProblem(await server.anyone.get(`/log/${path}`), "platform.not-found");
  expectProblem(await server.anyone.get("/log/proof?index=99999"), "transparency.no-entry");
  expectProblem(await server.anyone.get(`/log/proof?leaf=${"0".repeat(64)}`), "transparency.no-entry");
  expectProblem(await server.anyone.get("/log/proof"), "platform.bad-request");
  expectProblem(await server.anyone.get("/log/proof?index=1&leaf=x"), "platform.bad-request");
});

test("pages of other hosts may read the log, without credentials", async () => {
  for (const path of ["key", "checkpoint", "tile/0/000", "proof?index=0"]) {
    const { headers } = await read(`/log/${path}`);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  }
});

test("a receipt's proof can be asked for by its hash, and the log's files do not hold the receipt's id", async () => {
  const study = "5dd9f1f0-91d4-4a04-a2b6-6b7a86a4a001";
  const id = Uint8Array.from({ length: 16 }, (_, at) => at + 100);
  const index = await add("receipt", receiptBody(study, id));
  const leaf = receiptLeaf(study, id);
  const file = (await read(`/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`)).body;
  expect(file).toContain(`\nindex ${index}\n`);
  expect(file).not.toContain("extra");
  await verifyProofFile(file, leaf, await logKey());
  const { rows } = await sql<{
    row: string;
  }>`select l::text as row from transparency.leaf l where index = ${index}`.execute(server.database);
  expect(rows[0]!.row).not.toContain(Buffer.from(id).toString("hex"));
  expect(rows[0]!.row).not.toContain(Buffer.from(id).toString("base64"));
});

test("rows of the log cannot be changed, deleted or emptied, and entries are text", async () => {
  for (const statement of [
    "update transparency.leaf set body = 'x' where index = 0",
    "delete from transparency.leaf where index = 0",
    "truncate transparency.leaf cascade",
    "update transparency.subtree set hash = hash",
    "delete from transparency.checkpoint",
    "truncate transparency.checkpoint cascade",
  ])
    await expect(sql.raw(statement).execute(server.database), statement).rejects.toThrow(/only ever added to/);
  await expect(add("key", "a\u0000b")).rejects.toThrow(/text/);
});

const witnessOf = (on: TestServer, name: string) =>
  makeNoteKey(join(on.dataDirectory, `${name}-${Math.random()}`), `${name}.example/w`, 4);
const cosign = (note: string, witness: ReturnType<typeof witnessOf>, time: number) =>
  note + cosignatureLine(witness.key, time, witness.sign(cosignedMessage(parseNote(note).text, time)));
const post = (body: string, on = server) =>
  on.app.inject({
    method: "POST",
    url: "/log/cosignatures",
    headers: { "content-type": "text/plain", "accept-language": "en" },
    payload: body,
  });

test("a known witness's line is kept and served; the proof of an older entry rests on what a witness saw", async () => {
  const witness = witnessOf(server, "university");
  const seconds = Math.floor(server.clock.now.getTime() / 1000);
  const index = await add("release", "khao-sat-nuoc-1 0123");
  const { body: note } = await read("/log/checkpoint");
  expectProblem(await post(cosign(note, witness, seconds)), "transparency.unknown-witness");
  writeFileSync(join(server.dataDirectory, "witnesses"), `# the university\n${witness.line} # since March\n`);
  expect((await post(cosign(note, witness, seconds))).statusCode).toBe(204);
  // asked again a minute later, the same line is renewed
  expect((await post(cosign(note, witness, seconds + 60))).statusCode).toBe(204);
  const { body: cosigned } = await read("/log/checkpoint");
  expect(parseNote(cosigned).signatures).toHaveLength(2);
  const seen = await openWitnessedCheckpoint(cosigned, await logKey(), [witness.key], 1);
  expect((await read("/log/")).body).toContain("10:01 02/03/2026");

  await add("release", "khao-sat-nuoc-2 4567");
  const entry = Buffer.from("release\nkhao-sat-nuoc-1 0123\n");
  const { body: file } = await read(`/log/proof?index=${index}`);
  expect(await verifyProofFile(file, leafHash(entry), await logKey(), [witness.key], 1)).toMatchObject({
    size: seen.size,
  });
  expect(parseNote((await read("/log/checkpoint")).body).signatures).toHaveLength(1);
});

test("cosignatures that do not hold, of another log, of the future, or of nothing are refused", async () => {
  const witness = witnessOf(server, "bad");
  writeFileSync(join(server.dataDirectory, "witnesses"), `${witness.line}\n`);
  const seconds = Math.floor(server.clock.now.getTime() / 1000);
  const { body: note } = await read("/log/checkpoint");
  expectProblem(await post(note), "transparency.unknown-witness");
  expectProblem(await post("nonsense"), "transparency.bad-note");
  expectProblem(await post(cosign(note, witness, seconds + 3600)), "transparency.bad-note");
  const line = cosignatureLine(witness.key, seconds, new Uint8Array(64));
  expectProblem(await post(note + line), "transparency.bad-note");
  expectProblem(await post(cosign(note.replace(/\n\d+\n/, "\n7\n"), witness, seconds)), "transparency.bad-note");
  // Signed by the log's key, but never by the log: only somebody with the key could have made it.
  const stolen = readNoteKey(join(server.dataDirectory, "log-key"));
  const { signatureLine } = await import("@lang-nghe/anonymity/log");
  const text = `${stolen.key.name}\n7\n${Buffer.alloc(32).toString("base64")}\n`;
  const forged = `${text}\n${signatureLine(stolen.key, stolen.sign(Buffer.from(text)))}`;
  expectProblem(await post(cosign(forged, witness, seconds)), "transparency.unknown-checkpoint");
});

test("the host's key signs for one purpose at a time, and notes that are no checkpoints", async () => {
  const key = hostKey(config(server));
  const bytes = Buffer.from("offer");
  expect(await verifyHostSignature(await logKey(), "wave-offer-1", bytes, key.sign("wave-offer-1", bytes))).toBe(true);
  expect(await verifyHostSignature(await logKey(), "wave-offer-2", bytes, key.sign("wave-offer-1", bytes))).toBe(false);
  expect(() => key.signNote(`${key.origin}\n5\n${Buffer.alloc(32).toString("base64")}\n`)).toThrow(/Only the log/);
  const log = hostLog(config(server));
  const note = log.signNote(`${log.origin}/audit\n5\nabc\n`);
  expect(await log.openNote(note)).toBe(`${log.origin}/audit\n5\nabc\n`);
  const index = await server.database
    .transaction()
    .execute((transaction) => log.append(transaction, note.replace(/\n$/, "")));
  expect((await inclusionProof(server.database, index))?.index).toBe(index);
  expect((await log.notes(server.database)).at(-1)).toBe(note);
});

test("a changed entry is found, and where the tree itself was changed the log signs nothing more", async () => {
  const host = await openServer();
  try {
    for (const name of ["one", "two", "three"]) await add("key", name, host);
    await checkpoint(host);
    const meddle = (statement: string) =>
      host.database.transaction().execute(async (transaction) => {
        await sql.raw("set local session_replication_role = replica").execute(transaction);
        await sql.raw(statement).execute(transaction);
      });
    await meddle("update transparency.leaf set body = 'changed' where index = 1");
    expect(await logFaults(host.database)).toEqual(["entry 1 is not what was put into the log"]);
    await meddle("update transparency.leaf set hash = sha256('changed') where index = 1");
    expect((await logFaults(host.database)).join()).toContain(
      "the first 3 entries are not those whose checkpoint was signed",
    );
    await add("key", "four", host);
    expectProblem(await host.anyone.get("/log/checkpoint"), "transparency.broken", { size: 3 });
    expect((await read("/log/", host)).body).toContain("Sổ không còn khớp");
    await meddle("delete from transparency.leaf where index >= 2");
    expectProblem(await host.anyone.get("/log/checkpoint"), "transparency.broken", { size: 3 });
    expect((await logFaults(host.database)).join()).toContain("there are only 2");
  } finally {
    await host.close();
  }
});

test("a key is made once, in a file of its owner's; a file with anything else is not taken for one", () => {
  const file = join(server.dataDirectory, "some-key");
  const made = makeNoteKey(file, "one.example/w", 4);
  expect(readNoteKey(file).line).toBe(made.line);
  expect(() => makeNoteKey(file, "one.example/w", 4)).toThrow(/EEXIST/);
  chmodSync(file, 0o600);
  writeFileSync(file, readFileSync(file, "utf8").replace("one.example", "two.example"));
  expect(() => readNoteKey(file)).toThrow(/no key/);
  expect(existsSync(`${file}.new`)).toBe(false);
});
