// Runs on any Node from 20: brings node_modules to what package-lock.json says, and finds the Node 24 that comes with it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");

/** Installs when the lock file changed since the last time. Shows npm's own progress. */
export function install() {
  if (Number(process.versions.node.split(".")[0]) < 20)
    fail(`Node ${process.versions.node} is too old: Node 20 or newer is needed.`);
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules/.lang-nghe-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.error("Installing packages (once; a minute or two on a cold cache) …");
  // Not `npm ci`: it refuses a lock file in which programs for other systems are missing, as they are where a registry does
  // not carry them. This holds to the lock file too, and leaves it as it is.
  const npm = spawnSync(
    "npm",
    ["install", "--no-save", "--include=dev", "--include=optional", "--loglevel=error", "--no-audit", "--no-fund"],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" },
  );
  if (npm.status !== 0) fail("npm could not install the packages; the lines above say why. Nothing else was changed.");
  writeFileSync(stamp, wanted);
}

/** Path of a Node that runs TypeScript unbuilt: the locked one, or the one running if new enough. */
export function node24() {
  const locked = join(root, "node_modules/.bin/node");
  if (existsSync(locked)) return locked;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail(
    `No packaged Node exists for ${process.platform} ${process.arch}: please install Node 24 and start again.`,
  );
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
