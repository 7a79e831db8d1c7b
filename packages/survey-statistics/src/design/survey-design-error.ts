export type SurveyDesignErrorCode =
  | "wrong-length"
  | "not-finite"
  | "negative-weight"
  | "no-weight"
  | "missing-code"
  | "sample-exceeds-population"
  | "population-varies"
  | "too-many-stages"
  | "lonely-psu"
  | "empty-domain"
  | "bad-code"
  | "no-replicates"
  | "bad-scale"
  | "no-seed"
  | "not-pairs"
  | "stratified"
  | "singular"
  | "bad-probability"
  | "no-interval"
  | "no-partial-sums";

/** A design, or a question put to it, that has no defined answer. `code` is stable; the message names the place. */
export class SurveyDesignError extends Error {
  readonly code: SurveyDesignErrorCode;
  constructor(code: SurveyDesignErrorCode, message: string) {
    super(message);
    this.name = "SurveyDesignError";
    this.code = code;
  }
}
