import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { designOfUnits, type ReplicateDesign } from "../design/replicate-design.ts";
import type { DesignStage, SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";

export interface BootstrapOptions {
  /** Number of replicates, ≥ 2. */
  readonly replicates: number;
  readonly seed: number;
  readonly meanSquaredError: boolean;
}

/**
 * Canty and Davison's bootstrap: as many PSUs as were sampled, drawn from a population made of copies of them; with replacement
 * where the population is not known. A scale for the lost degree of freedom, taken at the harmonic mean of the strata's sizes.
 *
 * @throws {SurveyDesignError} no-replicates, lonely-psu when no stratum has two PSUs.
 * @see Canty & Davison (1999); R survey::bootweights.
 */
export function populationBootstrap(design: SurveyDesign, options: BootstrapOptions): ReplicateDesign {
  const stage = design.stages[0]!;
  const strata = unitsByStratum(stage);
  const typical = strata.length / strata.reduce((sum, units) => sum + 1 / units.length, 0);
  if (!(typical > 1))
    throw new SurveyDesignError("lonely-psu", "No stratum has two PSUs: there is nothing to draw from.");
  const count = checkedCount(options.replicates);
  const multipliers = draw(stage, count, options.seed, (generator, column) => {
    strata.forEach((units, h) => {
      const n = units.length;
      const population = stage.population[h]!;
      if (population === Number.POSITIVE_INFINITY) {
        for (let k = 0; k < n; k++) column[units[uniformInt(generator, 0, n - 1)]!]!++;
        return;
      }
      // A population of copies: its first N mod n units, in random order, have one copy more.
      const copies = Math.floor(population);
      const order = shuffled(generator, units);
      for (const place of distinct(generator, n, copies)) column[order[place % n]!]!++;
    });
  });
  return designOfUnits(
    design.weights,
    { unitOfRow: stage.unitOfRow, unitCount: stage.unitCount, multipliers },
    {
      method: "bootstrap",
      scale: typical / ((typical - 1) * (count - 1)),
      rscales: new Float64Array(count).fill(1),
      meanSquaredError: options.meanSquaredError,
    },
  );
}

/**
 * Rao and Wu's bootstrap: n_h − 1 PSUs of each stratum with replacement, multiplied by n_h/(n_h − 1). Finite populations are left
 * out of account. Strata of one PSU are refused under the policy "fail" and kept as they are otherwise.
 *
 * @throws {SurveyDesignError} no-replicates, lonely-psu.
 * @see Rao & Wu (1988); Rao, Wu & Yue (1992); R survey::subbootweights.
 */
export function rescalingBootstrap(design: SurveyDesign, options: BootstrapOptions): ReplicateDesign {
  const stage = design.stages[0]!;
  const strata = unitsByStratum(stage);
  const lonely = strata.findIndex((units) => units.length === 1);
  if (lonely >= 0 && design.lonelyPsu === "fail")
    throw new SurveyDesignError("lonely-psu", `Stratum ${lonely} has only one PSU: there is nothing to draw from.`);
  const count = checkedCount(options.replicates);
  const multipliers = draw(stage, count, options.seed, (generator, column) => {
    for (const units of strata) {
      const n = units.length;
      if (n === 1) column[units[0]!] = 1;
      const each = n / (n - 1);
      for (let k = 1; k < n; k++) column[units[uniformInt(generator, 0, n - 1)]!]! += each;
    }
  });
  return designOfUnits(
    design.weights,
    { unitOfRow: stage.unitOfRow, unitCount: stage.unitCount, multipliers },
    {
      method: "subbootstrap",
      scale: 1 / (count - 1),
      rscales: new Float64Array(count).fill(1),
      meanSquaredError: options.meanSquaredError,
    },
  );
}

/**
 * Preston's multistage rescaled bootstrap: half of the units at each stage without replacement, with factors that give each
 * stage its own variance, finite population included.
 *
 * @throws {SurveyDesignError} no-replicates.
 * @see Preston (2009), Survey Methodology 35(2), 227-234; R survey::mrbweights.
 */
export function multistageBootstrap(design: SurveyDesign, options: BootstrapOptions): ReplicateDesign {
  const { stages } = design;
  const last = stages.at(-1)!;
  const count = checkedCount(options.replicates);
  const byStratum = stages.map(unitsByStratum);
  const multipliers = draw(last, count, options.seed, (generator, column) => {
    // What a stratum (a unit of the stage before) hands down: 0 as root = not drawn.
    let root = new Float64Array(stages[0]!.stratumCount).fill(1);
    let sum = new Float64Array(stages[0]!.stratumCount).fill(1);
    stages.forEach((stage, depth) => {
      const nextRoot = new Float64Array(stage.unitCount);
      const nextSum = new Float64Array(stage.unitCount);
      byStratum[depth]!.forEach((units, h) => {
        for (const u of units) nextSum[u] = sum[h]!;
        const n = units.length;
        const drawn = Math.floor(n / 2);
        if (drawn === 0 || root[h] === 0) return;
        const fraction = n / stage.population[h]!;
        const lambda = root[h]! * Math.sqrt((stage.parentFraction[h]! * drawn * (1 - fraction)) / (n - drawn));
        for (const u of units) nextSum[u]! -= lambda;
        for (const place of distinct(generator, drawn, n)) {
          const u = units[place]!;
          nextSum[u]! += (lambda * n) / drawn;
          nextRoot[u] = root[h]! * Math.sqrt(n / drawn);
        }
      });
      root = nextRoot;
      sum = nextSum;
    });
    column.set(sum);
  });
  return designOfUnits(
    design.weights,
    { unitOfRow: last.unitOfRow, unitCount: last.unitCount, multipliers },
    {
      method: "mrbbootstrap",
      scale: 1,
      rscales: new Float64Array(count).fill(1 / (count - 1)),
      meanSquaredError: options.meanSquaredError,
    },
  );
}

function draw(
  stage: DesignStage,
  count: number,
  seed: number,
  fill: (generator: RandomGenerator, column: Float64Array) => void,
): readonly Float64Array[] {
  const generator = xoroshiro128plus(seed);
  return Array.from({ length: count }, () => {
    const column = new Float64Array(stage.unitCount);
    fill(generator, column);
    return column;
  });
}

function unitsByStratum(stage: DesignStage): readonly number[][] {
  const units: number[][] = Array.from({ length: stage.stratumCount }, () => []);
  for (let u = 0; u < stage.unitCount; u++) units[stage.stratumOfUnit[u]!]!.push(u);
  return units;
}

function shuffled(generator: RandomGenerator, units: readonly number[]): number[] {
  const order = units.slice();
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}

/** `count` different places of 0 … size − 1, each set as likely as another. @see Floyd, in Bentley & Floyd (1987). */
function distinct(generator: RandomGenerator, count: number, size: number): Set<number> {
  const places = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const place = uniformInt(generator, 0, last);
    places.add(places.has(place) ? last : place);
  }
  return places;
}

function checkedCount(replicates: number): number {
  if (!Number.isInteger(replicates) || replicates < 2)
    throw new SurveyDesignError("no-replicates", `A bootstrap needs at least two replicates, not ${replicates}.`);
  return replicates;
}
