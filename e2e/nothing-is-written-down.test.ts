// The real servers, with their logs on, asked by people who carry marks, and broken on purpose. No mark may be found afterwards.
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hurriedAnswers } from "./testing/respondent.ts";
import { newDataDirectory, removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const folders: string[] = [];
afterAll(() => folders.map(removeDirectory));

/** Of who asks: to be found nowhere at all, not even in the database. */
const ofPerson = {
  address: "127.77.88.99",
  forwarded: "203.0.113.77",
  browser: "MarkBrowser-8c1f",
  language: "xx-MARKLANG",
  cookie: "mark-cookie-41d8",
  referrer: "mark-referrer-77aa",
};
/** Of what they say: to be found in the answers, and nowhere else. */
const ofContent = {
  word: "con-suoi-danh-dau-93b1",
  code: "MARK-CODE-5QX7",
  query: "mark-query-20ce",
  slug: "mark-slug-6f0d",
};

/** One request from an address of its own, as a browser would send it. @returns the status, 0 when there was no reply. */
function ask(system: System, method: string, path: string, body?: string | Buffer, more: Record<string, string> = {}) {
  return new Promise<{ status: number; text: string }>((resolve) => {
    const sent = request({
      host: "127.0.0.1",
      localAddress: ofPerson.address,
      port: system.port,
      method,
      path,
      agent: false,
      headers: {
        "user-agent": ofPerson.browser,
        "x-forwarded-for": ofPerson.forwarded,
        "x-real-ip": ofPerson.forwarded,
        forwarded: `for=${ofPerson.forwarded}`,
        "accept-language": ofPerson.language,
        cookie: `lang-nghe-session=${ofPerson.cookie}; other=${ofPerson.cookie}`,
        referer: `http://example.org/${ofPerson.referrer}`,
        "content-type": "application/json",
        ...more,
      },
    });
    sent.on("error", () => resolve({ status: 0, text: "" }));
    sent.on("response", (reply) => {
      let text = "";
      reply.on("data", (chunk) => {
        text += chunk;
      });
      reply.on("close", () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    sent.end(body);
  });
}

/** Bytes that are no request, or half of one. */
function mumble(system: System, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", localAddress: ofPerson.address, port: system.port }, () =>
      socket.write(text, () => setTimeout(() => socket.destroy(), 100)),
    );
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
  });
}

/** Everything that goes wrong on the paths of people who answer. @returns the statuses met. */
async function breakThings(system: System, place: string, set: object): Promise<Set<number>> {
  const { word, code, query, slug } = ofContent;
  const marked = JSON.stringify({ ...set, note: word, code });
  const met = new Set<number>();
  for (const path of [
    `${place}/answers`,
    `/a/${slug}/answers`,
    `/t/${code}/answers`,
    `/i/${slug}/token`,
    "/d/x",
    "/withdraw",
  ]) {
    for (const body of [
      `{"answers": "${word}`,
      `{"id": "${code}", "answers": {"${word}": "${word}"}}`,
      `"${word}"`,
      `{"__proto__": {"${word}": 1}}`,
      Buffer.from([0x7b, 0xff, 0xfe, ...Buffer.from(word)]),
      JSON.stringify({ ...set, id: randomUUID(), answers: { [word]: `${word}\u0000\ud800` } }),
      marked,
      `{"x": "${word.repeat(60_000)}"}`,
      `${"[".repeat(50_000)}"${word}"${"]".repeat(50_000)}`,
      "",
    ])
      met.add((await ask(system, "POST", `${path}?q=${query}`, body)).status);
    met.add((await ask(system, "POST", path, marked, { "content-type": `text/${word}` })).status);
    met.add((await ask(system, "POST", path, marked, { "content-type": "multipart/form-data; boundary=x" })).status);
    met.add((await ask(system, "DELETE", path, marked)).status);
  }
  for (const path of [
    `/a/${slug}?q=${query}`,
    `/a/%ff%00${word}`,
    `/t/${code}`,
    `/${word}/../${slug}`,
    `/api/studies/${code}`,
    "/console/x",
  ])
    met.add((await ask(system, "GET", path, undefined, { "x-mark": ofPerson.cookie })).status);
  met.add((await ask(system, "GET", `/a/${slug}`, undefined, { "x-large": ofPerson.cookie.repeat(2_000) })).status);
  await mumble(system, `NONSENSE ${word} ${ofPerson.cookie}\r\n\r\n`);
  await mumble(
    system,
    `POST /a/${slug}/answers HTTP/1.1\r\nHost: x\r\nUser-Agent: ${ofPerson.browser}\r\nContent-Length: 999\r\n\r\n{"a": "${word}`,
  );
  return met;
}

/** Names of the marks that stand in a text or file. */
const marksIn = (bytes: Buffer, marks: Record<string, string>) =>
  Object.entries(marks).flatMap(([name, mark]) => (bytes.includes(mark) ? [name] : []));

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && statSync(path).size > 0) yield path;
  }
}

