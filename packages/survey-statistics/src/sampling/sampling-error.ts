export type SamplingErrorCode =
  | "bad-count"
  | "bad-size"
  | "bad-probability"
  | "bad-bounds"
  | "wrong-length"
  | "too-few-units"
  | "minimum-too-large"
  | "no-measure-of-size"
  | "unit-in-two-strata"
  | "bad-rotation"
  | "bad-plan"
  | "out-of-reach";

/** Where: row or unit (index from 0), stage and stratum (codes). */
export interface SamplingPlace {
  readonly unit?: number;
  readonly otherUnit?: number;
  readonly stage?: number;
  readonly stratum?: number;
  readonly parameter?: string;
}

/** A sample that cannot be drawn or planned as asked. `code` is stable; `place` says which unit, stage or parameter. */
export class SamplingError extends Error {
  readonly code: SamplingErrorCode;
  readonly place: SamplingPlace;
  constructor(code: SamplingErrorCode, message: string, place: SamplingPlace = {}) {
    super(message);
    this.name = "SamplingError";
    this.code = code;
    this.place = place;
  }
}
