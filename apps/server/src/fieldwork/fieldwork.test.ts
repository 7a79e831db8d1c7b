import { randomUUID } from "node:crypto";
import type {
  AssignmentPage,
  FieldChanges,
  FieldReport,
  Phones,
  ReportReplies,
  ResponseRates,
} from "@lang-nghe/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, newBrowser } from "../testing/authenticators.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";

type Assignment = AssignmentPage["assignments"][number];

let server: TestServer;
let supervisor: Client;
let interviewer: Browser;
let other: Browser;
let ids: { supervisor: string; interviewer: string; other: string };
beforeAll(async () => {
  server = await openServer();
  supervisor = await server.as("field-supervisor");
  await server.as("interviewer");
  const nowhere = await newStudy();
  await server.as("interviewer", nowhere);
  const staff = await server.database.selectFrom("accounts.staff").select(["id", "username"]).execute();
  const idOf = (username: string) => staff.find((one) => one.username === username)!.id;
  ids = {
    supervisor: idOf("field-supervisor"),
    interviewer: idOf("interviewer"),
    other: idOf(`interviewer ${nowhere}`),
  };
  const { study } = await inTheField(0);
  interviewer = await enrolled(study, ids.interviewer);
  other = await enrolled(study, ids.other);
});
afterAll(() => server.close());

async function newStudy(): Promise<string> {
  const lead = await server.as("study-lead");
  return (await lead.post("/api/studies", { title: { vi: "Dịch vụ công", en: "Public services" } })).json().id;
}

const codeFor = async (study: string, staffId: string): Promise<{ id: string; code: string }> =>
  (await supervisor.post(`/api/studies/${study}/phones`, { staffId, name: "Máy 1" })).json();
/** A telephone of an interviewer: a browser that signs in nowhere and enrols by the supervisor's code. */
async function enrolled(study: string, staffId: string): Promise<Browser> {
  const phone = newBrowser(server);
  const reply = await phone.post("/api/field/enrol", { code: (await codeFor(study, staffId)).code });
  expect(reply.statusCode, reply.body).toBe(201);
  return phone;
}

/** A study with a team of one supervisor and two interviewers, and so many assignments. */
async function inTheField(count: number): Promise<{ study: string; assignments: Assignment[] }> {
  const study = await newStudy();
  await server.database
    .insertInto("accounts.role_grant")
    .values({ staffId: ids.other, role: "interviewer", unitId: null, studyId: study })
    .execute();
  const members = [
    { staffId: ids.supervisor, duty: "supervisor", supervisorId: null },
    { staffId: ids.interviewer, duty: "interviewer", supervisorId: ids.supervisor },
    { staffId: ids.other, duty: "interviewer", supervisorId: ids.supervisor },
  ];
  const team = await supervisor.put(`/api/studies/${study}/team`, { members });
  expect(team.statusCode, team.body).toBe(200);
  await sql`insert into fieldwork.assignment (study_id, number, code, place, stratum, psu, base_weight)
    select ${study}, n, '1-' || n, 'Thôn ' || n, 'Bắc', 'P1', 10 from generate_series(1, ${count}::int) n`.execute(
    server.database,
  );
  return { study, assignments: await list(study) };
}

const list = async (study: string, query = ""): Promise<Assignment[]> =>
  (await supervisor.get(`/api/studies/${study}/assignments${query}`)).json().assignments;
const give = (study: string, given: readonly { id: string }[], holderId = ids.interviewer) =>
  supervisor.post(`/api/studies/${study}/assignments/hand-over`, { ids: given.map(({ id }) => id), holderId });
const act = (study: string, id: string, what: string, remark?: string) =>
  supervisor.post(`/api/studies/${study}/assignments/${id}/acts`, { act: what, ...(remark && { remark }) });
/** All pages of what changed. */
const fetched = async (since = 0, by = interviewer): Promise<FieldChanges> => {
  const page: FieldChanges = (await by.get(`/api/field/assignments?since=${since}`)).json();
  if (!page.more) return page;
  const next = await fetched(page.version, by);
  return { ...next, assignments: [...page.assignments, ...next.assignments], gone: [...page.gone, ...next.gone] };
};
const report = async (by: Browser, ...reports: FieldReport[]): Promise<ReportReplies["replies"]> => {
  const reply = await by.post("/api/field/reports", { reports });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().replies;
};
const outcome = (assignmentId: string, disposition = "complete", round = 1): FieldReport => ({
  id: randomUUID(),
  kind: "outcome",
  content: {
    assignmentId,
    round,
    day: "2026-03-02",
    disposition: disposition as "complete",
    minutesBand: disposition === "complete" ? 3 : null,
    dwelling: { found: true, householdSize: 4, eligible: 2, selected: 1, method: "last-birthday" },
  },
});
const attempt = (assignmentId: string, result = "no-contact"): FieldReport => ({
  id: randomUUID(),
  kind: "attempt",
  content: { assignmentId, round: 1, day: "2026-03-02", part: "evening", medium: "visit", result: result as "refusal" },
});

