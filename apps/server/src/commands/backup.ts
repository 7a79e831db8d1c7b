import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { type Key, type Lock, type Part, parts, RestoreError, restoreBackup, writeBackup } from "../platform/backup.ts";
import { connect } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { deleteOverdue } from "../responses/index.ts";
import { progress, typedPath, UsageError } from "./usage.ts";
import { withDatabase } from "./with-database.ts";

export const backup = {
  help: `backup --to FOLDER --recipient KEY: an encrypted copy of everything, contacts and answers in files of their own.

  --new-key FILE        makes a key first: FILE (keep it away from this machine) opens backups, the printed age1… closes them.
  --recipient KEY       the public key (age1…) of who may open it. PART=KEY for one part: ${parts.join(", ")}. Repeatable.
  --passphrase-file F   instead of a key: the first line of F.
  --to FOLDER           where the files go: lang-nghe-DATE-PART.age

With the embedded database, stop the system first; with DATABASE_URL it may run on.
`,
  run: runBackup,
};

export const restore = {
  help: `restore FILE… --identity FILE: puts a backup into an empty data folder (DATA_DIR) or database (DATABASE_URL).

  --identity FILE       the key made by backup --new-key. Repeatable.
  --passphrase-file F   the first line of F.

Answers whose retention date has passed since are deleted before anything can be served.
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
    },
  });
  if (values["new-key"] !== undefined) return newKey(values["new-key"]);
  if (values.to === undefined) throw new UsageError("Name the folder: backup --to FOLDER. --help tells more.");
  const lock = lockOf(values.recipient ?? [], values["passphrase-file"]);
  const folder = typedPath(values.to);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return withDatabase(async (url) => {
    const createdOn = new Date().toISOString();
    const file = (part: Part) => join(folder, `lang-nghe-${createdOn.slice(0, 19).replaceAll(":", "")}-${part}.age`);
    progress("backing up …");
    await migrate(url);
    const rows = await writeBackup(url, file, lock, createdOn);
    progress("");
    for (const [part, count] of rows) console.log(`${file(part)}: ${count} rows`);
    return 0;
  });
}

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
  return withDatabase(async (url) => {
    progress("restoring …");
    try {
      const rows = await restoreBackup(url, positionals.map(typedPath), keys);
      const database = connect(url, 2);
      const deleted = await deleteOverdue({ database, clock: () => new Date() });
      await database.destroy();
      progress("");
      for (const [part, count] of rows) console.log(`${part}: ${count} rows`);
      console.log(`studies past their retention date, answers deleted: ${deleted.length}`);
      return 0;
    } catch (error) {
      progress("");
      if (error instanceof RestoreError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  });
}
