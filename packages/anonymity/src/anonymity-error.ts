/** What can be wrong, for callers that tell people; `detail` says what was seen. */
export type AnonymityErrorCode =
  | "encoding"
  | "random"
  | "length"
  | "range"
  | "fault"
  | "key"
  | "signature"
  | "token-format"
  | "token-of-another-wave"
  | "too-large"
  | "sealed-format"
  | "cannot-open"
  | "share-format"
  | "share-mistyped"
  | "share-of-another-wave"
  | "share-twice"
  | "shares-too-few"
  | "shares-do-not-open"
  | "manifest"
  | "manifest-not-logged"
  | "stratum-too-small"
  | "roster"
  | "code-length"
  | "code-letter"
  | "code-mistyped"
  | "record"
  | "recovery-file"
  | "no-token"
  | "token-taken-elsewhere"
  | "code-refused"
  | "pool-key"
  | "pool-refused"
  | "wave-closed"
  | "try-later"
  | "deposit-refused"
  | "already-answered";

/** The one error this package throws. */
export class AnonymityError extends Error {
  readonly code: AnonymityErrorCode;

  constructor(code: AnonymityErrorCode, detail: string) {
    super(detail);
    this.name = "AnonymityError";
    this.code = code;
  }
}