test("from the list to the telephone and back: handed over, fetched, ended, accepted", async () => {
  const { study, assignments } = await inTheField(3);
  const [first, second, third] = assignments as [Assignment, Assignment, Assignment];
  expect((await give(study, [first, second])).statusCode).toBe(204);
  const before = (await fetched()).version;
  expect((await list(study)).map(({ state }) => state)).toEqual(["taken", "taken", "planned"]);
  expect(await report(interviewer, attempt(first.id), outcome(first.id))).toMatchObject([
    { became: "kept", reason: null },
    { became: "kept", reason: null },
  ]);
  expect((await act(study, first.id, "accept")).statusCode).toBe(204);
  const after = await fetched(before);
  expect(after).toMatchObject({ server: "lang-nghe", assignments: [], gone: [first.id], more: false });
  expect(await fetched(after.version)).toMatchObject({ assignments: [], gone: [], version: after.version });
  expect((await list(study, "?state=accepted")).map(({ id, attempts }) => [id, attempts])).toEqual([[first.id, 1]]);
  expectProblem(await act(study, third.id, "accept"), "fieldwork.wrong-state");
  expect((await supervisor.get(`/api/studies/${study}/assignments/places`)).json()).toEqual({
    places: [{ unitId: null, unit: null, planned: 1, inHand: 1, ended: 1, closed: 0 }],
  });
  expect((await supervisor.get(`/api/studies/${study}/assignments/${first.id}`)).json()).toMatchObject({
    state: "accepted",
    stratum: "Bắc",
    tries: [{ part: "evening", result: "no-contact" }],
    outcomes: [{ disposition: "complete", minutesBand: 3, dwelling: { householdSize: 4 } }],
    handBacks: [],
  });
});

test("what a telephone has fetched goes to nobody else without a reason, and what it still sends counts nowhere twice", async () => {
  const { study, assignments } = await inTheField(1);
  const { id } = assignments[0]!;
  await give(study, assignments);
  expect((await give(study, assignments, ids.other)).statusCode, "not fetched yet").toBe(204);
  expect((await fetched()).gone).toContain(id);
  await fetched(0, other);
  expectProblem(await give(study, assignments), "fieldwork.in-the-field");
  expectProblem(await act(study, id, "take-back"), "fieldwork.remark-needed");
  expect((await act(study, id, "take-back", "Máy bị mất")).statusCode).toBe(204);
  await give(study, assignments);
  await fetched();
  expect(await report(other, outcome(id, "refusal"))).toMatchObject([{ became: "quarantined", reason: "not-yours" }]);
  expect(await report(interviewer, outcome(id))).toMatchObject([{ became: "kept" }]);
  const { reports } = (await supervisor.get(`/api/studies/${study}/quarantine`)).json();
  expect(reports).toMatchObject([{ staffId: ids.other, reason: "not-yours", settled: null }]);
  expect((await other.get("/api/field/quarantine")).json().reports).toEqual(reports);
  const settled = { settled: "Đã gọi điện: chưa hỏi ai" };
  expect((await supervisor.post(`/api/studies/${study}/quarantine/${reports[0].id}`, settled)).statusCode).toBe(204);
  expectProblem(
    await supervisor.post(`/api/studies/${study}/quarantine/${reports[0].id}`, settled),
    "platform.not-found",
  );
});

test("returned with a comment the visit has a second round; the first one's outcome stays and does not count", async () => {
  const { study, assignments } = await inTheField(1);
  const { id } = assignments[0]!;
  await give(study, assignments);
  await fetched();
  await report(interviewer, outcome(id, "partial"));
  expectProblem(await act(study, id, "return"), "fieldwork.remark-needed");
  expect((await act(study, id, "return", "Thiếu phần hộ")).statusCode).toBe(204);
  expect((await fetched()).assignments.find((one) => one.id === id)).toMatchObject({
    round: 2,
    remark: "Thiếu phần hộ",
  });
  expect(await report(interviewer, outcome(id))).toMatchObject([{ became: "quarantined", reason: "round-over" }]);
  expect(await report(interviewer, outcome(id, "complete", 2))).toMatchObject([{ became: "kept" }]);
  const { groups }: ResponseRates = (await supervisor.get(`/api/studies/${study}/response-rates`)).json();
  expect(groups[0]).toMatchObject({ dispositions: { complete: 1, partial: 0 }, open: 0 });
});

