/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleReleases, probabilityRelease, syntheticRelease } from "./example-releases.ts";
import { publish } from "./index.ts";

const executablePath = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => existsSync(path));
const there = executablePath !== undefined;
if (!there) process.stderr.write("chromium: not present, reading the portal in a browser is skipped\n");

const types: Record<string, string> = { html: "text/html", css: "text/css", svg: "image/svg+xml", woff2: "font/woff2" };
const paths = ["", "phuong-phap/", ...exampleReleases.map(({ slug }) => `${slug}/`), "da-go/"];
let folder: string;
let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "portal-reading-"));
  const [from, to] = [join(folder, "published"), join(folder, "site")];
  await mkdir(from);
  const put = (release: { slug: string }) => writeFile(join(from, `${release.slug}.json`), JSON.stringify(release));
  for (const release of exampleReleases) await put(release);
  await put({ ...probabilityRelease, slug: "da-go" });
  await publish({ from, to, base: null, today: "2026-11-01" });
  await rm(join(from, "da-go.json"));
  await publish({ from, to, base: null, today: "2026-11-02" });
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://portal").pathname;
    const file = join(to, path.endsWith("/") ? `${path}index.html` : path);
    readFile(file).then(
      (body) => response.setHeader("content-type", types[file.split(".").pop() ?? ""] ?? "text/plain").end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

for (const [colorScheme, root] of [
  ["light", ""],
  ["dark", "en/"],
] as const) {
  test.runIf(there)(`no page has a serious barrier in the ${colorScheme} theme`, { timeout: 90_000 }, async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    for (const path of paths.map((path) => root + path)) {
      await page.goto(`${origin}/${path}`);
      const { violations } = await new AxeBuilder({ page })
        .options({ resultTypes: ["violations"] })
        .setLegacyMode(true)
        .analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
        path,
      ).toEqual([]);
    }
    await context.close();
  });
}

test.runIf(there)(
  "everything is read without JavaScript, on the smallest phone, without sideways scrolling",
  { timeout: 60_000 },
  async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("requestfailed", (request) => complaints.push(`failed ${request.url()}`));
    page.on("response", (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    for (const path of paths) {
      await page.goto(`${origin}/${path}`);
      const body = await page.locator("body").boundingBox();
      expect(body!.width, path).toBe(320);
      // The widest thing on the page, tables in their own scrolling frames apart.
      for (const part of await page
        .locator("main > *, main section, main h1, main h2, main dl, .chart:visible")
        .all()) {
        const box = await part.boundingBox();
        if (box) expect(box.x + box.width, path).toBeLessThanOrEqual(321);
      }
    }
    expect(complaints).toEqual([]);
    await page.goto(`${origin}/${probabilityRelease.slug}/`);
    await expect(page.locator(".chart:visible svg").first().isVisible()).resolves.toBe(true);
    expect(await page.locator("#table-1 table").textContent()).toContain("43,7\u00a0%");
    await page.getByRole("link", { name: "English" }).click();
    expect(await page.locator("h1").textContent()).toContain("one-stop shop");
    await context.close();
  },
);

test.runIf(there)("a downloaded chart is a picture of its own that fits its frame", { timeout: 60_000 }, async () => {
  const page = await browser.newPage();
  for (const { slug, tables } of [probabilityRelease, syntheticRelease]) {
    for (const index of tables.keys()) {
      await page.goto(`${origin}/${slug}/chart-${index + 1}.svg`);
      const beyond = await page.evaluate(() => {
        const frame = document.documentElement.getBoundingClientRect();
        const inside = (box: DOMRect) =>
          box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1 && box.left >= frame.left - 1;
        return [...document.querySelectorAll("text, rect, circle")]
          .filter((part) => !inside(part.getBoundingClientRect()))
          .map((part) => part.textContent);
      });
      expect(beyond, `${slug} ${index}`).toEqual([]);
    }
  }
  await page.close();
});
