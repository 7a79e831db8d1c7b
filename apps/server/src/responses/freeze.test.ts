import type { Study } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, form, formBytes, openedStudy, sendAll } from "../testing/water-study.ts";
import { deleteOverdue } from "./fieldwork.ts";
import { snapshotOf } from "./freeze.ts";
import { missingCode, readSnapshot } from "./snapshot.ts";

let server: TestServer;
let staff: Client;
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
});
afterAll(() => server.close());

const today = new Date("2026-03-02T03:00:00Z");
const close = async (study: Study): Promise<Study> => (await staff.post(`/api/studies/${study.id}/close`)).json();
const count = async (table: string, study: Study): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(table)} where study_id = ${study.id}`.execute(server.database);
  return rows[0]!.n;
};

/** An order that is not drawn: each row stays where it is. */
const asGiven = (below: number) => below - 1;
const questionnaire = {
  title: { vi: "Thử" },
  languages: [{ code: "vi", name: "Tiếng Việt" }],
  defaultLanguage: "vi",
  style: "pages" as const,
  lists: {
    three: [
      { name: "a", label: { vi: "A" } },
      { name: "b", label: { vi: "B" } },
      { name: "dk", label: { vi: "Không biết" }, missing: "dont_know" as const },
    ],
    things: [
      { name: "x", label: { vi: "X" } },
      { name: "y", label: { vi: "Y" } },
      { name: "z", label: { vi: "Z" } },
    ],
  },
  items: [
    { type: "select_one" as const, name: "one", label: { vi: "Một" }, list: "three", appearance: ["likert"] },
    { type: "decimal" as const, name: "degrees", label: { vi: "Độ" }, relevant: ["=", ["$", "one"], "a"] as const },
    { type: "select_multiple" as const, name: "many", label: { vi: "Nhiều" }, list: "three" },
    { type: "rank" as const, name: "order", label: { vi: "Thứ tự" }, list: "things" },
    { type: "text" as const, name: "wish", label: { vi: "Mong" } },
    {
      type: "repeat" as const,
      name: "members",
      label: { vi: "Người" },
      items: [{ type: "integer" as const, name: "age", label: { vi: "Tuổi" } }],
    },
  ],
};
const frozen = (...answers: Record<string, unknown>[]) =>
  snapshotOf(
    [{ version: 1, hash: "", questionnaire }],
    answers.map((given) => ({ version: 1, day: "2026-03-02", answers: given })),
    asGiven,
  );
const column = (snapshot: Awaited<ReturnType<typeof frozen>>, name: string) => snapshot.columns.get(name);

describe("the snapshot", () => {
  const { missing, refused, "not-asked": notAsked, "dont-know": dontKnow } = missingCode;

  test("holds don't know, not asked and missing as distinct codes", async () => {
    const snapshot = await frozen({ one: "a", degrees: -2.5 }, { one: "dk" }, { one: "a" }, {});
    expect(snapshot.variables[0]).toMatchObject({ name: "one", kind: "categorical", ordered: true });
    expect(snapshot.variables[0]?.levels.map((level) => level.missing)).toEqual([null, null, "dont-know"]);
    expect(column(snapshot, "one")).toEqual({ kind: "categorical", codes: Int16Array.of(0, 2, 0, missing) });
    expect(column(snapshot, "degrees")).toEqual({
      kind: "numeric",
      values: Float64Array.of(-2.5, Number.NaN, Number.NaN, Number.NaN),
      reasons: Int8Array.of(0, notAsked, missing, notAsked),
    });
    expect(refused).toBe(-4);
  });

  test("holds a select_multiple by option; who said only don't know chose none of substance", async () => {
    const snapshot = await frozen({ many: ["a", "b"] }, { many: ["dk"] }, { many: ["b", "dk"] }, {});
    expect(column(snapshot, "many")).toEqual({
      kind: "multiple",
      chosen: [Uint8Array.of(1, 0, 0, 0), Uint8Array.of(1, 0, 1, 0), Uint8Array.of(0, 0, 1, 0)],
      reasons: Int8Array.of(0, dontKnow, 0, missing),
    });
  });

  test("holds a ranking by place, a repeated group by how many times, open text for coding", async () => {
    const snapshot = await frozen({ order: ["z", "x", "y"], wish: "đường", members: [{ age: 3 }, { age: 70 }] });
    expect(column(snapshot, "order_1")).toMatchObject({ codes: Int16Array.of(2) });
    expect(column(snapshot, "order_3")).toMatchObject({ codes: Int16Array.of(1) });
    expect(column(snapshot, "members")).toMatchObject({ kind: "numeric", values: Float64Array.of(2) });
    expect(column(snapshot, "wish")).toEqual({ kind: "text", texts: ["đường"] });
    expect(snapshot.columns.has("age")).toBe(false);
  });

  test("joins the versions that were answered: levels together, a question of one version not asked in the other", async () => {
    const [first, ...others] = questionnaire.items;
    const later = {
      ...questionnaire,
      lists: { ...questionnaire.lists, three: [{ name: "c", label: { vi: "C" } }, ...questionnaire.lists.three] },
      items: [first!, { type: "text" as const, name: "degrees", label: { vi: "Độ" } }],
    };
    expect(others.length).toBeGreaterThan(1);
    const snapshot = await snapshotOf(
      [
        { version: 1, hash: "", questionnaire },
        { version: 2, hash: "", questionnaire: later },
      ],
      [
        { version: 1, day: null, answers: { one: "a", degrees: 1 } },
        { version: 2, day: null, answers: { one: "c", degrees: "lạnh" } },
      ],
      asGiven,
    );
    expect(snapshot.variables[0]?.levels.map(({ code }) => code)).toEqual(["a", "b", "dk", "c"]);
    expect(column(snapshot, "one")).toMatchObject({ codes: Int16Array.of(0, 3) });
    expect(column(snapshot, "degrees")).toMatchObject({ reasons: Int8Array.of(0, notAsked) });
    expect(column(snapshot, "degrees_v2")).toEqual({ kind: "text", texts: [null, "lạnh"] });
    expect(column(snapshot, "many")).toMatchObject({ reasons: Int8Array.of(missing, notAsked) });
  });

  test("has its rows in an order drawn anew, and neither ids nor days", async () => {
    const study = await openedStudy(staff);
    const sets = Array.from({ length: 120 }, (_, i) => answerSet({ water: "no", months: i }));
    await sendAll(server, study.slug, sets);
    await close(study);
    const snapshot = await readSnapshot(server.database, study.id);
    const months = snapshot.columns.get("months");
    const order = months?.kind === "numeric" ? [...months.values] : [];
    expect([...order].sort((a, b) => a - b)).toEqual(sets.map((_, i) => i));
    expect(order).not.toEqual(sets.map((_, i) => i));
    const { rows } = await sql<{ id: string; months: number }>`
      select id, (answers ->> 'months')::int as months from responses.answer where study_id = ${study.id} order by id`.execute(
      server.database,
    );
    expect(order, "nor in the order of ids").not.toEqual(rows.map((row) => row.months));
    expect(snapshot.variables.map(({ name }) => name)).toEqual(["water", "trouble", "months", "wish"]);
  });
});

describe("closing", () => {
  test("freezes for good: no state leads back, and it is in the audit log without an answer", async () => {
    const study = await openedStudy(staff);
    await sendAll(server, study.slug, [answerSet({ water: "no", wish: "bể nước" })]);
    expect(await close(study)).toMatchObject({
      state: "frozen",
      accepted: 1,
      answerLink: null,
      provenance: { from: "2026-03-02", to: "2026-03-02", consentHow: expect.stringContaining("first screen") },
    });
    for (const verb of ["open", "close"])
      expectProblem(await staff.post(`/api/studies/${study.id}/${verb}`), "studies.wrong-state", { state: "frozen" });
    expectProblem(await staff.delete(`/api/studies/${study.id}`), "studies.has-answers");
    const place = `/api/studies/${study.id}/questionnaire`;
    expectProblem(await staff.upload(place, "form.md", formBytes()), "studies.wrong-state");
    const log = (await (await server.as("administrator")).get("/api/audit")).body;
    expect(log).toContain("responses.close");
    expect(log).not.toContain("bể nước");
  });

  test("forgets the day of answers where fewer than 20 share it", async () => {
    const study = await openedStudy(staff);
    const give = async (day: string, n: number) => {
      server.clock.now = new Date(`${day}T03:00:00Z`);
      await sendAll(
        server,
        study.slug,
        Array.from({ length: n }, () => answerSet()),
      );
    };
    await give("2026-03-02", 20);
    await give("2026-03-03", 19);
    await give("2026-03-04", 25);
    server.clock.now = today;
    await close(study);
    const { rows } = await sql`
      select day, count(*) as n from responses.answer where study_id = ${study.id} group by day order by day nulls last`.execute(
      server.database,
    );
    expect(rows).toEqual([
      { day: "2026-03-02", n: 20 },
      { day: "2026-03-04", n: 25 },
      { day: null, n: 19 },
    ]);
  });
});

describe("the end of retention", () => {
  test("deletes the answers and everything counted from them on the day after, and says so", async () => {
    const study = await openedStudy(staff);
    await staff.patch(`/api/studies/${study.id}`, { retainUntil: "2026-03-31" });
    const kept = await openedStudy(staff, form);
    await sendAll(
      server,
      study.slug,
      Array.from({ length: 60 }, () => answerSet()),
    );
    await sendAll(server, kept.slug, [answerSet()]);
    await close(study);
    const platform = { database: server.database, clock: () => server.clock.now };
    server.clock.now = new Date("2026-03-31T10:00:00Z");
    expect(await deleteOverdue(platform)).toEqual([]);
    // Midnight in Vietnam is 17:00 UTC of the day before.
    server.clock.now = new Date("2026-03-31T17:00:00Z");
    expect(await deleteOverdue(platform)).toEqual([study.id]);
    for (const table of [
      "responses.answer",
      "responses.snapshot",
      "responses.live",
      "responses.reached",
      "responses.tally",
    ])
      expect(await count(table, study), table).toBe(0);
    expect(await count("responses.answer", kept)).toBe(1);
    expect(await deleteOverdue(platform)).toEqual([]);
    server.clock.now = today;
    const entries = (await (await server.as("administrator")).get("/api/audit")).json();
    expect(entries).toContainEqual(
      expect.objectContaining({
        action: "responses.delete-overdue",
        subject: study.id,
        person: null,
        details: { answers: 60 },
      }),
    );
    expect((await staff.get(`/api/studies/${study.id}`)).json()).toMatchObject({ state: "frozen", accepted: 0 });
    expectProblem(await staff.get(`/api/studies/${study.id}/dictionary`), "dictionary.not-frozen");
  });

  test("ends a survey that is still open", async () => {
    const study = await openedStudy(staff);
    await staff.patch(`/api/studies/${study.id}`, { retainUntil: "2026-03-03" });
    await sendAll(server, study.slug, [answerSet()]);
    server.clock.now = new Date("2026-03-10T03:00:00Z");
    await deleteOverdue({ database: server.database, clock: () => server.clock.now });
    expectProblem(await server.anyone.post(`/a/${study.slug}/answers`, answerSet()), "responses.not-open");
    expect(await count("responses.answer", study)).toBe(0);
    server.clock.now = today;
  });
});
