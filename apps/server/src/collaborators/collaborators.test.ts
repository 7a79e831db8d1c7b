import type { Commendations, PaySheet, Roster, Training } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSheets } from "../platform/files/index.ts";
import { keepRetention } from "../rights/retention.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { type Piece, priced } from "./pay.ts";

let server: TestServer;
let supervisor: Client;
let interviewer: string;
beforeAll(async () => {
  server = await openServer();
  supervisor = await server.as("field-supervisor");
  await server.as("interviewer");
  interviewer = (
    await server.database
      .selectFrom("accounts.staff")
      .select("id")
      .where("username", "=", "interviewer")
      .executeTakeFirstOrThrow()
  ).id;
});
afterAll(() => server.close());

const entry = {
  name: "Giàng Thị Mỷ",
  contact: "mai.giang@example.org",
  level: "village",
  unitId: null,
  staffId: null as string | null,
  languages: ["vi", "hmn"],
  appointedOn: "2026-01-05",
  endedOn: null as string | null,
};
async function appointed(change: Partial<typeof entry> = {}): Promise<string> {
  const reply = await supervisor.post("/api/collaborators", { ...entry, ...change });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().id;
}
const session = {
  title: "Hỏi mà không gợi ý",
  heldOn: "2026-03-02",
  place: "Bát Xát",
  hours: 6,
  questions: [
    { question: "Ai được chọn trong hộ?", choices: ["Người mở cửa", "Người có sinh nhật gần nhất"], right: 1 },
    { question: "Có được đọc gợi ý không?", choices: ["Không", "Có"], right: 0 },
  ],
  passMark: 2,
};
async function taught(change: Partial<typeof session> = {}): Promise<string> {
  const reply = await supervisor.post("/api/trainings", { ...session, ...change });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().id;
}
const roster = async () => (await supervisor.get("/api/collaborators")).json<Roster>().collaborators;

/** An accepted visit of an interviewer, as fieldwork keeps it. */
async function acceptedVisit(staffId: string, day: string, disposition: string): Promise<void> {
  const lead = await server.as("study-lead");
  const study = (await lead.post("/api/studies", { title: { vi: "Nước sạch", en: "Water" } })).json().id;
  const supervisorId = (
    await server.database
      .selectFrom("accounts.staff")
      .select("id")
      .where("username", "=", "field-supervisor")
      .executeTakeFirstOrThrow()
  ).id;
  const minutes = disposition === "complete" ? 3 : null;
  await sql`insert into fieldwork.member (study_id, staff_id, duty, supervisor_id)
    values (${study}, ${supervisorId}, 'supervisor', null), (${study}, ${staffId}, 'interviewer', ${supervisorId})`.execute(
    server.database,
  );
  const { rows } = await sql<{ id: string }>`
    insert into fieldwork.assignment (study_id, number, code, place, stratum, psu, base_weight, state, holder_id)
    values (${study}, 1, 'h1', 'Nhà 1', '1', '1', 1, 'accepted', ${staffId}) returning id`.execute(server.database);
  await sql`insert into fieldwork.outcome (id, assignment_id, round, staff_id, disposition, day, minutes_band, hash)
    values (gen_random_uuid(), ${rows[0]!.id}, 1, ${staffId}, ${disposition}, ${day}, ${minutes}, sha256('x'))`.execute(
    server.database,
  );
}

test("by hand: two interviews at 80,000 and one at 90,000 from the day it holds; a visit without a tariff is named", () => {
  const one = { collaboratorId: "a", name: "A" };
  const piece = (kind: Piece["kind"], day: string): Piece => ({ ...one, kind, day });
  const tariff = { kind: "interview" as const, validTo: null };
  const { lines, total, unpriced } = priced(
    [
      piece("interview", "2026-01-30"),
      piece("interview", "2026-01-31"),
      piece("interview", "2026-02-01"),
      piece("visit", "2026-02-01"),
    ],
    [
      { ...tariff, id: "1", validFrom: "2026-01-01", validTo: "2026-01-31", vnd: 80_000 },
      { ...tariff, id: "2", validFrom: "2026-02-01", vnd: 90_000 },
    ],
  );
  expect(lines.map(({ pieces, vnd }) => [pieces, vnd])).toEqual([
    [2, 80_000],
    [1, 90_000],
  ]);
  expect(total).toBe(250_000);
  expect(unpriced).toEqual([{ kind: "visit", day: "2026-02-01", pieces: 1 }]);
});

