import { hashBlock } from "./proof-of-work.ts";

/** Crockford's letters and digits: 26 of them hold 130 bits. The server hashes a typed key in this form. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 26;

/** A key that only the respondent has, to have the answer deleted later. */
export const newWithdrawalKey = (crypto: Pick<Crypto, "getRandomValues">): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => letters[byte % letters.length]).join("");

/** SHA-256 of a key, hexadecimal: one block, so that it works on plain HTTP too. */
export function hashOfKey(key: string): string {
  const words = new Int32Array(64);
  const digest = new Int32Array(8);
  for (const [i, byte] of [...new TextEncoder().encode(key), 0x80].entries())
    words[i >> 2]! |= byte << (24 - 8 * (i % 4));
  words[15] = key.length * 8;
  hashBlock(words, digest);
  return Array.from(digest, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** A key as it is shown: in fours, as far as they go. */
export const printedKey = (key: string): string => key.replace(/(.{4})(?=.)/g, "$1-");
