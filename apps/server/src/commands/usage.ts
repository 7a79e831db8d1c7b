/** Something the person at the terminal can mend: said in one line, exit code 2. */
export class UsageError extends Error {}

/** Tells of long work on a terminal; silent in a pipe. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
