import { AnonymityError } from "../anonymity-error.ts";
import { concat, fromBase64url, fromHex, sameBytes, toBase64url } from "../encoding.ts";
import type { Bytes } from "../web-crypto.ts";

/** Bytes of the modulus of every issuer's key: 3072 bits. */
export const modulusLength = 384;

// DER of SubjectPublicKeyInfo (RFC 5280, RFC 8017) with rsaEncryption, 3072 bits and exponent 65537 has one head and one tail.
const head = "308201a2300d06092a864886f70d01010105000382018f003082018a0282018100";
const tail = "0203010001";

/**
 * The modulus of an issuer's key, from SubjectPublicKeyInfo in base64url.
 * @returns 384 bytes, first bit set.
 * @throws {AnonymityError} `key` when it is anything else than RSA with 3072 bits and exponent 65537.
 */
export function modulusFromSpki(spki: string): Bytes {
  try {
    const bytes = fromBase64url(spki);
    const modulus = bytes.slice(head.length / 2, -tail.length / 2);
    const odd = ((modulus.at(-1) ?? 0) & 1) === 1;
    if (modulus.length === modulusLength && (modulus[0] ?? 0) > 127 && odd && sameBytes(bytes, withHead(modulus)))
      return modulus;
  } catch {
    // told below
  }
  throw new AnonymityError("key", "the issuer's key is not RSA with 3072 bits and exponent 65537");
}

/** SubjectPublicKeyInfo in base64url, of a 3072-bit modulus. */
export const spkiOf = (modulus: Uint8Array): string => toBase64url(withHead(modulus));

const withHead = (modulus: Uint8Array) => concat(fromHex(head), modulus, fromHex(tail));
