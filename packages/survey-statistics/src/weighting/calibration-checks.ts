import type { CalibrateOptions, CalibrationColumn, CalibrationMargin } from "./calibrate.ts";
import type { CalibrationDistance } from "./calibration-distances.ts";
import { auxiliaryTotals, type CalibrationEquations } from "./calibration-equations.ts";
import type { SolvedCalibration } from "./solve-calibration.ts";
import { WeightingError } from "./weighting-error.ts";

export function checkWeights(weights: Float64Array): void {
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0) || weights[i] === Number.POSITIVE_INFINITY)
      throw new WeightingError("bad-weight", `Weight ${i} is ${weights[i]}; a weight is a number ≥ 0.`, { rows: i });
  }
}

/** True when no bound is set. */
export const nothingLess = ({ bounds }: CalibrateOptions) =>
  !Number.isFinite(bounds?.lower ?? Number.NaN) && !Number.isFinite(bounds?.upper ?? Number.NaN);

/** Lengths, codes and numbers of the auxiliaries. */
export function checkTargets(
  weights: Float64Array,
  margins: readonly CalibrationMargin[],
  columns: readonly CalibrationColumn[],
  { variance }: CalibrateOptions,
): void {
  const rows = weights.length;
  const wrongLength = (what: string, length: number) => {
    if (length !== rows) throw new WeightingError("wrong-length", `${what} has ${length} values for ${rows} rows.`);
  };
  if (margins.length + columns.length === 0)
    throw new WeightingError("bad-target", "Calibration needs a margin or a column to calibrate on.");
  let expectedTotal: number | undefined;
  margins.forEach(({ codes, targets, cost }, margin) => {
    wrongLength(`Margin ${margin}`, codes.length);
    checkCost(cost, { margin });
    let total = 0;
    targets.forEach((target, level) => {
      if (!(target >= 0) || target === Number.POSITIVE_INFINITY)
        throw new WeightingError(
          "bad-target",
          `Margin ${margin}, level ${level}: target ${target} is not a number ≥ 0.`,
          {
            margin,
            level,
            target,
          },
        );
      total += target;
    });
    const counts = new Float64Array(targets.length);
    for (let i = 0; i < rows; i++) {
      const level = codes[i]!;
      if (level < 0 || level >= targets.length)
        throw new WeightingError(
          level < 0 ? "missing-codes" : "bad-target",
          `Margin ${margin}: row ${i} has level ${level}, for which there is no target.`,
          { margin, level, rows: i },
        );
      if (weights[i]! > 0) counts[level]!++;
    }
    if (cost !== undefined && cost !== Number.POSITIVE_INFINITY) return;
    targets.forEach((target, level) => {
      if (target > 0 && counts[level] === 0)
        throw new WeightingError(
          "empty-level",
          `Margin ${margin}, level ${level}: nobody answered, but the target is ${target}. Merge it with another level.`,
          { margin, level, target },
        );
    });
    expectedTotal ??= total;
    if (!(Math.abs(total / expectedTotal - 1) <= 1e-9))
      throw new WeightingError(
        "totals-disagree",
        `Margin ${margin} adds up to ${total}, another to ${expectedTotal}.`,
        {
          margin,
          total,
          expectedTotal,
        },
      );
  });
  columns.forEach(({ values, total, cost }, column) => {
    wrongLength(`Column ${column}`, values.length);
    checkCost(cost, { column });
    if (!Number.isFinite(total))
      throw new WeightingError("bad-target", `Column ${column}: the total ${total} is not a number.`, { column });
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new WeightingError("bad-value", `Column ${column}: row ${bad} is ${values[bad]}.`, { column, rows: bad });
  });
  if (variance !== undefined) {
    wrongLength("variance", variance.length);
    const bad = variance.findIndex((value) => !(value > 0));
    if (bad >= 0) throw new WeightingError("bad-value", `variance[${bad}] is ${variance[bad]}.`, { rows: bad });
  }
}

