import { dominanceRule, percentRule } from "./concentration.ts";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "./policy.ts";

export type WithheldReason =
  | "base-below-30"
  | "cell-below-10"
  | "all-or-none-in-small-base"
  | "all-but-one"
  | "complement-below-10"
  | "effective-base-below-30"
  | "interval-too-wide"
  | "one-or-two-dominate"
  | "protects-another-cell"
  | "nearly-same-people";

export type Verdict =
  | { readonly show: true; readonly flag?: "small-base" }
  | { readonly show: false; readonly reason: WithheldReason };

/** What is known of one figure. Counts are unweighted answers. */
export interface Figure {
  /** Answers the percentage or mean is of. */
  readonly base: number;
  /** Answers in the cell; omit for means. */
  readonly cell?: number;
  /** True when the rest (base − cell) is itself readable from the figure, as with one option of a select_multiple. */
  readonly complementShows?: boolean;
  readonly effectiveBase?: number;
  /** 95 % interval of a proportion, 0 … 1. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** The proportion, 0 … 1; needed with `interval`. */
  readonly proportion?: number;
  /** What each person adds to the sum behind a mean, where all of it is 0 or more. */
  readonly amounts?: Float64Array;
}

/**
 * May this figure be shown? The one gate that live views, tables, charts and exports pass.
 * The reason codes name the default limits; a stricter policy keeps the codes.
 */
export function mayShow(figure: Figure, policy: DisclosurePolicy = defaultDisclosurePolicy): Verdict {
  const { base, cell } = figure;
  if (!(base >= policy.smallestBase)) return withheld("base-below-30");
  if (cell !== undefined) {
    const rest = base - cell;
    if ((cell === 0 || rest === 0) && base < policy.smallestBaseForAllOrNone)
      return withheld("all-or-none-in-small-base");
    if (cell > 0 && cell < policy.smallestCell) return withheld("cell-below-10");
    if (rest === 1) return withheld("all-but-one");
    if (figure.complementShows === true && rest > 0 && rest < policy.smallestCell)
      return withheld("complement-below-10");
  }
  if (figure.effectiveBase !== undefined && !(figure.effectiveBase >= policy.smallestEffectiveBase))
    return withheld("effective-base-below-30");
  if (figure.interval !== undefined && figure.proportion !== undefined) {
    const width = figure.interval.high - figure.interval.low;
    const relative = policy.widestRelativeInterval * figure.proportion;
    if (width >= policy.widestInterval || (width > policy.alwaysNarrowEnough && width > relative))
      return withheld("interval-too-wide");
  }
  if (figure.amounts !== undefined && isDominated(figure.amounts, policy)) return withheld("one-or-two-dominate");
  return base < policy.flaggedBase ? { show: true, flag: "small-base" } : { show: true };
}

function isDominated(amounts: Float64Array, policy: DisclosurePolicy): boolean {
  return (
    percentRule({ amounts }, policy.closestGuess).sensitive ||
    dominanceRule({ amounts }, 2, policy.dominantShare).sensitive
  );
}

function withheld(reason: WithheldReason): Verdict {
  return { show: false, reason };
}
