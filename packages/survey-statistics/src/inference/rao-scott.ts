import type { Design } from "../design/design.ts";
import { crossCodes } from "../design/encode.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes } from "../estimation/domain-cells.ts";
import type { EstimateOptions } from "../estimation/estimate.ts";
import { estimateProportions, type LevelEstimates } from "../estimation/proportions.ts";
import { solve } from "../linear-algebra/solve.ts";
import { upperTailOfChiSquare, upperTailOfF } from "./distributions.ts";

export interface AssociationTest {
  /** Pearson's X² of the weighted table, scaled to the number of rows in the domain (missing included, as R does). */
  readonly chiSquare: number;
  /** X² divided by the mean generalised design effect is compared with χ² of (R − 1)(C − 1). */
  readonly chiSquareDegreesOfFreedom: number;
  /** p-value of the first-order (Rao-Scott χ²) correction. */
  readonly chiSquareP: number;
  /** Second-order (Rao-Scott F) correction: the test to report. */
  readonly f: number;
  readonly numeratorDegreesOfFreedom: number;
  readonly denominatorDegreesOfFreedom: number;
  readonly p: number;
  /** Mean of the generalised design effects. */
  readonly meanDesignEffect: number;
  /** Rows with both answers. */
  readonly n: number;
}

/**
 * Rao-Scott test that two categorical questions are independent. Rows with either code −1 are left out of the table.
 *
 * @param rowCodes    first question, 0 … rowLevels − 1. Levels that nobody chose are ignored.
 * @param columnCodes second question, 0 … columnLevels − 1.
 * @throws {SurveyDesignError} singular (the table is too sparse for the number of PSUs), empty-domain (fewer than two levels).
 * @see Rao & Scott (1984); R survey::svychisq, statistic = "F" and "Chisq".
 */
export function raoScott(
  design: Design,
  rowCodes: Int32Array,
  rowLevels: number,
  columnCodes: Int32Array,
  columnLevels: number,
  options: EstimateOptions = {},
): AssociationTest {
  if (crossed.length !== design.rows) crossed = new Int32Array(design.rows);
  const { rows, columns, cells } = crossedTable(
    design,
    rowCodes,
    rowLevels,
    columnCodes,
    columnLevels,
    options,
    crossed,
  );
  const { chiSquare, simple, actual, size } = pearsonOfTable(cells, rows, columns);
  const delta = solve(simple, actual, size, size) ?? refuseSparse();
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < size; i++) {
    sum += delta[i * size + i]!;
    for (let j = 0; j < size; j++) sumOfSquares += delta[i * size + j]! * delta[j * size + i]!;
  }
  const numerator = (sum * sum) / sumOfSquares;
  const denominator = numerator * degreesOfFreedom(design, options.domain);
  const f = chiSquare / sum;
  return {
    chiSquare,
    chiSquareDegreesOfFreedom: size,
    chiSquareP: upperTailOfChiSquare((chiSquare / sum) * size, size),
    f,
    numeratorDegreesOfFreedom: numerator,
    denominatorDegreesOfFreedom: denominator,
    p: upperTailOfF(f, numerator, denominator),
    meanDesignEffect: sum / size,
    n: cells.n,
  };
}

/** Kept from test to test: a report makes hundreds on the same rows. */
let crossed = new Int32Array(0);

/** A table of two questions without the levels nobody chose: cell = row + rows · column. */
export interface CrossedTable {
  readonly rows: number;
  readonly columns: number;
  readonly cells: LevelEstimates;
}

/**
 * @param memory for the crossed codes, for a caller who lets no cell out of its hands. [rows]
 * @throws {SurveyDesignError} empty-domain when a question has fewer than two answered levels.
 */
export function crossedTable(
  design: Design,
  rowCodes: Int32Array,
  rowLevels: number,
  columnCodes: Int32Array,
  columnLevels: number,
  options: EstimateOptions & { readonly of?: "proportion" | "total" },
  memory?: Int32Array,
): CrossedTable {
  const rows = usedLevels(design, rowCodes, rowLevels, options.domain, "row");
  const columns = usedLevels(design, columnCodes, columnLevels, options.domain, "column");
  if (rows.count < 2 || columns.count < 2)
    throw new SurveyDesignError("empty-domain", "A test of association needs two answered levels of each question.");
  const cellCodes = crossCodes(rows.codes, rows.count, columns.codes, memory);
  return {
    rows: rows.count,
    columns: columns.count,
    cells: estimateProportions(design, cellCodes, rows.count * columns.count, options),
  };
}

