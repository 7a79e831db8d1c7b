import type { Calibration, SurveyDesign } from "../design/survey-design.ts";
import { semidefiniteSolver } from "../linear-algebra/solve.ts";

/**
 * After raking, an estimate varies only by what the margins do not explain. Replaces each influence value z = w·u by
 * w·(u − x'B), x the dummies of all margins, B by least squares under the weights before raking.
 *
 * @param columns weighted influence values of all rows. Each [rows].
 * @returns new columns; the same ones when the design was not calibrated.
 * @see Deville & Särndal (1992), equation 3.4; R survey::calibrate(calfun = "raking"), stage 0.
 */
export function calibrationResiduals(design: SurveyDesign, columns: readonly Float64Array[]): readonly Float64Array[] {
  const { calibration } = design;
  if (calibration === undefined) return columns;
  const { margins, baseWeights } = calibration;
  const { offsets, levelCount: p, coefficientsOf } = projectionOf(calibration);
  return columns.map((column) => {
    const right = new Float64Array(p);
    for (let i = 0; i < design.rows; i++) {
      const weight = design.weights[i]!;
      if (weight === 0 || column[i] === 0) continue;
      const value = (baseWeights[i]! * column[i]!) / weight;
      for (let a = 0; a < margins.length; a++) right[offsets[a]! + margins[a]!.codes[i]!]! += value;
    }
    const coefficients = coefficientsOf(right);
    const residuals = new Float64Array(design.rows);
    for (let i = 0; i < design.rows; i++) {
      let fitted = 0;
      for (let a = 0; a < margins.length; a++) fitted += coefficients[offsets[a]! + margins[a]!.codes[i]!]!;
      residuals[i] = column[i]! - design.weights[i]! * fitted;
    }
    return residuals;
  });
}

interface Projection {
  /** Column of each margin's level 0 among the dummies. */
  readonly offsets: readonly number[];
  readonly levelCount: number;
  readonly coefficientsOf: (right: Float64Array) => Float64Array;
}

/** X'WX is the same for every figure of a calibrated design: made once, kept as long as the calibration is. */
const projections = new WeakMap<Calibration, Projection>();

function projectionOf(calibration: Calibration): Projection {
  const known = projections.get(calibration);
  if (known !== undefined) return known;
  const { margins, baseWeights } = calibration;
  const offsets: number[] = [];
  let p = 0;
  for (const { levelCount } of margins) {
    offsets.push(p);
    p += levelCount;
  }
  const gram = new Float64Array(p * p);
  for (let i = 0; i < baseWeights.length; i++) {
    const base = baseWeights[i]!;
    for (let a = 0; a < margins.length; a++) {
      const row = (offsets[a]! + margins[a]!.codes[i]!) * p;
      for (let b = 0; b < margins.length; b++) gram[row + offsets[b]! + margins[b]!.codes[i]!]! += base;
    }
  }
  const projection = { offsets, levelCount: p, coefficientsOf: semidefiniteSolver(gram, p) };
  projections.set(calibration, projection);
  return projection;
}
