import { designOfUnits, type ReplicateDesign } from "../design/replicate-design.ts";
import type { DesignStage, SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { hadamardMatrix } from "./hadamard.ts";

export interface HalfSampleOptions {
  /** Fay's ρ, 0 ≤ ρ < 1: the half left out keeps this share of its weight. 0: BRR. */
  readonly rho: number;
  /** Strata of one PSU: refused (default), kept whole in every replicate ("split"), or paired with one another ("merge"). */
  readonly small?: "fail" | "split" | "merge";
  /** Strata of more than two PSUs: cut into pairs in the order of the rows ("split", default; an odd number is refused), cut into two groups ("merge"), or refused. */
  readonly large?: "split" | "merge" | "fail";
  readonly meanSquaredError: boolean;
}

/**
 * Balanced repeated replication: each replicate keeps one half of every stratum, as the columns of a Hadamard matrix say.
 * Finite populations are left out of account, as R does.
 *
 * @throws {SurveyDesignError} not-pairs, lonely-psu; bad-scale when ρ is not within 0 … 1.
 * @see McCarthy (1969); Judkins (1990) for Fay's method; R survey::brrweights.
 */
export function balancedHalfSamples(design: SurveyDesign, options: HalfSampleOptions): ReplicateDesign {
  const { rho } = options;
  if (!(rho >= 0 && rho < 1)) throw new SurveyDesignError("bad-scale", `Fay's method needs 0 ≤ rho < 1, not ${rho}.`);
  const stage = design.stages[0]!;
  const { pairOfUnit, halfOfUnit, pairCount } = pairs(stage, options.small ?? "fail", options.large ?? "split");
  const matrix = hadamardMatrix(Math.max(1, pairCount));
  const count = matrix.length;
  const multipliers = Array.from({ length: count }, (_, r) => {
    const column = new Float64Array(stage.unitCount).fill(1);
    for (let u = 0; u < stage.unitCount; u++) {
      if (halfOfUnit[u] === 0) continue;
      column[u] = matrix[pairOfUnit[u]! + 1]![r] === halfOfUnit[u] ? 2 - rho : rho;
    }
    return column;
  });
  return designOfUnits(
    design.weights,
    { unitOfRow: stage.unitOfRow, unitCount: stage.unitCount, multipliers },
    {
      method: rho === 0 ? "BRR" : "Fay",
      scale: 1 / (count * (1 - rho) ** 2),
      rscales: new Float64Array(count).fill(1),
      meanSquaredError: options.meanSquaredError,
    },
  );
}

interface Pairs {
  /** [unitCount] */
  readonly pairOfUnit: Int32Array;
  /** 1 = first half, −1 = second half, 0 = in every replicate. [unitCount] */
  readonly halfOfUnit: Int8Array;
  readonly pairCount: number;
}

/** Numbers the pairs: strata of one PSU first, then the large ones, then those of two. */
function pairs(stage: DesignStage, small: "fail" | "split" | "merge", large: "split" | "merge" | "fail"): Pairs {
  const units: number[][] = Array.from({ length: stage.stratumCount }, () => []);
  for (let u = 0; u < stage.unitCount; u++) units[stage.stratumOfUnit[u]!]!.push(u);
  const pairOfUnit = new Int32Array(stage.unitCount);
  const halfOfUnit = new Int8Array(stage.unitCount);
  let pairCount = 0;
  const lonely = units.filter((of) => of.length === 1).map((of) => of[0]!);
  if (lonely.length > 0 && small === "fail")
    throw new SurveyDesignError(
      "lonely-psu",
      `Stratum ${stage.stratumOfUnit[lonely[0]!]} has only one PSU: half samples need two. Merge strata, or choose what to do with small ones.`,
    );
  if (lonely.length === 1 && small === "merge")
    throw new SurveyDesignError("not-pairs", "Only one stratum has a single PSU: there is none to merge it with.");
  if (small === "merge") {
    lonely.forEach((u, at) => {
      // An odd one joins the last pair.
      const pair = Math.min(Math.floor(at / 2), Math.floor(lonely.length / 2) - 1);
      pairOfUnit[u] = pair;
      halfOfUnit[u] = at % 2 === 0 ? -1 : 1;
    });
    pairCount = Math.floor(lonely.length / 2);
  }
  units.forEach((of, h) => {
    if (of.length < 3) return;
    if (large === "fail" || (large === "split" && of.length % 2 === 1))
      throw new SurveyDesignError(
        "not-pairs",
        `Stratum ${h} has ${of.length} PSUs: they cannot be cut into pairs. Use another method, or merge them into two groups.`,
      );
    const firstHalf = Math.floor(of.length / 2);
    of.forEach((u, at) => {
      pairOfUnit[u] = pairCount + (large === "split" ? Math.floor(at / 2) : 0);
      halfOfUnit[u] = (large === "split" ? at % 2 === 0 : at < firstHalf) ? 1 : -1;
    });
    pairCount += large === "split" ? of.length / 2 : 1;
  });
  for (const of of units) {
    if (of.length !== 2) continue;
    pairOfUnit[of[0]!] = pairCount;
    pairOfUnit[of[1]!] = pairCount;
    halfOfUnit[of[0]!] = 1;
    halfOfUnit[of[1]!] = -1;
    pairCount++;
  }
  return { pairOfUnit, halfOfUnit, pairCount };
}
