import { type Design, isReplicateDesign } from "../design/design.ts";
import { baseOf, checkBase, completeRows, type EstimateOptions } from "./estimate.ts";
import { figuresOf } from "./statistic.ts";

/** The variances and covariances of p columns among people, estimated with their errors. */
export interface CovarianceMatrix {
  /** Row-major. [p·p] */
  readonly matrix: Float64Array;
  /** [p·p] */
  readonly standardErrors: Float64Array;
  /** Covariance of the entries of `matrix`, row-major. [p²·p²] */
  readonly covariance: Float64Array;
  /** The matrix under each replicate's weights, R rows of [p·p]; of replicate designs only. */
  readonly replicates?: readonly Float64Array[];
  /** Answers of positive weight with a value in all columns. */
  readonly n: number;
  readonly degreesOfFreedom: number;
}

/**
 * Variances and covariances between people: s_jk = n/(n − 1) · Σw(y_j − ȳ_j)(y_k − ȳ_k)/Σw, with their standard errors.
 *
 * n counts the rows of positive weight in the domain, as R does; of replicate designs only those with a value in all columns.
 *
 * @param columns p columns of [rows]; rows where any is NaN are left out.
 * @throws {SurveyDesignError} empty-domain, wrong-length, not-finite, lonely-psu.
 * @see R survey::svyvar.
 */
export function estimateCovarianceMatrix(
  design: Design,
  columns: readonly Float64Array[],
  options: EstimateOptions = {},
): CovarianceMatrix {
  const present = completeRows(design, columns, options.domain);
  const base = baseOf(design, present, options.domain);
  checkBase(base);
  const p = columns.length;
  const size = isReplicateDesign(design) ? base.n : base.domainRows;
  const factor = size / (size - 1);
  const pairs: [number, number][] = [];
  for (let j = 0; j < p; j++) for (let k = 0; k <= j; k++) pairs.push([j, k]);
  const centres = meansUnder(design.weights, columns, present);
  // Centred first: the products of replicates then lose no digits, and the linearised ones need no further step.
  const centred = columns.map((y, j) => {
    const deviations = new Float64Array(design.rows);
    for (let i = 0; i < design.rows; i++) if (present[i] === 1) deviations[i] = y[i]! - centres[j]!;
    return deviations;
  });
  const products = pairs.map(([j, k]) => {
    const first = centred[j]!;
    const second = centred[k]!;
    return first.map((value, i) => factor * value * second[i]!);
  });
  const points = meansUnder(design.weights, products, present);
  const { covariance, replicates } = figuresOf(design, {
    points: () => points,
    influence: () =>
      products.map((product, at) => {
        const influence = new Float64Array(design.rows);
        for (let i = 0; i < influence.length; i++)
          if (present[i] === 1) influence[i] = (design.weights[i]! * (product[i]! - points[at]!)) / base.weightSum;
        return influence;
      }),
    present,
    fromTotals: {
      columns: isReplicateDesign(design) ? [Float64Array.from(present), ...centred, ...products] : [],
      figures: (totals) =>
        Float64Array.from(pairs, ([j, k], at) => {
          const means = (totals[1 + j]! * totals[1 + k]!) / (totals[0]! * totals[0]!);
          return totals[1 + p + at]! / totals[0]! - factor * means;
        }),
    },
  });
  const pairOf = new Int32Array(p * p);
  for (const [at, [j, k]] of pairs.entries()) {
    pairOf[j * p + k] = at;
    pairOf[k * p + j] = at;
  }
  const full = new Float64Array(p ** 4);
  for (let a = 0; a < p * p; a++)
    for (let b = 0; b < p * p; b++) full[a * p * p + b] = covariance[pairOf[a]! * pairs.length + pairOf[b]!]!;
  const expanded = (values: Float64Array) => Float64Array.from(pairOf, (at) => values[at]!);
  return {
    matrix: expanded(points),
    standardErrors: Float64Array.from(pairOf, (at) => Math.sqrt(covariance[at * pairs.length + at]!)),
    covariance: full,
    ...(replicates === undefined ? {} : { replicates: replicates.map(expanded) }),
    n: base.n,
    degreesOfFreedom: base.degreesOfFreedom,
  };
}

function meansUnder(weights: Float64Array, columns: readonly Float64Array[], present: Uint8Array): Float64Array {
  return Float64Array.from(columns, (y) => {
    let sum = 0;
    let weightSum = 0;
    for (let i = 0; i < y.length; i++) {
      if (present[i] !== 1) continue;
      sum += weights[i]! * y[i]!;
      weightSum += weights[i]!;
    }
    return sum / weightSum;
  });
}
