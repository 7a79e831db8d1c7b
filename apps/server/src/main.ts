import { mkdirSync } from "node:fs";
import { newSetupLink } from "./accounts/index.ts";
import { buildApp } from "./app.ts";
import { readConfig } from "./platform/config.ts";
import { connect } from "./platform/database.ts";
import { startEmbeddedPostgres } from "./platform/embedded-postgres.ts";
import { migrate } from "./platform/migrate.ts";

const config = readConfig(process.env);
mkdirSync(config.dataDirectory, { recursive: true });
const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataDirectory);
const url = config.databaseUrl ?? embedded?.url("postgres") ?? "";
await migrate(url);
const database = connect(url);
const clock = () => new Date();
const app = await buildApp({ config, database, clock }, { log: true });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await app.close();
  await database.destroy();
  await embedded?.stop();
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

await app.listen({ port: config.port, host: "0.0.0.0" });
const token = await newSetupLink(database, clock);
console.log(
  token ? `Lắng Nghe: ${config.publicUrl}/console/setup#${token}` : `Lắng Nghe: ${config.publicUrl}/console/`,
);
