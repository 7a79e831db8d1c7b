import { type Design, isReplicateDesign } from "../design/design.ts";
import { degreesOfFreedom } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";

/** One figure with everything a reader needs to judge it. */
export interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
  /** Answers behind it: rows of positive weight in the domain with a value. Unweighted. */
  readonly n: number;
  /** Rows of positive weight in the domain, with or without a value (R's nrow(design)). */
  readonly domainRows: number;
  /** Sum of the weights of those n answers. */
  readonly weightSum: number;
  /** Size of a simple random sample with the same precision: n / designEffectWithReplacement; Kish's where the variance is 0. */
  readonly effectiveBase: number;
  /** Against simple random sampling without replacement from Σw people; NaN when Σw < n, as weights of mean 1 give. R's deff = TRUE. */
  readonly designEffect: number;
  /** Against simple random sampling with replacement. R's deff = "replace". */
  readonly designEffectWithReplacement: number;
  /** PSUs − strata of the domain; of replicate designs the rank of its replicate weights − 1. */
  readonly degreesOfFreedom: number;
  /** Of log(p/(1 − p)) over the replicates; of proportions (and means between 0 and 1) under replicate designs. */
  readonly logitStandardError?: number;
}

/** Several figures estimated together, with their covariance. */
export interface JointEstimate {
  readonly estimates: readonly Estimate[];
  /** Row-major. [K·K] */
  readonly covariance: Float64Array;
  /** The figures under each replicate's weights, R rows of [K]; of replicate designs only. @see ofReplicates */
  readonly replicates?: readonly Float64Array[];
}

export interface EstimateOptions {
  /** 1 = the row belongs to the domain (subpopulation). [rows]. All PSUs stay in the design. */
  readonly domain?: Uint8Array;
}

/** What one domain's answers weigh. */
export interface Base {
  readonly n: number;
  readonly domainRows: number;
  readonly weightSum: number;
  /** Σw² of those n answers; asked for only where a variance is 0. */
  readonly weightSquares: () => number;
  readonly degreesOfFreedom: number;
  /** The degrees of freedom are worked out when they are read. */
  readonly lazy?: true;
}

/** Rows of the domain (`domainRows`) and those of them that also have a value (`present`). */
export function baseOf(design: Design, present: Uint8Array, domain: Uint8Array | undefined): Base {
  let n = 0;
  let domainRows = 0;
  let weightSum = 0;
  let squares = 0;
  for (let i = 0; i < design.rows; i++) {
    const weight = design.weights[i]!;
    if (weight === 0) continue;
    if (domain === undefined || domain[i] === 1) domainRows++;
    if (present[i] !== 1) continue;
    n++;
    weightSum += weight;
    squares += weight * weight;
  }
  const weightSquares = () => squares;
  if (!isReplicateDesign(design))
    return { n, domainRows, weightSum, weightSquares, degreesOfFreedom: degreesOfFreedom(design, domain) };
  // The rank of many replicates is long work, so it waits until somebody asks.
  let rank: number | undefined;
  return {
    n,
    domainRows,
    weightSum,
    weightSquares,
    get degreesOfFreedom() {
      rank ??= degreesOfFreedom(design, domain);
      return rank;
    },
    lazy: true,
  };
}

/**
 * Completes a figure: standard error, design effects, effective base.
 *
 * @param computedVariance of the estimate.
 * @param unitVariance s², variance between people (divisor n − 1) of the values whose mean or total is estimated.
 * @param isTotal a total is compared with the total of a simple random sample.
 */
export function completeEstimate(
  estimate: number,
  computedVariance: number,
  unitVariance: number,
  base: Base,
  isTotal: boolean,
): Estimate {
  const { n, weightSum } = base;
  // Where all answers agree the variance is 0; the arithmetic leaves a rest of the order of the figure's last digit.
  const variance = Math.abs(computedVariance) <= (1e-13 * estimate) ** 2 ? 0 : computedVariance;
  const scale = isTotal ? weightSum * weightSum : 1;
  const simple = (unitVariance * scale) / n;
  const withReplacement = ratioOrZero(variance, simple);
  const withoutReplacement = weightSum < n ? Number.NaN : ratioOrZero(variance, simple * (1 - n / weightSum));
  const figure = {
    estimate,
    standardError: Math.sqrt(variance),
    n,
    domainRows: base.domainRows,
    weightSum,
    effectiveBase: withReplacement > 0 ? n / withReplacement : (weightSum * weightSum) / base.weightSquares(),
    designEffect: withoutReplacement,
    designEffectWithReplacement: withReplacement,
  };
  if (base.lazy !== true) return { ...figure, degreesOfFreedom: base.degreesOfFreedom };
  return Object.defineProperty(figure as Estimate, "degreesOfFreedom", {
    get: () => base.degreesOfFreedom,
    enumerable: true,
  });
}

function ratioOrZero(numerator: number, denominator: number): number {
  return numerator === 0 && denominator === 0 ? 0 : numerator / denominator;
}

/** The rows of `domain` where no column is NaN. Refuses columns of another length and infinite values. */
export function completeRows(
  design: Design,
  columns: readonly Float64Array[],
  domain: Uint8Array | undefined,
): Uint8Array {
  checkDomain(design, domain);
  const present = domain === undefined ? new Uint8Array(design.rows).fill(1) : domain.slice();
  columns.forEach((column, j) => {
    if (column.length !== design.rows)
      throw new SurveyDesignError("wrong-length", `Column ${j} has ${column.length} values for ${design.rows} rows.`);
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (Number.isNaN(value)) present[i] = 0;
      else if (!Number.isFinite(value)) throw new SurveyDesignError("not-finite", `Column ${j}, row ${i} is ${value}.`);
    }
  });
  return present;
}

export function checkDomain(design: Design, domain: Uint8Array | undefined): void {
  if (domain !== undefined && domain.length !== design.rows)
    throw new SurveyDesignError("wrong-length", `domain has ${domain.length} values for ${design.rows} rows.`);
}

export function checkBase(base: Base): void {
  if (base.n === 0) throw new SurveyDesignError("empty-domain", "No answer of positive weight in this domain.");
}
