// Flaws that LimeSurvey and systems like it have had, tried here on every route of every host. docs/security.md says which
// published flaw each test stands for.
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import type { Role, Variable } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emailAddress } from "./invitations/contact.ts";
import { hostRoles } from "./platform/config.ts";
import { fileLimits } from "./platform/files/file-limits.ts";
import { openZip } from "./platform/files/zip.ts";
import { escapeHtml } from "./rights/page-frame.ts";
import { frozenStudy, levels, repeated } from "./testing/given.ts";
import {
  climbing,
  type Method,
  markup,
  misfits,
  roleFor,
  routesToTry,
  statements,
  strangeBodies,
  strangePaths,
  strangeQueries,
  type TriedRoute,
  telltale,
} from "./testing/hostile.ts";
import { type Client, openServer, type TestServer } from "./testing/index.ts";
import { answerSet, form, formBytes, newStudy, openedStudy } from "./testing/water-study.ts";

let server: TestServer;
let staff: Client;
const id = "7d1f6b0e-4a52-4d6e-9a8e-2f1c3b5d7e90";
const secret = "một điều không ai được đọc";

beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
  for (const folder of ["site/en", "published"]) mkdirSync(join(server.dataDirectory, folder), { recursive: true });
  writeFileSync(join(server.dataDirectory, "secret.txt"), secret);
  writeFileSync(join(server.dataDirectory, "site/index.html"), "<!doctype html><title>site</title>");
  writeFileSync(join(server.dataDirectory, "site/en/index.html"), "<!doctype html><title>site</title>");
  await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

/** Asks with a path exactly as written: nothing tidies it up before the server sees it. */
const asWritten = (path: string) =>
  new Promise<{ status: number; location: string | undefined; body: string }>((resolve, reject) => {
    const { port } = server.app.server.address() as { port: number };
    const asked = httpRequest({ host: "127.0.0.1", port, path, headers: { connection: "close" } }, (reply) => {
      let body = "";
      reply.setEncoding("utf8");
      reply.on("data", (part) => {
        body += part;
      });
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, location: reply.headers.location, body }));
    });
    asked.on("error", reject);
    asked.end();
  });

test("no path, however it is spelt, leads out of a folder", async () => {
  const places = server.app.servedRoutes.filter(({ method, url }) => method === "GET" && /[:*]/.test(url));
  for (const { url } of places)
    for (const path of climbing) {
      const asked = url.replace(/:\w+|\*/g, path.replaceAll("\\", "%5c"));
      const { status, body } = await asWritten(asked);
      expect({ asked, status, told: body.includes(secret) || /root:.*:0:0:|"workspaces"/.test(body) }).toEqual({
        asked,
        status: expect.toSatisfy((code: number) => code < 500),
        told: false,
      });
    }
});

test("a redirect never leads to another host", async () => {
  const elsewhere = ["//evil.example", "/\\evil.example", "/%5cevil.example", "/%2fevil.example", "///evil.example"];
  const rests = ["", "/", "/..%2fen", "/%2e%2e%2fen", "/..%2f..%2fsite%2fen", "/en"];
  let redirects = 0;
  for (const place of ["", "/console", "/a", "/log"])
    for (const host of elsewhere)
      for (const rest of rests) {
        const asked = `${place}${host}${rest}`;
        const { location } = await asWritten(asked);
        if (location === undefined) continue;
        redirects++;
        const { origin } = new URL(location, new URL(asked, "https://khao-sat.example.org"));
        expect({ asked, location, origin }).toEqual({ asked, location, origin: "https://khao-sat.example.org" });
      }
  // A folder's own address is completed, so that there is something to try at all.
  expect((await asWritten("/en")).location).toBe("/en/");
  expect(redirects).toBeLessThan(30);
});

