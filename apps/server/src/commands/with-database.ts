import { type Config, readConfig } from "../platform/config.ts";
import { FolderInUse, startEmbeddedPostgres, UnreachableFolder } from "../platform/embedded-postgres.ts";
import { UsageError } from "./usage.ts";

/** Runs `work` on the configured database; the embedded one is started for it and stopped afterwards. */
export async function withDatabase<T>(work: (url: string, config: Config) => Promise<T>): Promise<T> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  if (config.databaseUrl) return work(config.databaseUrl, config);
  const embedded = await startEmbeddedPostgres(config.dataDirectory).catch((error: unknown) => {
    if (error instanceof FolderInUse || error instanceof UnreachableFolder)
      throw new UsageError(error.message, { cause: error });
    throw error;
  });
  try {
    return await work(embedded.url("postgres"), config);
  } finally {
    await embedded.stop();
  }
}
