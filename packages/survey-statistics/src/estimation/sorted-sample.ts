import { sortRows } from "./sort-rows.ts";

/** The values of positive weight in ascending order, with their weights added up: all that a quantile needs. */
export interface SortedSample {
  /** Ascending. [n] */
  readonly values: Float64Array;
  /** [n] */
  readonly weights: Float64Array;
  /** Sum of the weights up to and including each value, correctly rounded. [n] */
  readonly cumulative: Float64Array;
  /** Sum of all weights. */
  readonly total: number;
}

/** Rows with `present` = 1 in ascending order of y. */
export function sortedRows(y: Float64Array, present: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < present.length; i++) count += present[i]!;
  const rows = new Int32Array(count);
  for (let i = 0, at = 0; i < present.length; i++) if (present[i] === 1) rows[at++] = i;
  return sortRows(rows, y);
}

/**
 * Adds up the weights along the sorted rows. A share such as 0.5 is often hit exactly, and a rule then takes another value than
 * just beside it: the sums are carried in twice the precision (Dekker's two-sum) and rounded once.
 *
 * @param rows row numbers in ascending order of y.
 */
export function sortedSample(rows: Int32Array, y: Float64Array, weights: Float64Array): SortedSample {
  const n = rows.length;
  const values = new Float64Array(n);
  const sortedWeights = new Float64Array(n);
  const cumulative = new Float64Array(n);
  let sum = 0;
  let rest = 0;
  let at = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    const weight = weights[row]!;
    if (!(weight > 0)) continue;
    const next = sum + weight;
    const back = next - sum;
    rest += sum - (next - back) + (weight - back);
    sum = next;
    values[at] = y[row]!;
    sortedWeights[at] = weight;
    cumulative[at++] = sum + rest;
  }
  return {
    values: values.subarray(0, at),
    weights: sortedWeights.subarray(0, at),
    cumulative: cumulative.subarray(0, at),
    total: sum + rest,
  };
}

/** Number of entries of an ascending array that are ≤ limit. */
export function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of entries of an ascending array that are < limit. */
export function countBelow(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same sample with equal values put together under the sum of their weights. */
export function mergedTies(sample: SortedSample): SortedSample {
  const { values, cumulative, total } = sample;
  const n = values.length;
  let count = 0;
  for (let i = 0; i < n; i++) if (i === n - 1 || values[i + 1]! !== values[i]!) count++;
  if (count === n) return sample;
  const merged = {
    values: new Float64Array(count),
    weights: new Float64Array(count),
    cumulative: new Float64Array(count),
    total,
  };
  let at = 0;
  let weight = 0;
  for (let i = 0; i < n; i++) {
    weight += sample.weights[i]!;
    if (i < n - 1 && values[i + 1] === values[i]) continue;
    merged.values[at] = values[i]!;
    merged.weights[at] = weight;
    merged.cumulative[at++] = cumulative[i]!;
    weight = 0;
  }
  return merged;
}