test("a roster is kept, corrected, and refuses what cannot be", async () => {
  const id = await appointed();
  const changed = await supervisor.put(`/api/collaborators/${id}`, { ...entry, languages: ["vi", "hmn", "tyz"] });
  expect(changed.statusCode, changed.body).toBe(204);
  expect((await roster()).find((one) => one.id === id)).toMatchObject({ languages: ["vi", "hmn", "tyz"], inHand: 0 });
  expectProblem(
    await supervisor.put(`/api/collaborators/${id}`, { ...entry, endedOn: "2026-01-04" }),
    "collaborators.dates",
  );
  expectProblem(await supervisor.post("/api/collaborators", { ...entry, situation: "…" }), "platform.bad-request");
  expect((await supervisor.delete(`/api/collaborators/${id}`)).statusCode).toBe(204);
  expectProblem(await supervisor.delete(`/api/collaborators/${id}`), "platform.not-found");
});

test("a sheet of the roster opens with its letters, and a name that looks like a formula stays a text", async () => {
  const id = await appointed({ name: "=1+1 Vàng Sửu" });
  const reply = await supervisor.get("/api/collaborators/roster.xlsx");
  const sheets = await readSheets(new Uint8Array(reply.rawPayload), "a.xlsx");
  expect(JSON.stringify(sheets)).toContain("=1+1 Vàng Sửu");
  await supervisor.delete(`/api/collaborators/${id}`);
});

test("a test is marked, its answers forgotten, and certificates go to those who passed, numbered, once", async () => {
  const [good, weak, training] = [await appointed(), await appointed({ name: "Lý A Páo" }), await taught()];
  const at = `/api/trainings/${training}`;
  const state = async () => (await supervisor.get(at)).json<Training>();
  const stated = await supervisor.put(`${at}/attendance`, {
    attended: [
      { collaboratorId: good, choices: [1, 0] },
      { collaboratorId: weak, choices: [1, null] },
    ],
  });
  expect(stated.statusCode, stated.body).toBe(204);
  expect((await state()).attendance.map(({ mark }) => mark).sort()).toEqual([1, 2]);
  expect((await supervisor.post(`${at}/certificates`)).json()).toEqual({ given: 1 });
  expect((await supervisor.post(`${at}/certificates`)).json()).toEqual({ given: 0 });
  expect((await state()).attendance.find(({ collaboratorId }) => collaboratorId === good)?.certificate).toMatch(
    /^\d+\/\d{4}$/,
  );
  // What a certificate rests on stays.
  expectProblem(await supervisor.put(at, { ...session, passMark: 1 }), "collaborators.already-used");
  expect((await supervisor.put(at, { ...session, place: "Sa Pa" })).statusCode).toBe(204);
  expectProblem(await supervisor.put(`${at}/attendance`, { attended: [] }), "collaborators.already-used");
  expectProblem(await supervisor.delete(at), "collaborators.already-used");
  expectProblem(
    await supervisor.put(`${at}/attendance`, {
      attended: [{ collaboratorId: good }, { collaboratorId: weak, choices: [1] }],
    }),
    "collaborators.test",
  );
  expectProblem(await supervisor.post("/api/trainings", { ...session, passMark: 3 }), "collaborators.test");
  const pdf = (await supervisor.get(`${at}/certificates.pdf`)).rawPayload;
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  // The font lies in the file: a printer without it prints the marks.
  expect(pdf.toString("latin1")).toMatch(/\/FontFile2 /);
  expect(pdf.toString("latin1")).toContain("BeVietnamPro");
});

test("a tariff holds on its days alone, two never on one", async () => {
  const tariff = { kind: "visit", validFrom: "2025-01-01", validTo: "2025-06-30", vnd: 20_000 };
  const first = await supervisor.post("/api/tariffs", tariff);
  expect(first.statusCode, first.body).toBe(201);
  expectProblem(
    await supervisor.post("/api/tariffs", { ...tariff, validFrom: "2025-06-30", validTo: null }),
    "collaborators.tariff-overlap",
  );
  expect((await supervisor.post("/api/tariffs", { ...tariff, kind: "training" })).statusCode).toBe(201);
  const path = `/api/tariffs/${first.json().id}`;
  expectProblem(await supervisor.patch(path, { validTo: "2024-12-31" }), "collaborators.dates");
  expect((await supervisor.patch(path, { validTo: "2025-03-31" })).statusCode).toBe(204);
  expect((await supervisor.delete(path)).statusCode).toBe(204);
});

