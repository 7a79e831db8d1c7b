import type { Bytes, Subtle } from "../web-crypto.ts";

// In browsers and Node alike, but in none of the libraries of types that this package is held to.
declare const crypto: { readonly subtle: Subtle };

/** A hash by WebCrypto: a page has it already, and does not carry one of its own. */
export const digest = async (algorithm: "SHA-256" | "SHA-512", bytes: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest(algorithm, new Uint8Array(bytes)));
