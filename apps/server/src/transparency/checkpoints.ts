import {
  checkpointText,
  cosignedAt,
  type EntryKind,
  encodeEntry,
  formatProofFile,
  LogError,
  openCheckpoint,
  parseNote,
  type SignedNote,
  sameBytes,
  signatureLine,
  signaturesOf,
  type VerifierKey,
} from "@lang-nghe/anonymity/log";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { hostKey, knownWitnesses, signByLog } from "./host-key.ts";
import { inclusionProof, rootOfSize } from "./log.ts";
import * as queries from "./queries.ts";

type Host = Pick<Platform, "config" | "database">;

/** A signed checkpoint as it is served, with the lines of the witnesses who have seen it. */
export type ServedCheckpoint = { size: number; root: Uint8Array; note: string };

/** A witness's clock may be ahead of ours by this many seconds. */
const clockTolerance = 300;

/**
 * The checkpoint of the log as it is now, signed when nobody asked before.
 * @throws {Problem} transparency.broken: what was signed last is not the beginning of the log any more; nothing is signed then.
 */
export async function currentCheckpoint({ config, database }: Host): Promise<ServedCheckpoint> {
  const size = await queries.logSize(database);
  const row = (await queries.checkpointOfSize(database, size)) ?? (await signCheckpoint({ config, database }));
  return served({ config, database }, row);
}

async function signCheckpoint({ config, database }: Host): Promise<queries.CheckpointRow> {
  return inTransaction(database, async (transaction) => {
    await queries.lockSigning(transaction);
    const size = await queries.logSize(transaction);
    const last = await queries.lastCheckpoint(transaction);
    if (last?.size === size) return last;
    // A log signs one story only: better no checkpoint than a second one.
    if (last && (last.size > size || !sameBytes(await rootOfSize(transaction, last.size), last.root)))
      throw new Problem("transparency.broken", { size: last.size });
    const root = Buffer.from(await rootOfSize(transaction, size));
    const note = signByLog(config, checkpointText({ origin: hostKey(config).origin, size, root }));
    await queries.insertCheckpoint(transaction, { size, root, note });
    return { size, root, note };
  });
}

async function served({ database }: Host, { size, root, note }: queries.CheckpointRow): Promise<ServedCheckpoint> {
  return { size, root, note: note + (await queries.cosignaturesOf(database, size)).join("") };
}

/**
 * The newest checkpoint with an entry in it that a witness has seen; else the current one. Offline proofs rest on it.
 * @param index of the entry.
 */
export async function checkpointFor(host: Host, index: number): Promise<ServedCheckpoint> {
  const cosigned = await queries.lastCosigned(host.database, index + 1);
  return cosigned ? served(host, cosigned) : currentCheckpoint(host);
}

/**
 * A proof that needs no network (.tlog-proof). Its extra data is the entry itself, except for receipts, where the owner of the
 * receipt puts it in.
 * @throws {Problem} transparency.no-entry
 */
export async function proofFile(host: Host, wanted: { index: number } | { leaf: Buffer }): Promise<string> {
  const leaf =
    "index" in wanted
      ? await queries.leafByIndex(host.database, wanted.index)
      : await queries.leafByHash(host.database, wanted.leaf);
  if (!leaf) throw new Problem("transparency.no-entry");
  const checkpoint = await checkpointFor(host, leaf.index);
  const proof = await inclusionProof(host.database, leaf.index, checkpoint.size);
  if (!proof) throw new Problem("transparency.no-entry");
  const extra = leaf.kind === "receipt" ? undefined : encodeEntry(leaf.kind as EntryKind, leaf.body);
  return formatProofFile({ index: leaf.index, proof: proof.proof, checkpoint: checkpoint.note, extra });
}

/**
 * Takes what a witness has cosigned: the checkpoint as the log served it, with the witness's line.
 * @returns how many lines were kept.
 * @throws {Problem} transparency.bad-note, transparency.unknown-checkpoint, transparency.unknown-witness
 */
export async function takeCosignatures(
  { config, database, clock }: Pick<Platform, "config" | "database" | "clock">,
  text: string,
): Promise<number> {
  const note = readNote(text);
  const own = hostKey(config);
  const checkpoint = await openCheckpoint(note, own.key).catch(asProblem);
  const known = await queries.checkpointOfSize(database, checkpoint.size);
  if (!known || parseNote(known.note).text !== note.text) throw new Problem("transparency.unknown-checkpoint");
  const latest = Math.floor(clock().getTime() / 1000) + clockTolerance;
  let kept = 0;
  for (const witness of knownWitnesses(config)) {
    const time = await cosignedAt(note, witness).catch(asProblem);
    if (time === undefined) continue;
    if (time > latest) throw new Problem("transparency.bad-note", { reason: "the time lies in the future" });
    await queries.keepCosignature(database, { size: known.size, witness: witness.name, line: lineOf(note, witness) });
    kept++;
  }
  if (kept === 0) throw new Problem("transparency.unknown-witness");
  return kept;
}

/** The witness's last line; all of its lines were verified. */
function lineOf(note: SignedNote, witness: VerifierKey): string {
  return signatureLine(witness, signaturesOf(note, witness).at(-1)!.signature);
}

function readNote(text: string): SignedNote {
  try {
    return parseNote(text);
  } catch (error) {
    return asProblem(error);
  }
}

function asProblem(error: unknown): never {
  if (error instanceof LogError) throw new Problem("transparency.bad-note", { reason: error.message });
  throw error;
}