export function refuseSparse(): never {
  throw new SurveyDesignError(
    "singular",
    "The table is too sparse for a test of association: empty cells, or fewer PSUs than cells. Merge levels.",
  );
}

/** What Pearson's X² is and what it would spread like: under simple random sampling, and under the design. */
export interface PearsonOfTable {
  /** Scaled to all rows of the domain. */
  readonly chiSquare: number;
  /** C'D⁻¹C/n. Row-major. [size·size] */
  readonly simple: Float64Array;
  /** C'D⁻¹VD⁻¹C. Row-major. [size·size] */
  readonly actual: Float64Array;
  readonly size: number;
}

export function pearsonOfTable(cells: LevelEstimates, rows: number, columns: number): PearsonOfTable {
  const p = cells.estimates.map(({ estimate }) => estimate);
  const n = cells.estimates[0]!.domainRows;
  return { chiSquare: n * pearson(p, rows, columns), ...interactions(p, cells.covariance, rows, columns, n) };
}

function usedLevels(
  design: Design,
  codes: Int32Array,
  levelCount: number,
  domain: Uint8Array | undefined,
  name: string,
): { codes: Int32Array; count: number } {
  checkCodes(design, codes, levelCount, name);
  const { weights, rows } = design;
  const used = new Int32Array(levelCount).fill(-1);
  let unused = levelCount;
  // Most often the first rows show every level.
  for (let i = 0; i < rows && unused > 0; i++) {
    const code = codes[i]!;
    if (code < 0 || used[code] === 0 || !(weights[i]! > 0) || (domain !== undefined && domain[i] !== 1)) continue;
    used[code] = 0;
    unused--;
  }
  let count = 0;
  for (let level = 0; level < levelCount; level++) if (used[level] === 0) used[level] = count++;
  if (count === levelCount) return { codes, count };
  const recoded = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) if (codes[i]! >= 0) recoded[i] = used[codes[i]!]!;
  return { codes: recoded, count };
}

/** Σ(p − p·p·)²/(p·p·): Pearson's X² a row. */
function pearson(p: readonly number[], rows: number, columns: number): number {
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let rowSum = 0;
      let columnSum = 0;
      for (let k = 0; k < columns; k++) rowSum += p[r + rows * k]!;
      for (let k = 0; k < rows; k++) columnSum += p[k + rows * c]!;
      const expected = rowSum * columnSum;
      if (expected > 0) sum += (p[r + rows * c]! - expected) ** 2 / expected;
    }
  }
  return sum;
}

/** Δ = simple⁻¹ · actual; C spans the interactions orthogonal to the main effects. */
function interactions(
  p: readonly number[],
  covariance: Float64Array,
  rows: number,
  columns: number,
  n: number,
): { simple: Float64Array; actual: Float64Array; size: number } {
  const cells = rows * columns;
  const size = (rows - 1) * (columns - 1);
  // Contrast (a, b): 1[row = a] and 1[column = b], both centred; orthogonal to all row and column effects.
  const contrasts = new Float64Array(cells * size);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      for (let a = 1; a < rows; a++) {
        for (let b = 1; b < columns; b++) {
          const value = ((r === a ? 1 : 0) - 1 / rows) * ((c === b ? 1 : 0) - 1 / columns);
          contrasts[(r + rows * c) * size + (a - 1) * (columns - 1) + b - 1] = value;
        }
      }
    }
  }
  const scaled = contrasts.map((value, at) => {
    const cell = p[Math.floor(at / size)]!;
    return cell === 0 ? 0 : value / cell;
  });
  const simple = new Float64Array(size * size);
  const actual = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const spread = new Float64Array(cells);
    for (let a = 0; a < cells; a++)
      for (let b = 0; b < cells; b++) spread[a]! += covariance[a * cells + b]! * scaled[b * size + j]!;
    for (let i = 0; i < size; i++) {
      for (let a = 0; a < cells; a++) {
        simple[i * size + j]! += (contrasts[a * size + i]! * scaled[a * size + j]!) / n;
        actual[i * size + j]! += scaled[a * size + i]! * spread[a]!;
      }
    }
  }
  return { simple, actual, size };
}
