export interface OptInSensitivity {
  /** Correlation between taking part and the answer that is supposed. */
  readonly correlation: number;
  /** Error of the mean it would cause, in the unit of sigma (same sign as the correlation). */
  readonly bias: number;
  /** Size of a simple random sample with the same expected error. */
  readonly effectiveBase: number;
}

/**
 * What a small tie between taking part and the answer would do to an open-link figure:
 * error = ρ·√((1 − f)/f)·σ with f = n/N, and n_eff = f/(1 − f)/ρ². To print beside every figure that is not from a random sample.
 *
 * @param input.n answers. @param input.population people the figure speaks of. @param input.sigma √(p(1 − p)) for a proportion.
 * @param correlations default 0.001 and 0.005.
 * @see Meng (2018), "Statistical paradises and paradoxes in big data (I)", equations 2.3 and 3.5.
 */
export function sensitivityOfOptIn(
  input: { readonly n: number; readonly population: number; readonly sigma: number },
  correlations: readonly number[] = [0.001, 0.005],
): readonly OptInSensitivity[] {
  const { n, population, sigma } = input;
  if (!(n > 0) || !(population >= n))
    throw new RangeError(`0 < n ≤ population is needed; got n = ${n}, population = ${population}.`);
  const fraction = n / population;
  return correlations.map((correlation) => ({
    correlation,
    bias: correlation * Math.sqrt((1 - fraction) / fraction) * sigma,
    effectiveBase: fraction === 1 ? Number.POSITIVE_INFINITY : fraction / (1 - fraction) / (correlation * correlation),
  }));
}
