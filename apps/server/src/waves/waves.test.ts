import { createHash, randomBytes } from "node:crypto";
import {
  canonicalJson,
  combineShares,
  makeTabulationKeys,
  manifestHash,
  openAnswer,
  openingKey,
  sealedLengths,
  splitTabulationKey,
} from "@lang-nghe/anonymity";
import {
  encodeEntry,
  leafHash,
  parseVerifierKey,
  verifyHostSignature,
  verifyProofFile,
  waveBody,
} from "@lang-nghe/anonymity/log";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { random, subtle } from "../../../../packages/anonymity/src/testing/issuer.ts";
import { expectProblem } from "../testing/index.ts";
import { type ThreeHosts, threeHosts } from "./testing/three-hosts.ts";

let hosts: ThreeHosts;
beforeAll(async () => {
  hosts = await threeHosts();
});
afterAll(() => hosts.close());
afterEach(() => hosts.travel("2026-03-02T03:00:00Z"));

const cells = [
  { stratum: "Vùng cao", unit: 1, weight: 40, invited: 30 },
  { stratum: "Vùng cao", unit: 2, weight: 40, invited: 25 },
  { stratum: "Vùng thấp", unit: 1, weight: 90.5, invited: 40 },
];
/** Forty answers keep each other company in it: batches move on while people are asked. */
const oneCell = [{ stratum: "Vùng cao", unit: 1, weight: 40, invited: 300 }];
const asking = "2026-03-06T03:00:00Z";
const later = "2026-03-24T03:00:00Z";

