import type { Table } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../app.ts";
import { readConfig } from "../platform/config.ts";
import { frozenStudy, levels, numbers, repeated } from "../testing/given.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let officer: Client;
beforeAll(async () => {
  server = await openServer();
  officer = await server.as("study-lead");
});
afterAll(() => server.close());

const table = async (study: string, spec: object): Promise<Table> => {
  const reply = await officer.post(`/api/studies/${study}/tables`, {
    by: null,
    base: "valid",
    weightSet: null,
    ...spec,
  });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
};
const estimate = (found: Table, level: string, by: string | null = null) =>
  found.estimates.find((one) => one.level === level && one.by === by);

test("a proportion of a simple random sample: p = 0.4, se = √(p(1 − p)/(n − 1)), n = 101", async () => {
  const study = await frozenStudy(server, [levels("q", [...repeated({ yes: 40, no: 61 })])]);
  const yes = estimate(await table(study, { ask: "q" }), "yes");
  expect(yes).toMatchObject({ n: 101, df: 100, withheld: null });
  expect(yes?.estimate).toBeCloseTo(40 / 101, 12);
  expect(yes?.se).toBeCloseTo(Math.sqrt(((40 / 101) * (61 / 101)) / 100), 12);
});

test("the same share of a hundred times the people, worked out in a thread", async () => {
  const study = await frozenStudy(server, [levels("q", [...repeated({ yes: 4000, no: 6100 })])]);
  const yes = estimate(await table(study, { ask: "q" }), "yes");
  expect(yes).toMatchObject({ n: 10_100, df: 10_099, withheld: null });
  expect(yes?.estimate).toBeCloseTo(40 / 101, 12);
  expect(yes?.se).toBeCloseTo(Math.sqrt(((40 / 101) * (61 / 101)) / 10_099), 12);
  expectProblem(
    await officer.post(`/api/studies/${study}/tables`, { ask: "z", by: null, base: "valid", weightSet: null }),
    "dictionary.unknown-variable",
  );
});

test("over a real connection: small and large tables arrive; whoever leaves while waiting harms nobody", async () => {
  const small = await frozenStudy(server, [levels("q", [...repeated({ yes: 40, no: 61 })])]);
  const large = await frozenStudy(server, [levels("q", [...repeated({ yes: 4000, no: 6100 })])]);
  const config = readConfig({ DATA_DIR: `${server.dataDirectory}/http`, DATABASE_URL: server.databaseUrl });
  const app = await buildApp({ config, database: server.database, clock: () => server.clock.now });
  try {
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    const headers: Record<string, string> = { "content-type": "application/json", "x-requested-with": "lang-nghe" };
    const session = await fetch(`${address}/api/session`, {
      method: "POST",
      headers,
      body: JSON.stringify({ username: "study-lead", password: "mat khau thu nghiem" }),
    });
    headers.cookie = String(session.headers.get("set-cookie")).split(";")[0]!;
    const ask = (study: string, signal?: AbortSignal) =>
      fetch(`${address}/api/studies/${study}/tables`, {
        method: "POST",
        headers,
        body: JSON.stringify({ ask: "q", by: null, base: "valid", weightSet: null }),
        ...(signal ? { signal } : {}),
      });
    const n = async (reply: Response) => ((await reply.json()) as Table).columns[0]!.n;
    expect(await n(await ask(small))).toBe(101);
    await expect(ask(large, AbortSignal.timeout(1))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await n(await ask(large))).toBe(10_100);
    const file = await fetch(`${address}/api/studies/${large}/tables.csv?ask=q`, { headers });
    expect(await file.text()).toContain("10100");
  } finally {
    await app.close();
  }
});

test("bases: valid leaves don't know out, answered keeps it, asked keeps missing; who was not asked is in none", async () => {
  const values = [
    ...repeated({ yes: 50, no: 30, dk: 20 }),
    ...new Array(15).fill(null),
    ...new Array(40).fill(undefined),
  ];
  const study = await frozenStudy(server, [levels("q", values)]);
  const share = async (base: string, level: string) => estimate(await table(study, { ask: "q", base }), level);
  expect((await share("valid", "yes"))?.estimate).toBeCloseTo(50 / 80, 12);
  expect((await share("answered", "yes"))?.estimate).toBeCloseTo(50 / 100, 12);
  expect((await share("asked", "yes"))?.estimate).toBeCloseTo(50 / 115, 12);
  expect((await share("asked", "missing"))?.estimate).toBeCloseTo(15 / 115, 12);
  expect(await share("valid", "dk")).toBeUndefined();
});

