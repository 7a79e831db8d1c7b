import { type Design, isReplicateDesign } from "../design/design.ts";
import { figuresOf } from "../estimation/statistic.ts";
import { modelRows, type OptInPopulation, populationRows } from "./auxiliaries.ts";
import { NonProbabilityError } from "./non-probability-error.ts";
import { bootstrapOptIn } from "./opt-in-bootstrap.ts";
import { type OptInEstimator, type OptInProblem, optInPoint } from "./opt-in-point.ts";
import type { OutcomeModel } from "./outcome-model.ts";

export interface OptInOptions {
  /** Default "doubly robust". */
  readonly estimator?: OptInEstimator;
  /** Default "linear". */
  readonly outcome?: OutcomeModel;
  /** Standard error from drawing answers and reference sample again together; default: linearised. */
  readonly bootstrap?: { readonly replicates: number; readonly seed: number };
}

export interface OptInEstimate {
  readonly estimate: number;
  readonly standardError: number;
  /** Parts of the linearised variance; NaN under the bootstrap. */
  readonly varianceOfAnswers: number;
  readonly varianceOfReference: number;
  /** Answers behind it. */
  readonly n: number;
  /** Σ 1/π; the population's size where the estimator has no propensities. */
  readonly size: number;
  readonly estimator: OptInEstimator;
  /** What must be true for the figure to be: print it beside the figure. */
  readonly assumption: string;
  /** Replicates in which the equations had a solution; of the bootstrap only. */
  readonly replicates?: number;
}

const assumptions: Readonly<Record<OptInEstimator, string>> = {
  weighted:
    "Among people alike in the auxiliaries, taking part does not depend on the answer, everybody could have taken part, and the logistic model of taking part holds.",
  imputed:
    "Among people alike in the auxiliaries, taking part does not depend on the answer, and the model of the answer holds for those who did not take part.",
  "doubly robust":
    "Among people alike in the auxiliaries, taking part does not depend on the answer, everybody could have taken part, and at least one of the two models holds.",
};

/**
 * Mean (or share, y = 0 or 1) of a population from opt-in answers, by weights, by prediction or doubly robust:
 * μ = (1/N_A) Σ_A (y − m)/π + (1/N_B) Σ_B d m. Answers that are NaN are left out, as if their givers had not taken part.
 *
 * The standard error takes taking part as independent with chance π, adds the reference sample's design variance, and knows that
 * both models were estimated. It says nothing of a model that is wrong: see `sensitivityOfOptIn`.
 *
 * @param auxiliaries @see optInWeights. @param y [answers].
 * @throws {NonProbabilityError} those of optInWeights; no-answer, bad-answer, bad-bootstrap; needs-people: a logistic outcome asks for a
 *   reference sample or table, not margins only.
 * @see Chen, Li & Wu (2020), theorems 1 and 2; Kim, Park, Chen & Wu (2021), JRSS A 184(3), for the imputed mean; R package nonprobsvy.
 */
export function estimateOptInMean(
  auxiliaries: readonly Float64Array[],
  population: OptInPopulation,
  y: Float64Array,
  options: OptInOptions = {},
): OptInEstimate {
  const { estimator = "doubly robust", outcome = "linear", bootstrap } = options;
  const kept = Uint8Array.from(y, (value) => (Number.isNaN(value) ? 0 : 1));
  if (auxiliaries[0] !== undefined && auxiliaries[0].length !== y.length)
    throw new NonProbabilityError("wrong-length", "y", `y has ${y.length} values for ${auxiliaries[0].length} rows.`);
  const rows = modelRows(auxiliaries, "auxiliaries", kept);
  const values = y.filter((value) => !Number.isNaN(value));
  const infinite = y.findIndex((value) => !Number.isFinite(value) && !Number.isNaN(value));
  if (infinite >= 0) throw new NonProbabilityError("not-finite", `y[${infinite}]`, `y[${infinite}] is ${y[infinite]}.`);
  const people = populationRows(population, rows.width, rows.rows);
  if (people.people === undefined && outcome === "logistic" && estimator !== "weighted")
    throw new NonProbabilityError(
      "needs-people",
      "population",
      "Margins do not tell the mean of a logistic model: give a reference sample or a table, or use a linear model.",
    );
  const problem: OptInProblem = { rows, y: values, people, estimator, outcome };
  const found = optInPoint(problem, new Float64Array(rows.rows).fill(1));
  const described = { n: rows.rows, size: found.size, estimator, assumption: assumptions[estimator] };
  if (bootstrap !== undefined) {
    const { standardError, replicates } = bootstrapOptIn(problem, population, bootstrap);
    const parts = { varianceOfAnswers: Number.NaN, varianceOfReference: Number.NaN };
    return { estimate: found.estimate, standardError, ...parts, ...described, replicates };
  }
  const varianceOfAnswers = found.varianceOfAnswers();
  const varianceOfReference =
    "design" in population ? referenceVariance(population.design, found.referenceValues()) : 0;
  const standardError = Math.sqrt(varianceOfAnswers + varianceOfReference);
  return { estimate: found.estimate, standardError, varianceOfAnswers, varianceOfReference, ...described };
}

function referenceVariance(design: Design, values: Float64Array): number {
  const total = (weights: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += weights[i]! * values[i]!;
    return Float64Array.of(sum);
  };
  const { covariance } = figuresOf(design, {
    points: total,
    influence: () => [values.map((value, i) => value * design.weights[i]!)],
    ...(isReplicateDesign(design) ? { fromTotals: { columns: [values], figures: (totals) => totals } } : {}),
  });
  return covariance[0]!;
}
