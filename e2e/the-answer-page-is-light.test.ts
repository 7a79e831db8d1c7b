import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { importXlsForm, parseMarkdownForm } from "@lang-nghe/questionnaire/xlsform";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnswerPage, buildAnswerPage, openAnswerHost, pageWithForm } from "./testing/answer-host.ts";
import { launchBrowser, phone } from "./testing/browser.ts";
import { openInvitationHost } from "./testing/invitation-host.ts";
import { recordCounts } from "./testing/proof.ts";
import { root } from "./testing/system.ts";

/** Everything the respondent waits for: HTML, script, styles and the form of the largest example. */
const mostBytes = 50 * 1024;

let page: AnswerPage;
let invitation: AnswerPage;
let browser: Browser;
let questionnaire: Questionnaire;
beforeAll(async () => {
  page = await buildAnswerPage();
  invitation = await buildAnswerPage("invitation");
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

/** A tab of a slow phone on a slow network, and what it asks for. */
async function slowTab(): Promise<{ tab: Page; requests: string[] }> {
  const context = await browser.newContext(phone);
  const tab = await context.newPage();
  const requests: string[] = [];
  tab.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  const protocol = await context.newCDPSession(tab);
  await protocol.send("Network.enable");
  await protocol.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 400_000 / 8,
    uploadThroughput: 400_000 / 8,
  });
  await protocol.send("Emulation.setCPUThrottlingRate", { rate: 2 });
  return { tab, requests };
}

test("the whole answer page with the example's form is at most 50 KB gzipped", () => {
  const form = { slug: "dich-vu-cong", version: 1, test: false, synthetic: true, state: "open", questionnaire };
  const bytes = gzipSync(pageWithForm(page, form), { level: 9 }).length;
  recordCounts({ answerPageBytes: bytes });
  expect(bytes).toBeLessThanOrEqual(mostBytes);
});

test("the page of an invitation with the example's form and the manifest is at most 50 KB gzipped", async () => {
  const host = await openInvitationHost(invitation, questionnaire);
  const { page: own, form, manifest } = host.bytes;
  await host.close();
  recordCounts({ invitationPageBytes: own, invitationFormBytes: form, invitationManifestBytes: manifest });
  expect(own + form + manifest).toBeLessThanOrEqual(mostBytes);
});

test("it is usable within 3 s at 400 kbit/s and 400 ms, in one request, on a slow phone", async () => {
  const host = await openAnswerHost(page, questionnaire, { synthetic: true });
  const { tab, requests } = await slowTab();
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
  expect(requests).toEqual([`${host.url}/a/thu`]);
  await tab.context().close();
  await host.close();
});

test("by invitation it is usable within 3 s there too, from the link to the words before consent", async () => {
  const host = await openInvitationHost(invitation, questionnaire);
  const { tab, requests } = await slowTab();
  const start = performance.now();
  await tab.goto(`${host.url}#abcdefghijklmnopqrst`, { waitUntil: "commit" });
  await tab.getByRole("button", { name: "Tiếp tục" }).click();
  await tab.getByRole("button", { name: "Tôi đồng ý trả lời" }).waitFor();
  const seconds = (performance.now() - start) / 1000;
  recordCounts({ invitationUsableSeconds: seconds.toFixed(2) });
  expect(seconds).toBeLessThan(3);
  expect(seconds).toBeGreaterThan(0.8);
  expect(requests).toHaveLength(3);
  expect(requests.join()).not.toContain("abcdefghij");
  await tab.context().close();
  await host.close();
});
