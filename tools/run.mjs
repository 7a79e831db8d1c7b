// Runs one of our TypeScript programs on any machine with Node 20 or newer: installs first where that was not done.
// node tools/run.mjs PROGRAM [options]
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { install, node24, root } from "./install.mjs";

install();
const [program, ...parameters] = process.argv.slice(2);
const { status, signal } = spawnSync(node24(), [join(root, program), ...parameters], {
  stdio: "inherit",
  env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` },
});
process.exit(status ?? (signal ? 1 : 0));
