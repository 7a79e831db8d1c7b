import type { Random, Subtle, WebCryptoKey } from "../web-crypto.ts";

/** Where a device keeps one wave's record: each write replaces what was there, whole or not at all. */
export interface Storage {
  read(name: StoredName): Promise<Uint8Array | undefined>;
  write(name: StoredName, bytes: Uint8Array): Promise<void>;
  remove(name: StoredName): Promise<void>;
}

/** `record`: how far the person is. `draft`: answers that are not finished. Both sealed. */
export type StoredName = "record" | "draft";

/** One request, without cookies or credentials. Rejects only where no reply came. */
export type Ask = (
  method: "GET" | "POST",
  url: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly text: string }>;

/** What the respondent's half needs of the phone it runs on. */
export interface Device {
  readonly subtle: Subtle;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly storage: Storage;
  /** Of `makeDraftKey`: stays in the browser, opens what is stored. */
  readonly key: WebCryptoKey;
  readonly ask: Ask;
}
