import type { PrivacyBudget, PrivateCounts, Variable } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../platform/database.ts";
import { type Column, storeSnapshot } from "../responses/index.ts";
import { frozenStudy, levels, numbers, repeated } from "../testing/given.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let lead: Client;
beforeAll(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
});
afterAll(() => server.close());

/** A study by invitation that is being designed. */
async function designed(title: string): Promise<string> {
  const reply = await lead.post("/api/studies", { title: { vi: title, en: title }, entry: "invitation" });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().id;
}

/** One whose answers are frozen, with this budget. */
async function counted(title: string, epsilon: number | null, columns: [Variable, Column][]): Promise<string> {
  const id = await designed(title);
  if (epsilon !== null) expect((await setBudget(id, epsilon)).statusCode).toBe(200);
  await inTransaction(server.database, async (transaction) => {
    await sql`update studies.study set state = 'frozen' where id = ${id}`.execute(transaction);
    const [, first] = columns[0]!;
    await storeSnapshot(transaction, id, {
      rows: first.kind === "categorical" ? first.codes.length : 0,
      variables: columns.map(([variable]) => variable),
      columns: new Map(columns.map(([variable, column]) => [variable.name, column])),
      design: { weights: null, strata: null, psu: [], fpc: [] },
    });
  });
  return id;
}

const setBudget = (study: string, epsilon: number) => lead.put(`/api/studies/${study}/privacy-budget`, { epsilon });
const budget = async (study: string): Promise<PrivacyBudget> =>
  (await lead.get(`/api/studies/${study}/privacy-budget`)).json();
const ask = (study: string, question: string, epsilon: number, who = lead) =>
  who.post(`/api/studies/${study}/private-counts`, { ask: question, epsilon });
const counts = async (study: string, question: string, epsilon: number): Promise<PrivateCounts> => {
  const reply = await ask(study, question, epsilon);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
};
const water = repeated({ dk: 400, no: 7600, yes: 12_000 });

test("a budget is set and corrected while the study is designed, by invitation only, and never afterwards", async () => {
  const study = await designed("Ngân sách");
  expect(await budget(study)).toEqual({ epsilon: null, spent: 0, remaining: 0, ledger: [] });
  expect((await setBudget(study, 0.8)).json()).toMatchObject({ epsilon: 0.8, spent: 0, remaining: 0.8 });
  expect((await setBudget(study, 0.5)).json()).toMatchObject({ epsilon: 0.5 });
  expectProblem(await setBudget(study, 1.5), "platform.bad-request");
  await sql`update studies.study set state = 'open' where id = ${study}`.execute(server.database);
  expectProblem(await setBudget(study, 0.1), "disclosure.budget-set");
  const unset = await designed("Không đặt");
  await sql`update studies.study set state = 'open' where id = ${unset}`.execute(server.database);
  expectProblem(await setBudget(unset, 0.1), "disclosure.budget-set");
  const open = (await lead.post("/api/studies", { title: { vi: "Liên kết mở", en: "Open" } })).json().id;
  expectProblem(await setBudget(open, 0.5), "disclosure.not-one-answer-each");
});

test("counts come with their price, their noise and its reach; the ledger names who asked, and the same is answered once", async () => {
  const study = await counted("Nước sạch", 0.5, [levels("water", water)]);
  const first = await counts(study, "water", 0.1);
  // Scale 1/0.1; 2 q³¹ / (1 + q) = 0.0473 for q = e^−0.1, and one step earlier 0.0523.
  expect(first).toMatchObject({
    ask: "water",
    epsilon: 0.1,
    mechanism: "discrete-laplace",
    scale: 10,
    eachIn: 1,
    within: 30,
    remaining: 0.4,
    askedOn: "2026-03-02",
  });
  expect(first.counts.map(({ level }) => level)).toEqual(["dk", "no", "yes"]);
  // P(|noise| > 300) = 2 e^−30.1 / (1 + e^−0.1) < 1e−12.
  for (const [l, truth] of [400, 7600, 12_000].entries())
    expect(Math.abs(first.counts[l]!.count - truth)).toBeLessThanOrEqual(300);
  expect(await counts(study, "water", 0.1)).toEqual(first);
  expect(await counts(study, "water", 0.3), "another price is no other question").toEqual(first);
  expect(await budget(study)).toEqual({
    epsilon: 0.5,
    spent: 0.1,
    remaining: 0.4,
    ledger: [{ ask: "water", epsilon: 0.1, remaining: 0.4, spentOn: "2026-03-02", spentBy: "Test study-lead" }],
  });
  expect((await lead.get(`/api/studies/${study}/private-counts`)).json()).toEqual([first]);
  const { rows } = await sql<{ details: object }>`
    select details from platform.audit where action = 'disclosure.private-counts' and subject = ${study}`.execute(
    server.database,
  );
  expect(rows).toEqual([{ details: { ask: "water", epsilon: 0.1, remaining: 0.4 } }]);
  const file = await lead.get(`/api/studies/${study}/private-counts.csv?language=en`);
  expect(file.headers["content-disposition"]).toContain("nuoc-sach-noisy-counts.csv");
  expect(file.body).toContain(`Question water,no,${first.counts[1]!.count},30,0.1,discrete Laplace,10,1,2026-03-02`);
});

