import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  webcrypto,
} from "node:crypto";
import type { Bytes, Random, Subtle } from "../web-crypto.ts";

export const subtle: Subtle = webcrypto.subtle as Subtle;
export const random: Random = (length) => webcrypto.getRandomValues(new Uint8Array(length));

/** An issuer's key with Node's raw RSA, as the server holds one. */
export interface Issuer {
  readonly modulus: Bytes;
  /** SubjectPublicKeyInfo, base64url. */
  readonly spki: string;
  readonly privateOperation: (bytes: Uint8Array) => Uint8Array;
  readonly publicOperation: (bytes: Uint8Array) => Uint8Array;
}

export const newIssuer = (bits = 3072): Issuer =>
  issuerOf(generateKeyPairSync("rsa", { modulusLength: bits, publicExponent: 65537 }).privateKey);

/** An issuer with these primes and exponent 65537. */
export function issuerOfPrimes(p: bigint, q: bigint): Issuer {
  const [n, e] = [p * q, 65537n];
  const d = inverse(e, (p - 1n) * (q - 1n));
  const jwk = { kty: "RSA", n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const key = Object.fromEntries(
    Object.entries(jwk).map(([name, value]) => [name, typeof value === "bigint" ? base64url(value) : value]),
  );
  return issuerOf(createPrivateKey({ key, format: "jwk" }));
}

function issuerOf(key: KeyObject): Issuer {
  const publicKey = createPublicKey(key);
  const raw = { padding: constants.RSA_NO_PADDING };
  return {
    modulus: new Uint8Array(Buffer.from(publicKey.export({ format: "jwk" }).n!, "base64url")),
    spki: publicKey.export({ type: "spki", format: "der" }).toString("base64url"),
    privateOperation: (bytes) => privateDecrypt({ key, ...raw }, bytes),
    publicOperation: (bytes) => publicEncrypt({ key: publicKey, ...raw }, bytes),
  };
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
}

/** a^−1 modulo n by Euclid, apart from the code under test. */
function inverse(a: bigint, n: bigint): bigint {
  const step = (x: bigint, y: bigint): [bigint, bigint] => {
    if (y === 0n) return [1n, 0n];
    const [s, t] = step(y, x % y);
    return [t, s - (x / y) * t];
  };
  const [s] = step(a % n, n);
  return ((s % n) + n) % n;
}
