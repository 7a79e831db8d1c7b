// A respondent on a phone, against the real server: from the link to thanks, and the test page beside it.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerAll, words } from "./testing/answering.ts";
import { expectAccessible, launchBrowser, phone, picture } from "./testing/browser.ts";
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
let system: System;
let browser: Browser;
let request: Awaited<ReturnType<typeof signIn>>;
let study: { id: string; slug: string };
beforeAll(async () => {
  system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  browser = await launchBrowser();
  request = await signIn(system);
  study = await reply("POST", "/api/studies", { title: { vi: "Dịch vụ công", en: "Public services" } });
  await reply("POST", `/api/studies/${study.id}/questionnaire/template`, { template: "lao-cai-services" });
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

async function reply(method: string, path: string, body?: unknown) {
  const response = await request(method, path, body);
  expect(response.status, `${method} ${path}`).toBeLessThan(300);
  return response.json();
}

async function arrive(context: BrowserContext, path: string): Promise<Page> {
  const tab = await context.newPage();
  const response = await tab.goto(system.url + path);
  expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
  expect(response?.headers()["set-cookie"]).toBeUndefined();
  await tab.getByRole("button", { name: /^Tiếng Việt/ }).click();
  await expectAccessible(tab);
  await tab.getByRole("button", { name: words.agree }).click();
  await tab.getByRole("button", { name: words.next }).waitFor();
  return tab;
}

test("a test answer goes its own way, marked on the page and kept apart", async () => {
  const { testLink } = await reply("GET", `/api/studies/${study.id}/questionnaire`);
  const context = await browser.newContext(phone);
  const tab = await arrive(context, new URL(testLink, system.url).pathname);
  await tab.getByText("Bản thử").waitFor();
  await answerAll(tab);
  await tab.getByRole("button", { name: words.send }).click();
  await tab.getByText("Đây là câu trả lời thử").waitFor();
  expect((await reply("GET", `/api/studies/${study.id}/questionnaire`)).testAnswers).toBe(1);
  await context.close();
});

test("a respondent agrees, answers page by page, survives a reload, and is thanked once it is stored", async () => {
  await reply("POST", `/api/studies/${study.id}/questionnaire/publish`);
  await reply("POST", `/api/studies/${study.id}/open`);
  const context = await browser.newContext(phone);
  const sent: unknown[] = [];
  const failures: string[] = [];
  const tab = await arrive(context, `/a/${study.slug}`);
  tab.on("pageerror", (error) => failures.push(error.message));
  tab.on("request", (outgoing) => {
    if (outgoing.url().endsWith("/answers")) sent.push(outgoing.postDataJSON());
  });
  await answerAll(tab, async (page) => {
    await expectAccessible(tab);
    if (page === 1) {
      await picture(tab, "answer-vi-360-page");
      const before = await tab.locator("input:checked").count();
      await tab.reload();
      expect(await tab.locator("input:checked").count()).toBe(before);
    }
  });
  await tab.getByRole("button", { name: words.send }).click();
  await tab.getByText("Câu trả lời đã được nhận").waitFor();
  await picture(tab, "answer-vi-360-thanks");
  expect(failures).toEqual([]);
  expect(await context.cookies()).toEqual([]);

  // The server holds this very set: sent again it is "already here" (200), with other content a conflict (409).
  const [set] = sent as [Record<string, unknown>];
  const again = (body: unknown) =>
    fetch(`${system.url}/a/${study.slug}/answers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await again(set)).status).toBe(200);
  expect((await again({ ...set, language: "en" })).status).toBe(409);
  await context.close();
});
