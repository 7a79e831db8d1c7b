import { AnonymityError } from "../anonymity-error.ts";
import { concat, utf8 } from "../encoding.ts";
import type { Bytes, Subtle, WebCryptoKey } from "../web-crypto.ts";

/** A key pair of WebCrypto for ECDH on P-256. */
export interface EphemeralKeys {
  readonly publicKey: WebCryptoKey;
  readonly privateKey: WebCryptoKey;
}

/** Bytes that sealing puts before the ciphertext: the ephemeral public key, an uncompressed point. */
export const encapsulatedLength = 65;
/** Bytes of AES-GCM's tag after it. */
export const tagLength = 16;

const curve = { name: "ECDH", namedCurve: "P-256" };
/** DHKEM(P-256, HKDF-SHA256) = 0x0010, HKDF-SHA256 = 0x0001, AES-128-GCM = 0x0001. */
const kem = concat(utf8("KEM"), Uint8Array.of(0, 16));
const suite = concat(utf8("HPKE"), Uint8Array.of(0, 16, 0, 1, 0, 1));
const nothing = new Uint8Array(0);

/**
 * HPKE in base mode, one message (RFC 9180, 6.1): the sender's half, on WebCrypto alone.
 * @param publicKey 65 bytes: the recipient's point.
 * @param ephemeral given by tests only; otherwise made here and forgotten, so that not even the sender can open again.
 * @returns ephemeral public key ‖ ciphertext ‖ tag.
 * @throws {AnonymityError} `key` when the public key is not a point of P-256.
 */
export async function sealTo(
  subtle: Subtle,
  publicKey: Bytes,
  info: Uint8Array,
  associated: Bytes,
  plaintext: Bytes,
  ephemeral?: EphemeralKeys,
): Promise<Bytes> {
  const recipient = await subtle.importKey("raw", publicKey, curve, true, []).catch(() => {
    throw new AnonymityError("key", "the key to seal to is not a point of P-256");
  });
  const own = ephemeral ?? ((await subtle.generateKey(curve, false, ["deriveBits"])) as EphemeralKeys);
  const encapsulated = new Uint8Array((await subtle.exportKey("raw", own.publicKey)) as ArrayBuffer);
  const shared = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: recipient }, own.privateKey, 256));

  const extract = async (id: Uint8Array, salt: Bytes, label: string, input: Uint8Array) =>
    hmac(subtle, salt, concat(utf8("HPKE-v1"), id, utf8(label), input));
  // All outputs are 32 bytes or fewer: the first block of HKDF-Expand.
  const expand = async (id: Uint8Array, key: Bytes, label: string, context: Uint8Array, length: number) => {
    const labelled = concat(Uint8Array.of(0, length), utf8("HPKE-v1"), id, utf8(label), context);
    return (await hmac(subtle, key, concat(labelled, Uint8Array.of(1)))).slice(0, length);
  };

  const secretOfKem = await extract(kem, nothing, "eae_prk", shared);
  const sharedSecret = await expand(kem, secretOfKem, "shared_secret", concat(encapsulated, publicKey), 32);
  const context = concat(
    Uint8Array.of(0),
    await extract(suite, nothing, "psk_id_hash", nothing),
    await extract(suite, nothing, "info_hash", info),
  );
  const secret = await extract(suite, sharedSecret, "secret", nothing);
  const keyBytes = await expand(suite, secret, "key", context, 16);
  const nonce = await expand(suite, secret, "base_nonce", context, 12);

  const key = await subtle.importKey("raw", keyBytes, "AES-GCM", false, ["encrypt"]);
  const ciphertext = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: associated }, key, plaintext);
  return concat(encapsulated, new Uint8Array(ciphertext));
}

async function hmac(subtle: Subtle, secret: Bytes, message: Bytes): Promise<Bytes> {
  // Some browsers refuse an empty key; HMAC fills one up with zeros anyway.
  const bytes = secret.length === 0 ? new Uint8Array(32) : secret;
  const key = await subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, message));
}
