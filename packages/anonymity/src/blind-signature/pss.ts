import { concat } from "../encoding.ts";
import type { Bytes, Subtle } from "../web-crypto.ts";

const hashLength = 48;

async function sha384(subtle: Subtle, bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle.digest("SHA-384", bytes));
}

/** MGF1 with SHA-384 (RFC 8017, B.2.1). */
async function mask(subtle: Subtle, seed: Uint8Array, length: number): Promise<Bytes> {
  const blocks: Bytes[] = [];
  for (let i = 0; i * hashLength < length; i++)
    blocks.push(await sha384(subtle, concat(seed, Uint8Array.of(i >>> 24, i >>> 16, i >>> 8, i))));
  return concat(...blocks).slice(0, length);
}

/**
 * EMSA-PSS-ENCODE with SHA-384 (RFC 8017, 9.1.1) for a modulus of 8·k bits: emBits = 8·k − 1.
 * @returns k bytes, first bit 0.
 */
export async function encodePss(subtle: Subtle, message: Uint8Array, salt: Uint8Array, k: number): Promise<Bytes> {
  const messageHash = await sha384(subtle, new Uint8Array(message));
  const hash = await sha384(subtle, concat(new Uint8Array(8), messageHash, salt));
  const block = concat(new Uint8Array(k - salt.length - hashLength - 2), Uint8Array.of(1), salt);
  const masked = await mask(subtle, hash, block.length);
  for (let i = 0; i < block.length; i++) masked[i] = (masked[i] ?? 0) ^ (block[i] ?? 0);
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return concat(masked, hash, Uint8Array.of(0xbc));
}
