import { AnonymityError } from "../anonymity-error.ts";
import { concat } from "../encoding.ts";
import type { Bytes } from "../web-crypto.ts";

/** Lengths that an answer may have before it is sealed, in bytes: what shows of its size outside. */
export const paddedLengths: readonly number[] = [4, 8, 16, 32].map((kibibytes) => kibibytes * 1024);

/** Bytes before the content, that say how long it is. */
const headLength = 4;

/**
 * Length of the content (32 bits, big-endian) ‖ content ‖ zeros, up to the next of the four lengths.
 * @throws {AnonymityError} `too-large` beyond 32 KiB, with the sizes in words.
 */
export function pad(content: Uint8Array): Bytes {
  const needed = headLength + content.length;
  const length = paddedLengths.find((most) => needed <= most);
  if (length === undefined) {
    const most = paddedLengths.at(-1) ?? 0;
    throw new AnonymityError(
      "too-large",
      `the answers take ${Math.ceil(needed / 1024)} KB and ${most / 1024} KB is the most that can be sent`,
    );
  }
  const size = content.length;
  const head = Uint8Array.of(size >>> 24, size >>> 16, size >>> 8, size);
  return concat(head, content, new Uint8Array(length - needed));
}

/** @throws {AnonymityError} `sealed-format` for what `pad` never makes. */
export function unpad(padded: Uint8Array): Bytes {
  const [a = 0, b = 0, c = 0, d = 0] = padded;
  const size = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const needed = headLength + size;
  const expected = paddedLengths.find((most) => needed <= most);
  if (expected === padded.length && padded.subarray(needed).every((byte) => byte === 0))
    return new Uint8Array(padded.slice(headLength, needed));
  throw new AnonymityError("sealed-format", "not padded as answers are");
}
