// npm run bench: every benchmark, JSON out. Compare ratios of one run; absolute times differ from machine to machine.
import { globSync } from "node:fs";
import { join } from "node:path";
import { commit, machine } from "./machine.ts";

/** One measurement: the median of several runs, against a reference measured in the same run. */
export type Measurement = {
  name: string;
  sizes: Record<string, number>;
  medianMs: number;
  reference: string;
  ratio: number;
};

const root = join(import.meta.dirname, "..");
const only = process.argv[2];
const files = globSync(["packages/*/bench/*.bench.ts", "apps/*/src/**/*.bench.ts", "e2e/*.bench.ts"], { cwd: root })
  .filter((file) => only === undefined || file.includes(only))
  .sort();
const results: Measurement[] = [];
for (const file of files) {
  if (process.stderr.isTTY) process.stderr.write(`${file} …\n`);
  const { run } = (await import(join(root, file))) as { run: () => Promise<Measurement[]> | Measurement[] };
  results.push(...(await run()));
}
console.log(JSON.stringify({ commit: commit(root), machine: machine(), results }, null, 2));
process.exit(0);
