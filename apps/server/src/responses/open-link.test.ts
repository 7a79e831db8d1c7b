import type { Study, WorkChallenge, WorkDone } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { solve } from "../../../answer/src/proof-of-work.ts";
import { buildApp } from "../app.ts";
import { readConfig } from "../platform/config.ts";
import { tokenBucket } from "../platform/token-bucket.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, openedStudy } from "../testing/water-study.ts";

let server: TestServer;
let lead: Client;
beforeAll(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
});
afterAll(() => server.close());

async function guarded(effort: "usual" | "raised" = "usual"): Promise<Study> {
  const study = await openedStudy(lead);
  expect((await lead.put(`/api/studies/${study.id}/open-link`, { effort })).json()).toEqual({ effort });
  return study;
}
const challengeOf = async (study: Study): Promise<WorkChallenge> =>
  (await server.anyone.get(`/a/${study.slug}/challenge`)).json();
const send = (study: Study, set: unknown, work?: string) =>
  server.app.inject({
    method: "POST",
    url: `/a/${study.slug}/answers`,
    headers: { "accept-language": "en", ...(work !== undefined && { "x-work": work }) },
    payload: set as object,
  });
const done = (work: string): WorkDone => JSON.parse(atob(work));
const again = (work: unknown) => btoa(JSON.stringify(work));

test("without the work nothing is taken; with it, once and for all", async () => {
  const study = await guarded();
  const set = answerSet({ water: "yes" });
  const refused = await send(study, set);
  expect(refused.statusCode).toBe(428);
  expectProblem(refused, "responses.work-needed");
  const work = await solve(await challengeOf(study));
  expect((await send(study, set, work)).statusCode).toBe(201);
  // The reply was lost: the same set comes again, with the same proof or with a new one.
  expect((await send(study, set, work)).statusCode).toBe(200);
  expect((await send(study, set, await solve(await challengeOf(study)))).statusCode).toBe(200);
});

test("a proof serves one set: replayed for another it is refused, also when both come at once", async () => {
  const study = await guarded();
  const work = await solve(await challengeOf(study));
  const both = await Promise.all([1, 2].map(() => send(study, answerSet({ water: "no" }), work)));
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 428]);
  expect((await send(study, answerSet({ water: "no" }), work)).statusCode).toBe(428);
});

test("a proof grows old after fifteen minutes", async () => {
  const study = await guarded();
  const work = await solve(await challengeOf(study));
  const before = server.clock.now;
  server.clock.now = new Date(before.getTime() + 15 * 60_000);
  expect((await send(study, answerSet({ water: "no" }), work)).statusCode).toBe(428);
  server.clock.now = new Date(before.getTime() + 14 * 60_000);
  expect((await send(study, answerSet({ water: "no" }), work)).statusCode).toBe(201);
  server.clock.now = before;
});

test("a proof of another study, a changed challenge, an easier one, a guessed counter, no proof at all: refused", async () => {
  const [study, other] = [await guarded(), await guarded()];
  const work = done(await solve(await challengeOf(study)));
  const { challenge, solution } = work;
  const change = (parameters: object) =>
    again({ ...work, challenge: { ...challenge, parameters: { ...challenge.parameters, ...parameters } } });
  for (const [what, header] of Object.entries({
    "another study": await solve(await challengeOf(other)),
    "a later end": change({ data: { ...challenge.parameters.data, until: 4e9 } }),
    "another nonce": change({ nonce: "00".repeat(16) }),
    "an easier prefix": change({ keyPrefix: "00000000" }),
    "another counter": again({ challenge, solution: { ...solution, counter: solution.counter + 1 } }),
    "another key": again({ challenge, solution: { ...solution, derivedKey: "00".repeat(32) } }),
    "no signature": again({ ...work, challenge: { ...challenge, signature: "" } }),
    "not JSON": "e30",
    "not base64": "ấ".repeat(100),
    "too long": again({ ...work, filler: "x".repeat(5_000) }),
    nothing: "",
  })) {
    const reply = await send(study, answerSet({ water: "no" }), Buffer.from(header).toString("latin1"));
    expect({ what, status: reply.statusCode }).toEqual({ what, status: 428 });
  }
  expect((await send(study, answerSet({ water: "no" }), again(work))).statusCode).toBe(201);
});

test("the challenge tells nobody apart: no cookie, nothing of the one who asks in it, never kept", async () => {
  const study = await guarded();
  const reply = await server.app.inject({
    url: `/a/${study.slug}/challenge`,
    headers: { "user-agent": "seeded-agent-mark", "x-forwarded-for": "203.0.113.77" },
  });
  expect(reply.headers["set-cookie"]).toBeUndefined();
  expect(reply.headers["cache-control"]).toBe("no-store");
  const { parameters } = reply.json() as WorkChallenge;
  expect(Object.keys(parameters).sort()).toEqual([
    "algorithm",
    "cost",
    "data",
    "keyLength",
    "keyPrefix",
    "nonce",
    "salt",
  ]);
  expect(parameters.data).toEqual({ study: study.id, until: Math.floor(server.clock.now.getTime() / 1000) + 900 });
});

test("a trial asks for no work; behind HTTPS an open link does, until its study says otherwise", async () => {
  const study = await openedStudy(lead);
  expect((await lead.get(`/api/studies/${study.id}/open-link`)).json()).toEqual({ effort: "off" });
  expect((await send(study, answerSet({ water: "no" }))).statusCode).toBe(201);
  const { database, clock, dataDirectory, databaseUrl } = server;
  const config = readConfig({
    DATA_DIR: dataDirectory,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: "https://khao-sat.example",
  });
  const public_ = await buildApp({ config, database, clock: () => clock.now });
  const post = (set: object) => public_.inject({ method: "POST", url: `/a/${study.slug}/answers`, payload: set });
  expect((await post(answerSet({ water: "no" }))).statusCode).toBe(428);
  await lead.put(`/api/studies/${study.id}/open-link`, { effort: "off" });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await post(answerSet({ water: "no" }))).statusCode).toBe(201);
  await public_.close();
});

test("who may change a study sets the work, and the audit log says so", async () => {
  const study = await guarded("raised");
  const { least, most } = { least: 100_000, most: 300_000 };
  const { solution } = done(await solve(await challengeOf(study)));
  expect(solution.counter).toBeGreaterThanOrEqual(least);
  expect(solution.counter).toBeLessThan(most);
  const reader = await server.as("reader");
  expect((await reader.put(`/api/studies/${study.id}/open-link`, { effort: "off" })).statusCode).toBe(403);
  expect((await lead.put(`/api/studies/${study.id}/open-link`, { effort: "none" })).statusCode).toBe(400);
  const entries = await server.database
    .selectFrom("platform.audit")
    .selectAll()
    .where("subject", "=", study.id)
    .execute();
  expect(entries).toContainEqual(
    expect.objectContaining({ action: "responses.open-link", details: { effort: "raised" } }),
  );
});

test("a bucket gives its places at once, then as many a second as it fills, whoever asks", () => {
  let now = 0;
  const bucket = tokenBucket({ perSecond: 10, atOnce: 3 }, () => now);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBeCloseTo(0.1);
  now = 100;
  expect(bucket.take()).toBe(0);
  expect(bucket.take()).toBeGreaterThan(0);
  now = 60_000;
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBeGreaterThan(0);
});
