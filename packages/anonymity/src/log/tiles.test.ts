import { expect, test } from "vitest";
import { LogError } from "./errors.ts";
import { appendLeaf, emptyFrontier, frontierRoot } from "./frontier.ts";
import {
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  inclusionRanges,
  leafHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./merkle-tree.ts";
import {
  decodeEntries,
  encodeEntries,
  parseTilePath,
  subtreeHash,
  subtreesFromTiles,
  type Tile,
  tilePath,
  tilesForRanges,
  tilesOfLevel,
  tileWidth,
} from "./tiles.ts";

test("paths are the specification's: 1234067 is x001/x234/067, a part names its width", () => {
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: 1, index: 5, width: 17 })).toBe("tile/1/005.p/17");
  expect(tilePath({ level: "entries", index: 273, width: 112 })).toBe("tile/entries/273.p/112");
  for (const path of ["tile/0/x001/x234/067", "tile/1/005.p/17", "tile/entries/273.p/112"])
    expect(tilePath(parseTilePath(path)!)).toBe(path);
});

test.each([
  "tile/00/000",
  "tile/64/000",
  "tile/0/0",
  "tile/0/x000/001",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/07",
  "tile/0/001/002",
  "tile/-1/000",
  "tile/0/../000",
])("%s is no tile", (path) => expect(parseTilePath(path)).toBeUndefined());

test("70,000 leaves are 273 full tiles and one of 112, one full and one of 17 above, and one of 1 on top", () => {
  const widths = (level: number) => tilesOfLevel(level, 70_000).map(({ width }) => width);
  expect(widths(0)).toEqual([...new Array(273).fill(256), 112]);
  expect(widths(1)).toEqual([256, 17]);
  expect(widths(2)).toEqual([1]);
  expect(tilesOfLevel(1, 256)).toEqual([{ level: 1, index: 0, width: 1 }]);
});

/** The hashes of a level of tiles; level 0 is leaf hashes. */
function levelsOf(leaves: Uint8Array[]): Uint8Array[][] {
  const levels = [leaves];
  while (levels.at(-1)!.length >= tileWidth) {
    const below = levels.at(-1)!;
    levels.push(
      Array.from({ length: Math.floor(below.length / tileWidth) }, (_, at) => {
        const hashes = below.slice(at * tileWidth, (at + 1) * tileWidth);
        return subtreeHash(new Uint8Array(Buffer.concat(hashes)));
      }),
    );
  }
  return levels;
}

test("across the edges of tiles (66,000 leaves, three levels) proofs from the named tiles hold", () => {
  const size = 66_000;
  const leaves = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(String(at))));
  const levels = levelsOf(leaves);
  const bytesOf = ({ level, index, width }: Tile) =>
    new Uint8Array(Buffer.concat(levels[level as number]!.slice(index * tileWidth, index * tileWidth + width)));
  const all = subtreesFromTiles(size, bytesOf);
  let edge = emptyFrontier;
  const rootAt = new Map<number, Uint8Array>();
  const olds = [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_999];
  for (const leaf of leaves) {
    edge = appendLeaf(edge, leaf);
    if (olds.includes(edge.size)) rootAt.set(edge.size, frontierRoot(edge));
  }
  const root = frontierRoot(edge);
  expect(treeRoot(size, all)).toEqual(root);
  for (const index of [0, 255, 256, 65_535, 65_536, size - 1]) {
    const named = new Set(tilesForRanges(inclusionRanges(index, size), size).map(tilePath));
    const some = subtreesFromTiles(size, (tile) => {
      expect(named.has(tilePath(tile))).toBe(true);
      return bytesOf(tile);
    });
    expect(verifyInclusion(leaves[index]!, index, size, inclusionProof(index, size, some), root)).toBe(true);
  }
  for (const old of olds) {
    const named = new Set(tilesForRanges(consistencyRanges(old, size), size).map(tilePath));
    const some = subtreesFromTiles(size, (tile) => {
      expect(named.has(tilePath(tile))).toBe(true);
      return bytesOf(tile);
    });
    expect(verifyConsistency(old, size, consistencyProof(old, size, some), rootAt.get(old)!, root)).toBe(true);
  }
});

test("a tile of the wrong length is refused", () => {
  const read = subtreesFromTiles(3, () => new Uint8Array(64));
  expect(() => treeRoot(3, read)).toThrow(LogError);
});

test("entries keep their bytes and their order in a bundle; a bundle that is cut is refused", () => {
  const entries = [new Uint8Array(0), Buffer.from("khoá"), new Uint8Array(300).fill(7)].map(
    (one) => new Uint8Array(one),
  );
  const bundle = encodeEntries(entries);
  expect(bundle.length).toBe(2 + 0 + 2 + 5 + 2 + 300);
  expect(decodeEntries(bundle)).toEqual(entries);
  expect(() => decodeEntries(bundle.slice(0, -1))).toThrow(LogError);
  expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(LogError);
});
