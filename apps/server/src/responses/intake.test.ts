import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Study } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../app.ts";
import { readConfig } from "../platform/config.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, form, formBytes, newStudy, openedStudy, publishedStudy, sendAll } from "../testing/water-study.ts";

/** Built before the tests; where it is not, only what concerns it is left out. */
const answerPage = new URL("../../../answer/dist/index.html", import.meta.url);

let server: TestServer;
let staff: Client;
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
});
afterAll(() => server.close());

const send = (study: Study, set: unknown) => server.anyone.post(`/a/${study.slug}/answers`, set);
const stored = async (study: Study) =>
  server.database.selectFrom("responses.answer").selectAll().where("studyId", "=", study.id).execute();

describe("opening", () => {
  test("needs a published version", async () => {
    const study = await newStudy(staff);
    expectProblem(await staff.post(`/api/studies/${study.id}/open`), "questionnaires.no-version");
    await staff.upload(`/api/studies/${study.id}/questionnaire`, "form.md", formBytes());
    expectProblem(await staff.post(`/api/studies/${study.id}/open`), "questionnaires.no-version");
  });

  test("gives the study its link, and is written in the audit log", async () => {
    const study = await openedStudy(staff);
    expect(study).toMatchObject({ state: "open", answerLink: `http://localhost:3000/a/${study.slug}`, accepted: 0 });
    expectProblem(await staff.post(`/api/studies/${study.id}/open`), "studies.wrong-state", { state: "open" });
    const entries = (await (await server.as("administrator")).get("/api/audit")).json();
    expect(entries).toContainEqual(expect.objectContaining({ action: "responses.open", subject: study.id }));
  });
});

describe("a set of answers", () => {
  test("is stored once however often it is sent: 201, then 200", async () => {
    const study = await openedStudy(staff);
    const set = answerSet({ water: "no", months: 3 });
    expect((await send(study, set)).statusCode).toBe(201);
    const again = await send(study, { ...set, answers: { months: 3, water: "no" }, id: set.id.toUpperCase() });
    expect(again.statusCode).toBe(200);
    expect(again.json()).toEqual({ accepted: true });
    expect(await stored(study)).toMatchObject([
      { id: set.id, version: 1, language: "vi", answers: { water: "no", months: 3 } },
    ]);
  });

  test("with the id of another one is a conflict, and the first is kept", async () => {
    const study = await openedStudy(staff);
    const set = answerSet({ water: "yes" });
    await send(study, set);
    expectProblem(await send(study, { ...set, answers: { water: "no" } }), "responses.conflict");
    expectProblem(await send(study, { ...set, language: "en" }), "responses.conflict");
    const other = await openedStudy(staff);
    expectProblem(await send(other, set), "responses.conflict");
    expect(await stored(study)).toMatchObject([{ answers: { water: "yes" } }]);
    expect(await stored(other)).toEqual([]);
  });

  test("that the questionnaire does not allow is refused by naming the places", async () => {
    const study = await openedStudy(staff);
    const refused: [Record<string, unknown>, string][] = [
      [{}, "water (required)"],
      [{ water: "maybe" }, "water (choice)"],
      [{ water: "yes", months: 3 }, "months (irrelevant)"],
      [{ water: "no", months: "three" }, "months (type)"],
      [{ water: "yes", name: "An" }, "name (unknown)"],
    ];
    for (const [answers, places] of refused)
      expectProblem(await send(study, answerSet(answers)), "responses.not-allowed", { places });
    expectProblem(await send(study, answerSet({ water: "yes" }, { language: "fr" })), "responses.not-allowed");
    expect(await stored(study)).toEqual([]);
  });

  test("of another version is refused; of the version before too once a new one is published", async () => {
    const study = await openedStudy(staff);
    expectProblem(await send(study, answerSet({ water: "yes" }, { version: 2 })), "responses.wrong-version");
    const early = answerSet();
    await send(study, early);
    await staff.upload(`/api/studies/${study.id}/questionnaire`, "form.md", formBytes(form.replace("Yes", "Enough")));
    await staff.post(`/api/studies/${study.id}/questionnaire/publish`);
    expectProblem(await send(study, answerSet()), "responses.wrong-version");
    expect((await send(study, answerSet({ water: "yes" }, { version: 2 }))).statusCode).toBe(201);
    expect((await send(study, early)).statusCode, "accepted then, and so still").toBe(200);
  });

  test("is taken only while the study is open", async () => {
    const study = await publishedStudy(staff);
    expectProblem(await send(study, answerSet()), "responses.not-open");
    expectProblem(await server.anyone.post(`/a/${study.slug}/reached`, { page: 0 }), "responses.not-open");
    await staff.post(`/api/studies/${study.id}/open`);
    const set = answerSet();
    expect((await send(study, set)).statusCode).toBe(201);
    await staff.post(`/api/studies/${study.id}/close`);
    expectProblem(await send(study, answerSet()), "responses.not-open");
    expect((await send(study, set)).statusCode, "the reply that was lost").toBe(200);
    expectProblem(await server.anyone.post("/a/nothing-here/answers", answerSet()), "platform.not-found");
  });

  test("is kept with its day and no more of its time", async () => {
    const study = await openedStudy(staff);
    // 23:30 in Lào Cai on 3 March is 16:30 UTC; 00:30 on 4 March is 17:30 UTC.
    server.clock.now = new Date("2026-03-03T16:30:00Z");
    await send(study, answerSet());
    server.clock.now = new Date("2026-03-03T17:30:00Z");
    await send(study, answerSet());
    server.clock.now = new Date("2026-03-02T03:00:00Z");
    expect((await stored(study)).map(({ day }) => day).sort()).toEqual(["2026-03-03", "2026-03-04"]);
  });
});

