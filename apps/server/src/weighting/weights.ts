import type { WeightPlan, WeightStep, WeightSummary } from "@lang-nghe/contract";
import { rake, trimWeights, WeightingError, weightSummary } from "@lang-nghe/survey-statistics";
import { Problem } from "../platform/problem.ts";
import type { StoredMove } from "./gated-set.ts";
import type { MatchedMargin } from "./margins.ts";

export type WeightResult = { weights: Float64Array; steps: WeightStep[]; moved: StoredMove[] };

/**
 * Makes weights by a plan: start → rake → (trim → rake again) until both hold, at most ten rounds.
 * Pure: the same start, plan and margins give the same weights.
 *
 * @param start design weights of each row, or ones. Scaled to mean 1 so that weights of studies read alike.
 * @throws {Problem} weighting.not-converged
 */
export function makeWeights(start: Float64Array, plan: WeightPlan, margins: readonly MatchedMargin[]): WeightResult {
  let weights = toMeanOne(start);
  const steps: WeightStep[] = [step("start", { from: plan.start }, weights, [], null)];
  const before = margins.map((margin) => sharesOf(weights, margin));
  if (margins.length) {
    const first = raked(weights, margins);
    weights = first.weights;
    steps.push(
      step(
        "rake",
        { sweeps: first.sweeps, cells: first.cells, variables: margins.map((m) => m.variable) },
        weights,
        first.trace,
        null,
      ),
    );
  }
  if (plan.trimAt !== null) {
    for (let round = 0; round < 10; round++) {
      const upper = plan.trimAt * medianOf(weights);
      if (!weights.some((weight) => weight > upper * (1 + 1e-9))) break;
      const cut = trimmed(weights, upper);
      weights = cut.weights;
      steps.push(step("trim", { upper, round: round + 1 }, weights, [], cut.trimmed));
      if (!margins.length) break;
      const again = raked(weights, margins);
      weights = again.weights;
      steps.push(step("rake", { sweeps: again.sweeps, round: round + 1 }, weights, again.trace, null));
    }
  }
  const moved = margins.flatMap((margin, m) => {
    const after = sharesOf(weights, margin);
    return margin.levels.map((level, k) => ({
      variable: margin.variable,
      level,
      before: before[m]![k]!,
      after: after[k]!,
      target: margin.targets[k]!,
      n: countLevel(margin.codes, k),
    }));
  });
  return { weights, steps, moved };
}

function raked(weights: Float64Array, margins: readonly MatchedMargin[]) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  try {
    return rake(weights, margins, { total, missing: "keep-share" });
  } catch (error) {
    if (error instanceof WeightingError && error.code === "not-converged") {
      const trace = error.place.trace ?? [];
      throw new Problem(
        "weighting.not-converged",
        { sweeps: trace.length, distance: (trace.at(-1) ?? 0).toPrecision(2) },
        { cause: error },
      );
    }
    throw error;
  }
}

function trimmed(weights: Float64Array, upper: number) {
  try {
    return trimWeights(weights, { upper });
  } catch (error) {
    if (error instanceof WeightingError)
      throw new Problem("weighting.margins", { first: error.message }, { cause: error });
    throw error;
  }
}

function step(
  name: WeightStep["step"],
  parameters: unknown,
  weights: Float64Array,
  convergence: readonly number[],
  cut: number | null,
): WeightStep {
  return { step: name, parameters, summary: summaryOf(weights), convergence: [...convergence], trimmed: cut };
}

function summaryOf(weights: Float64Array): WeightSummary {
  const summary = weightSummary(weights);
  return {
    n: summary.n,
    effectiveBase: summary.effectiveBase,
    designEffect: summary.designEffect,
    minimum: summary.minimum,
    maximum: summary.maximum,
    median: medianOf(weights),
    cv: summary.coefficientOfVariation,
    largestShare: summary.largestShare,
    histogram: histogram(weights),
  };
}

/** Twenty equal bins; a bin with 1 to 9 rows is joined to the next, the last to the one before. */
function histogram(weights: Float64Array): WeightSummary["histogram"] {
  const positive = weights.filter((weight) => weight > 0);
  const low = positive.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = positive.reduce((a, b) => Math.max(a, b), 0);
  if (!(high > low)) return [{ from: low, to: high, count: positive.length }];
  const width = (high - low) / 20;
  const bins = Array.from({ length: 20 }, (_, k) => ({ from: low + k * width, to: low + (k + 1) * width, count: 0 }));
  for (const weight of positive) bins[Math.min(19, Math.floor((weight - low) / width))]!.count++;
  const joined: WeightSummary["histogram"] = [];
  for (const bin of bins) {
    const last = joined.at(-1);
    if (last && last.count > 0 && last.count < 10) Object.assign(last, { to: bin.to, count: last.count + bin.count });
    else joined.push({ ...bin });
  }
  while (joined.length > 1 && joined.at(-1)!.count > 0 && joined.at(-1)!.count < 10) {
    const tail = joined.pop()!;
    Object.assign(joined.at(-1)!, { to: tail.to, count: joined.at(-1)!.count + tail.count });
  }
  return joined;
}

function toMeanOne(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

function medianOf(weights: Float64Array): number {
  const sorted = weights.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Weighted share of each level among rows that have one. */
function sharesOf(weights: Float64Array, margin: MatchedMargin): Float64Array {
  const sums = new Float64Array(margin.levels.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const code = margin.codes[i]!;
    if (code < 0) continue;
    sums[code]! += weights[i]!;
    total += weights[i]!;
  }
  return sums.map((sum) => sum / total);
}

const countLevel = (codes: Int32Array, level: number) =>
  codes.reduce((count, code) => count + (code === level ? 1 : 0), 0);
