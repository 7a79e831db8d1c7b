import { fitCells, furthestLevel, largestRelativeError } from "./fit-cells.ts";
import { WeightingError } from "./weighting-error.ts";

export interface LiveRakingOptions {
  /** Stop when no level of any margin is further than this from its target, relatively. Default 1e-9. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxSweeps?: number;
}

export interface LiveRakingState {
  readonly sweeps: number;
  readonly largestError: number;
  /** Answers counted in. */
  readonly n: number;
  /** Kish's effective base (Σw)²/Σw². */
  readonly effectiveBase: number;
  /** What each level of each margin multiplies weights by. */
  readonly factors: readonly Float64Array[];
}

/** Raking that is kept up to date while answers come and go. */
export interface LiveRaking {
  /** Counts an answer in: its level on every margin and its weight before raking. */
  add(levels: readonly number[], weight: number): void;
  /** Takes an answer out again. */
  remove(levels: readonly number[], weight: number): void;
  /** Meets the margins again, from the factors of the last time. The work is on the combinations of levels, not on the answers. */
  rake(): LiveRakingState;
  /** Weight of an answer by the last `rake`. */
  weightOf(levels: readonly number[], weight: number): number;
}

/**
 * Raking that takes answers in and out without reading the others again.
 *
 * @param targets population target of each level, one array a margin; all have the same total.
 * @throws {WeightingError} bad-target, totals-disagree; `add` and `remove`: wrong-length, bad-weight, bad-target, unwanted-level, unknown-row;
 *   `rake`: empty-level, not-converged.
 * @see Deming & Stephan (1940); `rake`, whose weights these are.
 */
export function liveRaking(targets: readonly Float64Array[], options: LiveRakingOptions = {}): LiveRaking {
  const { tolerance = 1e-9, maxSweeps = 1000 } = options;
  checkLiveTargets(targets);
  const cellOfKey = new Map<number, number>();
  const levelsOfCell: number[][] = targets.map(() => []);
  const sums: number[] = [];
  const squares: number[] = [];
  const counts: number[] = [];
  let n = 0;
  let factors: readonly Float64Array[] | undefined;

  function keyOf(levels: readonly number[], weight: number): number {
    if (levels.length !== targets.length)
      throw new WeightingError("wrong-length", `${levels.length} levels for ${targets.length} margins.`);
    if (!(weight >= 0) || weight === Number.POSITIVE_INFINITY)
      throw new WeightingError("bad-weight", `A weight is a number ≥ 0, not ${weight}.`);
    let key = 0;
    levels.forEach((level, margin) => {
      const target = targets[margin]![level];
      if (target === undefined)
        throw new WeightingError("bad-target", `Margin ${margin} has no level ${level}.`, { margin, level });
      if (target === 0)
        throw new WeightingError("unwanted-level", `Margin ${margin}, level ${level}: the target is 0.`, {
          margin,
          level,
        });
      key = key * targets[margin]!.length + level;
    });
    return key;
  }

  return {
    add(levels, weight) {
      const key = keyOf(levels, weight);
      let cell = cellOfKey.get(key);
      if (cell === undefined) {
        cell = sums.length;
        cellOfKey.set(key, cell);
        levels.forEach((level, margin) => {
          levelsOfCell[margin]!.push(level);
        });
        sums.push(0);
        squares.push(0);
        counts.push(0);
      }
      sums[cell]! += weight;
      squares[cell]! += weight * weight;
      counts[cell]!++;
      n++;
    },
    remove(levels, weight) {
      const cell = cellOfKey.get(keyOf(levels, weight));
      if (cell === undefined || counts[cell] === 0)
        throw new WeightingError("unknown-row", "No answer with these levels was counted in.");
      counts[cell]!--;
      n--;
      // An empty combination holds exactly nothing, whatever rounding left behind.
      sums[cell] = counts[cell] === 0 ? 0 : sums[cell]! - weight;
      squares[cell] = counts[cell] === 0 ? 0 : squares[cell]! - weight * weight;
    },
    rake() {
      const start = Float64Array.from(sums);
      const levels = levelsOfCell.map((list) => Int32Array.from(list));
      checkLiveLevels(start, levels, targets);
      const limits = { tolerance, maxSweeps };
      let fitted = fitCells(start, levels, targets, factors === undefined ? limits : { ...limits, factors });
      // Factors of an odd earlier state can be a bad place to begin.
      if (!fitted.converged && factors !== undefined) fitted = fitCells(start, levels, targets, limits);
      if (!fitted.converged) {
        const place = furthestLevel(fitted.cells, levels, targets);
        throw new WeightingError(
          "not-converged",
          `After ${fitted.sweeps} sweeps margin ${place.margin}, level ${place.level} is at ${place.reached} instead of ${place.target}.`,
          { ...place, trace: fitted.trace },
        );
      }
      factors = fitted.factors;
      let sum = 0;
      let square = 0;
      fitted.cells.forEach((total, cell) => {
        sum += total;
        if (start[cell]! > 0) square += squares[cell]! * (total / start[cell]!) ** 2;
      });
      return {
        sweeps: fitted.sweeps,
        largestError: largestRelativeError(fitted.cells, levels, targets),
        n,
        effectiveBase: (sum * sum) / square,
        factors,
      };
    },
    weightOf(levels, weight) {
      keyOf(levels, weight);
      return levels.reduce((product, level, margin) => product * (factors?.[margin]?.[level] ?? 1), weight);
    },
  };
}

function checkLiveTargets(targets: readonly Float64Array[]): void {
  let expectedTotal: number | undefined;
  targets.forEach((margin, m) => {
    const bad = margin.findIndex((target) => !(target >= 0) || target === Number.POSITIVE_INFINITY);
    if (bad >= 0)
      throw new WeightingError("bad-target", `Margin ${m}, level ${bad}: target ${margin[bad]} is not a number ≥ 0.`, {
        margin: m,
        level: bad,
      });
    const total = margin.reduce((sum, target) => sum + target, 0);
    if (total === 0) throw new WeightingError("bad-target", `Margin ${m} has no target above 0.`, { margin: m });
    expectedTotal ??= total;
    if (Math.abs(total / expectedTotal - 1) > 1e-9)
      throw new WeightingError("totals-disagree", `Margin ${m} adds up to ${total}, margin 0 to ${expectedTotal}.`, {
        margin: m,
        total,
        expectedTotal,
      });
  });
}

function checkLiveLevels(start: Float64Array, levels: readonly Int32Array[], targets: readonly Float64Array[]): void {
  targets.forEach((margin, m) => {
    const seen = new Uint8Array(margin.length);
    start.forEach((sum, cell) => {
      if (sum > 0) seen[levels[m]![cell]!] = 1;
    });
    margin.forEach((target, level) => {
      if (target > 0 && seen[level] === 0)
        throw new WeightingError(
          "empty-level",
          `Margin ${m}, level ${level}: nobody answered, the target is ${target}.`,
          {
            margin: m,
            level,
            target,
          },
        );
    });
  });
}
