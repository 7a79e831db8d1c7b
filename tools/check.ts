// npm run check: types of every room, lint, format, dead code. (Arrows and docs are tests: tools/*.test.ts.)
import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

type Result = { name: string; code: number; said: string };

function run(name: string, command: string, parameters: string[]): Promise<Result> {
  const child = spawn(command, parameters, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  return new Promise((resolve) => child.once("exit", (code) => resolve({ name, code: code ?? 1, said })));
}

const projects = [".", ...globSync("{packages,apps}/*/tsconfig.json", { cwd: root }).map(dirname)].filter((folder) =>
  existsSync(join(root, folder, "tsconfig.json")),
);
const tasks: [name: string, command: string, parameters: string[]][] = [
  ["dead code and unused dependencies", bin("knip"), ["--no-progress"]],
  ["lint and format", bin("biome"), ["check", "--error-on-warnings", "."]],
  ...projects.map((project): [string, string, string[]] => [`types of ${project}`, bin("tsc"), ["-p", project]]),
];
const results: Result[] = [];
/** Each core takes the next task. */
const work = async () => {
  for (let task = tasks.shift(); task; task = tasks.shift()) results.push(await run(...task));
};
await Promise.all(Array.from({ length: availableParallelism() }, work));
for (const { name, code, said } of results) {
  console.log(`${code === 0 ? "ok " : "NOT"} ${name}`);
  if (code !== 0) console.log(said);
}
const failed = results.filter(({ code }) => code !== 0).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