test("what the noise hides is drawn anew for each question, and one who ticks every option is in every count", async () => {
  const options = ["a", "b", "c", "d"];
  const variable: Variable = { ...levels("q", [])[0], name: "media", kind: "multiple" };
  variable.levels = options.map((code) => ({ code, label: { vi: code, en: code }, missing: null }));
  const chosen: [Variable, Column] = [
    variable,
    {
      kind: "multiple",
      chosen: options.map(() => Uint8Array.from(water, () => 1)),
      reasons: Int8Array.from(water, () => 0),
    },
  ];
  const study = await counted("Kênh thông tin", 1, [levels("water", water), chosen]);
  const found = await counts(study, "media", 0.1);
  // Scale 4/0.1: 40 (ln 2 − ln(0.05 (1 + e^−0.025))) = 120.1 is reached by fewer than one in twenty from 121 on.
  expect(found).toMatchObject({ scale: 40, eachIn: 4, within: 120 });
  expect(new Set(found.counts.map(({ count }) => count)).size, "four counts of the same people").toBeGreaterThan(1);
});

test("what cannot be counted, would hide too little, or costs more than is left is refused and costs nothing", async () => {
  const study = await counted("Giới hạn", 0.3, [
    levels("water", water),
    levels("road", water),
    numbers(
      "age",
      water.map((_, i) => 18 + (i % 60)),
    ),
  ]);
  expectProblem(await ask(study, "age", 0.1), "tabulation.not-shown");
  expectProblem(await ask(study, "nothing", 0.1), "dictionary.unknown-variable");
  // Scale 2: 2 q⁷ / (1 + q) = 0.0376 for q = e^−½.
  expectProblem(await ask(study, "water", 0.5), "disclosure.too-little-noise", { within: 6, least: 10 });
  expect((await budget(study)).spent).toBe(0);
  // (k + 1) ε ≥ ln(40 / (1 + e^−ε)): 100 · 3.0007 for ε = 0.01, 50 · 3.0057 for 0.02, …; 0.5 and 1 reach 6 and 3.
  expect((await lead.get(`/api/studies/${study}/private-counts/offers?ask=water`)).json()).toMatchObject({
    asked: false,
    offers: [{ within: 300 }, { within: 150 }, { within: 60 }, { within: 30 }, { within: 15 }, { within: 10 }],
  });
  await counts(study, "water", 0.3);
  expectProblem(await ask(study, "road", 0.01), "disclosure.budget-spent", { remaining: 0, wanted: 0.01 });
  expectProblem(await ask(await counted("Không bật", null, [levels("q", water)]), "q", 0.1), "disclosure.no-budget");
  expectProblem(await ask(await frozenStudy(server, [levels("q", water)]), "q", 0.1), "disclosure.not-one-answer-each");
  const alarmed = await counted("Báo động", 0.3, [levels("q", water)]);
  await inTransaction(server.database, async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction);
    await sql`insert into waves.wave (study_id, offer, signature, last_day, alarm)
      values (${alarmed}, '{}', decode(repeat('00', 64), 'hex'), '2026-02-01', '[{"stratum":"s","unit":1,"issued":24,"accepted":25}]')`.execute(
      transaction,
    );
  });
  expectProblem(await ask(alarmed, "q", 0.1), "disclosure.not-one-answer-each");
  expectProblem(await ask(study, "road", 0.1, await server.as("reader")), "accounts.not-allowed");
});

