import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a copy of the database does not hold: AES-256-GCM and HMAC-SHA-256 under keys derived from one file. */
export type Vault = {
  /** @param about what it is, so that it opens as nothing else. */
  seal: (about: string, bytes: Uint8Array) => Buffer;
  /** undefined: changed, something else, or sealed under another key. */
  open: (about: string, sealed: Uint8Array) => Buffer | undefined;
  /** 32 bytes that nobody can work out, or check a guess of, without the file. Parts are told apart by their lengths. */
  digest: (purpose: string, ...parts: readonly (string | Uint8Array)[]) => Buffer;
};

/**
 * Reads DATA_DIR/keys/invitations.key, made on first use. Waves' private keys and everybody's codes come from it: without it a
 * running wave cannot go on.
 */
export function openVault(dataDirectory: string): Vault {
  const folder = join(dataDirectory, "keys");
  const file = join(folder, "invitations.key");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  }
  const root = readFileSync(file);
  if (root.length !== 32) throw new Error(`${file} is no key of 32 bytes.`);
  const derived = (purpose: string) => createHmac("sha256", root).update(`lang-nghe invitations ${purpose}`).digest();
  const sealing = derived("seal");
  return {
    seal: (about, bytes) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open: (about, sealed) => {
      if (sealed.length < 28) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", sealing, sealed.subarray(0, 12))
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(-16));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
    digest: (purpose, ...parts) => {
      const hmac = createHmac("sha256", derived(purpose));
      for (const part of parts) {
        const bytes = Buffer.from(part as string);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(bytes.length);
        hmac.update(length).update(bytes);
      }
      return hmac.digest();
    },
  };
}
