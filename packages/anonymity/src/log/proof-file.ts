// Proofs that need no network (c2sp.org/tlog-proof, version 1): files with the ending .tlog-proof.
import { fromBase64, toBase64 } from "./base64.ts";
import { openWitnessedCheckpoint, type WitnessedCheckpoint } from "./checkpoint.ts";
import { LogError } from "./errors.ts";
import { verifyInclusionInPage } from "./merkle-tree.ts";
import type { VerifierKey } from "./signed-note.ts";

const firstLine = "c2sp.org/tlog-proof@v1";

/** `extra` is what the file's owner put in; nobody signed it. `checkpoint` is the signed note, as the log gave it. */
export type ProofFile = {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly extra?: Uint8Array | undefined;
};

export const formatProofFile = ({ index, proof, checkpoint, extra }: ProofFile): string =>
  [
    firstLine,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...proof.map(toBase64),
    "",
    checkpoint,
  ].join("\n");

/** @throws {LogError} bad-proof, bad-encoding. */
export function parseProofFile(file: string): ProofFile {
  const bad = new LogError("bad-proof", "This is not a .tlog-proof file.");
  const end = file.indexOf("\n\n");
  if (end < 0) throw bad;
  const [first, ...lines] = file.slice(0, end).split("\n");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift()!.slice(6)) : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? "")?.[1];
  if (first !== firstLine || index === undefined || lines.length > 63) throw bad;
  const proof = lines.map(fromBase64);
  if (proof.some((hash) => hash.length !== 32)) throw bad;
  return { index: Number(index), proof, checkpoint: file.slice(end + 2), extra };
}

/**
 * Is a leaf in the log, at a checkpoint that the log signed and `quorum` of the witnesses saw?
 * @throws {LogError} why not.
 */
export async function verifyProofFile(
  file: ProofFile | string,
  leaf: Uint8Array,
  logKey: VerifierKey,
  witnesses: readonly VerifierKey[] = [],
  quorum = 0,
): Promise<WitnessedCheckpoint> {
  const { index, proof, checkpoint: note } = typeof file === "string" ? parseProofFile(file) : file;
  const checkpoint = await openWitnessedCheckpoint(note, logKey, witnesses, quorum);
  if (!(await verifyInclusionInPage(leaf, index, checkpoint.size, proof, checkpoint.root)))
    throw new LogError("bad-proof", "This entry is not in the log at that place.");
  return checkpoint;
}
