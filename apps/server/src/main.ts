// The running system: database, server, public site. Started by tools/start.mjs.
import { createInterface } from "node:readline/promises";
import { newSetupLink } from "./accounts/index.ts";
import { buildApp } from "./app.ts";
import { type Config, readConfig } from "./platform/config.ts";
import { connect } from "./platform/database.ts";
import {
  type EmbeddedPostgres,
  FolderInUse,
  startEmbeddedPostgres,
  UnreachableFolder,
} from "./platform/embedded-postgres.ts";
import { migrate } from "./platform/migrate.ts";
import { publishSite } from "./releases/index.ts";
import { deleteOverdue } from "./responses/index.ts";

try {
  await run(readConfig(process.env));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function run(config: Config): Promise<void> {
  const embedded = config.databaseUrl ? undefined : await startDatabase(config);
  const url = config.databaseUrl ?? embedded!.url("postgres");
  let stopping: Promise<void> | undefined;
  try {
    await migrate(url);
    const database = connect(url);
    const clock = () => new Date();
    const platform = { config, database, clock };
    // Before anything is served: what is past its retention date goes.
    await deleteOverdue(platform);
    setInterval(() => void deleteOverdue(platform), 3600_000).unref();
    const app = await buildApp(platform, { log: true });
    const stop = async () => {
      await app.close();
      await database.destroy();
      await embedded?.stop();
      process.exit(0);
    };
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (stopping ??= stop()));
    await publishSite(platform);
    await app.listen({ port: config.port, host: "::" });
    const token = await newSetupLink(database, clock);
    console.log(`Lắng Nghe: ${config.publicUrl}/console/${token ? `setup#${token}` : ""}`);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Starts the embedded server; as root under a closed home, offers the folder that would do. */
async function startDatabase(config: Config): Promise<EmbeddedPostgres> {
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

function explain(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return "This port is in use by another program. Choose another one, for example: PORT=3001 npm start";
  if (
    error instanceof UnreachableFolder ||
    error instanceof FolderInUse ||
    /^(PORT|PUBLIC_URL|DATABASE_URL|Migration|The database has)/.test(message)
  )
    return message;
  return stack ?? String(error);
}
