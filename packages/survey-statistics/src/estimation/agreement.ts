import type { Design } from "../design/design.ts";
import { crossCodes } from "../design/encode.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { figuresOfJoint, functionsOfEstimates } from "./contrasts.ts";
import { estimateCovarianceMatrix } from "./covariance-matrix.ts";
import { checkCodes } from "./domain-cells.ts";
import type { EstimateOptions } from "./estimate.ts";
import { estimateProportions } from "./proportions.ts";

export interface AgreementEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly n: number;
  readonly degreesOfFreedom: number;
}

/**
 * Cohen's κ: agreement of two ratings beyond what their margins alone would give, (o − e)/(1 − e) with o = Σp_ii and
 * e = Σp_i·p_·i. Rows where either is missing are left out.
 *
 * @param first, @param second codes 0 … levelCount − 1, −1 = missing; the same code means the same rating. [rows]
 * @throws {SurveyDesignError} empty-domain, bad-code, wrong-length, lonely-psu.
 * @see Cohen (1960); R survey::svykappa.
 */
export function estimateKappa(
  design: Design,
  first: Int32Array,
  second: Int32Array,
  levelCount: number,
  options: EstimateOptions = {},
): AgreementEstimate {
  checkCodes(design, first, levelCount, "first");
  checkCodes(design, second, levelCount, "second");
  const cells = crossCodes(first, levelCount, second);
  const proportions = estimateProportions(design, cells, levelCount * levelCount, options);
  const { points, covariance } = functionsOfEstimates(figuresOfJoint(proportions), (p, calculator) => {
    const { add, subtract, multiply, divide } = calculator;
    const cell = (i: number, j: number) => p[i + levelCount * j]!;
    let observed = multiply(0, p[0]!);
    let expected = observed;
    for (let i = 0; i < levelCount; i++) {
      let row = multiply(0, p[0]!);
      let column = row;
      for (let j = 0; j < levelCount; j++) {
        row = add(row, cell(i, j));
        column = add(column, cell(j, i));
      }
      observed = add(observed, cell(i, i));
      expected = add(expected, multiply(row, column));
    }
    return [divide(subtract(observed, expected), subtract(1, expected))];
  });
  return {
    estimate: points[0]!,
    standardError: Math.sqrt(covariance[0]!),
    n: proportions.n,
    degreesOfFreedom: proportions.estimates[0]!.degreesOfFreedom,
  };
}

/**
 * Cronbach's α of K items: K/(K − 1) · (1 − Σ s²_k / s²_total), with a standard error that R does not give. Rows where an item is
 * missing are left out.
 *
 * @param items K ≥ 2 columns of [rows].
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite, lonely-psu.
 * @see Cronbach (1951); R survey::svycralpha.
 */
export function estimateCronbachAlpha(
  design: Design,
  items: readonly Float64Array[],
  options: EstimateOptions = {},
): AgreementEstimate {
  const k = items.length;
  if (k < 2) throw new SurveyDesignError("wrong-length", `Reliability needs two items or more, not ${k}.`);
  const variances = estimateCovarianceMatrix(design, items, options);
  const figures = functionsOfEstimates(
    { points: variances.matrix, covariance: variances.covariance },
    (entries, { add, subtract, multiply, divide }) => {
      let own = multiply(0, entries[0]!);
      let total = own;
      for (const [at, entry] of entries.entries()) {
        total = add(total, entry);
        if (at % (k + 1) === 0) own = add(own, entry);
      }
      return [multiply(k / (k - 1), subtract(1, divide(own, total)))];
    },
  );
  return {
    estimate: figures.points[0]!,
    standardError: Math.sqrt(figures.covariance[0]!),
    n: variances.n,
    degreesOfFreedom: variances.degreesOfFreedom,
  };
}