describe("hostile bodies", () => {
  const nested = (depth: number): unknown => (depth ? [nested(depth - 1)] : "x");
  const bodies: [string, unknown][] = [
    ["nothing", undefined],
    ["a list", []],
    ["no consent", { ...answerSet(), consent: false }],
    [
      "an id that carries a time (version 1)",
      answerSet({ water: "yes" }, { id: "7b1d3d9e-9a57-11ee-8c90-0242ac120002" }),
    ],
    ["an id that is none", answerSet({ water: "yes" }, { id: "1'; drop table responses.answer" })],
    ["a negative version", answerSet({ water: "yes" }, { version: -1 })],
    ["answers in a list", answerSet([] as never)],
    ["deep nesting", answerSet({ water: "yes", wish: nested(3000) })],
    ["an object for a text", answerSet({ water: "yes", wish: { $ne: null } })],
    ["a NUL character", answerSet({ water: "yes", wish: "a\0b" })],
    ["half a character", answerSet({ water: "yes", wish: "\ud83d" })],
    ["a text beyond any answer", answerSet({ water: "yes", wish: "x".repeat(200_000) })],
    ["a body beyond any limit", answerSet({ water: "yes", wish: "x".repeat(1_200_000) })],
    ["a hundred thousand choices", answerSet({ water: "no", trouble: new Array(100_000).fill("smell") })],
    ["a name of the prototype", answerSet({ water: "yes", constructor: "x" })],
  ];
  test.each(bodies)("%s: refused, and nothing is stored", async (_, body) => {
    const study = await openedStudy(staff);
    const reply = await send(study, body);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(await stored(study)).toEqual([]);
  });

  test("JSON that is none, and JSON that names the prototype", async () => {
    const study = await openedStudy(staff);
    const good = JSON.stringify(answerSet());
    for (const payload of ["{", "null", good.replace('"water"', '"__proto__":{"a":1},"water"'), good.slice(0, -5)]) {
      const headers = { "content-type": "application/json" };
      const reply = await server.app.inject({ method: "POST", url: `/a/${study.slug}/answers`, headers, payload });
      expect(reply.statusCode).toBeGreaterThanOrEqual(400);
      expect(reply.statusCode).toBeLessThan(500);
    }
    expect(await stored(study)).toEqual([]);
  });

  test("one that the database refuses takes none of its neighbours with it", async () => {
    const study = await openedStudy(staff);
    const sets = Array.from({ length: 30 }, (_, i) => answerSet({ water: "yes", wish: i === 7 ? "\0" : `mong ${i}` }));
    const statuses = await sendAll(server, study.slug, sets);
    expect(statuses.filter((status) => status === 201)).toHaveLength(29);
    expect(await stored(study)).toHaveLength(29);
  });
});