test("a pay sheet pays accepted work once, at the day's tariff, and never changes once signed; a correction goes into the next", async () => {
  const who = await appointed({ name: "Vàng Thị Sua", staffId: interviewer });
  expectProblem(
    await supervisor.post("/api/collaborators", { ...entry, staffId: interviewer }),
    "collaborators.account-taken",
  );
  await acceptedVisit(interviewer, "2026-04-10", "complete");
  await acceptedVisit(interviewer, "2026-04-11", "refusal");
  await acceptedVisit(interviewer, "2025-12-31", "complete"); // before the appointment
  expect((await roster()).find(({ id }) => id === who)).toMatchObject({ accepted: 3, inHand: 0 });
  const begun = await supervisor.post("/api/pay-sheets", { upTo: "2026-04-30" });
  expect(begun.statusCode, begun.body).toBe(201);
  const path = `/api/pay-sheets/${begun.json().id}`;
  expectProblem(await supervisor.post("/api/pay-sheets", { upTo: "2026-05-31" }), "collaborators.draft-open");
  const draft = begun.json<PaySheet>();
  expect(draft.outside).toBe(1);
  expect(draft.unpriced.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["interview", "visit"]));
  expectProblem(await supervisor.post(`${path}/sign`), "collaborators.no-tariff");
  for (const [kind, vnd] of Object.entries({ interview: 80_000, visit: 20_000, training: 150_000 }))
    expect(
      (await supervisor.post("/api/tariffs", { kind, validFrom: "2026-01-01", validTo: null, vnd })).statusCode,
    ).toBe(201);
  const signed = await supervisor.post(`${path}/sign`);
  expect(signed.statusCode, signed.body).toBe(200);
  const sheet = signed.json<PaySheet>();
  const own = sheet.lines.filter(({ collaboratorId }) => collaboratorId === who);
  expect(own.map(({ kind, pieces, vnd }) => [kind, pieces, vnd])).toEqual([
    ["interview", 1, 80_000],
    ["visit", 1, 20_000],
  ]);
  expect(sheet.signedBy).not.toBeNull();
  for (const attempt of [supervisor.delete(path), supervisor.post(`${path}/sign`)])
    expectProblem(await attempt, "collaborators.signed");
  for (const change of [
    sql`update collaborators.pay_sheet set signed_on = null, signed_by = null`,
    sql`delete from collaborators.pay_line`,
  ])
    await expect(change.execute(server.database)).rejects.toThrow(/never changed/);
  const next = (await supervisor.post("/api/pay-sheets", { upTo: "2026-05-31" })).json<PaySheet>();
  expect(next.lines).toEqual([]);
  const correction = { correctsId: sheet.id, collaboratorId: who, vnd: -20_000, cause: "counted-twice" };
  expect((await supervisor.post(`/api/pay-sheets/${next.id}/corrections`, correction)).statusCode).toBe(204);
  expectProblem(
    await supervisor.post(`/api/pay-sheets/${next.id}/corrections`, { ...correction, vnd: 0 }),
    "collaborators.correction",
  );
  expectProblem(
    await supervisor.post(`/api/pay-sheets/${next.id}/corrections`, { ...correction, correctsId: next.id }),
    "collaborators.correction",
  );
  expect((await supervisor.get(`/api/pay-sheets/${next.id}`)).json<PaySheet>().total).toBe(-20_000);
  expect((await supervisor.get(`/api/pay-sheets/${next.id}/pay-sheet.xlsx`)).rawPayload.length).toBeGreaterThan(1000);
  expectProblem(await supervisor.delete(`/api/collaborators/${who}`), "collaborators.already-used");
  expect((await supervisor.delete(`/api/pay-sheets/${next.id}`)).statusCode).toBe(204);
});

test("a commendation is one sentence, corrected and taken back", async () => {
  const id = await appointed();
  const path = `/api/collaborators/${id}/commendations`;
  const praise = {
    givenOn: "2026-05-01",
    givenBy: "UBND tỉnh",
    sentence: "Đi hết 30 hộ trong mưa lũ.",
    published: false,
  };
  expect((await supervisor.post(path, praise)).statusCode).toBe(204);
  expectProblem(await supervisor.post(path, { ...praise, sentence: "Một\nHai" }), "platform.bad-request");
  const [one] = (await supervisor.get(path)).json<Commendations>().commendations;
  expect((await supervisor.put(`${path}/${one!.id}`, { ...praise, published: true })).statusCode).toBe(204);
  expect((await supervisor.get(path)).json<Commendations>().commendations[0]).toMatchObject({ published: true });
  expect((await supervisor.delete(`${path}/${one!.id}`)).statusCode).toBe(204);
  expectProblem(await supervisor.delete(`${path}/${one!.id}`), "platform.not-found");
});

test("ninety days after the end the contact is gone; ten years after, the record and what it was paid", async () => {
  const [lately, longAgo] = [
    await appointed({ name: "Tẩn A Sơn", appointedOn: "2012-01-01", endedOn: "2026-01-01" }),
    await appointed({ name: "Hảng A Chư", appointedOn: "2010-01-01", endedOn: "2012-01-01" }),
  ];
  const keep = (day: string) =>
    keepRetention({ database: server.database, clock: () => new Date(`${day}T05:00:00Z`), config: { role: "office" } });
  const kept = (id: string) =>
    server.database.selectFrom("collaborators.collaborator").selectAll().where("id", "=", id).executeTakeFirst();
  await keep("2026-04-01");
  expect((await kept(lately))?.contact).toBe(entry.contact);
  await keep("2026-04-03");
  expect(await kept(lately)).toMatchObject({ contact: "", name: "Tẩn A Sơn" });
  expect(await kept(longAgo)).toBeUndefined();
});
