import { AnonymityError } from "./anonymity-error.ts";
import type { Bytes } from "./web-crypto.ts";

// In browsers and Node alike, but in none of the libraries of types that this package is held to.
declare const TextEncoder: new () => { encode(text: string): Bytes };
declare const TextDecoder: new (label: string, options: object) => { decode(bytes: Uint8Array): string };
declare const atob: (text: string) => string;
declare const btoa: (text: string) => string;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** @throws {AnonymityError} `encoding` when the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AnonymityError("encoding", "not UTF-8");
  }
}

/** Base64 with + and / and with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Reads what `toBase64` writes. @throws whatever the platform does for anything else; some of it is read all the same. */
export const bytesOfBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Base64 with - and _ and without padding (RFC 4648, section 5). */
export const toBase64url = (bytes: Uint8Array): string =>
  toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/**
 * Reads exactly what `toBase64url` writes: one text for one sequence of bytes.
 * @param length bytes that there must be, when it matters.
 * @throws {AnonymityError} `encoding`
 */
export function fromBase64url(text: string, length?: number): Bytes {
  if (typeof text === "string" && /^[\w-]*$/.test(text) && text.length % 4 !== 1) {
    const bytes = bytesOfBase64(text.replace(/-/g, "+").replace(/_/g, "/"));
    if (toBase64url(bytes) === text && (length === undefined || bytes.length === length)) return bytes;
  }
  throw new AnonymityError("encoding", `not base64url${length === undefined ? "" : ` of ${length} bytes`}`);
}

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** @throws {AnonymityError} `encoding` when it is not small hexadecimal digits in pairs. */
export function fromHex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new AnonymityError("encoding", "not hexadecimal");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
