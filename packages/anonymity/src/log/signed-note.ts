// Texts signed by one or more keys (c2sp.org/signed-note).
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, sameBytes, toHex, utf8 } from "../encoding.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { digest } from "./digest.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { LogError } from "./errors.ts";

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
  return { name, type, publicKey, id: sha256(idBytes(name, type, publicKey)).slice(0, 4) };
}

/** What is hashed to a key's id. */
function idBytes(name: string, type: SignatureType, publicKey: Uint8Array): Uint8Array {
  if (!namePattern.test(name) || publicKey.length !== 32) throw new LogError("bad-key", "This is not a key of a log.");
  return concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey);
}

/** The key as one line, to be printed and pinned: name+id+base64(type ‖ key). */
export const formatVerifierKey = ({ name, type, publicKey, id }: VerifierKey): string =>
  `${name}+${toHex(id)}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;

/** @throws {LogError} bad-key: not such a line, of another type, or with an id that does not follow from the rest. */
export function parseVerifierKey(line: string): VerifierKey {
  const key = readLine(line);
  return withId(key, sha256(idBytes(key.name, key.type, key.publicKey)));
}

/** {@link parseVerifierKey} by WebCrypto, for a page. @throws {LogError} bad-key */
export async function parseVerifierKeyInPage(line: string): Promise<VerifierKey> {
  const key = readLine(line);
  return withId(key, await digest("SHA-256", idBytes(key.name, key.type, key.publicKey)));
}

function withId(key: Omit<VerifierKey, "id"> & { readonly idInLine: string }, hash: Uint8Array): VerifierKey {
  const { idInLine, ...rest } = key;
  const id = hash.slice(0, 4);
  if (toHex(id) !== idInLine) throw new LogError("bad-key", "The key's id does not fit the key.");
  return { ...rest, id };
}

function readLine(line: string): Omit<VerifierKey, "id"> & { readonly idInLine: string } {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(line.trim());
  if (!match) throw new LogError("bad-key", "A key is one line: name+id+key.");
  const bytes = fromBase64(match[3]!);
  const [type] = bytes;
  if (type !== logSignature && type !== witnessSignature) throw new LogError("bad-key", "A key of an unknown type.");
  return { name: match[1]!, type, publicKey: bytes.slice(1), idInLine: match[2]! };
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
  `\u2014 ${name} ${toBase64(concat(id, signature))}\n`;

/** The signatures of a note that claim to be `key`'s. */
export const signaturesOf = (note: SignedNote, key: VerifierKey): NoteSignature[] =>
  note.signatures.filter(({ name, id }) => name === key.name && sameBytes(id, key.id));

/**
 * The text of a note that `key` (type 1) signed.
 * @throws {LogError} bad-note: malformed; unsigned: the key did not sign it, or one of its signatures does not hold.
 */
export async function verifyNote(note: SignedNote | string, key: VerifierKey): Promise<string> {
  const parsed = typeof note === "string" ? parseNote(note) : note;
  const signatures = signaturesOf(parsed, key);
  const message = utf8(parsed.text);
  for (const { signature } of signatures)
    if (!(await verifyEd25519(key.publicKey, message, signature)))
      throw new LogError("unsigned", `The signature of ${key.name} does not hold.`);
  if (signatures.length === 0) throw new LogError("unsigned", `${key.name} did not sign this.`);
  return parsed.text;
}
