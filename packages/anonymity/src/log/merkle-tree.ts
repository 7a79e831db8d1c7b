// The Merkle tree of RFC 6962 §2.1 and its two proofs, verified as in RFC 9162 §2.1.3.2 and §2.1.4.2.
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, sameBytes } from "../encoding.ts";
import { digest } from "./digest.ts";

export { sameBytes };

/** Leaves `start` to `end` − 1, counted from 0. */
export type LeafRange = { readonly start: number; readonly end: number };

/** Hash of the complete subtree over the leaves `position`·2^`level` to (`position` + 1)·2^`level` − 1. [32 bytes] */
export type ReadSubtree = (level: number, position: number) => Uint8Array;

/** 0x00 ‖ entry: what is hashed to a leaf. */
export const leafBytes = (entry: Uint8Array): Uint8Array => concat(Uint8Array.of(0), entry);
const nodeBytes = (left: Uint8Array, right: Uint8Array): Uint8Array => concat(Uint8Array.of(1), left, right);

/** SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(leafBytes(entry));

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(nodeBytes(left, right));

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Uint8Array = /* @__PURE__ */ sha256(/* @__PURE__ */ new Uint8Array(0));

/** k where `count` = 2^k; undefined for any other count. Not by Math.log2, which rounds near large powers. */
export function exponentOf(count: number): number | undefined {
  let [power, exponent] = [1, 0];
  while (power < count) [power, exponent] = [power * 2, exponent + 1];
  return power === count ? exponent : undefined;
}

/** Largest power of two below `count`; `count` ≥ 2. */
export function splitOf(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

/** Hash over a range whose start is a multiple of the smallest power of two that holds it (all ranges of proofs are). */
export function rangeHash({ start, end }: LeafRange, read: ReadSubtree): Uint8Array {
  const level = exponentOf(end - start);
  if (level !== undefined) return read(level, start / (end - start));
  const middle = start + splitOf(end - start);
  return nodeHash(rangeHash({ start, end: middle }, read), rangeHash({ start: middle, end }, read));
}

/** Root of the tree of the first `size` leaves. */
export const treeRoot = (size: number, read: ReadSubtree): Uint8Array =>
  size === 0 ? emptyRoot : rangeHash({ start: 0, end: size }, read);

/** The ranges whose hashes are the inclusion proof of leaf `index` in the tree of `size` leaves, sibling first. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** The ranges whose hashes prove that the tree of `size` leaves begins with the tree of `oldSize`; 1 ≤ oldSize ≤ size. */
export function consistencyRanges(oldSize: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (oldSize < end) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // The verifier has the old root already; where it is a subtree of the new tree, it is not sent.
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

export const inclusionProof = (index: number, size: number, read: ReadSubtree): Uint8Array[] =>
  inclusionRanges(index, size).map((range) => rangeHash(range, read));

export const consistencyProof = (oldSize: number, size: number, read: ReadSubtree): Uint8Array[] =>
  oldSize === 0 ? [] : consistencyRanges(oldSize, size).map((range) => rangeHash(range, read));

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const half = (value: number) => Math.floor(value / 2);

/**
 * The way from leaf `index` up to the root of a tree of `size` leaves, by the side on which each hash of a proof stands.
 * @returns undefined where no proof of that length leads there.
 */
function sidesOf(index: number, size: number, proof: readonly Uint8Array[]): ("left" | "right")[] | undefined {
  if (!isCount(index) || !isCount(size) || index >= size || proof.some((hash) => hash.length !== 32)) return undefined;
  const sides: ("left" | "right")[] = [];
  let [node, last] = [index, size - 1];
  while (sides.length < proof.length) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      sides.push("left");
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else sides.push("right");
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? sides : undefined;
}

/** Is the leaf with this hash number `index` of the tree with this size and root? */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  let hash = leaf;
  const sides = sidesOf(index, size, proof);
  for (const [at, side] of (sides ?? []).entries())
    hash = side === "left" ? nodeHash(proof[at]!, hash) : nodeHash(hash, proof[at]!);
  return sides !== undefined && sameBytes(hash, root);
}

/** {@link verifyInclusion} by WebCrypto, for a page. */
export async function verifyInclusionInPage(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Promise<boolean> {
  let hash = leaf;
  const sides = sidesOf(index, size, proof);
  for (const [at, side] of (sides ?? []).entries())
    hash = await digest("SHA-256", side === "left" ? nodeBytes(proof[at]!, hash) : nodeBytes(hash, proof[at]!));
  return sides !== undefined && sameBytes(hash, root);
}

/** Does the tree (`size`, `root`) begin with the tree (`oldSize`, `oldRoot`)? A tree of no leaves begins every tree. */
export function verifyConsistency(
  oldSize: number,
  size: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  root: Uint8Array,
): boolean {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size || proof.some((hash) => hash.length !== 32)) return false;
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root);
  if (oldSize === 0) return proof.length === 0 && sameBytes(oldRoot, emptyRoot);
  let [node, last] = [oldSize - 1, size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  // A power of two: the old tree is a subtree of the new one, and the old root begins the way up.
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (!first || proof.length === 0) return false;
  let [oldHash, hash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(oldHash, oldRoot) && sameBytes(hash, root);
}
