// Tiles of a log (c2sp.org/tlog-tiles): runs of 256 hashes, and the entries themselves, as files that never change.
import { concat } from "../encoding.ts";
import { LogError } from "./errors.ts";
import { exponentOf, type LeafRange, nodeHash, type ReadSubtree, splitOf } from "./merkle-tree.ts";

/** Hashes, or entries, in a full tile. */
export const tileWidth = 256;

/** `level` 0 holds leaf hashes, level l the roots of full tiles of level l − 1; `width` is 256 unless the log ends inside. */
export type Tile = { readonly level: number | "entries"; readonly index: number; readonly width: number };

/** Address below the log's prefix: tile/0/x001/x234/067, with .p/<width> where the tile is not full. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0");
  const groups = digits.match(/\d{3}/g)!;
  const name = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join("/");
  return `tile/${level}/${name}${width === tileWidth ? "" : `.p/${width}`}`;
}

/** @returns undefined where the path is none that {@link tilePath} gives. */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match) return undefined;
  const tile: Tile = {
    level: match[1] === "entries" ? "entries" : Number(match[1]),
    index: Number(match[2]!.replace(/[x/]/g, "")),
    width: match[3] === undefined ? tileWidth : Number(match[3]),
  };
  const fits = tile.width >= 1 && tile.width <= tileWidth && (tile.level === "entries" || tile.level < 64);
  return fits && tilePath(tile) === path ? tile : undefined;
}

/** All tiles of a level in a log of `size` leaves, in order; 0 for leaf hashes. */
export function tilesOfLevel(level: number | "entries", size: number): Tile[] {
  const hashes = level === "entries" ? size : Math.floor(size / tileWidth ** level);
  return Array.from({ length: Math.ceil(hashes / tileWidth) }, (_, index) => ({
    level,
    index,
    width: Math.min(tileWidth, hashes - index * tileWidth),
  }));
}

/** The tile that holds, or lets one compute, a complete subtree in a log of `size` leaves. */
function tileHolding(level: number, position: number, size: number): { tile: Tile; first: number; count: number } {
  const tileLevel = Math.floor(level / 8);
  const count = 2 ** (level % 8);
  const index = Math.floor((position * count) / tileWidth);
  const width = Math.min(tileWidth, Math.floor(size / tileWidth ** tileLevel) - index * tileWidth);
  return { tile: { level: tileLevel, index, width }, first: position * count - index * tileWidth, count };
}

/** Tiles from which the hashes of `ranges` follow, each named once. */
export function tilesForRanges(ranges: readonly LeafRange[], size: number): Tile[] {
  const tiles = new Map<string, Tile>();
  const visit = ({ start, end }: LeafRange): void => {
    const level = exponentOf(end - start);
    if (level !== undefined) {
      const { tile } = tileHolding(level, start / (end - start), size);
      tiles.set(tilePath(tile), tile);
      return;
    }
    const middle = start + splitOf(end - start);
    visit({ start, end: middle });
    visit({ start: middle, end });
  };
  for (const range of ranges) visit(range);
  return [...tiles.values()];
}

/**
 * Complete subtrees of a log of `size` leaves, from its tiles.
 * @param bytesOf the concatenated hashes of a tile that {@link tilesForRanges} named.
 */
export function subtreesFromTiles(size: number, bytesOf: (tile: Tile) => Uint8Array): ReadSubtree {
  return (level, position) => {
    const { tile, first, count } = tileHolding(level, position, size);
    const bytes = bytesOf(tile);
    if (bytes.length !== tile.width * 32) throw new LogError("bad-proof", `${tilePath(tile)} has the wrong length.`);
    return subtreeHash(bytes.subarray(first * 32, (first + count) * 32));
  };
}

/** Root over some hashes of one level, a power of two of them: of a full tile, the hash that stands for it one level up. */
export function subtreeHash(concatenated: Uint8Array): Uint8Array {
  let hashes = hashesOf(concatenated);
  while (hashes.length > 1)
    hashes = Array.from({ length: hashes.length / 2 }, (_, at) => nodeHash(hashes[2 * at]!, hashes[2 * at + 1]!));
  return hashes[0]!;
}

/** A tile's hashes. */
export const hashesOf = (tile: Uint8Array): Uint8Array[] =>
  Array.from({ length: tile.length / 32 }, (_, at) => tile.subarray(at * 32, (at + 1) * 32));

/** Entries as a bundle: each after its length, 16 bits, the high byte first. @throws {LogError} bad-encoding: over 65,535 bytes. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > 0xffff) throw new LogError("bad-encoding", "An entry has at most 65,535 bytes.");
      return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry];
    }),
  );
}

/** @throws {LogError} bad-encoding: the bundle ends inside an entry. */
export function decodeEntries(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + ((bundle[at]! << 8) | (bundle[at + 1] ?? 0));
    if (end > bundle.length) throw new LogError("bad-encoding", "The bundle ends inside an entry.");
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
