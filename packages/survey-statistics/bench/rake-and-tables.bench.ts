import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import {
  type Encoded,
  estimateBy,
  estimateProportions,
  type Margin,
  rake,
  raoScott,
  surveyDesign,
  withWeights,
} from "../src/index.ts";

export interface BenchResult {
  readonly name: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly medianMs: number;
  /** A plain pass that only adds up the same columns: what reading the memory costs. */
  readonly reference: { readonly name: string; readonly medianMs: number };
  /** medianMs / reference.medianMs */
  readonly ratio: number;
}

const rows = 100_000;
const strata = 50;
const psus = 2_000;
const marginLevels = [2, 6, 4, 5, 34, 3];
const communes = 99;

/** Six margins, one question of five answers, weights and design, from a seed. */
function table(seed: number) {
  const generator = xoroshiro128plus(seed);
  const column = (levels: number) => Int32Array.from({ length: rows }, () => uniformInt(generator, 0, levels - 1));
  const margins = marginLevels.map(column);
  const psu = Int32Array.from({ length: rows }, (_, i) => i % psus);
  return {
    margins,
    answers: column(5),
    psu,
    stratum: psu.map((code) => Math.floor((code * strata) / psus)),
    commune: psu.map((code) => Math.floor((code * communes) / psus)),
    weights: Float64Array.from({ length: rows }, () => uniformInt(generator, 20, 120) / 4),
    targets: marginLevels.map((levels) => Float64Array.from({ length: levels }, () => uniformInt(generator, 60, 140))),
  };
}

/** Runs the suite; prints nothing. */
export function run(): BenchResult[] {
  const { margins, answers, psu, stratum, commune, weights, targets } = table(20_261);
  const raking: Margin[] = margins.map((codes, m) => ({ codes, targets: targets[m]! }));
  const clustered = surveyDesign({ rows, weights, strata: stratum, clusters: [psu] });
  const elements = surveyDesign({ rows, weights, strata: stratum });
  const total = 1_800_000;
  const raked = withWeights(clustered, rake(weights, raking, { total }).weights, {
    margins: margins.map((codes, m) => ({ codes, levelCount: marginLevels[m]! })),
    baseWeights: weights,
  });
  const sizes = { rows, strata, psus };
  return [
    measure("rake 6 margins to 1e-9", { rows, margins: 6, levels: 54 }, () => rake(weights, raking, { total }), [
      ...margins,
      weights,
    ]),
    measure(
      "proportions with errors, clusters",
      { ...sizes, levels: 5 },
      () => estimateProportions(clustered, answers, 5),
      [answers, psu, weights],
    ),
    measure(
      "proportions with errors, elements",
      { rows, strata, levels: 5 },
      () => estimateProportions(elements, answers, 5),
      [answers, stratum, weights],
    ),
    measure(
      "proportions with errors after raking",
      { ...sizes, levels: 5 },
      () => estimateProportions(raked, answers, 5),
      [answers, psu, weights, ...margins],
    ),
    measure(
      "one question by 99 communes",
      { ...sizes, levels: 5, domains: communes },
      () => estimateBy(clustered, { codes: commune, levelCount: communes }, { codes: answers, levelCount: 5 }),
      [answers, commune, psu, weights],
    ),
    measure("Rao-Scott 6 × 5", { ...sizes, cells: 30 }, () => raoScott(clustered, margins[1]!, 6, answers, 5), [
      margins[1]!,
      answers,
      psu,
      weights,
    ]),
  ];
}

function measure(
  name: string,
  sizes: Record<string, number>,
  work: () => unknown,
  columns: readonly (Encoded["codes"] | Float64Array)[],
): BenchResult {
  const medianMs = medianOf(work);
  const pass = medianOf(() => columns.map((column) => plainSum(column)));
  return {
    name,
    sizes,
    medianMs,
    reference: { name: "plain sum of the same columns", medianMs: pass },
    ratio: medianMs / pass,
  };
}

function plainSum(column: Int32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]!;
  return sum;
}

/** Median of seven runs after two to warm up, in milliseconds. */
function medianOf(work: () => unknown): number {
  const times: number[] = [];
  for (let k = 0; k < 9; k++) {
    const start = performance.now();
    work();
    if (k > 1) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[3]!;
}

if (import.meta.main) console.log(JSON.stringify(run(), null, 2));
