import type { Design } from "../design/design.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes } from "../estimation/domain-cells.ts";
import type { EstimateOptions } from "../estimation/estimate.ts";
import { estimateProportions } from "../estimation/proportions.ts";
import { generalisedEigenvalues } from "../linear-algebra/generalised-eigenvalues.ts";
import { solve } from "../linear-algebra/solve.ts";
import { upperTailOfFSum } from "./chi-square-sums.ts";
import { upperTailOfChiSquare, upperTailOfF } from "./distributions.ts";

/** A weighted table of two or more questions; cell = code₀ + levels₀ · (code₁ + levels₁ · (…)). */
export interface CellTable {
  readonly levelCounts: readonly number[];
  /** [cells] */
  readonly proportions: Float64Array;
  /** Row-major. [cells²] */
  readonly covariance: Float64Array;
  /** Rows of positive weight in the domain: what the table is scaled to. */
  readonly n: number;
  readonly degreesOfFreedom: number;
}

export interface LogLinearModel {
  readonly table: CellTable;
  /** Each term: the questions that go together in it. */
  readonly terms: readonly (readonly number[])[];
  /** Of each coefficient, term after term: sum-to-zero contrasts, the first question's levels fastest. The intercept is not among them. [q] */
  readonly coefficients: Float64Array;
  /** Design-based. Row-major. [q·q] */
  readonly covariance: Float64Array;
  /** [q] */
  readonly standardErrors: Float64Array;
  /** Expected shares. [cells] */
  readonly fitted: Float64Array;
  /** 2n Σ p̂ ln(p̂/fitted). */
  readonly deviance: number;
  /** The contrasts of each cell, centred. Row-major. [cells·q] */
  readonly contrasts: Float64Array;
}

export interface LogLinearComparison {
  /** Fall of the deviance from the smaller model to the larger. */
  readonly deviance: number;
  /** n Σ (larger − smaller)²/smaller. */
  readonly score: number;
  /** Generalised design effects, from large to small: under the smaller model both spread like Σ λ χ²_1. */
  readonly designEffects: Float64Array;
  readonly devianceP: LogLinearP;
  readonly scoreP: LogLinearP;
}

/** p by the first-order correction (χ²), the second-order one (F), and the limiting sum (saddlepoint, and integrated). */
export interface LogLinearP {
  readonly chiSquare: number;
  readonly f: number;
  readonly saddlepoint: number;
  readonly sum: number;
}

/**
 * The weighted table that log-linear models are fitted to. Rows with a missing code are left out.
 *
 * @param questions two or more; codes 0 … levelCount − 1 or −1. [rows]
 * @throws {SurveyDesignError} empty-domain, bad-code, wrong-length, lonely-psu.
 */
export function cellTable(
  design: Design,
  questions: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
  options: EstimateOptions = {},
): CellTable {
  const cells = new Int32Array(design.rows);
  let step = 1;
  for (const [at, { codes, levelCount }] of questions.entries()) {
    checkCodes(design, codes, levelCount, `questions[${at}]`);
    for (let i = 0; i < cells.length; i++)
      cells[i] = cells[i]! < 0 || codes[i]! < 0 ? -1 : cells[i]! + step * codes[i]!;
    step *= levelCount;
  }
  const found = estimateProportions(design, cells, step, options);
  return {
    levelCounts: questions.map(({ levelCount }) => levelCount),
    proportions: Float64Array.from(found.estimates, ({ estimate }) => estimate),
    covariance: found.covariance,
    n: found.estimates[0]!.domainRows,
    degreesOfFreedom: degreesOfFreedom(design, options.domain),
  };
}

/**
 * Fits a log-linear model to a weighted table: ln of the expected share = sum of the terms.
 *
 * @param terms for independence of two questions [[0], [1]]; with [0, 1] besides, the saturated model.
 * @throws {SurveyDesignError} singular: empty cells leave a coefficient undefined.
 * @see Rao & Scott (1984), Annals of Statistics 12; R survey::svyloglin.
 */
