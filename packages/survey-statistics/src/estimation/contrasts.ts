import type { ReplicateDesign } from "../design/replicate-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { type Dual, dual, dualVariable } from "./dual-number.ts";
import type { JointEstimate } from "./estimate.ts";
import { covarianceOfReplicates, type Figures } from "./statistic.ts";

/** The points and the covariance of a joint estimate, for contrasts and functions of them. */
export function figuresOfJoint(joint: JointEstimate): Figures {
  const points = Float64Array.from(joint.estimates, ({ estimate }) => estimate);
  const { covariance, replicates } = joint;
  return { points, covariance, ...(replicates === undefined ? {} : { replicates }) };
}

/** Square roots of the diagonal of the covariance. [K] */
export function standardErrorsOf({ points, covariance }: Figures): Float64Array {
  return points.map((_, j) => Math.sqrt(covariance[j * points.length + j]!));
}

/** Standard error over the figure itself, as a share; of a figure of 0 it is not defined. @see R survey::cv. */
export function coefficientOfVariation(figure: { readonly estimate: number; readonly standardError: number }): number {
  return figure.standardError / figure.estimate;
}

/**
 * Linear combinations Lθ of estimates, with covariance LVL': differences, averages, weighted sums.
 *
 * @param coefficients L: one row a combination, one number a figure. A figure whose coefficients are all 0 plays no part, even
 *   when it is NaN.
 * @throws {SurveyDesignError} wrong-length.
 * @see R survey::svycontrast.
 */
export function linearContrasts(figures: Figures, coefficients: readonly (readonly number[])[]): Figures {
  const k = figures.points.length;
  for (const [row, { length }] of coefficients.entries()) {
    if (length !== k)
      throw new SurveyDesignError("wrong-length", `Combination ${row} has ${length} coefficients for ${k} figures.`);
  }
  const combine = (values: Float64Array) =>
    Float64Array.from(coefficients, (row) => {
      let sum = 0;
      for (let j = 0; j < k; j++) if (row[j] !== 0) sum += row[j]! * values[j]!;
      return sum;
    });
  return {
    points: combine(figures.points),
    covariance: propagated(figures.covariance, k, coefficients),
    ...(figures.replicates === undefined ? {} : { replicates: figures.replicates.map(combine) }),
  };
}

/** LVL', row-major; terms with a coefficient of 0 are left out. */
function propagated(covariance: Float64Array, k: number, rows: readonly ArrayLike<number>[]): Float64Array {
  const m = rows.length;
  const result = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    const first = rows[a]!;
    for (let b = 0; b < m; b++) {
      const second = rows[b]!;
      let sum = 0;
      for (let i = 0; i < k; i++) {
        if (first[i] === 0) continue;
        for (let j = 0; j < k; j++) if (second[j] !== 0) sum += first[i]! * covariance[i * k + j]! * second[j]!;
      }
      result[a * m + b] = sum;
    }
  }
  return result;
}

/**
 * Smooth functions of estimates: ratios, logs, products. The covariance is GVG', G the derivatives at the estimates, which come
 * from the computation itself (`calculator` keeps them), not from differences. Figures that carry their replicates give the
 * functions of each replicate; with the design at hand the covariance is then the spread of those.
 *
 * @param functions e.g. `([a, b], { divide }) => [divide(a!, b!)]`.
 * @param design the replicate design the figures came from, to take the covariance from the replicates.
 * @see R survey::svycontrast(stat, quote(a/b)).
 */
export function functionsOfEstimates(
  figures: Figures,
  functions: (estimates: readonly Dual[], calculator: typeof dual) => readonly Dual[],
  design?: ReplicateDesign,
): Figures {
  const at = (values: Float64Array) =>
    functions(
      Array.from(values, (value, j) => dualVariable(value, j, values.length)),
      dual,
    );
  const results = at(figures.points);
  const points = Float64Array.from(results, ({ value }) => value);
  const replicates = figures.replicates?.map((values) => Float64Array.from(at(values), ({ value }) => value));
  const covariance =
    design === undefined || replicates === undefined
      ? propagated(
          figures.covariance,
          figures.points.length,
          results.map(({ gradient }) => gradient),
        )
      : covarianceOfReplicates(design, replicates, points);
  return { points, covariance, ...(replicates === undefined ? {} : { replicates }) };
}
