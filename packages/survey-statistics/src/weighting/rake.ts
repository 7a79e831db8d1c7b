import { checkWeights } from "./calibration-checks.ts";
import { crossClass } from "./cross-class.ts";
import { fitCells, furthestLevel, largestRelativeError } from "./fit-cells.ts";
import { WeightingError } from "./weighting-error.ts";

/** A raking variable: the level of each row and the population target of each level. */
export interface Margin {
  /** 0 … targets.length − 1. [rows]; −1 = not known, see RakeOptions.missing. */
  readonly codes: Int32Array;
  /** Population count or share of each level. All margins have the same total. */
  readonly targets: Float64Array;
}

export interface RakeOptions {
  /** Stop when no level of any margin is further than this from its target, relatively. Default 1e-9. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxSweeps?: number;
  /** Targets are scaled to this total before raking; with it margins may be shares that add up to 1 only roughly. */
  readonly total?: number;
  /** Rows whose level is not known: "refuse" (default), or "keep-share": they keep the share they have before raking. */
  readonly missing?: "refuse" | "keep-share";
  /**
   * R's way to stop: after the sweep that changes no combination of levels by this much (in the unit of the targets), or after
   * `maxSweeps`, which is no error then. R's own setting is 1, with at most 10 sweeps. `tolerance` is not looked at.
   */
  readonly tableChange?: number;
  /** Factors of an earlier raking to begin from: a few sweeps do when little has changed. As `RakeResult.factors`. */
  readonly factors?: readonly Float64Array[];
}

export interface RakeResult {
  readonly weights: Float64Array;
  readonly sweeps: number;
  /** Largest relative error of any level at the start of each sweep, then after the last one. */
  readonly trace: readonly number[];
  /** Largest relative error of the result. */
  readonly largestError: number;
  /** Distinct combinations of levels: the work of a sweep. */
  readonly cells: number;
  /** What each level of each margin multiplies weights by: a row's factor is the product over its levels. */
  readonly factors: readonly Float64Array[];
}

/**
 * Raking (iterative proportional fitting): multiplies the weights by a factor a level until every margin is met. Works on the
 * distinct combinations of levels, so a sweep does not depend on the number of rows.
 *
 * @param weights starting weights, ≥ 0. [rows]
 * @throws {WeightingError} empty-level, unwanted-level, totals-disagree, missing-codes, not-converged; bad-target, bad-weight, wrong-length.
 * @see Deming & Stephan (1940); Deville, Särndal & Sautory (1993). Linear convergence.
 */
export function rake(weights: Float64Array, margins: readonly Margin[], options: RakeOptions = {}): RakeResult {
  const tolerance = options.tolerance ?? 1e-9;
  const maxSweeps = options.maxSweeps ?? 1000;
  checkWeights(weights);
  const prepared = margins.map((margin, m) => preparedMargin(weights, margin, m, options));
  checkTotals(prepared);
  prepared.forEach((margin, m) => {
    checkLevels(weights, margin, m);
  });
  const { cellOfRow, levelOfCell, cellCount } = crossClass(
    weights.length,
    prepared.map(({ codes, targets }) => ({ codes, levelCount: targets.length })),
  );
  const start = new Float64Array(cellCount);
  for (let i = 0; i < weights.length; i++) start[cellOfRow[i]!]! += weights[i]!;
  const targets = prepared.map((margin) => margin.targets);
  const fitted = fitCells(start, levelOfCell, targets, { ...options, tolerance, maxSweeps });
  const { cells, trace } = fitted;
  if (!fitted.converged)
    throw new WeightingError(
      "not-converged",
      `After ${fitted.sweeps} sweeps a level is still ${(100 * trace.at(-1)!).toPrecision(2)} % from its target: the margins contradict one another in this sample. Merge levels or drop a margin.`,
      { ...furthestLevel(cells, levelOfCell, targets), trace },
    );
  const largestError = largestRelativeError(cells, levelOfCell, targets);
  const cellFactors = cells;
  for (let cell = 0; cell < cellCount; cell++) cellFactors[cell] = start[cell] === 0 ? 0 : cells[cell]! / start[cell]!;
  const raked = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i++) raked[i] = weights[i]! * cellFactors[cellOfRow[i]!]!;
  return {
    weights: raked,
    sweeps: fitted.sweeps,
    trace: [...trace, largestError],
    largestError,
    cells: cellCount,
    factors: fitted.factors,
  };
}