export function logLinearModel(table: CellTable, terms: readonly (readonly number[])[]): LogLinearModel {
  const cells = table.proportions.length;
  const columns = [new Float64Array(cells).fill(1), ...terms.flatMap((term) => termColumns(table.levelCounts, term))];
  const q = columns.length;
  const beta = new Float64Array(q);
  beta[0] = -Math.log(cells);
  const fitted = new Float64Array(cells);
  const fit = () => {
    for (let c = 0; c < cells; c++) {
      let eta = 0;
      for (let j = 0; j < q; j++) eta += columns[j]![c]! * beta[j]!;
      fitted[c] = Math.exp(eta);
    }
  };
  fit();
  for (let step = 0; step < 200; step++) {
    const gradient = new Float64Array(q);
    const gram = new Float64Array(q * q);
    for (let j = 0; j < q; j++) {
      for (let c = 0; c < cells; c++) gradient[j]! += columns[j]![c]! * (table.proportions[c]! - fitted[c]!);
      for (let k = 0; k < q; k++)
        for (let c = 0; c < cells; c++) gram[j * q + k]! += columns[j]![c]! * columns[k]![c]! * fitted[c]!;
    }
    const move = solve(gram, gradient, q, 1) ?? refuseEmpty();
    const size = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let j = 0; j < q; j++) beta[j]! += move[j]! * Math.min(1, 2 / size);
    fit();
    if (size < 1e-12) break;
  }
  const size = q - 1;
  const contrasts = new Float64Array(cells * size);
  for (let j = 0; j < size; j++) {
    const column = columns[j + 1]!;
    const mean = column.reduce((sum, value) => sum + value, 0) / cells;
    for (let c = 0; c < cells; c++) contrasts[c * size + j] = column[c]! - mean;
  }
  const simple = sandwiched(multinomial(fitted, table.n), contrasts, contrasts, cells, size, size);
  const actual = sandwiched(table.covariance, contrasts, contrasts, cells, size, size);
  const left = solve(simple, actual, size, size) ?? refuseEmpty();
  const covariance = solve(simple, transposed(left, size), size, size) ?? refuseEmpty();
  for (let at = 0; at < covariance.length; at++) covariance[at]! /= table.n * table.n;
  let deviance = 0;
  for (let c = 0; c < cells; c++) {
    const p = table.proportions[c]!;
    if (p > 0) deviance += 2 * table.n * p * Math.log(p / fitted[c]!);
  }
  return {
    table,
    terms,
    coefficients: beta.slice(1),
    covariance,
    standardErrors: Float64Array.from({ length: size }, (_, j) => Math.sqrt(Math.max(0, covariance[j * size + j]!))),
    fitted,
    deviance,
    contrasts,
  };
}

/**
 * Compares two log-linear models of one table, the smaller within the larger: fall of the deviance and score statistic, with Rao and
 * Scott's corrections.
 *
 * @throws {SurveyDesignError} singular: the larger model adds nothing to the smaller.
 * @see Rao & Scott (1984); R survey::anova.svyloglin (whose F squares the entries of Δ where the trace of Δ² is meant).
 */
