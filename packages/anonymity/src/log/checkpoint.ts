// Checkpoints of a log (c2sp.org/tlog-checkpoint) and what witnesses add to them (c2sp.org/tlog-cosignature, version 1).
import { concat, utf8 } from "../encoding.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { LogError } from "./errors.ts";
import {
  parseNote,
  type SignedNote,
  signatureLine,
  signaturesOf,
  type VerifierKey,
  verifyNote,
} from "./signed-note.ts";

/** A log at one size. `origin` is the log's name. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array };

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`;

/** @throws {LogError} bad-checkpoint. @param text of a note whose signature was verified. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...more] = text.split("\n");
  const bad = new LogError("bad-checkpoint", "This is not a checkpoint of a log.");
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? "") || root === undefined || more.at(-1) !== "") throw bad;
  if (more.slice(0, -1).includes("") || !Number.isSafeInteger(Number(size))) throw bad;
  const hash = fromBase64(root);
  if (hash.length !== 32) throw bad;
  return { origin, size: Number(size), root: hash };
}

/**
 * A checkpoint that the log signed.
 * @throws {LogError} bad-note, unsigned, bad-checkpoint: another log's name, or no checkpoint.
 */
export async function openCheckpoint(note: SignedNote | string, logKey: VerifierKey): Promise<Checkpoint> {
  const checkpoint = parseCheckpoint(await verifyNote(note, logKey));
  if (checkpoint.origin !== logKey.name)
    throw new LogError("bad-checkpoint", `A checkpoint of ${checkpoint.origin}, not of ${logKey.name}.`);
  return checkpoint;
}

/** What a witness signs. @param time POSIX seconds. @param text of the note, without signatures. */
export const cosignedMessage = (text: string, time: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time}\n${text}`);

/** A witness's line. @param signature Ed25519 over {@link cosignedMessage}. */
export function cosignatureLine(key: VerifierKey, time: number, signature: Uint8Array): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return signatureLine(key, concat(bytes, signature));
}

/**
 * When a witness cosigned a note.
 * @param key of type 4. @returns POSIX seconds, the latest; undefined where the witness did not.
 * @throws {LogError} unsigned: a line in the witness's name does not hold.
 */
export async function cosignedAt(note: SignedNote | string, key: VerifierKey): Promise<number | undefined> {
  const parsed = typeof note === "string" ? parseNote(note) : note;
  let latest: number | undefined;
  for (const { signature } of signaturesOf(parsed, key)) {
    const time = signature.length === 72 ? Number(new DataView(signature.slice(0, 8).buffer).getBigUint64(0)) : -1;
    const holds =
      Number.isSafeInteger(time) &&
      time >= 0 &&
      (await verifyEd25519(key.publicKey, cosignedMessage(parsed.text, time), signature.slice(8)));
    if (!holds) throw new LogError("unsigned", `The cosignature of ${key.name} does not hold.`);
    latest = Math.max(latest ?? 0, time);
  }
  return latest;
}

/** A checkpoint, and how many of the witnesses asked for saw it. */
export type WitnessedCheckpoint = Checkpoint & { readonly witnesses: number };

/**
 * A checkpoint that the log signed and enough witnesses saw.
 * @param quorum how many of `witnesses` must have cosigned; 0 = none.
 * @throws {LogError} as {@link openCheckpoint}; unwitnessed: fewer did.
 */
export async function openWitnessedCheckpoint(
  note: SignedNote | string,
  logKey: VerifierKey,
  witnesses: readonly VerifierKey[],
  quorum: number,
): Promise<WitnessedCheckpoint> {
  const parsed = typeof note === "string" ? parseNote(note) : note;
  const checkpoint = await openCheckpoint(parsed, logKey);
  const seen = await Promise.all(witnesses.map((witness) => cosignedAt(parsed, witness)));
  // Two names of one key are one witness.
  const keys = new Set(witnesses.filter((_, at) => seen[at] !== undefined).map((witness) => witness.publicKey.join()));
  if (keys.size < quorum) throw new LogError("unwitnessed", `${keys.size} of ${quorum} witnesses saw this checkpoint.`);
  return { ...checkpoint, witnesses: keys.size };
}
