import {
  appendLeaf,
  decodeEntries,
  type EntryKind,
  emptyFrontier,
  encodeEntry,
  frontierRoot,
  hashesOf,
  inclusionProof as inclusionFrom,
  inclusionRanges,
  type LeafRange,
  leafHash,
  type ReadSubtree,
  sameBytes,
  subtreeHash,
  subtreesFromTiles,
  tilePath,
  tilesForRanges,
  tilesOfLevel,
  tileWidth,
  treeRoot,
} from "@lang-nghe/anonymity/log";
import type { Database, Transaction } from "../platform/database.ts";
import * as queries from "./queries.ts";

type Run = Database | Transaction;

/**
 * Adds an entry to the host's log, in the caller's transaction: it is in the log exactly if the act is. Until that transaction
 * ends nobody else can add, so this is best its last step.
 * @param body public text: no contact, no answer, nothing that only staff may know.
 * @returns its number.
 */
export async function appendToLog(transaction: Transaction, kind: EntryKind, body: string): Promise<number> {
  const [index] = await appendManyToLog(transaction, kind, [body]);
  return index!;
}

/**
 * Adds entries at once, in the order of their hashes, so that the order in which they are given or came about is not kept.
 * @returns the number of each, in the order given.
 */
export async function appendManyToLog(
  transaction: Transaction,
  kind: EntryKind,
  bodies: readonly string[],
): Promise<number[]> {
  if (bodies.length === 0) return [];
  const entries = bodies.map((body, given) => ({ given, body, hash: Buffer.from(leafHash(encodeEntry(kind, body))) }));
  entries.sort((a, b) => Buffer.compare(a.hash, b.hash));
  await queries.lockLog(transaction);
  const size = await queries.logSize(transaction);
  await queries.insertLeaves(
    transaction,
    entries.map(({ body, hash }, at) => ({ index: size + at, kind, body, hash })),
  );
  await completeSubtrees(transaction, size, size + entries.length);
  const indices = new Array<number>(entries.length);
  for (const [at, { given }] of entries.entries()) indices[given] = size + at;
  return indices;
}

/** Stores the roots of the tiles that became full when the log grew from `before` to `after` leaves. */
async function completeSubtrees(transaction: Transaction, before: number, after: number): Promise<void> {
  for (let level = 1; ; level++) {
    const first = Math.floor(before / tileWidth ** level);
    const end = Math.floor(after / tileWidth ** level);
    if (first === end) return;
    const full = Array.from({ length: end - first }, (_, at) => ({
      level: level - 1,
      index: first + at,
      width: tileWidth,
    }));
    const bytes = await queries.tilesByPath(transaction, full);
    await queries.insertSubtrees(
      transaction,
      full.map((tile) => ({ level, position: tile.index, hash: Buffer.from(subtreeHash(bytes.get(tilePath(tile))!)) })),
    );
  }
}

/** Reads what is needed for the hashes over some ranges of leaves. */
async function subtrees(run: Run, ranges: readonly LeafRange[], size: number): Promise<ReadSubtree> {
  const bytes = await queries.tilesByPath(run, tilesForRanges(ranges, size));
  return subtreesFromTiles(size, (tile) => bytes.get(tilePath(tile))!);
}

/** Root of the tree of the first `size` leaves. */
export async function rootOfSize(run: Run, size: number): Promise<Uint8Array> {
  return treeRoot(size, await subtrees(run, size === 0 ? [] : [{ start: 0, end: size }], size));
}

/**
 * Shows that an entry is in the log. @param size of the tree to show it in; default today's.
 * @returns undefined when there is no such entry in a tree of that size.
 */
export async function inclusionProof(
  run: Run,
  index: number,
  size?: number,
): Promise<{ index: number; size: number; leaf: Uint8Array; proof: Uint8Array[] } | undefined> {
  const leaf = await queries.leafByIndex(run, index);
  const treeSize = size ?? (await queries.logSize(run));
  if (!leaf || index >= treeSize) return undefined;
  const read = await subtrees(run, inclusionRanges(index, treeSize), treeSize);
  return { index, size: treeSize, leaf: leaf.hash, proof: inclusionFrom(index, treeSize, read) };
}

/**
 * Reads the whole log and works everything out anew: entries against their hashes, each root ever signed, and the roots of full
 * tiles. @returns what does not fit, in a sentence each; empty when the log is whole.
 */
export async function logFaults(run: Run): Promise<string[]> {
  const faults: string[] = [];
  const size = await queries.logSize(run);
  const signed = await queries.allCheckpoints(run);
  let edge = emptyFrontier;
  const compareRoots = () => {
    while (signed[0]?.size === edge.size)
      if (!sameBytes(signed.shift()!.root, frontierRoot(edge)))
        faults.push(`the first ${edge.size} entries are not those whose checkpoint was signed`);
  };
  for (const tile of tilesOfLevel(0, size)) {
    const [hashes, entries] = [
      await queries.tileBytes(run, tile),
      await queries.tileBytes(run, { ...tile, level: "entries" }),
    ];
    if (!hashes || !entries) return [...faults, `entries after number ${tile.index * tileWidth} are missing`];
    const decoded = decodeEntries(entries);
    for (const [at, hash] of hashesOf(hashes).entries()) {
      compareRoots();
      if (!sameBytes(leafHash(decoded[at]!), hash)) faults.push(`entry ${edge.size} is not what was put into the log`);
      edge = appendLeaf(edge, hash);
    }
  }
  compareRoots();
  if (signed.length > 0)
    faults.push(`a checkpoint over ${signed.at(-1)!.size} entries was signed, but there are only ${size}`);
  if (!sameBytes(await rootOfSize(run, size), frontierRoot(edge)))
    faults.push("the kept roots of full tiles are not those of their entries");
  return faults;
}
