import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../platform/clock.ts";

/** A secret for a cookie or link: 192 bits, base64url. Only its SHA-256 is stored. */
export const newToken = () => randomBytes(24).toString("base64url");
export const hashOf = (token: string) => createHash("sha256").update(token).digest();
export const after = (clock: Clock, hours: number) => new Date(clock().getTime() + hours * 3600_000);

/**
 * What a copy of the database does not hold. AES-256-GCM and HMAC-SHA-256 under keys derived from one file.
 * `about` binds what is sealed or signed to its purpose and person.
 */
export type HouseKey = {
  seal: (about: string, bytes: Uint8Array) => Buffer;
  /** undefined: changed, of another purpose or person, or sealed under another key. */
  open: (about: string, sealed: Uint8Array) => Buffer | undefined;
  sign: (about: string) => string;
  signed: (about: string, signature: string) => boolean;
};

/** Reads DATA_DIR/keys/accounts.key, made on first use. Without it everyone's second factor must be set up anew. */
export function houseKey(dataDirectory: string): HouseKey {
  const folder = join(dataDirectory, "keys");
  const file = join(folder, "accounts.key");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  }
  return keyOf(readFileSync(file));
}

function keyOf(root: Buffer): HouseKey {
  const derived = (purpose: string) => createHmac("sha256", root).update(purpose).digest();
  const sealing = derived("lang-nghe accounts seal");
  const signing = derived("lang-nghe accounts sign");
  const sign = (about: string) => createHmac("sha256", signing).update(about).digest("base64url");
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
    sign,
    signed: (about, signature) => {
      const [right, given] = [Buffer.from(sign(about)), Buffer.from(signature)];
      return right.length === given.length && timingSafeEqual(right, given);
    },
  };
}
