/** What a redacted span was. */
export type PersonalKind =
  | "person"
  | "telephone"
  | "identity-number"
  | "tax-or-insurance-number"
  | "bank-account"
  | "passport"
  | "plate"
  | "email"
  | "link"
  | "birth-date"
  | "address";

/** Part of a text, from `start` (included) to `end` (excluded), in UTF-16 code units of the text in NFC. */
export interface PersonalSpan {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

/** Whether one of the phrases stands in the text up to 25 characters before a place, not running on into another word. */
export function cueBefore(lower: string, at: number, cues: readonly string[], reach = 25): boolean {
  const before = lower.slice(Math.max(0, at - reach), at);
  return cues.some((cue) => {
    const found = before.lastIndexOf(cue);
    return (
      found >= 0 && !/[\p{L}\d]/u.test(before[found - 1] ?? "") && !/[\p{L}]/u.test(before[found + cue.length] ?? "")
    );
  });
}