test("100 questions at once spend what there is and not a millionth more", async () => {
  const few = repeated({ no: 40, yes: 60 });
  const columns = Array.from({ length: 50 }, (_, k) => levels(`q${k}`, few));
  const study = await counted("Cùng lúc", 0.25, columns);
  // Fifty questions, each asked twice at the same time.
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) => ask(study, `q${i % 50}`, 0.01).then((reply) => [i % 50, reply] as const)),
  );
  const answered = replies.filter(([, { statusCode }]) => statusCode === 200);
  for (const [, reply] of replies.filter(([, { statusCode }]) => statusCode !== 200))
    expectProblem(reply, "disclosure.budget-spent");
  expect(new Set(answered.map(([q]) => q)).size).toBe(25);
  for (const [q, reply] of answered)
    for (const [other, twin] of answered) if (q === other) expect(twin.json()).toEqual(reply.json());
  const { spent, remaining, ledger } = await budget(study);
  expect({ spent, remaining }).toEqual({ spent: 0.25, remaining: 0 });
  expect(ledger.map((line) => Math.round(100 * line.remaining))).toEqual(Array.from({ length: 25 }, (_, k) => 24 - k));
});

test("a server that fails between spending and answering has spent: asked again it answers, and takes nothing more", async () => {
  const study = await counted("Đứt quãng", 0.2, [levels("water", water)]);
  await sql`create function pg_temp_fail() returns trigger language plpgsql as $$ begin raise exception 'the disk is gone'; end $$`.execute(
    server.database,
  );
  await sql`create trigger fail before update on disclosure.privacy_spent for each row execute function pg_temp_fail()`.execute(
    server.database,
  );
  expect((await ask(study, "water", 0.2)).statusCode).toBe(500);
  expect(await budget(study)).toMatchObject({ spent: 0.2, remaining: 0, ledger: [{ ask: "water", epsilon: 0.2 }] });
  expect((await lead.get(`/api/studies/${study}/private-counts`)).json()).toEqual([]);
  await sql`drop trigger fail on disclosure.privacy_spent`.execute(server.database);
  expect(await counts(study, "water", 0.2)).toMatchObject({ epsilon: 0.2, remaining: 0, within: 15 });
  expect(await budget(study)).toMatchObject({ spent: 0.2, remaining: 0 });
});

test("how long the noise took to draw is told to nobody: the reply waits for the next quarter of a second", async () => {
  const study = await counted("Thời gian", 0.1, [levels("water", water)]);
  const from = performance.now();
  const reply = await ask(study, "water", 0.1);
  expect(performance.now() - from).toBeGreaterThanOrEqual(249);
  expect(Object.keys(reply.headers).filter((name) => /timing|time|duration/i.test(name))).toEqual([]);
});

test("the database keeps budget and ledger, whoever writes to it", async () => {
  const study = await counted("Cơ sở dữ liệu", 0.3, [levels("water", water)]);
  await counts(study, "water", 0.1);
  const refused: [string, RegExp][] = [
    ["update disclosure.privacy_budget set total = 1000000", /neither changed nor refilled/],
    ["update disclosure.privacy_budget set spent = 0", /neither changed nor refilled/],
    ["update disclosure.privacy_budget set spent = 200000", /the ledger tells of 100000/],
    ["delete from disclosure.privacy_budget", /neither changed nor refilled/],
    ["update disclosure.privacy_spent set epsilon = 1", /only ever added to/],
    ["update disclosure.privacy_spent set answer = '{}'", /only ever added to/],
    ["update disclosure.privacy_spent set answer = null", /only ever added to/],
    ["delete from disclosure.privacy_spent", /only ever added to/],
  ];
  for (const [statement, why] of refused)
    await expect(
      sql`${sql.raw(statement)} where study_id = ${study}`.execute(server.database),
      statement,
    ).rejects.toThrow(why);
  await expect(
    sql`insert into disclosure.privacy_spent (study_id, query, definition, epsilon, remaining, spent_on, spent_by)
      values (${study}, 'x', '{}', 1, 0, '2026-03-02', 'x')`.execute(server.database),
    "a question that nobody paid for",
  ).rejects.toThrow(/the ledger tells of 100001/);
  const late = await counted("Muộn", null, [levels("water", water)]);
  await expect(
    sql`insert into disclosure.privacy_budget (study_id, total) values (${late}, 1000000)`.execute(server.database),
  ).rejects.toThrow(/while the study is designed/);
  // What goes with its study goes.
  await sql`delete from studies.study where id = ${study}`.execute(server.database);
});
