import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Share of the disk under `folder` that is in use, 0 to 1. */
export async function diskUse(folder: string): Promise<number> {
  const { blocks, bavail } = await statfs(existing(folder));
  return blocks === 0 ? 0 : 1 - bavail / blocks;
}

const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

/** Bytes left for us, and in all, on the disk under `folder`. */
export async function diskSpace(folder: string): Promise<{ left: number; total: number }> {
  const { bavail, bsize, blocks } = await statfs(existing(folder));
  return { left: bavail * bsize, total: blocks * bsize };
}
