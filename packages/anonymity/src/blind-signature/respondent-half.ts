import { AnonymityError } from "../anonymity-error.ts";
import { concat, toBase64url } from "../encoding.ts";
import type { Bytes, Random, Subtle } from "../web-crypto.ts";
import { bytesOf, integerOf, inverseOf, toTheExponent } from "./integers.ts";
import { encodePss } from "./pss.ts";

/** RSABSSA-SHA384-PSS-Randomized (RFC 9474, section 5): the variant in use. Tests ask for the other salt length too. */
export const saltLength = 48;

/** Random bytes put before a message, so that a signer who makes keys of ill will learns nothing of it. */
export const prefixLength = 32;

/** What the device keeps until the issuer has answered: both as long as the modulus. */
export interface Blinding {
  readonly blinded: Bytes;
  readonly inverse: Bytes;
}

/** PrepareRandomize (RFC 9474, 4.1): 32 random bytes ‖ message. */
export const prepare = (random: Random, message: Uint8Array): Bytes => concat(drawn(random, prefixLength), message);

/**
 * Blind (RFC 9474, 4.2). What comes out says nothing about the prepared message, whatever the issuer's means.
 * @param modulus of the issuer's key; its exponent is 65537.
 * @throws {AnonymityError} `key` when message and modulus share a factor (the key is broken); `random` when the source of chance is.
 */
export async function blind(
  subtle: Subtle,
  random: Random,
  modulus: Uint8Array,
  prepared: Uint8Array,
  salt: number = saltLength,
): Promise<Blinding> {
  const k = modulus.length;
  const n = integerOf(modulus);
  const m = integerOf(await encodePss(subtle, prepared, drawn(random, salt), k));
  if (inverseOf(m, n) === undefined) throw new AnonymityError("key", "the issuer's key is not a sound RSA key");
  // Half of all numbers of k bytes or more are below a modulus whose first bit is set.
  for (let tries = 0; tries < 200; tries++) {
    const r = integerOf(drawn(random, k));
    if (r < 2n || r >= n) continue;
    const inverse = inverseOf(r, n);
    if (inverse === undefined) throw new AnonymityError("key", "the issuer's key is not a sound RSA key");
    return { blinded: bytesOf((m * toTheExponent(r, n)) % n, k), inverse: bytesOf(inverse, k) };
  }
  throw new AnonymityError("random", "the source of chance does not give numbers below the modulus");
}

/**
 * Finalize (RFC 9474, 4.4): the signature of the prepared message, from the issuer's answer.
 * @throws {AnonymityError} `length`, or `signature` when the issuer did not sign with the wave's key.
 */
export async function finalize(
  subtle: Subtle,
  modulus: Uint8Array,
  prepared: Uint8Array,
  inverse: Uint8Array,
  blindSignature: Uint8Array,
  salt: number = saltLength,
): Promise<Bytes> {
  const n = integerOf(modulus);
  if (blindSignature.length !== modulus.length || inverse.length !== modulus.length)
    throw new AnonymityError("length", `${modulus.length} bytes were expected`);
  const signature = bytesOf((integerOf(blindSignature) * integerOf(inverse)) % n, modulus.length);
  if (!(await verify(subtle, modulus, prepared, signature, salt)))
    throw new AnonymityError("signature", "the issuer's answer is not a signature with the key of this wave");
  return signature;
}

/** RSASSA-PSS-VERIFY with SHA-384 and exactly this salt length, by WebCrypto. Never throws for what came from outside. */
export async function verify(
  subtle: Subtle,
  modulus: Uint8Array,
  prepared: Uint8Array,
  signature: Uint8Array,
  salt: number = saltLength,
): Promise<boolean> {
  if (signature.length !== modulus.length) return false;
  const key = await subtle.importKey(
    "jwk",
    { kty: "RSA", n: toBase64url(modulus), e: "AQAB" },
    { name: "RSA-PSS", hash: "SHA-384" },
    false,
    ["verify"],
  );
  const algorithm = { name: "RSA-PSS", saltLength: salt };
  return subtle.verify(algorithm, key, new Uint8Array(signature), new Uint8Array(prepared));
}

function drawn(random: Random, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length !== length) throw new AnonymityError("random", `${length} random bytes were expected`);
  return bytes;
}
