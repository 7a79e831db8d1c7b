import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLinkRelease, probabilityRelease, syntheticRelease } from "./example-releases.ts";
import { publish } from "./index.ts";

let folder: string;
let from: string;
let to: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "portal-"));
  from = join(folder, "published");
  to = join(folder, "site");
  await mkdir(from);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (today: string) => publish({ from, to, base: null, today });
const put = (release: { slug: string }) => writeFile(join(from, `${release.slug}.json`), JSON.stringify(release));
const page = (path: string) => readFile(join(to, path), "utf8");

test("released files become a site with its type family, and nothing is left lying beside it", async () => {
  await put(probabilityRelease);
  await put(openLinkRelease);
  expect(await run("2026-11-01")).toEqual({ releases: 2, withdrawn: 0, bad: [] });
  expect((await readdir(folder)).sort()).toEqual(["published", "site"]);
  expect(await readdir(join(to, "fonts"))).toContain("be-vietnam-pro-vietnamese-400-normal.woff2");
  const home = await page("index.html");
  expect(home.indexOf(probabilityRelease.slug)).toBeLessThan(home.indexOf(openLinkRelease.slug));
});

test("a withdrawn release leaves a page that says so and none of its figures, also at the next runs", async () => {
  await put(probabilityRelease);
  await put(openLinkRelease);
  await run("2026-11-01");
  await rm(join(from, `${probabilityRelease.slug}.json`));
  await run("2026-11-05");
  await run("2026-11-09");
  expect(await readdir(join(to, probabilityRelease.slug))).toEqual(["index.html"]);
  const text = await page(`${probabilityRelease.slug}/index.html`);
  expect(text).toContain("đã được gỡ xuống");
  expect(text).toContain("05/11/2026");
  expect(text).not.toContain("43,7");
  expect(await page(`en/${probabilityRelease.slug}/index.html`)).toContain("has been withdrawn");
  await put(probabilityRelease);
  await run("2026-11-10");
  expect(await page(`${probabilityRelease.slug}/index.html`)).toContain("43,7");
});

test("a bad file is named and skipped; the others are written, and what it published before stays", async () => {
  await put(probabilityRelease);
  await run("2026-11-01");
  await writeFile(join(from, `${probabilityRelease.slug}.json`), "{ half a fi");
  await writeFile(join(from, "khac.json"), JSON.stringify({ ...syntheticRelease, slug: "../../etc" }));
  await put(openLinkRelease);
  const result = await run("2026-11-02");
  expect(result.bad.map(({ file }) => file)).toEqual([`${probabilityRelease.slug}.json`, "khac.json"]);
  expect(result.releases).toBe(1);
  expect(await page(`${probabilityRelease.slug}/index.html`)).toContain("43,7");
  expect(await page(`${openLinkRelease.slug}/index.html`)).toContain("41");
});

test("a folder that the portal did not make is left alone", async () => {
  await mkdir(to);
  await writeFile(join(to, "thesis.docx"), "years of work");
  await expect(run("2026-11-01")).rejects.toThrow(/not made by the portal/);
  expect(await page("thesis.docx")).toBe("years of work");
  await expect(publish({ from, to: join(from, "site"), base: null, today: "2026-11-01" })).rejects.toThrow(/apart/);
});

test("the process ends with 0, 1 for skipped files, 2 when nothing was written", async () => {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const outcome = (...words: string[]) =>
    new Promise<{ code: number; errors: string }>((resolve) => {
      execFile(process.execPath, [main, ...words], (error, _, errors) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, errors }),
      );
    });
  await put(openLinkRelease);
  expect((await outcome("--from", from, "--to", to, "--base", "https://example.org/kq")).code).toBe(0);
  expect(await page("index.html")).toContain('rel="canonical" href="https://example.org/kq/"');
  await writeFile(join(from, "hong.json"), "[]");
  const skipped = await outcome("--from", from, "--to", to);
  expect(skipped.code).toBe(1);
  expect(skipped.errors).toContain("hong.json");
  expect((await outcome("--from", join(folder, "nowhere"), "--to", to)).code).toBe(2);
}, 20_000);
