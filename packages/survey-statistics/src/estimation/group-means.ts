import { type Design, isReplicateDesign } from "../design/design.ts";
import { type Figures, figuresOf } from "./statistic.ts";

/**
 * Means of one column in several groups of rows, together with the covariance between them: groups that share PSUs vary together.
 *
 * @param groupOf 0 … groupCount − 1, or −1 = none. [rows]. @param y not read where the group is −1.
 * @returns points and covariance of the groupCount means; NaN where a group is empty.
 */
export function groupMeans(design: Design, y: Float64Array, groupOf: Int32Array, groupCount: number): Figures {
  const { weights, rows } = design;
  const weightSum = new Float64Array(groupCount);
  const means = new Float64Array(groupCount);
  const present = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const group = groupOf[i]!;
    if (group < 0) continue;
    present[i] = 1;
    weightSum[group]! += weights[i]!;
    means[group]! += weights[i]! * y[i]!;
  }
  for (let group = 0; group < groupCount; group++) means[group]! /= weightSum[group]!;
  const columns = (value: (i: number, group: number) => number) => {
    const made = Array.from({ length: groupCount }, () => new Float64Array(rows));
    for (let i = 0; i < rows; i++) if (groupOf[i]! >= 0) made[groupOf[i]!]![i] = value(i, groupOf[i]!);
    return made;
  };
  return figuresOf(design, {
    points: () => means,
    influence: () => columns((i, group) => (weights[i]! * (y[i]! - means[group]!)) / weightSum[group]!),
    present,
    fromTotals: {
      columns: isReplicateDesign(design) ? [...columns(() => 1), ...columns((i) => y[i]!)] : [],
      figures: (totals) => totals.subarray(groupCount).map((total, group) => total / totals[group]!),
    },
  });
}