test("a withheld figure leaves no number anywhere: not in the table, not in the files", async () => {
  const study = await frozenStudy(server, [levels("q", repeated({ often: 900, seldom: 93, never: 7 }))]);
  const found = await table(study, { ask: "q" });
  expect(estimate(found, "never")).toEqual({
    level: "never",
    by: null,
    n: null,
    estimate: null,
    se: null,
    low: null,
    high: null,
    df: null,
    deff: null,
    effectiveBase: null,
    withheld: "cell-below-10",
  });
  expect(estimate(found, "seldom")?.withheld).toBe("protects-another-cell");
  const csv = (await officer.get(`/api/studies/${study}/tables.csv?ask=q`)).body;
  expect(csv).toContain("cell-below-10");
  expect(csv).not.toMatch(/0[.,]007\d*|0[.,]093/);
});

test("a table by domains carries the Rao–Scott test; independence by construction gives F = 0", async () => {
  const study = await frozenStudy(server, [
    levels("q", [...repeated({ yes: 60, no: 40 }), ...repeated({ yes: 120, no: 80 })]),
    levels("region", [...repeated({ north: 100, south: 200 })]),
  ]);
  const found = await table(study, { ask: "q", by: "region" });
  expect(found.columns.map(({ code, n }) => [code, n])).toEqual([
    [null, 300],
    ["north", 100],
    ["south", 200],
  ]);
  expect(estimate(found, "yes", "south")?.estimate).toBeCloseTo(0.6, 12);
  expect(found.test?.method).toBe("Rao–Scott F");
  expect(found.test?.statistic).toBeCloseTo(0, 12);
});

test("clusters and strata of the design enter the error", async () => {
  const answers = Array.from({ length: 1200 }, (_, i) => (Math.floor(i / 20) % 2 ? "yes" : "no"));
  const psu = Array.from({ length: 1200 }, (_, i) => Math.floor(i / 20));
  const study = await frozenStudy(server, [levels("q", answers), numbers("psu", psu, { source: "design" })], {
    design: { psu: ["psu"] },
  });
  const yes = estimate(await table(study, { ask: "q" }), "yes");
  // Whole clusters answer alike: 60 clusters are 60 answers, se = √(0.25/59)
  expect(yes?.df).toBe(59);
  expect(yes?.se).toBeCloseTo(Math.sqrt(0.25 / 59), 12);
});

test("a numeric question gives its mean with a t interval", async () => {
  const study = await frozenStudy(server, [
    numbers(
      "hours",
      Array.from({ length: 101 }, (_, i) => i),
    ),
  ]);
  const mean = estimate(await table(study, { ask: "hours" }), "mean");
  // variance of 0…100 is 858.5; se = √(858.5/101); t(0.975, 100) = 1.983971519
  const se = Math.sqrt(858.5 / 101);
  expect(mean?.estimate).toBeCloseTo(50, 12);
  expect(mean?.se).toBeCloseTo(se, 10);
  expect(mean?.low).toBeCloseTo(50 - 1.983971519 * se, 6);
});

test("whoever asks for what is not there, or not yet there, is told so", async () => {
  const study = await frozenStudy(server, [
    levels("q", repeated({ a: 50, b: 50 })),
    numbers("age", new Array(100).fill(40)),
  ]);
  const ask = (spec: object) =>
    officer.post(`/api/studies/${study}/tables`, { by: null, base: "valid", weightSet: null, ...spec });
  expectProblem(await ask({ ask: "x" }), "dictionary.unknown-variable", { variable: "x" });
  expectProblem(await ask({ ask: "q", by: "age" }), "tabulation.not-shown", { variable: "age" });
  const open = await officer.post("/api/studies", { title: { vi: "Chưa đóng", en: "" } });
  expectProblem(
    await officer.post(`/api/studies/${open.json().id}/tables`, { ask: "q", by: null, base: "valid", weightSet: null }),
    "dictionary.not-frozen",
  );
});

