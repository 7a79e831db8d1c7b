export type WeightingErrorCode =
  | "empty-level"
  | "unwanted-level"
  | "totals-disagree"
  | "missing-codes"
  | "bad-target"
  | "bad-weight"
  | "bad-bounds"
  | "bad-value"
  | "wrong-length"
  | "not-converged"
  | "bounds-infeasible"
  | "cap-too-low"
  | "unknown-row"
  | "empty-class"
  | "separation";

/** Where a margin fails: its position in the list, the level's code, and numbers to say it with. */
export interface WeightingErrorPlace {
  readonly margin?: number;
  readonly level?: number;
  /** Position of a numeric auxiliary. */
  readonly column?: number;
  readonly rows?: number;
  readonly target?: number;
  /** What the weights came to, nearest to the target. */
  readonly reached?: number;
  /** Least and greatest total that any weights within the bounds can have there. */
  readonly within?: readonly [number, number];
  readonly total?: number;
  readonly expectedTotal?: number;
  /** Largest relative error after each sweep. */
  readonly trace?: readonly number[];
}

/** Weights that cannot be made as asked. `code` is stable, `place` says which margin and level. */
export class WeightingError extends Error {
  readonly code: WeightingErrorCode;
  readonly place: WeightingErrorPlace;
  constructor(code: WeightingErrorCode, message: string, place: WeightingErrorPlace = {}) {
    super(message);
    this.name = "WeightingError";
    this.code = code;
    this.place = place;
  }
}
