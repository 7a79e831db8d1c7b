// One host, as ROLE says: database, server, and at the office the public site. Started by tools/start.mjs, or by trial.ts.
import { runHost } from "./host.ts";
import { readConfig } from "./platform/config.ts";
import { explainFailedStart } from "./start-database.ts";

try {
  await runHost(readConfig(process.env), { clock: () => new Date() });
} catch (error) {
  console.error(explainFailedStart(error));
  process.exit(1);
}
