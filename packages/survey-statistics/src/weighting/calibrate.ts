import type { Calibration } from "../design/survey-design.ts";
import { checkReach, checkTargets, checkWeights, nothingLess, notMet } from "./calibration-checks.ts";
import type { CalibrationDistance, FactorBounds } from "./calibration-distances.ts";
import { auxiliaryTotals, type CalibrationEquations } from "./calibration-equations.ts";
import { unitMeans } from "./calibration-units.ts";
import { crossClass } from "./cross-class.ts";
import { solveCalibration } from "./solve-calibration.ts";
import { WeightingError } from "./weighting-error.ts";

/** A categorical auxiliary: population count of each level. */
export interface CalibrationMargin {
  /** 0 … targets.length − 1, none missing. [rows] */
  readonly codes: Int32Array;
  /** Population count of each level; margins that are met exactly all have the same total. */
  readonly targets: Float64Array;
  /**
   * How dearly a miss is paid; Infinity (default) = met exactly. At cost c the sum of c·(miss)²/target over the levels is added to
   * twice the distance of the weights: at 1 a miss weighs like an equal relative change of the weights there.
   */
  readonly cost?: number;
}

/** A numeric auxiliary, such as years of schooling: its population total. A column of ones stands for the population's size. */
export interface CalibrationColumn {
  /** Finite. [rows] */
  readonly values: Float64Array;
  readonly total: number;
  /** As of margins: c·(relative miss)²·(sum of starting weights). */
  readonly cost?: number;
}

export interface CalibrationAuxiliaries {
  readonly margins?: readonly CalibrationMargin[];
  readonly columns?: readonly CalibrationColumn[];
}

export interface CalibrateOptions {
  /** Default "linear". */
  readonly distance?: CalibrationDistance;
  /** Least and greatest factor that a weight is multiplied by, or with `boundsOn: "weights"` least and greatest weight. */
  readonly bounds?: { readonly lower?: number; readonly upper?: number };
  readonly boundsOn?: "factors" | "weights";
  /** Rows of one code get the same factor, such as people of one household (R's aggregate.stage). Codes ≥ 0. [rows] */
  readonly units?: Int32Array;
  /** Variance of each row in the working model: rows of greater variance move less. > 0, default 1. [rows] */
  readonly variance?: Float64Array;
  /** Largest relative miss of any target that is met exactly. Default 1e-10. */
  readonly tolerance?: number;
  /** Default 100. */
  readonly maxIterations?: number;
}

export interface CalibratedWeights {
  readonly weights: Float64Array;
  /** weights / starting weights; 1 where the starting weight is 0 and nothing else is known. */
  readonly factors: Float64Array;
  readonly iterations: number;
  /** Largest relative miss before the first and after every iteration. */
  readonly trace: readonly number[];
  /** Largest relative miss of the targets that are met exactly. */
  readonly largestError: number;
  /** What the auxiliaries came to: all levels of all margins, then the columns. */
  readonly totals: Float64Array;
  /** For `withWeights`: standard errors then know of the calibration. */
  readonly calibration: Calibration;
}

/**
 * Calibration: the weights nearest to the starting ones that add up to known population figures, on categorical margins and numeric
 * columns together. Newton's method with halved steps on the dual problem; margins' dummies are never written out, and with margins
 * alone the work is on the distinct combinations of levels.
 *
 * @param weights starting weights, ≥ 0. [rows]
 * @throws {WeightingError} bounds-infeasible: it is proved that no weights within the bounds meet the targets; the one that is out of
 *   reach is named with what is within it, or the one that was missed most; not-converged; empty-level, unwanted-level, totals-disagree, missing-codes, bad-target, bad-value, bad-weight,
 *   bad-bounds, wrong-length.
 * @see Deville & Särndal (1992); soft targets as Chambers (1996) and Rao & Singh (1997); R survey::calibrate.
 */
