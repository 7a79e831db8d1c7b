import { inflateRawSync } from "node:zlib";
import type { FileLimits } from "./file-limits.ts";
import { FileProblem } from "./file-problem.ts";

type Entry = { method: number; packed: number; size: number; offset: number; encrypted: boolean };

/** Parts of a zip file, inflated one by one when asked for. The directory is checked before anything is inflated. */
export type Zip = { names: string[]; has(name: string): boolean; read(name: string): Uint8Array };

const broken = (reason: string) => new FileProblem("broken", { reason });

/**
 * Opens a zip file. What it claims to hold is summed before, what really comes out is bounded while inflating;
 * the sum over all parts read counts, so many small bombs are one large one.
 * @throws {FileProblem} broken, too-large-inflated, password-protected.
 */
export function openZip(bytes: Uint8Array, limits: FileLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) throw broken("zip64");
  if (count > limits.zipEntries)
    throw new FileProblem("too-large-inflated", { limit: megabytes(limits.inflatedBytes) });
  const entries = new Map<string, Entry>();
  const decoder = new TextDecoder();
  let at = start;
  let claimed = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw broken("zip directory");
    const nameLength = view.getUint16(at + 28, true);
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll("\\", "/");
    const entry: Entry = {
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    claimed += entry.size;
    entries.set(name.replace(/^\//, "").toLowerCase(), entry);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const tooLarge = () => new FileProblem("too-large-inflated", { limit: megabytes(limits.inflatedBytes) });
  if (claimed > limits.inflatedBytes) throw tooLarge();
  let inflated = 0;
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name.toLowerCase()),
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) throw broken(name);
      if (entry.encrypted) throw new FileProblem("password-protected");
      if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50) throw broken(name);
      const from =
        entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
      if (from + entry.packed > bytes.length) throw broken(name);
      const packed = bytes.subarray(from, from + entry.packed);
      const left = limits.inflatedBytes - inflated;
      if (entry.method !== 0 && entry.method !== 8) throw broken(`zip ${entry.method}`);
      let content: Uint8Array;
      try {
        content = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
      } catch (error) {
        if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
        throw broken(name);
      }
      inflated += content.length;
      if (inflated > limits.inflatedBytes) throw tooLarge();
      if (content.length !== entry.size) throw broken(`${name}: ${content.length} ≠ ${entry.size}`);
      return content;
    },
  };
}

const megabytes = (size: number) => Math.round(size / 1_000_000);

/** Offset of the end-of-directory record: the last one, within the last 64 KB of comment. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 65_535; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw broken("zip");
}