/** Checks one margin and gives rows of unknown level a level of their own where that is allowed. */
function preparedMargin(weights: Float64Array, margin: Margin, m: number, options: RakeOptions): Margin {
  const { codes } = margin;
  if (codes.length !== weights.length)
    throw new WeightingError("wrong-length", `Margin ${m} has ${codes.length} codes for ${weights.length} weights.`, {
      margin: m,
    });
  let total = 0;
  margin.targets.forEach((target, level) => {
    if (!(target >= 0) || target === Number.POSITIVE_INFINITY)
      throw new WeightingError("bad-target", `Margin ${m}, level ${level}: target ${target} is not a number ≥ 0.`, {
        margin: m,
        level,
        target,
      });
    total += target;
  });
  if (total === 0) throw new WeightingError("bad-target", `Margin ${m} has no target above 0.`, { margin: m });
  const levelCount = margin.targets.length;
  let missing = 0;
  let missingWeight = 0;
  let allWeight = 0;
  for (let i = 0; i < codes.length; i++) {
    allWeight += weights[i]!;
    if (codes[i]! >= levelCount)
      throw new WeightingError(
        "bad-target",
        `Margin ${m}: row ${i} has level ${codes[i]}, for which there is no target.`,
        { margin: m, level: codes[i]! },
      );
    if (codes[i]! >= 0) continue;
    missing++;
    missingWeight += weights[i]!;
  }
  const scale = options.total === undefined ? 1 : options.total / total;
  if (missing === 0) return { codes, targets: margin.targets.map((target) => target * scale) };
  if (options.missing !== "keep-share")
    throw new WeightingError("missing-codes", `Margin ${m}: ${missing} row(s) have no level.`, {
      margin: m,
      rows: missing,
    });
  const share = missingWeight / allWeight;
  const targets = new Float64Array(levelCount + 1);
  margin.targets.forEach((target, level) => {
    targets[level] = target * scale * (1 - share);
  });
  targets[levelCount] = total * scale * share;
  return { codes: codes.map((code) => (code < 0 ? levelCount : code)), targets };
}

function checkTotals(margins: readonly Margin[]): void {
  const totals = margins.map(({ targets }) => targets.reduce((sum, target) => sum + target, 0));
  totals.forEach((total, m) => {
    const expectedTotal = totals[0]!;
    if (Math.abs(total / expectedTotal - 1) > 1e-9)
      throw new WeightingError("totals-disagree", `Margin ${m} adds up to ${total}, margin 0 to ${expectedTotal}.`, {
        margin: m,
        total,
        expectedTotal,
      });
  });
}

function checkLevels(weights: Float64Array, margin: Margin, m: number): void {
  const counts = new Int32Array(margin.targets.length);
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) counts[margin.codes[i]!]!++;
  margin.targets.forEach((target, level) => {
    if (target > 0 && counts[level] === 0)
      throw new WeightingError(
        "empty-level",
        `Margin ${m}, level ${level}: nobody answered, but the target is ${target}. Merge it with another level.`,
        { margin: m, level, target },
      );
    if (target === 0 && counts[level]! > 0)
      throw new WeightingError(
        "unwanted-level",
        `Margin ${m}, level ${level}: ${counts[level]} answer(s), but the target is 0.`,
        { margin: m, level, rows: counts[level]! },
      );
  });
}
