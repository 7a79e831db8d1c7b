/**
 * Seconds to wait before attempt `attempt` (from 1): 1, 2, 4 … at most 60, spread by ± 25 % so that a whole village
 * does not come back in the same second.
 * @param random uniform in [0, 1).
 */
export function pauseBefore(attempt: number, random: number, least = 0): number {
  const base = Math.min(60, 2 ** Math.min(attempt - 1, 6));
  return Math.max(least, base * (0.75 + random / 2));
}
