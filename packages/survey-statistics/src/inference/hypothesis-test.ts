/** What a test found. */
export interface HypothesisTest {
  /** In words. */
  readonly method: string;
  readonly statistic: number;
  /** The distribution that the statistic is compared with; "sum" = a sum of weighted χ². */
  readonly distribution: "t" | "F" | "chi-square" | "sum";
  /** Of F and χ²: the (first) degrees of freedom; of t: 1. */
  readonly numeratorDegreesOfFreedom: number;
  /** Of F and t; Infinity for χ². */
  readonly denominatorDegreesOfFreedom: number;
  /** Two-sided for t. */
  readonly p: number;
  /** Answers of positive weight behind it. */
  readonly n: number;
}
