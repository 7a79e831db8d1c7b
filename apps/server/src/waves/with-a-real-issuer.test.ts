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
import { interviews, makeDraftKey, type Phone, readWave } from "@lang-nghe/anonymity/interviewer";
import { sql } from "kysely";
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

/** A study that is asked from the 5th to the 20th of March, with 30 people invited in each of two strata. */
async function askedStudy() {
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
  return { studyId, lead, officer, at };
}

/** The last day and the three after it are over: counts are published, and everything that was deposited is in batches. */
async function afterTheClose(studyId: string): Promise<number> {
  travel("2026-03-24T03:00:00Z");
  const vault = openVault(issuer.dataDirectory);
  await upkeep({ database: issuer.database, clock: () => issuer.clock.now }, vault, () => undefined).run();
  const { config, database, clock } = collector;
  const platform = { config, database, clock: () => clock.now, events: studyEvents() };
  const known = waves(platform);
  return batches(platform, known).round((await known.find(studyId))!, true);
}

test("an offer becomes a manifest, tokens, deposits, batches, answers and counts that agree", async () => {
  const { studyId, lead, officer, at } = await askedStudy();
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

  expect(await afterTheClose(studyId)).toBe(45);
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

test("interviews by tokens of a pool count like any answer, and are held against the visits that ended, by sums", async () => {
  travel("2026-03-01T03:00:00Z");
  const { studyId, lead, officer, at } = await askedStudy();
  const { keys } = (await officer.post(`${at}/pools`, { count: 1, size: 50 })).json();
  const run = (query: ReturnType<typeof sql>) => query.execute(office.database);
  // 30 visits in each of two villages of stratum A, all of one interviewer.
  await office.as("interviewer");
  await office.as("field-supervisor");
  await run(sql`insert into fieldwork.member (study_id, staff_id, duty, supervisor_id, code)
    select ${studyId}, id, 'supervisor', null, 'T1' from accounts.staff where username = 'field-supervisor'`);
  await run(sql`insert into fieldwork.member (study_id, staff_id, duty, supervisor_id, code)
    select ${studyId}, i.id, 'interviewer', s.id, 'A1' from accounts.staff i, accounts.staff s
    where i.username = 'interviewer' and s.username = 'field-supervisor'`);
  await run(sql`insert into fieldwork.assignment (study_id, number, code, place, stratum, psu, base_weight, state, holder_id)
    select ${studyId}, n, 'x' || n, 'Nhà ' || n, 'A', 'Thôn ' || (1 + n % 2), 10, 'given',
      (select id from accounts.staff where username = 'interviewer') from generate_series(1, 60) n`);
  expect((await lead.post(`/api/studies/${studyId}/wave/fetch`)).statusCode).toBe(200);

  travel("2026-03-06T03:00:00Z");
  const reply = (await issuer.anyone.get(`/waves/${studyId}/manifest.json`)).json();
  const hostOf = (url: string) => [office, issuer, collector].find(({ config }) => url.startsWith(config.publicUrl))!;
  const stored = new Map<string, Uint8Array>();
  const phone: Phone = {
    subtle,
    random,
    now: () => office.clock.now.getTime(),
    key: await makeDraftKey(subtle),
    alone: (work) => work(),
    ask: async (_, url, body) => {
      const { statusCode, body: answer } = await hostOf(url).anyone.post(new URL(url).pathname, body);
      return { status: statusCode, text: answer };
    },
    storage: {
      read: async (name) => stored.get(name),
      names: async (beginning) => [...stored.keys()].filter((name) => name.startsWith(beginning)),
      change: async (changes) => {
        for (const { name, bytes } of changes) bytes ? stored.set(name, bytes) : stored.delete(name);
      },
    },
  };
  const mine = interviews(phone, await readWave(subtle, reply));
  await mine.openPool(keys[0].key);
  expect(await mine.fill(44)).toBe(44);
  const cell = await mine.cellOf({ stratum: "A", psu: "Thôn 2", baseWeight: 10 });
  const say = (water: string) => ({
    answers: { water },
    language: "vi",
    version: 1,
    cell,
    asked: { mode: "interview", team: "T1", interviewer: "A1" } as const,
  });
  for (let i = 0; i < 31; i++) await mine.finish(`visit ${i}`, say("yes"));
  travel("2026-03-08T04:00:00Z");
  expect(await mine.send()).toBe(true);
  // One is repeated after it was sent: the first is deleted wherever it is by then.
  await mine.finish("visit 0", say("no"));
  travel("2026-03-10T05:00:00Z");
  expect(await mine.send()).toBe(true);
  expect(await mine.standing()).toMatchObject({ tokens: 12, waiting: 0, takingBack: 0, refused: [] });

  const ended = (count: number) =>
    run(sql`insert into fieldwork.outcome (id, assignment_id, round, staff_id, disposition, day, minutes_band, hash)
      select gen_random_uuid(), a.id, r.round, a.holder_id, 'complete', '2026-03-06', 2, sha256(a.code::bytea)
      from fieldwork.assignment a cross join (values (1), (2)) r (round)
      where a.study_id = ${studyId} and a.psu = 'Thôn 2' and (r.round = 1 or a.code = 'x1')
        and not exists (select from fieldwork.outcome o where o.assignment_id = a.id and o.round = r.round)
      order by a.number limit ${count}`);
  await ended(30);
  expect(await afterTheClose(studyId)).toBe(32);
  const later = await office.as("study-lead");
  const state = (await later.post(`/api/studies/${studyId}/wave/fetch`)).json();
  expect(state).toMatchObject({
    stage: "complete",
    alarm: [],
    progress: { opened: 32, refused: [], issued: 0 },
    interviews: {
      pooled: 50,
      given: 44,
      ended: 30,
      elsewhere: 0,
      more: [{ stratum: "A", issued: 0, ended: 30, accepted: 32 }],
    },
  });
  await ended(1);
  await run(sql`insert into fieldwork.outcome (id, assignment_id, round, staff_id, disposition, day, minutes_band, hash)
    select gen_random_uuid(), a.id, 3, a.holder_id, 'complete', '2026-03-09', 2, sha256(a.code::bytea)
    from fieldwork.assignment a where a.study_id = ${studyId} and a.psu = 'Thôn 2' limit 1`);
  expect((await later.get(`/api/studies/${studyId}/wave`)).json().interviews).toMatchObject({ ended: 32, more: [] });
  expect((await later.post(`/api/studies/${studyId}/wave/freeze`)).json().stage).toBe("frozen");
  expect((await later.get(`/api/studies/${studyId}`)).json()).toMatchObject({ accepted: 31 });
  const { variables } = (await later.get(`/api/studies/${studyId}/dictionary`)).json();
  const levels = (name: string) =>
    variables.find((one: { name: string }) => one.name === name)?.levels.map(({ code }: { code: string }) => code);
  expect(levels("design_mode")).toEqual(["self", "interview"]);
  expect(levels("design_asked_by")).toEqual(["A1"]);
});
