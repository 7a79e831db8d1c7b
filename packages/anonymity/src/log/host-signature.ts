import { concat, utf8 } from "../encoding.ts";
import { verifyEd25519 } from "./ed25519.ts";
import type { VerifierKey } from "./signed-note.ts";

/**
 * What a host's log key signs when it is no checkpoint: a published offer, a request to another host. The purpose stands
 * first and no log is named like it, so that a signature for one purpose is none for another.
 * @param purpose for example "wave-offer-1": small letters, digits, hyphens.
 */
export function hostMessage(purpose: string, bytes: Uint8Array): Uint8Array {
  if (!/^[a-z0-9-]+$/.test(purpose)) throw new RangeError(`"${purpose}" is no purpose of a signature.`);
  return concat(utf8(`lang-nghe host signature\n${purpose}\n`), bytes);
}

/** Did the host with this key sign `bytes` for this purpose? */
export const verifyHostSignature = (
  key: VerifierKey,
  purpose: string,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> => verifyEd25519(key.publicKey, hostMessage(purpose, bytes), signature);
