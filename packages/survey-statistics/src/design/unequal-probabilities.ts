import type { DesignStage } from "./survey-design.ts";
import { SurveyDesignError } from "./survey-design-error.ts";

/**
 * How units were drawn with unequal probabilities without replacement; probabilities of each row, constant within a unit.
 * - brewer: variance from the probabilities of the units alone, one column a stage (Brewer & Donadio 2003; R `pps = "brewer"`).
 * - overton, hartley-rao: joint probabilities of the first stage approximated from single ones. `sumOfSquares` = Σp²/n over the
 *   population for Hartley-Rao; without it, estimated from the sample.
 * - poisson: units drawn independently.
 * - joint: the joint probabilities of all pairs of PSUs, row-major, in order of the PSUs' first rows. [PSUs·PSUs]
 */
export type UnequalProbabilities =
  | { readonly method: "brewer"; readonly probabilities: readonly Float64Array[] }
  | { readonly method: "overton"; readonly probabilities: Float64Array; readonly variance?: PairwiseForm }
  | {
      readonly method: "hartley-rao";
      readonly probabilities: Float64Array;
      readonly sumOfSquares?: number;
      readonly variance?: PairwiseForm;
    }
  | { readonly method: "poisson"; readonly probabilities: Float64Array }
  | {
      readonly method: "joint";
      readonly probabilities: Float64Array;
      readonly joint: Float64Array;
      readonly variance?: PairwiseForm;
    };

/** Horvitz-Thompson (default; may be negative) or Yates-Grundy (for samples of fixed size). */
export type PairwiseForm = "horvitz-thompson" | "yates-grundy";

export interface PairwiseVariance {
  readonly form: PairwiseForm;
  /** [PSUs] */
  readonly probabilityOfUnit: Float64Array;
  /** 1 − π_i π_j / π_ij of two different PSUs. */
  readonly pair: (i: number, j: number) => number;
}

/**
 * The weights of pairs of PSUs in the variance of a total.
 *
 * @throws {SurveyDesignError} wrong-length, bad-probability.
 * @see Horvitz & Thompson (1952); Hartley & Rao (1962); Overton & Stehman (1995); R survey::svydesign(pps =).
 */
export function pairwiseVariance(
  stage: DesignStage,
  input: Exclude<UnequalProbabilities, { readonly method: "brewer" }>,
): PairwiseVariance {
  const p = probabilityOfUnits(stage.unitOfRow, stage.unitCount, input.probabilities, "probabilities");
  const form = ("variance" in input ? input.variance : undefined) ?? "horvitz-thompson";
  const inOneStratum = (i: number, j: number) => stage.stratumOfUnit[i] === stage.stratumOfUnit[j];
  const sampled = (i: number) => stage.sampled[stage.stratumOfUnit[i]!]!;
  switch (input.method) {
    case "poisson":
      return { form, probabilityOfUnit: p, pair: () => 0 };
    case "overton":
      // π_ij = π_i π_j (n − 1)/(n − (π_i + π_j)/2)
      return {
        form,
        probabilityOfUnit: p,
        pair: (i, j) => (inOneStratum(i, j) ? 1 - (sampled(i) - (p[i]! + p[j]!) / 2) / (sampled(i) - 1) : 0),
      };
    case "hartley-rao": {
      const squares = new Float64Array(stage.stratumCount);
      for (let i = 0; i < stage.unitCount; i++) squares[stage.stratumOfUnit[i]!]! += p[i]! / sampled(i);
      if (input.sumOfSquares !== undefined) squares.fill(input.sumOfSquares);
      // π_ij = π_i π_j (n − 1)/(n − π_i − π_j + Σp²/n)
      return {
        form,
        probabilityOfUnit: p,
        pair: (i, j) =>
          inOneStratum(i, j)
            ? 1 - (sampled(i) - p[i]! - p[j]! + squares[stage.stratumOfUnit[i]!]!) / (sampled(i) - 1)
            : 0,
      };
    }
    case "joint": {
      const { joint } = input;
      const units = stage.unitCount;
      if (joint.length !== units * units)
        throw new SurveyDesignError(
          "wrong-length",
          `joint has ${joint.length} probabilities for ${units} PSUs; ${units}·${units} are needed.`,
        );
      const bad = joint.findIndex((value) => !(value > 0 && value <= 1));
      if (bad >= 0)
        throw new SurveyDesignError(
          "bad-probability",
          `joint[${Math.floor(bad / units)}][${bad % units}] is ${joint[bad]}; a joint probability lies in (0, 1].`,
        );
      return { form, probabilityOfUnit: p, pair: (i, j) => 1 - (p[i]! * p[j]!) / joint[i * units + j]! };
    }
  }
}

/**
 * The probability of each unit.
 *
 * @throws {SurveyDesignError} wrong-length; bad-probability outside (0, 1] or differing within a unit.
 */
export function probabilityOfUnits(
  unitOfRow: Int32Array,
  unitCount: number,
  probabilities: Float64Array,
  name: string,
): Float64Array {
  if (probabilities.length !== unitOfRow.length)
    throw new SurveyDesignError(
      "wrong-length",
      `${name} has ${probabilities.length} values for ${unitOfRow.length} rows.`,
    );
  const found = new Float64Array(unitCount).fill(Number.NaN);
  probabilities.forEach((probability, i) => {
    const unit = unitOfRow[i]!;
    if (!(probability > 0 && probability <= 1))
      throw new SurveyDesignError("bad-probability", `${name}[${i}] is ${probability}; a probability lies in (0, 1].`);
    if (!Number.isNaN(found[unit]!) && Math.abs(found[unit]! - probability) > 1e-9)
      throw new SurveyDesignError("bad-probability", `${name}[${i}] differs within a sampling unit.`);
    found[unit] = probability;
  });
  return found;
}
