import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openServer, type TestServer } from "../testing/index.ts";
import { openedStudy } from "../testing/water-study.ts";
import { announceAnswerPage, pageWithoutForm } from "./index.ts";

let server: TestServer;
let root: string;
const built = new URL("../../../answer/dist/index.html", import.meta.url);
beforeAll(async () => {
  server = await openServer();
  root = mkdtempSync(join(tmpdir(), "lang-nghe-page-"));
  mkdirSync(join(root, "apps/answer/dist"), { recursive: true });
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await server.close();
});

const announce = () => announceAnswerPage({ database: server.database, config: { ...server.config, root } });
const announced = async () =>
  (
    await server.database
      .selectFrom("transparency.leaf")
      .select("body")
      .where("kind", "=", "application")
      .orderBy("index")
      .execute()
  ).map(({ body }) => body);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("each build of the answer page stands in the log once, however often the host starts", async () => {
  await announce();
  expect(await announced()).toEqual([]);
  for (const html of ["<p>one</p>", "<p>one</p>", "<p>two</p>", "<p>one</p>"]) {
    writeFileSync(join(root, "apps/answer/dist/index.html"), html);
    await announce();
  }
  const entry = (html: string) => `answer-page sha256 ${sha256(html)}`;
  expect(await announced()).toEqual([entry("<p>one</p>"), entry("<p>two</p>"), entry("<p>one</p>")]);
});

test("the issuer announces the page of invitations, and the collector none", async () => {
  writeFileSync(join(root, "apps/answer/dist/invitation.html"), "<p>invited</p>");
  const before = await announced();
  const { config, database } = server;
  await announceAnswerPage({ database, config: { ...config, root, role: "collector" } });
  expect(await announced()).toEqual(before);
  await announceAnswerPage({ database, config: { ...config, root, role: "issuer" } });
  expect(await announced()).toEqual([...before, `answer-page sha256 ${sha256("<p>invited</p>")}`]);
});

test.skipIf(!existsSync(built))(
  "the page that a respondent is given is, without its form, the one in the log",
  async () => {
    cpSync(built, join(root, "apps/answer/dist/index.html"));
    await announce();
    const lead = await server.as("study-lead");
    const pages = await Promise.all(
      [await openedStudy(lead), await openedStudy(lead)].map(({ slug }) => server.anyone.get(`/a/${slug}`)),
    );
    expect(pages[0]!.body).not.toBe(pages[1]!.body);
    const last = (await announced()).at(-1);
    for (const { body } of pages) {
      expect(`answer-page sha256 ${sha256(pageWithoutForm(body))}`).toBe(last);
      expect(`answer-page sha256 ${sha256(pageWithoutForm(body.replace("</body>", "<b></b></body>")))}`).not.toBe(last);
    }
  },
);
