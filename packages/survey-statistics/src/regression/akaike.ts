import { solve } from "../linear-algebra/solve.ts";
import type { GlmFit } from "./survey-glm.ts";
import { designEffectsOf, submatrix } from "./term-test.ts";

export interface Akaike {
  /** Σ of the design effects of the coefficients but the intercept: the parameters that the model costs. */
  readonly effectiveParameters: number;
  /** −2 · working log-likelihood + 2 · effectiveParameters; smaller is better, among models of the same answers. */
  readonly aic: number;
  /** Mean design effect of those coefficients. */
  readonly meanDesignEffect: number;
}

/**
 * Akaike's criterion for survey data. A gaussian model with the identity link counts its variance as a parameter too.
 *
 * @param options.gaussian "survey-4.1": the numbers of R survey 4.1, which takes the variance of the coefficients for free of the
 *   dispersion and divides everything by it; kept to compare with R, not to report.
 * @see Lumley & Scott (2015), Journal of Survey Statistics and Methodology 3; R survey::AIC.svyglm.
 */
export function akaike(fit: GlmFit, options: { readonly gaussian?: "survey-4.1" } = {}): Akaike {
  const q = fit.coefficients.length;
  const { columns } = fit.model.input;
  if (fit.family === "gaussian" && fit.link === "identity") return gaussianAkaike(fit, options.gaussian !== undefined);
  const at: number[] = [];
  for (let k = 0; k < q; k++) if (!("constant" in columns[fit.model.fit.kept[k]!]!)) at.push(k);
  if (at.length === 0) return { effectiveParameters: 0, aic: fit.deviance, meanDesignEffect: Number.NaN };
  const sum = designEffectsOf(fit, at).reduce((total, value) => total + value, 0);
  return { effectiveParameters: sum, aic: fit.deviance + 2 * sum, meanDesignEffect: sum / at.length };
}

function gaussianAkaike(fit: GlmFit, asSurvey41: boolean): Akaike {
  const { cells, weights, fit: iterated } = fit.model;
  const q = fit.coefficients.length;
  let size = 0;
  for (const weight of weights) size += weight;
  const variance = asSurvey41 ? fit.dispersion : fit.deviance / size;
  const at = Array.from({ length: q - 1 }, (_, k) => k + 1);
  let ratio = 0;
  if (at.length > 0) {
    const naive = submatrix(fit.naiveCovariance, q, at).map((value) => (asSurvey41 ? value : value * variance));
    const effects = solve(naive, submatrix(fit.covariance, q, at), at.length, at.length)!;
    for (let k = 0; k < at.length; k++) ratio += effects[k * at.length + k]!;
  }
  let squares = 0;
  for (let c = 0; c < cells.count; c++) {
    const score = -1 / (2 * variance) + (cells.y[c]! - iterated.eta[c]!) ** 2 / (2 * variance * variance);
    squares += weights[c]! * score * score;
  }
  const ofVariance = (squares * 2 * variance * variance) / size;
  const effectiveParameters = ratio + ofVariance;
  const aic = size * (Math.log(variance) + 1 + Math.log(2 * Math.PI)) + 2 * effectiveParameters;
  const divisor = asSurvey41 ? variance : 1;
  return {
    effectiveParameters: effectiveParameters / divisor,
    aic: aic / divisor,
    meanDesignEffect: effectiveParameters / q / divisor,
  };
}