export function calibrate(
  weights: Float64Array,
  auxiliaries: CalibrationAuxiliaries,
  options: CalibrateOptions = {},
): CalibratedWeights {
  const { margins = [], columns = [] } = auxiliaries;
  const { distance = "linear", units, variance } = options;
  checkWeights(weights);
  checkTargets(weights, margins, columns, options);
  const bounds = boundsOf(weights, options);
  const rowMargins = margins.map(({ codes, targets }) => ({ codes, levelCount: targets.length }));
  const offsets = offsetsOf(margins.map(({ targets }) => targets.length));
  const frame = { offsets, ...targetsOf(weights, margins, columns, offsets) };

  let unitOfRow: Int32Array | undefined;
  let equations: CalibrationEquations;
  let calibration: Calibration;
  if (units !== undefined) {
    // Rows of a unit are calibrated on the unit's mean row: they then get one factor.
    const { means, unitWeights, codes, baseWeights, rowColumns } = unitMeans(weights, units, rowMargins, columns);
    unitOfRow = codes;
    equations = { weights: unitWeights, margins: [], columns: means, variance: undefined, bounds, ...frame };
    equations = { ...equations, offsets: [0] };
    calibration = { margins: [], columns: rowColumns, baseWeights };
  } else {
    const exact = columns.map(({ values }) => values);
    const base = variance === undefined ? weights : weights.map((weight, i) => weight / variance[i]!);
    // R's bounded and non-linear calibrations take the residuals without the variance.
    calibration = {
      margins: rowMargins,
      columns: exact,
      baseWeights: distance === "linear" && nothingLess(options) ? base : weights,
    };
    const cells =
      exact.length === 0 && variance === undefined && bounds.lower.length === 1 && rowMargins.length > 0
        ? crossClass(weights.length, rowMargins)
        : undefined;
    if (cells !== undefined && cells.cellCount < weights.length / 2) {
      unitOfRow = cells.cellOfRow;
      const sums = new Float64Array(cells.cellCount);
      for (let i = 0; i < weights.length; i++) sums[unitOfRow[i]!]! += weights[i]!;
      const cellMargins = rowMargins.map(({ levelCount }, m) => ({ codes: cells.levelOfCell[m]!, levelCount }));
      equations = { weights: sums, margins: cellMargins, columns: [], variance: undefined, bounds, ...frame };
    } else equations = { weights, margins: rowMargins, columns: exact, variance, bounds, ...frame };
  }
  checkReach(equations, margins, distance);
  const solved = solveCalibration(equations, distance, options.tolerance ?? 1e-10, options.maxIterations ?? 100);
  if (!solved.converged) throw notMet(equations, margins, solved);
  const factors = unitOfRow === undefined ? solved.factors : new Float64Array(weights.length);
  if (unitOfRow !== undefined) for (let i = 0; i < factors.length; i++) factors[i] = solved.factors[unitOfRow[i]!]!;
  const calibrated = weights.map((weight, i) => weight * factors[i]!);
  return {
    weights: calibrated,
    factors,
    iterations: solved.trace.length - 1,
    trace: solved.trace,
    largestError: solved.trace.at(-1)!,
    totals: auxiliaryTotals(equations, solved.factors),
    calibration: {
      ...calibration,
      calibratedWeights:
        units === undefined ? calibrated : calibration.baseWeights.map((base, i) => base * factors[i]!),
    },
  };
}

function boundsOf(weights: Float64Array, { bounds, boundsOn, distance, units }: CalibrateOptions): FactorBounds {
  const lower = bounds?.lower ?? Number.NEGATIVE_INFINITY;
  const upper = bounds?.upper ?? Number.POSITIVE_INFINITY;
  if (!(lower <= upper))
    throw new WeightingError("bad-bounds", `The bounds ${lower} and ${upper} leave nothing between.`);
  const byRow = boundsOn === "weights" && (Number.isFinite(lower) || Number.isFinite(upper));
  if (byRow && units !== undefined)
    throw new WeightingError("bad-bounds", "Bounds on weights and factors by unit do not go together.");
  const of = (bound: number) =>
    byRow ? weights.map((weight) => (weight > 0 ? bound / weight : bound)) : Float64Array.of(bound);
  const made = { lower: of(lower), upper: of(upper) };
  if (distance === "logit")
    made.lower.forEach((low, i) => {
      if (!(low < 1 && made.upper[i]! > 1 && Number.isFinite(low) && Number.isFinite(made.upper[i]!)))
        throw new WeightingError(
          "bad-bounds",
          `Logit calibration needs bounds below and above 1; row ${i} has ${low} and ${made.upper[i]}.`,
          { rows: i },
        );
    });
  return made;
}

function offsetsOf(levelCounts: readonly number[]): readonly number[] {
  const offsets = [0];
  for (const count of levelCounts) offsets.push(offsets.at(-1)! + count);
  return offsets;
}

function targetsOf(
  weights: Float64Array,
  margins: readonly CalibrationMargin[],
  columns: readonly CalibrationColumn[],
  offsets: readonly number[],
): { targets: Float64Array; slack: Float64Array } {
  const size = offsets.at(-1)! + columns.length;
  const targets = new Float64Array(size);
  const slack = new Float64Array(size);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  margins.forEach((margin, m) => {
    margin.targets.forEach((target, level) => {
      targets[offsets[m]! + level] = target;
      slack[offsets[m]! + level] = target / (margin.cost ?? Number.POSITIVE_INFINITY);
    });
  });
  columns.forEach(({ total, cost }, k) => {
    targets[offsets.at(-1)! + k] = total;
    slack[offsets.at(-1)! + k] = (total * total) / sum / (cost ?? Number.POSITIVE_INFINITY);
  });
  return { targets, slack };
}
