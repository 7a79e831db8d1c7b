import { AnonymityError } from "../anonymity-error.ts";
import { textOf, utf8 } from "../encoding.ts";
import type { Ask } from "../respondent/device.ts";
import { openDraft, sealDraft } from "../sealing/drafts.ts";
import type { Random, Subtle, WebCryptoKey } from "../web-crypto.ts";

/** One change of what a phone keeps: null removes. */
export interface StoredChange {
  readonly name: string;
  readonly bytes: Uint8Array | null;
}

/** What an interviewer's phone keeps. Names say nothing of a visit: they lie there in clear. */
export interface PhoneStorage {
  read(name: string): Promise<Uint8Array | undefined>;
  /** Names that begin so, in any order. */
  names(beginning: string): Promise<readonly string[]>;
  /** All changes or none: one transaction of the phone's database, on the disk when this resolves. */
  change(changes: readonly StoredChange[]): Promise<void>;
}

/** What the interviewer's half needs of the phone it runs on. */
export interface Phone {
  readonly subtle: Subtle;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly storage: PhoneStorage;
  /** AES-GCM, not extractable, as of `makeDraftKey`: what is stored opens with it only. */
  readonly key: WebCryptoKey;
  /** Without cookies or credentials, on connections of its own: never the one that sends reports with sign-in. */
  readonly ask: Ask;
  /** Runs one at a time, other tabs included: `(work) => navigator.locks.request("interviews", work)`. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Reads and prepares what a phone keeps of a wave, sealed under the phone's key; each thing under its own name. */
export function keptOnPhone({ subtle, random, key, storage }: Phone, studyId: string) {
  const at = (name: string) => `${studyId}/${name}`;
  const label = (name: string) => utf8(`lang-nghe interviews ${at(name)}`);
  return {
    read: async <T>(name: string): Promise<T | undefined> => {
      const sealed = await storage.read(at(name));
      if (sealed === undefined) return undefined;
      try {
        return JSON.parse(textOf(await openDraft(subtle, key, label(name), new Uint8Array(sealed)))) as T;
      } catch {
        throw new AnonymityError("record", "what was kept on this phone cannot be read");
      }
    },
    /** @param value what is to be kept; undefined: nothing any more. */
    change: async (name: string, value: unknown): Promise<StoredChange> => ({
      name: at(name),
      bytes:
        value === undefined ? null : await sealDraft(subtle, random, key, label(name), utf8(JSON.stringify(value))),
    }),
    names: async (beginning: string): Promise<string[]> =>
      (await storage.names(at(beginning))).map((name) => name.slice(studyId.length + 1)),
  };
}

export type KeptOnPhone = ReturnType<typeof keptOnPhone>;
