import { AnonymityError } from "../anonymity-error.ts";
import { modulusFromSpki } from "../blind-signature/public-key.ts";
import { manifestLeafInPage } from "../log/entry.ts";
import { LogError } from "../log/errors.ts";
import { verifyProofFile } from "../log/proof-file.ts";
import { parseVerifierKeyInPage } from "../log/signed-note.ts";
import { manifestHash, parseManifest, type WaveManifest } from "../manifest.ts";
import type { Bytes, Subtle } from "../web-crypto.ts";

/** A wave whose manifest stands in its issuer's log, cosigned by all witnesses that it names. */
export interface CheckedWave {
  readonly manifest: WaveManifest;
  readonly hash: Bytes;
  /** Of the key that signs tokens. */
  readonly modulus: Bytes;
}

/**
 * Reads `GET ISSUER/waves/<studyId>/manifest.json` and believes it only as the log has it: before this returns, nothing is blinded.
 * @param reply parsed JSON: `{ manifest, proof }`, the proof a .tlog-proof file.
 * @throws {AnonymityError} `manifest` (malformed), or `manifest-not-logged`
 */
export async function readWave(subtle: Subtle, reply: unknown): Promise<CheckedWave> {
  const { manifest: content, proof } = (reply ?? {}) as { manifest?: unknown; proof?: unknown };
  const manifest = parseManifest(content);
  const hash = await manifestHash(subtle, manifest);
  try {
    const [issuer, ...witnesses] = await Promise.all(
      [manifest.issuerLogKey, ...manifest.witnesses].map(parseVerifierKeyInPage),
    );
    const leaf = await manifestLeafInPage(manifest.studyId, hash);
    await verifyProofFile(String(proof), leaf, issuer!, witnesses, witnesses.length);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new AnonymityError("manifest-not-logged", error.message);
  }
  return { manifest, hash, modulus: modulusFromSpki(manifest.issuerKey) };
}
