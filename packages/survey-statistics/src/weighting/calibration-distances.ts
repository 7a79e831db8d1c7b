/**
 * How calibration measures that weights moved. Each name stands for a function F with F(0) = 1 and slope 1 there; the factor of a
 * row is F(x'λ).
 * - "linear": 1 + u; factors may become negative. With bounds it is cut there.
 * - "raking": exp(u); with bounds it is cut there.
 * - "logit": between the bounds by a logistic curve; it needs bounds, lower < 1 < upper.
 * - "sinh": s + √(s² + 1), s = asinh(2u)/2; always positive, grows slower than exp. With bounds it is cut there.
 *
 * @see Deville & Särndal (1992), table 1; Deville, Särndal & Sautory (1993); "sinh" as R survey::cal.sinh.
 */
export type CalibrationDistance = "linear" | "raking" | "logit" | "sinh";

/** Bounds of the factors: one number for all rows, or one a row. */
export interface FactorBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Writes F(u) into `factors` and F'(u) into `slopes`. */
export function factorsOf(
  distance: CalibrationDistance,
  u: Float64Array,
  { lower, upper }: FactorBounds,
  factors: Float64Array,
  slopes: Float64Array,
): void {
  const step = lower.length === 1 ? 0 : 1;
  for (let i = 0; i < u.length; i++) {
    const low = lower[i * step]!;
    const high = upper[i * step]!;
    const value = u[i]!;
    let factor: number;
    let slope: number;
    if (distance === "logit") {
      // e^(−A|u|) instead of e^(Au): no overflow on either side.
      const a = (high - low) / ((1 - low) * (high - 1));
      const small = Math.exp(-a * Math.abs(value));
      const below = value > 0 ? small * (high - 1) : high - 1;
      const above = value > 0 ? 1 - low : small * (1 - low);
      factor = (low * below + high * above) / (below + above);
      slope = (a * (high - low) * below * above) / ((below + above) * (below + above));
    } else {
      if (distance === "linear") {
        factor = 1 + value;
        slope = 1;
      } else if (distance === "raking") {
        factor = Math.exp(value);
        slope = factor;
      } else {
        const half = Math.asinh(2 * value) / 2;
        const root = Math.sqrt(half * half + 1);
        factor = half + root;
        slope = factor / root / Math.sqrt(1 + 4 * value * value);
      }
      if (factor < low || factor > high) {
        factor = factor < low ? low : high;
        slope = 0;
      }
    }
    factors[i] = factor;
    slopes[i] = slope;
  }
}
