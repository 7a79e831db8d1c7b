import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { type Key, type Lock, type Part, parts, RestoreError, restoreBackup, writeBackup } from "../platform/backup.ts";
import { closedTheOther, rememberKey } from "../platform/backup-keys.ts";
import { type HostRole, readConfig } from "../platform/config.ts";
import { connect, type Database } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { keepRetention } from "../rights/index.ts";
import { logFaults } from "../transparency/index.ts";
import { auditReport, trustedLog } from "./audit.ts";
import { progress, typedPath, UsageError } from "./usage.ts";
import { requireOwner, withDatabase } from "./with-database.ts";

export const backup = {
  help: `backup --to FOLDER --recipient KEY: an encrypted copy of a host's database, contacts and answers in files of their own.

  --new-key FILE        makes a key first: FILE (keep it away from this machine) opens backups, the printed age1… closes them.
  --recipient KEY       the public key (age1…) of who may open it. PART=KEY for one part: ${parts.join(", ")}. Repeatable.
  --passphrase-file F   instead of a key: the first line of F.
  --same-key            lets one key close contacts and answers, which together would undo what the hosts keep apart.
  --to FOLDER           where the files go: lang-nghe-DATE-HOST-PART.age

ROLE says which host (office, issuer, collector; default office); each has backups of its own. What waits at the collector for
its batch is never in one. The key DATA_DIR/log-key and, at the issuer, the waves' keys lie outside the database: copy them apart.
With the embedded database, stop the system first; with DATABASE_URL it may run on.
`,
  run: runBackup,
};

export const restore = {
  help: `restore FILE… --identity FILE: puts a host's backup into an empty data folder (DATA_DIR) or database (DATABASE_URL).

  --identity FILE       the key made by backup --new-key. Repeatable.
  --passphrase-file F   the first line of F.

ROLE says which host. What is past its retention date is deleted before anything can be served; then the audit log's chain and
the host's public log are walked. Exit code 1 when they are not as they were written.
`,
  run: runRestore,
};

async function runBackup(parameters: string[]): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      to: { type: "string" },
      recipient: { type: "string", multiple: true },
      "passphrase-file": { type: "string" },
      "new-key": { type: "string" },
      "same-key": { type: "boolean" },
    },
  });
  if (values["new-key"] !== undefined) return newKey(values["new-key"]);
  if (values.to === undefined) throw new UsageError("Name the folder: backup --to FOLDER. --help tells more.");
  const lock = lockOf(values.recipient ?? [], values["passphrase-file"]);
  const folder = typedPath(values.to);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return withDatabase(async (url, config) => {
    await requireOwner(url, config);
    const shared = readConfig(process.env).dataDirectory;
    mkdirSync(shared, { recursive: true });
    for (const part of partsOf[config.role])
      if (!values["same-key"] && closedTheOther(shared, part, lock(part)))
        throw new UsageError(
          `This key has closed the ${part === "answers" ? "contacts" : "answers"} before: whoever holds it would hold both. Use another for ${part}, or --same-key.`,
        );
    const createdOn = new Date().toISOString();
    const prefix = `lang-nghe-${createdOn.slice(0, 19).replaceAll(":", "")}-${config.role}`;
    const file = (part: Part) => join(folder, `${prefix}-${part}.age`);
    progress("backing up …");
    await migrate(url, config.role);
    const rows = await writeBackup(url, config.role, file, lock, createdOn);
    progress("");
    for (const [part, count] of rows) {
      rememberKey(shared, part, lock(part));
      console.log(`${file(part)}: ${count} rows`);
    }
    return 0;
  });
}

/** Parts that a host's database has. */
const partsOf: Record<HostRole, readonly Part[]> = {
  office: ["system", "answers"],
  issuer: ["system", "contacts"],
  collector: ["system", "answers"],
};

async function newKey(file: string): Promise<number> {
  const identity = await generateIdentity();
  writeFileSync(typedPath(file), `${identity}\n`, { mode: 0o600, flag: "wx" });
  console.log(await identityToRecipient(identity));
  return 0;
}

function lockOf(recipients: readonly string[], passphraseFile: string | undefined): (part: Part) => Lock {
  if (passphraseFile !== undefined) {
    const passphrase = firstLine(passphraseFile);
    return () => ({ passphrase });
  }
  const named = recipients.map((entry) =>
    entry.includes("=")
      ? { part: entry.slice(0, entry.indexOf("=")), recipient: entry.slice(entry.indexOf("=") + 1) }
      : { part: undefined, recipient: entry },
  );
  for (const { part, recipient } of named) {
    if (part !== undefined && !parts.includes(part as Part))
      throw new UsageError(`There is no part ${part}; parts are ${parts.join(", ")}.`);
    if (!recipient.startsWith("age1"))
      throw new UsageError(`${recipient} is not a public key (age1…). Make one with: backup --new-key FILE`);
  }
  return (part) => {
    const found = named.find((entry) => entry.part === part) ?? named.find((entry) => entry.part === undefined);
    if (!found)
      throw new UsageError(`No key for the part ${part}: --recipient age1… (make one with backup --new-key FILE)`);
    return { recipient: found.recipient };
  };
}

function firstLine(file: string): string {
  try {
    return readFileSync(typedPath(file), "utf8").split(/\r?\n/)[0] ?? "";
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

async function runRestore(parameters: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: { identity: { type: "string", multiple: true }, "passphrase-file": { type: "string" } },
  });
  const keys: Key[] = (values.identity ?? []).map((file) => ({ identity: firstLine(file) }));
  if (values["passphrase-file"] !== undefined) keys.push({ passphrase: firstLine(values["passphrase-file"]) });
  if (!positionals.length || !keys.length)
    throw new UsageError("Name the files and a key: restore FILE… --identity FILE. --help tells more.");
  return withDatabase(async (url, config) => {
    await requireOwner(url, config);
    progress("restoring …");
    try {
      const rows = await restoreBackup(url, config.role, positionals.map(typedPath), keys);
      const database = connect(url, 2);
      try {
        const deleted = await keepRetention({ config, database, clock: () => new Date() });
        const lines = [...(await auditReport(url, trustedLog(config))), ...(await logReport(database))];
        progress("");
        for (const [part, count] of rows) console.log(`${part}: ${count} rows`);
        const overdue = deleted.find(({ rule }) => rule === "answers")?.deletions.length ?? 0;
        console.log(`studies past their retention date, answers deleted: ${overdue}`);
        for (const line of lines) console.log(line);
        return lines.some((line) => line.startsWith("NOT")) ? 1 : 0;
      } finally {
        await database.destroy();
      }
    } catch (error) {
      progress("");
      if (error instanceof RestoreError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  });
}

/** The host's public log, worked out anew. */
async function logReport(database: Database): Promise<string[]> {
  const faults = await logFaults(database);
  return faults.length ? faults.map((fault) => `NOT  public log: ${fault}`) : ["ok   public log"];
}
