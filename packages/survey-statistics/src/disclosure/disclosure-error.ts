export type DisclosureErrorCode =
  | "wrong-length"
  | "negative-value"
  | "not-finite"
  | "not-a-count"
  | "does-not-add-up"
  | "bad-parameter"
  | "bad-code"
  | "cannot-protect";

/** A table that cannot be protected as asked. `code` is stable; `place` names the cell or parameter. */
export class DisclosureError extends Error {
  readonly code: DisclosureErrorCode;
  readonly place: string;
  constructor(code: DisclosureErrorCode, place: string, message: string) {
    super(message);
    this.name = "DisclosureError";
    this.code = code;
    this.place = place;
  }
}
