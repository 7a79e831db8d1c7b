// Pools of blind signatures, and which messages were signed: keyed hashes only.
import type { PoolPlaces } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

export type PoolRow = {
  number: number;
  size: number;
  madeOn: string;
  revoked: boolean;
  /** Signatures given until now. */
  given: number;
};

export async function pools(run: Run, studyId: string): Promise<PoolRow[]> {
  const { rows } = await sql<PoolRow>`
    select p.number, p.size, p.made_on, p.revoked, coalesce(p.given, (
      select count(*) from invitations.token_pool_signature s where s.study_id = p.study_id and s.number = p.number
    )::int) as given
    from invitations.token_pool p where p.study_id = ${studyId} order by p.number`.execute(run);
  return rows;
}

export async function insertPools(
  transaction: Transaction,
  rows: readonly { studyId: string; number: number; secretHash: Buffer; size: number; madeOn: string }[],
): Promise<void> {
  await transaction
    .insertInto("invitations.token_pool")
    .values([...rows])
    .execute();
}

/** @returns false when there is no such pool. */
export async function revokePool(run: Run, studyId: string, number: number): Promise<boolean> {
  const { numUpdatedRows } = await run
    .updateTable("invitations.token_pool")
    .set({ revoked: true })
    .where("studyId", "=", studyId)
    .where("number", "=", number)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export const poolOfSecret = (
  run: Run,
  studyId: string,
  secretHash: Buffer,
): Promise<{ number: number; revoked: boolean } | undefined> =>
  run
    .selectFrom("invitations.token_pool")
    .select(["number", "revoked"])
    .where("studyId", "=", studyId)
    .where("secretHash", "=", secretHash)
    .executeTakeFirst();

/** Whoever holds the row gives signatures of the pool alone. `given` is null until the close. */
export const lockPool = (
  transaction: Transaction,
  studyId: string,
  number: number,
): Promise<{ size: number; revoked: boolean; given: number | null } | undefined> =>
  transaction
    .selectFrom("invitations.token_pool")
    .select(["size", "revoked", "given"])
    .where("studyId", "=", studyId)
    .where("number", "=", number)
    .forUpdate()
    .executeTakeFirst();

/** Of these requests those that were signed, in hexadecimal digits. */
export async function signedAmong(
  run: Run,
  studyId: string,
  number: number,
  requests: readonly Buffer[],
): Promise<Set<string>> {
  const rows = await run
    .selectFrom("invitations.token_pool_signature")
    .select("request")
    .where("studyId", "=", studyId)
    .where("number", "=", number)
    .where("request", "in", [...requests])
    .execute();
  return new Set(rows.map(({ request }) => request.toString("hex")));
}

export const countSigned = async (run: Run, studyId: string, number: number): Promise<number> =>
  (
    await run
      .selectFrom("invitations.token_pool_signature")
      .select((select) => select.fn.countAll<number>().as("count"))
      .where("studyId", "=", studyId)
      .where("number", "=", number)
      .executeTakeFirstOrThrow()
  ).count;

export async function insertSigned(
  transaction: Transaction,
  studyId: string,
  number: number,
  requests: readonly Buffer[],
): Promise<void> {
  if (requests.length === 0) return;
  await transaction
    .insertInto("invitations.token_pool_signature")
    .values(requests.map((request) => ({ studyId, number, request })))
    .execute();
}

/** At the close: how much each pool gave stays, which messages and by what secret does not. @returns sums over the pools. */
export async function closePools(
  transaction: Transaction,
  studyId: string,
): Promise<{ pools: number; pooled: number; given: number }> {
  // No pool is at work: each holds its row while it gives.
  await sql`select 1 from invitations.token_pool where study_id = ${studyId} for update`.execute(transaction);
  await sql`
    update invitations.token_pool p set secret_hash = null, given = (
      select count(*) from invitations.token_pool_signature s where s.study_id = p.study_id and s.number = p.number
    ) where study_id = ${studyId}`.execute(transaction);
  await sql`delete from invitations.token_pool_signature where study_id = ${studyId}`.execute(transaction);
  return poolSums(transaction, studyId);
}

/** How many pools there are, and what they may give, and did give once the wave is closed. */
export async function poolSums(run: Run, studyId: string): Promise<{ pools: number; pooled: number; given: number }> {
  const { rows } = await sql<{ pools: number; pooled: number; given: number }>`
    select count(*)::int as pools, coalesce(sum(size), 0)::int as pooled, coalesce(sum(given), 0)::int as given
    from invitations.token_pool where study_id = ${studyId}`.execute(run);
  return rows[0]!;
}

/** Each place of the sample with its cell: strata, units and weights, and nobody's. */
export const placesInDesign = async (run: Run, studyId: string): Promise<PoolPlaces["places"]> =>
  (await run
    .selectFrom("invitations.person")
    .select(["stratum", "psu", "baseWeight", "cell"])
    .distinct()
    .where("studyId", "=", studyId)
    .where("cell", "is not", null)
    .orderBy("stratum")
    .orderBy("psu")
    .orderBy("baseWeight")
    .execute()) as PoolPlaces["places"];
