import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { manifestLeaf, manifestLeafInPage, receiptLeaf, receiptLeafInPage } from "./entry.ts";
import { appendLeaf, emptyFrontier, frontierRoot } from "./frontier.ts";
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  type ReadSubtree,
  sameBytes,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
  verifyInclusionInPage,
} from "./merkle-tree.ts";
import { parseVerifierKey, parseVerifierKeyInPage } from "./signed-note.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const sha256 = (...parts: Uint8Array[]) => new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());

/** Complete subtrees over some leaves, level by level. */
function subtreesOf(leaves: readonly Uint8Array[]): ReadSubtree {
  const levels = [leaves.map(leafHash)];
  while (levels.at(-1)!.length > 1) {
    const below = levels.at(-1)!;
    levels.push(
      Array.from({ length: Math.floor(below.length / 2) }, (_, at) => nodeHash(below[2 * at]!, below[2 * at + 1]!)),
    );
  }
  return (level, position) => levels[level]![position]!;
}

/** MTH of RFC 6962 §2.1, written as the RFC writes it, on Node's own SHA-256. */
function mth(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0]!);
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return sha256(Uint8Array.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

// The leaves with which implementations of Certificate Transparency test themselves, and their roots.
const published = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map(bytes);
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const publishedTree = subtreesOf(published);

test("roots of the eight published leaves, size 0 to 8, are the published roots", () => {
  expect(hex(emptyRoot)).toBe(roots[0]);
  for (const [size, root] of roots.entries()) expect(hex(treeRoot(size, publishedTree))).toBe(root);
});

test.each([
  [
    0,
    8,
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  ],
  [
    5,
    8,
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ],
  [2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
])("published inclusion proof: leaf %i of %i", (index, size, expected) => {
  const proof = inclusionProof(index, size, publishedTree);
  expect(proof.map(hex)).toEqual(expected.split(" "));
  expect(verifyInclusion(leafHash(published[index]!), index, size, proof, bytes(roots[size]!))).toBe(true);
});

test.each([
  [
    1,
    8,
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  ],
  [
    6,
    8,
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ],
  [
    2,
    5,
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
  ],
])("published consistency proof: %i to %i", (oldSize, size, expected) => {
  const proof = consistencyProof(oldSize, size, publishedTree);
  expect(proof.map(hex)).toEqual(expected.split(" "));
  expect(verifyConsistency(oldSize, size, proof, bytes(roots[oldSize]!), bytes(roots[size]!))).toBe(true);
});

const most = 300;
const leaves = Array.from({ length: most }, (_, at) => sha256(Buffer.from(`leaf ${at}`)));
const hashes = leaves.map(leafHash);
const tree = subtreesOf(leaves);
const rootOf = Array.from({ length: most + 1 }, (_, size) => treeRoot(size, tree));

test("every size 1 to 300: the root is the RFC's own definition, and the growing edge has it too", () => {
  let edge = emptyFrontier;
  for (let size = 1; size <= most; size++) {
    edge = appendLeaf(edge, hashes[size - 1]!);
    expect(hex(rootOf[size]!)).toBe(hex(mth(leaves.slice(0, size))));
    expect(hex(frontierRoot(edge))).toBe(hex(rootOf[size]!));
  }
});

test("every leaf of every size 1 to 300 has a proof that holds, and not at the next place or for another leaf", () => {
  const wrong: string[] = [];
  for (let size = 1; size <= most; size++)
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(index, size, tree);
      if (!verifyInclusion(hashes[index]!, index, size, proof, rootOf[size]!)) wrong.push(`${index} of ${size}`);
      if (index % 37 !== 0 || size === 1) continue;
      const next = (index + 1) % size;
      if (verifyInclusion(hashes[index]!, next, size, proof, rootOf[size]!)) wrong.push(`${index} at ${next}`);
      if (verifyInclusion(hashes[next]!, index, size, proof, rootOf[size]!)) wrong.push(`${next} as ${index}`);
    }
  expect(wrong).toEqual([]);
});

test("every pair of sizes 1 to 300 has a consistency proof that holds, and does not hold turned round", () => {
  const wrong: string[] = [];
  for (let size = 1; size <= most; size++)
    for (let old = 1; old <= size; old++) {
      const proof = consistencyProof(old, size, tree);
      if (!verifyConsistency(old, size, proof, rootOf[old]!, rootOf[size]!)) wrong.push(`${old} → ${size}`);
      if (old < size && verifyConsistency(size, old, proof, rootOf[size]!, rootOf[old]!))
        wrong.push(`${size} → ${old}`);
    }
  expect(wrong).toEqual([]);
});

test("nothing begins every tree, and no other tree claims to", () => {
  expect(verifyConsistency(0, 5, [], emptyRoot, rootOf[5]!)).toBe(true);
  expect(verifyConsistency(0, 5, [], rootOf[5]!, rootOf[5]!)).toBe(false);
  expect(verifyConsistency(0, 5, [hashes[0]!], emptyRoot, rootOf[5]!)).toBe(false);
});

/** A copy with one bit turned. */
const flip = (hash: Uint8Array, bit: number) => {
  const turned = hash.slice();
  turned[bit >> 3]! ^= 1 << (bit & 7);
  return turned;
};
const bit = fc.integer({ min: 0, max: 255 });
const sizes = fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }), bit, fc.nat());

