import { type EntryKind, encodeEntries, encodeEntry, type Tile, tilePath, tileWidth } from "@lang-nghe/anonymity/log";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

export type Leaf = { index: number; kind: string; body: string; hash: Buffer };

/** Until the transaction ends, nobody else adds to the log: its numbers have no gaps. */
export async function lockLog(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(727118)`.execute(transaction);
}

/** Until the transaction ends, nobody else signs a checkpoint. */
export async function lockSigning(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(727119)`.execute(transaction);
}

/** Leaves in the log. */
export async function logSize(run: Run): Promise<number> {
  const { last } = await run
    .selectFrom("transparency.leaf")
    .select((eb) => eb.fn.max("index").as("last"))
    .executeTakeFirstOrThrow();
  return last === null ? 0 : last + 1;
}

export async function insertLeaves(transaction: Transaction, leaves: readonly Leaf[]): Promise<void> {
  for (let at = 0; at < leaves.length; at += 1000)
    await transaction
      .insertInto("transparency.leaf")
      .values(leaves.slice(at, at + 1000))
      .execute();
}

export async function insertSubtrees(
  transaction: Transaction,
  subtrees: readonly { level: number; position: number; hash: Buffer }[],
): Promise<void> {
  for (let at = 0; at < subtrees.length; at += 1000)
    await transaction
      .insertInto("transparency.subtree")
      .values(subtrees.slice(at, at + 1000))
      .execute();
}

export const leafByIndex = (run: Run, index: number): Promise<Leaf | undefined> =>
  run.selectFrom("transparency.leaf").selectAll().where("index", "=", index).executeTakeFirst();

/** The first leaf with a hash. */
export const leafByHash = (run: Run, hash: Buffer): Promise<Leaf | undefined> =>
  run.selectFrom("transparency.leaf").selectAll().where("hash", "=", hash).orderBy("index").limit(1).executeTakeFirst();

/** Bytes of a tile; undefined while the log does not reach that far. */
export async function tileBytes(run: Run, { level, index, width }: Tile): Promise<Uint8Array | undefined> {
  const first = index * tileWidth;
  const end = first + width;
  if (!Number.isSafeInteger(end)) return undefined;
  if (level === "entries") {
    const rows = await run
      .selectFrom("transparency.leaf")
      .select(["kind", "body"])
      .where("index", ">=", first)
      .where("index", "<", end)
      .orderBy("index")
      .execute();
    if (rows.length < width) return undefined;
    return encodeEntries(rows.map(({ kind, body }) => encodeEntry(kind as EntryKind, body)));
  }
  const rows =
    level === 0
      ? await run
          .selectFrom("transparency.leaf")
          .select("hash")
          .where("index", ">=", first)
          .where("index", "<", end)
          .orderBy("index")
          .execute()
      : await run
          .selectFrom("transparency.subtree")
          .select("hash")
          .where("level", "=", level)
          .where("position", ">=", first)
          .where("position", "<", end)
          .orderBy("position")
          .execute();
  return rows.length < width ? undefined : Buffer.concat(rows.map(({ hash }) => hash));
}

/** @throws {Error} when the log does not hold one of the tiles: it is damaged. */
export async function tilesByPath(run: Run, tiles: readonly Tile[]): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const tile of tiles) {
    const bytes = await tileBytes(run, tile);
    if (!bytes) throw new Error(`The log has no ${tilePath(tile)}.`);
    found.set(tilePath(tile), bytes);
  }
  return found;
}

export type CheckpointRow = { size: number; root: Buffer; note: string };

export const checkpointOfSize = (run: Run, size: number): Promise<CheckpointRow | undefined> =>
  run.selectFrom("transparency.checkpoint").selectAll().where("size", "=", size).executeTakeFirst();

export const lastCheckpoint = (run: Run): Promise<CheckpointRow | undefined> =>
  run.selectFrom("transparency.checkpoint").selectAll().orderBy("size", "desc").limit(1).executeTakeFirst();

/** Checkpoints in the order of their sizes. */
export const allCheckpoints = (run: Run): Promise<CheckpointRow[]> =>
  run.selectFrom("transparency.checkpoint").selectAll().orderBy("size").execute();

export async function insertCheckpoint(transaction: Transaction, row: CheckpointRow): Promise<void> {
  await transaction.insertInto("transparency.checkpoint").values(row).execute();
}

/** Lines of witnesses for a size, each ending in a newline. */
export async function cosignaturesOf(run: Run, size: number): Promise<string[]> {
  const rows = await run
    .selectFrom("transparency.cosignature")
    .select("line")
    .where("size", "=", size)
    .orderBy("witness")
    .execute();
  return rows.map(({ line }) => line);
}

/** The newest checkpoint over at least `size` leaves that one of the witnesses has seen. */
export const lastCosigned = (run: Run, size: number): Promise<CheckpointRow | undefined> =>
  run
    .selectFrom("transparency.checkpoint")
    .selectAll()
    .where("size", ">=", size)
    .where("size", "in", (eb) => eb.selectFrom("transparency.cosignature").select("transparency.cosignature.size"))
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();

/** Keeps a witness's line in the place of its earlier one. */
export async function keepCosignature(
  run: Run,
  cosignature: { size: number; witness: string; line: string },
): Promise<void> {
  await run
    .insertInto("transparency.cosignature")
    .values(cosignature)
    .onConflict((conflict) => conflict.columns(["size", "witness"]).doUpdateSet({ line: cosignature.line }))
    .execute();
}

/** How many entries of each kind there are, and the newest `most` of each. */
export async function newestByKind(run: Run, most: number): Promise<Map<string, { count: number; newest: Leaf[] }>> {
  const counts = await run
    .selectFrom("transparency.leaf")
    .select((eb) => ["kind", eb.fn.countAll<number>().as("count")])
    .groupBy("kind")
    .execute();
  const kinds = new Map<string, { count: number; newest: Leaf[] }>();
  for (const { kind, count } of counts)
    kinds.set(kind, {
      count,
      newest: await run
        .selectFrom("transparency.leaf")
        .selectAll()
        .where("kind", "=", kind)
        .orderBy("index", "desc")
        .limit(most)
        .execute(),
    });
  return kinds;
}

/** Texts of all entries of a kind, in order. */
export async function bodiesOf(run: Run, kind: EntryKind): Promise<string[]> {
  const rows = await run
    .selectFrom("transparency.leaf")
    .select("body")
    .where("kind", "=", kind)
    .orderBy("index")
    .execute();
  return rows.map(({ body }) => body);
}
