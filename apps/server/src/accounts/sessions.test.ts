import type { Session } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, newBrowser, totpAt } from "../testing/authenticators.ts";
import { expectProblem, openServer, type TestServer, testPassword } from "../testing/index.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const later = (seconds: number) => {
  server.clock.now = new Date(server.clock.now.getTime() + seconds * 1000);
};
const phone =
  "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Mobile Safari/537.36";
const enter = (browser: Browser, username: string, given = testPassword) =>
  browser.post("/api/session", { username, password: given });
const sessionsOf = async (browser: Browser): Promise<Session[]> => (await browser.get("/api/account")).json().sessions;

test("everyone sees where they are signed in, by kind of browser and day, and ends it from anywhere", async () => {
  await server.as("coder");
  const [office, mobile, stranger] = [newBrowser(server), newBrowser(server, phone), newBrowser(server)];
  for (const browser of [office, mobile]) expect((await enter(browser, "coder")).statusCode).toBe(201);
  const listed = await sessionsOf(office);
  expect(
    listed
      .filter(({ agent }) => agent !== "?")
      .map(({ agent }) => agent)
      .sort(),
  ).toEqual(["Chrome, Android", "Firefox, Linux"]);
  expect(listed.filter(({ current }) => current).map(({ agent }) => agent)).toEqual(["Firefox, Linux"]);
  // No address, no model, no version, no minute.
  expect(JSON.stringify(listed)).not.toMatch(/SM-A155F|138|10\.\d+\.\d+\.\d+|T\d\d:/);
  const lost = listed.find(({ agent }) => agent === "Chrome, Android")!;
  expect((await office.delete(`/api/account/sessions/${lost.id}`)).statusCode).toBe(204);
  expectProblem(await mobile.get("/api/account"), "accounts.signed-out");
  expect((await office.get("/api/account")).statusCode).toBe(200);
  expectProblem(await stranger.get("/api/account"), "accounts.signed-out");
});

test("an administrator sees and ends everything a person is signed in with; the record says who did", async () => {
  await server.as("methodologist");
  const browser = newBrowser(server);
  await enter(browser, "methodologist");
  const administrator = await server.as("administrator");
  const staff = (await administrator.get("/api/staff")).json() as { id: string; username: string }[];
  const { id } = staff.find(({ username }) => username === "methodologist")!;
  expect((await administrator.get(`/api/staff/${id}/sessions`)).json()).toHaveLength(2);
  expect((await administrator.delete(`/api/staff/${id}/sessions`)).statusCode).toBe(204);
  expectProblem(await browser.get("/api/account"), "accounts.signed-out");
  expect((await administrator.get(`/api/staff/${id}/sessions`)).json()).toEqual([]);
  expect((await administrator.get("/api/audit")).json()[0]).toMatchObject({ action: "accounts.end-sessions" });
});

test("a session ends after ten hours, after two without use, with a new password, and with signing out", async () => {
  await server.as("reader");
  const [used, left, other] = [newBrowser(server), newBrowser(server), newBrowser(server)];
  await enter(used, "reader");
  for (let hour = 1; hour < 10; hour++) {
    later(3600);
    expect((await used.get("/api/account")).statusCode, `hour ${hour}`).toBe(200);
  }
  later(3601);
  expectProblem(await used.get("/api/account"), "accounts.signed-out");
  await enter(left, "reader");
  later(2 * 3600 + 1);
  expectProblem(await left.get("/api/account"), "accounts.signed-out");

  for (const browser of [used, other]) await enter(browser, "reader");
  const copied = new Map(used.jar);
  const fresh = "chim sẻ đậu mái đình xưa";
  expect((await used.post("/api/password", { current: testPassword, password: fresh })).statusCode).toBe(204);
  expect((await used.get("/api/account")).statusCode).toBe(200);
  expectProblem(await other.get("/api/account"), "accounts.signed-out");
  for (const [name, value] of copied) other.jar.set(name, value);
  expectProblem(await other.get("/api/account"), "accounts.signed-out");
  await used.delete("/api/session");
  expectProblem(await used.get("/api/account"), "accounts.signed-out");
});

test("guessing one name from many addresses waits longer and longer; its owner's own browser does not wait", async () => {
  await server.as("report-signer");
  const own = newBrowser(server);
  await enter(own, "report-signer");
  const waits: number[] = [];
  for (let guess = 0; guess < 12; guess++) {
    const reply = await enter(newBrowser(server), "report-signer", "đoán mò");
    if (reply.statusCode === 429) {
      waits.push(reply.json().details.seconds);
      // Trying before the time is over counts for nothing and moves nothing.
      expect((await enter(newBrowser(server), "report-signer", "đoán mò")).json().details.seconds).toBe(waits.at(-1));
      later(waits.at(-1)!);
    } else expectProblem(reply, "accounts.wrong-password");
  }
  // Four cost nothing; from the fifth on the wait doubles.
  expect(waits.slice(0, 3)).toEqual([2, 4, 8]);
  for (let guess = 0; guess < 20; guess++) {
    const reply = await enter(newBrowser(server), "report-signer", "đoán mò");
    if (reply.statusCode === 429) later(reply.json().details.seconds);
  }
  await enter(newBrowser(server), "report-signer", "đoán mò");
  const blocked = await enter(newBrowser(server), "report-signer");
  expect(blocked.statusCode).toBe(429);
  expect(blocked.json().details.seconds).toBeLessThanOrEqual(60);
  expect((await enter(own, "report-signer")).statusCode).toBe(201);
  // A name that nobody has is slowed down just so: nothing tells which names exist.
  const nobody: number[] = [];
  for (let guess = 0; guess < 6; guess++) nobody.push((await enter(newBrowser(server), "khong-co-ai", "x")).statusCode);
  expect(nobody).toEqual([401, 401, 401, 401, 401, 429]);
});

test("whoever knows the password has five tries at the second factor, then the password is asked for again", async () => {
  await server.as("key-holder");
  const first = newBrowser(server);
  await enter(first, "key-holder");
  const { secret, enrolment } = (await first.post("/api/account/totp")).json();
  await first.put("/api/account/totp", { enrolment, totp: totpAt(secret, server.clock.now) });
  const thief = newBrowser(server);
  expect((await enter(thief, "key-holder")).json()).toEqual({ state: "factor-needed" });
  const codes: string[] = [];
  for (let guess = 0; guess < 8; guess++) {
    later(901);
    // The session between the two steps lives ten minutes.
    const reply = await thief.post("/api/session/factor", { factor: "totp", totp: "000000" });
    codes.push(reply.json().code);
    if (reply.json().code === "accounts.signed-out") break;
  }
  expect(codes.at(-1)).toBe("accounts.signed-out");
  // Within the ten minutes: five, then the wait, then nothing.
  await enter(thief, "key-holder");
  const within: string[] = [];
  for (let guess = 0; guess < 7; guess++) {
    const reply = await thief.post("/api/session/factor", { factor: "totp", totp: "000000" });
    within.push(reply.json().code);
    if (reply.statusCode === 429) later(reply.json().details.seconds);
  }
  expect(within.filter((code) => code === "accounts.wrong-code").length).toBeLessThanOrEqual(5);
  expect(within.at(-1)).toBe("accounts.signed-out");
});