function checkCost(cost: number | undefined, place: { margin?: number; column?: number }): void {
  if (cost !== undefined && !(cost > 0))
    throw new WeightingError("bad-target", `A cost is a number above 0, not ${cost}.`, place);
}

/** Refuses a target that no factors within the bounds can reach, before anything is tried. */
export function checkReach(
  equations: CalibrationEquations,
  margins: readonly CalibrationMargin[],
  distance: CalibrationDistance,
): void {
  const { bounds, targets, slack, columns, offsets, weights } = equations;
  const positive = distance === "raking" || distance === "sinh";
  const lower = positive ? bounds.lower.map((low) => Math.max(0, low)) : bounds.lower;
  const { upper } = bounds;
  const of = (bound: Float64Array) =>
    weights.map((weight, i) => (weight === 0 ? 0 : bound[bound.length === 1 ? 0 : i]!));
  const lows = of(lower);
  const highs = of(upper);
  const least = auxiliaryTotals({ ...equations, columns: [] }, lows);
  const most = auxiliaryTotals({ ...equations, columns: [] }, highs);
  columns.forEach((column, k) => {
    let low = 0;
    let high = 0;
    for (let i = 0; i < weights.length; i++) {
      const value = weights[i]! * column[i]!;
      if (value === 0) continue;
      low += value * (value > 0 ? lows[i]! : highs[i]!);
      high += value * (value > 0 ? highs[i]! : lows[i]!);
    }
    least[offsets.at(-1)! + k] = low;
    most[offsets.at(-1)! + k] = high;
  });
  targets.forEach((target, k) => {
    if (slack[k]! > 0) return;
    const low = least[k]!;
    const high = most[k]!;
    const room = 1e-9 * Math.abs(target);
    if (!(target < low - room || target > high + room) && !(positive && target === 0 && low === 0 && high > 0)) return;
    const place = placeOf(k, margins);
    if (target === 0 && place.level !== undefined)
      throw new WeightingError("unwanted-level", `${said(place)}: people answered, but the target is 0.`, place);
    throw new WeightingError(
      "bounds-infeasible",
      `${said(place)}: the target ${target} is out of reach: within the bounds the total is ${low} to ${high}. Widen the bounds, merge levels or make the target soft.`,
      { ...place, target, within: [low, high] },
    );
  });
}

/** The error that says which target is furthest from being met, and how far. */
export function notMet(
  equations: CalibrationEquations,
  margins: readonly CalibrationMargin[],
  { misses, scales, trace, infeasible }: SolvedCalibration,
): WeightingError {
  let worst = 0;
  misses.forEach((miss, k) => {
    if (!(Math.abs(miss / scales[k]!) <= Math.abs(misses[worst]! / scales[worst]!))) worst = k;
  });
  const place = placeOf(worst, margins);
  const target = equations.targets[worst]!;
  const reached = target - misses[worst]!;
  const bounded = equations.bounds.upper.some(Number.isFinite) || equations.bounds.lower.some(Number.isFinite);
  const mend = bounded ? "Widen the bounds, merge levels or make targets soft." : "Merge levels or drop an auxiliary.";
  return new WeightingError(
    infeasible && bounded ? "bounds-infeasible" : "not-converged",
    `${said(place)}: the target ${target} ${infeasible ? "cannot be" : "was not"} met together with the others; the weights came to ${reached}. ${mend}`,
    { ...place, target, reached, trace },
  );
}

function placeOf(
  k: number,
  margins: readonly CalibrationMargin[],
): { margin?: number; level?: number; column?: number } {
  let at = k;
  for (const [margin, { targets }] of margins.entries()) {
    if (at < targets.length) return { margin, level: at };
    at -= targets.length;
  }
  return { column: at };
}

const said = ({ margin, level, column }: { margin?: number; level?: number; column?: number }) =>
  margin === undefined ? `Column ${column}` : `Margin ${margin}, level ${level}`;
