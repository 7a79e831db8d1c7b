import { AnonymityError } from "./anonymity-error.ts";
import { checkCharacter, letters, lettersOf, printedRow, rowLength } from "./check-character.ts";
import { toBase64url } from "./encoding.ts";
import type { Random } from "./web-crypto.ts";

/** Characters of a code in a link: 15 random bytes, 120 bits. */
const linkLength = 20;

/** A code for QR, SMS and links: 20 characters of base64url, 120 bits. Too many to guess, so a fast hash may store it. */
export const makeLinkCode = (random: Random): string => toBase64url(drawn(random, 15));

/**
 * A code to be typed: 14 characters, the last of them a check; 61 bits. To be stored by a slow hash and tried a few
 * times only.
 * @returns without hyphens; `printedCode` sets them.
 */
export function makeTypedCode(random: Random): string {
  let row = "";
  // 243 = 9 · 27: larger bytes would favour the first letters.
  for (let tries = 0; row.length < rowLength && tries < 100; tries++)
    for (const byte of drawn(random, rowLength)) if (byte < 243 && row.length < rowLength) row += letters[byte % 27];
  if (row.length < rowLength) throw new AnonymityError("random", "the source of chance gives no usable bytes");
  return row + checkCharacter(row);
}

/** A typed code as it is printed: XXXXX-XXXXX-XXXX. */
export const printedCode = (code: string): string => printedRow(code.slice(0, rowLength));

/**
 * Reads what came in a link or what somebody typed, with spaces, hyphens, small letters, O for 0 and I or L for 1.
 * @returns the one form that is sent and hashed.
 * @throws {AnonymityError} `code-length`, `code-letter` (naming the character) or `code-mistyped`
 */
export function readCode(typed: string): { readonly kind: "link" | "typed"; readonly code: string } {
  const trimmed = typed.trim();
  const read = lettersOf(trimmed);
  const code = "row" in read ? read.row : "";
  const row = code.slice(0, rowLength);
  if (code.length === rowLength + 1 && checkCharacter(row) === code[rowLength]) return { kind: "typed", code };
  if (trimmed.length === linkLength && /^[\w-]+$/.test(trimmed)) return { kind: "link", code: trimmed };
  if ("stranger" in read) throw new AnonymityError("code-letter", read.stranger);
  if (code.length !== rowLength + 1) throw new AnonymityError("code-length", String(code.length));
  throw new AnonymityError("code-mistyped", "a letter is wrong, or two are swapped");
}

function drawn(random: Random, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length !== length) throw new AnonymityError("random", `${length} random bytes were expected`);
  return bytes;
}
