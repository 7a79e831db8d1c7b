/** What a live figure knows of itself. t and s are on the scale of the effective base. */
export interface LiveFigure {
  readonly estimate: number;
  /** s: standard deviation between people; √(p(1 − p)) for a proportion. */
  readonly standardDeviation: number;
  /** t: effective base so far. */
  readonly effectiveBase: number;
  /** t*: effective base at which the sequence is tightest, usually the planned one. */
  readonly plannedEffectiveBase: number;
}

/**
 * Asymptotic confidence sequence: intervals that hold at all looks together, not only at one chosen in advance:
 * estimate ± s·√( 2(tρ² + 1)/(t²ρ²) · ln(√(tρ² + 1)/α) ), ρ² = (−2 ln α + ln(−2 ln α + 1))/t*.
 *
 * @param options.level coverage over all looks, default 0.95.
 * @returns low and high; ±Infinity when nobody has answered.
 * @see Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), "Time-uniform central limit theory and asymptotic confidence sequences".
 */
export function confidenceSequence(
  figure: LiveFigure,
  options: { level?: number } = {},
): { low: number; high: number } {
  const alpha = 1 - (options.level ?? 0.95);
  const t = figure.effectiveBase;
  if (!(t > 0)) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const rho2 = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / figure.plannedEffectiveBase;
  const growth = t * rho2 + 1;
  const half =
    figure.standardDeviation * Math.sqrt(((2 * growth) / (t * t * rho2)) * Math.log(Math.sqrt(growth) / alpha));
  return { low: figure.estimate - half, high: figure.estimate + half };
}
