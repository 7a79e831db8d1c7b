import { toHex } from "../encoding.ts";
import type { Bytes } from "../web-crypto.ts";

/** Big-endian, as in PKCS #1 (OS2IP). */
export const integerOf = (bytes: Uint8Array): bigint => BigInt(`0x0${toHex(bytes)}`);

/** Big-endian in exactly `length` bytes (I2OSP); the integer fits. */
export function bytesOf(integer: bigint, length: number): Bytes {
  const digits = integer.toString(16).padStart(2 * length, "0");
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** base^65537 modulo n: the one public exponent in use. */
export function toTheExponent(base: bigint, n: bigint): bigint {
  let power = base;
  for (let i = 0; i < 16; i++) power = (power * power) % n;
  return (power * base) % n;
}

/** The inverse of a modulo n (0 < a < n), or undefined where a and n share a factor. */
export function inverseOf(a: bigint, n: bigint): bigint | undefined {
  let [r0, r1, t0, t1] = [n, a, 0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1n) return undefined;
  return t0 < 0n ? t0 + n : t0;
}
