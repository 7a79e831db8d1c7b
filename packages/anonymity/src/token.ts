import { AnonymityError } from "./anonymity-error.ts";
import { prefixLength, prepare, verify } from "./blind-signature/respondent-half.ts";
import { concat, fromBase64url, fromHex, sameBytes, toBase64url, toHex, utf8 } from "./encoding.ts";
import { type Bytes, type Random, type Subtle, sha256 } from "./web-crypto.ts";

/** Says what kind of message a wave's key signs: this and nothing else, ever. */
const kind = "SVT1";
const idLength = 16;
const hashLength = 32;
const nonceLength = 32;

/** Bytes of a prepared message: 32 random ‖ "SVT1" ‖ study id ‖ SHA-256 of the manifest ‖ nonce. */
export const preparedLength = prefixLength + kind.length + idLength + hashLength + nonceLength;

/** One answer's right to be counted: the prepared message and its signature by the wave's issuer. */
export interface Token {
  readonly prepared: Bytes;
  readonly signature: Bytes;
}

/** What a prepared message says, and all that it says. */
export interface TokenClaim {
  /** A UUID in small letters. */
  readonly studyId: string;
  /** SHA-256 of the manifest, 32 bytes. */
  readonly manifestHash: Bytes;
}

/** What a token is checked against. */
export interface TokenWave {
  readonly studyId: string;
  readonly manifestHash: Uint8Array;
  /** Modulus of the wave's issuer key. */
  readonly modulus: Uint8Array;
}

/** A new prepared message, 116 bytes, that no two devices share. */
export function prepareToken(random: Random, { studyId, manifestHash }: TokenClaim): Bytes {
  const message = concat(utf8(kind), idBytes(studyId), sized(manifestHash, hashLength), random(nonceLength));
  const prepared = prepare(random, message);
  if (prepared.length !== preparedLength) throw new AnonymityError("random", "too few random bytes");
  return prepared;
}

/** @throws {AnonymityError} `token-format` */
export function readPrepared(prepared: Uint8Array): TokenClaim {
  const at = prefixLength + kind.length;
  if (prepared.length !== preparedLength || !sameBytes(prepared.slice(prefixLength, at), utf8(kind)))
    throw new AnonymityError("token-format", `a token's message has ${preparedLength} bytes and says ${kind}`);
  const hex = toHex(prepared.slice(at, at + idLength));
  const studyId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return { studyId, manifestHash: new Uint8Array(prepared.slice(at + idLength, at + idLength + hashLength)) };
}

/**
 * Holds a token to its wave: form, study, manifest, signature; in that order, the cheap ones first.
 * @throws {AnonymityError} `token-format`, `token-of-another-wave` or `signature`
 */
export async function checkToken(subtle: Subtle, wave: TokenWave, token: Token): Promise<void> {
  const { studyId, manifestHash } = readPrepared(token.prepared);
  if (token.signature.length !== wave.modulus.length)
    throw new AnonymityError("token-format", `a token's signature has ${wave.modulus.length} bytes`);
  if (studyId !== wave.studyId || !sameBytes(manifestHash, wave.manifestHash))
    throw new AnonymityError("token-of-another-wave", "the token was given for another study or another manifest");
  if (!(await verify(subtle, wave.modulus, token.prepared, token.signature)))
    throw new AnonymityError("signature", "the token is not signed with the key of this wave");
}

/** What is remembered of a spent token: SHA-256 of the prepared message, 32 bytes. */
export const nullifierOf = (subtle: Subtle, prepared: Uint8Array): Promise<Bytes> => sha256(subtle, prepared);

/** As one line of text: two parts of base64url with a dot between. */
export const encodeToken = ({ prepared, signature }: Token): string =>
  `${toBase64url(prepared)}.${toBase64url(signature)}`;

/**
 * @param signatureLength bytes of the wave's modulus.
 * @throws {AnonymityError} `token-format`
 */
export function decodeToken(text: string, signatureLength: number): Token {
  const [prepared = "", signature = "", ...more] = text.split(".");
  try {
    if (more.length > 0) throw new AnonymityError("encoding", "more than two parts");
    const token = {
      prepared: fromBase64url(prepared, preparedLength),
      signature: fromBase64url(signature, signatureLength),
    };
    readPrepared(token.prepared);
    return token;
  } catch (error) {
    throw new AnonymityError("token-format", error instanceof Error ? error.message : "not a token");
  }
}

/** 16 bytes of a UUID. @throws {AnonymityError} `encoding` when it is not one in small letters. */
export function idBytes(studyId: string): Bytes {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(studyId))
    throw new AnonymityError("encoding", "a study's id is a UUID in small letters");
  return fromHex(studyId.replaceAll("-", ""));
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new AnonymityError("length", `${length} bytes were expected`);
  return bytes;
}
