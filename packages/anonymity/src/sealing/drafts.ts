import { AnonymityError } from "../anonymity-error.ts";
import { concat } from "../encoding.ts";
import type { Bytes, Random, Subtle, WebCryptoKey } from "../web-crypto.ts";

const nonceLength = 12;

/** A key that stays inside the browser: AES-GCM, 256 bits, not extractable. IndexedDB can hold it, nobody can read it. */
export const makeDraftKey = async (subtle: Subtle): Promise<WebCryptoKey> =>
  (await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])) as WebCryptoKey;

/** @param label what it is; only the same label opens it. @returns nonce ‖ ciphertext ‖ tag. */
export async function sealDraft(
  subtle: Subtle,
  random: Random,
  key: WebCryptoKey,
  label: Bytes,
  plaintext: Bytes,
): Promise<Bytes> {
  const iv = new Uint8Array(random(nonceLength));
  if (iv.length !== nonceLength) throw new AnonymityError("random", `${nonceLength} random bytes were expected`);
  return concat(
    iv,
    new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData: label }, key, plaintext)),
  );
}

/** @throws {AnonymityError} `cannot-open` */
export async function openDraft(subtle: Subtle, key: WebCryptoKey, label: Bytes, sealed: Bytes): Promise<Bytes> {
  try {
    const algorithm = { name: "AES-GCM", iv: sealed.slice(0, nonceLength), additionalData: label };
    return new Uint8Array(await subtle.decrypt(algorithm, key, sealed.slice(nonceLength)));
  } catch {
    throw new AnonymityError("cannot-open", "sealed with another key, or changed");
  }
}
