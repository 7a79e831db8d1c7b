export interface FitOptions {
  readonly tolerance: number;
  readonly maxSweeps: number;
  /** See `RakeOptions`. */
  readonly tableChange?: number;
  readonly factors?: readonly Float64Array[];
}

export interface FittedCells {
  /** Weighted count of each cell. */
  readonly cells: Float64Array;
  /** One array a margin, one factor a level. */
  readonly factors: readonly Float64Array[];
  readonly sweeps: number;
  readonly converged: boolean;
  /** Largest relative error of any level at the start of each sweep. */
  readonly trace: readonly number[];
}

/**
 * Iterative proportional fitting of cell sums.
 *
 * @param start weighted count of each cell before. [cells]
 * @param levels level of each cell, one array a margin.
 * @see Deming & Stephan (1940).
 */
export function fitCells(
  start: Float64Array,
  levels: readonly Int32Array[],
  targets: readonly Float64Array[],
  options: FitOptions,
): FittedCells {
  const { tolerance, maxSweeps, tableChange } = options;
  const factors = targets.map((target, m) => options.factors?.[m]?.slice() ?? new Float64Array(target.length).fill(1));
  const cells = start.slice();
  if (options.factors !== undefined)
    levels.forEach((level, m) => {
      for (let cell = 0; cell < cells.length; cell++) cells[cell]! *= factors[m]![level[cell]!]!;
    });
  const before = tableChange === undefined ? undefined : new Float64Array(cells.length);
  const trace: number[] = [];
  for (;;) {
    before?.set(cells);
    let largest = 0;
    for (const [m, target] of targets.entries()) {
      const level = levels[m]!;
      const steps = levelSums(cells, level, target.length);
      for (let k = 0; k < target.length; k++) {
        if (target[k] === 0) {
          steps[k] = 1;
          continue;
        }
        largest = Math.max(largest, Math.abs(steps[k]! / target[k]! - 1));
        steps[k] = target[k]! / steps[k]!;
        factors[m]![k]! *= steps[k]!;
      }
      for (let cell = 0; cell < cells.length; cell++) cells[cell]! *= steps[level[cell]!]!;
    }
    trace.push(largest);
    const sweeps = trace.length;
    if (!Number.isFinite(largest)) return { cells, factors, sweeps, converged: false, trace };
    if (before === undefined && largest < tolerance) return { cells, factors, sweeps, converged: true, trace };
    if (before !== undefined && largestChange(before, cells) < tableChange!)
      return { cells, factors, sweeps, converged: true, trace };
    if (sweeps >= maxSweeps) return { cells, factors, sweeps, converged: before !== undefined, trace };
  }
}

function largestChange(before: Float64Array, after: Float64Array): number {
  let largest = 0;
  for (let cell = 0; cell < after.length; cell++) largest = Math.max(largest, Math.abs(after[cell]! - before[cell]!));
  return largest;
}

function levelSums(cells: Float64Array, levels: Int32Array, levelCount: number): Float64Array {
  const sums = new Float64Array(levelCount);
  for (let cell = 0; cell < cells.length; cell++) sums[levels[cell]!]! += cells[cell]!;
  return sums;
}

export function largestRelativeError(
  cells: Float64Array,
  levels: readonly Int32Array[],
  targets: readonly Float64Array[],
): number {
  const { target, reached } = furthestLevel(cells, levels, targets);
  return target === 0 ? 0 : Math.abs(reached / target - 1);
}

/** The level that is relatively furthest from its target, and what it comes to. */
export function furthestLevel(
  cells: Float64Array,
  levels: readonly Int32Array[],
  targets: readonly Float64Array[],
): { margin: number; level: number; target: number; reached: number } {
  let largest = -1;
  let furthest = { margin: 0, level: 0, target: 0, reached: 0 };
  targets.forEach((target, margin) => {
    const sums = levelSums(cells, levels[margin]!, target.length);
    target.forEach((wanted, level) => {
      if (wanted === 0) return;
      const error = Math.abs(sums[level]! / wanted - 1);
      if (error <= largest) return;
      largest = error;
      furthest = { margin, level, target: wanted, reached: sums[level]! };
    });
  });
  return furthest;
}
