// Each type of question in both languages, by day and night, on a phone and a desk: nothing overflows, axe is content,
// and with PICTURES=1 pictures are left in screenshots/ to be looked at.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnswerPage, buildAnswerPage, everyQuestionType, openAnswerHost } from "./testing/answer-host.ts";
import { expectAccessible, launchBrowser, picture } from "./testing/browser.ts";

let page: AnswerPage;
let browser: Browser;
beforeAll(async () => {
  page = await buildAnswerPage();
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const words = {
  vi: { language: /^Tiếng Việt/, agree: "Tôi đồng ý trả lời", next: "Tiếp tục", add: /^Thêm/, send: "Gửi câu trả lời" },
  en: { language: /^English/, agree: "I agree to answer", next: "Continue", add: /^Add/, send: "Send my answers" },
};

async function look(tab: Page, name: string): Promise<void> {
  const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  await expectAccessible(tab);
  await picture(tab, `answer-${name}`);
}

test.each([
  ["vi", 320, "light"],
  ["en", 360, "dark"],
  ["vi", 1280, "dark"],
  ["en", 1280, "light"],
] as const)("in %s at %i px, %s", async (language, width, colorScheme) => {
  const host = await openAnswerHost(page, everyQuestionType("pages"), { synthetic: true });
  const context = await browser.newContext({
    viewport: { width, height: 740 },
    colorScheme,
    isMobile: width < 500,
    hasTouch: width < 500,
    reducedMotion: "reduce",
  });
  const tab = await context.newPage();
  const name = (screen: string) => `${screen}-${language}-${width}-${colorScheme}`;
  const say = words[language];
  const next = () => tab.getByRole("button", { name: say.next, exact: true }).click();

  await tab.goto(`${host.url}/a/thu`);
  await tab.getByRole("button", { name: say.language }).click();
  await look(tab, name("consent"));
  await tab.getByRole("button", { name: say.agree }).click();
  await tab.locator("input[type=radio][value=yes]").check();
  await tab.locator("input[type=radio][value='4']").check();
  await look(tab, name("choices"));
  await next();
  await tab.locator("#q-day").fill("31");
  await tab.locator("#q-day-month").fill("2");
  await tab.locator("#q-day-year").fill("2026");
  await next();
  await tab.getByRole("alert").waitFor();
  await look(tab, name("faults"));
  await tab.locator("#q-minutes").fill("45");
  await tab.locator("#q-day").fill("6");
  await tab.locator("#q-trust").fill("7");
  await next();
  await tab.locator("input[type=checkbox]").first().check();
  await tab.locator(".ln-add").nth(1).click();
  await tab.locator(".ln-add").first().click();
  await look(tab, name("several-and-rank"));
  await tab.locator(".ln-add").first().click();
  await next();
  await tab.getByRole("button", { name: say.add }).click();
  await tab.locator("input[inputmode=numeric]").fill("12");
  await next();
  await look(tab, name("repeat"));
  await next();
  await next();
  await tab.getByRole("button", { name: say.send }).click();
  await tab.locator(".done").waitFor();
  await look(tab, name("thanks"));
  await context.close();
  await host.close();
});