test("an interviewer hands back with a reason, and somebody else goes", async () => {
  const { study, assignments } = await inTheField(1);
  const { id } = assignments[0]!;
  await give(study, assignments);
  await fetched();
  const handBack: FieldReport = {
    id: randomUUID(),
    kind: "hand-back",
    content: { assignmentId: id, round: 1, remark: "Đường sạt lở" },
  };
  expect(await report(interviewer, handBack)).toMatchObject([{ became: "kept" }]);
  expect(await report(interviewer, handBack), "sent again").toMatchObject([{ became: "kept" }]);
  expect(await list(study)).toMatchObject([{ state: "planned", holderId: null, remark: "Đường sạt lở" }]);
  expect((await give(study, assignments, ids.other)).statusCode).toBe(204);
});

test("the same id with other content is kept apart, whichever comes first", async () => {
  const { study, assignments } = await inTheField(1);
  const { id } = assignments[0]!;
  await give(study, assignments);
  await fetched();
  const one = attempt(id);
  const changed = { ...attempt(id, "refusal"), id: one.id } as FieldReport;
  await report(interviewer, one);
  for (const _ of [1, 2])
    expect(await report(interviewer, changed)).toMatchObject([{ became: "quarantined", reason: "changed-content" }]);
  expect(await report(interviewer, one)).toMatchObject([{ became: "kept" }]);
  expect(
    (await interviewer.get("/api/field/quarantine"))
      .json()
      .reports.filter((r: { reason: string }) => r.reason === "changed-content"),
  ).toHaveLength(1);
  expect(await report(interviewer, attempt(randomUUID()))).toMatchObject([{ reason: "unknown-assignment" }]);
});

test("over a network that loses, repeats and reorders, each report is kept once", async () => {
  const { study, assignments } = await inTheField(60);
  await give(study, assignments);
  await fetched();
  const all = assignments.flatMap(({ id }) => [attempt(id), outcome(id)]);
  let from = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: fc.nat(5), length: fc.integer({ min: 1, max: 6 }), lost: fc.boolean() }), {
        maxLength: 8,
      }),
      async (schedule) => {
        const own = all.slice(from, from + 6);
        from += 6;
        const waiting = new Map(own.map((one) => [one.id, one]));
        for (const { at, length, lost } of schedule) {
          const batch = own.slice(at, at + length);
          if (batch.length === 0) continue;
          const replies = await report(interviewer, ...batch);
          expect(replies.every(({ became }) => became === "kept")).toBe(true);
          if (!lost) for (const { id } of replies) waiting.delete(id);
        }
        // What was not acknowledged is sent again in the end.
        if (waiting.size > 0) await report(interviewer, ...waiting.values());
        for (const { id, kind } of own) {
          const table = kind === "attempt" ? "fieldwork.attempt" : "fieldwork.outcome";
          expect(await server.database.selectFrom(table).select("id").where("id", "=", id).execute()).toHaveLength(1);
        }
      },
    ),
    { numRuns: 20, endOnFailure: true },
  );
});

test("response rates are AAPOR's: the standard's own formulae on 1,050 visits, whole and by interviewer", async () => {
  const { study } = await inTheField(1050);
  const ended = {
    complete: 500,
    partial: 50,
    refusal: 200,
    nonContact: 150,
    otherEligible: 20,
    unknownHousehold: 100,
    unknownOther: 30,
  };
  await sql`update fieldwork.assignment set state = 'given', holder_id = ${ids.interviewer} where study_id = ${study}`.execute(
    server.database,
  );
  await sql`update fieldwork.assignment set state = 'taken' where study_id = ${study}`.execute(server.database);
  let from = 0;
  for (const [disposition, count] of Object.entries(ended)) {
    await sql`insert into fieldwork.outcome (id, assignment_id, round, staff_id, disposition, day, minutes_band, hash)
      select gen_random_uuid(), id, 1, ${ids.interviewer}, ${disposition}, '2026-03-02',
        case when ${disposition} in ('complete', 'partial') then 3 end, sha256('x')
      from fieldwork.assignment where study_id = ${study} and number > ${from} and number <= ${from + count}`.execute(
      server.database,
    );
    from += count;
  }
  await sql`update fieldwork.assignment set state = 'ended' where study_id = ${study}`.execute(server.database);
  const { groups }: ResponseRates = (
    await supervisor.get(`/api/studies/${study}/response-rates?by=interviewer`)
  ).json();
  expect(groups.map(({ group }) => group)).toEqual([null, ids.interviewer]);
  for (const { rates, dispositions, open } of groups) {
    expect(dispositions).toEqual({ ...ended, ineligible: 0 });
    expect(open).toBe(0);
    // By hand: D = 920; RR1 = 500/1050, RR2 = 550/1050, RR5 = 500/920, RR6 = 550/920; nobody was ineligible, so e = 1.
    for (const [name, rate] of Object.entries({ RR1: 0.4762, RR2: 0.5238, RR3: 0.4762, RR5: 0.5435, RR6: 0.5978 }))
      expect(rates![name]).toBeCloseTo(rate, 4);
  }
  const [weighted]: ResponseRates["groups"] = (
    await supervisor.get(`/api/studies/${study}/response-rates?weighted=true`)
  ).json().groups;
  expect(weighted!.dispositions.complete).toBe(5000);
});

