import { AnonymityError } from "../anonymity-error.ts";
import { fromBase64url, toHex } from "../encoding.ts";
import { receiptLeafInPage } from "../log/entry.ts";
import { LogError } from "../log/errors.ts";
import { verifyProofFile } from "../log/proof-file.ts";
import { parseVerifierKeyInPage } from "../log/signed-note.ts";
import type { WaveManifest } from "../manifest.ts";
import type { Ask } from "./device.ts";

/**
 * `counted`: in the collector's log, with a proof to keep, at a checkpoint that so many of the manifest's witnesses saw. `not-yet`:
 * its batch has not moved on.
 */
export type ReceiptCheck =
  | { readonly state: "counted"; readonly proof: string; readonly witnesses: number }
  | { readonly state: "not-yet" };

/**
 * Whether an answer is in the count: asks the collector for the receipt's place in its public log and holds the proof against
 * the log's key: the manifest's, or the collector's own word where the office did not know it yet. Says nothing of what was answered.
 * @param receipt 16 bytes, base64url.
 * @throws {AnonymityError} `try-later`: no reply; `manifest-not-logged`: a proof that does not hold, which is worth a complaint.
 */
export async function checkReceipt(ask: Ask, manifest: WaveManifest, receipt: string): Promise<ReceiptCheck> {
  const leaf = await receiptLeafInPage(manifest.studyId, fromBase64url(receipt, 16));
  const [key, reply] = await Promise.all([
    manifest.collectorKey ?? ask("GET", `${manifest.collector}/log/key`).then(({ text }) => text),
    ask("GET", `${manifest.collector}/log/proof?leaf=${toHex(leaf)}`),
  ]).catch(() => {
    throw new AnonymityError("try-later", "the collector does not answer");
  });
  if (reply.status === 404) return { state: "not-yet" };
  if (reply.status !== 200) throw new AnonymityError("try-later", `the collector answered ${reply.status}`);
  try {
    const [log, ...witnesses] = await Promise.all([key, ...manifest.witnesses].map(parseVerifierKeyInPage));
    const seen = await verifyProofFile(reply.text, leaf, log!, witnesses);
    return { state: "counted", proof: reply.text, witnesses: seen.witnesses };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new AnonymityError("manifest-not-logged", error.message);
  }
}
