import type { Transaction } from "../platform/database.ts";
import type { Run } from "./queries.ts";

export function totpOf(run: Run, staffId: string) {
  return run
    .selectFrom("accounts.totp")
    .select(["secret", "lastStep"])
    .where("staffId", "=", staffId)
    .executeTakeFirst();
}

/** Replaces the person's authenticator app. */
export async function setTotp(run: Run, staffId: string, secret: Buffer, lastStep: number): Promise<void> {
  await run
    .insertInto("accounts.totp")
    .values({ staffId, secret, lastStep })
    .onConflict((conflict) => conflict.column("staffId").doUpdateSet({ secret, lastStep }))
    .execute();
}

/** Uses up the code of a step and all earlier ones. @returns whether it was still unused. */
export async function takeStep(run: Run, staffId: string, step: number): Promise<boolean> {
  const taken = await run
    .updateTable("accounts.totp")
    .set({ lastStep: step })
    .where("staffId", "=", staffId)
    .where("lastStep", "<", step)
    .returning("staffId")
    .executeTakeFirst();
  return taken !== undefined;
}

export async function deleteTotp(run: Run, staffId: string): Promise<boolean> {
  const gone = await run
    .deleteFrom("accounts.totp")
    .where("staffId", "=", staffId)
    .returning("staffId")
    .executeTakeFirst();
  return gone !== undefined;
}

export function passkeysOf(run: Run, staffId: string) {
  return run
    .selectFrom("accounts.passkey")
    .select(["id", "name", "publicKey", "counter", "transports", "createdOn"])
    .where("staffId", "=", staffId)
    .orderBy("createdOn")
    .execute();
}

export type NewPasskey = {
  id: string;
  staffId: string;
  name: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  createdOn: string;
};

export async function insertPasskey(run: Run, passkey: NewPasskey): Promise<boolean> {
  const made = await run
    .insertInto("accounts.passkey")
    .values(passkey)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made !== undefined;
}

/**
 * Writes down how often a passkey has signed. @returns false when another sign-in was there first with the same count.
 * Passkeys kept in a cloud count nothing: theirs stays at nought.
 */
export async function countPasskey(run: Run, id: string, counter: number): Promise<boolean> {
  const counted = await run
    .updateTable("accounts.passkey")
    .set({ counter })
    .where("id", "=", id)
    .where((eb) => eb.or([eb("counter", "<", counter), eb.and([eb("counter", "=", 0), eb.lit(counter === 0)])]))
    .returning("id")
    .executeTakeFirst();
  return counted !== undefined;
}

export async function deletePasskey(run: Run, staffId: string, id: string): Promise<boolean> {
  const gone = await run
    .deleteFrom("accounts.passkey")
    .where("staffId", "=", staffId)
    .where("id", "=", id)
    .returning("id")
    .executeTakeFirst();
  return gone !== undefined;
}

export async function countRecoveryCodes(run: Run, staffId: string): Promise<number> {
  const { count } = await run
    .selectFrom("accounts.recovery_code")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("staffId", "=", staffId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function replaceRecoveryCodes(run: Run, staffId: string, hashes: Buffer[]): Promise<void> {
  await run.deleteFrom("accounts.recovery_code").where("staffId", "=", staffId).execute();
  if (hashes.length)
    await run
      .insertInto("accounts.recovery_code")
      .values(hashes.map((hash) => ({ hash, staffId })))
      .execute();
}

/** @returns whether there was such a code; now there is none. */
export async function takeRecoveryCode(run: Run, staffId: string, hash: Buffer): Promise<boolean> {
  const taken = await run
    .deleteFrom("accounts.recovery_code")
    .where("staffId", "=", staffId)
    .where("hash", "=", hash)
    .returning("staffId")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Takes all second factors from a person, who must set one up before anything else. */
export async function deleteFactors(run: Transaction, staffId: string): Promise<void> {
  await deleteTotp(run, staffId);
  await run.deleteFrom("accounts.passkey").where("staffId", "=", staffId).execute();
  await replaceRecoveryCodes(run, staffId, []);
  await run.updateTable("accounts.staff").set({ factorBy: null }).where("id", "=", staffId).execute();
}
