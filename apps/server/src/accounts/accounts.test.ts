import type { Role } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { newSetupLink } from "./index.ts";

let server: TestServer;
const house = (role: Role) => ({ role, unitId: null, studyId: null });
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

test("a new system asks for its first administrator and knows no password", async () => {
  const reply = await server.anyone.get("/api/session");
  expect(reply.json()).toMatchObject({ state: "setup-needed", person: null });
});

test("only the printed link sets the first password, and only once", async () => {
  const person = { name: "Quản trị", username: "quantri", password: "một mật khẩu đủ dài" };
  expectProblem(await server.anyone.post("/api/setup", { ...person, token: "x".repeat(32) }), "accounts.bad-token");
  const token = await newSetupLink(server.database, () => server.clock.now);
  const reply = await server.anyone.post("/api/setup", { ...person, token });
  expect(reply.statusCode).toBe(201);
  expect(String(reply.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Strict/);
  expectProblem(await server.anyone.post("/api/setup", { ...person, token }), "accounts.bad-token");
  expect(await newSetupLink(server.database, () => server.clock.now)).toBeUndefined();
});

test("a link that has expired sets nothing", async () => {
  const fresh = await openServer();
  const token = await newSetupLink(fresh.database, () => fresh.clock.now);
  fresh.clock.now = new Date(fresh.clock.now.getTime() + 73 * 3600_000);
  expectProblem(
    await fresh.anyone.post("/api/setup", { name: "A", username: "aa", password: "một mật khẩu đủ dài", token }),
    "accounts.bad-token",
  );
  await fresh.close();
});

test("a wrong name and a wrong password are the same refusal", async () => {
  expectProblem(
    await server.anyone.post("/api/session", { username: "quantri", password: "sai" }),
    "accounts.wrong-password",
  );
  expectProblem(
    await server.anyone.post("/api/session", { username: "khong-co", password: "sai" }),
    "accounts.wrong-password",
  );
});

test("a request from another site changes nothing", async () => {
  const reply = await server.app.inject({
    method: "POST",
    url: "/api/session",
    payload: { username: "quantri", password: "một mật khẩu đủ dài" },
  });
  expectProblem(reply, "platform.cross-site");
});

test("staff are added by a one-time link, and a deactivated person's session ends at once", async () => {
  const administrator = await server.as("administrator");
  const added = await administrator.post("/api/staff", {
    name: "Cán bộ",
    username: "canbo",
    roles: [house("study-lead")],
  });
  expect(added.statusCode).toBe(201);
  const token = added.json().link.split("#")[1];
  expect((await server.anyone.post("/api/password", { token, password: "mật khẩu của cán bộ" })).statusCode).toBe(204);
  const signedIn = await server.anyone.post("/api/session", { username: "CANBO", password: "mật khẩu của cán bộ" });
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
  const state = () => server.app.inject({ url: "/api/session", headers: { cookie } });
  expect((await state()).json().state).toBe("signed-in");
  await administrator.patch(`/api/staff/${added.json().member.id}`, { active: false });
  expect((await state()).json().state).toBe("signed-out");
});

test("the last administrator stays", async () => {
  const fresh = await openServer();
  const administrator = await fresh.as("administrator");
  const [only] = (await administrator.get("/api/staff")).json();
  expectProblem(await administrator.patch(`/api/staff/${only.id}`, { active: false }), "accounts.last-administrator");
  expectProblem(
    await administrator.delete(`/api/staff/${only.id}/grants/${only.grants[0].id}`),
    "accounts.last-administrator",
  );
  await fresh.close();
});

test("a reader reads and does not write", async () => {
  const reader = await server.as("reader");
  expect((await reader.get("/api/studies")).statusCode).toBe(200);
  expectProblem(await reader.post("/api/studies", { title: { vi: "Thử", en: "" } }), "accounts.not-allowed", {
    permission: "studies:write",
  });
  expectProblem(await server.anyone.get("/api/studies"), "accounts.signed-out");
});

test("what staff did is on record, newest first, without passwords", async () => {
  const administrator = await server.as("administrator");
  const entries = (await administrator.get("/api/audit")).json();
  expect(entries.map((entry: { action: string }) => entry.action)).toContain("accounts.change");
  expect(JSON.stringify(entries)).not.toContain("mật khẩu của cán bộ");
});

test("guessing at any names is stopped after ten tries a minute from one address", async () => {
  const fresh = await openServer();
  const tries = [];
  for (let n = 0; n < 11; n++)
    tries.push(await fresh.anyone.post("/api/session", { username: `ten${n}`, password: `thử ${n}` }));
  expect(tries.slice(0, 10).every(({ statusCode }) => statusCode === 401)).toBe(true);
  expectProblem(tries[10]!, "platform.too-many-requests");
  await fresh.close();
});

test.each([
  ["two hosts have one name", { ISSUER_URL: "https://mot.example:8443", COLLECTOR_URL: "https://ba.example" }, true],
  ["each has a name of its own", { ISSUER_URL: "https://hai.example", COLLECTOR_URL: "https://ba.example" }, false],
])("the console is told of a trial where hosts share a machine: %s", async (_, settings, oneMachine) => {
  const house = await openServer({ settings: { PUBLIC_URL: "https://mot.example", ...settings } });
  expect((await house.anyone.get("/api/session")).json().oneMachine).toBe(oneMachine);
  await house.close();
});
