import { quantileOfBeta, studentQuantile } from "./distributions.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Confidence level, 0 … 1. */
  readonly level: number;
  /** How it was made; may differ from what was asked where that has no value. */
  readonly method: string;
}

/** The parts of an Estimate that its interval needs. */
export interface EstimateForInterval {
  readonly estimate: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/**
 * t interval: estimate ± t(df)·se. Unbounded (±Infinity) below one degree of freedom.
 *
 * @see R confint(svymean(…), df = degf(design)).
 */
export function meanInterval(figure: EstimateForInterval, options: { level?: number } = {}): Interval {
  const level = options.level ?? 0.95;
  const half = halfWidth(figure, level);
  return { low: figure.estimate - half, high: figure.estimate + half, level, method: "t" };
}

function halfWidth(figure: EstimateForInterval, level: number): number {
  const t = studentQuantile((1 + level) / 2, figure.degreesOfFreedom);
  return Number.isNaN(t) ? Number.POSITIVE_INFINITY : t * figure.standardError;
}

export type ProportionMethod = "logit" | "beta" | "mean" | "asin";

export interface ProportionForInterval extends EstimateForInterval {
  /** Rows of the domain; the beta interval rescales by t(n − 1). Give an Estimate's `domainRows` here to have R's interval. */
  readonly domainRows: number;
  /** Used where the standard error is 0, at 0 % and 100 %. */
  readonly effectiveBase: number;
  /** Error on the log-odds scale, where it is known otherwise than as se/(p(1 − p)): replicate designs have it. */
  readonly logitStandardError?: number;
}

/**
 * Confidence interval of a proportion, always within 0 … 1.
 * - logit (default): p on the log-odds scale, se/(p(1 − p)) or the error over replicates there, t(df).
 * - beta: Korn & Graubard's Clopper-Pearson interval for the effective sample size.
 * - asin: on the arcsine-root scale. mean: p ± t·se, cut at 0 and 1.
 *
 * At 0 % and 100 % the variance is 0 and says nothing: the Clopper-Pearson interval of the effective base is given, and the
 * method says so.
 *
 * @see Korn & Graubard (1998); R survey::svyciprop.
 */
export function proportionInterval(
  figure: ProportionForInterval,
  options: { method?: ProportionMethod; level?: number } = {},
): Interval {
  const level = options.level ?? 0.95;
  const method = options.method ?? "logit";
  const { estimate: p, standardError, degreesOfFreedom } = figure;
  const tail = (1 - level) / 2;
  if (p <= 0 || p >= 1) {
    const n = figure.effectiveBase;
    return {
      low: quantileOfBeta(tail, n * p, n * (1 - p) + 1),
      high: quantileOfBeta(1 - tail, n * p + 1, n * (1 - p)),
      level,
      method: "beta (Clopper-Pearson on the effective base)",
    };
  }
  if (!(degreesOfFreedom > 0)) return { low: 0, high: 1, level, method: `${method} (no degrees of freedom)` };
  if (standardError === 0) return { low: p, high: p, level, method };
  const t = studentQuantile(1 - tail, degreesOfFreedom);
  switch (method) {
    case "logit": {
      const centre = Math.log(p / (1 - p));
      const half = t * (figure.logitStandardError ?? standardError / (p * (1 - p)));
      return { low: 1 / (1 + Math.exp(half - centre)), high: 1 / (1 + Math.exp(-half - centre)), level, method };
    }
    case "asin": {
      const centre = Math.asin(Math.sqrt(p));
      const half = (t * standardError) / (2 * Math.sqrt(p * (1 - p)));
      const low = Math.sin(Math.max(0, centre - half)) ** 2;
      return { low, high: Math.sin(Math.min(Math.PI / 2, centre + half)) ** 2, level, method };
    }
    case "beta": {
      const simpleT = studentQuantile(1 - tail, figure.domainRows - 1);
      const n = ((p * (1 - p)) / (standardError * standardError)) * (simpleT / t) ** 2;
      return {
        low: quantileOfBeta(tail, n * p, n * (1 - p) + 1),
        high: quantileOfBeta(1 - tail, n * p + 1, n * (1 - p)),
        level,
        method,
      };
    }
    case "mean": {
      const half = t * standardError;
      return { low: Math.max(0, p - half), high: Math.min(1, p + half), level, method };
    }
  }
}
