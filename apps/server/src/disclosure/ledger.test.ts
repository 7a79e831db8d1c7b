import type { PolicyLimits, ReleasedLedger, Table } from "@lang-nghe/contract";
import { defaultDisclosurePolicy } from "@lang-nghe/survey-statistics";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Grouping,
  knownSmallCells,
  type ToldTable,
} from "../../../../packages/survey-statistics/src/disclosure/testing/reader-of-tables.ts";
import { frozenStudy, levels, numbers, repeated } from "../testing/given.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let lead: Client;
beforeAll(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
});
afterAll(() => server.close());

type Wanted = { ask: string; by?: string; base?: "valid" | "answered" };
const table = async (study: string, wanted: Wanted): Promise<Table> => {
  const spec = { by: null, base: "valid", weightSet: "none", ...wanted };
  const reply = await lead.post(`/api/studies/${study}/tables`, spec);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
};
const ledger = async (study: string): Promise<ReleasedLedger> =>
  (await lead.get(`/api/studies/${study}/released`)).json();
const derive = async (study: string, derivation: object) =>
  expect((await lead.post(`/api/studies/${study}/derived`, { label: {}, ...derivation })).statusCode).toBe(201);
const bands = (name: string, cuts: number[]) => ({ kind: "bands", name, from: "age", cuts, labels: [] });
const merge = (name: string, from: string, groups: Record<string, string[]>) => ({
  kind: "merge",
  name,
  from,
  groups: Object.entries(groups).map(([code, members]) => ({ code, label: {}, levels: members })),
});
const shownBy = (found: Table) => found.estimates.filter(({ by, withheld }) => by !== null && withheld === null);

/** 60 people a year from 18 to 22, of whom two thirds say yes. */
const yearly = async () => {
  const ages = [18, 19, 20, 21, 22].flatMap((age) => new Array<number>(60).fill(age));
  // Of those aged 20 only 12 answered.
  const values = ages.map((age, i) => (age === 20 && i % 60 >= 12 ? undefined : i % 3 ? "yes" : "no"));
  return frozenStudy(server, [levels("q", values), numbers("age", ages)]);
};

