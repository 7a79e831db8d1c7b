import { createHash, createHmac, randomUUID } from "node:crypto";
import { type DepositRequest, nullifierOf, type WaveManifest } from "@lang-nghe/anonymity";
import { receiptLeaf } from "@lang-nghe/anonymity/log";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newIssuer, subtle } from "../../../../packages/anonymity/src/testing/issuer.ts";
import { buildApp } from "../app.ts";
import { studyEvents } from "../platform/events.ts";
import { expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { newDeposit, type PublishedWaves, publishWaves } from "../testing/published-waves.ts";
import { hostKey } from "../transparency/index.ts";
import { batches, companyFor } from "./batches.ts";
import { waves } from "./waves.ts";

let published: PublishedWaves;
let collector: TestServer;
let wave: WaveManifest;

beforeAll(async () => {
  published = await publishWaves();
  collector = await openServer({ role: "collector", settings: { ISSUER_URL: published.url } });
});
afterAll(async () => {
  await collector.close();
  await published.close();
});
beforeEach(async () => {
  collector.clock.now = new Date("2026-03-02T03:00:00Z");
  wave = await published.newWave();
});

const deposit = (of = wave, signer = published.issuer) => newDeposit(of, signer);
const send = (given: DepositRequest, studyId = wave.studyId) => collector.anyone.post(`/d/${studyId}`, given);
const rows = async (table: string) =>
  (await sql<{ count: number }>`select count(*) from ${sql.table(table)} where study_id = ${wave.studyId}`.execute(
    collector.database,
  ))!.rows[0]!.count;

async function sendMany(count: number): Promise<DepositRequest[]> {
  const made: DepositRequest[] = [];
  for (let i = 0; i < count; i++) {
    const given = await deposit();
    expect((await send(given)).statusCode).toBe(200);
    made.push(given);
  }
  return made;
}

/** Rounds of this wave, as the night brings them. */
async function round(closing = false): Promise<number> {
  const { config, database } = collector;
  const platform = { config, database, clock: () => collector.clock.now, events: studyEvents() };
  const known = waves(platform);
  return batches(platform, known).round((await known.find(wave.studyId))!, closing);
}

describe("a deposit", () => {
  test("is taken once; sent again it is the same, and its token takes nothing else", async () => {
    const given = await deposit();
    for (let attempt = 0; attempt < 3; attempt++) {
      const reply = await send(given);
      expect(reply.statusCode).toBe(200);
      expect(reply.json()).toEqual({ receipt: given.receipt });
      expect(reply.headers["access-control-allow-origin"]).toBe("*");
      expect(reply.headers["set-cookie"]).toBeUndefined();
    }
    expectProblem(await send({ ...given, sealed: (await deposit()).sealed }), "deposits.spent");
    expectProblem(await send({ ...given, withdrawalHash: (await deposit()).withdrawalHash }), "deposits.spent");
    expect([await rows("deposits.spent"), await rows("deposits.staged")]).toEqual([1, 1]);
  });

  test("sent two hundred times at once is stored once", async () => {
    const given = await deposit();
    const other = { ...given, sealed: (await deposit()).sealed };
    const replies = await Promise.all(Array.from({ length: 200 }, (_, i) => send(i % 2 ? given : other)));
    const kinds = replies.map(({ statusCode }) => statusCode);
    expect(kinds.filter((status) => status === 200)).toHaveLength(100);
    expect(kinds.filter((status) => status === 409)).toHaveLength(100);
    expect([await rows("deposits.spent"), await rows("deposits.staged")]).toEqual([1, 1]);
  });

  test("with a forged, a foreign or a damaged token is refused, and counted by reason", async () => {
    const stranger = newIssuer();
    const otherWave = await published.newWave();
    const given = await deposit();
    const { signature } = await deposit();
    expectProblem(await send({ ...given, signature }), "deposits.refused", { reason: "signature" });
    expectProblem(await send(await deposit(wave, stranger)), "deposits.refused", { reason: "signature" });
    expectProblem(await send(await deposit(otherWave)), "deposits.refused", { reason: "token-of-another-wave" });
    expectProblem(await send({ ...given, prepared: given.prepared.slice(4) }), "deposits.refused", {
      reason: "token-format",
    });
    const zero = Buffer.alloc(384).toString("base64url");
    expectProblem(await send({ ...given, signature: zero }), "deposits.refused", { reason: "signature" });
    expect(await rows("deposits.staged")).toBe(0);
    const { rows: counted } = await sql`
      select reason, count from deposits.refused where study_id = ${wave.studyId} order by reason`.execute(
      collector.database,
    );
    expect(counted).toEqual([
      { reason: "signature", count: 3 },
      { reason: "token-format", count: 1 },
      { reason: "token-of-another-wave", count: 1 },
    ]);
  });

  test.each([
    ["sealed", "AAAA"],
    ["receipt", "AAAA"],
    ["withdrawalHash", "AAAA"],
    ["receipt", "not base64url!"],
  ])("whose %s is %s is refused by its place", async (member, value) => {
    expectProblem(await send({ ...(await deposit()), [member]: value }), "platform.bad-request");
  });

  test("is taken from the first day until 72 hours after the last, and of no wave the issuer does not publish", async () => {
    const given = await deposit();
    collector.clock.now = new Date("2026-02-28T16:59:59Z");
    expectProblem(await send(given), "deposits.not-yet");
    collector.clock.now = new Date("2026-03-13T16:59:59Z");
    expect((await send(given)).statusCode).toBe(200);
    collector.clock.now = new Date("2026-03-13T17:00:00Z");
    expectProblem(await send(await deposit()), "deposits.closed");
    expect((await send(given)).statusCode).toBe(200);
    expectProblem(await send(given, randomUUID()), "deposits.unknown-wave");
  });

  test("is not taken for a wave whose manifest the issuer's log does not hold", async () => {
    const unlogged = { ...(await published.newWave()), invited: 301, cells: [{ ...wave.cells[0]!, invited: 301 }] };
    const { proof } = published.manifests.get(unlogged.studyId)!;
    published.manifests.set(unlogged.studyId, { manifest: unlogged, proof });
    expectProblem(await send(await deposit(unlogged), unlogged.studyId), "deposits.unknown-wave");
  });

  test("that cannot be kept does not cost its token", async () => {
    const given = await deposit();
    await send(await deposit());
    await sql`alter table deposits.staged add constraint full_disk check (study_id <> ${sql.lit(wave.studyId)}) not valid`.execute(
      collector.database,
    );
    expect((await send(given)).statusCode).toBe(500);
    await sql`alter table deposits.staged drop constraint full_disk`.execute(collector.database);
    expect([await rows("deposits.spent"), await rows("deposits.staged")]).toEqual([1, 1]);
    expect((await send(given)).statusCode).toBe(200);
  });
});

test("a collector whose disk is nearly full takes nothing, and keeps the token unspent", async () => {
  const { config, database } = collector;
  const diskSpace = async () => ({ left: 1e6, total: 1e12 });
  const app = await buildApp({ config, database, clock: () => collector.clock.now, diskSpace });
  const given = await deposit();
  const reply = await app.inject({ method: "POST", url: `/d/${wave.studyId}`, payload: given });
  expectProblem(reply, "platform.disk-full");
  await app.close();
  expect((await send(given)).statusCode).toBe(200);
});

describe("a batch", () => {
  test("takes a random part of what waits, leaves as many behind, and keeps no tie to the tokens", async () => {
    const given = await sendMany(79);
    expect(await round()).toBe(0);
    given.push(...(await sendMany(11)));
    expect(await round()).toBe(50);
    expect([await rows("deposits.staged"), await rows("deposits.batched")]).toEqual([40, 50]);
    const { rows: moved } = await sql<{ sealed: Buffer; withdrawalHash: Buffer }>`
      select sealed, withdrawal_hash from deposits.batched where study_id = ${wave.studyId} order by place`.execute(
      collector.database,
    );
    const sealed = moved.map((row) => row.sealed.toString("base64url"));
    // Their order is that of their own bytes, which are as good as random: in whatever order they came, it is the same.
    expect(moved.map((row) => row.sealed)).toEqual(moved.map((row) => row.sealed).sort(Buffer.compare));
    // What moved: neither the first nor the last fifty.
    const places = sealed.map((one) => given.findIndex((other) => other.sealed === one)).sort((a, b) => a - b);
    expect(places).not.toEqual(Array.from({ length: 50 }, (_, i) => i));
    // The receipts of what moved are in the log, and nowhere beside a token.
    const receipts = given.filter((one) => sealed.includes(one.sealed)).map(({ receipt }) => receipt);
    const leaves = await Promise.all(
      receipts.map(async (receipt) => {
        const hash = Buffer.from(receiptLeaf(wave.studyId, Buffer.from(receipt, "base64url")));
        return (await sql`select 1 from transparency.leaf where hash = ${hash}`.execute(collector.database)).rows
          .length;
      }),
    );
    expect(leaves).toEqual(Array.from({ length: 50 }, () => 1));
    const { rows: logged } = await sql<{ hash: Buffer }>`
      select hash from transparency.leaf where kind = 'receipt' order by index desc limit 50`.execute(
      collector.database,
    );
    expect(logged.map(({ hash }) => hash)).toEqual(logged.map(({ hash }) => hash).sort((a, b) => Buffer.compare(b, a)));
    // With the whole database, a hash of the batch's contents is no hash beside a token.
    const { rows: spent } = await sql<{ nullifier: Buffer; request: Buffer }>`
      select nullifier, request from deposits.spent where study_id = ${wave.studyId}`.execute(collector.database);
    const known = new Set(spent.flatMap((row) => [row.nullifier.toString("hex"), row.request.toString("hex")]));
    for (const row of moved)
      for (const bytes of [row.sealed, row.withdrawalHash, Buffer.concat([row.sealed, row.withdrawalHash])])
        expect(known.has(createHash("sha256").update(bytes).digest("hex"))).toBe(false);
    // Nor for whoever is shown a receipt: tried with the answer's bytes in any way, it is beside no token.
    for (const { receipt, sealed: own, withdrawalHash } of given) {
      const [key, answer, hash] = [receipt, own, withdrawalHash].map((text) => Buffer.from(text, "base64url"));
      for (const bytes of [answer!, hash!, Buffer.concat([answer!, hash!]), Buffer.concat([hash!, answer!])])
        for (const keyed of [createHmac("sha256", key!), createHash("sha256").update(key!)])
          expect(known.has(keyed.update(bytes).digest("hex"))).toBe(false);
    }
    expect(
      known.has(Buffer.from(await nullifierOf(subtle, Buffer.from(given[0]!.prepared, "base64url"))).toString("hex")),
    ).toBe(true);
  });

  test("at the close takes the rest, 20 or more; the counts are published and nothing more is taken", async () => {
    await sendMany(81);
    expect(await round()).toBe(41);
    expect(await round(true)).toBe(40);
    expect(await round(true)).toBe(0);
    expectProblem(await send(await deposit()), "deposits.closed");
    const state = (await collector.anyone.get(`/waves/${wave.studyId}`)).json();
    expect(state).toMatchObject({ closed: true, accepted: 81 });
    expect(state.batches.map(({ size }: { size: number }) => size)).toEqual([41, 40]);
    const { rows: counts } = await sql<{ body: string }>`
      select body from transparency.leaf where kind = 'count' and body like ${`${wave.studyId}%`}`.execute(
      collector.database,
    );
    expect(counts.map(({ body }) => body)).toEqual([`${wave.studyId} collector\naccepted 81\nhanded-on 81`]);
  });

  test.each([
    ["one cell of 300", [300], 40],
    ["four of 500", [500, 500, 500, 500], 160],
    ["the smallest has 50 of 2,000 invited: 40 · 2000/50", [50, 950, 1000], 1600],
  ])("before the close has the company that its smallest cell needs: %s", (_, sizes, company) => {
    const cells = sizes.map((invited, unit) => ({ stratum: "A", unit: unit + 1, weight: 10, invited }));
    const invited = sizes.reduce((sum, size) => sum + size, 0);
    expect(companyFor({ invited, cells })).toBe(company);
  });

  test("of fewer than 20 is never made: what a handful said is deleted unread", async () => {
    await sendMany(19);
    expect(await round(true)).toBe(0);
    expect([await rows("deposits.staged"), await rows("deposits.batched")]).toEqual([0, 0]);
    expect((await collector.anyone.get(`/waves/${wave.studyId}`)).json()).toMatchObject({ closed: true, batches: [] });
  });

  test("waits for the close where interviews may be among the deposits, or the issuer does not say", async () => {
    await round();
    await sql`insert into deposits.staged (study_id, receipt, sealed, withdrawal_hash)
      select ${wave.studyId}, substr(sha256(n::text::bytea), 1, 16), sha256(n::text::bytea), sha256(('w' || n)::bytea)
      from generate_series(1, 90) n`.execute(collector.database);
    const said = published.manifests.get(wave.studyId)!;
    published.manifests.set(wave.studyId, Object.assign({ pooled: 60 }, said));
    expect(await round()).toBe(0);
    published.manifests.set(wave.studyId, said);
    expect(await round()).toBe(50);
    published.manifests.set(wave.studyId, Object.assign({ pooled: 60 }, said));
    expect(await round(true)).toBe(40);
  });

  test("leaves nothing of what waited in the database's own statistics", async () => {
    await sendMany(20);
    await sql`analyze deposits.staged, deposits.spent, deposits.batched`.execute(collector.database);
    const kept = await sql`select attname from pg_stats where schemaname = 'deposits'
      and attname in ('receipt', 'sealed', 'withdrawal_hash', 'nullifier', 'request')`.execute(collector.database);
    expect(kept.rows).toEqual([]);
  });

  test("goes to the office that offered the wave, until it says that it has it", async () => {
    await sendMany(80);
    await round();
    const path = `/waves/${wave.studyId}/batches/1`;
    const ask = (what: string, method: "GET" | "POST", url: string, key = published.office) =>
      collector.app.inject({
        method,
        url,
        headers: {
          "x-office-signature": Buffer.from(
            key.sign("batches", Buffer.from(`${wave.studyId} ${what} 2026-03-02`)),
          ).toString("base64url"),
        },
      });
    const stranger = hostKey({ dataDirectory: `${collector.dataDirectory}/stranger`, publicUrl: "http://localhost:9" });
    expectProblem(await collector.anyone.get(`${path}/0`), "deposits.not-the-office");
    expectProblem(await ask("1", "GET", `${path}/0`, stranger), "deposits.not-the-office");
    expect((await ask("1", "GET", `${path}/0`)).json()).toHaveLength(40);
    expect((await ask("1", "GET", `${path}/1`)).json()).toEqual([]);
    expectProblem(await ask("1", "POST", `${path}/taken`), "deposits.not-the-office");
    expect((await ask("1 taken", "POST", `${path}/taken`)).statusCode).toBe(204);
    expect(await rows("deposits.batched")).toBe(0);
  });
});

test("the collector's tables hold no time finer than a day, and that of rounds only", async () => {
  const { rows: columns } = await sql<{ place: string; type: string }>`
    select table_name || '.' || column_name as place, data_type as type from information_schema.columns
    where table_schema = 'deposits' and data_type ~ 'time|date|interval' order by 1`.execute(collector.database);
  expect(columns).toEqual([{ place: "wave.mixed_on", type: "date" }]);
});
