import { type Design, isReplicateDesign } from "../design/design.ts";
import type { ReplicateDesign } from "../design/replicate-design.ts";
import type { SurveyDesign } from "../design/survey-design.ts";
import { replicateCellTotals } from "../replication/replicate-totals.ts";
import { domainBase, domainCells } from "./domain-cells.ts";
import { completeEstimate, type Estimate } from "./estimate.ts";
import { covarianceOfReplicates } from "./statistic.ts";
import { stratumFactors } from "./variance-of-totals.ts";

/**
 * Mean or total of one numeric column in every domain, by two passes over the rows whatever the number of domains: the second
 * collects influence totals by (PSU, domain), or by (stratum, domain) where rows are PSUs. Holds where `onePassHolds`, and for
 * replicate designs.
 *
 * @param domainOf domain of each row, −1 = none. [rows]
 * @param y NaN = missing. [rows]
 * @returns undefined where a domain has no answer. [domainCount]
 */
export function numericByDomain(
  design: Design,
  domainOf: Int32Array,
  domainCount: number,
  y: Float64Array,
  of: "mean" | "total",
): (Estimate | undefined)[] {
  const answered = Int32Array.from(y, (value) => (Number.isNaN(value) ? -1 : 0));
  const cells = domainCells(design, domainOf, domainCount, answered, 1);
  const { weights, rows } = design;
  const sums = new Float64Array(domainCount);
  for (let i = 0; i < rows; i++) {
    const domain = domainOf[i]!;
    if (domain >= 0 && answered[i] === 0) sums[domain]! += weights[i]! * y[i]!;
  }
  const means = sums.map((sum, domain) => sum / cells.weightSum[domain]!);
  const squares = new Float64Array(domainCount);
  const influence = (i: number, domain: number) => {
    if (answered[i] !== 0) return 0;
    const deviation = y[i]! - means[domain]!;
    squares[domain]! += weights[i]! * deviation * deviation;
    return weights[i]! * (of === "mean" ? deviation / cells.weightSum[domain]! : y[i]!);
  };
  let variances: Float64Array;
  if (isReplicateDesign(design)) {
    for (let i = 0; i < rows; i++) if (domainOf[i]! >= 0) influence(i, domainOf[i]!);
    variances = replicatedVariances(design, domainOf, domainCount, y, of, of === "mean" ? means : sums);
  } else variances = influenceVariances(design, domainOf, domainCount, influence);
  return Array.from({ length: domainCount }, (_, domain) => {
    const n = cells.n[domain]!;
    if (n === 0) return undefined;
    const base = domainBase(cells, domain);
    const spread = ((squares[domain]! / base.weightSum) * n) / (n - 1);
    const point = of === "mean" ? means[domain]! : sums[domain]!;
    return completeEstimate(point, variances[domain]!, spread, base, of === "total");
  });
}

/**
 * Means or totals of the domains under each replicate's weights.
 *
 * @returns R rows of [domainCount]; NaN where a replicate leaves a domain without weight.
 */
export function replicatedByDomain(
  design: ReplicateDesign,
  domainOf: Int32Array,
  domainCount: number,
  y: Float64Array,
  of: "mean" | "total",
): readonly Float64Array[] {
  const cellOf = domainOf.map((domain, i) => (Number.isNaN(y[i]!) ? -1 : domain));
  const totals = replicateCellTotals(design, cellOf, domainCount, y);
  if (of === "total") return totals;
  const weightSums = replicateCellTotals(design, cellOf, domainCount);
  return totals.map((values, r) => values.map((value, domain) => value / weightSums[r]![domain]!));
}

function replicatedVariances(
  design: ReplicateDesign,
  domainOf: Int32Array,
  domainCount: number,
  y: Float64Array,
  of: "mean" | "total",
  points: Float64Array,
): Float64Array {
  const replicates = replicatedByDomain(design, domainOf, domainCount, y, of);
  // One domain at a time: a replicate without one domain still counts for the others.
  return points.map((point, domain) => {
    const own = replicates.map((values) => values.subarray(domain, domain + 1));
    return covarianceOfReplicates(design, own, Float64Array.of(point))[0]!;
  });
}

/** Σ_h factor_h · Σ_units (z − z̄_h)² of each domain; `influence(row, domain)` is called once a row that has a domain. */
function influenceVariances(
  design: SurveyDesign,
  domainOf: Int32Array,
  domainCount: number,
  influence: (row: number, domain: number) => number,
): Float64Array {
  const stage = design.stages[0]!;
  const { factors, centred } = stratumFactors(design, stage, 1, stage.sampled);
  const unitTotals = design.rowsArePsus ? undefined : new Float64Array(stage.unitCount * domainCount);
  const sums = new Float64Array(stage.stratumCount * domainCount);
  const squares = new Float64Array(sums.length);
  for (let i = 0; i < design.rows; i++) {
    const domain = domainOf[i]!;
    if (domain < 0) continue;
    const z = influence(i, domain);
    const unit = stage.unitOfRow[i]!;
    const at = stage.stratumOfUnit[unit]! * domainCount + domain;
    sums[at]! += z;
    if (unitTotals === undefined) squares[at]! += z * z;
    else unitTotals[unit * domainCount + domain]! += z;
  }
  const variances = new Float64Array(domainCount);
  if (unitTotals !== undefined) {
    for (let unit = 0; unit < stage.unitCount; unit++) {
      const h = stage.stratumOfUnit[unit]!;
      if (factors[h] === 0) continue;
      const share = centred[h] === 1 ? 1 / stage.sampled[h]! : 0;
      for (let domain = 0; domain < domainCount; domain++) {
        const deviation = unitTotals[unit * domainCount + domain]! - share * sums[h * domainCount + domain]!;
        variances[domain]! += factors[h]! * deviation * deviation;
      }
    }
    return variances;
  }
  for (let h = 0; h < stage.stratumCount; h++) {
    const share = centred[h] === 1 ? 1 / stage.sampled[h]! : 0;
    for (let domain = 0; domain < domainCount; domain++) {
      const at = h * domainCount + domain;
      const spread = squares[at]! - share * sums[at]! * sums[at]!;
      // A spread lost in rounding (every row of the stratum alike) is none.
      if (spread > 1e-13 * squares[at]!) variances[domain]! += factors[h]! * spread;
    }
  }
  return variances;
}
