import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  hostMessage,
  LogError,
  logSignature,
  parseVerifierKey,
  signatureLine,
  type VerifierKey,
  verifyNote,
  witnessSignature,
} from "@lang-nghe/anonymity/log";
import type { Config } from "../platform/config.ts";
import { keptNoteKey, type NoteKey } from "../platform/note-key.ts";

type Folder = Pick<Config, "dataDirectory" | "publicUrl">;

/** What signs for this host. It lies outside the database: a copy of the database cannot speak for the host. */
export type HostKey = {
  /** The log's name: the host's address at the first start, without its scheme, and /log. It stays when the address moves. */
  origin: string;
  key: VerifierKey;
  /** The public half as one line, served at /log/key. */
  line: string;
  /** Signs bytes for one purpose; whoever checks uses `verifyHostSignature` with the same purpose. */
  sign: (purpose: string, bytes: Uint8Array) => Uint8Array;
  /** A signed note over a text that ends in a newline and is no checkpoint of the log. */
  signNote: (text: string) => string;
  /** The text of a note of this host. @throws {LogError} when its signature does not hold. */
  openNote: (note: string) => Promise<string>;
};

const kept = new Map<string, NoteKey>();

function logKey({ dataDirectory, publicUrl }: Folder): NoteKey {
  const file = join(dataDirectory, "log-key");
  // Read again when the file is gone: a folder that was emptied has another key.
  if (!existsSync(file)) kept.delete(file);
  const known = kept.get(file) ?? keptNoteKey(file, `${publicUrl.replace(/^https?:\/\//, "")}/log`, logSignature);
  kept.set(file, known);
  return known;
}

/** Note over a text by the log's key: for checkpoints, in this capability only. */
export const signByLog = (folder: Folder, text: string): string => {
  const { key, sign } = logKey(folder);
  return `${text}\n${signatureLine(key, sign(Buffer.from(text)))}`;
};

/** The host's key, made at the first start in DATA_DIR/log-key (0600). */
export function hostKey(folder: Folder): HostKey {
  const { key, line, sign } = logKey(folder);
  return {
    origin: key.name,
    key,
    line,
    sign: (purpose, bytes) => sign(hostMessage(purpose, bytes)),
    signNote: (text) => {
      if (text.startsWith(`${key.name}\n`)) throw new LogError("bad-note", "Only the log signs its checkpoints.");
      if (!text.endsWith("\n")) throw new LogError("bad-note", "A note ends in a newline.");
      return signByLog(folder, text);
    },
    openNote: (note) => verifyNote(note, key),
  };
}

/**
 * Witnesses whose cosignatures the log takes and shows: DATA_DIR/witnesses, a key a line, # before a remark.
 * @throws {Error} naming the line that is no key of a witness.
 */
export function knownWitnesses({ dataDirectory }: Pick<Config, "dataDirectory">): VerifierKey[] {
  const file = join(dataDirectory, "witnesses");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*/, "").trim())
    .filter((line) => line !== "")
    .map((line) => {
      try {
        const key = parseVerifierKey(line);
        if (key.type !== witnessSignature) throw new LogError("bad-key", "A log's key, not a witness's.");
        return key;
      } catch (error) {
        throw new Error(`${file}: "${line}" is no witness's key. ${(error as Error).message}`, { cause: error });
      }
    });
}
