import { sha256 } from "@noble/hashes/sha2.js";
import { concat, toHex, utf8 } from "../encoding.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { digest } from "./digest.ts";
import { LogError } from "./errors.ts";
import { leafBytes, leafHash } from "./merkle-tree.ts";

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
  return utf8(`${kind}\n${body}\n`);
}

/**
 * What the log keeps of a receipt: SHA-256(0x00 ‖ "rcpt1" ‖ study ‖ id). Whoever holds the id can show that one accepted
 * answer of the study is theirs; the log's readers can count receipts, but name none.
 * @param studyId a UUID as text. @param receiptId 16 random bytes, made on the device.
 */
export function receiptBody(studyId: string, receiptId: Uint8Array): string {
  return `${studyId} ${toBase64(sha256(receiptBytes(studyId, receiptId)))}`;
}

function receiptBytes(studyId: string, receiptId: Uint8Array): Uint8Array {
  if (receiptId.length !== 16) throw new LogError("bad-encoding", "A receipt has 16 bytes.");
  return concat(Uint8Array.of(0), utf8(`rcpt1${studyId}`), receiptId);
}

/**
 * What a log keeps of a wave's offer or manifest: the study, and the SHA-256 of the canonical JSON in hexadecimal digits.
 * @param hash 32 bytes.
 */
export function waveBody(studyId: string, hash: Uint8Array): string {
  if (hash.length !== 32) throw new LogError("bad-encoding", "A hash has 32 bytes.");
  return `${studyId} ${toHex(hash)}`;
}

/**
 * What the issuer's log keeps of pools of blind signatures, before any of them can be used: how many were made until now, and how many
 * signatures they may give together. An entry of kind "count".
 */
export const poolsBody = (studyId: string, { pools, pooled }: { pools: number; pooled: number }): string =>
  `${studyId} issuer pools\npools ${pools}\npooled ${pooled}`;

/** The leaf of a wave's manifest in the issuer's log. */
export const manifestLeaf = (studyId: string, hash: Uint8Array): Uint8Array =>
  leafHash(encodeEntry("manifest", waveBody(studyId, hash)));

/** The leaf of a receipt in the collector's log. */
export const receiptLeaf = (studyId: string, receiptId: Uint8Array): Uint8Array =>
  leafHash(encodeEntry("receipt", receiptBody(studyId, receiptId)));

/** {@link manifestLeaf} and {@link receiptLeaf} by WebCrypto, for a page. */
export const manifestLeafInPage = (studyId: string, hash: Uint8Array): Promise<Uint8Array> =>
  digest("SHA-256", leafBytes(encodeEntry("manifest", waveBody(studyId, hash))));
export async function receiptLeafInPage(studyId: string, receiptId: Uint8Array): Promise<Uint8Array> {
  const commitment = await digest("SHA-256", receiptBytes(studyId, receiptId));
  return digest("SHA-256", leafBytes(encodeEntry("receipt", `${studyId} ${toBase64(commitment)}`)));
}

/** What the owner of a receipt puts into the extra data of its proof file: whoever has the file can show the receipt. */
export const receiptExtra = (studyId: string, receiptId: Uint8Array): Uint8Array =>
  utf8(`rcpt1 ${studyId} ${toBase64(receiptId)}`);

/**
 * The leaf that a proof file speaks of, by its extra data: a receipt, or the entry itself.
 * @returns the study, for a receipt.
 * @throws {LogError} bad-encoding
 */
export function leafOfExtra(extra: Uint8Array): { leaf: Uint8Array; studyId: string | undefined } {
  const text = String.fromCharCode(...extra.subarray(0, 200));
  const match = /^rcpt1 ([0-9a-f-]{36}) ([A-Za-z0-9+/]{22}==)$/.exec(text);
  if (!match) return { leaf: leafHash(extra), studyId: undefined };
  return { leaf: receiptLeaf(match[1]!, fromBase64(match[2]!)), studyId: match[1]! };
}
