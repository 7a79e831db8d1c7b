import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import {
  type Calibration,
  type LonelyPsuPolicy,
  rake,
  SurveyDesignError,
  WeightingError,
} from "@lang-nghe/survey-statistics";
import { type Dataset, requireVariable } from "../dictionary/index.ts";
import { readTable } from "../platform/files/index.ts";
import { Problem } from "../platform/problem.ts";
import { askedOn, designOf, domainsOf, figuresOf } from "../tabulation/index.ts";
import { datasetOf } from "./dataset-of-file.ts";
import { progress, typedPath, UsageError } from "./usage.ts";

/** DESIGN.json; every part optional. Names are columns of the file. */
export type DesignFile = {
  weights?: string;
  strata?: string;
  psu?: string | string[];
  fpc?: string | string[];
  /** variable → level → population share or count. */
  margins?: Record<string, Record<string, number>>;
  lonelyPsu?: LonelyPsuPolicy;
};

export const help = `estimate FILE --design DESIGN.json --ask QUESTION [--by VARIABLE] [--json]: figures with their errors from a .csv, .xlsx or .sav file.

  --design FILE   {"weights": "pw", "strata": "stype", "psu": ["dnum", "snum"], "fpc": ["fpc1", "fpc2"],
                   "margins": {"region": {"N": 0.14, …}}, "lonelyPsu": "adjust"}   all optional; names are columns.
                  psu: one column a stage; fpc: population sizes (or fractions) a stage; margins: raked to, in shares or counts.
                  lonelyPsu: fail, remove, adjust (default), average, certainty.
  --ask NAME      numbers: the mean, with a t interval. Levels: the proportion of each, with a logit interval.
  --by NAME       the same for each level of another column; the design keeps all its units.
  --json          one object a line: question, level, by, n (unweighted base), estimate, se, low, high, df, deff, effectiveBase,
                  withheld (null, or why no screen or release of the system would show this figure), method.

Intervals are 95 %. Empty cells and NA are missing and leave the base. deff is against simple random sampling without
replacement when the weights add up to a population, else with replacement.
`;

export const estimate = { help, run };

