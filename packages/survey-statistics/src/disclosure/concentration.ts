import { DisclosureError } from "./disclosure-error.ts";

/** What a rule says of one sum of amounts, such as the income of the people in a cell. */
export interface Concentration {
  readonly sensitive: boolean;
  /** How far above the sum its upper bound must lie to be safe; 0 where it is safe as it is. In the unit of the amounts. */
  readonly protection: number;
}

/** One contribution and how many people it stands for; a weight counts as that many equal contributions. */
export interface Contributions {
  /** Amounts ≥ 0, in any order. */
  readonly amounts: Float64Array;
  /** Sampling weights ≥ 1. Omitted: 1. [amounts.length] */
  readonly weights?: Float64Array;
}

/**
 * p % rule: a sum tells too much when the second largest contributor, by taking off what is their own, knows the largest
 * contribution to within p %: X − x₁ − x₂ < p/100 · x₁.
 *
 * @param percent p, > 0.
 * @throws {DisclosureError} bad-parameter, negative-value, not-finite, wrong-length.
 * @see Hundepool and others, Handbook on Statistical Disclosure Control, 2nd edition, 4.2.1, tables of rules and of protection levels.
 */
export function percentRule(contributions: Contributions, percent: number): Concentration {
  if (!(percent > 0)) throw new DisclosureError("bad-parameter", "percent", `p is ${percent}; it must be above 0.`);
  const { largest, total } = ordered(contributions, 2);
  const [first, second] = largest as [number, number];
  const needed = (percent / 100) * first - (total - first - second);
  return { sensitive: needed > 0, protection: Math.max(0, needed) };
}

/**
 * (n, k) dominance rule: a sum tells too much when its n largest contributions are more than k % of it.
 *
 * @param n 1, 2, … @param percent k, 0 < k < 100.
 * @throws {DisclosureError} bad-parameter, negative-value, not-finite, wrong-length.
 * @see percentRule for the source.
 */
export function dominanceRule(contributions: Contributions, n: number, percent: number): Concentration {
  if (!Number.isInteger(n) || n < 1) throw new DisclosureError("bad-parameter", "n", `n is ${n}, not 1, 2, ….`);
  if (!(percent > 0 && percent < 100))
    throw new DisclosureError("bad-parameter", "percent", `k is ${percent}, not between 0 and 100.`);
  const { largest, total } = ordered(contributions, n);
  const needed = (100 / percent) * largest.reduce((sum, amount) => sum + amount, 0) - total;
  return { sensitive: needed > 0, protection: Math.max(0, needed) };
}

/** The n largest contributions (0 where there are fewer) and the sum of all, weights taken as so many people. */
function ordered({ amounts, weights }: Contributions, n: number): { largest: number[]; total: number } {
  if (weights !== undefined && weights.length !== amounts.length)
    throw new DisclosureError("wrong-length", "weights", `${weights.length} weights for ${amounts.length} amounts.`);
  let total = 0;
  amounts.forEach((amount, i) => {
    const weight = weights?.[i] ?? 1;
    if (!Number.isFinite(amount) || !Number.isFinite(weight))
      throw new DisclosureError("not-finite", `amounts[${i}]`, `Contribution ${i} is not a number.`);
    if (amount < 0)
      throw new DisclosureError(
        "negative-value",
        `amounts[${i}]`,
        `Contribution ${i} is ${amount}: the rules hold from 0.`,
      );
    if (weight < 1) throw new DisclosureError("bad-parameter", `weights[${i}]`, `Weight ${i} is ${weight}, below 1.`);
    total += amount * weight;
  });
  const order = [...amounts.keys()].sort((a, b) => amounts[b]! - amounts[a]!);
  const largest: number[] = [];
  for (const i of order) {
    for (let copies = Math.floor(weights?.[i] ?? 1); copies > 0 && largest.length < n; copies--)
      largest.push(amounts[i]!);
    if (largest.length === n) break;
  }
  while (largest.length < n) largest.push(0);
  return { largest, total };
}
