import { type Design, isReplicateDesign } from "../design/design.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import type { EstimateOptions } from "../estimation/estimate.ts";
import { generalisedEigenvalues } from "../linear-algebra/generalised-eigenvalues.ts";
import { solve } from "../linear-algebra/solve.ts";
import { upperTailOfFSum } from "./chi-square-sums.ts";
import { upperTailOfF } from "./distributions.ts";
import type { HypothesisTest } from "./hypothesis-test.ts";
import { type CrossedTable, crossedTable, pearsonOfTable, raoScott, refuseSparse } from "./rao-scott.ts";

/**
 * - rao-scott (default): Pearson's X² over its design effect, compared with F. Second order: also for unequal design effects.
 * - rao-scott-chi-square: the first-order correction, compared with χ².
 * - wald: the departures from independence over their covariance. Erratic with many cells and few PSUs.
 * - adjusted-wald: the same, its F corrected for the number of PSUs.
 * - sum: Pearson's X² against its limiting distribution, a sum of weighted χ², integrated exactly.
 * - saddlepoint: the same by the saddlepoint approximation.
 */
export type AssociationStatistic =
  | "rao-scott"
  | "rao-scott-chi-square"
  | "wald"
  | "adjusted-wald"
  | "sum"
  | "saddlepoint";

export interface AssociationOptions extends EstimateOptions {
  readonly statistic?: AssociationStatistic;
  /**
   * For "sum" and "saddlepoint": degrees of freedom below the line. Default as R: those of the Rao-Scott F for linearised designs,
   * Infinity for replicate designs.
   */
  readonly denominatorDegreesOfFreedom?: number;
}

/**
 * Tests that two categorical questions are independent. Rows with either code −1 are left out of the table.
 *
 * @param rowCodes    first question, 0 … rowLevels − 1. Levels that nobody chose are ignored. [rows]
 * @param columnCodes second question, 0 … columnLevels − 1. [rows]
 * @throws {SurveyDesignError} singular (too sparse for the number of PSUs), empty-domain (fewer than two levels), bad-code,
 *   wrong-length, lonely-psu.
 * @see Rao & Scott (1984); Thomas, Singh & Roberts (1996); R survey::svychisq (F, Chisq, Wald, adjWald, lincom, saddlepoint).
 */
export function associationTest(
  design: Design,
  rowCodes: Int32Array,
  rowLevels: number,
  columnCodes: Int32Array,
  columnLevels: number,
  options: AssociationOptions = {},
): HypothesisTest {
  const statistic = options.statistic ?? "rao-scott";
  if (statistic === "rao-scott" || statistic === "rao-scott-chi-square") {
    const test = raoScott(design, rowCodes, rowLevels, columnCodes, columnLevels, options);
    return statistic === "rao-scott"
      ? {
          method: "Pearson's X² with the second-order Rao-Scott correction",
          statistic: test.f,
          distribution: "F",
          numeratorDegreesOfFreedom: test.numeratorDegreesOfFreedom,
          denominatorDegreesOfFreedom: test.denominatorDegreesOfFreedom,
          p: test.p,
          n: test.n,
        }
      : {
          method: "Pearson's X² with the first-order Rao-Scott correction",
          statistic: test.chiSquare,
          distribution: "chi-square",
          numeratorDegreesOfFreedom: test.chiSquareDegreesOfFreedom,
          denominatorDegreesOfFreedom: Number.POSITIVE_INFINITY,
          p: test.chiSquareP,
          n: test.n,
        };
  }
  if (statistic === "wald" || statistic === "adjusted-wald") {
    const table = crossedTable(design, rowCodes, rowLevels, columnCodes, columnLevels, { ...options, of: "total" });
    return waldTest(table, degreesOfFreedom(design, options.domain), statistic === "adjusted-wald");
  }
  const { rows, columns, cells } = crossedTable(design, rowCodes, rowLevels, columnCodes, columnLevels, options);
  const { chiSquare, simple, actual, size } = pearsonOfTable(cells, rows, columns);
  const effects = generalisedEigenvalues(actual, simple, size) ?? refuseSparse();
  let sum = 0;
  let squares = 0;
  for (const effect of effects) {
    sum += effect;
    squares += effect * effect;
  }
  const denominator =
    options.denominatorDegreesOfFreedom ??
    (isReplicateDesign(design)
      ? Number.POSITIVE_INFINITY
      : ((sum * sum) / squares) * degreesOfFreedom(design, options.domain));
  return {
    method:
      statistic === "sum"
        ? "Pearson's X² against its limiting distribution, integrated"
        : "Pearson's X² against its limiting distribution, saddlepoint approximation",
    statistic: chiSquare,
    distribution: "sum",
    numeratorDegreesOfFreedom: size,
    denominatorDegreesOfFreedom: denominator,
    p: upperTailOfFSum(chiSquare, effects, denominator, statistic === "sum" ? "integration" : "saddlepoint"),
    n: cells.n,
  };
}

/** Y_rc = T_rc − T_r· T_·c / T, all but the first row and column, over their covariance by the chain rule. */
function waldTest({ rows, columns, cells }: CrossedTable, designDegrees: number, adjusted: boolean): HypothesisTest {
  const total = cells.estimates.map(({ estimate }) => estimate);
  const cellCount = rows * columns;
  const size = (rows - 1) * (columns - 1);
  const ofRow = new Float64Array(rows);
  const ofColumn = new Float64Array(columns);
  let all = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      ofRow[r]! += total[r + rows * c]!;
      ofColumn[c]! += total[r + rows * c]!;
      all += total[r + rows * c]!;
    }
  }
  const departures = new Float64Array(size);
  const slopes = new Float64Array(size * cellCount);
  for (let r = 1; r < rows; r++) {
    for (let c = 1; c < columns; c++) {
      const at = r - 1 + (rows - 1) * (c - 1);
      departures[at] = total[r + rows * c]! - (ofRow[r]! * ofColumn[c]!) / all;
      for (let a = 0; a < rows; a++) {
        for (let b = 0; b < columns; b++) {
          slopes[at * cellCount + a + rows * b] =
            (a === r && b === c ? 1 : 0) -
            (a === r ? ofColumn[c]! / all : 0) -
            (b === c ? ofRow[r]! / all : 0) +
            (ofRow[r]! * ofColumn[c]!) / (all * all);
        }
      }
    }
  }
  const spread = new Float64Array(size * cellCount);
  for (let i = 0; i < size; i++)
    for (let a = 0; a < cellCount; a++) {
      const slope = slopes[i * cellCount + a]!;
      for (let b = 0; b < cellCount; b++) spread[i * cellCount + b]! += slope * cells.covariance[a * cellCount + b]!;
    }
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let a = 0; a < cellCount; a++)
        covariance[i * size + j]! += spread[i * cellCount + a]! * slopes[j * cellCount + a]!;
  const solved = solve(covariance, departures, size, 1) ?? refuseSparse();
  let wald = 0;
  for (let i = 0; i < size; i++) wald += departures[i]! * solved[i]!;
  const denominator = adjusted ? designDegrees - size + 1 : designDegrees;
  const statistic = adjusted ? (wald * denominator) / (size * designDegrees) : wald / size;
  return {
    method: adjusted ? "Adjusted Wald test of association" : "Wald test of association",
    statistic,
    distribution: "F",
    numeratorDegreesOfFreedom: size,
    denominatorDegreesOfFreedom: denominator,
    p: upperTailOfF(statistic, size, denominator),
    n: cells.n,
  };
}
