import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, newBrowser, newPasskey, totpAt } from "../testing/authenticators.ts";
import { expectProblem, openServer, type TestServer, testPassword } from "../testing/index.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const later = (seconds: number) => {
  server.clock.now = new Date(server.clock.now.getTime() + seconds * 1000);
};
const password = (browser: Browser, username: string, given = testPassword) =>
  browser.post("/api/session", { username, password: given });
const code = (browser: Browser, totp: string) => browser.post("/api/session/factor", { factor: "totp", totp });

/** Signs a member of staff in with the password and sets an authenticator app up. */
async function withApp(role: Parameters<TestServer["as"]>[0]) {
  await server.as(role);
  const browser = newBrowser(server);
  expect((await password(browser, role)).json()).toEqual({ state: "signed-in" });
  const { secret, uri, enrolment } = (await browser.post("/api/account/totp")).json();
  const reply = await browser.put("/api/account/totp", { enrolment, totp: totpAt(secret, server.clock.now) });
  later(30);
  return {
    browser,
    secret: secret as string,
    uri: uri as string,
    recoveryCodes: reply.json().recoveryCodes as string[],
  };
}

async function withPasskey(role: Parameters<TestServer["as"]>[0], key = newPasskey()) {
  await server.as(role);
  const browser = newBrowser(server);
  await password(browser, role);
  const { challenge } = (await browser.post("/api/account/passkeys/options")).json();
  const reply = await browser.post("/api/account/passkeys", { name: "Điện thoại", response: key.made(challenge) });
  return { browser, key, reply };
}

test("the codes of these tests are those of RFC 6238, appendix B", () => {
  // The RFC's secret is the ASCII text 12345678901234567890, in base 32:
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  expect(totpAt(secret, new Date(59_000), 8)).toBe("94287082");
  expect(totpAt(secret, new Date(1111111109_000), 8)).toBe("07081804");
  expect(totpAt(secret, new Date(20000000000_000), 8)).toBe("65353130");
});

test("an authenticator app: from then on the password alone opens nothing, and a code opens once", async () => {
  const { secret, uri, recoveryCodes } = await withApp("reader");
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  expect(recoveryCodes).toHaveLength(10);
  const browser = newBrowser(server);
  expect((await password(browser, "reader")).json()).toEqual({ state: "factor-needed" });
  expect((await browser.get("/api/session")).json()).toMatchObject({ state: "factor-needed", factors: ["totp"] });
  for (const url of ["/api/account", "/api/studies"]) expectProblem(await browser.get(url), "accounts.signed-out");
  const now = totpAt(secret, server.clock.now);
  expectProblem(await code(browser, now === "000000" ? "111111" : "000000"), "accounts.wrong-code");
  expect((await code(browser, now)).json()).toEqual({ state: "signed-in" });
  expect((await browser.get("/api/account")).json()).toMatchObject({ totp: true, recoveryCodes: 10 });

  const other = newBrowser(server);
  await password(other, "reader");
  expectProblem(await code(other, now), "accounts.wrong-code");
  // The code before the one that was used is worth nothing either, though its half minute is not over.
  expectProblem(
    await code(other, totpAt(secret, new Date(server.clock.now.getTime() - 30_000))),
    "accounts.wrong-code",
  );
  later(30);
  expect((await code(other, totpAt(secret, server.clock.now))).statusCode).toBe(201);
  // Clocks that differ by half a minute are let pass, by more are not.
  later(600);
  const slow = newBrowser(server);
  await password(slow, "reader");
  expectProblem(await code(slow, totpAt(secret, new Date(server.clock.now.getTime() - 90_000))), "accounts.wrong-code");
  expect((await code(slow, totpAt(secret, new Date(server.clock.now.getTime() - 30_000)))).statusCode).toBe(201);
});

test("a recovery code opens once, however it is copied from paper; new codes end the old ones", async () => {
  const { recoveryCodes } = await withApp("coder");
  const [first, second, third] = recoveryCodes as [string, string, string];
  const enter = async (recovery: string) => {
    const browser = newBrowser(server);
    await password(browser, "coder");
    return { browser, reply: await browser.post("/api/session/factor", { factor: "recovery", recovery }) };
  };
  const { browser, reply } = await enter(
    first.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l"),
  );
  expect(reply.json()).toEqual({ state: "signed-in" });
  expectProblem((await enter(first)).reply, "accounts.wrong-code");
  expect((await browser.get("/api/account")).json()).toMatchObject({ recoveryCodes: 9 });
  expectProblem(await browser.post("/api/account/recovery-codes", {}), "accounts.wrong-password");
  const fresh = (await browser.post("/api/account/recovery-codes", { current: testPassword })).json().recoveryCodes;
  expectProblem((await enter(second)).reply, "accounts.wrong-code");
  expect((await enter(fresh[0])).reply.statusCode).toBe(201);
  // What the database keeps of them is no code.
  const rows = await server.database.selectFrom("accounts.recovery_code").selectAll().execute();
  expect(rows.length).toBeGreaterThanOrEqual(9);
  for (const known of [third, ...fresh]) expect(JSON.stringify(rows)).not.toContain(known);
});

