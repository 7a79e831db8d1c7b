import { randomBytes } from "node:crypto";
import { checkBlinded, makeLinkCode, type PoolRequest, printPoolKey, type WaveManifest } from "@lang-nghe/anonymity";
import { poolsBody } from "@lang-nghe/anonymity/log";
import type { NewPools, PoolKeys, PoolPlaces, PoolReply, TokenPools } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { tokenBucket } from "../platform/token-bucket.ts";
import { appendToLog } from "../transparency/index.ts";
import * as queries from "./pool-queries.ts";
import { lockWave } from "./queries.ts";
import { getWave } from "./service.ts";
import type { TokenDesk } from "./token.ts";
import type { Vault } from "./vault.ts";

/** Of one pool: a day's stock is a handful of requests. */
const limits = { pool: { perSecond: 0.5, atOnce: 60 }, poolsRemembered: 10_000 };

const secretHash = (vault: Vault, secret: string): Buffer => vault.digest("pool", secret);

/** @throws {Problem} invitations.no-wave */
export async function describePools(platform: Pick<Platform, "database">, studyId: string): Promise<TokenPools> {
  const wave = await getWave(platform, studyId);
  const pools = await queries.pools(platform.database, studyId);
  return {
    invited: wave.manifest === null ? 0 : (JSON.parse(wave.manifest) as WaveManifest).invited,
    pooled: pools.reduce((sum, { size }) => sum + size, 0),
    given: wave.closed ? pools.reduce((sum, { given }) => sum + given, 0) : null,
    pools: pools.map(({ number, size, madeOn, revoked, given }) => ({
      number,
      size,
      madeOn,
      state: revoked ? "revoked" : wave.closed ? "over" : given === 0 ? "untouched" : given < size ? "begun" : "empty",
    })),
  };
}

/**
 * Makes pools, each with a secret that is shown once. The sum of all pools stands in the log before any of them can be used, so
 * that more answers than people invited and signatures pooled is seen by whoever counts.
 * @throws {Problem} invitations.no-wave, .not-published, .closed, .too-many-pools
 */
export async function makePools(
  platform: Pick<Platform, "database" | "clock">,
  vault: Vault,
  by: Person,
  studyId: string,
  { count, size }: NewPools,
): Promise<PoolKeys> {
  const { database, clock } = platform;
  return inTransaction(database, async (transaction) => {
    const wave = await lockWave(transaction, studyId);
    if (!wave) throw new Problem("invitations.no-wave");
    if (wave.manifest === null) throw new Problem("invitations.not-published");
    if (wave.closed) throw new Problem("invitations.closed");
    const { issuer } = JSON.parse(wave.manifest) as WaveManifest;
    const before = await queries.pools(transaction, studyId);
    const first = 1 + Math.max(0, ...before.map(({ number }) => number));
    if (first + count > 10_000) throw new Problem("invitations.too-many-pools");
    const keys = Array.from({ length: count }, (_, i) => ({
      number: first + i,
      secret: makeLinkCode((length) => new Uint8Array(randomBytes(length))),
    }));
    await queries.insertPools(
      transaction,
      keys.map(({ number, secret }) => ({
        studyId,
        number,
        secretHash: secretHash(vault, secret),
        size,
        madeOn: dayOf(clock()),
      })),
    );
    const pooled = before.reduce((sum, pool) => sum + pool.size, count * size);
    await appendToLog(transaction, "count", poolsBody(studyId, { pools: before.length + count, pooled }));
    await audit(transaction, by, "invitations.pools", studyId, { pools: count, size, pooled });
    return {
      keys: keys.map(({ number, secret }) => ({
        number,
        size,
        key: printPoolKey({ issuer, slug: wave.slug, number, secret }),
      })),
    };
  });
}

/** Ends a pool whose telephone is lost: what it has not given it never gives. @throws {Problem} invitations.no-pool */
export async function revokePool(
  { database }: Pick<Platform, "database">,
  by: Person,
  studyId: string,
  number: number,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    if (!(await queries.revokePool(transaction, studyId, number))) throw new Problem("invitations.no-pool");
    await audit(transaction, by, "invitations.revoke-pool", studyId, { pool: number });
  });
}

/** Gives pools their blind signatures, ahead of the first day too, and each lost reply again. What it signs, it cannot see. */
export function poolDesk({ database, clock }: Pick<Platform, "database" | "clock">, vault: Vault, desk: TokenDesk) {
  const buckets = new Map<string, ReturnType<typeof tokenBucket>>();

  /** @throws {Problem} invitations.unknown-pool: none, revoked, or of another wave; platform.too-many-requests */
  async function poolOf(slug: string, secret: string) {
    const wave = await desk.openWave(slug);
    desk.take(wave.requests);
    if (clock().getTime() >= wave.closes) throw new Problem("invitations.closed");
    const pool = await queries.poolOfSecret(database, wave.studyId, secretHash(vault, secret));
    if (!pool || pool.revoked) throw new Problem("invitations.unknown-pool");
    const name = `${wave.studyId} ${pool.number}`;
    const bucket = buckets.get(name) ?? tokenBucket(limits.pool, () => clock().getTime());
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > limits.poolsRemembered) buckets.delete(buckets.keys().next().value!);
    desk.take(bucket);
    return { wave, number: pool.number };
  }

  return {
    /** @throws {Problem} invitations.no-wave, .closed, .unknown-pool, .bad-blinded, platform.too-many-requests */
    async signatures(slug: string, { secret, blinded }: PoolRequest): Promise<PoolReply> {
      const { wave, number } = await poolOf(slug, secret);
      const messages = blinded.map((text) => Buffer.from(text, "base64url"));
      // Before anything is spent: what cannot be signed spends nothing.
      try {
        for (const message of messages) checkBlinded(wave.modulus, message);
      } catch (error) {
        throw new Problem("invitations.bad-blinded", {}, { cause: error });
      }
      const requests = messages.map((message) => vault.digest("pool request", wave.studyId, String(number), message));
      // Spent in one transaction, then signed: whoever breaks off in between finds the messages kept, and the same are signed then.
      const { spent, left } = await inTransaction(database, async (transaction) => {
        const pool = await queries.lockPool(transaction, wave.studyId, number);
        if (!pool || pool.revoked) throw new Problem("invitations.unknown-pool");
        if (pool.given !== null) throw new Problem("invitations.closed");
        const known = await queries.signedAmong(transaction, wave.studyId, number, requests);
        const fresh = [...new Map(requests.map((request) => [request.toString("hex"), request]))]
          .filter(([name]) => !known.has(name))
          .map(([, request]) => request);
        const before = await queries.countSigned(transaction, wave.studyId, number);
        const taken = fresh.slice(0, pool.size - before);
        await queries.insertSigned(transaction, wave.studyId, number, taken);
        for (const request of taken) known.add(request.toString("hex"));
        return { spent: known, left: pool.size - before - taken.length };
      });
      const signatures: (string | null)[] = [];
      for (const [i, message] of messages.entries())
        signatures.push(spent.has(requests[i]!.toString("hex")) ? await desk.sign(wave, message) : null);
      return { signatures, left };
    },

    /** Which cell each place of the sample lies in: the same for every pool. @throws {Problem} as `signatures` */
    async places(slug: string, secret: string): Promise<PoolPlaces> {
      const { wave } = await poolOf(slug, secret);
      return { places: await queries.placesInDesign(database, wave.studyId) };
    },
  };
}
