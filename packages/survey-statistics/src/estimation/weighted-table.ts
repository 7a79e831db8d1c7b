import type { Design } from "../design/design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes } from "./domain-cells.ts";
import { checkDomain, type EstimateOptions } from "./estimate.ts";

export interface WeightedTable {
  /** Σw of each cell; the level of the first dimension changes fastest. */
  readonly cells: Float64Array;
  /** Answers of positive weight in each cell. */
  readonly counts: Float64Array;
}

/**
 * Weighted counts of any cross of categorical columns, without errors. Rows where a column is missing are left out.
 *
 * @param dimensions codes 0 … levelCount − 1, −1 = missing. [rows] each.
 * @param options total: what all cells shall add up to, as R's Ntotal; e.g. 100 for percentages.
 * @throws {SurveyDesignError} bad-code, wrong-length.
 * @see R survey::svytable.
 */
export function weightedTable(
  design: Design,
  dimensions: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
  options: EstimateOptions & { readonly total?: number } = {},
): WeightedTable {
  checkDomain(design, options.domain);
  const size = dimensions.reduce((cells, { levelCount }) => cells * levelCount, 1);
  if (size > 2 ** 31 - 1) throw new SurveyDesignError("bad-code", `A table of ${size} cells is too large.`);
  for (const [d, { codes, levelCount }] of dimensions.entries())
    checkCodes(design, codes, levelCount, `dimensions[${d}]`);
  const cellOf = new Int32Array(design.rows);
  let step = 1;
  for (const { codes, levelCount } of dimensions) {
    for (let i = 0; i < cellOf.length; i++) {
      const code = codes[i]!;
      if (code < 0) cellOf[i] = -1;
      else if (cellOf[i]! >= 0) cellOf[i]! += step * code;
    }
    step *= levelCount;
  }
  const cells = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let i = 0; i < cellOf.length; i++) {
    const cell = cellOf[i]!;
    const weight = design.weights[i]!;
    if (cell < 0 || weight === 0 || (options.domain !== undefined && options.domain[i] !== 1)) continue;
    cells[cell]! += weight;
    counts[cell]!++;
  }
  if (options.total !== undefined) {
    const sum = cells.reduce((all, cell) => all + cell, 0);
    for (let cell = 0; cell < size; cell++) cells[cell]! *= options.total / sum;
  }
  return { cells, counts };
}
