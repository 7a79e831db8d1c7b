import { createHash, randomInt } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { drawAlgorithm, type Sample } from "@lang-nghe/survey-statistics";
import { fileLimits, parseSheets } from "../platform/files/index.ts";
import { Problem } from "../platform/problem.ts";
import {
  DrawFaults,
  type DrawFrame,
  drawFrom,
  drawRecord,
  frameOfRows,
  outcomeNames,
  reserveLines,
  sampleLines,
} from "../sampling/index.ts";
import { readDrawDesign } from "./draw-design.ts";
import { progress, typedPath, UsageError } from "./usage.ts";

export const help = `sample FRAME.csv --design DESIGN.json --seed NUMBER --out SAMPLE.csv: draws a sample from a frame (.csv or .xlsx).

  --design FILE   one stage, or a list of stages:
                  {"method": "pps-systematic", "size": 60, "strata": "region", "allocation": "proportional", "measureOfSize": "households"}
                  method         simple-random, systematic, pps-systematic, pps-sampford, pps-brewer
                  size           units to draw; of a later stage: in every unit drawn before
                  unit           column that names the unit (each stage but the last needs one; without: every row is a unit)
                  id             column that tells rows apart; looked at for empty cells and doubles
                  strata         column, or list of columns
                  allocation     equal, proportional, neyman, power; or {"method": …, "by": "units" or "size", "minimum": 2,
                                 "maximum": 50, "power": 0.5, "variable": COLUMN or "spread": {"stratum": 1.2, …}};
                                 or {"counts": {"stratum": 10, …}}
                  measureOfSize  column of sizes, above 0. A unit of several rows has the size its rows agree on, else their sum
                  reserve        units that wait, a group: a number, or a share such as 0.2 (last stage)
                  rotation       {"groups": 6, "active": 3}: first-stage units are dealt to rotation groups
  --seed NUMBER   0 to 4294967295. The same frame, design and seed give the same sample everywhere. Without it nothing is drawn.
  --out FILE      the frame's columns, then stratum, inclusion_probability, base_weight. Beside it FILE.draw.json: the record of the
                  draw; and FILE.reserve.csv where there is a reserve.
`;

export const sample = { help, run };

async function run(parameters: string[]): Promise<number> {
  const { values, positionals } = options(parameters);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1 || !values.design || !values.out)
    throw new UsageError(
      "Say: sample FRAME.csv --design DESIGN.json --seed NUMBER --out SAMPLE.csv. --help tells more.",
    );
  const seed = seedOf(values.seed);
  const { stages, bytes: designBytes } = await readDrawDesign(values.design);
  const bytes = await bytesOf(file);
  progress(`reading ${basename(file)} …`);
  try {
    const frame = frameOfRows(rowsOf(bytes, file));
    progress("drawing …");
    const { prepared, drawn, rotation } = drawFrom(frame, stages, seed);
    const hash = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");
    const lines = sampleLines(frame, prepared, drawn, rotation);
    const reserve = drawn.reserve.length ? reserveLines(frame, prepared, drawn) : undefined;
    const record = drawRecord({
      seed,
      frame: { file: basename(file), sha256: hash(bytes), rows: frame.rows },
      design: { sha256: hash(designBytes), stages },
      sample: { file: basename(values.out), sha256: hash(Buffer.from(lines)), rows: drawn.rows.length },
      prepared,
      names: outcomeNames(frame, prepared),
      drawn,
      reserve:
        reserve === undefined
          ? undefined
          : { file: basename(`${values.out}.reserve.csv`), sha256: hash(Buffer.from(reserve)) },
    });
    const out = typedPath(values.out);
    await writeAll([
      [`${out}.draw.json`, record],
      ...(reserve ? [[`${out}.reserve.csv`, reserve] as [string, string]] : []),
      [out, lines],
    ]);
    progress("");
    process.stdout.write(told(drawn, frame, values.out, seed));
    return 0;
  } catch (error) {
    progress("");
    if (error instanceof Problem)
      throw new UsageError(`${basename(file)}: ${error.body("en").detail}`, { cause: error });
    if (error instanceof DrawFaults)
      throw new UsageError(`${error.text("en")}\nNothing was drawn and nothing was written.`, { cause: error });
    throw error;
  }
}

function options(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: { design: { type: "string" }, seed: { type: "string" }, out: { type: "string" } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function seedOf(text: string | undefined): number {
  if (text === undefined)
    throw new UsageError(
      `Nothing was drawn: a draw needs a seed, so that anybody can repeat it. Take one from a source that nobody chose after seeing the frame, or this one: --seed ${randomInt(2 ** 32)}`,
    );
  const seed = Number(text);
  if (!/^\d{1,10}$/.test(text) || seed >= 2 ** 32)
    throw new UsageError(`--seed ${text}: the seed is a whole number from 0 to 4294967295.`);
  return seed;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(typedPath(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The person's own file, read where they sit: larger than what a server takes from strangers. */
function rowsOf(bytes: Uint8Array, file: string): string[][] {
  const limits = { ...fileLimits, fileBytes: 1_500_000_000, sheetCells: 100_000_000, rows: 5_000_000 };
  const [sheet] = parseSheets(bytes, basename(file), limits);
  if (!sheet) throw new UsageError(`${file} has no rows.`);
  return sheet.rows;
}

/** All files or none: each is written under another name first. */
async function writeAll(files: readonly [path: string, content: string][]): Promise<void> {
  const mark = `.${process.pid}.part`;
  const done: string[] = [];
  try {
    for (const [path, content] of files) await writeFile(path + mark, content);
    for (const [path] of files) {
      await rename(path + mark, path);
      done.push(path);
    }
  } catch (error) {
    for (const path of [...done, ...files.map(([path]) => path + mark)]) await rm(path, { force: true });
    throw new UsageError(`Nothing was written: ${(error as Error).message}`, { cause: error });
  }
}

function told(drawn: Sample, frame: DrawFrame, out: string, seed: number): string {
  const weights = drawn.weights.reduce((sum, weight) => sum + weight, 0);
  const lines = [
    `${drawn.rows.length} of ${frame.rows} rows drawn, seed ${seed}, ${drawAlgorithm.name} version ${drawAlgorithm.version}.`,
    `Base weights sum to ${Number(weights.toPrecision(9))}.`,
    `${out} and ${out}.draw.json are written${drawn.reserve.length ? `, and ${drawn.reserve.length} rows of reserve in ${out}.reserve.csv` : ""}.`,
  ];
  const short = drawn.groups.filter(({ stage, sampled, unitRows }) => stage > 0 && sampled === unitRows.length);
  if (short.length)
    lines.push(`${short.length} units of a stage before were too small for more: all they have was taken.`);
  return `${lines.join("\n")}\n`;
}
