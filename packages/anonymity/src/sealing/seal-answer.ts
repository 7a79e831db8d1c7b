import { concat, toBase64url, utf8 } from "../encoding.ts";
import type { SealedAnswer } from "../exchange.ts";
import type { Bytes, Subtle } from "../web-crypto.ts";
import { encapsulatedLength, sealTo, tagLength } from "./hpke-seal.ts";
import { pad, paddedLengths } from "./padding.ts";

/** What an answer is sealed for; another study or manifest does not open it. */
export interface SealingContext {
  readonly studyId: string;
  /** SHA-256 of the manifest, 32 bytes. */
  readonly manifestHash: Uint8Array;
}

/** Separates these messages from all others sealed to the same key. */
export const sealingInfo = utf8("lang-nghe answer 1");

/** The only four lengths that a sealed answer has, in bytes. */
export const sealedLengths: readonly number[] = paddedLengths.map((length) => length + encapsulatedLength + tagLength);

/** "study|hash of the manifest in base64url", authenticated but not sealed. */
export const associatedData = ({ studyId, manifestHash }: SealingContext): Bytes =>
  concat(utf8(`${studyId}|`), utf8(toBase64url(manifestHash)));

/**
 * Seals one person's answers to the wave's tabulation key.
 * @param tabulationKey 65 bytes.
 * @throws {AnonymityError} `too-large` or `key`
 */
export async function sealAnswer(
  subtle: Subtle,
  tabulationKey: Bytes,
  context: SealingContext,
  answer: SealedAnswer,
): Promise<Bytes> {
  return sealTo(subtle, tabulationKey, sealingInfo, associatedData(context), pad(utf8(JSON.stringify(answer))));
}