test.each(hostRoles)(
  "whatever stands in a path, a query or a body of the %s: no route fails, and none tells how it is made",
  async (role) => {
    const host = await openServer({ role });
    try {
      const clients = new Map<Role, Promise<Client>>();
      const client = (permission: string) => {
        if (permission === "anyone" || role === "collector") return host.anyone;
        const holder = roleFor(permission);
        if (!clients.has(holder)) clients.set(holder, host.as(holder));
        return clients.get(holder)!;
      };
      const faults: unknown[] = [];
      const judge = (asked: unknown[], reply: { statusCode: number; body: string }) => {
        // A refusal may repeat what was sent; what it says besides tells nothing.
        const said = reply.body.replaceAll(JSON.stringify(asked.at(-1) ?? null).slice(1, -1) || "\0", "");
        if (reply.statusCode >= 500 || (reply.statusCode >= 400 && telltale.test(said)))
          faults.push([asked, reply.statusCode, said.slice(0, 200)]);
      };
      const walk = async ({ method, url, permission, fields }: TriedRoute) => {
        const as = await client(permission);
        const send = as[method.toLowerCase() as Lowercase<Method>];
        const bare = method === "GET" || method === "DELETE";
        const here = url
          .replace(/:version/, "1")
          .replace(/:\w+/g, id)
          .replace("*", "x");
        if (/[:*]/.test(url))
          for (const value of strangePaths) {
            const asked = url.replace(/:\w+|\*/g, value);
            judge([method, asked], await send(asked, bare ? undefined : {}));
          }
        if (method === "GET")
          for (const query of strangeQueries) judge([method, here + query], await send(here + query));
        else {
          const headers = { "content-type": "application/json", "x-requested-with": "lang-nghe" };
          await Promise.all([
            ...misfits.map(async (value) => {
              const body = Object.fromEntries(fields.map((field) => [field, value]));
              judge([method, url, value], await send(here, fields.length ? body : value));
            }),
            ...strangeBodies.map(async (payload) => {
              judge([method, url, payload], await host.app.inject({ method, url: here, headers, payload }));
            }),
          ]);
        }
      };
      for (const route of routesToTry(host.app)) await walk(route);
      expect(faults).toEqual([]);
      expect(({} as Record<string, unknown>).a).toBeUndefined();
    } finally {
      await host.close();
    }
  },
);

test("statements in languages, names and lists are text to the database", async () => {
  const study = await openedStudy(staff);
  const count = () => server.database.selectFrom("studies.study").select("id").execute();
  const before = (await count()).length;
  for (const text of statements) {
    const named = await staff.post("/api/studies", { title: { vi: text, en: text }, population: text });
    expect(named.json().title).toEqual({ vi: text, en: text });
    for (const set of [
      answerSet({ water: "yes", wish: text }),
      answerSet({ water: "yes" }, { language: text }),
      answerSet({ water: [text] }),
      answerSet({ [text]: "yes", water: "yes" }),
    ]) {
      const { statusCode } = await server.anyone.post(`/a/${study.slug}/answers`, set);
      expect([201, 400, 422]).toContain(statusCode);
    }
    const reply = await server.app.inject({
      url: "/api/session",
      headers: { "accept-language": text, cookie: `x=${encodeURIComponent(text)}` },
    });
    expect(reply.statusCode).toBe(200);
  }
  expect(await count()).toHaveLength(before + statements.length);
  const kept = await server.database
    .selectFrom("responses.answer")
    .select("answers")
    .where("studyId", "=", study.id)
    .execute();
  expect(
    kept
      .map(({ answers }) => (answers as { wish?: string }).wish)
      .filter(Boolean)
      .sort(),
  ).toEqual([...statements].sort());
});

