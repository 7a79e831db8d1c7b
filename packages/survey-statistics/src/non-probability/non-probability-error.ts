export type NonProbabilityErrorCode =
  | "wrong-length"
  | "not-finite"
  | "missing-code"
  | "no-auxiliary"
  | "no-answer"
  | "bad-population"
  | "bad-answer"
  | "dependent-auxiliaries"
  | "no-overlap"
  | "not-converged"
  | "needs-people"
  | "bad-bootstrap";

/** Opt-in answers of which no figure can be made as asked. `code` is stable; `place` names the column, level or option. */
export class NonProbabilityError extends Error {
  readonly code: NonProbabilityErrorCode;
  readonly place: string;
  constructor(code: NonProbabilityErrorCode, place: string, message: string) {
    super(message);
    this.name = "NonProbabilityError";
    this.code = code;
    this.place = place;
  }
}
