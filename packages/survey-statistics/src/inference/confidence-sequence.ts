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

/** Sums over the answers so far: all that a live mean or share needs, so that an answer costs the same however many came before. */
export interface LiveSums {
  readonly weightSum: number;
  readonly weightSquares: number;
  readonly mean: number;
  /** Σw(y − mean)². */
  readonly squares: number;
}

export const noLiveAnswers: LiveSums = { weightSum: 0, weightSquares: 0, mean: 0, squares: 0 };

/**
 * The sums with one more answer.
 *
 * @param value the number answered; 0 or 1 for a share. @param weight ≥ 0, default 1.
 * @throws {RangeError} when value or weight is not finite, or the weight negative.
 * @see West (1979), Communications of the ACM 22.
 */
export function withLiveAnswer(sums: LiveSums, value: number, weight = 1): LiveSums {
  if (!Number.isFinite(value) || !(weight >= 0 && weight < Number.POSITIVE_INFINITY))
    throw new RangeError(`An answer needs a finite value and weight ≥ 0; got ${value} with weight ${weight}.`);
  if (weight === 0) return sums;
  const weightSum = sums.weightSum + weight;
  const deviation = value - sums.mean;
  const mean = sums.mean + (deviation * weight) / weightSum;
  return {
    weightSum,
    weightSquares: sums.weightSquares + weight * weight,
    mean,
    squares: sums.squares + weight * deviation * (value - mean),
  };
}

/** What `confidenceSequence` asks for; the effective base is Kish's, (Σw)²/Σw². */
export function liveFigureOf(sums: LiveSums, plannedEffectiveBase: number): LiveFigure {
  const none = sums.weightSum === 0;
  return {
    estimate: none ? Number.NaN : sums.mean,
    standardDeviation: none ? Number.NaN : Math.sqrt(sums.squares / sums.weightSum),
    effectiveBase: none ? 0 : (sums.weightSum * sums.weightSum) / sums.weightSquares,
    plannedEffectiveBase,
  };
}