const sources = globSync("**/*.ts", { cwd: import.meta.dirname }).filter(
  (file) => !/\.(test|bench)\.ts$|(^|\/)testing\//.test(file),
);
/** Files of the server whose code matches, comments left out. */
const filesWith = (pattern: RegExp) =>
  sources
    .filter((file) =>
      pattern.test(
        readFileSync(join(import.meta.dirname, file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, ""),
      ),
    )
    .sort();

test("no text becomes code or an object of a class: nothing is evaluated, nothing is unserialised", async () => {
  expect(filesWith(/\beval\(|new Function\b|node:vm\b|v8"|deserialize/)).toEqual([]);
  // Programs that are started: the database, the portal, the other hosts of a trial. Never through a shell.
  expect(filesWith(/child_process/)).toEqual(["platform/embedded-postgres.ts", "releases/site.ts", "trial.ts"]);
  expect(filesWith(/shell: *true|\bexec\(`|execSync\(/)).toEqual([]);
  for (const type of [
    "application/x-php-serialized",
    "application/x-yaml",
    "application/java",
    "text/xml",
    "text/plain",
  ]) {
    const headers = { "content-type": type, "x-requested-with": "lang-nghe" };
    const reply = await server.app.inject({
      method: "POST",
      url: "/api/session",
      headers,
      payload: 'O:8:"Exploit":0:{}',
    });
    expect({ type, status: reply.statusCode }).toEqual({
      type,
      status: expect.toSatisfy((code: number) => code === 400 || code === 415),
    });
  }
});

test("the server goes out by one door, and SQL is written with parameters", () => {
  expect(
    filesWith(/\bfetch\(|node:https?"(?<!type .*)|undici|\bWebSocket\(/).filter((file) => {
      const code = readFileSync(join(import.meta.dirname, file), "utf8");
      return /\bfetch\(|undici|WebSocket\(|import \{[^}]*\b(request|get|createConnection)\b[^}]*\} from "node:(https?|net)"/.test(
        code,
      );
    }),
  ).toEqual(["platform/outgoing.ts"]);
  // sql.raw puts text into a statement as it is: only where the text is the program's own.
  expect(filesWith(/sql\.(raw|lit)\b|sql\.unsafe/)).toEqual([]);
});

test("a name in the Host header goes into no link, mail or page", async () => {
  const evil = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example",
    "x-original-url": "/evil.example",
  };
  for (const { url, method } of server.app.servedRoutes.filter(({ method }) => method === "GET")) {
    const asked = url.replace(/:\w+/g, id).replace("*", "");
    const reply = await server.app.inject({ method: method as "GET", url: asked, headers: evil });
    expect({ url, told: `${JSON.stringify(reply.headers)}${reply.body}`.includes("evil.example") }).toEqual({
      url,
      told: false,
    });
  }
  const administrator = await server.as("administrator");
  const { link } = (
    await administrator.post("/api/staff", {
      name: "Mới",
      username: "moi-vao",
      roles: [{ role: "reader", unitId: null, studyId: null }],
    })
  ).json();
  expect(link).toMatch(/^http:\/\/localhost:3000\/console\/password#/);
});

/** Scripts of a page that a browser would run. */
const scriptsOf = (html: string) =>
  [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script/gi)]
    .filter(([, attributes]) => !/type="application\/json"/.test(attributes!))
    .map(([whole]) => whole);

test("hostile words of a questionnaire are text on the answer page", async () => {
  const words = markup.map((text) => text.replaceAll("|", "/").replace("\u2028", "")).filter(Boolean);
  const page = async (texts: string[]) => {
    const choices = texts.map((text, i) => `| | water | c${i} | ${text} | ${text} |`).join("\n");
    const written = form
      .replace("| | water | dont_know |", `${choices}\n| | water | dont_know |`)
      .replace("Is there enough water?", texts[0]!)
      .replace("Do you agree?", texts[1]!);
    const study = await newStudy(staff);
    await staff.patch(`/api/studies/${study.id}`, { title: { vi: texts[2], en: texts[3] } });
    await staff.upload(`/api/studies/${study.id}/questionnaire`, `${texts[4]}.md`, formBytes(written));
    await staff.post(`/api/studies/${study.id}/questionnaire/publish`);
    const { slug } = (await staff.post(`/api/studies/${study.id}/open`)).json();
    return (await server.anyone.get(`/a/${slug}`)).body;
  };
  const plain = scriptsOf(await page(["a", "b", "c", "d", "e"]));
  expect(plain.length).toBeGreaterThan(0);
  const html = await page(words);
  expect(scriptsOf(html)).toEqual(plain);
  expect(html).not.toMatch(/<(img|svg|a href=javascript)/i);
  const inside = JSON.stringify(
    JSON.parse(/<script type="application\/json" id="form">([^<]*)<\/script>/.exec(html)?.[1] ?? "null"),
  );
  for (const text of words) expect(inside).toContain(JSON.stringify(text).slice(1, -1));
});

test("hostile words of staff are text on the pages for respondents", async () => {
  const officer = await server.as("data-protection-officer");
  for (const text of markup) {
    await officer.put("/api/rights/contact", { vi: text, en: text });
    for (const url of ["/privacy", "/privacy/en"]) {
      const { body } = await server.anyone.get(url);
      expect(body).not.toMatch(/<(script|img|svg|a href=javascript)/i);
      expect(body).toContain(escapeHtml(text.trim()));
    }
  }
  await officer.put("/api/rights/contact", { vi: "", en: "" });
});

test("what a refused file says of itself comes back as data, never as a page", async () => {
  const study = await newStudy(staff);
  const texts = markup.map((one) => one.replaceAll("|", "/"));
  const name = texts[2]!;
  const rows = texts.map((text) => `| | ${text} | ${text} | ${text} |`).join("\n");
  const quoted = texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
  const place = `/api/studies/${study.id}`;
  for (const reply of await Promise.all([
    staff.upload(
      `${place}/questionnaire`,
      `${name}.md`,
      formBytes(`| survey | | |\n| | type | name | label |\n${rows}\n`),
    ),
    staff.upload("/api/imports", `${name}.csv`, formBytes(`${quoted},${quoted}\n1,2\n`)),
    staff.upload(`${place}/margins`, `${name}.csv`, formBytes(`${quoted}\n1\n`)),
    staff.post(`${place}/margins`, { text: quoted }),
    staff.post(`${place}/questionnaire/template`, { name }),
  ])) {
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(reply.headers["content-type"]).toContain("application/problem+json");
    expect(reply.headers["x-content-type-options"]).toBe("nosniff");
    expect(String(reply.headers["content-security-policy"])).toContain("sandbox");
  }
});

test("an uploaded file is no address, no program and no name on the disk", async () => {
  const names = ["shell.php", "../site/shell.svg", "..\\site\\shell.html", "a\r\nSet-Cookie: x=1.csv"];
  const study = await newStudy(staff);
  const contents = ["a,b\n1,2\n", "<?php system($_GET[0]); ?>", "<svg onload=alert(1)>"];
  await Promise.all(
    names.map((name, i) => staff.upload("/api/imports", name, formBytes(contents[i % contents.length]!))),
  );
  const files = readdirSync(server.dataDirectory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const { name, parentPath } of files.filter(({ parentPath }) => parentPath.endsWith("waiting")))
    expect(`${parentPath.slice(server.dataDirectory.length)}/${name}`).toMatch(/^\/waiting\/[0-9a-f-]{36}$/);
  expect(files.map(({ name }) => name).filter((name) => /shell|htaccess|php|svg|con\./.test(name))).toEqual([]);
  for (const path of ["/shell.php", "/shell.html", "/site/shell.html", "/waiting/", "/published/", "/.htaccess"])
    expect((await asWritten(path)).status).toBe(404);
  // Its name comes back in one header, in which nothing can end a line.
  await staff.upload(`/api/studies/${study.id}/questionnaire`, 'a"; x\r\nSet-Cookie: x=1.md', formBytes());
  const source = await staff.get(`/api/studies/${study.id}/questionnaire/versions/0/source`);
  expect(source.headers["content-disposition"]).toMatch(/^attachment; filename\*=UTF-8''[\w%.~!*'()-]+$/);
  expect(source.headers["set-cookie"]).toBeUndefined();
  expect(source.headers["content-type"]).toBe("application/octet-stream");
});

test("no cell of an exported table is a formula, whatever labels begin with", async () => {
  const first = ["=cmd|' /C calc'!A0", "+84912", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x"];
  const label = (text: string) => ({ vi: text, en: text });
  const codes = first.map((_, i) => `c${i}`);
  const given: Partial<Variable> = {
    label: label('=HYPERLINK("http://evil.example","x")'),
    levels: codes.map((code, i) => ({ code, label: label(first[i]!), missing: null })),
  };
  const counts = Object.fromEntries(codes.map((code) => [code, 40]));
  const study = await frozenStudy(server, [levels("q", repeated(counts), given)], {
    study: { title: label("=1+1") },
  });
  const csv = (await staff.get(`/api/studies/${study}/tables.csv?ask=q`)).body.replace(/^\uFEFF/, "");
  const cells = [...csv.matchAll(/(?<=^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    (match) => match[1] ?? match[2]!,
  );
  expect(cells.filter((cell) => cell.startsWith("'=cmd"))).not.toEqual([]);
  expect(cells.filter((cell) => /^[=+@\t\r\n＝＋－＠-]/.test(cell) && !/^-?[\d.,]+$/.test(cell))).toEqual([]);

  const workbook = openZip((await staff.get(`/api/studies/${study}/tables.xlsx?ask=q`)).rawPayload, fileLimits);
  const text = (name: string) => new TextDecoder().decode(workbook.read(name));
  const parts = workbook.names.filter((name) => name.endsWith(".xml")).map(text);
  expect(parts.join("")).toContain("HYPERLINK");
  expect(parts.filter((part) => /<f[ >/]|ddeLink|externalLink/.test(part))).toEqual([]);
});

test("an address of mail holds one recipient and no line of its own", () => {
  for (const text of [
    "a@b.vn\r\nBcc: c@d.vn",
    "a@b.vn\nSubject: x",
    "a@b.vn, c@d.vn",
    "a@b.vn;c@d.vn",
    "<a@b.vn> c@d.vn",
    '"a\r\nBcc: x"@b.vn',
    "a@b.vn\u0000",
    "a@b.vn\u2028Bcc: c@d.vn",
    "a@[127.0.0.1]",
    "a@localhost",
    "a b@c.vn",
    "-oQ/tmp -X/tmp/x@b.vn",
  ])
    expect({ text, address: emailAddress(text) }).toEqual({ text, address: undefined });
  expect(emailAddress(" Nguyen.Van-A@Khao-Sat.vn ")).toBe("nguyen.van-a@khao-sat.vn");
});
