import { createInterface } from "node:readline/promises";
import type { Config } from "./platform/config.ts";
import {
  type EmbeddedPostgres,
  FolderInUse,
  startEmbeddedPostgres,
  UnreachableFolder,
} from "./platform/embedded-postgres.ts";

/** Starts the embedded server; as root under a closed home, offers the folder that would do. */
export async function startDatabase(config: Config): Promise<EmbeddedPostgres> {
  try {
    return await startEmbeddedPostgres(config.dataDirectory);
  } catch (error) {
    if (!(error instanceof UnreachableFolder) || !process.stdin.isTTY) throw error;
    console.error(error.message);
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await prompt.question(`Use ${error.suggestion} now? [Y/n] `);
    prompt.close();
    if (/^n/i.test(answer.trim())) throw error;
    config.dataDirectory = error.suggestion;
    return startEmbeddedPostgres(config.dataDirectory);
  }
}

/** What stopped a start, in words where the operator can mend it; a bug with its trace. */
export function explainFailedStart(error: unknown): string {
  const { code, message, stack, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} is in use by another program. Choose another one, for example: PORT=${(port ?? 3000) + 10} npm start`;
  if (
    error instanceof UnreachableFolder ||
    error instanceof FolderInUse ||
    /^(ROLE|PORT|[A-Z]+_URL|Migration|The database has)/.test(message)
  )
    return message;
  return stack ?? String(error);
}