async function countOf(table: string, studyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from ${sql.table(table)} where study_id = ${studyId}`.execute(hosts.office.database);
  return rows[0]!.count;
}
const state = async (studyId: string) => (await hosts.lead.get(`/api/studies/${studyId}/wave`)).json();

/** A wave that people are answering. */
async function asked(given = cells) {
  const studyId = await hosts.study("batches");
  expect((await hosts.offer(studyId)).statusCode).toBe(200);
  const manifest = await hosts.invite(studyId, given);
  hosts.travel(asking);
  return { studyId, manifest };
}

/** What the browser does before a sealed wave can be offered. */
async function keyCeremony(studyId: string) {
  const keys = await makeTabulationKeys(subtle);
  const shares = await splitTabulationKey(subtle, studyId, keys);
  const tabulationKey = Buffer.from(keys.publicKey).toString("base64url");
  const check = await hosts.lead.post(`/api/studies/${studyId}/wave/key-check`, { tabulationKey });
  const shared = { studyId, publicKey: keys.publicKey };
  const typed = await combineShares(subtle, random, shared, [shares[0]!, shares[2]!]);
  const context = { studyId, manifestHash: new Uint8Array(32) };
  const { answers } = await openAnswer(await openingKey(typed), context, Buffer.from(check.json().sealed, "base64url"));
  return { tabulationKey, proof: answers.proof as string, shares, shared };
}

describe("an offer", () => {
  test("is signed, in the public log, and names the form that anyone can load", async () => {
    const studyId = await hosts.study("batches");
    expectProblem(await hosts.office.anyone.get(`/waves/${studyId}/offer.json`), "waves.not-offered");
    expect((await state(studyId)).stage).toBe("planned");
    expect((await hosts.offer(studyId)).json()).toMatchObject({
      stage: "offered",
      ready: { form: true, retention: true },
    });
    const reply = await hosts.office.anyone.get(`/waves/${studyId}/offer.json`);
    expect(reply.headers["access-control-allow-origin"]).toBe("*");
    const { offer, signature } = reply.json();
    const key = parseVerifierKey(offer.officeKey);
    const text = Buffer.from(canonicalJson(offer));
    expect(await verifyHostSignature(key, "offer", text, Buffer.from(signature, "base64url"))).toBe(true);
    const leaf = leafHash(encodeEntry("offer", waveBody(studyId, await manifestHash(subtle, offer))));
    const proof = await hosts.office.anyone.get(`/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`);
    await verifyProofFile(proof.body, leaf, key);
    const form = await hosts.office.anyone.get(`/waves/${studyId}/form.json`);
    expect(form.headers["access-control-allow-origin"]).toBe("*");
    expect(createHash("sha256").update(form.rawPayload).digest("hex")).toBe(offer.form.hash);
    expect(form.json().languages.map(({ code }: { code: string }) => code)).toEqual(offer.languages);
    expect(offer).toMatchObject({ opening: "batches", collector: new URL(hosts.collector.config.publicUrl).origin });
    expect(offer.collectorKey).toContain("+");
  });

  test("is made once, for a published form, days to come, and a study by invitation", async () => {
    const studyId = await hosts.study("batches");
    expectProblem(await hosts.offer(studyId, { firstDay: "2026-03-01" }), "waves.days");
    expectProblem(await hosts.offer(studyId, { lastDay: "2026-03-04" }), "waves.days");
    expectProblem(await hosts.offer(studyId, { witnesses: ["nobody"] }), "platform.bad-request");
    expect((await hosts.offer(studyId)).statusCode).toBe(200);
    expectProblem(await hosts.offer(studyId), "waves.already-offered");
    const open = (await hosts.lead.post("/api/studies", { title: { vi: "Mở", en: "" } })).json().id;
    expectProblem(await hosts.offer(open), "waves.not-by-invitation");
    const bare = (await hosts.lead.post("/api/studies", { title: { vi: "Trống", en: "" }, entry: "invitation" })).json()
      .id;
    expectProblem(await hosts.offer(bare), "questionnaires.no-version");
  });

  test("of a sealed study needs a key whose typed shares were seen to open, and no private half stays here", async () => {
    const studyId = await hosts.study("sealed");
    expectProblem(await hosts.offer(studyId), "waves.key-proof");
    const { tabulationKey, proof } = await keyCeremony(studyId);
    const zeros = Buffer.alloc(32).toString("base64url");
    expectProblem(await hosts.offer(studyId, { tabulationKey, proof: zeros }), "waves.key-proof");
    const other = Buffer.from((await makeTabulationKeys(subtle)).publicKey).toString("base64url");
    expectProblem(await hosts.offer(studyId, { tabulationKey: other, proof }), "waves.key-proof");
    expect((await hosts.offer(studyId, { tabulationKey, proof })).statusCode).toBe(200);
    expect(await countOf("responses.tabulation_key", studyId)).toBe(0);
  });
});

describe("a manifest", () => {
  test("of another offer, or not in the issuer's log, is not taken", async () => {
    const studyId = await hosts.study("batches");
    await hosts.offer(studyId);
    expect((await hosts.fetch(studyId)).json()).toMatchObject({ stage: "offered", manifest: null });
    const manifest = await hosts.invite(studyId, cells);
    const { proof } = hosts.published.manifests.get(studyId)!;
    hosts.published.manifests.set(studyId, { manifest: { ...manifest, lastDay: "2026-03-30" }, proof });
    expectProblem(await hosts.fetch(studyId), "waves.host-disagrees", { what: "the manifest is not of the offer" });
    const grown = { ...manifest, cells: [...cells, { stratum: "X", unit: 1, weight: 1, invited: 20 }], invited: 115 };
    hosts.published.manifests.set(studyId, { manifest: grown, proof });
    expectProblem(await hosts.fetch(studyId), "waves.host-disagrees", {
      what: "the manifest is not in the issuer's log",
    });
    hosts.published.manifests.set(studyId, { manifest, proof });
    expect((await hosts.fetch(studyId)).json()).toMatchObject({
      stage: "asking",
      manifest: { invited: 95, cells: 3, strata: 2, smallestCell: 25, lonelyStrata: ["Vùng thấp"] },
    });
  });
});

describe("batches", () => {
  test("are opened as they come, each answer once, without a day; what does not count is told by its reason only", async () => {
    const { studyId, manifest } = await asked(oneCell);
    for (let i = 0; i < 84; i++) await hosts.answer(manifest, { answers: { water: i % 2 ? "yes" : "dont_know" } });
    await hosts.answer(manifest, { cell: 1 });
    await hosts.answer(manifest, { version: 2 });
    await hosts.answer(manifest, { answers: { water: "perhaps" } });
    await hosts.answer(manifest, { language: "fr" });
    await hosts.answer(manifest, {}, { sealed: randomBytes(sealedLengths[0]!) });
    const moved = await hosts.round(studyId);
    expect(moved).toBeGreaterThanOrEqual(20);
    const first = (await hosts.fetch(studyId)).json();
    expect(first.progress).toMatchObject({ batches: 1, fetched: moved });
    // Again, and after a batch that was stored but of which the collector never heard: nothing twice.
    await sql`update waves.batch set told = false where study_id = ${studyId}`.execute(hosts.office.database);
    expect((await hosts.fetch(studyId)).json().progress).toEqual(first.progress);
    expectProblem(await hosts.lead.post(`/api/studies/${studyId}/wave/freeze`), "waves.not-complete");
    hosts.travel(later);
    await hosts.round(studyId, true);
    const all = (await hosts.fetch(studyId)).json();
    expect(all).toMatchObject({ stage: "complete", progress: { batches: 2, opened: 84, fetched: 89, issued: null } });
    expect(all.progress.refused).toEqual([
      { reason: "cannot-open", count: 1 },
      { reason: "no-such-cell", count: 1 },
      { reason: "not-allowed", count: 2 },
      { reason: "wrong-version", count: 1 },
    ]);
    const { rows } = await sql<{ days: number; hashes: number; cells: string }>`
      select count(day) as days, count(withdrawal_hash) as hashes, array_agg(distinct cell)::text as cells
      from responses.answer where study_id = ${studyId}`.execute(hosts.office.database);
    expect(rows).toEqual([{ days: 0, hashes: 84, cells: "{0}" }]);
    const collected = await hosts.lead.get(`/api/studies/${studyId}/collection`);
    expect(collected.json().accepted).toBe(80);
    const live = async () => (await hosts.lead.get(`/api/studies/${studyId}/live?variable=water`)).json().base;
    expect(await live(), "84 answers are one batch, and the newest is held back").toBeNull();
    await hosts.lead.post(`/api/studies/${studyId}/wave/freeze`);
    expect((await hosts.lead.get(`/api/studies/${studyId}`)).json()).toMatchObject({
      accepted: 84,
      provenance: { from: "2026-03-05", to: "2026-03-20" },
    });
  });

  test("lie in an order that says nothing, under one transaction", async () => {
    const { studyId, manifest } = await asked(oneCell);
    for (let night = 0; night < 2; night++) {
      for (let i = 0; i < 82; i++) await hosts.answer(manifest, {});
      await hosts.round(studyId);
      await hosts.fetch(studyId);
    }
    const { rows } = await sql<{ transactions: number }>`
      select count(distinct xmin::text) as transactions from responses.answer where study_id = ${studyId}`.execute(
      hosts.office.database,
    );
    expect(rows[0]!.transactions).toBe(1);
  });

  test("of which storing fails halfway are stored whole the next time", async () => {
    const { studyId, manifest } = await asked(oneCell);
    for (let i = 0; i < 82; i++) await hosts.answer(manifest, {});
    const moved = await hosts.round(studyId);
    const { database } = hosts.office;
    await sql`alter table waves.taken add constraint full_disk check (study_id <> ${sql.lit(studyId)}) not valid`.execute(
      database,
    );
    expect((await hosts.fetch(studyId)).statusCode).toBe(500);
    expect([await countOf("waves.batch", studyId), await countOf("responses.answer", studyId)]).toEqual([0, 0]);
    await sql`alter table waves.taken drop constraint full_disk`.execute(database);
    expect((await hosts.fetch(studyId)).json().progress.opened).toBe(moved);
    expect(await countOf("responses.answer", studyId)).toBe(moved);
  });

  test("that are not what the collector's log says are not taken", async () => {
    const { studyId, manifest } = await asked(oneCell);
    for (let i = 0; i < 82; i++) await hosts.answer(manifest, {});
    await hosts.round(studyId);
    const { database } = hosts.collector;
    const swap = (hash: string) =>
      sql`update deposits.batched b set sealed = decode(${hash}, 'hex') || substr(b.sealed, 2) where study_id = ${studyId} and place = 0`.execute(
        database,
      );
    await swap("ff");
    expectProblem(await hosts.fetch(studyId), "waves.host-disagrees", { what: "the batch is not what was announced" });
    await swap("04");
    expect((await hosts.fetch(studyId)).statusCode).toBe(200);
    await sql`update deposits.batch set hash = decode(repeat('ab', 32), 'hex') where study_id = ${studyId}`.execute(
      database,
    );
    expectProblem(await hosts.fetch(studyId), "waves.host-disagrees");
  });

  test("with an answer that was withdrawn on its way are stored without it", async () => {
    const { studyId, manifest } = await asked();
    const { withdrawalHash } = await hosts.answer(manifest, {});
    await sql`insert into responses.withdrawn_early values (${withdrawalHash})`.execute(hosts.office.database);
    for (let i = 0; i < 30; i++) await hosts.answer(manifest, {});
    hosts.travel(later);
    await hosts.round(studyId, true);
    await hosts.fetch(studyId);
    expect(await countOf("responses.answer", studyId)).toBe(30);
  });
});

describe("sealed answers", () => {
  test("open with two of three shares after the close, never before, never with another key, and once", async () => {
    const studyId = await hosts.study("sealed");
    const { tabulationKey, proof, shares, shared } = await keyCeremony(studyId);
    await hosts.offer(studyId, { tabulationKey, proof });
    const manifest = await hosts.invite(studyId, oneCell);
    hosts.travel(asking);
    const { withdrawalKey } = await hosts.answer(manifest, {});
    for (let i = 0; i < 83; i++) await hosts.answer(manifest, {});
    const moved = await hosts.round(studyId);
    expect((await hosts.fetch(studyId)).json().progress).toMatchObject({ fetched: moved, opened: 0, sealed: moved });
    const holder = hosts.staff("key-holder");
    const { privateKey } = await combineShares(subtle, random, shared, shares.slice(0, 2));
    const key = Buffer.from(privateKey).toString("base64url");
    const open = (given = key, by = holder) => by.post(`/api/studies/${studyId}/wave/open`, { privateKey: given });
    expectProblem(await open(), "waves.not-complete");
    hosts.travel(later);
    expectProblem(await open(), "waves.not-complete");
    await hosts.round(studyId, true);
    expect((await hosts.fetch(studyId)).json()).toMatchObject({ stage: "complete", progress: { sealed: 84 } });
    expectProblem(await hosts.lead.post(`/api/studies/${studyId}/wave/freeze`), "waves.not-opened");
    // Withdrawn while it is sealed.
    await hosts.office.anyone.post("/withdraw", { key: withdrawalKey });
    expectProblem(await open(Buffer.alloc(32, 7).toString("base64url")), "waves.wrong-key");
    expectProblem(await open(key, hosts.lead), "accounts.not-allowed");
    expect((await open()).json()).toMatchObject({
      stage: "opened",
      openedOn: "2026-03-24",
      progress: { opened: 83, sealed: 0 },
    });
    expectProblem(await open(), "waves.already-opened");
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(a)::text as row from platform.audit a where subject = ${studyId} and action = 'waves.open'`.execute(
      hosts.office.database,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row).toContain("Test key-holder");
    const dump = await sql<{ found: number }>`
      select count(*) as found from responses.tabulation_key where study_id = ${studyId}`.execute(
      hosts.office.database,
    );
    expect(dump.rows[0]!.found).toBe(0);
    await hosts.lead.post(`/api/studies/${studyId}/wave/freeze`);
    expect((await state(studyId)).stage).toBe("frozen");
  });
});

