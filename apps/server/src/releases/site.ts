import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../platform/platform.ts";
import { publicReleases } from "./queries.ts";

/**
 * Writes the released files (DATA_DIR/published) and lets the portal, a process of its own that knows no database, make the
 * public site from them (DATA_DIR/site), where the page of a file that is gone says that it was withdrawn. One run at a time; a call during a run causes one more.
 */
export function publishSite(platform: Pick<Platform, "config" | "database">): Promise<void> {
  const { dataDirectory } = platform.config;
  const before = running.get(dataDirectory) ?? Promise.resolve();
  const next = before.catch(() => undefined).then(() => write(platform));
  running.set(dataDirectory, next);
  return next;
}

const running = new Map<string, Promise<void>>();

async function write({ config, database }: Pick<Platform, "config" | "database">): Promise<void> {
  const folder = join(config.dataDirectory, "published");
  mkdirSync(folder, { recursive: true });
  const wanted = new Set<string>();
  for (const release of await publicReleases(database)) {
    const file = `${release.slug}.json`;
    wanted.add(file);
    writeFileSync(join(folder, `${file}.new`), release.published ?? "");
    renameSync(join(folder, `${file}.new`), join(folder, file));
  }
  for (const file of readdirSync(folder)) if (!wanted.has(file)) rmSync(join(folder, file));
  await generate(config.root, folder, join(config.dataDirectory, "site"), config.publicUrl);
}

async function generate(root: string, from: string, to: string, base: string): Promise<void> {
  const program = join(root, "apps/portal/src/main.ts");
  if (!existsSync(program)) return;
  const child = spawn(process.execPath, [program, "--from", from, "--to", to, "--base", base], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  // 1: some files were refused, and said so; the others are public.
  if (code === 1) process.stderr.write(said);
  else if (code !== 0) throw new Error(`The public site could not be made (${code}): ${said}`);
}
