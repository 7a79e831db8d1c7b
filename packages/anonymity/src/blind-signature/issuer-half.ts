import { AnonymityError } from "../anonymity-error.ts";
import { sameBytes } from "../encoding.ts";
import { integerOf } from "./integers.ts";

/** The bare RSA operation of a key on as many bytes as its modulus has, without padding. */
export type RawOperation = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * Refuses what a raw RSA operation would take although nobody honest sends it: other lengths (native code pads short
 * input), 0, 1, n − 1 and n or more.
 * @throws {AnonymityError} `length` or `range`
 */
export function checkBlinded(modulus: Uint8Array, blinded: Uint8Array): void {
  if (blinded.length !== modulus.length)
    throw new AnonymityError("length", `a blinded message has ${modulus.length} bytes, not ${blinded.length}`);
  const m = integerOf(blinded);
  if (m <= 1n || m >= integerOf(modulus) - 1n)
    throw new AnonymityError("range", "a blinded message is within 2 … n − 2");
}

/**
 * BlindSign (RFC 9474, 4.3) around the issuer's own RSA operations: the checks before, and after it that s^e = m, since
 * one wrong signature can give a key away (fault attack).
 * @throws {AnonymityError} `length`, `range` or `fault`; then nothing may leave the issuer.
 */
export async function signBlinded(
  privateOperation: RawOperation,
  publicOperation: RawOperation,
  modulus: Uint8Array,
  blinded: Uint8Array,
): Promise<Uint8Array> {
  checkBlinded(modulus, blinded);
  const signature = await privateOperation(blinded);
  if (signature.length !== modulus.length || !sameBytes(await publicOperation(signature), blinded))
    throw new AnonymityError("fault", "the RSA operation gave a wrong result");
  return signature;
}
