import { type Config, readConfig } from "../platform/config.ts";
import { startEmbeddedPostgres } from "../platform/embedded-postgres.ts";
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
  if (await answersOn(config.port))
    throw new UsageError(
      `Lắng Nghe is running on port ${config.port}: stop it first, or give DATABASE_URL. The embedded database serves one program at a time.`,
    );
  const embedded = await startEmbeddedPostgres(config.dataDirectory);
  try {
    return await work(embedded.url("postgres"), config);
  } finally {
    await embedded.stop();
  }
}

async function answersOn(port: number): Promise<boolean> {
  if (port === 0) return false;
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) });
    return "database" in ((await reply.json()) as object);
  } catch {
    return false;
  }
}
