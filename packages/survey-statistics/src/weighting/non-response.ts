import { semidefiniteSolver } from "../linear-algebra/solve.ts";
import { checkWeights } from "./calibration-checks.ts";
import { auxiliaryTotals, type CalibrationEquations, linearForms, slopeMatrix } from "./calibration-equations.ts";
import { WeightingError } from "./weighting-error.ts";

export interface NonResponseWeights {
  /** 0 for those who did not answer. */
  readonly weights: Float64Array;
  /** Weighted share that answered in each class, 0 … 1. */
  readonly responseRates: Float64Array;
}

/**
 * Non-response adjustment by classes: within each class those who answered take over the weight of those who did not.
 *
 * @param weights of all who were asked and are eligible. [rows]
 * @param responded 1 = answered. [rows]
 * @param classes people of one class are taken to be alike in what they would have answered. Codes 0 … levelCount − 1.
 * @throws {WeightingError} empty-class: in a class with weight nobody answered; missing-codes, bad-weight, wrong-length.
 * @see Oh & Scheuren (1983); Brick & Kalton (1996).
 */
export function adjustForNonResponse(
  weights: Float64Array,
  responded: Uint8Array,
  classes: { readonly codes: Int32Array; readonly levelCount: number },
): NonResponseWeights {
  const { codes, levelCount } = classes;
  checkRows(weights, responded);
  if (codes.length !== weights.length)
    throw new WeightingError("wrong-length", `${codes.length} classes for ${weights.length} rows.`);
  const asked = new Float64Array(levelCount);
  const answered = new Float64Array(levelCount);
  for (let i = 0; i < weights.length; i++) {
    const code = codes[i]!;
    if (code < 0 || code >= levelCount)
      throw new WeightingError("missing-codes", `Row ${i} is in no class.`, { rows: i });
    asked[code]! += weights[i]!;
    if (responded[i] === 1) answered[code]! += weights[i]!;
  }
  asked.forEach((weight, level) => {
    if (weight > 0 && answered[level] === 0)
      throw new WeightingError("empty-class", `Class ${level}: nobody answered. Merge it with another class.`, {
        level,
      });
  });
  const made = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i++)
    if (responded[i] === 1 && weights[i]! > 0) made[i] = (weights[i]! * asked[codes[i]!]!) / answered[codes[i]!]!;
  return {
    weights: made,
    responseRates: asked.map((weight, level) => (weight === 0 ? Number.NaN : answered[level]! / weight)),
  };
}

export interface ResponseModel {
  /** Categorical predictors. */
  readonly margins?: readonly { readonly codes: Int32Array; readonly levelCount: number }[];
  /** Numeric predictors, finite. Each [rows] */
  readonly columns?: readonly Float64Array[];
}

export interface PropensityWeights extends NonResponseWeights {
  /** Fitted chance of answering of each row, 0 … 1. */
  readonly propensities: Float64Array;
  readonly iterations: number;
}

/**
 * Non-response adjustment by response propensity: a survey-weighted logistic regression of who answered, with an intercept. Weights
 * are divided by the fitted chance, or, steadier, adjusted within classes of like chance.
 *
 * @param classes number of classes of equal size by propensity; undefined divides by the propensity itself.
 * @throws {WeightingError} separation: by the predictors some have no chance of answering; empty-class, missing-codes,
 *   bad-value, bad-weight, wrong-length.
 * @see Rosenbaum & Rubin (1984) on classes; Little (1986); R survey::svyglm(family = quasibinomial).
 */
export function adjustByPropensity(
  weights: Float64Array,
  responded: Uint8Array,
  model: ResponseModel,
  { classes }: { readonly classes?: number } = {},
): PropensityWeights {
  const { propensities, iterations } = responsePropensities(weights, responded, model);
  if (classes !== undefined) {
    const order = Int32Array.from(propensities.keys()).sort((a, b) => propensities[a]! - propensities[b]!);
    const codes = new Int32Array(weights.length);
    let code = 0;
    order.forEach((row, at) => {
      const wanted = Math.floor((at * classes) / order.length);
      // Rows of one propensity stay together.
      if (at === 0 || propensities[row] !== propensities[order[at - 1]!]) code = wanted;
      codes[row] = code;
    });
    return { ...adjustForNonResponse(weights, responded, { codes, levelCount: classes }), propensities, iterations };
  }
  const made = new Float64Array(weights.length);
  let asked = 0;
  let answered = 0;
  for (let i = 0; i < weights.length; i++) {
    asked += weights[i]!;
    if (responded[i] !== 1) continue;
    answered += weights[i]!;
    made[i] = weights[i]! / propensities[i]!;
  }
  return { weights: made, responseRates: Float64Array.of(answered / asked), propensities, iterations };
}

