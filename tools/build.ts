// Builds the browser apps whose sources changed since their last build.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

function sourcesHash(app: string): string {
  const hash = createHash("sha256");
  const files = globSync([`apps/${app}/**/*`, "packages/*/src/**/*", "packages/*/package.json", "package-lock.json"], {
    cwd: root,
    exclude: (name) => name.includes("node_modules") || name.includes("dist"),
  }).sort();
  for (const file of files) {
    const path = join(root, file);
    if (!statSync(path).isFile() || file.endsWith(".test.ts") || file.split("/").includes("dist")) continue;
    hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex");
}

async function build(app: string): Promise<void> {
  const folder = join(root, "apps", app);
  if (!existsSync(join(folder, "index.html"))) return;
  const stamp = join(folder, "dist/.sources");
  const wanted = sourcesHash(app);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.error(`Building ${app} …`);
  await run(folder);
  // The second page of an app, built beside the first.
  if (existsSync(join(folder, "invitation.html"))) await run(folder, "--mode", "invitation");
  writeFileSync(stamp, wanted);
}

async function run(folder: string, ...more: string[]): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn", ...more], {
    cwd: folder,
    stdio: "inherit",
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`Building ${folder} failed.`);
}

await Promise.all(["answer", "console"].map(build));