test("any one bit turned, a hash too many or too few: the inclusion proof fails", () => {
  fc.assert(
    fc.property(sizes, ([a, b, turned, pick]) => {
      const [size, index] = [Math.max(a, b), Math.min(a, b) - 1];
      const proof = inclusionProof(index, size, tree);
      const root = rootOf[size]!;
      const leaf = hashes[index]!;
      const at = pick % Math.max(1, proof.length);
      return (
        verifyInclusion(leaf, index, size, proof, root) &&
        !verifyInclusion(flip(leaf, turned), index, size, proof, root) &&
        !verifyInclusion(leaf, index, size, proof, flip(root, turned)) &&
        !verifyInclusion(leaf, index, size, [...proof, root], root) &&
        !verifyInclusion(leaf, index, size, [leaf, ...proof], root) &&
        !verifyInclusion(leaf, size, size, proof, root) &&
        !verifyInclusion(leaf, -1, size, proof, root) &&
        (proof.length === 0 ||
          (!verifyInclusion(leaf, index, size, proof.with(at, flip(proof[at]!, turned)), root) &&
            !verifyInclusion(leaf, index, size, proof.toSpliced(at, 1), root)))
      );
    }),
  );
});

test("any one bit turned, a hash too many or too few: the consistency proof fails", () => {
  fc.assert(
    fc.property(sizes, ([a, b, turned, pick]) => {
      const [size, old] = [Math.max(a, b), Math.min(a, b)];
      const proof = consistencyProof(old, size, tree);
      const [oldRoot, root] = [rootOf[old]!, rootOf[size]!];
      const at = pick % Math.max(1, proof.length);
      return (
        verifyConsistency(old, size, proof, oldRoot, root) &&
        !verifyConsistency(old, size, proof, flip(oldRoot, turned), root) &&
        !verifyConsistency(old, size, proof, oldRoot, flip(root, turned)) &&
        !verifyConsistency(old, size, [...proof, root], oldRoot, root) &&
        !verifyConsistency(old, size, [root, ...proof], oldRoot, root) &&
        (proof.length === 0 ||
          (!verifyConsistency(old, size, proof.with(at, flip(proof[at]!, turned)), oldRoot, root) &&
            !verifyConsistency(old, size, proof.toSpliced(at, 1), oldRoot, root)))
      );
    }),
  );
});

test("a page, which hashes by WebCrypto, comes to the same: inclusion, leaves and keys", async () => {
  const wrong: string[] = [];
  for (const size of [1, 2, 3, 7, 8, 37, 300])
    for (const index of new Set([0, size >> 1, size - 1])) {
      const proof = inclusionProof(index, size, tree);
      const held = (leaf: Uint8Array, root: Uint8Array) => verifyInclusionInPage(leaf, index, size, proof, root);
      if (!(await held(hashes[index]!, rootOf[size]!))) wrong.push(`${index} of ${size}`);
      if (await held(flip(hashes[index]!, 3), rootOf[size]!)) wrong.push(`another leaf, ${index} of ${size}`);
      if (await verifyInclusionInPage(hashes[index]!, index, size, [...proof, proof[0] ?? emptyRoot], rootOf[size]!))
        wrong.push(`a hash too many, ${index} of ${size}`);
    }
  expect(wrong).toEqual([]);
  const [study, id] = ["3f1c2a7e-8b4d-4c6f-9a10-2b3c4d5e6f70", Uint8Array.from({ length: 16 }, (_, at) => at)];
  expect(await receiptLeafInPage(study, id)).toEqual(receiptLeaf(study, id));
  expect(await manifestLeafInPage(study, emptyRoot)).toEqual(manifestLeaf(study, emptyRoot));
  const line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  expect(await parseVerifierKeyInPage(line)).toEqual(parseVerifierKey(line));
  await expect(parseVerifierKeyInPage(line.replace("c74f", "c74e"))).rejects.toThrow("id does not fit");
});

test("bytes are the same only when all of them are", () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
});
