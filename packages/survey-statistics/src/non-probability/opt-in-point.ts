import type { ModelRows, PopulationRows } from "./auxiliaries.ts";
import { linear, solveSymmetric } from "./newton.ts";
import { fitOutcome, type OutcomeModel, predictions, slopeAt } from "./outcome-model.ts";
import { fitPropensities } from "./propensities.ts";

/** weighted: by propensities alone. imputed: answers predicted for the population. doubly robust: both; right if either model is. */
export type OptInEstimator = "weighted" | "imputed" | "doubly robust";

/** Answers and population, checked; y without its missing values. */
export interface OptInProblem {
  readonly rows: ModelRows;
  readonly y: Float64Array;
  readonly people: PopulationRows;
  readonly estimator: OptInEstimator;
  readonly outcome: OutcomeModel;
}

export interface OptInPoint {
  readonly estimate: number;
  readonly size: number;
  readonly varianceOfAnswers: () => number;
  /** Linearised value of each row of the reference sample, to be weighted by d. */
  readonly referenceValues: () => Float64Array;
}

/** @param frequencies how often each answer counts. */
export function optInPoint(problem: OptInProblem, frequencies: Float64Array, reference?: PopulationRows): OptInPoint {
  const { rows: sample, y, estimator, outcome } = problem;
  const population = reference ?? problem.people;
  const { rows, width, x } = sample;
  const { people, totals } = population;
  const size = totals[0]!;
  const propensity = estimator === "imputed" ? undefined : fitPropensities(sample, frequencies, population);
  const model = estimator === "weighted" ? undefined : fitOutcome(outcome, sample, y, frequencies);
  const fitted = model === undefined ? new Float64Array(rows) : predictions(outcome, sample, model.coefficients);
  const fittedOfPeople =
    model === undefined || people === undefined ? undefined : predictions(outcome, people.rows, model.coefficients);
  let meanOfModel = 0;
  if (model !== undefined) {
    if (fittedOfPeople === undefined) meanOfModel = linear(totals, 0, model.coefficients) / size;
    else
      for (let i = 0; i < fittedOfPeople.length; i++) meanOfModel += (people!.weights[i]! * fittedOfPeople[i]!) / size;
  }
  let weightSum = 0;
  let residualMean = 0;
  if (propensity !== undefined) {
    for (let i = 0; i < rows; i++) {
      const weight = frequencies[i]! / propensity.propensities[i]!;
      weightSum += weight;
      residualMean += weight * (y[i]! - fitted[i]!);
    }
    residualMean /= weightSum;
  }
  // b: how the estimate leans on the coefficients of the propensities; g: on those of the answer's model.
  const leaning = () => {
    const b = new Float64Array(width);
    const g = new Float64Array(width);
    if (propensity !== undefined) {
      const slope = new Float64Array(width);
      for (let i = 0; i < rows; i++) {
        const pi = propensity.propensities[i]!;
        const residual = y[i]! - fitted[i]! - residualMean;
        for (let j = 0; j < width; j++) slope[j]! += ((frequencies[i]! * (1 - pi)) / pi) * residual * x[i * width + j]!;
      }
      b.set(solveSymmetric(propensity.information, slope));
    }
    if (model !== undefined) {
      const slope = new Float64Array(width);
      if (fittedOfPeople === undefined) for (let j = 0; j < width; j++) slope[j]! += totals[j]! / size;
      else {
        for (let i = 0; i < fittedOfPeople.length; i++) {
          const share = (people!.weights[i]! * slopeAt(outcome, fittedOfPeople[i]!)) / size;
          for (let j = 0; j < width; j++) slope[j]! += share * people!.rows.x[i * width + j]!;
        }
      }
      if (propensity !== undefined) {
        for (let i = 0; i < rows; i++) {
          const share = (frequencies[i]! * slopeAt(outcome, fitted[i]!)) / (propensity.propensities[i]! * weightSum);
          for (let j = 0; j < width; j++) slope[j]! -= share * x[i * width + j]!;
        }
      }
      g.set(solveSymmetric(model.information, slope));
    }
    return { b, g };
  };
  return {
    estimate: residualMean + meanOfModel,
    size: propensity === undefined ? size : weightSum,
    varianceOfAnswers: () => {
      const { b, g } = leaning();
      let variance = 0;
      for (let i = 0; i < rows; i++) {
        let value = model === undefined ? 0 : linear(x, i, g) * (y[i]! - fitted[i]!);
        let remaining = 1;
        if (propensity !== undefined) {
          const pi = propensity.propensities[i]!;
          const lean = linear(x, i, b) / (people === undefined ? pi : 1);
          value += ((y[i]! - fitted[i]! - residualMean) / pi - lean) / weightSum;
          remaining = 1 - pi;
        }
        variance += frequencies[i]! * remaining * value * value;
      }
      return variance;
    },
    referenceValues: () => {
      const { b } = leaning();
      return Float64Array.from({ length: people!.rows.rows }, (_, i) => {
        let value = fittedOfPeople === undefined ? 0 : (fittedOfPeople[i]! - meanOfModel) / size;
        if (propensity !== undefined) {
          const pi = 1 / (1 + Math.exp(-linear(people!.rows.x, i, propensity.at)));
          value += (pi * linear(people!.rows.x, i, b)) / weightSum;
        }
        return value;
      });
    },
  };
}