/** Survey-weighted logistic regression by Newton's method. */
function responsePropensities(
  weights: Float64Array,
  responded: Uint8Array,
  { margins = [], columns = [] }: ResponseModel,
): { propensities: Float64Array; iterations: number } {
  checkRows(weights, responded);
  const rows = weights.length;
  margins.forEach(({ codes, levelCount }, margin) => {
    if (codes.length !== rows)
      throw new WeightingError("wrong-length", `Predictor ${margin} has ${codes.length} codes for ${rows} rows.`, {
        margin,
      });
    const bad = codes.findIndex((code) => code < 0 || code >= levelCount);
    if (bad >= 0)
      throw new WeightingError("missing-codes", `Predictor ${margin}: row ${bad} has no level.`, { margin, rows: bad });
  });
  columns.forEach((values, column) => {
    if (values.length !== rows)
      throw new WeightingError("wrong-length", `Column ${column} has ${values.length} values for ${rows} rows.`, {
        column,
      });
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new WeightingError("bad-value", `Column ${column}: row ${bad} is ${values[bad]}.`, { column, rows: bad });
  });
  const offsets = [0, 1];
  for (const { levelCount } of margins) offsets.push(offsets.at(-1)! + levelCount);
  const p = offsets.at(-1)! + columns.length;
  const everyone = { codes: new Int32Array(rows), levelCount: 1 };
  const equations: CalibrationEquations = {
    weights,
    margins: [everyone, ...margins],
    columns,
    variance: undefined,
    bounds: { lower: Float64Array.of(Number.NEGATIVE_INFINITY), upper: Float64Array.of(Number.POSITIVE_INFINITY) },
    targets: new Float64Array(p),
    slack: new Float64Array(p),
    offsets,
  };
  const forms = new Float64Array(rows);
  const residuals = new Float64Array(rows);
  const slopes = new Float64Array(rows);
  const propensities = new Float64Array(rows);
  let coefficients = new Float64Array(p);
  const lossOf = () => {
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const signed = responded[i] === 1 ? -forms[i]! : forms[i]!;
      loss += weights[i]! * (signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)));
    }
    return loss;
  };
  let loss = weights.reduce((sum, weight) => sum + weight * Math.LN2, 0);
  for (let iterations = 1; iterations <= 50; iterations++) {
    for (let i = 0; i < rows; i++) {
      const chance = 1 / (1 + Math.exp(-forms[i]!));
      propensities[i] = chance;
      residuals[i] = responded[i]! - chance;
      slopes[i] = chance * (1 - chance);
    }
    const score = auxiliaryTotals(equations, residuals);
    const step = semidefiniteSolver(slopeMatrix(equations, slopes), p)(score);
    let size = 1;
    const from = coefficients;
    let after = loss;
    for (let halvings = 0; halvings < 30; halvings++) {
      coefficients = from.map((value, k) => value + size * step[k]!);
      linearForms(equations, coefficients, forms);
      after = lossOf();
      if (after <= loss * (1 + 1e-14)) break;
      size /= 2;
    }
    let promised = 0;
    step.forEach((value, k) => {
      promised += value * score[k]!;
    });
    loss = after;
    if (promised > 1e-16 * weights.reduce((sum, weight) => sum + weight, 0)) continue;
    for (let i = 0; i < rows; i++) propensities[i] = 1 / (1 + Math.exp(-forms[i]!));
    // A chance of 1 does no harm; of 0 leaves people for whom nobody can speak.
    const without = propensities.findIndex((chance, i) => weights[i]! > 0 && chance < 1e-8);
    if (without < 0) return { propensities, iterations };
    throw separated(without);
  }
  throw separated(0);
}

const separated = (row: number) =>
  new WeightingError(
    "separation",
    `By the predictors nobody like row ${row} answers: merge levels or drop a predictor.`,
    { rows: row },
  );

function checkRows(weights: Float64Array, responded: Uint8Array): void {
  checkWeights(weights);
  if (responded.length !== weights.length)
    throw new WeightingError("wrong-length", `${responded.length} responses for ${weights.length} rows.`);
  if (!responded.some((answered, i) => answered === 1 && weights[i]! > 0))
    throw new WeightingError("empty-class", "Nobody answered.");
}