describe("counts", () => {
  test("of the issuer are compared cell by cell: more answers than tokens is an alarm, in the audit log too", async () => {
    const { studyId, manifest } = await asked();
    for (let i = 0; i < 40; i++) await hosts.answer(manifest, { cell: i < 25 ? 0 : 2 });
    hosts.travel(later);
    await hosts.round(studyId, true);
    hosts.counts.set(studyId, [31, 0, 20]);
    expectProblem(await hosts.fetch(studyId), "waves.host-disagrees");
    hosts.counts.set(studyId, [24, 3, 20]);
    expect((await hosts.fetch(studyId)).json()).toMatchObject({
      alarm: [{ stratum: "Vùng cao", unit: 1, issued: 24, accepted: 25 }],
      progress: { issued: 47, opened: 40 },
    });
    const { rows } =
      await sql`select action from platform.audit where subject = ${studyId} and action = 'waves.alarm'`.execute(
        hosts.office.database,
      );
    expect(rows).toHaveLength(1);
    await hosts.lead.post(`/api/studies/${studyId}/wave/freeze`);
    expect(await countOf("responses.tabulation_key", studyId)).toBe(0);
    expect((await hosts.lead.get(`/api/studies/${studyId}`)).json()).toMatchObject({ state: "frozen", accepted: 40 });
  });
});