async function run(parameters: string[]): Promise<number> {
  const { values, positionals } = options(parameters);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new UsageError("Name one file: estimate FILE --ask QUESTION. --help tells more.");
  if (values.ask === undefined) throw new UsageError("Name the question: --ask COLUMN. --help tells more.");
  const plan = values.design === undefined ? {} : await readDesign(values.design);
  progress(`reading ${basename(file)} …`);
  try {
    const dataset = datasetOf(await readTable(await bytesOf(file), basename(file)), plan);
    progress("estimating …");
    const lines = estimates(dataset, plan, values.ask, values.by);
    progress("");
    process.stdout.write(values.json ? lines.map((line) => `${JSON.stringify(line)}\n`).join("") : asText(lines));
    return 0;
  } catch (error) {
    progress("");
    if (error instanceof Problem) throw new UsageError(error.body("en").detail, { cause: error });
    if (error instanceof SurveyDesignError || error instanceof WeightingError)
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function options(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        design: { type: "string" },
        ask: { type: "string" },
        by: { type: "string" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(typedPath(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

async function readDesign(file: string): Promise<DesignFile> {
  let design: unknown;
  try {
    design = JSON.parse(await readFile(typedPath(file), "utf8"));
  } catch (error) {
    throw new UsageError(`The design ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (typeof design !== "object" || design === null || Array.isArray(design))
    throw new UsageError(`The design ${file} must be one JSON object.`);
  const known = ["weights", "strata", "psu", "fpc", "margins", "lonelyPsu"];
  // What a design tells its readers (as those of the examples do) changes no figure.
  const told = ["note", "variables"];
  const unknown = Object.keys(design).filter((name) => !known.includes(name) && !told.includes(name));
  if (unknown.length) throw new UsageError(`The design has ${unknown.join(", ")}; known are ${known.join(", ")}.`);
  return design;
}

type Line = {
  question: string;
  level: string | null;
  by: string | null;
  n: number;
  estimate: number;
  se: number;
  low: number;
  high: number;
  df: number;
  deff: number | null;
  effectiveBase: number;
  withheld: string | null;
  method: string;
};

/** One line a figure; with `by`, those of its levels. */
export function estimates(dataset: Dataset, plan: DesignFile, question: string, by: string | undefined): Line[] {
  requireVariable(dataset, question);
  const ask = askedOn(dataset, question, "valid");
  const domains = by === undefined ? undefined : domainsOf(dataset, by);
  const design = designOf(dataset, weightsOf(dataset, plan), { lonelyPsu: plan.lonelyPsu });
  const { levels, columnLevels, columns, verdicts } = figuresOf(design, ask, domains);
  const lines: Line[] = [];
  columns.forEach((column, c) => {
    if (domains && c === 0) return;
    column.cells.forEach((cell, l) => {
      if (!cell) return;
      const { figure, low, high } = cell;
      // Against sampling without replacement where the weights add up to a population, as R; else with replacement.
      const deff = Number.isFinite(figure.designEffect) ? figure.designEffect : figure.designEffectWithReplacement;
      lines.push({
        question,
        level: ask.kind === "numeric" ? null : levels[l]!.code,
        by: columnLevels[c]?.code ?? null,
        n: figure.n,
        estimate: figure.estimate,
        se: figure.standardError,
        low,
        high,
        df: figure.degreesOfFreedom,
        deff: Number.isFinite(deff) ? deff : null,
        effectiveBase: figure.effectiveBase,
        withheld: verdicts[c]![l] ?? null,
        method: `${ask.kind === "numeric" ? "mean, t interval" : "proportion, logit interval"}; linearised variance${plan.margins ? ", raked" : ""}`,
      });
    });
  });
  return lines;
}

/** The file's weights, raked to the margins where there are some. */
function weightsOf(
  dataset: Dataset,
  plan: DesignFile,
): { values: Float64Array; calibration: Calibration | undefined } | undefined {
  const start = startOf(dataset, plan);
  if (!plan.margins) return start && { values: start, calibration: undefined };
  const base = start ?? new Float64Array(dataset.rows).fill(1);
  const margins = Object.entries(plan.margins).map(([name, targets]) => marginOf(dataset, name, targets));
  const total = base.reduce((sum, weight) => sum + weight, 0);
  return {
    values: rake(base, margins, { total }).weights,
    calibration: {
      baseWeights: base,
      margins: margins.map(({ codes, targets }) => ({ codes, levelCount: targets.length })),
    },
  };
}

/** Weights of the file; without them N/n from the population sizes, as R does (undefined here: the design works it out). */
function startOf(dataset: Dataset, plan: DesignFile): Float64Array | undefined {
  if (plan.weights === undefined)
    return dataset.design.fpc.length
      ? designOf(dataset, undefined, { weightsFromPopulation: true, lonelyPsu: plan.lonelyPsu }).weights
      : undefined;
  const column = dataset.columns.get(plan.weights);
  if (column?.kind !== "numeric") throw new UsageError(`The weights column ${plan.weights} is not numeric.`);
  return column.values;
}

function marginOf(
  dataset: Dataset,
  name: string,
  targets: Record<string, number>,
): { codes: Int32Array; targets: Float64Array } {
  const domains = domainsOf(dataset, name);
  const unknown = Object.keys(targets).filter((level) => !domains.levels.some(({ code }) => code === level));
  if (unknown.length)
    throw new UsageError(
      `Margin ${name}: no answer has the level ${unknown.join(", ")}; levels are ${domains.levels.map(({ code }) => code).join(", ")}. Merge it with another.`,
    );
  const missing = domains.levels.filter(({ code }) => !(code in targets));
  if (missing.length)
    throw new UsageError(
      `Margin ${name}: level ${missing.map(({ code }) => code).join(", ")} has answers but no target.`,
    );
  return { codes: domains.codes, targets: Float64Array.from(domains.levels, ({ code }) => targets[code]!) };
}

function asText(lines: readonly Line[]): string {
  const digits = (value: number | null) =>
    value === null ? "" : Number.isFinite(value) ? Number(value.toPrecision(6)).toString() : String(value);
  const header = ["by", "level", "n", "estimate", "se", "low", "high", "df", "deff", "n eff", "withheld"];
  const rows = lines.map((line) => [
    line.by ?? "",
    line.level ?? "mean",
    ...[line.n, line.estimate, line.se, line.low, line.high, line.df, line.deff, line.effectiveBase].map(digits),
    line.withheld ?? "",
  ]);
  const widths = header.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]!.length)));
  const table = [header, ...rows].map((row) =>
    row
      .map((cell, c) => (c < 2 || c === 10 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join("  ")
      .trimEnd(),
  );
  return `${lines[0] ? `${lines[0].question}: ${lines[0].method}\n` : ""}${table.join("\n")}\n`;
}
