/**
 * Cubic spline through points, its ends bent like the cubics through the first and the last four points.
 *
 * @param x increasing. [n], n ≥ 2 @param y [n]
 * @returns the value at any place within x.
 * @see Forsythe, Malcolm & Moler (1977), Computer Methods for Mathematical Computations, section 4.4; R stats::spline, method "fmm".
 */
export function cubicSpline(x: ArrayLike<number>, y: ArrayLike<number>): (at: number) => number {
  const n = x.length;
  const step = (i: number) => x[i + 1]! - x[i]!;
  const slope = (i: number) => (y[i + 1]! - y[i]!) / step(i);
  // Sigma, a sixth of the second derivative at each point, from a tridiagonal system.
  const sigma = new Float64Array(n);
  if (n > 2) {
    const diagonal = new Float64Array(n);
    diagonal[0] = -step(0);
    diagonal[n - 1] = -step(n - 2);
    for (let i = 1; i < n - 1; i++) {
      diagonal[i] = 2 * (step(i - 1) + step(i));
      sigma[i] = slope(i) - slope(i - 1);
    }
    if (n > 3) {
      const second = (i: number) => (slope(i) - slope(i - 1)) / (x[i + 1]! - x[i - 1]!);
      sigma[0] = ((second(2) - second(1)) * step(0) ** 2) / (x[3]! - x[0]!);
      sigma[n - 1] = (-(second(n - 2) - second(n - 3)) * step(n - 2) ** 2) / (x[n - 1]! - x[n - 4]!);
    }
    for (let i = 1; i < n; i++) {
      const factor = step(i - 1) / diagonal[i - 1]!;
      diagonal[i]! -= factor * step(i - 1);
      sigma[i]! -= factor * sigma[i - 1]!;
    }
    sigma[n - 1]! /= diagonal[n - 1]!;
    for (let i = n - 2; i >= 0; i--) sigma[i] = (sigma[i]! - step(i) * sigma[i + 1]!) / diagonal[i]!;
  }
  return (at) => {
    let i = 0;
    while (i < n - 2 && at >= x[i + 1]!) i++;
    const h = step(i);
    const d = at - x[i]!;
    const linear = slope(i) - h * (sigma[i + 1]! + 2 * sigma[i]!);
    return y[i]! + d * (linear + d * (3 * sigma[i]! + (d * (sigma[i + 1]! - sigma[i]!)) / h));
  };
}