describe("many at once", () => {
  test("200 parallel posts with repeated ids store exactly the distinct ones", async () => {
    const study = await openedStudy(staff);
    const distinct = Array.from({ length: 80 }, (_, i) => answerSet({ water: i % 2 ? "yes" : "no" }));
    const sets = Array.from({ length: 200 }, (_, i) => distinct[i % 80]!);
    const replies = await Promise.all(sets.map((set) => send(study, set)));
    const statuses = replies.map((reply) => reply.statusCode);
    expect(statuses.filter((status) => status === 201)).toHaveLength(80);
    expect(statuses.filter((status) => status === 200)).toHaveLength(120);
    expect((await stored(study)).map(({ id }) => id).sort()).toEqual(distinct.map(({ id }) => id).sort());
    expect((await staff.get(`/api/studies/${study.id}`)).json().accepted).toBe(80);
  });

  test("of parallel sets with one id and different content exactly one is stored, the others conflict", async () => {
    const study = await openedStudy(staff);
    const id = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => send(study, answerSet({ water: "no", months: i }, { id }))),
    );
    const statuses = replies.map((reply) => reply.statusCode);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect(await stored(study)).toHaveLength(1);
  });

  test("closing in the middle: what was acknowledged is in the snapshot, what is not is not", async () => {
    const study = await openedStudy(staff);
    const posts = Array.from({ length: 300 }, () => send(study, answerSet()));
    await Promise.race(posts);
    const closed = (await staff.post(`/api/studies/${study.id}/close`)).json();
    const acknowledged = (await Promise.all(posts)).filter((reply) => reply.statusCode === 201).length;
    expect(closed).toMatchObject({ state: "frozen", accepted: acknowledged });
    expect(await stored(study)).toHaveLength(acknowledged);
  });
});

describe("a disk nearly full", () => {
  const megabyte = 1024 * 1024;
  const cases: [string, number, number, number][] = [
    ["150 MB left of 1 GB: refused (less than 200 MB)", 150 * megabyte, 1000 * megabyte, 507],
    ["1 GB left of 100 GB: refused (less than 2 %)", 1000 * megabyte, 100_000 * megabyte, 507],
    ["3 GB left of 100 GB: taken", 3000 * megabyte, 100_000 * megabyte, 201],
  ];
  test.each(cases)("%s", async (_, left, total, status) => {
    const study = await openedStudy(staff);
    const config = readConfig({ DATA_DIR: `${server.dataDirectory}/other`, DATABASE_URL: server.databaseUrl });
    const { database } = server;
    const app = await buildApp({
      config,
      database,
      clock: () => server.clock.now,
      diskSpace: async () => ({ left, total }),
    });
    const reply = await app.inject({ method: "POST", url: `/a/${study.slug}/answers`, payload: answerSet() });
    expect(reply.statusCode).toBe(status);
    if (status === 507) expectProblem(reply, "platform.disk-full");
    await app.close();
  });
});