test("groups that differ by 12 people: whichever table comes second shows nothing by groups, and says which was first", async () => {
  const study = await yearly();
  await derive(study, bands("under20", [20]));
  await derive(study, bands("under21", [21]));
  const first = await table(study, { ask: "q", by: "under20" });
  expect(shownBy(first)).toHaveLength(4);
  expect(first.collides).toBeUndefined();
  const second = await table(study, { ask: "q", by: "under21" });
  expect(shownBy(second)).toEqual([]);
  expect(second.collides).toEqual({ ask: "q", by: "under20", firstLeft: "2026-03-02" });
  expect(second.test, "a test of what is not shown").toBeNull();
  // Everyone's figures are the same in both and tell nothing new.
  expect(second.estimates.filter(({ by }) => by === null)).toEqual(first.estimates.filter(({ by }) => by === null));
  const file = (await lead.get(`/api/studies/${study}/tables.csv?ask=q&by=under21&weightSet=none`)).body;
  expect(file).toContain("nearly-same-people");
  expect(file).toMatch(/những người này \(câu hỏi, chia theo, ngày\)",q,under20,2026-03-02/);
});

test("the same table leaves with the same figures, also when its variable has been made anew since", async () => {
  const study = await yearly();
  await derive(study, bands("band", [20]));
  const first = await table(study, { ask: "q", by: "band" });
  const { steps } = (await lead.get(`/api/studies/${study}/dictionary`)).json();
  await lead.delete(`/api/studies/${study}/derived/${steps[0].id}`);
  await derive(study, bands("band", [21]));
  expect((await table(study, { ask: "q", by: "band" })).collides).toBeDefined();
  const { steps: renewed } = (await lead.get(`/api/studies/${study}/dictionary`)).json();
  await lead.delete(`/api/studies/${study}/derived/${renewed[0].id}`);
  await derive(study, bands("band", [20]));
  expect(await table(study, { ask: "q", by: "band" })).toEqual(first);
  expect((await ledger(study)).tables).toHaveLength(2);
});

test("by hand: after four villages, two communes are withheld where 34 − 30 would tell of 4 people", async () => {
  const village = repeated({ v1: 64, v2: 100, v3: 100, v4: 110 });
  const answers = [
    ...repeated({ yes: 4, no: 60 }),
    ...repeated({ yes: 30, no: 70 }),
    ...repeated({ yes: 50, no: 50 }),
    ...repeated({ yes: 20, no: 90 }),
  ];
  const study = await frozenStudy(server, [levels("q", answers), levels("village", village)]);
  await derive(study, merge("commune", "village", { a: ["v1", "v2"], b: ["v3", "v4"] }));
  // The first village's 4 hide beside the third.
  expect(shownBy(await table(study, { ask: "q", by: "village" })).map(({ by, level }) => `${by} ${level}`)).toEqual([
    "v2 no",
    "v2 yes",
    "v4 no",
    "v4 yes",
  ]);
  const communes = await table(study, { ask: "q", by: "commune" });
  expect(communes.collides).toBeUndefined();
  expect(communes.estimates.map(({ by, withheld }) => `${by ?? "all"} ${withheld ?? "shown"}`)).toEqual([
    "all shown",
    "all shown",
    ...["a", "a", "b", "b"].map((code) => `${code} protects-another-cell`),
  ]);
});

test("by hand: after the villages' means, their communes' are withheld where one less the shown villages is the mean of 12", async () => {
  const village = repeated({ v1: 40, v2: 50, v3: 12, v4: 60, v5: 35, v6: 20 });
  const study = await frozenStudy(server, [
    numbers(
      "waited",
      village.map((_, i) => 30 + (i % 21)),
    ),
    numbers(
      "travelled",
      village.map((_, i) => 20 + (i % 13)),
    ),
    levels("village", village),
  ]);
  await derive(study, merge("commune", "village", { a: ["v1", "v2", "v3"], b: ["v4", "v5", "v6"] }));
  await derive(study, { kind: "index", name: "time", from: ["waited", "travelled"], reversed: [], atLeast: 2 });
  for (const ask of ["waited", "travelled"])
    expect(shownBy(await table(study, { ask, by: "village" })).map(({ by }) => by)).toEqual(["v1", "v2", "v4", "v5"]);
  // An index is half of each of its parts, so its means can be subtracted from theirs.
  for (const ask of ["waited", "time"]) {
    const communes = await table(study, { ask, by: "commune" });
    expect(communes.estimates.map(({ by, withheld }) => [by, withheld])).toEqual([
      [null, null],
      ["a", "protects-another-cell"],
      ["b", "protects-another-cell"],
    ]);
  }
});

test("a base that counts don't know and one that does not may both be asked for", async () => {
  const study = await frozenStudy(server, [
    levels("q", repeated({ yes: 120, no: 80, dk: 12 })),
    levels("sex", [...Array.from({ length: 212 }, (_, i) => (i % 2 ? "f" : "m"))]),
  ]);
  expect(shownBy(await table(study, { ask: "q", by: "sex" }))).toHaveLength(4);
  const answered = await table(study, { ask: "q", by: "sex", base: "answered" });
  expect(answered.collides).toBeUndefined();
  expect(answered.estimates.filter(({ by, withheld }) => by === null && withheld === null)).toHaveLength(3);
});

test("of two colliding tables asked for at the same moment only one shows its groups", async () => {
  const study = await yearly();
  await derive(study, bands("under20", [20]));
  await derive(study, bands("under21", [21]));
  const found = await Promise.all(["under20", "under21"].map((by) => table(study, { ask: "q", by })));
  expect(found.filter(({ collides }) => collides === undefined)).toHaveLength(1);
  expect((await ledger(study)).tables).toHaveLength(2);
});

test("the ledger names tables and how much of them was shown, in a chain that shows a change", async () => {
  const study = await frozenStudy(server, [levels("q", repeated({ often: 900, seldom: 93, never: 7 }))]);
  await table(study, { ask: "q" });
  await table(study, { ask: "q", base: "answered" });
  const { intact, tables } = await ledger(study);
  expect(intact).toBe(true);
  expect(tables).toMatchObject([
    {
      ask: "q",
      by: null,
      base: "valid",
      weights: null,
      policyVersion: 1,
      shown: 1,
      withheld: 2,
      firstLeft: "2026-03-02",
    },
    { ask: "q", by: null, base: "answered", shown: 1, withheld: 2 },
  ]);
  const change = sql`update disclosure.released set shown = replace(shown::text, '"cell-below-10"', 'null')::jsonb
    where study_id = ${study}`;
  await expect(change.execute(server.database)).rejects.toThrow("only ever added to");
  await sql`alter table disclosure.released disable trigger keep_released`.execute(server.database);
  await change.execute(server.database);
  await sql`alter table disclosure.released enable trigger keep_released`.execute(server.database);
  expect((await ledger(study)).intact).toBe(false);
});

const codesOf = (length: number) => Array.from({ length }, (_, code) => code);
/** Variables of the study below: the question each is made of, and each of its codes' place among the levels. */
const variables: Record<string, Grouping> = {
  q: { key: "q", of: codesOf(4) },
  "q valid": { key: "q", of: [0, 1, 2, -1] },
  box: { key: "q", of: [0, 1, 1, -1] },
  village: { key: "village", of: codesOf(6) },
  commune: { key: "village", of: [0, 0, 1, 1, 2, 2] },
  cluster: { key: "village", of: [0, 1, 1, 2, 2, 0] },
  narrow: { key: "age", of: [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2] },
  wide: { key: "age", of: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1] },
};
const wanted = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom<Wanted[]>(
      { ask: "q" },
      { ask: "q", base: "answered" },
      { ask: "box" },
      { ask: "narrow" },
      { ask: "wide" },
    ),
    fc.constantFrom(undefined, "village", "commune", "cluster", "narrow", "wide"),
  ),
  { minLength: 4, maxLength: 8, selector: (pair) => JSON.stringify(pair) },
);
const people = fc.array(
  fc.tuple(
    fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 2 }) }, { weight: 1, arbitrary: fc.constant(3) }),
    fc.nat({ max: 11 }),
    fc.nat({ max: 5 }),
  ),
  { minLength: 150, maxLength: 400 },
);

