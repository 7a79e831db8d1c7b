import { existsSync } from "node:fs";
import { join } from "node:path";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { currentCheckpoint } from "./checkpoints.ts";
import { hostKey } from "./host-key.ts";
import { appendToLog } from "./log.ts";
import { lastCheckpoint } from "./queries.ts";

type Folder = Pick<Platform["config"], "dataDirectory" | "publicUrl">;

const atLoss = `Put back the log-key that you keep apart from the backups. Where it is lost for good, tell the witnesses first, since everyone will see that the key changed; then: npm run -s lang-nghe -- audit new-log-key`;

/**
 * A log that has spoken under one key does not go on under another by itself: after a restore without the key, a host would
 * otherwise make a new one in silence, and every witness would take it for a forgery.
 * @throws {Error} telling what to do.
 */
export async function demandLogKey(database: Database, config: Folder): Promise<void> {
  const last = await lastCheckpoint(database);
  if (!last) return;
  if (!existsSync(join(config.dataDirectory, "log-key")))
    throw new Error(`The database has a signed public log, and there is no log-key in DATA_DIR. ${atLoss}`);
  await hostKey(config)
    .openNote(last.note)
    .catch((cause: unknown) => {
      throw new Error(`The database has a public log signed by another key than the log-key in DATA_DIR. ${atLoss}`, {
        cause,
      });
    });
}

/**
 * After the old key was lost: from here on the log is signed by the key in DATA_DIR (made now where there is none), and says so in
 * an entry and in the audit log.
 * @returns the new key's line.
 */
export async function replaceLogKey(host: Pick<Platform, "database" | "config">): Promise<string> {
  const { line } = hostKey(host.config);
  await inTransaction(host.database, async (transaction) => {
    await appendToLog(transaction, "key", `log ${line}`);
    await audit(transaction, undefined, "transparency.new-key", line);
  });
  await currentCheckpoint(host);
  return line;
}
