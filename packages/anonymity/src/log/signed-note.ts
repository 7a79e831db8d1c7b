// Texts signed by one or more keys (c2sp.org/signed-note).
import * as ed25519 from "@noble/ed25519";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "./base64.ts";
import { LogError } from "./errors.ts";
import { sameBytes } from "./merkle-tree.ts";

/** Signature types: 1 = Ed25519 over the note (logs), 4 = Ed25519 cosignature with its time (witnesses). */
export type SignatureType = 1 | 4;
export const logSignature = 1;
export const witnessSignature = 4;

/** Whose signatures are believed. `id` [4 bytes] follows from the rest. */
export type VerifierKey = {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
  readonly id: Uint8Array;
};

export type NoteSignature = { readonly name: string; readonly id: Uint8Array; readonly signature: Uint8Array };
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** Enough for the log, sixteen witnesses and keys of a later kind. */
const mostSignatures = 64;
const mostCharacters = 100_000;

/** A name of a key: no white space, no plus. */
const namePattern = /^[^\s+]+$/u;

/** @throws {LogError} bad-key. @param publicKey Ed25519, 32 bytes (RFC 8032). */
export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  if (!namePattern.test(name) || publicKey.length !== 32) throw new LogError("bad-key", "This is not a key of a log.");
  const id = sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4);
  return { name, type, publicKey, id };
}

/** The key as one line, to be printed and pinned: name+id+base64(type ‖ key). */
export const formatVerifierKey = ({ name, type, publicKey, id }: VerifierKey): string =>
  `${name}+${bytesToHex(id)}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`;

/** @throws {LogError} bad-key: not such a line, of another type, or with an id that does not follow from the rest. */
export function parseVerifierKey(line: string): VerifierKey {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(line.trim());
  if (!match) throw new LogError("bad-key", "A key is one line: name+id+key.");
  const bytes = fromBase64(match[3]!);
  const [type] = bytes;
  if (type !== logSignature && type !== witnessSignature) throw new LogError("bad-key", "A key of an unknown type.");
  const key = verifierKey(match[1]!, type, bytes.slice(1));
  if (bytesToHex(key.id) !== match[2]) throw new LogError("bad-key", "The key's id does not fit the key.");
  return key;
}

/** @throws {LogError} bad-note. Nothing of the note may be believed before {@link verifyNote}. */
export function parseNote(note: string): SignedNote {
  const bad = (why: string) => new LogError("bad-note", `Not a signed note: ${why}.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is refused
  if (note.length > mostCharacters || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    throw bad("too long, or not plain text");
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw bad("no signatures");
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > mostSignatures) throw bad("too many signatures");
  return {
    text: note.slice(0, end + 1),
    signatures: lines.map((line) => {
      const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
      if (!match) throw bad("a line that is no signature");
      const bytes = fromBase64(match[2]!);
      if (bytes.length < 5) throw bad("a signature that is too short");
      return { name: match[1]!, id: bytes.slice(0, 4), signature: bytes.slice(4) };
    }),
  };
}

/** One signature line, with its newline. */
export const signatureLine = ({ name, id }: Pick<VerifierKey, "name" | "id">, signature: Uint8Array): string =>
  `\u2014 ${name} ${toBase64(concatBytes(id, signature))}\n`;

/** The signatures of a note that claim to be `key`'s. */
export const signaturesOf = (note: SignedNote, key: VerifierKey): NoteSignature[] =>
  note.signatures.filter(({ name, id }) => name === key.name && sameBytes(id, key.id));

/** Ed25519 as in RFC 8032, in browsers without it too. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  // A malformed key or point is thrown by the library; to us it is one more signature that does not hold.
  return ed25519.verifyAsync(signature, message, publicKey, { zip215: false }).catch(() => false);
}

/**
 * The text of a note that `key` (type 1) signed.
 * @throws {LogError} bad-note: malformed; unsigned: the key did not sign it, or one of its signatures does not hold.
 */
export async function verifyNote(note: SignedNote | string, key: VerifierKey): Promise<string> {
  const parsed = typeof note === "string" ? parseNote(note) : note;
  const signatures = signaturesOf(parsed, key);
  const message = utf8ToBytes(parsed.text);
  for (const { signature } of signatures)
    if (!(await verifyEd25519(key.publicKey, message, signature)))
      throw new LogError("unsigned", `The signature of ${key.name} does not hold.`);
  if (signatures.length === 0) throw new LogError("unsigned", `${key.name} did not sign this.`);
  return parsed.text;
}