test("a team needs its supervisors and roles, and nobody leaves with assignments in hand", async () => {
  const { study, assignments } = await inTheField(1);
  const lone = { staffId: ids.interviewer, duty: "interviewer", supervisorId: ids.supervisor };
  const boss = { staffId: ids.supervisor, duty: "supervisor", supervisorId: null };
  const put = (...members: object[]) => supervisor.put(`/api/studies/${study}/team`, { members });
  expectProblem(await put(lone), "fieldwork.team");
  expectProblem(await put(boss, { ...lone, supervisorId: null }), "fieldwork.team");
  expectProblem(await put(boss, { ...boss, staffId: ids.interviewer }), "fieldwork.team");
  await give(study, assignments);
  expectProblem(await put(boss), "fieldwork.team");
  const { members } = (await put(boss, lone)).json();
  expect(members).toMatchObject([
    { staffId: ids.supervisor, inHand: 0 },
    { staffId: ids.interviewer, inHand: 1 },
  ]);
  expectProblem(await give(study, assignments, ids.other), "fieldwork.not-in-team");
});

test("whoever writes to the database: no visit skips a step, and what was reported stays", async () => {
  const { study, assignments } = await inTheField(1);
  const { id } = assignments[0]!;
  const change = (set: string) =>
    sql`update fieldwork.assignment set ${sql.raw(set)} where id = ${id}`.execute(server.database);
  await expect(change(`state = 'ended', holder_id = '${ids.interviewer}'`)).rejects.toThrow(/does not become/);
  await give(study, assignments);
  await fetched();
  await expect(change(`holder_id = '${ids.other}'`)).rejects.toThrow(/does not become/);
  await expect(change("state = 'planned', holder_id = null")).rejects.toThrow(/does not become/);
  await expect(change("base_weight = 1")).rejects.toThrow(/does not become/);
  await report(interviewer, outcome(id));
  await expect(
    sql`update fieldwork.outcome set disposition = 'refusal' where assignment_id = ${id}`.execute(server.database),
  ).rejects.toThrow(/never changed/);
  await expect(sql`delete from fieldwork.outcome where assignment_id = ${id}`.execute(server.database)).rejects.toThrow(
    /never changed/,
  );
});

test("a telephone enrols once, reaches its own visits only, and is shut out with a reason", async () => {
  const { study, assignments } = await inTheField(1);
  const { code } = await codeFor(study, ids.interviewer);
  const phone = newBrowser(server);
  expectProblem(await phone.get("/api/field/assignments"), "accounts.signed-out");
  expect((await phone.post("/api/field/enrol", { code })).json()).toMatchObject({ server: "lang-nghe", name: "Máy 1" });
  expectProblem(await newBrowser(server).post("/api/field/enrol", { code }), "fieldwork.code");
  expect((await phone.get("/api/field")).statusCode).toBe(200);
  expectProblem(await phone.get("/api/studies"), "accounts.signed-out");
  expectProblem(await phone.get(`/api/studies/${study}/assignments`), "accounts.signed-out");
  const console = await server.as("interviewer");
  expectProblem(await console.get("/api/field/assignments"), "fieldwork.no-phone");

  const late = await codeFor(study, ids.interviewer);
  server.clock.now = new Date(server.clock.now.getTime() + 3_600_001);
  expectProblem(await newBrowser(server).post("/api/field/enrol", { code: late.code }), "fieldwork.code");

  await give(study, assignments);
  const { id } = assignments[0]!;
  expect((await fetched(0, phone)).assignments.map((one) => one.id)).toContain(id);
  // The other telephone of the same interviewer learns that it went elsewhere.
  expect((await fetched()).assignments.map((one) => one.id)).not.toContain(id);
  const { phones }: Phones = (await supervisor.get(`/api/studies/${study}/phones`)).json();
  const lost = phones.find(({ inHand }) => inHand === 1)!;
  expect(lost).toMatchObject({ staffId: ids.interviewer, state: "enrolled", syncedOn: expect.any(String) });
  expect(phones.map(({ state }) => state)).toContain("expired");
  const revoke = `/api/studies/${study}/phones/${lost.id}/revoke`;
  expect((await supervisor.post(revoke, { remark: "Rơi xuống suối" })).statusCode).toBe(204);
  expectProblem(await phone.get("/api/field/assignments"), "accounts.signed-out");
  const { assignments: now } = await fetched();
  expect(now.find((one) => one.id === id)).toMatchObject({ remark: "Rơi xuống suối" });
});

