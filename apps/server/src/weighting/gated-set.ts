import type { MarginMove, WeightSet } from "@lang-nghe/contract";
import type { DisclosurePolicy } from "@lang-nghe/survey-statistics";
import type { Static } from "typebox";
import { gate } from "../disclosure/index.ts";

/** A level's shares as stored, exact. `n` is null below 10 in sets made before counts were gated on their way out. */
export type StoredMove = {
  variable: string;
  level: string;
  before: number;
  after: number;
  target: number;
  n: number | null;
};
export type StoredSet = Omit<WeightSet, "moved"> & { moved: StoredMove[] };

/**
 * What a screen may tell of a stored set: the shares before raking are one-way tables of the sample, and pass the gate as such,
 * under the limits in force today. Shares after raking are the targets, which were public before. How many weights a cap cut
 * is null where these were fewer than a cell's least.
 */
export function gatedSet(set: StoredSet, limits: DisclosurePolicy): WeightSet {
  const variables = [...new Set(set.moved.map(({ variable }) => variable))];
  return {
    ...set,
    steps: set.steps.map((step) => ({
      ...step,
      trimmed: step.trimmed !== null && step.trimmed > 0 && step.trimmed < limits.smallestCell ? null : step.trimmed,
    })),
    moved: variables.flatMap((variable) =>
      gatedMoves(
        set.moved.filter((move) => move.variable === variable),
        limits,
      ),
    ),
  };
}

function gatedMoves(moves: readonly StoredMove[], limits: DisclosurePolicy): Static<typeof MarginMove>[] {
  // A count that was not stored is 1 to 9: as 1 it is withheld, and covers others least.
  const counts = moves.map(({ n, before }) => n ?? (before === 0 ? 0 : 1));
  const base = counts.reduce((sum, count) => sum + count, 0);
  const cells = moves.map(({ before }, k) => ({
    count: counts[k]!,
    estimate: before,
    effectiveBase: base,
    // No interval is shown beside the share.
    low: before,
    high: before,
  }));
  const [verdicts] = gate("categorical", [{ base, cells }], moves.length, limits);
  return moves.map((move, k) => {
    const withheld = verdicts![k] ?? null;
    return withheld === null
      ? { ...move, before: Math.round(100 * move.before) / 100, n: counts[k]!, withheld }
      : { ...move, before: null, n: null, withheld };
  });
}
