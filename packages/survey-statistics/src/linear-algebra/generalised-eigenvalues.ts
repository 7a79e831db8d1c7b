/**
 * Eigenvalues of B⁻¹A for symmetric A and symmetric positive definite B, from large to small.
 *
 * @param a row-major. [n·n] @param b row-major. [n·n]
 * @returns [n]; undefined when B is not positive definite to working precision.
 * @see Golub & Van Loan (2013), Matrix Computations, sections 8.5 and 8.7.
 */
export function generalisedEigenvalues(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const lower = choleskyFactor(b, n);
  if (lower === undefined) return undefined;
  // C = L⁻¹ A L⁻ᵀ: forward substitution on the rows, then on the columns.
  const c = a.slice();
  for (let pass = 0; pass < 2; pass++) {
    for (let column = 0; column < n; column++) {
      for (let i = 0; i < n; i++) {
        let value = c[i * n + column]!;
        for (let k = 0; k < i; k++) value -= lower[i * n + k]! * c[k * n + column]!;
        c[i * n + column] = value / lower[i * n + i]!;
      }
    }
    transpose(c, n);
  }
  return symmetricEigenvalues(c, n);
}

/** Eigenvalues of a symmetric matrix by Jacobi rotations, from large to small. Row-major. [n·n] → [n] */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const a = matrix.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (a[i * n + j]! + a[j * n + i]!) / 2;
      a[i * n + j] = mean;
      a[j * n + i] = mean;
    }
  }
  for (let sweep = 0; sweep < 100; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i * n + i]! ** 2;
      for (let j = 0; j < i; j++) off += a[i * n + j]! ** 2;
    }
    if (!(off > 1e-32 * diagonal)) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, n, p, q);
  }
  return Float64Array.from({ length: n }, (_, i) => a[i * n + i]!).sort((x, y) => y - x);
}

/** The rotation of the plane of p and q that makes their entry 0. */
function rotate(a: Float64Array, n: number, p: number, q: number): void {
  const between = a[p * n + q]!;
  if (between === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * between);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) {
    const x = a[k * n + p]!;
    const y = a[k * n + q]!;
    a[k * n + p] = cosine * x - sine * y;
    a[k * n + q] = sine * x + cosine * y;
  }
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k]!;
    const y = a[q * n + k]!;
    a[p * n + k] = cosine * x - sine * y;
    a[q * n + k] = sine * x + cosine * y;
  }
}

/** Lower triangle L with B = LL', row-major; undefined when B is not positive definite. [n·n] */
export function choleskyFactor(b: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = b[i * n + j]!;
      for (let k = 0; k < j; k++) value -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = value / lower[j * n + j]!;
      else if (value > 0) lower[i * n + i] = Math.sqrt(value);
      else return undefined;
    }
  }
  return lower;
}

function transpose(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const kept = matrix[i * n + j]!;
      matrix[i * n + j] = matrix[j * n + i]!;
      matrix[j * n + i] = kept;
    }
  }
}
