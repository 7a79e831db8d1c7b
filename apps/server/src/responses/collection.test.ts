import type { Collection, LiveDistribution, Study } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../app.ts";
import { readConfig } from "../platform/config.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, form, formBytes, openedStudy, sendAll } from "../testing/water-study.ts";

let server: TestServer;
let staff: Client;
let study: Study;
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
});
afterAll(() => server.close());
beforeEach(async () => {
  study = await openedStudy(staff);
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const collection = async (): Promise<Collection> => (await staff.get(`/api/studies/${study.id}/collection`)).json();
const live = async (variable = "water"): Promise<LiveDistribution> =>
  (await staff.get(`/api/studies/${study.id}/live?variable=${variable}`)).json();
/** So many sets for each answer about water. */
const give = (counts: Record<string, number>) =>
  sendAll(
    server,
    study.slug,
    Object.entries(counts).flatMap(([water, count]) => Array.from({ length: count }, () => answerSet({ water }))),
  );
/** Longer than the pause between two batches, shorter than a second. */
const batch = () => pause(700);
/** A batch that is held back, and lets the one before be seen. */
const nextBatch = async () => {
  await give({ yes: 25, no: 25 });
  await batch();
};

describe("the technical state", () => {
  test("tells the accepted total rounded down to 10, here and wherever a study is listed", async () => {
    await give({ yes: 19 });
    expect((await collection()).accepted).toBe(10);
    expect((await staff.get(`/api/studies/${study.id}`)).json().accepted).toBe(10);
    const studies: Study[] = (await staff.get("/api/studies")).json();
    expect(studies.find(({ id }) => id === study.id)?.accepted).toBe(10);
    await give({ yes: 1 });
    expect((await collection()).accepted).toBe(20);
  });

  test("sums pages reached by day, and shows a sum from 20", async () => {
    const reach = async (page: number, times: number) => {
      for (let i = 0; i < times; i++) await server.anyone.post(`/a/${study.slug}/reached`, { page });
    };
    await reach(0, 20);
    await reach(1, 19);
    await pause(1300);
    const day = "2026-03-02";
    expect((await collection()).reached).toEqual([
      { day, page: 0, count: 20 },
      { day, page: 1, count: null },
    ]);
    await reach(1, 1);
    await pause(1300);
    expect((await collection()).reached[1]).toEqual({ day, page: 1, count: 20 });
    expectProblem(await server.anyone.post(`/a/${study.slug}/reached`, { page: 1000 }), "platform.bad-request");
  });
});

describe("live distributions", () => {
  test("show nothing before a second batch of 50, then the first in whole per cents with an interval", async () => {
    await give({ yes: 30, no: 20 });
    await batch();
    await give({ yes: 25, no: 24 });
    await batch();
    expect(await live(), "99 answers: the newest 50 are held back").toMatchObject({
      base: null,
      withheld: "base-below-30",
    });
    expect(await collection()).toMatchObject({ batches: 0, shown: 0, accepted: 90 });
    await give({ no: 1 });
    await expect.poll(async () => (await live()).base, { timeout: 20_000 }).not.toBeNull();
    const { base, levels, method } = await live();
    expect(base).toBe(50);
    expect(method).toMatch(/confidence sequence/);
    expect(levels.map(({ code, percent, withheld }) => [code, percent, withheld])).toEqual([
      ["yes", 60, null],
      ["no", 40, null],
      // 0 of 50: would tell of everyone in a small base.
      ["dont_know", null, "all-or-none-in-small-base"],
    ]);
    // By hand (Waudby-Smith and others 2024, α = 0.05, t = 50, t* = 1000, p̃ = 32/54): ρ² = (5.99146 + ln 6.99146)/1000 = 0.0079362;
    // half = 0.49131·√(2·1.39681/(2500·0.0079362)·ln(√1.39681/0.05)) = 0.49131·√(0.140806·3.16283) = 0.3279.
    expect(levels[0]).toMatchObject({ low: 27, high: 93 });
    expect(await collection()).toMatchObject({ batches: 1, shown: 50, accepted: 100 });
  });

  test("a batch that adds 1 to 9 answers to a category waits for the next", async () => {
    await give({ yes: 40, no: 15 });
    await batch();
    await nextBatch();
    const first = await live();
    expect(first.base).toBe(55);
    await give({ yes: 50, no: 9 });
    await batch();
    expect(await live(), "9 more of “no” would show them").toEqual(first);
    await give({ yes: 49, no: 1 });
    await batch();
    expect((await live()).base, "now they are a batch, which is held back").toBe(105);
    await nextBatch();
    // 40 + 25 + 50 + 49 of 214.
    expect(await live()).toMatchObject({ base: 214, levels: [{ percent: 77 }, { percent: 23 }, {}] });
  });

  test("at the freeze the tables hold at least 50 people more than the last live figure, however few came last", async () => {
    await give({ yes: 30, no: 20 });
    await batch();
    await nextBatch();
    await give({ yes: 1 });
    await batch();
    await staff.post(`/api/studies/${study.id}/freeze`);
    expect((await live()).base).toBe(50);
    expect(await collection()).toMatchObject({ accepted: 101, shown: 50 });
  });

  test("counted anew, as with each new version, what is held stays held and is seen in its turn", async () => {
    await give({ yes: 30, no: 20 });
    await batch();
    const changed = formBytes(form.replace("What do you wish?", "What else do you wish?"));
    await staff.upload(`/api/studies/${study.id}/questionnaire`, "form.md", changed);
    expect((await staff.post(`/api/studies/${study.id}/questionnaire/publish`)).statusCode).toBeLessThan(300);
    const later = (count: number) =>
      sendAll(
        server,
        study.slug,
        Array.from({ length: count }, () => answerSet({ water: "yes" }, { version: 2 })),
      );
    await later(49);
    await batch();
    expect((await live()).base).toBeNull();
    await later(1);
    await batch();
    expect((await live()).base).toBe(50);
  });

  test("of several choices: the base is people, and neither choosers nor others grow by a few", async () => {
    const sets = (count: number, trouble: string[]) =>
      Array.from({ length: count }, () => answerSet({ water: "no", trouble }));
    await sendAll(server, study.slug, [
      ...sets(30, ["smell", "cloudy"]),
      ...sets(15, ["smell"]),
      ...sets(9, ["cloudy"]),
    ]);
    await batch();
    expect((await live("trouble")).base, "9 chose only one: smell has 9 others").toBeNull();
    await sendAll(server, study.slug, [...sets(10, ["cloudy"]), ...sets(40, ["smell", "cloudy"])]);
    await batch();
    await sendAll(server, study.slug, sets(50, ["smell", "cloudy"]));
    await batch();
    expect(await live("trouble")).toMatchObject({
      base: 104,
      levels: [
        { code: "cloudy", percent: 86 },
        { code: "smell", percent: 82 },
      ],
    });
  });

  test("one question at a time and no filter; open text and numbers have none", async () => {
    const url = `/api/studies/${study.id}/live`;
    for (const query of [
      "",
      "?variable=water&by=trouble",
      "?variable=water&variable=trouble",
      "?variable=water&day=2026-03-02",
    ])
      expectProblem(await staff.get(url + query), "platform.bad-request");
    for (const variable of ["wish", "months", "nothing", "__proto__"])
      expectProblem(await staff.get(`${url}?variable=${variable}`), "dictionary.unknown-variable");
  });

  test("after a restart the same batch is shown, and the next still leaves 50 unseen", async () => {
    await give({ yes: 30, no: 20 });
    await batch();
    await nextBatch();
    const before = await live();
    expect(before.base).toBe(50);
    const config = readConfig({ DATA_DIR: `${server.dataDirectory}/again`, DATABASE_URL: server.databaseUrl });
    const again = await buildApp({ config, database: server.database, clock: () => server.clock.now });
    const url = `/a/${study.slug}/answers`;
    const restarted = async (count: number) => {
      for (let i = 0; i < count; i++) await again.inject({ method: "POST", url, payload: answerSet({ water: "yes" }) });
      await batch();
    };
    // The batch that was held waits again; counted with the first answer that comes, it is held.
    await restarted(1);
    await restarted(49);
    expect(await live()).toEqual(before);
    await restarted(1);
    expect((await live()).base).toBeGreaterThanOrEqual(100);
    expect((await live()).base).toBeLessThanOrEqual(101);
    await again.close();
  });

  test("what is kept of them in the database are counts of questions, nothing of a person", async () => {
    await give({ yes: 30, no: 20 });
    await batch();
    await nextBatch();
    const { rows } = await sql`select variable, shown from responses.live where study_id = ${study.id}`.execute(
      server.database,
    );
    expect(rows).toEqual([{ variable: "water", shown: { people: 50, levels: { yes: 30, no: 20, dont_know: 0 } } }]);
  });
});

describe("server-sent events", () => {
  let address: string;
  let other: Awaited<ReturnType<typeof buildApp>>;
  let cookie: string;
  beforeEach(async () => {
    const config = readConfig({ DATA_DIR: `${server.dataDirectory}/sse`, DATABASE_URL: server.databaseUrl });
    other = await buildApp({ config, database: server.database, clock: () => server.clock.now });
    address = await other.listen({ port: 0, host: "127.0.0.1" });
    const reply = await fetch(`${address}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-requested-with": "lang-nghe" },
      body: JSON.stringify({ username: "study-lead", password: "mat khau thu nghiem" }),
    });
    cookie = String(reply.headers.get("set-cookie")).split(";")[0]!;
  });
  afterEach(() => other.close());

  /** Reads events until there are so many. */
  async function* events(response: Response): AsyncGenerator<Collection> {
    let text = "";
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) yield JSON.parse(data);
      }
    }
  }

  test("the state comes at once, changes with a batch, and the stream ends with the server", async () => {
    const response = await fetch(`${address}/api/studies/${study.id}/collection/events`, { headers: { cookie } });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const stream = events(response);
    expect((await stream.next()).value).toMatchObject({ state: "open", accepted: 0, batches: 0 });
    for (let times = 0; times < 2; times++) {
      await Promise.all(
        Array.from({ length: 60 }, () =>
          other.inject({ method: "POST", url: `/a/${study.slug}/answers`, payload: answerSet() }),
        ),
      );
      await batch();
    }
    for await (const state of { [Symbol.asyncIterator]: () => stream }) if (state.batches === 1) break;

    const second = await fetch(`${address}/api/studies/${study.id}/collection/events`, { headers: { cookie } });
    const rest = (async () => {
      const states: Collection[] = [];
      for await (const state of events(second)) states.push(state);
      return states;
    })();
    await pause(100);
    await other.close();
    expect(await rest).toMatchObject([{ accepted: 120, batches: 1 }]);
  });

  test("only staff may listen, and only to a study there is", async () => {
    expect((await fetch(`${address}/api/studies/${study.id}/collection/events`)).status).toBe(401);
    const url = `${address}/api/studies/7d1f6b0e-4a52-4d6e-9a8e-2f1c3b5d7e90/collection/events`;
    expect((await fetch(url, { headers: { cookie } })).status).toBe(404);
  });
});
