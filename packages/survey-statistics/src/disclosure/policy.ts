/** Limits under which a figure is withheld. One object, so that a release can name the policy it was made under. */
export interface DisclosurePolicy {
  /** Least unweighted base of any percentage or mean. */
  readonly smallestBase: number;
  /** Bases below this are shown with a warning. */
  readonly flaggedBase: number;
  /** Least number of answers in a shown cell. */
  readonly smallestCell: number;
  /** Below this base no 0 % and no 100 %: they tell of everyone in the group. */
  readonly smallestBaseForAllOrNone: number;
  /** Least effective base. */
  readonly smallestEffectiveBase: number;
  /** A proportion's 95 % interval this wide or wider is withheld. */
  readonly widestInterval: number;
  /** … and one wider than this times the proportion, unless narrower than `alwaysNarrowEnough`. */
  readonly widestRelativeInterval: number;
  readonly alwaysNarrowEnough: number;
  /** A mean of amounts is withheld where the second largest contributor could guess the largest to within this many per cent … */
  readonly closestGuess: number;
  /** … or where the two largest contribute more than this many per cent of the sum. */
  readonly dominantShare: number;
}

/**
 * National statistical offices' rules: base and precision after NCHS (Parker and others 2017), cell after the ONS rule of 10,
 * dominance as `percentRule` and `dominanceRule` with p and k as the Handbook on Statistical Disclosure Control uses them.
 */
export const defaultDisclosurePolicy: DisclosurePolicy = {
  smallestBase: 30,
  flaggedBase: 60,
  smallestCell: 10,
  smallestBaseForAllOrNone: 100,
  smallestEffectiveBase: 30,
  widestInterval: 0.3,
  widestRelativeInterval: 1.3,
  alwaysNarrowEnough: 0.05,
  closestGuess: 10,
  dominantShare: 85,
};
