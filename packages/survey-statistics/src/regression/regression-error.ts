export type RegressionErrorCode =
  | "wrong-length"
  | "not-finite"
  | "bad-response"
  | "no-columns"
  | "empty-domain"
  | "not-converged"
  | "too-few-levels"
  | "unknown-term"
  | "not-nested"
  | "no-degrees-of-freedom"
  | "bad-option"
  | "too-few-results";

/** A model, or a question put to it, that has no defined answer. `code` is stable; the message names the place. */
export class RegressionError extends Error {
  readonly code: RegressionErrorCode;
  constructor(code: RegressionErrorCode, message: string) {
    super(message);
    this.name = "RegressionError";
    this.code = code;
  }
}
