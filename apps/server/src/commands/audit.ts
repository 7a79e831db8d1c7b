import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseVerifierKey, type VerifierKey, verifyNote } from "@lang-nghe/anonymity/log";
import type { Fault, Head } from "../platform/audit-chain.ts";
import { type HostLog, makeCheckpoint, readCheckpointText, verifyAudit } from "../platform/audit-checkpoint.ts";
import type { Config } from "../platform/config.ts";
import { connect } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { demandLogKey, hostLog, replaceLogKey } from "../transparency/index.ts";
import { typedPath, UsageError } from "./usage.ts";
import { withDatabase } from "./with-database.ts";

export const audit = {
  help: `audit verify | checkpoint | new-log-key: is the record of what staff did as it was written? and a signed word on it for an outsider.

  audit verify                   walks the chain of the audit log, and holds it against every checkpoint in the database and the
                                 host's log. Exit code 1 and the first bad row when it is not as it was written.
      --checkpoint FILE          besides, against a checkpoint that was given away. Repeatable.
      --key KEY                  the host's key (a line, as at /log/key, or a file with it) as the outsider knows it;
                                 default: the one in DATA_DIR.
  audit checkpoint               signs where the log stands now and prints it, for a witness outside to keep.
  audit new-log-key              when DATA_DIR/log-key is lost for good: makes another, and says so in the public log. Whoever
                                 watches the log sees it, and asks.

ROLE says which host. With the embedded database, stop the system first; with DATABASE_URL it may run on.
`,
  run,
};

async function run([what, ...parameters]: string[]): Promise<number> {
  if (what === "verify") return verify(parameters);
  if (what === "checkpoint" && !parameters.length) return checkpoint();
  if (what === "new-log-key" && !parameters.length) return newLogKey();
  throw new UsageError("Say what: audit verify, or audit checkpoint. --help tells more.");
}

async function checkpoint(): Promise<number> {
  return withDatabase(async (url, config) => {
    await migrate(url, config.role);
    const database = connect(url, 2);
    try {
      const note = await makeCheckpoint(database, hostLog(config));
      if (!note) throw new UsageError("The audit log is empty: there is nothing to sign yet.");
      process.stdout.write(note);
      return 0;
    } finally {
      await database.destroy();
    }
  });
}

async function newLogKey(): Promise<number> {
  return withDatabase(async (url, config) => {
    await migrate(url, config.role);
    const database = connect(url, 2);
    try {
      const fault = await demandLogKey(database, config).then(
        () => undefined,
        () => true,
      );
      if (!fault) throw new UsageError("The log's key is in its place: there is nothing to replace.");
      console.log(await replaceLogKey({ database, config }));
      return 0;
    } finally {
      await database.destroy();
    }
  });
}

async function verify(parameters: string[]): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: { checkpoint: { type: "string", multiple: true }, key: { type: "string" } },
  });
  return withDatabase(async (url, config) => {
    await migrate(url, config.role);
    const log = trustedLog(config, values.key);
    if (values.checkpoint && !log)
      throw new UsageError(
        "There is no log-key in DATA_DIR to check the checkpoint with: name the host's key with --key.",
      );
    const outside: Head[] = [];
    for (const file of values.checkpoint ?? []) outside.push(await givenAway(log!, file));
    const lines = await auditReport(url, log, outside);
    for (const line of lines) console.log(line);
    return lines.some((line) => line.startsWith("NOT")) ? 1 : 0;
  });
}

/** The host's log, believed under the key given or the one in the data folder; undefined when there is neither. */
export function trustedLog(config: Config, given?: string): HostLog | undefined {
  const known = existsSync(join(config.dataDirectory, "log-key"));
  if (given === undefined) return known ? hostLog(config) : undefined;
  const key = keyOf(given);
  const checking = { origin: key.name, openNote: (note: string) => verifyNote(note, key) };
  // A key in the data folder is not made for this: where there is none, only what is given is looked at.
  return known ? { ...hostLog(config), ...checking } : { ...checking, ...noLog };
}

const noLog: Pick<HostLog, "append" | "notes" | "signNote"> = {
  append: () => Promise.reject(new Error("There is no log here.")),
  notes: async () => [],
  signNote: () => {
    throw new Error("There is no key here.");
  },
};

function keyOf(given: string): VerifierKey {
  try {
    return parseVerifierKey(existsSync(typedPath(given)) ? readFileSync(typedPath(given), "utf8") : given);
  } catch (error) {
    throw new UsageError(`${given} is no key of a host: one line, as at /log/key.`, { cause: error });
  }
}

async function givenAway(log: HostLog, file: string): Promise<Head> {
  try {
    return readCheckpointText(log.origin, await log.openNote(readFileSync(typedPath(file), "utf8")));
  } catch (error) {
    throw new UsageError(`${file} is no checkpoint of this host's audit log: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** One line each: `ok` or `NOT`, then what. */
export async function auditReport(
  url: string,
  log: HostLog | undefined,
  outside: readonly Head[] = [],
): Promise<string[]> {
  const { head, fault, checkpoints, badNotes } = await verifyAudit(url, log, outside);
  const lines = [
    fault
      ? `NOT  audit log: ${faultSentence(fault)}`
      : `ok   audit log: ${head.position} entries, unbroken; ${checkpoints} checkpoints hold`,
  ];
  if (badNotes) lines.push(`NOT  audit log: ${badNotes} kept checkpoints are not signed by the host's key`);
  if (!log) lines.push("ok   audit log: kept checkpoints not looked at, there is no log-key in DATA_DIR");
  return lines;
}

function faultSentence({ position, kind, row, head }: Fault): string {
  const named = row
    ? `entry ${position} (${new Date(Number(BigInt(row.micros) / 1000n)).toISOString()}, ${row.action}, by ${row.person ?? "the system"})`
    : `entry ${position}`;
  switch (kind) {
    case "changed":
      return `${named} is not as it was written: changed, moved, or put in`;
    case "missing":
      return `${named} is missing: deleted`;
    case "past-the-chain":
      return `an entry after ${position - 1} was written past the chain (${row?.action}, by ${row?.person ?? "the system"})`;
    case "rewritten":
      return `from entry ${position} on the log was written anew: a checkpoint over ${head?.position} entries says otherwise`;
    case "cut-off":
      return `${named} and what followed is missing: a checkpoint over ${head?.position} entries was signed`;
  }
}
