// Ed25519 keys that sign notes, in files of one line: PRIVATE+KEY+name+id+base64(type ‖ seed), as Go's sumdb/note writes them.
// The name stands in the file beside the secret, because a key under another name is another key.
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { formatVerifierKey, type SignatureType, type VerifierKey, verifierKey } from "@lang-nghe/anonymity/log";

export type NoteKey = {
  key: VerifierKey;
  /** The public half as one line, to hand out. */
  line: string;
  /** Ed25519 over the bytes as they are: whoever calls says in the bytes what they are for. */
  sign: (message: Uint8Array) => Uint8Array;
};

/** A private key of RFC 8410 begins so; 32 bytes of seed follow. */
const seedPrefix = Buffer.from("302e020100300506032b657004220420", "hex");

function noteKey(name: string, type: SignatureType, seed: Buffer): NoteKey {
  const secret: KeyObject = createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const key = verifierKey(name, type, new Uint8Array(publicKey));
  return { key, line: formatVerifierKey(key), sign: (message) => new Uint8Array(sign(null, message, secret)) };
}

/** @throws {Error} naming the file, when it holds no such key or one that does not fit its id. */
export function readNoteKey(file: string): NoteKey {
  const match = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u.exec(
    readFileSync(file, "utf8").trim(),
  );
  const bytes = Buffer.from(match?.[3] ?? "", "base64");
  if (match && bytes.length === 33 && (bytes[0] === 1 || bytes[0] === 4)) {
    const made = noteKey(match[1]!, bytes[0], bytes.subarray(1));
    if (Buffer.from(made.key.id).toString("hex") === match[2]) return made;
  }
  throw new Error(`${file} holds no key that signs notes.`);
}

/** Makes a key in a file that only its owner reads (0600). @throws {Error} code EEXIST: there is a file already. */
export function makeNoteKey(file: string, name: string, type: SignatureType): NoteKey {
  const seed = randomBytes(32);
  const made = noteKey(name, type, seed);
  const id = Buffer.from(made.key.id).toString("hex");
  mkdirSync(dirname(file), { recursive: true });
  // Written aside and linked: whoever sees the file sees it whole, and of two who make it one fails.
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(aside, `PRIVATE+KEY+${name}+${id}+${Buffer.from([type, ...seed]).toString("base64")}\n`, {
    mode: 0o600,
  });
  try {
    linkSync(aside, file);
  } finally {
    rmSync(aside);
  }
  return made;
}

/** The key in the file, made now where there is none. */
export function keptNoteKey(file: string, name: string, type: SignatureType): NoteKey {
  if (!existsSync(file)) {
    try {
      return makeNoteKey(file, name, type);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return readNoteKey(file);
}
