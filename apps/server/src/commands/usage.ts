import { resolve } from "node:path";

/** Something the person at the terminal can mend: said in one line, exit code 2. */
export class UsageError extends Error {}

/** Tells of long work on a terminal; silent in a pipe. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** A path as the person typed it: npm runs scripts from the project's root, and tells where it was called. */
export const typedPath = (path: string): string => resolve(process.env.INIT_CWD ?? ".", path);
