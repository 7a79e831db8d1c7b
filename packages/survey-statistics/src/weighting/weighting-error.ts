export type WeightingErrorCode =
  | "empty-level"
  | "unwanted-level"
  | "totals-disagree"
  | "missing-codes"
  | "bad-target"
  | "bad-weight"
  | "wrong-length"
  | "not-converged"
  | "cap-too-low";

/** Where a margin fails: its position in the list, the level's code, and numbers to say it with. */
export interface WeightingErrorPlace {
  readonly margin?: number;
  readonly level?: number;
  readonly rows?: number;
  readonly target?: number;
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