/** What the reply told: exact numbers of people, since nothing is weighted. */
function toldBy(found: Table, ask: Grouping, by: Grouping | undefined): ToldTable {
  const exactly = (people: number) => ({ least: people, most: people });
  return {
    ask,
    by,
    columns: found.columns.map(({ code, n }) => ({
      people: n === null ? undefined : exactly(n),
      cells: found.estimates
        .filter((one) => one.by === code)
        .map(({ estimate }) => (estimate === null ? undefined : exactly(Math.round(estimate * n!)))),
    })),
  };
}

test("no sequence of tables asked of the server lets a solver know that a cell is small", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(people, wanted, async (rows, pairs) => {
      const given = { q: rows.map(([q]) => q), age: rows.map((row) => row[1]), village: rows.map((row) => row[2]) };
      const answerCodes = ["a", "b", "c", "dk"];
      // Levels without anybody are levels too: the questionnaire names them.
      const [question, answers] = levels("q", answerCodes);
      const [places, inPlaces] = levels("village", ["v0", "v1", "v2", "v3", "v4", "v5"]);
      const study = await frozenStudy(server, [
        [question, { ...answers, codes: Int16Array.from(given.q) } as typeof answers],
        [places, { ...inPlaces, codes: Int16Array.from(given.village) } as typeof inPlaces],
        numbers("age", given.age),
      ]);
      await derive(study, { kind: "box", name: "box", from: "q", levels: ["a"], yes: {}, no: {} });
      await derive(study, merge("commune", "village", { c0: ["v0", "v1"], c1: ["v2", "v3"], c2: ["v4", "v5"] }));
      await derive(study, merge("cluster", "village", { k0: ["v0", "v5"], k1: ["v1", "v2"], k2: ["v3", "v4"] }));
      await derive(study, bands("narrow", [4, 7]));
      await derive(study, bands("wide", [5]));
      const told: ToldTable[] = [];
      for (const [ask, by] of pairs) {
        if (by && variables[by]!.key === variables[ask.ask]!.key) continue;
        const found = await table(study, { ...ask, ...(by && { by }) });
        const key = ask.ask === "q" && ask.base !== "answered" ? "q valid" : ask.ask;
        told.push(toldBy(found, variables[key]!, by ? variables[by] : undefined));
      }
      expect(knownSmallCells(given, told)).toEqual([]);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

test("limits only ever tighten: a looser one is refused by name, and by the database too", async () => {
  const officer = await server.as("data-protection-officer");
  const before = (await officer.get("/api/disclosure/policy")).json();
  expect(before).toEqual({ version: 1, limits: defaultDisclosurePolicy, since: null, statedBy: null });
  for (const [limit, value] of [
    ["smallestCell", 9],
    ["widestInterval", 0.31],
  ] as const)
    expectProblem(
      await officer.put("/api/disclosure/policy", { ...defaultDisclosurePolicy, [limit]: value }),
      "disclosure.looser",
      { limit, floor: defaultDisclosurePolicy[limit] },
    );
  const insert = (limits: Partial<PolicyLimits>, version = 2) =>
    sql`insert into disclosure.policy (version, policy, since, stated_by)
      values (${version}, ${JSON.stringify({ ...defaultDisclosurePolicy, ...limits })}, '2026-03-02', 'x')`.execute(
      server.database,
    );
  for (const [name, floor] of Object.entries(defaultDisclosurePolicy)) {
    const less = /widest|always|dominant/.test(name);
    await expect(insert({ [name]: less ? floor * 1.01 : floor - 1 }), name).rejects.toThrow(
      `the limit ${name} may not be looser`,
    );
  }
  await expect(insert({}, 3)).rejects.toThrow("does not follow");

  const study = await frozenStudy(server, [levels("q", repeated({ yes: 40, no: 15 }))]);
  expect((await table(study, { ask: "q" })).estimates.map(({ withheld }) => withheld)).toEqual([null, null]);
  const tightened = await officer.put("/api/disclosure/policy", {
    ...defaultDisclosurePolicy,
    smallestBase: 60,
    flaggedBase: 100,
  });
  expect(tightened.json()).toMatchObject({ version: 2, statedBy: "Test data-protection-officer", since: "2026-03-02" });
  expect((await table(study, { ask: "q" })).columns[0]).toMatchObject({ n: null, withheld: "base-below-30" });
  expect((await ledger(study)).tables.map(({ policyVersion }) => policyVersion)).toEqual([1, 2]);
  for (const change of [sql`update disclosure.policy set since = '2026-01-01'`, sql`delete from disclosure.policy`])
    await expect(change.execute(server.database)).rejects.toThrow("neither changed nor taken back");
});
