import { designOfUnits, type ReplicateDesign } from "../design/replicate-design.ts";
import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";

/**
 * Leaves out one PSU at a time; the others of its stratum stand for it. Strata sampled whole get no replicate. Strata of one PSU
 * follow the design's lonely-PSU policy: "remove" and "certainty" give them none, "average" none either and a larger scale,
 * "adjust" multiplies all other strata by H/(H − 1).
 *
 * @throws {SurveyDesignError} lonely-psu under the policy "fail"; no-replicates when every stratum was sampled whole.
 * @see Wolter (2007), chapter 4; R survey::jknweights.
 */
export function jackknife(design: SurveyDesign, method: "JK1" | "JKn", meanSquaredError: boolean): ReplicateDesign {
  const stage = design.stages[0]!;
  const { unitCount, stratumOfUnit, stratumCount } = stage;
  const unit: number[] = [];
  const within: number[] = [];
  const elsewhere: number[] = [];
  const rscales: number[] = [];
  const unitsByStratum: number[][] = Array.from({ length: stratumCount }, () => []);
  for (let u = 0; u < unitCount; u++) unitsByStratum[stratumOfUnit[u]!]!.push(u);
  let skippedLonely = false;
  unitsByStratum.forEach((units, h) => {
    const n = units.length;
    const population = stage.population[h]!;
    const unsampled = population === Number.POSITIVE_INFINITY ? 1 : 1 - n / population;
    if (unsampled < 1e-12) return;
    if (n > 1) {
      for (const u of units) {
        unit.push(u);
        within.push(n / (n - 1));
        elsewhere.push(1);
        rscales.push((unsampled * (n - 1)) / n);
      }
      return;
    }
    if (design.lonelyPsu === "fail" || stratumCount === 1)
      throw new SurveyDesignError("lonely-psu", `Stratum ${h} has only one PSU: nothing is left when it is left out.`);
    if (design.lonelyPsu === "adjust") {
      unit.push(units[0]!);
      within.push(1);
      elsewhere.push(stratumCount / (stratumCount - 1));
      rscales.push((stratumCount - 1) / stratumCount);
    } else skippedLonely = true;
  });
  if (unit.length === 0)
    throw new SurveyDesignError("no-replicates", "Every stratum was sampled whole: there is nothing to leave out.");
  const single = method === "JK1" ? rscales[0]! : 1;
  const scale = skippedLonely && design.lonelyPsu === "average" ? unitCount / unit.length : single;
  return designOfUnits(
    design.weights,
    {
      unitOfRow: stage.unitOfRow,
      unitCount,
      multipliers: {
        unit: Int32Array.from(unit),
        within: Float64Array.from(within),
        elsewhere: Float64Array.from(elsewhere),
        stratumOfUnit,
        stratumCount,
      },
    },
    { method, scale, rscales: Float64Array.from(rscales, (value) => value / single), meanSquaredError },
  );
}
