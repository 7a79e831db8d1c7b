import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PublishedRelease } from "@lang-nghe/contract";
import { Value } from "typebox/value";

/** Why a released file is not published. */
export class ReleaseFileError extends Error {
  override readonly name = "ReleaseFileError";
  readonly code: "not-json" | "not-a-release" | "wrong-slug" | "withheld-with-numbers";
  constructor(code: ReleaseFileError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

export interface ReleaseFile {
  readonly release: PublishedRelease;
  /** The file as it lies there: offered for download unchanged, so that its hash can be checked. */
  readonly source: string;
}

export interface BadFile {
  readonly file: string;
  /** The slug the file would have had. */
  readonly slug: string;
  readonly reason: string;
}

export const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/;
/** Names that pages of the site have taken. */
const takenSlugs = new Set(["en", "phuong-phap", "fonts"]);

/**
 * What is withheld must not be in the file at all: not in an estimate, not in its column, not in the sensitivity rows,
 * from which a share could be computed back.
 */
function numbersBesideWithheld(release: PublishedRelease): string | null {
  for (const [index, { table }] of release.tables.entries()) {
    const place = `tables[${index}]`;
    const closed = new Set<string | null>();
    for (const column of table.columns) {
      if (column.withheld === null) continue;
      closed.add(column.code);
      if (column.n !== null || column.effectiveBase !== null) return `${place}, column ${column.code ?? "all"}`;
    }
    for (const estimate of table.estimates) {
      const { n, estimate: value, se, low, high, df, deff, effectiveBase } = estimate;
      if (estimate.withheld === null && !closed.has(estimate.by)) continue;
      const numbers = [n, value, se, low, high, df, deff, effectiveBase];
      if (numbers.some((number) => number !== null)) {
        return `${place}, level ${estimate.level ?? "mean"}, by ${estimate.by ?? "all"}`;
      }
    }
    const total = table.estimates.filter((estimate) => estimate.by === null && estimate.withheld !== null);
    const levels = new Set(total.map((estimate) => estimate.level));
    const rows = release.sensitivity.filter((part) => part.table === index).flatMap((part) => part.rows);
    const leaking = rows.find((row) => levels.has(row.level));
    if (leaking) return `sensitivity of ${place}, level ${leaking.level}`;
  }
  return null;
}

/** One released file's text → the release, or an error that says what is wrong and where. */
export function parseRelease(source: string, slug: string): PublishedRelease {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    throw new ReleaseFileError("not-json", "the file is not JSON");
  }
  if (!Value.Check(PublishedRelease, parsed)) {
    const first = [...Value.Errors(PublishedRelease, parsed)][0];
    const where = first ? `${first.instancePath || "/"} ${first.message}` : "unknown place";
    throw new ReleaseFileError("not-a-release", `the file does not follow lang-nghe-release-1: ${where}`);
  }
  if (parsed.slug !== slug || !slugPattern.test(slug) || takenSlugs.has(slug)) {
    throw new ReleaseFileError("wrong-slug", `the slug in the file must be the file's name, of a-z, 0-9 and hyphens`);
  }
  const leak = numbersBesideWithheld(parsed);
  if (leak !== null) throw new ReleaseFileError("withheld-with-numbers", `a withheld figure carries numbers: ${leak}`);
  return parsed;
}

/** All released files of a folder, newest first; files that cannot be published are named, and stop nothing. */
export async function readReleases(folder: string): Promise<{ files: ReleaseFile[]; bad: BadFile[] }> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json") && !name.startsWith(".")).sort();
  const files: ReleaseFile[] = [];
  const bad: BadFile[] = [];
  for (const name of names) {
    const slug = name.slice(0, -".json".length);
    try {
      const source = await readFile(join(folder, name), "utf8");
      files.push({ release: parseRelease(source, slug), source });
    } catch (error) {
      bad.push({ file: name, slug, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const byDay = (a: ReleaseFile, b: ReleaseFile) =>
    b.release.publishedOn.localeCompare(a.release.publishedOn) || (a.release.slug < b.release.slug ? -1 : 1);
  return { files: files.sort(byDay), bad };
}
