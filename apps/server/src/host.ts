// One host from its database to its socket.
import { newSetupLink } from "./accounts/index.ts";
import { buildApp } from "./app.ts";
import { keepCheckpoints } from "./platform/audit-checkpoint.ts";
import type { Config } from "./platform/config.ts";
import { connect } from "./platform/database.ts";
import { prepareDatabase } from "./platform/database-roles.ts";
import type { Platform } from "./platform/platform.ts";
import { publishSite } from "./releases/index.ts";
import { keepRetention } from "./rights/index.ts";
import { startDatabase } from "./start-database.ts";
import { announceAnswerPage, demandLogKey, hostLog } from "./transparency/index.ts";

/**
 * Runs the host that `config.role` says until it is told to end (SIGINT, SIGTERM, or its trial has gone), then ends the process.
 * @param given of the platform: the clock, and what only tests give.
 */
export async function runHost(config: Config, given: Pick<Platform, "clock" | "rounds" | "mixing">): Promise<void> {
  const embedded = config.databaseUrl ? undefined : await startDatabase(config);
  const url = config.databaseUrl ?? embedded!.url("postgres");
  let stopping: Promise<void> | undefined;
  try {
    const login = await prepareDatabase(url, config.role, config.dataDirectory);
    if (login.fault) console.error(`Lắng Nghe: ${login.fault}. See docs/operations.md, Database logins.`);
    const database = connect(login.url);
    const platform = { ...given, config, database };
    await demandLogKey(database, config);
    // Before anything is served: what is past its retention date goes.
    await keepRetention(platform);
    await announceAnswerPage(platform);
    const app = await buildApp(platform, { log: true });
    // A database that is away for a moment must not end the host: the next hour tries again.
    const hourly = () => keepRetention(platform).catch((error) => app.log.error({ err: error }, "retention waits"));
    setInterval(() => void hourly(), 3600_000).unref();
    const checkpoints = keepCheckpoints(database, hostLog(config), (error) =>
      app.log.error({ err: error }, "the audit log's head could not be signed"),
    );
    app.addHook("onResponse", async (request) => {
      if (request.method !== "GET" && request.url.startsWith("/api/")) void checkpoints.consider();
    });
    const stop = async () => {
      await app.close();
      await checkpoints.stop();
      await database.destroy();
      await embedded?.stop();
      process.exit(0);
    };
    // A trial that ends, however it ends, takes its hosts along.
    for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.on(signal, () => (stopping ??= stop()));
    if (config.role === "office") await publishSite(platform);
    await app.listen({ port: config.port, host: "::" });
    const address = await firstAddress(config, () => newSetupLink(database, given.clock));
    if (process.send) process.send({ address });
    else console.log(`Lắng Nghe: ${address}`);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Where staff begin; with the one-time link while there is nobody. The collector has no staff. */
async function firstAddress(config: Config, setupLink: () => Promise<string | undefined>): Promise<string> {
  if (config.role === "collector") return config.publicUrl;
  const token = await setupLink();
  return `${config.publicUrl}/console/${token ? `setup#${token}` : ""}`;
}
