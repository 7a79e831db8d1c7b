import type { HostLog } from "../platform/audit-checkpoint.ts";
import type { Config } from "../platform/config.ts";
import { hostKey } from "./host-key.ts";
import { appendToLog } from "./log.ts";
import { bodiesOf } from "./queries.ts";

export { announceAnswerPage, pageWithoutForm } from "./answer-page-hash.ts";
export { proofFile } from "./checkpoints.ts";
export { type HostKey, hostKey } from "./host-key.ts";
export { demandLogKey, replaceLogKey } from "./kept-key.ts";
export { appendManyToLog, appendToLog, inclusionProof, logFaults } from "./log.ts";
export { transparency } from "./routes.ts";

/** What the audit log's checkpoints need of the host's log. */
export function hostLog(config: Pick<Config, "dataDirectory" | "publicUrl">): HostLog {
  const { origin, signNote, openNote } = hostKey(config);
  return {
    origin,
    signNote,
    openNote,
    append: (transaction, body) => appendToLog(transaction, "audit", body),
    notes: async (database) => (await bodiesOf(database, "audit")).map((body) => `${body}\n`),
  };
}