function expectNothingWritten(system: System, said: () => string): void {
  expect(marksIn(Buffer.from(said()), { ...ofPerson, ...ofContent }), said()).toEqual([]);
  let looked = 0;
  for (const path of filesBelow(system.dataDirectory)) {
    const inDatabase = path.startsWith(join(system.dataDirectory, "cluster"));
    const marks = inDatabase ? ofPerson : { ...ofPerson, ...ofContent };
    expect({ path, marks: marksIn(readFileSync(path), marks) }).toEqual({ path, marks: [] });
    looked++;
  }
  expect(looked).toBeGreaterThan(100);
}

/** A host with everything it says kept. */
async function start(role: string): Promise<{ system: System; said: () => string }> {
  const dataDirectory = newDataDirectory();
  folders.push(dataDirectory);
  const system = await startSystem({ dataDirectory, options: { env: { ROLE: role } } });
  let said = "";
  for (const stream of [system.process.stdout!, system.process.stderr!])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  return { system, said: () => said };
}

/** Ends the database under a running server, as a failing disk would, and waits until it has gone. */
async function stopDatabase(system: System): Promise<void> {
  const pidFile = join(system.dataDirectory, "cluster/postmaster.pid");
  const [pid] = readFileSync(pidFile, "utf8").split("\n");
  process.kill(Number(pid), "SIGINT");
  await expect.poll(() => existsSync(pidFile), { timeout: 20_000 }).toBe(false);
}

test("the office: answers, failures of every kind, and a database that goes away leave no trace of who asked", async () => {
  const { system, said } = await start("office");
  const staff = await signIn(system);
  const study = await (await staff("POST", "/api/studies", { title: { vi: "Thử nhật ký", en: "Logs" } })).json();
  const [template] = await (await staff("GET", "/api/templates")).json();
  await staff("POST", `/api/studies/${study.id}/questionnaire/template`, { template: template.name });
  await staff("POST", `/api/studies/${study.id}/questionnaire/publish`);
  expect((await staff("POST", `/api/studies/${study.id}/open`)).status).toBe(200);
  const place = `/a/${study.slug}`;
  const form = JSON.parse((await ask(system, "GET", `${place}/form.json`)).text);
  const set = () => ({
    id: randomUUID(),
    version: form.version,
    language: "vi",
    consent: true,
    answers: hurriedAnswers(form.questionnaire),
  });
  expect((await ask(system, "GET", place)).status).toBe(200);
  expect((await ask(system, "POST", `${place}/reached`, '{"page": 1}')).status).toBe(204);
  expect((await ask(system, "POST", `${place}/answers`, JSON.stringify(set()))).status).toBe(201);
  const met = await breakThings(system, place, set());
  for (const status of [201, 400, 404, 413, 422]) expect([...met], `status ${status} was met`).toContain(status);

  await stopDatabase(system);
  await expect.poll(() => ask(system, "GET", "/health").then(({ status }) => status), { timeout: 20_000 }).toBe(503);
  const failed = await ask(system, "POST", `${place}/answers`, JSON.stringify(set()));
  // Refused, not taken: nobody is told that an answer is safe which is not.
  expect(failed.status).toBeGreaterThanOrEqual(500);
  expect(failed.text).not.toMatch(/ECONN|postgres|select|insert|\.ts\b/i);
  await breakThings(system, place, set());
  await system.kill();

  // What was looked for can be found: the failures themselves are on record.
  expect(said()).toContain("unexpected failure");
  expectNothingWritten(system, said);
});

test.for(["issuer", "collector"])("the %s: whatever is sent to it, and however it fails", async (role) => {
  const { system, said } = await start(role);
  await breakThings(system, "/a/x", {});
  await stopDatabase(system);
  await expect.poll(() => ask(system, "GET", "/health").then(({ status }) => status), { timeout: 20_000 }).toBe(503);
  await breakThings(system, "/a/x", {});
  await system.kill();
  expectNothingWritten(system, said);
});
