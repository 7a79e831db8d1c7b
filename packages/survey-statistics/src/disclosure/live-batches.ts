/** When waiting answers may join a live figure. */
export interface LivePolicy {
  /** Least number of answers in a batch. */
  readonly batch: number;
  /** A category grows by none or by at least this many. */
  readonly smallest: number;
}

export const defaultLivePolicy: LivePolicy = { batch: 50, smallest: 10 };

export interface LiveState {
  /** Answers behind the figure people see, by category. */
  readonly shown: Int32Array;
  /** Answers that came since, by category. */
  readonly waiting: Int32Array;
}

export interface LiveStep extends LiveState {
  /** True when the waiting answers were taken in. */
  readonly advanced: boolean;
  /** Why not, if not. */
  readonly reason?: "batch-too-small" | "category-grows-by-a-few";
}

/**
 * Takes the waiting answers into the shown figure, all or none: at least `batch` of them, and no category may grow by 1 …
 * smallest − 1, so that two looks at the figure never show one person.
 *
 * Where answers may fall in several categories (select_multiple), give `people`: how many people answered; then also the
 * people who did not choose a category may not grow by a few.
 */
export function advanceLive(
  state: LiveState,
  policy: LivePolicy = defaultLivePolicy,
  people?: { readonly waiting: number },
): LiveStep {
  const { shown, waiting } = state;
  if (shown.length !== waiting.length)
    throw new RangeError(`${shown.length} shown and ${waiting.length} waiting categories.`);
  const total = people?.waiting ?? waiting.reduce((sum, count) => sum + count, 0);
  if (total < policy.batch || total < policy.smallest) return { ...state, advanced: false, reason: "batch-too-small" };
  for (const count of waiting) {
    const others = people === undefined ? 0 : total - count;
    if (growsByAFew(count, policy) || growsByAFew(others, policy))
      return { ...state, advanced: false, reason: "category-grows-by-a-few" };
  }
  return {
    shown: shown.map((count, k) => count + waiting[k]!),
    waiting: new Int32Array(waiting.length),
    advanced: true,
  };
}

function growsByAFew(count: number, policy: LivePolicy): boolean {
  return count > 0 && count < policy.smallest;
}
