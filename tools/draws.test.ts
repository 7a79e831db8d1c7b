// Short here; the proof "draws" runs it with 20,000 draws of each method (PROOF_DRAWS).
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCsv } from "../apps/server/src/platform/files/csv.ts";
import { fileLimits } from "../apps/server/src/platform/files/file-limits.ts";
import { drawSample, samplingGenerator } from "../packages/survey-statistics/src/index.ts";
import { simulateInclusion } from "./draws/inclusion.ts";
import { type RegisterFigure, registerOf, simulateRegister } from "./draws/register.ts";

const draws = Number(process.env.PROOF_DRAWS ?? 1000);
const seed = 20261123;
const shared = process.env.LANG_NGHE_SHARED ?? new URL("../../shared/", import.meta.url).pathname;
const communes = `${shared}/data/vn-admin-2025/communes.csv`;
const counts: Record<string, unknown> = {};
const count = (part: string, found: unknown) => {
  counts[part] = found;
  if (process.env.PROOF_COUNTS !== undefined) writeFileSync(process.env.PROOF_COUNTS, JSON.stringify(counts));
};

test("units, pairs, stages, strata, reserves and rotation groups come as often as their chances say", {
  timeout: 900_000,
}, () => {
  const found = simulateInclusion(draws, seed);
  count("inclusion", found);
  expect(found.cases.filter(({ largest }) => !(largest <= found.limit))).toEqual([]);
});

test("samples of a real register estimate its true totals, with intervals that hold them at the nominal rate", {
  timeout: 1_800_000,
}, () => {
  if (!existsSync(communes)) {
    process.stderr.write("shared data: not present\n");
    count("register", "not present");
    return;
  }
  const register = registerOf(readCsv(readFileSync(communes), fileLimits, fileLimits.tableCells).rows);
  const samples = process.env.PROOF_DRAWS === undefined ? 40 : Math.floor(draws / 4);
  const found = simulateRegister(register, samples, seed);
  const { rows, leftOut, certain } = register;
  const monteCarloError = 100 * Math.sqrt((0.95 * 0.05) / samples);
  count("register", {
    communes: rows,
    withoutPopulation: leftOut,
    takenWithCertainty: certain.length,
    monteCarloError,
    figures: found,
  });
  const held = (one: RegisterFigure) => Number.isNaN(one.coverage) || one.coverage >= 95 - 4 * monteCarloError;
  // Twelve figures: a bias beyond four standard errors would come by chance once in a thousand runs.
  expect(found.filter((one) => !held(one) || Math.abs(one.bias) > 4)).toEqual([]);
});

const program = `
  import { drawSample, samplingGenerator } from "../packages/survey-statistics/src/index.ts";
  const sizes = Float64Array.from({ length: 300 }, (_, i) => 1 + (i * 37) % 91);
  const strata = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  const rows = ["simple-random", "systematic", "pps-systematic", "pps-sampford", "pps-brewer"].map((method) =>
    [...drawSample(samplingGenerator(7), 300, [{ method, size: 30, sizeOfRow: sizes, stratumOfRow: strata }]).rows]);
  console.log(JSON.stringify(rows));`;

test("the same seed draws the same sample in another process", () => {
  const sizes = Float64Array.from({ length: 300 }, (_, i) => 1 + ((i * 37) % 91));
  const strata = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  const here = (["simple-random", "systematic", "pps-systematic", "pps-sampford", "pps-brewer"] as const).map(
    (method) => [
      ...drawSample(samplingGenerator(7), 300, [{ method, size: 30, sizeOfRow: sizes, stratumOfRow: strata }]).rows,
    ],
  );
  const there = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(JSON.parse(there)).toEqual(here);
  expect(here.every((rows) => rows.length === 30)).toBe(true);
});
