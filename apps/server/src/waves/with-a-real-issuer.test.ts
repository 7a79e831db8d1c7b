// All three hosts as they run, from the offer to the counts, with devices that hold the respondent's own half.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  blind,
  finalize,
  manifestHash,
  modulusFromSpki,
  parseManifest,
  prepareToken,
  sealAnswer,
} from "@lang-nghe/anonymity";
import { afterAll, beforeAll, expect, test } from "vitest";
import { random, subtle } from "../../../../packages/anonymity/src/testing/issuer.ts";
import { batches } from "../deposits/batches.ts";
import { waves } from "../deposits/waves.ts";
import { codesOf } from "../invitations/codes.ts";
import { rosterCsv, sender } from "../invitations/testing/invited-wave.ts";
import { upkeep } from "../invitations/upkeep.ts";
import { openVault } from "../invitations/vault.ts";
import { studyEvents } from "../platform/events.ts";
import { expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { formBytes } from "../testing/water-study.ts";

let office: TestServer;
let issuer: TestServer;
let collector: TestServer;
const hosts = () => [office, issuer, collector];

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

beforeAll(async () => {
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const settings = { OFFICE_URL: urls[0]!, ISSUER_URL: urls[1]!, COLLECTOR_URL: urls[2]! };
  const open = async (role: "office" | "issuer" | "collector", place: 0 | 1 | 2) => {
    const server = await openServer({
      role,
      settings: { ...settings, PORT: String(ports[place]), PUBLIC_URL: urls[place]! },
    });
    await server.app.listen({ port: ports[place], host: "127.0.0.1" });
    return server;
  };
  office = await open("office", 0);
  issuer = await open("issuer", 1);
  collector = await open("collector", 2);
});
afterAll(async () => {
  for (const host of hosts()) await host?.close();
});

const travel = (instant: string) => {
  for (const { clock } of hosts()) clock.now = new Date(instant);
};
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

test("an offer becomes a manifest, tokens, deposits, batches, answers and counts that agree", async () => {
  const lead = await office.as("study-lead");
  const given = { title: { vi: "Nước sạch", en: "" }, entry: "invitation", retainUntil: "2027-01-31" };
  const studyId: string = (await lead.post("/api/studies", given)).json().id;
  await lead.upload(`/api/studies/${studyId}/questionnaire`, "form.md", formBytes());
  await lead.post(`/api/studies/${studyId}/questionnaire/publish`);
  const offered = await lead.post(`/api/studies/${studyId}/wave`, { firstDay: "2026-03-05", lastDay: "2026-03-20" });

  const officer = await issuer.as("contacts-officer");
  const at = `/api/invitations/${studyId}`;
  const taken = await officer.post("/api/invitations", { url: offered.json().offer.url });
  expect(taken.json(), taken.body).toMatchObject({ stage: "offered", officeSeen: true });
  expect((await officer.upload(`${at}/roster`, "ds.csv", rosterCsv(30))).statusCode).toBe(200);
  await officer.put(`${at}/joins`, { joined: {}, fewest: 20 });
  await officer.put(`${at}/sender`, sender);
  const plan = (await officer.get(`${at}/cells`)).json();
  const made = await officer.post(`${at}/manifest`, {
    people: plan.people,
    cells: plan.cells.length,
    eraseAfterDays: 30,
  });
  expect(made.statusCode, made.body).toBe(200);
  await expect.poll(async () => (await officer.get(at)).json().prepared, { timeout: 20_000 }).toBe(60);
  expect((await lead.post(`/api/studies/${studyId}/wave/fetch`)).json()).toMatchObject({ manifest: { invited: 60 } });

  // Somebody who reads answers here handles contacts there: no answer comes until one of the two duties is another's.
  await office.as("reader");
  const administrator = await issuer.as("administrator");
  const roles = [{ role: "contacts-officer", unitId: null, studyId }];
  const { member } = (await administrator.post("/api/staff", { name: "Hai vai", username: "READER", roles })).json();
  expectProblem(await lead.post(`/api/studies/${studyId}/wave/fetch`), "waves.both-duties", { usernames: "reader" });
  const [grant] = member.grants;
  await administrator.delete(`/api/staff/${member.id}/grants/${grant.id}`);
  expect((await lead.post(`/api/studies/${studyId}/wave/fetch`)).statusCode).toBe(200);
  // Who handles contacts is told to the office alone.
  expectProblem(await issuer.anyone.get(`/waves/${studyId}/officers`), "deposits.not-the-office");

  travel("2026-03-06T03:00:00Z");
  const { manifest: content } = (await issuer.anyone.get(`/waves/${studyId}/manifest.json`)).json();
  const manifest = parseManifest(content);
  const hash = await manifestHash(subtle, manifest);
  const modulus = modulusFromSpki(manifest.issuerKey);
  const vault = openVault(issuer.dataDirectory);
  const people = await issuer.database
    .selectFrom("invitations.person")
    .select(["id", "codeVersion"])
    .where("studyId", "=", studyId)
    .execute();
  const answered = new Map<number, number>();
  for (const { id, codeVersion } of people.slice(0, 45)) {
    const prepared = prepareToken(random, { studyId, manifestHash: hash });
    const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
    const code = codesOf(vault, { studyId, id, codeVersion }).link;
    const reply = await issuer.anyone.post(`/i/${manifest.slug}/token`, { code, blinded: text(blinded) });
    expect(reply.statusCode, reply.body).toBe(200);
    const { signature, cell } = reply.json();
    const token = await finalize(
      subtle,
      modulus,
      prepared,
      inverse,
      new Uint8Array(Buffer.from(signature, "base64url")),
    );
    const answer = { answers: { water: "yes" }, language: "vi", version: 1, cell };
    const key = new Uint8Array(Buffer.from(manifest.tabulationKey, "base64url"));
    const sealed = await sealAnswer(subtle, key, { studyId, manifestHash: hash }, answer);
    const sent = await collector.anyone.post(`/d/${studyId}`, {
      prepared: text(prepared),
      signature: text(token),
      sealed: text(sealed),
      receipt: text(randomBytes(16)),
      withdrawalHash: text(randomBytes(32)),
    });
    expect(sent.statusCode, sent.body).toBe(200);
    answered.set(cell, (answered.get(cell) ?? 0) + 1);
  }

  travel("2026-03-24T03:00:00Z");
  await upkeep({ database: issuer.database, clock: () => issuer.clock.now }, vault, () => undefined).run();
  const { config, database, clock } = collector;
  const platform = { config, database, clock: () => clock.now, events: studyEvents() };
  const known = waves(platform);
  expect(await batches(platform, known).round((await known.find(studyId))!, true)).toBe(45);
  const later = await office.as("study-lead");
  const state = (await later.post(`/api/studies/${studyId}/wave/fetch`)).json();
  expect(state).toMatchObject({
    stage: "complete",
    alarm: [],
    progress: { accepted: 45, fetched: 45, opened: 45, refused: [], issued: 45 },
  });
  expect((await later.post(`/api/studies/${studyId}/wave/freeze`)).json().stage).toBe("frozen");
  const sets = (await later.get(`/api/studies/${studyId}/weight-sets`)).json();
  expect(sets).toMatchObject([{ active: true }]);
});
