// What every route sends to a browser beside its content, and who may send it something.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { FastifyContextConfig, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../app.ts";
import { openServer, type TestServer } from "../testing/index.ts";
import { apiPageStyle } from "./api-page.ts";
import { readConfig } from "./config.ts";
import type { App } from "./platform.ts";

let server: TestServer;
/** The same host as people reach it by HTTPS. */
let behindHttps: App;
beforeAll(async () => {
  server = await openServer();
  const { database, clock, dataDirectory, databaseUrl } = server;
  mkdirSync(join(dataDirectory, "site"), { recursive: true });
  writeFileSync(join(dataDirectory, "site/index.html"), "<!doctype html><title>site</title>");
  writeFileSync(join(dataDirectory, "site/portal.css"), "body{}");
  const environment = {
    DATA_DIR: dataDirectory,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: "https://khao-sat.example.org",
  };
  behindHttps = await buildApp({ config: readConfig(environment), database, clock: () => clock.now });
  await behindHttps.ready();
});
afterAll(async () => {
  await behindHttps.close();
  await server.close();
});

const id = "7d1f6b0e-4a52-4d6e-9a8e-2f1c3b5d7e90";
const filled = (url: string) => url.replace(/:\w+/g, id).replace(/\*$/, "");

/** The headers that tell a browser what it may do with a reply. */
const protecting = [
  "content-security-policy",
  "x-frame-options",
  "x-content-type-options",
  "referrer-policy",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "cross-origin-resource-policy",
  "strict-transport-security",
  "origin-agent-cluster",
  "x-dns-prefetch-control",
  "x-permitted-cross-domain-policies",
] as const;
const protectionOf = (reply: LightMyRequestResponse) =>
  Object.fromEntries(protecting.map((name) => [name, reply.headers[name]]));

