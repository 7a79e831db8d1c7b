import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { importXlsForm, parseMarkdownForm } from "@lang-nghe/questionnaire/xlsform";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnswerPage, buildAnswerPage, openAnswerHost, pageWithForm } from "./testing/answer-host.ts";
import { launchBrowser, phone } from "./testing/browser.ts";
import { recordCounts } from "./testing/proof.ts";
import { root } from "./testing/system.ts";

/** Everything the respondent waits for: HTML, script, styles and the example's form. */
const mostBytes = 50 * 1024;

let page: AnswerPage;
let browser: Browser;
let questionnaire: Questionnaire;
beforeAll(async () => {
  page = await buildAnswerPage();
  browser = await launchBrowser();
  const text = readFileSync(join(root, "examples/lao-cai-services/form.md"), "utf8");
  const form = importXlsForm(parseMarkdownForm(/^## survey/m.test(text) ? sheetsUnderHeadings(text) : text));
  if (!("questionnaire" in form)) throw new Error(JSON.stringify(form.problems));
  questionnaire = form.questionnaire;
});
afterAll(() => browser?.close());

/** A form whose sheets stand under headings, as one table with the sheets' names in the first column. */
function sheetsUnderHeadings(text: string): string {
  return text.replace(/^\|/gm, "| |").replace(/^## (\w+)$/gm, "| $1 |");
}

test("the whole answer page with the example's form is at most 50 KB gzipped", () => {
  const form = { slug: "dich-vu-cong", version: 1, test: false, synthetic: true, state: "open", questionnaire };
  const bytes = gzipSync(pageWithForm(page, form), { level: 9 }).length;
  recordCounts({ answerPageBytes: bytes });
  expect(bytes).toBeLessThanOrEqual(mostBytes);
});

test("the page of an invitation is at most 50 KB gzipped", async () => {
  const { html } = await buildAnswerPage("invitation");
  const bytes = gzipSync(html, { level: 9 }).length;
  recordCounts({ invitationPageBytes: bytes });
  expect(bytes).toBeLessThanOrEqual(mostBytes);
});

test("it is usable within 3 s at 400 kbit/s and 400 ms, in one request, on a slow phone", async () => {
  const host = await openAnswerHost(page, questionnaire, { synthetic: true });
  const context = await browser.newContext(phone);
  const tab = await context.newPage();
  const requests: string[] = [];
  tab.on("request", (request) => requests.push(request.url()));
  const protocol = await context.newCDPSession(tab);
  await protocol.send("Network.enable");
  await protocol.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 400_000 / 8,
    uploadThroughput: 400_000 / 8,
  });
  await protocol.send("Emulation.setCPUThrottlingRate", { rate: 2 });
  const start = performance.now();
  await tab.goto(`${host.url}/a/thu`, { waitUntil: "commit" });
  await tab.getByRole("button", { name: "Tiếng Việt" }).click();
  const agree = tab.getByRole("button", { name: "Tôi đồng ý trả lời" });
  await agree.waitFor();
  const seconds = (performance.now() - start) / 1000;
  recordCounts({ answerPageUsableSeconds: seconds.toFixed(2) });
  expect(seconds).toBeLessThan(3);
  // The network was really slow: the bytes alone take longer than half a second.
  expect(seconds).toBeGreaterThan(0.8);
  expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([`${host.url}/a/thu`]);
  await context.close();
  await host.close();
});
