/** Bytes of one's own, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** An opaque key of WebCrypto. */
export interface WebCryptoKey {
  readonly type: string;
}

/** The part of `crypto.subtle` that is used: a browser's or Node's own fits. */
export interface Subtle {
  digest(algorithm: string, data: Bytes): Promise<ArrayBuffer>;
  importKey(
    format: string,
    data: unknown,
    algorithm: unknown,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<WebCryptoKey>;
  exportKey(format: string, key: WebCryptoKey): Promise<unknown>;
  generateKey(algorithm: unknown, extractable: boolean, usages: readonly string[]): Promise<unknown>;
  sign(algorithm: unknown, key: WebCryptoKey, data: Bytes): Promise<ArrayBuffer>;
  verify(algorithm: unknown, key: WebCryptoKey, signature: Bytes, data: Bytes): Promise<boolean>;
  encrypt(algorithm: unknown, key: WebCryptoKey, data: Bytes): Promise<ArrayBuffer>;
  decrypt(algorithm: unknown, key: WebCryptoKey, data: Bytes): Promise<ArrayBuffer>;
  deriveBits(algorithm: unknown, key: WebCryptoKey, length: number): Promise<ArrayBuffer>;
}

/** As many random bytes as asked for, from a cryptographic source: `(n) => crypto.getRandomValues(new Uint8Array(n))`. */
export type Random = (length: number) => Uint8Array;

/** SHA-256 of the bytes: 32 bytes. */
export async function sha256(subtle: Subtle, bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await subtle.digest("SHA-256", new Uint8Array(bytes)));
}
