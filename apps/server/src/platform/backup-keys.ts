// Who holds the roster's backups must not hold those of the answers. The public keys used so far are remembered as hashes.
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lock, Part } from "./backup.ts";

/** Parts that never lie under one key. */
const apart: Partial<Record<Part, Part>> = { contacts: "answers", answers: "contacts" };

/** What closes a part: a public key, or a passphrase. */
const secretOf = (lock: Lock): string => ("recipient" in lock ? lock.recipient : lock.passphrase);

const fingerprint = (secret: string, salt: Buffer): Buffer => scryptSync(secret, salt, 32);

/** Is this key or passphrase in the list as one that closed `part`? */
function closed(folder: string, part: Part, lock: Lock): boolean {
  const file = join(folder, "backup-keys");
  if (!existsSync(file)) return false;
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .some(
      ([other, salt, hash]) =>
        other === part &&
        timingSafeEqual(fingerprint(secretOf(lock), Buffer.from(salt!, "hex")), Buffer.from(hash!, "hex")),
    );
}

/**
 * Has this key or passphrase closed the other of contacts and answers on this machine before?
 * @param folder the data folder that the hosts of a trial share; `folder/backup-keys` is the list.
 */
export function closedTheOther(folder: string, part: Part, lock: Lock): boolean {
  const other = apart[part];
  return other !== undefined && closed(folder, other, lock);
}

/** Remembers which key closed a part. */
export function rememberKey(folder: string, part: Part, lock: Lock): void {
  if (apart[part] === undefined || closed(folder, part, lock)) return;
  const salt = randomBytes(16);
  const line = `${part} ${salt.toString("hex")} ${fingerprint(secretOf(lock), salt).toString("hex")}\n`;
  appendFileSync(join(folder, "backup-keys"), line, { mode: 0o600 });
}
