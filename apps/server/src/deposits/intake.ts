import { createHash, createHmac } from "node:crypto";
import { AnonymityError, checkToken, type DepositRequest, nullifierOf, sealedLengths } from "@lang-nghe/anonymity";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";
import type { Waves } from "./waves.ts";

/** Bytes of base64url text. @throws {Problem} platform.bad-request naming the member. */
function bytesOf(given: DepositRequest, name: keyof DepositRequest, allowed: (length: number) => boolean): Buffer {
  const bytes = Buffer.from(given[name], "base64url");
  if (!/^[\w-]*$/.test(given[name]) || bytes.toString("base64url") !== given[name] || !allowed(bytes.length))
    throw new Problem("platform.bad-request", { place: `body/${name}`, reason: "bytes in base64url, of their length" });
  return bytes;
}

/**
 * Takes a sealed answer with its token: checks the token against the wave, spends it and keeps the answer in one transaction,
 * so that neither can be without the other. Nothing is kept of who sent it or when.
 */
export function depositIntake({ database, clock }: Pick<Platform, "database" | "clock">, waves: Waves) {
  return async (studyId: string, given: DepositRequest): Promise<void> => {
    const prepared = bytesOf(given, "prepared", (length) => length > 0);
    const signature = bytesOf(given, "signature", (length) => length > 0);
    const sealed = bytesOf(given, "sealed", (length) => sealedLengths.includes(length));
    const receipt = bytesOf(given, "receipt", (length) => length === 16);
    const withdrawalHash = bytesOf(given, "withdrawalHash", (length) => length === 32);
    const wave = await waves.find(studyId);
    if (!wave) throw new Problem("deposits.unknown-wave");
    try {
      await checkToken(crypto.subtle, wave, {
        prepared: new Uint8Array(prepared),
        signature: new Uint8Array(signature),
      });
    } catch (error) {
      if (!(error instanceof AnonymityError)) throw error;
      await queries.countRefusal(database, studyId, error.code);
      throw new Problem("deposits.refused", { reason: error.code });
    }
    const nullifier = Buffer.from(await nullifierOf(crypto.subtle, prepared));
    // Keyed by the token, of which nothing but its hash is kept: neither the batch's contents nor a receipt that somebody shows
    // leads from a spent token to an answer.
    const request = createHmac("sha256", prepared).update(receipt).update(sealed).update(withdrawalHash).digest();
    const now = clock().getTime();
    const state = now < wave.opens ? "deposits.not-yet" : now >= wave.takesUntil ? "deposits.closed" : undefined;
    const outcome = await inTransaction(database, async (transaction) => {
      // A wave that is being closed has its row locked: whoever comes then waits, and is told.
      const { closed } = await queries.shareWave(transaction, studyId);
      const before = await queries.requestOfSpent(transaction, studyId, nullifier);
      if (before) return before.equals(request) ? "again" : "spent";
      if (state ?? (closed ? "deposits.closed" : undefined)) return state ?? "deposits.closed";
      if (!(await queries.spend(transaction, { studyId, nullifier, request }))) {
        const other = (await queries.requestOfSpent(transaction, studyId, nullifier))!;
        return other.equals(request) ? "again" : "spent";
      }
      await queries.stage(transaction, { studyId, receipt, sealed, withdrawalHash });
      return "accepted";
    });
    if (outcome === "accepted" || outcome === "again") return;
    await queries.countRefusal(database, studyId, outcome.replace("deposits.", ""));
    throw new Problem(outcome === "spent" ? "deposits.spent" : outcome);
  };
}

/** SHA-256 over the deposits of a batch, in their order: what the log says of it, and the office checks. */
export function batchHash(deposits: readonly { sealed: Buffer; withdrawalHash: Buffer }[]): Buffer {
  const hash = createHash("sha256");
  for (const { sealed, withdrawalHash } of deposits) hash.update(sealed).update(withdrawalHash);
  return hash.digest();
}
