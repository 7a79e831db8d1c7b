import type { ModelRows } from "./auxiliaries.ts";
import { addOuter, linear, maximise } from "./newton.ts";
import { NonProbabilityError } from "./non-probability-error.ts";

/** How the answer depends on the auxiliaries: a straight line, or for yes (1) and no (0) a logistic curve. */
export type OutcomeModel = "linear" | "logistic";

export interface FittedOutcome {
  readonly coefficients: Float64Array;
  /** Σ m'(x) x x' over the answers, row-major. */
  readonly information: Float64Array;
}

export function fitOutcome(
  model: OutcomeModel,
  { rows, width, x }: ModelRows,
  y: Float64Array,
  frequencies: Float64Array,
): FittedOutcome {
  const scales = new Float64Array(width).fill(1e-300);
  for (let i = 0; i < rows; i++) {
    if (model === "logistic" && y[i] !== 0 && y[i] !== 1)
      throw new NonProbabilityError("bad-answer", `y[${i}]`, `y[${i}] is ${y[i]}; a logistic model takes 0 and 1.`);
    const size = model === "linear" ? Math.abs(y[i]!) : 1;
    for (let j = 0; j < width; j++) scales[j]! += frequencies[i]! * Math.abs(x[i * width + j]!) * size;
  }
  const found = maximise(new Float64Array(width), scales, (at) => {
    const gradient = new Float64Array(width);
    const information = new Float64Array(width * width);
    let value = 0;
    for (let i = 0; i < rows; i++) {
      if (frequencies[i] === 0) continue;
      const score = linear(x, i, at);
      const fitted = outcomeAt(model, score);
      const error = y[i]! - fitted;
      value +=
        frequencies[i]! *
        (model === "linear"
          ? -error * error * 0.5
          : y[i]! * score - (score > 0 ? score + Math.log1p(Math.exp(-score)) : Math.log1p(Math.exp(score))));
      for (let j = 0; j < width; j++) gradient[j]! += frequencies[i]! * error * x[i * width + j]!;
      addOuter(information, x, i, width, frequencies[i]! * slopeAt(model, fitted));
    }
    return { value, gradient, information };
  });
  return { coefficients: found.at, information: found.information };
}

export function outcomeAt(model: OutcomeModel, score: number): number {
  return model === "linear" ? score : 1 / (1 + Math.exp(-score));
}

/** m'(score), told by the fitted value. */
export function slopeAt(model: OutcomeModel, fitted: number): number {
  return model === "linear" ? 1 : fitted * (1 - fitted);
}

/** Fitted values of all rows. */
export function predictions(model: OutcomeModel, { rows, x }: ModelRows, coefficients: Float64Array): Float64Array {
  const fitted = new Float64Array(rows);
  for (let i = 0; i < rows; i++) fitted[i] = outcomeAt(model, linear(x, i, coefficients));
  return fitted;
}