export function compareLogLinear(smaller: LogLinearModel, larger: LogLinearModel): LogLinearComparison {
  const { table } = smaller;
  const cells = table.proportions.length;
  const q0 = smaller.coefficients.length;
  const q1 = larger.coefficients.length;
  const fitted = multinomial(larger.fitted, table.n);
  const own = sandwiched(fitted, smaller.contrasts, smaller.contrasts, cells, q0, q0);
  const between = sandwiched(fitted, smaller.contrasts, larger.contrasts, cells, q0, q1);
  const explained = solve(own, between, q0, q1) ?? refuseEmpty();
  // What the larger model's contrasts add to the smaller one's; columns of nought are those it shares.
  const rest = larger.contrasts.slice();
  for (let c = 0; c < cells; c++)
    for (let j = 0; j < q1; j++)
      for (let k = 0; k < q0; k++) rest[c * q1 + j]! -= smaller.contrasts[c * q0 + k]! * explained[k * q1 + j]!;
  const added: number[] = [];
  for (let j = 0; j < q1; j++) {
    let largest = 0;
    for (let c = 0; c < cells; c++) largest = Math.max(largest, Math.abs(rest[c * q1 + j]!));
    if (largest > 1e-9) added.push(j);
  }
  const size = added.length;
  if (size === 0) refuseEmpty();
  const kept = new Float64Array(cells * size);
  for (let c = 0; c < cells; c++) for (const [at, j] of added.entries()) kept[c * size + at] = rest[c * q1 + j]!;
  const simple = sandwiched(multinomial(table.proportions, table.n), kept, kept, cells, size, size);
  const actual = sandwiched(table.covariance, kept, kept, cells, size, size);
  const designEffects = generalisedEigenvalues(actual, simple, size) ?? refuseEmpty();
  const deviance = smaller.deviance - larger.deviance;
  let score = 0;
  for (let c = 0; c < cells; c++)
    score += (table.n * (larger.fitted[c]! - smaller.fitted[c]!) ** 2) / smaller.fitted[c]!;
  let sum = 0;
  let squares = 0;
  for (const effect of designEffects) {
    sum += effect;
    squares += effect * effect;
  }
  const numerator = (sum * sum) / squares;
  const tails = (x: number): LogLinearP => ({
    chiSquare: upperTailOfChiSquare((x * size) / sum, size),
    f: upperTailOfF(x / sum, numerator, numerator * table.degreesOfFreedom),
    saddlepoint: upperTailOfFSum(x, designEffects, Number.POSITIVE_INFINITY, "saddlepoint"),
    sum: upperTailOfFSum(x, designEffects, Number.POSITIVE_INFINITY, "integration"),
  });
  return { deviance, score, designEffects, devianceP: tails(deviance), scoreP: tails(score) };
}

function refuseEmpty(): never {
  throw new SurveyDesignError("singular", "Empty cells, or models that say the same: nothing is left to estimate.");
}

/** Products of sum-to-zero contrasts of the term's questions; levels of the first fastest. */
function termColumns(levelCounts: readonly number[], term: readonly number[]): Float64Array[] {
  const cells = levelCounts.reduce((product, count) => product * count, 1);
  let columns = [new Float64Array(cells).fill(1)];
  for (const question of term) {
    const count = levelCounts[question]!;
    const below = levelCounts.slice(0, question).reduce((product, levels) => product * levels, 1);
    columns = Array.from({ length: count - 1 }, (_, level) =>
      columns.map((column) =>
        column.map((value, cell) => {
          const code = Math.floor(cell / below) % count;
          return code === level ? value : code === count - 1 ? -value : 0;
        }),
      ),
    ).flat();
  }
  return columns;
}

/** (diag(p) − pp')/n. */
function multinomial(p: Float64Array, n: number): Float64Array {
  const k = p.length;
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) matrix[i * k + j] = ((i === j ? p[i]! : 0) - p[i]! * p[j]!) / n;
  return matrix;
}

/** A'MB. */
function sandwiched(
  m: Float64Array,
  a: Float64Array,
  b: Float64Array,
  cells: number,
  widthA: number,
  widthB: number,
): Float64Array {
  const half = new Float64Array(cells * widthB);
  for (let c = 0; c < cells; c++)
    for (let d = 0; d < cells; d++)
      for (let j = 0; j < widthB; j++) half[c * widthB + j]! += m[c * cells + d]! * b[d * widthB + j]!;
  const product = new Float64Array(widthA * widthB);
  for (let c = 0; c < cells; c++)
    for (let i = 0; i < widthA; i++)
      for (let j = 0; j < widthB; j++) product[i * widthB + j]! += a[c * widthA + i]! * half[c * widthB + j]!;
  return product;
}

function transposed(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % n) * n + Math.floor(at / n)]!);
}
