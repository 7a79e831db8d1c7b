export type RatesErrorCode =
  | "negative-count"
  | "not-finite"
  | "wrong-length"
  | "unknown-disposition"
  | "no-cases"
  | "no-eligible-case"
  | "no-resolved-case"
  | "bad-eligibility"
  | "no-source"
  | "opt-in"
  | "bad-rate";

/** An outcome rate that is not defined or may not be claimed. `code` is stable; `place` names the count or step. */
export class RatesError extends Error {
  readonly code: RatesErrorCode;
  readonly place: string;
  constructor(code: RatesErrorCode, place: string, message: string) {
    super(message);
    this.name = "RatesError";
    this.code = code;
    this.place = place;
  }
}
