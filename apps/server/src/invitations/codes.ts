import { makeLinkCode, makeTypedCode, type Random } from "@lang-nghe/anonymity";
import { hashRaw } from "@node-rs/argon2";
import type { Vault } from "./vault.ts";

/** As the library numbers it; its own names are not for programs that run unbuilt. */
const argon2id = 2;

/** Whose code it is. A code made anew (a lost letter) has the next version. */
export type CodeOwner = { studyId: string; id: string; codeVersion: number };

/**
 * The two codes of a person. They follow from the key outside the database and are stored nowhere, so that a letter can be
 * printed again and a reminder says the same code, while a copy of the database holds none.
 */
export function codesOf(vault: Vault, { studyId, id, codeVersion }: CodeOwner): { link: string; typed: string } {
  const stream = (kind: string): Random => {
    let block = 0;
    return (length) => {
      const bytes = vault.digest("code", kind, studyId, id, String(codeVersion), String(block++));
      return new Uint8Array(bytes.subarray(0, length));
    };
  };
  return { link: makeLinkCode(stream("link")), typed: makeTypedCode(stream("typed")) };
}

/** Under which a link's code is found: 120 bits need no slow hash, and without the key no guess can be checked at all. */
export const linkHash = (vault: Vault, code: string): Buffer => vault.digest("link code", code);

/**
 * Under which a typed code is found: one slow hash with the wave's salt, so that one try costs one hash. 61 bits of chance need
 * far less of it than a password; it is what remains should the key be stolen together with the database.
 */
export function typedHash(vault: Vault, salt: Uint8Array, code: string): Promise<Buffer> {
  return hashRaw(vault.digest("typed code", code), {
    algorithm: argon2id,
    memoryCost: 8192,
    timeCost: 1,
    parallelism: 1,
    outputLen: 32,
    salt,
  });
}
