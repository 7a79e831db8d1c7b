/**
 * Solves A·X = B by Gaussian elimination with partial pivoting. Small dense systems only: O(n³).
 *
 * @param matrix A, row-major. [n·n]
 * @param right  B, row-major. [n·m]
 * @returns X, row-major [n·m], or undefined when A is singular to working precision.
 */
export function solve(matrix: Float64Array, right: Float64Array, n: number, m: number): Float64Array | undefined {
  const a = matrix.slice();
  const x = right.slice();
  let scale = 0;
  for (const value of a) scale = Math.max(scale, Math.abs(value));
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row * n + column]!) > Math.abs(a[pivot * n + column]!)) pivot = row;
    }
    const size = Math.abs(a[pivot * n + column]!);
    if (!(size > scale * n * Number.EPSILON)) return undefined;
    if (pivot !== column) {
      swapRows(a, pivot, column, n);
      swapRows(x, pivot, column, m);
    }
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column]! / a[column * n + column]!;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) a[row * n + k]! -= factor * a[column * n + k]!;
      for (let k = 0; k < m; k++) x[row * m + k]! -= factor * x[column * m + k]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = 0; k < m; k++) {
      let sum = x[row * m + k]!;
      for (let j = row + 1; j < n; j++) sum -= a[row * n + j]! * x[j * m + k]!;
      x[row * m + k] = sum / a[row * n + row]!;
    }
  }
  return x;
}

function swapRows(matrix: Float64Array, first: number, second: number, width: number): void {
  for (let k = 0; k < width; k++) {
    const kept = matrix[first * width + k]!;
    matrix[first * width + k] = matrix[second * width + k]!;
    matrix[second * width + k] = kept;
  }
}

/**
 * A least-squares solver for a symmetric positive semidefinite matrix with dependent columns (such as the dummies of several
 * margins): columns that depend on earlier ones get coefficient 0, so fitted values are those of the full projection.
 *
 * @param gram X'WX, row-major. [p·p]
 * @returns a function from X'Wy [p] to coefficients [p].
 */
export function semidefiniteSolver(gram: Float64Array, p: number): (right: Float64Array) => Float64Array {
  const kept: number[] = [];
  // Cholesky by rows, skipping columns whose pivot vanishes against their own diagonal.
  const factor = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    let pivot = gram[j * p + j]!;
    for (const [at, k] of kept.entries()) {
      let value = gram[j * p + k]!;
      for (let before = 0; before < at; before++) value -= factor[j * p + before]! * factor[k * p + before]!;
      value /= factor[k * p + at]!;
      factor[j * p + at] = value;
      pivot -= value * value;
    }
    if (pivot > 1e-10 * gram[j * p + j]!) {
      factor[j * p + kept.length] = Math.sqrt(pivot);
      kept.push(j);
    }
  }
  return (right) => {
    const half = new Float64Array(kept.length);
    kept.forEach((j, at) => {
      let value = right[j]!;
      for (let before = 0; before < at; before++) value -= factor[j * p + before]! * half[before]!;
      half[at] = value / factor[j * p + at]!;
    });
    const coefficients = new Float64Array(p);
    for (let at = kept.length - 1; at >= 0; at--) {
      let value = half[at]!;
      for (let later = at + 1; later < kept.length; later++)
        value -= factor[kept[later]! * p + at]! * coefficients[kept[later]!]!;
      coefficients[kept[at]!] = value / factor[kept[at]! * p + at]!;
    }
    return coefficients;
  };
}
