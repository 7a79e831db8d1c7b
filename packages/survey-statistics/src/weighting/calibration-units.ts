import type { CalibrationColumn } from "./calibrate.ts";
import { WeightingError } from "./weighting-error.ts";

export interface UnitMeans {
  /** Mean of each auxiliary in each unit: all levels of all margins, then the columns. Each [units] */
  readonly means: readonly Float64Array[];
  /** The same, by row. Each [rows] */
  readonly rowColumns: readonly Float64Array[];
  /** Sum of the rows' weights. [units] */
  readonly unitWeights: Float64Array;
  /** Mean weight of the row's unit. [rows] */
  readonly baseWeights: Float64Array;
  /** 0 … units − 1. [rows] */
  readonly codes: Int32Array;
}

/** Means of the auxiliaries within units, each row counting once. */
export function unitMeans(
  weights: Float64Array,
  units: Int32Array,
  margins: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
  columns: readonly CalibrationColumn[],
): UnitMeans {
  const rows = weights.length;
  if (units.length !== rows)
    throw new WeightingError("wrong-length", `units has ${units.length} values for ${rows} rows.`);
  const seen = new Map<number, number>();
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    if (units[i]! < 0) throw new WeightingError("missing-codes", `units[${i}] is missing.`, { rows: i });
    let code = seen.get(units[i]!);
    if (code === undefined) {
      code = seen.size;
      seen.set(units[i]!, code);
    }
    codes[i] = code;
  }
  const counts = new Float64Array(seen.size);
  const unitWeights = new Float64Array(seen.size);
  for (let i = 0; i < rows; i++) {
    counts[codes[i]!]!++;
    unitWeights[codes[i]!]! += weights[i]!;
  }
  const means: Float64Array[] = [];
  for (const margin of margins) {
    const shares = Array.from({ length: margin.levelCount }, () => new Float64Array(seen.size));
    for (let i = 0; i < rows; i++) shares[margin.codes[i]!]![codes[i]!]! += 1 / counts[codes[i]!]!;
    means.push(...shares);
  }
  for (const { values } of columns) {
    const mean = new Float64Array(seen.size);
    for (let i = 0; i < rows; i++) mean[codes[i]!]! += values[i]! / counts[codes[i]!]!;
    means.push(mean);
  }
  const byRow = (unitValues: Float64Array) => Float64Array.from(codes, (code) => unitValues[code]!);
  return {
    means,
    rowColumns: means.map(byRow),
    unitWeights,
    baseWeights: byRow(unitWeights.map((sum, unit) => sum / counts[unit]!)),
    codes,
  };
}
