// What belongs to others: another study's, another person's, and fields of one's own that nobody may set.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, openServer, type TestServer } from "./testing/index.ts";
import { newStudy, openedStudy } from "./testing/water-study.ts";

let server: TestServer;
let staff: Client;
const id = "7d1f6b0e-4a52-4d6e-9a8e-2f1c3b5d7e90";
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
});
afterAll(() => server.close());

test("fields that nobody offered change nothing: neither state, nor roles, nor an id", async () => {
  const own = {
    id,
    slug: "chiem-doat",
    state: "frozen",
    kind: "imported",
    synthetic: true,
    example: "chile-1988",
    accepted: 5000,
    publishedVersion: 9,
  };
  const made = (await staff.post("/api/studies", { title: { vi: "Một", en: "One" }, ...own })).json();
  expect(made).toMatchObject({
    state: "design",
    kind: "asked",
    synthetic: false,
    example: null,
    accepted: 0,
    publishedVersion: null,
  });
  expect([made.id, made.slug]).not.toContain(own.id);
  expect(made.slug).not.toBe(own.slug);
  const changed = await staff.patch(`/api/studies/${made.id}`, { ...own, title: { vi: "Hai", en: "Two" } });
  expect([200, 400]).toContain(changed.statusCode);
  expect((await staff.get(`/api/studies/${made.id}`)).json()).toMatchObject({
    id: made.id,
    slug: made.slug,
    state: "design",
    kind: "asked",
    synthetic: false,
  });

  const administrator = await server.as("administrator");
  const roles = [{ role: "reader", unitId: null, studyId: null }];
  const { member } = (
    await administrator.post("/api/staff", {
      name: "Người xem",
      username: "xem",
      roles,
      id,
      active: true,
      passwordHash: "x",
      factorBy: null,
      permissions: ["accounts:manage"],
    })
  ).json();
  expect(member.id).not.toBe(id);
  await administrator.patch(`/api/staff/${member.id}`, {
    grants: [{ role: "administrator", unitId: null, studyId: null }],
    roles: [{ role: "administrator" }],
    username: "khac",
    passwordHash: "x",
  });
  const after = (await administrator.get("/api/staff")).json().find((one: { id: string }) => one.id === member.id);
  expect(after).toMatchObject({ username: "xem", grants: [{ role: "reader" }] });
  const [row] = await server.database
    .selectFrom("accounts.staff")
    .select("password")
    .where("id", "=", member.id)
    .execute();
  expect(row?.password).toBeNull();

  // Days and clocks of the law hang on these: what nobody offered is refused.
  const officer = await server.as("data-protection-officer");
  const asked = { kind: "view", about: "roster", studyId: null, reference: "12/TN", receivedOn: "2026-03-02" };
  const request = { ...asked, viaProcessor: false };
  const entered = (await officer.post("/api/rights/requests", request)).json();
  const happened = { detectedAt: "2026-03-02T01:00:00Z", what: "Mất một máy", people: null };
  const incident = (await officer.post("/api/rights/incidents", happened)).json();
  const refused = [
    await officer.post("/api/rights/requests", { ...request, number: 999 }),
    await officer.post("/api/rights/requests", { ...request, closedOn: "2026-03-02" }),
    await officer.patch(`/api/rights/requests/${entered.id}`, { receivedOn: "2030-01-01" }),
    await officer.patch(`/api/rights/requests/${entered.id}`, { extensionDays: 1000 }),
    await officer.post("/api/rights/incidents", { ...happened, notifiedAt: "2026-03-02T01:00:00Z" }),
    await officer.patch(`/api/rights/incidents/${incident.id}`, { detectedAt: "2030-01-01T00:00:00Z" }),
  ];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400, 400, 400]);
  expect((await officer.get("/api/rights/requests")).json()).toEqual([entered]);
  expect((await officer.get("/api/rights/incidents")).json()).toEqual([incident]);
});

test("another study's parts are not reached through one's own address, nor seen in lists", async () => {
  const [mine, other] = [await newStudy(staff), await openedStudy(staff)];
  const lead = await server.as("study-lead", mine.id);
  const draft = { headline: { vi: "Kín", en: "Secret" }, note: { vi: "", en: "" }, tables: [] };
  const release = (await staff.post(`/api/studies/${other.id}/releases`, draft)).json();
  for (const [method, url] of [
    ["get", `/api/releases/${release.id}`],
    ["put", `/api/releases/${release.id}`],
    ["delete", `/api/releases/${release.id}`],
  ] as const)
    expect((await lead[method](url, method === "put" ? draft : undefined)).statusCode).toBe(403);
  for (const [method, url] of [
    ["delete", `/api/studies/${mine.id}/derived/${id}`],
    ["get", `/api/studies/${mine.id}/weight-sets/${id}`],
    ["get", `/api/studies/${mine.id}/weight-sets/${other.id}`],
  ] as const)
    expect((await lead[method](url)).statusCode).toBeGreaterThanOrEqual(404);
  expect((await lead.get("/api/studies")).json().map((study: { id: string }) => study.id)).toEqual([mine.id]);
  expect((await staff.get(`/api/releases/${release.id}`)).json()).toEqual(release);
});

test("nobody ends another's session or takes another's passkey by its number", async () => {
  const [one, other] = [await server.as("methodologist"), await server.as("reader")];
  const sessions = (await other.get("/api/account")).json().sessions as { id: string }[];
  for (const { id: sessionId } of sessions) await one.delete(`/api/account/sessions/${sessionId}`);
  expect((await other.get("/api/account")).statusCode).toBe(200);
  expect((await one.delete(`/api/account/passkeys/${id}`)).statusCode).toBeGreaterThanOrEqual(400);
});
