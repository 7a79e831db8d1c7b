import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fontFiles } from "@lang-nghe/ui/theme";
import type { WithdrawnRelease } from "./home-page.ts";
import { type BadFile, type ReleaseFile, readReleases, slugPattern } from "./read-releases.ts";
import { type Manifest, renderSite } from "./site.ts";

/** The portal will not touch what it did not make. */
export class PortalFolderError extends Error {
  override readonly name = "PortalFolderError";
  readonly code: "not-a-portal" | "inside-each-other";
  constructor(code: PortalFolderError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

export interface PublishOptions {
  /** Folder of released files. */
  readonly from: string;
  /** Folder of the site; made, or replaced as a whole. */
  readonly to: string;
  readonly base: string | null;
  /** Day of this run (ISO 8601), printed where a release is found withdrawn. */
  readonly today: string;
}

export interface Published {
  readonly releases: number;
  readonly withdrawn: number;
  readonly bad: readonly BadFile[];
}

const emptyManifest: Manifest = { format: "lang-nghe-portal-1", releases: [], withdrawn: [] };

async function manifestOf(folder: string): Promise<Manifest> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return emptyManifest;
  }
  if (names.length === 0) return emptyManifest;
  try {
    const parsed = JSON.parse(await readFile(join(folder, "releases.json"), "utf8")) as Manifest;
    if (parsed.format === "lang-nghe-portal-1") {
      const usable = ({ slug }: { slug: string }) => slugPattern.test(slug);
      return { ...parsed, releases: parsed.releases.filter(usable), withdrawn: parsed.withdrawn.filter(usable) };
    }
  } catch {
    // Falls through: without our list the folder is somebody else's.
  }
  throw new PortalFolderError(
    "not-a-portal",
    `${folder} is not empty and was not made by the portal: choose another folder`,
  );
}

/** Public before, not there now, and not merely broken. */
function withdrawnNow(before: Manifest, files: readonly ReleaseFile[], bad: readonly BadFile[], today: string) {
  const here = new Set([...files.map(({ release }) => release.slug), ...bad.map(({ slug }) => slug)]);
  const entries: WithdrawnRelease[] = [
    ...before.releases.map((entry) => ({ ...entry, withdrawnOn: today })),
    ...before.withdrawn,
  ];
  return entries.filter((entry) => !here.has(entry.slug));
}

async function writeFonts(folder: string): Promise<void> {
  const family = dirname(createRequire(import.meta.url).resolve("@fontsource/be-vietnam-pro/package.json"));
  await mkdir(join(folder, "fonts"), { recursive: true });
  for (const { path, name } of fontFiles()) await copyFile(join(family, path), join(folder, "fonts", name));
  await copyFile(join(family, "LICENSE"), join(folder, "fonts", "LICENSE.txt"));
}

/** Puts a finished folder in another's place: readers see the old site or the new one, never half of each. */
async function swap(finished: string, place: string): Promise<void> {
  const old = join(dirname(place), `.${basename(place)}.old-${process.pid}`);
  let moved = true;
  try {
    await rename(place, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    moved = false;
  }
  try {
    await rename(finished, place);
  } catch (error) {
    if (moved) await rename(old, place);
    throw error;
  }
  if (moved) await rm(old, { recursive: true, force: true });
}

/**
 * Reads the released files of `from` and writes the whole site to `to`. A file that cannot be published is named in the
 * result; what it published before, if it did, stays as it was.
 */
export async function publish({ from, to, base, today }: PublishOptions): Promise<Published> {
  const [source, place] = [resolve(from), resolve(to)];
  if (`${place}/`.startsWith(`${source}/`) || `${source}/`.startsWith(`${place}/`)) {
    throw new PortalFolderError("inside-each-other", "the folders of released files and of the site must lie apart");
  }
  const before = await manifestOf(place);
  const { files, bad } = await readReleases(source);
  const withdrawn = withdrawnNow(before, files, bad, today);
  const site = renderSite(files, withdrawn, { base });
  const fresh = join(dirname(place), `.${basename(place)}.new-${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  try {
    for (const [path, text] of site) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), text);
    }
    await writeFonts(fresh);
    const kept = before.releases.filter((entry) => bad.some(({ slug }) => slug === entry.slug));
    for (const { slug } of kept) {
      for (const folder of [slug, join("en", slug)]) {
        await cp(join(place, folder), join(fresh, folder), { recursive: true });
      }
    }
    if (kept.length > 0) {
      const manifest = JSON.parse(site.get("releases.json")!) as Manifest;
      const releases = [...manifest.releases, ...kept];
      await writeFile(join(fresh, "releases.json"), `${JSON.stringify({ ...manifest, releases }, null, 1)}\n`);
    }
    await swap(fresh, place);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  return { releases: files.length, withdrawn: withdrawn.length, bad };
}
