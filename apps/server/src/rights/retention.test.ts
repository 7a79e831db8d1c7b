import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import { type Client, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, openedStudy, sendAll } from "../testing/water-study.ts";
import { certify, keepRetention } from "./retention.ts";

let server: TestServer;
let lead: Client;
let officer: Client;
// A server each: sessions do not outlive a journey through time.
beforeEach(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
  officer = await server.as("data-protection-officer");
});
afterEach(() => server.close());

const travel = (day: string) => {
  server.clock.now = new Date(`${day}T03:00:00Z`);
};
const keep = async () => {
  const config = { role: "office" } as const;
  const done = await keepRetention({ database: server.database, clock: () => server.clock.now, config });
  return done.filter(({ rule }) => rule !== "sessions");
};
const start = "2026-03-02";

test("answers go the day after their date, with a certificate whose hash is in the public log", async () => {
  const study = await openedStudy(lead);
  await lead.patch(`/api/studies/${study.id}`, { retainUntil: "2026-06-30" });
  await sendAll(server, study.slug, [answerSet({ water: "yes" }), answerSet({ water: "yes" })]);
  travel("2026-06-30");
  expect(await keep()).toEqual([]);
  travel("2026-07-01");
  expect(await keep()).toEqual([{ rule: "answers", deletions: [{ studyId: study.id, rows: 2 }] }]);
  expect(await keep()).toEqual([]);
  const left = await server.database
    .selectFrom("responses.answer")
    .where("studyId", "=", study.id)
    .select("id")
    .execute();
  expect(left).toEqual([]);
  const [certificate] = await server.database.selectFrom("rights.certificate").selectAll().execute();
  expect(certificate).toMatchObject({ rule: "answers", studyId: study.id, rows: 2, madeOn: "2026-07-01" });
  expect(createHash("sha256").update(certificate!.statement).digest("hex")).toBe(certificate!.hash);
  expect(JSON.parse(certificate!.statement)).toEqual({
    type: "deletion",
    host: "office",
    rule: "answers",
    study: study.id,
    rows: 2,
    day: "2026-07-01",
  });
  const leaves = await server.database
    .selectFrom("transparency.leaf")
    .selectAll()
    .where("kind", "=", "deletion")
    .execute();
  expect(leaves.map(({ body }) => body)).toContain(certificate!.hash);
});

test("a certificate cannot be changed or deleted, and staff can read it", async () => {
  await inTransaction(server.database, (transaction) =>
    certify(transaction, "office", "answers", start, { studyId: null, rows: 3 }),
  );
  const { certificates, rules } = (await officer.get("/api/rights/retention")).json();
  expect(certificates).toMatchObject([{ rule: "answers", rows: 3 }]);
  expect(rules.map(({ name }: { name: string }) => name)).toContain("roster");
  await expect(server.database.updateTable("rights.certificate").set({ rows: 1 }).execute()).rejects.toThrow();
  await expect(server.database.deleteFrom("rights.certificate").execute()).rejects.toThrow();
});

test("answers given while trying the form go 30 days after the study closed", async () => {
  const study = await openedStudy(lead);
  const { testLink } = (await lead.get(`/api/studies/${study.id}/questionnaire`)).json();
  await server.anyone.post(`${new URL(testLink).pathname}/answers`, answerSet({ water: "yes" }));
  await lead.post(`/api/studies/${study.id}/freeze`);
  const count = async () =>
    (
      await server.database
        .selectFrom("questionnaires.test_answer")
        .where("studyId", "=", study.id)
        .select("id")
        .execute()
    ).length;
  travel("2026-04-01");
  await keep();
  expect(await count()).toBe(1);
  travel("2026-04-02");
  await keep();
  expect(await count()).toBe(0);
});

test("a hash of a withdrawal key that a restored backup brought back is gone before anything is served", async () => {
  const study = await openedStudy(lead);
  await sendAll(server, study.slug, [answerSet({ water: "yes" })]);
  await lead.post(`/api/studies/${study.id}/freeze`);
  // A restore writes rows as they were, past the triggers that keep a hash from coming back.
  await inTransaction(server.database, async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction);
    await transaction
      .updateTable("responses.answer")
      .set({ withdrawalHash: Buffer.alloc(32, 7) })
      .where("studyId", "=", study.id)
      .execute();
  });
  expect(await keep()).toEqual([{ rule: "withdrawal-keys", deletions: [{ studyId: study.id, rows: 1 }] }]);
});

test("closed requests go after two years, incidents after five; open ones stay", async () => {
  const make = async (closed: boolean) => {
    const { id } = (
      await officer.post("/api/rights/requests", {
        kind: "erase",
        about: "answer",
        studyId: null,
        reference: "CV 12/2026",
        receivedOn: start,
        viaProcessor: false,
      })
    ).json();
    if (closed)
      await officer.patch(`/api/rights/requests/${id}`, { closed: { on: start, outcome: "cannot-identify" } });
  };
  await make(true);
  await make(false);
  const incident = (
    await officer.post("/api/rights/incidents", { detectedAt: `${start}T02:00:00.000Z`, what: "Mất máy", people: 0 })
  ).json();
  await officer.patch(`/api/rights/incidents/${incident.id}`, { closedOn: start });
  travel("2028-03-01");
  expect((await keep()).map(({ rule }) => rule)).not.toContain("requests");
  travel("2028-03-02");
  expect(await keep()).toContainEqual({ rule: "requests", deletions: [{ studyId: null, rows: 1 }] });
  travel("2031-03-02");
  expect(await keep()).toContainEqual({ rule: "incidents", deletions: [{ studyId: null, rows: 1 }] });
  expect(await server.database.selectFrom("rights.request").select("id").execute()).toHaveLength(1);
});

test("each deletion of a roster, and of a person who asked for it, gets one certificate at the issuer", async () => {
  const issuer = await openServer({ role: "issuer" });
  const { database, clock } = issuer;
  const config = { role: "issuer" } as const;
  const kept = async () =>
    (await keepRetention({ database, clock: () => clock.now, config })).filter(({ rule }) => rule === "roster");
  const [one, other] = ["0c1b7d5e-2f4a-4b6c-8d9e-000000000001", "0c1b7d5e-2f4a-4b6c-8d9e-000000000002"];
  await inTransaction(database, async (transaction) => {
    await audit(transaction, undefined, "invitations.erase", one, { people: 1 });
    await audit(transaction, undefined, "invitations.erase", other, { people: 92 });
    await audit(transaction, undefined, "invitations.erase", one, { people: 211 });
  });
  const [done] = await kept();
  expect(done?.deletions.map(({ studyId, rows }) => `${studyId} ${rows}`).sort()).toEqual(
    [`${one} 1`, `${one} 211`, `${other} 92`].sort(),
  );
  expect(await kept()).toEqual([]);
  await audit(database, undefined, "invitations.erase", other, { people: 3 });
  expect(await kept()).toEqual([{ rule: "roster", deletions: [{ studyId: other, rows: 3 }] }]);
  await issuer.close();
});
