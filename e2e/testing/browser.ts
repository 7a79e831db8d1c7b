import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import { root } from "./system.ts";

/** The same browser without a window's own parts, where Debian's package of it is there: half the work beside the page. */
const shell = "/usr/bin/chromium-headless-shell";

/** Debian's Chromium, without the start-up calls that a closed network refuses. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: existsSync(shell) ? shell : "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: "vi-VN",
};
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: "vi-VN" };

/** What other colours, another width and another language can change; how things are built is judged once. */
const rulesOfLooks = [
  ...["color-contrast", "target-size", "scrollable-region-focusable", "aria-hidden-focus"],
  ...["button-name", "link-name", "label", "label-content-name-mismatch"],
];

/**
 * No serious or critical finding of axe on the page as it stands.
 * @param again the same page was judged in other colours or another width: only what these decide.
 */
export async function expectAccessible(page: Page, { again = false } = {}): Promise<void> {
  const builder = new AxeBuilder({ page })
    // Only what is wrong is worked out in full, and in the page itself where no frame is inside: a third of the time.
    .options({ resultTypes: ["violations"] })
    .setLegacyMode(page.frames().length === 1);
  const judged = again
    ? builder.withRules(rulesOfLooks)
    : builder.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  const { violations } = await judged.analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    serious.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
  ).toEqual([]);
}

/** With PICTURES in the environment, a picture of the screen in screenshots/, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await takePicture(page, name);
}

async function takePicture(page: Page, name: string): Promise<void> {
  const folder = join(root, "screenshots");
  mkdirSync(folder, { recursive: true });
  // The bar that stays at the top belongs at the top.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, scale: "css" });
}

/** Longest wait for anything a person expects at once. */
const patience = 15_000;

/** What a browser says when a page wants more than its policy allows. */
const violation =
  /violated policy|Content Security Policy|Trusted(HTML|ScriptURL|Script)\b|Permissions policy violation/i;

/**
 * Keeps what a page of `context` should never do: break its policy (content security, Trusted Types), or ask any host that is
 * not of this machine.
 */
async function keepTrespasses(context: BrowserContext, kept: string[]): Promise<void> {
  context.on("console", (message) => {
    if (violation.test(message.text())) kept.push(message.text());
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const ours = ["localhost", "127.0.0.1"].includes(hostname) || ["blob:", "data:", "about:"].includes(protocol);
    if (!ours) kept.push(`request to ${request.url()}`);
  });
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`violated policy ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`),
    ),
  );
}

/**
 * A tab that fails soon, and whose script errors and trespasses (broken policies, requests to other hosts) are kept: a journey
 * ends with none.
 */
export async function openTab(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ tab: Page; failures: string[] }> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const failures: string[] = [];
  await keepTrespasses(context, failures);
  const tab = await context.newPage();
  tab.setDefaultTimeout(patience);
  tab.on("pageerror", (error) => failures.push(error.message));
  return { tab, failures };
}

/** After a test that failed: what was on the screen. */
export function pictureFailures(tab: () => Page | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    await takePicture(tab()!, `failed-${task.name.replace(/[^a-z0-9]+/gi, "-").slice(0, 60)}`).catch(() => undefined);
  });
}

/** Nothing loads any more, and charts have been drawn again after a change of width. */
async function settle(page: Page): Promise<void> {
  await page
    .getByText(/^(Đang tải…|Loading…)$/)
    .first()
    .waitFor({ state: "hidden" });
  await page.waitForTimeout(100);
}

/** Chooses a language of the console where the screen has the switch. */
async function speak(page: Page, language: "vi" | "en"): Promise<void> {
  const choice = page.locator(`label:has(span[lang=${language}])`);
  if (await choice.count()) await choice.click();
}

/**
 * A screen of the console as three people see it: Vietnamese by day at the desk and on a phone, English by night on a
 * phone. Axe is content and nothing is wider than the screen; the pictures are left to be looked at.
 */
export async function lookAtScreen(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const [language, colorScheme, width] of [
    ["vi", "light", 1280],
    ["vi", "light", 360],
    ["en", "dark", 360],
  ] as const) {
    if (language === "en") {
      await speak(page, language);
      await page.emulateMedia({ colorScheme });
    }
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    await settle(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${name} in ${language} is wider than ${width} px`).toBeLessThanOrEqual(0);
    await picture(page, `${name}-${language}-${width}-${colorScheme}`);
    // Wide by day, narrow by night: every part of the screen is judged in each of its two forms.
    if (width === 1280 || language === "en") await expectAccessible(page, { again: language === "en" });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
  await speak(page, "vi");
  await settle(page);
}
