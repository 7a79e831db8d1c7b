// npm start: install, build what changed, start the server. Runs on any Node from 20.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { install, node24, root } from "./install.mjs";

install();
const node = node24();
const environment = {
  // Three hosts read the same code, and read it again at each start: it is stripped and compiled once.
  NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled-code"),
  ...process.env,
  PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
};
const build = spawnSync(node, [join(root, "tools/build.ts")], { cwd: root, stdio: "inherit", env: environment });
if (build.status !== 0) process.exit(build.status ?? 1);
// ROLE names one host of an installation; without it all three run side by side for a trial.
const program = process.env.ROLE ? "main.ts" : "trial.ts";
const server = spawn(node, [join(root, "apps/server/src", program)], { stdio: "inherit", env: environment });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
// npm tells its shell to end, and the shell does not tell us: whoever stops npm means the server.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && server.kill("SIGTERM"), 300);
server.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
