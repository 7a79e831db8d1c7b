import type { SurveyDesign } from "../design/survey-design.ts";
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
  const offsets: number[] = [];
  let p = 0;
  for (const { levelCount } of margins) {
    offsets.push(p);
    p += levelCount;
  }
  const gram = new Float64Array(p * p);
  for (let i = 0; i < design.rows; i++) {
    const base = baseWeights[i]!;
    for (let a = 0; a < margins.length; a++) {
      const row = (offsets[a]! + margins[a]!.codes[i]!) * p;
      for (let b = 0; b < margins.length; b++) gram[row + offsets[b]! + margins[b]!.codes[i]!]! += base;
    }
  }
  const coefficientsOf = semidefiniteSolver(gram, p);
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