const always = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "origin-agent-cluster": "?1",
  "x-dns-prefetch-control": "off",
  "x-permitted-cross-domain-policies": "none",
  "x-frame-options": "DENY",
};
const start = "default-src 'none'; base-uri 'none'; form-action 'none'; ";
const noMarkup = "require-trusted-types-for 'script'; trusted-types 'none'";
const data = `${start}frame-ancestors 'none'; ${noMarkup}; sandbox`;
const styleHash = createHash("sha256").update(apiPageStyle).digest("base64");
/** The policies of all pages; whatever is not named here is data. */
const pagePolicies: Record<string, string> = {
  "GET /console/*": `${start}script-src 'self'; style-src 'self' 'nonce-…'; font-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default lang-nghe-drawings`,
  "GET /api/": `${start}style-src 'sha256-${styleHash}'; frame-ancestors 'none'; ${noMarkup}`,
  "GET /*": `${start}style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'; ${noMarkup}`,
};
/** The respondent's page: its build names its one script and its one style by hash. */
const answerPage =
  /^default-src 'none'; script-src( 'sha256-[\w+/]{43}=')+( 'wasm-unsafe-eval')?; style-src 'sha256-[\w+/]{43}='; connect-src 'self'[^;*]*; img-src data:;( worker-src 'self';)? base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types [\w' -]+$/;
/** A page of ours with one style inside it, named by hash, and no script: the API's, a host's log. */
const styledPage = new RegExp(
  `^${start.replaceAll("'", "\\'")}style-src 'sha256-[\\w+/]{43}='; frame-ancestors 'none'; ${noMarkup.replaceAll("'", "\\'")}$`,
);
/** Pages with a form: where a respondent takes an answer back, and where somebody asks for no more invitations. */
const formRoutes = /^GET \/(withdraw(\/en)?|i\/:slug\/opt-out)$/;
/** Without the form, and without one script named by hash, such a page may do what the other pages may. */
const withoutForm = (policy: string) =>
  policy.replace("form-action 'self'", "form-action 'none'").replace(/; script-src 'sha256-[\w+/]{43}='$/, "");
const answerRoutes = /^GET \/(a\/:slug|t\/:testKey|i\/:slug)$/;

/** Proofs that anybody may check from anywhere, and what devices send: a host's log, a wave's offer, a deposit. */
const proofFor = (url: string, config: FastifyContextConfig | undefined) =>
  config?.permission === "anyone" && !/^\/(api|a|t|console)\//.test(url);

async function expectForbidding(app: App): Promise<void> {
  const routes = app.servedRoutes.filter(({ method }) => method !== "HEAD");
  expect(routes.length).toBeGreaterThan(0);
  for (const { method, url, config } of routes) {
    const reply = await app.inject({ method: method as "GET", url: filled(url) });
    const { "content-security-policy": policy, "x-frame-options": framing, ...others } = protectionOf(reply);
    const { "x-frame-options": _, ...everywhere } = always;
    // What a page of another host of ours must read: deposits, manifests, proofs. Without cookies, see below.
    const shared = reply.headers["access-control-allow-origin"] === "*" && proofFor(url, config);
    const expected = {
      ...everywhere,
      ...(shared && { "cross-origin-resource-policy": expect.stringMatching(/^(same|cross)-origin$/) }),
    };
    const route = `${method} ${url}`;
    expect({ route, ...others }).toEqual({ route, ...expected });
    const page = String(reply.headers["content-type"]).startsWith("text/html");
    if (page && answerRoutes.test(route)) {
      expect(policy).toMatch(answerPage);
      expect(framing).toBe("SAMEORIGIN");
      continue;
    }
    const formless = formRoutes.test(route) ? withoutForm(String(policy)) : policy;
    const plain = String(formless).replace(/'nonce-[^']+'/, "'nonce-…'");
    const known = (page && pagePolicies[route]) || data;
    if (!page || !styledPage.test(plain)) expect({ route, policy: plain }).toEqual({ route, policy: known });
    expect({ route, framing }).toEqual({ route, framing: "DENY" });
  }
}

test("every registered route forbids everything that its page does not need, whatever it answers", async () => {
  expect(behindHttps.servedRoutes.length).toBeGreaterThan(40);
  await expectForbidding(behindHttps);
});

test.for(["issuer", "collector"] as const)("so does every route of the %s", async (role) => {
  const host = await openServer({ role });
  const config = readConfig({
    ROLE: role,
    DATA_DIR: host.dataDirectory,
    DATABASE_URL: host.databaseUrl,
    PUBLIC_URL: "https://khao-sat.example.org",
  });
  const app = await buildApp({ config, database: host.database, clock: () => host.clock.now });
  await app.ready();
  try {
    await expectForbidding(app);
  } finally {
    await app.close();
    await host.close();
  }
});

test("no policy anywhere allows inline or evaluated code, or another host", () => {
  for (const policy of [data, ...Object.values(pagePolicies)]) {
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  }
});

test("no device feature is open, and copying and passkeys are for the console alone", async () => {
  const shown = String((await behindHttps.inject({ url: "/console/" })).headers["permissions-policy"]);
  const elsewhere = String((await behindHttps.inject({ url: "/health" })).headers["permissions-policy"]);
  for (const feature of ["camera", "microphone", "geolocation", "usb", "payment", "browsing-topics"]) {
    expect(shown).toContain(`${feature}=()`);
    expect(elsewhere).toContain(`${feature}=()`);
  }
  expect(elsewhere).not.toContain("self");
  expect(shown.match(/[\w-]+=\(self\)/g)).toEqual([
    "clipboard-write=(self)",
    "publickey-credentials-create=(self)",
    "publickey-credentials-get=(self)",
  ]);
});

test("data is never kept by a browser or a proxy; a nonce is used once", async () => {
  for (const { method, url } of behindHttps.servedRoutes.filter(({ url }) => url.startsWith("/api/"))) {
    const reply = await behindHttps.inject({ method: method as "GET", url: filled(url) });
    expect({ url, cache: reply.headers["cache-control"] }).toEqual({ url, cache: "no-store" });
  }
  const [one, other] = await Promise.all([1, 2].map(() => behindHttps.inject({ url: "/console/" })));
  const nonce = (reply: LightMyRequestResponse) =>
    /'nonce-([^']+)'/.exec(String(reply.headers["content-security-policy"]))?.[1];
  expect(nonce(one!)).toMatch(/^[\w+/]{22}==$/);
  expect(nonce(one!)).not.toBe(nonce(other!));
  expect(one!.headers["cache-control"]).toBe("no-store");
  expect(one!.headers.etag).toBeUndefined();
  expect(one!.body).toContain(`nonce="${nonce(one!)}"`);
  expect(one!.body).not.toContain("__CSP_NONCE__");
});

