/** What is left of a weighted least-squares problem once its rows are folded into a triangle. */
export interface Triangle {
  readonly p: number;
  /** Upper triangle R with X'WX = R'R, row-major. [p·p] */
  readonly factor: Float64Array;
  /** Q'z. [p] */
  readonly right: Float64Array;
}

/** Folds blocks of rows into a triangle by Householder reflections: the memory is that of one block, the precision that of QR. */
export class TriangleBuilder {
  readonly p: number;
  private readonly width: number;
  private readonly blockRows: number;
  /** The triangle's p rows, then the block; the last column is the right-hand side. */
  private readonly work: Float64Array;
  private filled = 0;

  constructor(p: number) {
    this.p = p;
    this.width = p + 1;
    this.blockRows = Math.max(64, 4 * p);
    this.work = new Float64Array((p + this.blockRows) * this.width);
  }

  /** Takes row `index` of `x` (row-major, p wide) and its target, both times `root`, the square root of its weight. */
  add(x: Float64Array, index: number, target: number, root: number): void {
    const { p, width, work } = this;
    const at = (p + this.filled) * width;
    const from = index * p;
    for (let j = 0; j < p; j++) work[at + j] = x[from + j]! * root;
    work[at + p] = target * root;
    if (++this.filled === this.blockRows) this.fold();
  }

  finish(): Triangle {
    this.fold();
    const { p, width, work } = this;
    const factor = new Float64Array(p * p);
    const right = new Float64Array(p);
    for (let i = 0; i < p; i++) {
      for (let j = i; j < p; j++) factor[i * p + j] = work[i * width + j]!;
      right[i] = work[i * width + p]!;
    }
    return { p, factor, right };
  }

  private fold(): void {
    const { p, width, work, filled } = this;
    if (filled === 0) return;
    this.filled = 0;
    const scaled = new Float64Array(width);
    const end = (p + filled) * width;
    for (let k = 0; k < p; k++) {
      // Only row k of the triangle and the block have entries in column k.
      const head = work[k * width + k]!;
      let square = 0;
      for (let at = p * width + k; at < end; at += width) square += work[at]! * work[at]!;
      if (square === 0) continue;
      const norm = Math.sqrt(head * head + square);
      const alpha = head > 0 ? -norm : norm;
      const pivot = head - alpha;
      const scale = 1 / (norm * norm - head * alpha);
      for (let j = k + 1; j < width; j++) scaled[j] = pivot * work[k * width + j]!;
      for (let row = p * width; row < end; row += width) {
        const entry = work[row + k]!;
        if (entry === 0) continue;
        for (let j = k + 1; j < width; j++) scaled[j]! += entry * work[row + j]!;
      }
      for (let j = k + 1; j < width; j++) scaled[j]! *= scale;
      work[k * width + k] = alpha;
      for (let j = k + 1; j < width; j++) work[k * width + j]! -= pivot * scaled[j]!;
      for (let row = p * width; row < end; row += width) {
        const entry = work[row + k]!;
        if (entry === 0) continue;
        for (let j = k + 1; j < width; j++) work[row + j]! -= entry * scaled[j]!;
        work[row + k] = 0;
      }
    }
  }
}

export interface LeastSquares {
  /** Columns that do not depend on earlier ones, in order. */
  readonly kept: Int32Array;
  /** [kept.length] */
  readonly coefficients: Float64Array;
  /** (X'WX)⁻¹ of the kept columns, row-major. [kept·kept] */
  readonly inverse: Float64Array;
}

/**
 * Solves the least-squares problem of a triangle. A column counts as dependent when what earlier columns leave of it is shorter
 * than 1e-11 of itself, as in R's glm.
 */
export function solveTriangle(triangle: Triangle): LeastSquares {
  const { p, factor: given, right: givenRight } = triangle;
  const factor = given.slice();
  const right = givenRight.slice();
  const kept: number[] = [];
  for (let j = 0; j < p; j++) {
    const rank = kept.length;
    let length = 0;
    for (let i = 0; i < p; i++) length += given[i * p + j]! ** 2;
    let left = 0;
    for (let i = rank; i < p; i++) left += factor[i * p + j]! ** 2;
    left = Math.sqrt(left);
    if (!(left > 1e-11 * Math.sqrt(length)) || left === 0) continue;
    const head = factor[rank * p + j]!;
    const alpha = head > 0 ? -left : left;
    const reflector = new Float64Array(p);
    reflector[rank] = head - alpha;
    for (let i = rank + 1; i < p; i++) reflector[i] = factor[i * p + j]!;
    let square = 0;
    for (let i = rank; i < p; i++) square += reflector[i]! ** 2;
    if (square > 0) {
      for (let k = j; k < p; k++) reflect(factor, k, p, reflector, rank, square);
      reflect(right, 0, 1, reflector, rank, square);
    }
    kept.push(j);
  }
  const q = kept.length;
  const at = (i: number, j: number) => factor[i * p + kept[j]!]!;
  const coefficients = new Float64Array(q);
  for (let i = q - 1; i >= 0; i--) {
    let value = right[i]!;
    for (let j = i + 1; j < q; j++) value -= at(i, j) * coefficients[j]!;
    coefficients[i] = value / at(i, i);
  }
  // R⁻¹, then R⁻¹R⁻ᵀ.
  const inverseFactor = new Float64Array(q * q);
  for (let j = 0; j < q; j++) {
    inverseFactor[j * q + j] = 1 / at(j, j);
    for (let i = j - 1; i >= 0; i--) {
      let value = 0;
      for (let k = i + 1; k <= j; k++) value -= at(i, k) * inverseFactor[k * q + j]!;
      inverseFactor[i * q + j] = value / at(i, i);
    }
  }
  const inverse = new Float64Array(q * q);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let k = Math.max(i, j); k < q; k++) sum += inverseFactor[i * q + k]! * inverseFactor[j * q + k]!;
      inverse[i * q + j] = sum;
    }
  }
  return { kept: Int32Array.from(kept), coefficients, inverse };
}

function reflect(
  matrix: Float64Array,
  column: number,
  width: number,
  reflector: Float64Array,
  from: number,
  square: number,
): void {
  let product = 0;
  for (let i = from; i < reflector.length; i++) product += reflector[i]! * matrix[i * width + column]!;
  const scale = (2 * product) / square;
  for (let i = from; i < reflector.length; i++) matrix[i * width + column]! -= scale * reflector[i]!;
}