test("raked weights move the figure to the margins and carry their method", async () => {
  const study = await frozenStudy(server, [
    levels("q", [...repeated({ yes: 90, no: 60 }), ...repeated({ yes: 15, no: 35 })]),
    levels("sex", repeated({ f: 150, m: 50 })),
  ]);
  const plan = {
    name: "Giới tính",
    start: "equal",
    trimAt: null,
    margins: {
      unit: "share",
      source: "Niên giám",
      margins: [
        {
          variable: "sex",
          targets: [
            { level: "f", value: 0.5 },
            { level: "m", value: 0.5 },
          ],
        },
      ],
    },
  };
  const made = await officer.post(`/api/studies/${study}/weight-sets`, plan);
  expect(made.statusCode, made.body).toBe(201);
  // 150 women weigh 2/3, 50 men weigh 2: deff = n Σw²/(Σw)² = 200·(150·4/9 + 50·4)/200² = 4/3
  expect(made.json().steps.at(-1).summary.designEffect).toBeCloseTo(4 / 3, 9);
  expect(made.json().moved).toMatchObject([
    { level: "f", before: 0.75, target: 0.5, n: 150, withheld: null },
    { level: "m", before: 0.25, target: 0.5, n: 50, withheld: null },
  ]);
  await officer.put(`/api/studies/${study}/weight-sets/active`, { id: made.json().id });
  const found = await table(study, { ask: "q" });
  // 0.5·(90/150) + 0.5·(15/50)
  expect(estimate(found, "yes")?.estimate).toBeCloseTo(0.45, 9);
  expect(found.method).toMatchObject({ weights: "Giới tính", weightsHash: made.json().hash });
  expect(estimate(await table(study, { ask: "q", weightSet: "none" }), "yes")?.estimate).toBeCloseTo(105 / 200, 12);
});

test("a set stored with the share of 7 people tells it to nobody who reads it now", async () => {
  const study = await frozenStudy(server, [levels("sex", repeated({ f: 150, m: 50 }))]);
  const plan = { name: "x", start: "equal", trimAt: null, margins: null };
  const { id } = (await officer.post(`/api/studies/${study}/weight-sets`, plan)).json();
  const move = (level: string, n: number | null, before: number) => ({
    variable: "sex",
    level,
    before,
    after: 0.25,
    target: 0.25,
    n,
  });
  const moved = [move("a", 100, 0.5), move("b", 80, 0.4), move("c", 13, 0.065), move("d", null, 0.035)];
  await server.database
    .updateTable("weighting.weight_set")
    .set({ result: sql`result || ${JSON.stringify({ moved })}::jsonb` })
    .where("id", "=", id)
    .execute();
  for (const address of ["", `/${id}`]) {
    const { body } = await officer.get(`/api/studies/${study}/weight-sets${address}`);
    expect(body).toContain("cell-below-10");
    expect(body).toContain("protects-another-cell");
    expect(body).not.toMatch(/0\.065|0\.035/);
  }
});

test("margins that cannot hold are refused with the variable, the level and a merge; nothing is stored", async () => {
  const study = await frozenStudy(server, [
    levels("region", repeated({ n: 50, s: 50 }), {
      levels: ["n", "s", "c"].map((code) => ({ code, label: { vi: code }, missing: null })),
    }),
  ]);
  const margins = {
    unit: "share",
    source: "",
    margins: [
      {
        variable: "region",
        targets: [
          { level: "n", value: 0.4 },
          { level: "s", value: 0.4 },
          { level: "c", value: 0.2 },
        ],
      },
    ],
  };
  const reply = await officer.post(`/api/studies/${study}/weight-sets`, {
    name: "x",
    start: "equal",
    trimAt: null,
    margins,
  });
  expectProblem(reply, "weighting.margins");
  expect(reply.json().details.problems).toMatchObject([
    { code: "empty-level", variable: "region", level: "c", mergeWith: ["n", "s"] },
  ]);
  expect((await officer.get(`/api/studies/${study}/weight-sets`)).json()).toEqual([]);
});
