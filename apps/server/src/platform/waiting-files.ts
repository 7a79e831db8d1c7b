import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "./problem.ts";
import type { Upload } from "./upload.ts";

/** How long a file waits for its plan. */
const longest = 3600_000;
const mostWaiting = 8;

/**
 * Uploaded files between upload and plan: in a folder only the server's account can read, for an hour at most, never across a
 * restart.
 * @param name of the folder in the data directory; everyone who waits has one of their own.
 */
export function waitingFiles(dataDirectory: string, name: string) {
  const folder = join(dataDirectory, name);
  rmSync(folder, { recursive: true, force: true });
  const waiting = new Map<string, { fileName: string; timer: NodeJS.Timeout }>();
  const path = (id: string) => join(folder, id);

  async function remove(id: string): Promise<void> {
    clearTimeout(waiting.get(id)?.timer);
    waiting.delete(id);
    await rm(path(id), { force: true });
  }

  return {
    async put({ fileName, bytes }: Upload): Promise<string> {
      while (waiting.size >= mostWaiting) await remove(waiting.keys().next().value!);
      const id = randomUUID();
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await writeFile(path(id), bytes, { mode: 0o600 });
      const timer = setTimeout(() => void remove(id).catch(() => undefined), longest);
      timer.unref();
      waiting.set(id, { fileName, timer });
      return id;
    },
    /** @throws {Problem} responses.no-import. */
    async get(id: string): Promise<Upload> {
      const found = waiting.get(id);
      const bytes = found && (await readFile(path(id)).catch(() => undefined));
      if (!found || !bytes) throw new Problem("responses.no-import");
      return { fileName: found.fileName, bytes };
    },
    remove,
    close(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