test("without HTTPS, as in a trial, nothing promises HTTPS", async () => {
  const reply = await server.app.inject({ url: "/health" });
  expect(reply.headers["strict-transport-security"]).toBeUndefined();
  expect(reply.headers["x-content-type-options"]).toBe("nosniff");
});

test("failures carry the same headers: no such page, a broken request, too large a body", async () => {
  for (const options of [
    { url: "/khong-co" },
    { method: "POST" as const, url: "/api/session", payload: "{", headers: { "content-type": "application/json" } },
    {
      method: "POST" as const,
      url: "/api/session",
      payload: { username: "x".repeat(1_100_000), password: "" },
      headers: { "x-requested-with": "lang-nghe" },
    },
  ])
    expect(protectionOf(await behindHttps.inject(options))).toEqual({ ...always, "content-security-policy": data });
});

const own = "https://khao-sat.example.org";
const change = (headers: Record<string, string>, url = "/api/session") =>
  behindHttps.inject({ method: "DELETE", url, headers: { "x-requested-with": "lang-nghe", ...headers } });

test("a request from another site changes nothing, whichever header gives it away", async () => {
  const refused: Record<string, string>[] = [
    { "x-requested-with": "" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://khao-sat.example.org.evil.example" },
    { origin: "http://khao-sat.example.org" },
    { origin: "https://khao-sat.example.org:8443" },
    { origin: "null" },
    { origin: own, "sec-fetch-site": "cross-site" },
    { origin: "http://localhost:3000" },
  ];
  for (const headers of refused)
    expect({ headers, status: (await change(headers)).statusCode }).toEqual({ headers, status: 403 });
  for (const headers of [{}, { origin: own, "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }])
    expect((await change(headers)).statusCode).toBe(204);
});

test("every changing route of the console refuses a request without the header, before anything else", async () => {
  for (const { method, url } of behindHttps.servedRoutes.filter(
    ({ method, url }) => !["GET", "HEAD", "OPTIONS"].includes(method) && url.startsWith("/api/"),
  )) {
    const reply = await behindHttps.inject({ method: method as "POST", url: filled(url) });
    expect({ method, url, code: reply.json().code }).toEqual({ method, url, code: "platform.cross-site" });
  }
});

test("a trial is reached by plain addresses, not by names that anybody could point at it", async () => {
  const from = async (origin: string) =>
    (
      await server.app.inject({
        method: "DELETE",
        url: "/api/session",
        headers: { "x-requested-with": "lang-nghe", origin },
      })
    ).statusCode;
  for (const origin of ["http://localhost:3000", "http://192.168.1.5:3000", "http://[fe80::1]:3000"])
    expect({ origin, status: await from(origin) }).toEqual({ origin, status: 204 });
  for (const origin of ["http://rebound.example:3000", "https://192.168.1.5.evil.example", "null", "file://"])
    expect({ origin, status: await from(origin) }).toEqual({ origin, status: 403 });
});

test("nobody answers for somebody else from another page", async () => {
  for (const place of ["/a/khong-co/answers", "/t/khong-co/answers", "/a/khong-co/reached"])
    expect(
      (
        await server.app.inject({
          method: "POST",
          url: place,
          headers: { "sec-fetch-site": "cross-site" },
          payload: {},
        })
      ).statusCode,
    ).toBe(403);
});

test("nothing of the console opens itself to other origins, and nothing at all opens itself with cookies", async () => {
  for (const { method, url, config } of behindHttps.servedRoutes) {
    const open = proofFor(url, config);
    const headers = { origin: "https://evil.example", "access-control-request-method": method };
    for (const asked of [method, "OPTIONS"]) {
      const reply = await behindHttps.inject({ method: asked as "GET", url: filled(url), headers });
      const allowed = reply.headers["access-control-allow-origin"];
      expect({ url, allowed: open && allowed === "*" ? undefined : allowed }).toEqual({ url, allowed: undefined });
      expect(reply.headers["access-control-allow-credentials"]).toBeUndefined();
    }
  }
});

test("a body nested without end is refused, and no recursion meets it", async () => {
  const nested = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const reply = await server.app.inject({
    method: "POST",
    url: "/api/session",
    headers: { "x-requested-with": "lang-nghe", "content-type": "application/json" },
    payload: `{"username": ${nested}, "password": ""}`,
  });
  expect(reply.statusCode).toBe(400);
  const object = `${'{"a":'.repeat(41)}1${"}".repeat(41)}`;
  const answers = await server.app.inject({
    method: "POST",
    url: "/a/khong-co/answers",
    headers: { "content-type": "application/json" },
    payload: object,
  });
  expect(answers.json()).toMatchObject({ code: "platform.bad-request", details: { reason: "nested too deeply" } });
});

/** One request as bytes on a socket: nothing between us and the server tidies it up. */
function raw(host: string, port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(text));
    let said = "";
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("data", (chunk) => {
      said += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(said));
  });
}

/** An address of this machine that is not the loopback: to the server, somebody else. */
const foreign = Object.values(networkInterfaces())
  .flat()
  .find((address) => address && !address.internal && address.family === "IPv4")?.address;

test.skipIf(!foreign)("whoever forges X-Forwarded-For is still counted as one", async () => {
  await server.app.listen({ port: 0, host: "::" });
  const { port } = server.app.server.address() as { port: number };

  const status = async (host: string, forwarded: string) => {
    // Each time another account, so that nothing but the address is counted.
    const body = JSON.stringify({ username: `khong-ai-${forwarded}`, password: "sai mat khau roi" });
    const reply = await raw(
      host,
      port,
      `POST /api/session HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-For: ${forwarded}\r\nX-Real-IP: ${forwarded}\r\nForwarded: for=${forwarded}\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nx-requested-with: lang-nghe\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(reply).not.toContain("evil.example");
    return Number(/^HTTP\/1.1 (\d+)/.exec(reply)?.[1]);
  };
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push(await status(foreign!, `10.1.1.${i}`));
  expect(statuses.at(-1)).toBe(429);
  // A proxy on this machine is believed: it hides the senders' addresses behind its own otherwise.
  expect(await status("127.0.0.1", "10.2.2.2")).not.toBe(429);
});
if (!foreign) console.log("no address but the loopback: forged X-Forwarded-For not tried");

test("two lengths, or a length and chunks, in one request: refused as smuggling", async () => {
  if (!server.app.server.listening) await server.app.listen({ port: 0, host: "::" });
  const { port } = server.app.server.address() as { port: number };
  for (const lines of [
    "Content-Length: 4\r\nTransfer-Encoding: chunked",
    "Content-Length: 4\r\nContent-Length: 5",
    "Transfer-Encoding: chunked, identity",
  ]) {
    const reply = await raw(
      "127.0.0.1",
      port,
      `POST /a/x/answers HTTP/1.1\r\nHost: localhost\r\n${lines}\r\nConnection: close\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    expect({ lines, status: /^HTTP\/1.1 (\d+)/.exec(reply)?.[1] }).toEqual({ lines, status: "400" });
    expect(reply).not.toContain('"database"');
  }
});

test("TRACE and methods that no route has are not served", async () => {
  if (!server.app.server.listening) await server.app.listen({ port: 0, host: "::" });
  const { port } = server.app.server.address() as { port: number };
  for (const method of ["TRACE", "CONNECT", "PROPFIND"]) {
    const status = await new Promise((resolve) => {
      const asked = httpRequest({ host: "127.0.0.1", port, method, path: "/health" });
      asked.on("response", (reply) => resolve(reply.resume().statusCode));
      asked.on("connect", (reply, socket) => {
        socket.destroy();
        resolve(reply.statusCode);
      });
      asked.on("error", () => resolve("closed"));
      asked.end();
    });
    expect({ method, served: status === 200 || status === 204 }).toEqual({ method, served: false });
  }
});