test("a passkey: made, used, and refused from another address, a second time, from a copy, and from another person", async () => {
  const { key, reply } = await withPasskey("methodologist");
  expect(reply.statusCode).toBe(201);
  expect(reply.json().recoveryCodes).toHaveLength(10);
  const enter = async (sign: (challenge: string) => object, role = "methodologist") => {
    const browser = newBrowser(server);
    await password(browser, role);
    const { challenge } = (await browser.post("/api/session/challenge")).json();
    const response = sign(challenge);
    const send = () => browser.post("/api/session/factor", { factor: "passkey", response });
    return { browser, reply: await send(), again: send };
  };
  const right = await enter((challenge) => key.signed(challenge));
  expect(right.reply.json()).toEqual({ state: "signed-in" });
  expect((await right.browser.get("/api/account")).json().passkeys).toEqual([
    { id: key.id, name: "Điện thoại", createdOn: "2026-03-02" },
  ]);
  // Answered once, a challenge is used up, wrong answer or right.
  const stale = await enter(() => key.signed("c29tZSBvdGhlciBjaGFsbGVuZ2U"));
  expectProblem(stale.reply, "accounts.wrong-passkey");
  expectProblem(await stale.again(), "accounts.wrong-passkey");
  // A copy of the key counts behind the original.
  expectProblem((await enter((challenge) => key.signed(challenge, -1))).reply, "accounts.wrong-passkey");
  // Another person's passkey, and a page of another address that asks for this one's name.
  await withPasskey("report-signer");
  expectProblem(
    (await enter((challenge) => key.signed(challenge, 9), "report-signer")).reply,
    "accounts.wrong-passkey",
  );
  const elsewhere = await withPasskey("key-holder", newPasskey("https://lang-nghe.example.net"));
  expectProblem(elsewhere.reply, "accounts.wrong-passkey");
  const otherName = await withPasskey("key-holder", newPasskey("http://localhost:3000", "example.net"));
  expectProblem(otherName.reply, "accounts.wrong-passkey");
  expect((await enter((challenge) => key.signed(challenge, 20))).reply.statusCode).toBe(201);
});

test("whoever must have a second factor and has none reaches the own account and nothing else", async () => {
  const administrator = await server.as("administrator");
  const { link, member } = (
    await administrator.post("/api/staff", {
      name: "Lê Thị Mới",
      username: "moi",
      roles: [{ role: "administrator", unitId: null, studyId: null }],
    })
  ).json();
  const given = "hoa mai nở trước hiên nhà";
  const browser = newBrowser(server);
  const set = await browser.post("/api/password", { token: new URL(link).hash.slice(1), password: given });
  expect(set.statusCode).toBe(204);
  await password(browser, "moi", given);
  expect((await browser.get("/api/session")).json()).toMatchObject({ state: "signed-in", factorDue: true });
  for (const { method, url, config } of server.app.servedRoutes.filter(
    ({ method, config }) => method !== "HEAD" && config?.permission !== "anyone" && !config?.beforeFactor,
  )) {
    const path = url.replace(/:\w+/g, member.id);
    const send = browser[method.toLowerCase() as "get"];
    expect({ url, permission: config?.permission, code: (await send(path)).json().code }).toEqual({
      url,
      permission: config?.permission,
      code: "accounts.factor-needed",
    });
  }
  expect((await browser.get("/api/account")).statusCode).toBe(200);
});

test("second factors change only with the password, and the last one stays", async () => {
  const { browser, secret } = await withApp("auditor");
  expectProblem(await browser.post("/api/account/totp", {}), "accounts.wrong-password");
  expectProblem(await browser.post("/api/account/passkeys/options", { current: "sai" }), "accounts.wrong-password");
  expectProblem(await browser.delete("/api/account/totp", { current: testPassword }), "accounts.last-factor");
  // An administrator who sees the person takes it away; the person's sessions end with it, and the record names both.
  const administrator = await server.as("administrator");
  const staff = (await administrator.get("/api/staff")).json() as { id: string; username: string }[];
  const id = staff.find(({ username }) => username === "auditor")!.id;
  expect((await administrator.delete(`/api/staff/${id}/factors`)).statusCode).toBe(204);
  expectProblem(await browser.get("/api/account"), "accounts.signed-out");
  expect((await administrator.get("/api/audit")).json()[0]).toMatchObject({
    person: "Test administrator",
    action: "accounts.factor-reset",
    subject: "auditor",
  });
  expectProblem(await code(browser, totpAt(secret, server.clock.now)), "accounts.signed-out");
  const own = staff.find(({ username }) => username === "administrator")!.id;
  expectProblem(await administrator.delete(`/api/staff/${own}/factors`), "accounts.last-factor");
});

test("with a copy of the database, but not the house's key, no code can be made", async () => {
  const { secret } = await withApp("action-owner");
  const rows = await server.database.selectFrom("accounts.totp").selectAll().execute();
  const { TOTP, Secret } = await import("otpauth");
  const bytes = Buffer.from(Secret.fromBase32(secret).bytes);
  expect(TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: server.clock.now.getTime() })).toBe(
    totpAt(secret, server.clock.now),
  );
  for (const row of rows) expect(row.secret.includes(bytes)).toBe(false);
});
