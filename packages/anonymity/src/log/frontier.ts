import { emptyRoot, nodeHash } from "./merkle-tree.ts";

/**
 * The right edge of a growing tree: hashes of its complete subtrees, the largest first, one for each 1 in the binary number
 * `size`. Enough to append leaves and to know the root, so a reader who keeps it needs only what is new.
 */
export type Frontier = { readonly size: number; readonly hashes: readonly Uint8Array[] };

export const emptyFrontier: Frontier = { size: 0, hashes: [] };

/** The edge after one more leaf. */
export function appendLeaf({ size, hashes }: Frontier, leaf: Uint8Array): Frontier {
  const grown = [...hashes];
  let hash = leaf;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(grown.pop()!, hash);
  return { size: size + 1, hashes: [...grown, hash] };
}

export const frontierRoot = ({ hashes }: Frontier): Uint8Array =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
