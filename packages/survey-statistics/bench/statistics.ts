// npm run -s bench:statistics: each task on a made-up survey of 1e5 and 1e6 answers, against the plain sum of the columns it
// reads and, where Rscript with `survey` is installed, against R on the same table. JSON out.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { commit, machine } from "../../../tools/machine.ts";
import { type BenchmarkTable, benchmarkTable } from "./benchmark-table.ts";
import { benchmarkTargets, benchmarkTasks } from "./benchmark-tasks.ts";

interface Measured {
  readonly medianSeconds: number;
  /** Plain one-pass sum over the columns that the task reads. */
  readonly plainSumSeconds: number;
  /** Growth of the process's greatest memory by the table and the task done once, over the size of the table. */
  readonly peakMemoryPerTable: number;
}

const help = `npm run -s bench:statistics -- [--rows 100000,1000000] [--task NAME,…] [--rounds 5] [--r-rounds 1] [--no-r]

Tasks:
${Object.entries(benchmarkTasks)
  .map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`)
  .join("\n")}
`;

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000,1000000" },
    task: { type: "string" },
    rounds: { type: "string", default: "5" },
    "r-rounds": { type: "string", default: "1" },
    "no-r": { type: "boolean", default: false },
    /** Set by the program itself: one task in a process of its own, so that its memory can be told. */
    alone: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(help);
else if (values.alone) console.log(JSON.stringify(measure(values.task!, Number(values.rows), Number(values.rounds))));
else report();

function measure(name: string, rows: number, rounds: number): Measured {
  const task = benchmarkTasks[name]!;
  // A small table first, so that the memory of the program itself is not counted as the task's.
  task.prepare(benchmarkTable(10_000))();
  const before = process.memoryUsage().rss;
  const table = benchmarkTable(rows);
  const tableBytes = rows * (4 * Object.keys(table.codes).length + 8);
  const work = task.prepare(table);
  work();
  const peakMemoryPerTable = (process.resourceUsage().maxRSS * 1024 - before) / tableBytes;
  const medianSeconds = medianOf(rounds, work);
  const columns = [table.weights, ...task.columns.map((column) => table.codes[column]!)];
  const plainSumSeconds = medianOf(rounds, () => columns.map(plainSum));
  return { medianSeconds, plainSumSeconds, peakMemoryPerTable };
}

function plainSum(column: Int32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]!;
  return sum;
}

/** After one round to warm up. */
function medianOf(rounds: number, work: () => unknown): number {
  work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}

function report(): void {
  const names = values.task?.split(",") ?? Object.keys(benchmarkTasks);
  const unknown = names.find((name) => !(name in benchmarkTasks));
  if (unknown !== undefined) {
    console.error(`No task is called ${unknown}.\n\n${help}`);
    process.exit(2);
  }
  const hasR = !values["no-r"] && spawnSync("Rscript", ["-e", "library(survey)"], { stdio: "ignore" }).status === 0;
  if (!hasR && !values["no-r"]) console.error("R with survey: not present, so no ratio to R");
  const results = [];
  for (const rows of values.rows.split(",").map(Number)) {
    const folder = hasR ? filesForR(rows) : undefined;
    for (const name of names) {
      if (process.stderr.isTTY) process.stderr.write(`${name}, ${rows} answers …\n`);
      const measured = alone(name, rows);
      const rSeconds = folder === undefined ? null : secondsOfR(folder, name);
      const byHand = folder === undefined ? null : secondsOfR(folder, `${name}_by_hand`);
      results.push({
        task: name,
        says: benchmarkTasks[name]!.says,
        rows,
        ...measured,
        timesPlainSum: measured.medianSeconds / measured.plainSumSeconds,
        rSeconds,
        timesFasterThanR: rSeconds === null ? null : rSeconds / measured.medianSeconds,
        // The same without the package, as one who knows R well would write it; for some tasks.
        handWrittenRSeconds: byHand,
        timesFasterThanHandWrittenR: byHand === null ? null : byHand / measured.medianSeconds,
      });
    }
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  const root = join(import.meta.dirname, "../../..");
  console.log(
    JSON.stringify(
      { date: new Date().toISOString().slice(0, 10), commit: commit(root), machine: machine(), results },
      null,
      2,
    ),
  );
}

function alone(task: string, rows: number): Measured {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [import.meta.filename, "--alone", "--task", task, "--rows", String(rows), "--rounds", values.rounds],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${task}: ${stderr}`);
  return JSON.parse(stdout);
}

function filesForR(rows: number): string {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-bench-"));
  const table = benchmarkTable(rows);
  writeTable(table, join(folder, "table.csv"));
  const targets = Object.entries(benchmarkTargets(table)).flatMap(([margin, values]) =>
    [...values].map((target, level) => `${margin},${level},${target}`),
  );
  writeFileSync(join(folder, "targets.csv"), `margin,level,target\n${targets.join("\n")}\n`);
  return folder;
}

function writeTable(table: BenchmarkTable, path: string): void {
  const columns = Object.entries(table.codes);
  const file = openSync(path, "w");
  writeSync(file, `w,${columns.map(([name]) => name).join(",")}\n`);
  for (let from = 0; from < table.rows; from += 20_000) {
    const lines = Array.from({ length: Math.min(20_000, table.rows - from) }, (_, k) =>
      [table.weights[from + k], ...columns.map(([, column]) => column[from + k])].join(","),
    );
    writeSync(file, `${lines.join("\n")}\n`);
  }
  closeSync(file);
}

function secondsOfR(folder: string, task: string): number | null {
  const { status, stdout } = spawnSync(
    "Rscript",
    [
      join(import.meta.dirname, "reference.R"),
      task,
      values["r-rounds"],
      join(folder, "table.csv"),
      join(folder, "targets.csv"),
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) return null;
  const seconds = stdout
    .trim()
    .split(/\s+/)
    .map(Number)
    .sort((a, b) => a - b);
  return seconds[Math.floor(seconds.length / 2)] ?? null;
}