test("a telephone that knows a later version than a restored server is given its whole list", async () => {
  const { study, assignments } = await inTheField(1);
  await give(study, assignments);
  await fetched();
  const anew = await fetched(999_999_999);
  expect(anew.version).toBeLessThan(999_999_999);
  expect(anew.assignments.map((one) => one.id)).toContain(assignments[0]!.id);
});

test("what answers may carry of who asked is fixed for a cell before the first day, and stays with the visit", async () => {
  const run = (query: ReturnType<typeof sql>) => query.execute(server.database);
  const { study, assignments } = await inTheField(64);
  await give(study, assignments.slice(0, 20));
  await give(study, assignments.slice(20, 40), ids.other);
  // Another cell, in which the other has three visits: nobody's code may travel there, and both go by the team's.
  await run(sql`alter table fieldwork.assignment disable trigger keep_assignment`);
  await run(sql`update fieldwork.assignment set psu = 'P2' where study_id = ${study} and number > 41`);
  await run(sql`alter table fieldwork.assignment enable trigger keep_assignment`);
  await give(study, assignments.slice(41, 61));
  await give(study, assignments.slice(61, 64), ids.other);
  const codes = async (phone: Browser) => {
    const { visits } = (await phone.get(`/api/field/studies/${study}/codes`)).json() as {
      visits: { assignmentId: string; team?: string; interviewer?: string }[];
    };
    const carried = visits.map(({ team = "none", interviewer = "none" }) => `${team} ${interviewer}`);
    return Object.fromEntries([...Map.groupBy(carried, (one) => one)].map(([one, all]) => [one, all.length]));
  };
  // No table of cells yet: nothing may travel, and nothing is fixed.
  expect(await codes(interviewer)).toEqual({});
  await run(sql`update studies.study set entry = 'invitation' where id = ${study}`);
  const firstDay = server.clock.now
    .toISOString()
    .slice(0, 10)
    .replace(/^\d{4}/, "2099");
  const offer = JSON.stringify({ studyId: study, firstDay, lastDay: "2099-12-31", opening: "batches" });
  await run(sql`insert into waves.wave (study_id, offer, signature, last_day)
    values (${study}, ${offer}, ${Buffer.alloc(64)}, '2099-12-31')`);
  await run(sql`insert into waves.place values (${study}, 'Bắc', 'P1', 10, 3), (${study}, 'Bắc', 'P2', 10, 4)`);
  const members = await server.database
    .selectFrom("fieldwork.member")
    .selectAll()
    .where("studyId", "=", study)
    .execute();
  const codeOf = (staffId: string) => members.find((one) => one.staffId === staffId)!.code;
  const [team, own, others] = [ids.supervisor, ids.interviewer, ids.other].map(codeOf);
  expect(await codes(interviewer)).toEqual({ [`${team} ${own}`]: 20, [`${team} none`]: 20 });
  expect(Object.keys((await supervisor.get(`/api/studies/${study}/team`)).json().members[0])).not.toContain("code");
  // The visits of one go to the other, and one that nobody held: each keeps the code of its cell's group.
  const take = (at: number) =>
    supervisor.post(`/api/studies/${study}/assignments/${assignments[at]!.id}/acts`, {
      act: "take-back",
      remark: "đổi người",
    });
  for (const at of [0, 1, 2]) await take(at);
  await give(
    study,
    [0, 1, 2, 40].map((at) => assignments[at]!),
    ids.other,
  );
  expect(await codes(other)).toEqual({ [`${team} ${own}`]: 4, [`${team} ${others}`]: 20, [`${team} none`]: 3 });
});
