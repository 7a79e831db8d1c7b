import type { WeightSet, WeightSummary } from "@lang-nghe/contract";

/** Summary of the weights as they are used: after the last step. */
export function finalSummary(set: WeightSet): WeightSummary {
  const last = set.steps.at(-1);
  if (!last) throw new Error(`Weight set ${set.id} has no steps`);
  return last.summary;
}

/** Effective base over people, 0 to 1. Below 0.4 the weights cost more than half of the sample. */
export function efficiencyOf(summary: Pick<WeightSummary, "effectiveBase" | "n">): number {
  return summary.n === 0 ? 0 : summary.effectiveBase / summary.n;
}

export function rakedVariables(set: WeightSet): string[] {
  return [...new Set(set.moved.map((move) => move.variable))];
}
