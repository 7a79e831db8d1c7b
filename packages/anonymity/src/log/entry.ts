import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { toBase64 } from "./base64.ts";
import { LogError } from "./errors.ts";
import { leafHash } from "./merkle-tree.ts";

/** What an entry is about. */
export const entryKinds = [
  "key",
  "offer",
  "manifest",
  "application",
  "batch",
  "receipt",
  "release",
  "audit",
  "deletion",
  "count",
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** An entry as it is hashed and served: its kind on the first line, then its body. The body has no control character but newline. */
export function encodeEntry(kind: EntryKind, body: string): Uint8Array {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is refused
  if (/[\u0000-\u0009\u000b-\u001f]/.test(body)) throw new LogError("bad-encoding", "An entry is text.");
  return utf8ToBytes(`${kind}\n${body}\n`);
}

/**
 * What the log keeps of a receipt: SHA-256(0x00 ‖ "rcpt1" ‖ study ‖ id). Whoever holds the id can show that one accepted
 * answer of the study is theirs; the log's readers can count receipts, but name none.
 * @param studyId a UUID as text. @param receiptId 16 random bytes, made on the device.
 */
export function receiptBody(studyId: string, receiptId: Uint8Array): string {
  if (receiptId.length !== 16) throw new LogError("bad-encoding", "A receipt has 16 bytes.");
  const commitment = sha256(concatBytes(Uint8Array.of(0), utf8ToBytes("rcpt1"), utf8ToBytes(studyId), receiptId));
  return `${studyId} ${toBase64(commitment)}`;
}

/** The leaf of a receipt in the collector's log. */
export const receiptLeaf = (studyId: string, receiptId: Uint8Array): Uint8Array =>
  leafHash(encodeEntry("receipt", receiptBody(studyId, receiptId)));
