import type { Calibration, SurveyDesign } from "../design/survey-design.ts";
import { semidefiniteSolver } from "../linear-algebra/solve.ts";

/**
 * After calibration, an estimate varies only by what the auxiliaries do not explain. Replaces each influence value z = w·u by
 * w·(u − x'B), x the dummies of all margins and the numeric columns, B by least squares under the weights before calibration. After
 * several steps of calibration, the same for one after another.
 *
 * @param columns weighted influence values of all rows. Each [rows].
 * @returns new columns; the same ones when the design was not calibrated.
 * @see Deville & Särndal (1992), equation 3.4; R survey::calibrate, stage 0.
 */
export function calibrationResiduals(design: SurveyDesign, columns: readonly Float64Array[]): readonly Float64Array[] {
  return design.calibration === undefined ? columns : residualsOn(design.calibration, columns, design.weights);
}

function residualsOn(
  calibration: Calibration,
  given: readonly Float64Array[],
  designWeights: Float64Array,
): readonly Float64Array[] {
  const { before, margins, columns: auxiliaries = [], baseWeights } = calibration;
  const weights = calibration.calibratedWeights ?? designWeights;
  const columns = before === undefined ? given : residualsOn(before, given, weights);
  const rows = weights.length;
  const { offsets, size: p, coefficientsOf } = projectionOf(calibration);
  const first = p - auxiliaries.length;
  return columns.map((column) => {
    const right = new Float64Array(p);
    for (let i = 0; i < rows; i++) {
      const weight = weights[i]!;
      if (weight === 0 || column[i] === 0) continue;
      const value = (baseWeights[i]! * column[i]!) / weight;
      for (let a = 0; a < margins.length; a++) right[offsets[a]! + margins[a]!.codes[i]!]! += value;
      for (let k = 0; k < auxiliaries.length; k++) right[first + k]! += value * auxiliaries[k]![i]!;
    }
    const coefficients = coefficientsOf(right);
    const residuals = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let fitted = 0;
      for (let a = 0; a < margins.length; a++) fitted += coefficients[offsets[a]! + margins[a]!.codes[i]!]!;
      for (let k = 0; k < auxiliaries.length; k++) fitted += coefficients[first + k]! * auxiliaries[k]![i]!;
      residuals[i] = column[i]! - weights[i]! * fitted;
    }
    return residuals;
  });
}

interface Projection {
  /** Column of each margin's level 0 among the dummies. */
  readonly offsets: readonly number[];
  /** Dummies and numeric columns together. */
  readonly size: number;
  readonly coefficientsOf: (right: Float64Array) => Float64Array;
}

/** X'WX is the same for every figure of a calibrated design: made once, kept as long as the calibration is. */
const projections = new WeakMap<Calibration, Projection>();

export function projectionOf(calibration: Calibration): Projection {
  const known = projections.get(calibration);
  if (known !== undefined) return known;
  const { margins, columns = [], baseWeights } = calibration;
  const offsets: number[] = [];
  let first = 0;
  for (const { levelCount } of margins) {
    offsets.push(first);
    first += levelCount;
  }
  const p = first + columns.length;
  const gram = new Float64Array(p * p);
  for (let i = 0; i < baseWeights.length; i++) {
    const base = baseWeights[i]!;
    for (let a = 0; a < margins.length; a++) {
      const row = (offsets[a]! + margins[a]!.codes[i]!) * p;
      for (let b = 0; b < margins.length; b++) gram[row + offsets[b]! + margins[b]!.codes[i]!]! += base;
    }
    for (let k = 0; k < columns.length; k++) {
      const value = base * columns[k]![i]!;
      if (value === 0) continue;
      const row = (first + k) * p;
      for (let a = 0; a < margins.length; a++) gram[row + offsets[a]! + margins[a]!.codes[i]!]! += value;
      for (let l = 0; l <= k; l++) gram[row + first + l]! += value * columns[l]![i]!;
    }
  }
  for (let j = first; j < p; j++) for (let k = 0; k < j; k++) gram[k * p + j] = gram[j * p + k]!;
  const projection = { offsets, size: p, coefficientsOf: semidefiniteSolver(gram, p) };
  projections.set(calibration, projection);
  return projection;
}