describe("the respondent's path tells nobody anything about others", () => {
  test("no reply under /a or /t holds an id, a cookie, or what others answered", async () => {
    const study = await openedStudy(staff);
    const set = answerSet({ water: "no", wish: "xin làm bể nước" });
    await send(study, set);
    const { testLink } = (await staff.get(`/api/studies/${study.id}/questionnaire`)).json();
    const replies = [
      await server.anyone.get(`/a/${study.slug}/form.json`),
      await server.anyone.get(`${new URL(testLink).pathname}/form.json`),
      await send(study, set),
      await send(study, { ...set, answers: { water: "yes" } }),
      await send(study, answerSet({ water: "?" })),
      await server.anyone.post(`/a/${study.slug}/reached`, { page: 1 }),
    ];
    for (const { body, headers } of replies) {
      const whole = body + JSON.stringify(headers);
      for (const secret of [set.id, study.id, "bể nước"]) expect(whole).not.toContain(secret);
      expect(headers["set-cookie"]).toBeUndefined();
      expect(headers["x-ratelimit-limit"]).toBeUndefined();
    }
  });

  test("a study not yet open shows no question; an imported or unknown one has no page", async () => {
    const study = await publishedStudy(staff);
    const { state, questionnaire } = (await server.anyone.get(`/a/${study.slug}/form.json`)).json();
    expect(state).toBe("not-open");
    expect(questionnaire).toMatchObject({ title: { vi: "Nước" }, items: [], lists: {} });
    expectProblem(await server.anyone.get("/a/khong-co/form.json"), "platform.not-found");
  });

  test.skipIf(!existsSync(answerPage))(
    "the page holds the form, whole and harmless, under its own policy",
    async () => {
      const study = await openedStudy(staff, form.replace("Có | Yes", "</script><script>alert(1)</script> | Yes"));
      const { headers, body } = await server.app.inject({ url: `/a/${study.slug}` });
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      const inlined = /<script type="application\/json" id="form">([^<]*)<\/script>/.exec(body)?.[1] ?? "";
      expect(JSON.parse(inlined)).toEqual((await server.anyone.get(`/a/${study.slug}/form.json`)).json());
      const missing = await server.app.inject({ url: "/a/khong-co" });
      expect([missing.statusCode, missing.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    },
  );

  test("the form is revalidated by its tag and sent compressed", async () => {
    const study = await openedStudy(staff);
    const url = `/a/${study.slug}/form.json`;
    const first = await server.app.inject({ url, headers: { "accept-encoding": "gzip, br" } });
    expect(first.headers).toMatchObject({
      "content-encoding": "br",
      "cache-control": "no-cache",
      vary: "accept-encoding",
    });
    const etag = String(first.headers.etag);
    const second = await server.app.inject({ url, headers: { "accept-encoding": "gzip, br", "if-none-match": etag } });
    expect([second.statusCode, second.body]).toEqual([304, ""]);
    await staff.post(`/api/studies/${study.id}/close`);
    const third = await server.app.inject({ url, headers: { "if-none-match": etag } });
    expect(third.json().state).toBe("closed");
  });

  test("every route of the path says that it is a respondent's, and nothing is logged of one that fails", () => {
    const source = readFileSync(new URL("./routes.ts", import.meta.url), "utf8");
    for (const [, route] of source.matchAll(/"(\/[at]\/[^"]*)",?\s*\{ config: respondent/g)) expect(route).toBeTruthy();
    expect([...source.matchAll(/"\/[at]\/:/g)]).toHaveLength([...source.matchAll(/config: respondent/g)].length);
  });

  test("no table of answers has a column of a time, an address or a session", async () => {
    const columns = await sql<{ place: string; type: string }>`
      select table_name || '.' || column_name as place, data_type as type from information_schema.columns
      where table_schema in ('responses', 'questionnaires')`.execute(server.database);
    expect(columns.rows.length).toBeGreaterThan(20);
    for (const { place, type } of columns.rows) {
      expect(type, place).not.toMatch(/timestamp|time |interval|inet|cidr|macaddr|serial/);
      expect(place).not.toMatch(/_at$|created|ip|session|agent|device|staff|person/);
    }
    const answer = columns.rows.filter(({ place }) => place.startsWith("answer.")).map(({ place }) => place.slice(7));
    expect(answer.sort()).toEqual([
      "answers",
      "asked",
      "cell",
      "consent",
      "content_hash",
      "day",
      "id",
      "language",
      "study_id",
      "version",
      "withdrawal_hash",
    ]);
  });
});
