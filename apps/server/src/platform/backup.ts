import { createReadStream, createWriteStream, renameSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Decrypter, Encrypter } from "age-encryption";
import pg from "pg";
import { migrate } from "./migrate.ts";

/**
 * A backup is one encrypted file a part, so that whoever keeps one part learns nothing of the others: contacts and answers
 * never lie in the same file, nor need to lie under the same key. In the order in which they are restored.
 */
export const parts = ["office", "contacts", "answers"] as const;
export type Part = (typeof parts)[number];

/** Which part a Postgres schema belongs to. */
export const partOf = (schema: string): Part =>
  schema === "responses" ? "answers" : schema === "invitations" ? "contacts" : "office";

/** Who can open a backup: the holder of an age key, or of a passphrase. */
export type Lock = { recipient: string } | { passphrase: string };
export type Key = { identity: string } | { passphrase: string };

/** First line of a part. */
type Header = { format: "lang-nghe-backup-1"; part: Part; migrations: string[]; createdOn: string };

const batch = 500;

/**
 * Writes the parts of a database, as it stands at one moment, to `<folder>/<prefix>-<part>.age`: JSON lines, gzip, age.
 * A file appears under its name only when it is whole. @returns rows written of each part; empty parts have no file.
 */
export async function writeBackup(
  url: string,
  file: (part: Part) => string,
  lock: (part: Part) => Lock,
  createdOn: string,
): Promise<Map<Part, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const migrations = await migrationsOf(client);
    const tables = await tablesInOrder(client);
    const rows = new Map<Part, number>();
    for (const part of parts) {
      const own = tables.filter((table) => partOf(table.split(".")[0]!) === part);
      if (!own.length) continue;
      const counter = { rows: 0 };
      const header: Header = { format: "lang-nghe-backup-1", part, migrations, createdOn };
      const plain = Readable.from(lines(client, header, own, counter)).pipe(createGzip());
      await encryptTo(file(part), plain, lock(part));
      rows.set(part, counter.rows);
    }
    return rows;
  } finally {
    await client.end();
  }
}

async function* lines(
  client: pg.Client,
  header: Header,
  tables: string[],
  counter: { rows: number },
): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of tables) {
    yield `${JSON.stringify({ table })}\n`;
    await client.query(`declare rows cursor for select to_jsonb(t)::text as row from ${table} t`);
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`fetch ${batch} from rows`);
      if (!rows.length) break;
      counter.rows += rows.length;
      yield rows.map(({ row }) => `${row}\n`).join("");
    }
    await client.query("close rows");
  }
}

async function encryptTo(path: string, plain: Readable, lock: Lock): Promise<void> {
  const encrypter = new Encrypter();
  if ("recipient" in lock) encrypter.addRecipient(lock.recipient);
  else encrypter.setPassphrase(lock.passphrase);
  const sealed = await encrypter.encrypt(Readable.toWeb(plain) as ReadableStream<Uint8Array>);
  await pipeline(
    Readable.fromWeb(sealed as Parameters<typeof Readable.fromWeb>[0]),
    createWriteStream(`${path}.new`, { mode: 0o600 }),
  );
  renameSync(`${path}.new`, path);
}

/** What is wrong with a backup or its target, said to the person who restores. */
export class RestoreError extends Error {}

/**
 * Restores parts into an empty database, in one transaction a part, then brings the schema to today's.
 * @throws {RestoreError} a wrong key, a broken file, a database that already holds something, a newer backup.
 */
export async function restoreBackup(
  url: string,
  files: readonly string[],
  keys: readonly Key[],
): Promise<Map<Part, number>> {
  const opened: { path: string; header: Header }[] = [];
  for (const path of files) opened.push({ path, header: await headerOf(path, keys) });
  opened.sort((a, b) => parts.indexOf(a.header.part) - parts.indexOf(b.header.part));
  const [first] = opened;
  if (!first) throw new RestoreError("Name at least one backup file.");
  for (const { header, path } of opened)
    if (header.createdOn !== first.header.createdOn)
      throw new RestoreError(`${path} is from another backup (${header.createdOn}, not ${first.header.createdOn}).`);
  await migrate(url, "office", first.header.migrations.at(-1));
  const restored = new Map<Part, number>();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if (JSON.stringify(await migrationsOf(client)) !== JSON.stringify(first.header.migrations))
      throw new RestoreError(
        "The database's schema is not the backup's: restore into an empty data folder, with this or a newer version.",
      );
    await client.query("begin");
    const { rows } = await client.query<{ filled: boolean }>(
      "select exists (select from accounts.staff) or exists (select from studies.study) as filled",
    );
    if (rows[0]?.filled)
      throw new RestoreError("The database already holds something; restore into an empty one (another DATA_DIR).");
    for (const { path, header } of opened) restored.set(header.part, await insertRows(client, path, keys));
    await resetSequences(client);
    await client.query("commit");
  } finally {
    await client.end();
  }
  await migrate(url);
  return restored;
}

/** Hands the lines of a part to `take`, one after another, to the very end: age authenticates the last byte too. */
async function eachLine(
  path: string,
  keys: readonly Key[],
  take: (line: string) => void | Promise<void>,
): Promise<void> {
  const decrypter = new Decrypter();
  for (const key of keys) {
    if ("identity" in key) decrypter.addIdentity(key.identity);
    else decrypter.addPassphrase(key.passphrase);
  }
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>);
  } catch (error) {
    throw new RestoreError(`${path} cannot be opened: a wrong key, or not a backup.`, { cause: error });
  }
  let failure: unknown;
  try {
    await pipeline(
      Readable.fromWeb(plain as Parameters<typeof Readable.fromWeb>[0]),
      createGunzip(),
      async (text: AsyncIterable<Buffer>) => {
        const decoder = new TextDecoder();
        let rest = "";
        for await (const chunk of text) {
          const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) {
            try {
              await take(line);
            } catch (error) {
              failure = error;
              throw error;
            }
          }
        }
      },
    );
  } catch (error) {
    if (failure !== undefined) throw failure;
    throw new RestoreError(`${path} is broken or cut off: nothing of it was restored.`, { cause: error });
  }
}

/** Reads a part to its end, so that a broken one is known before anything is written. */
async function headerOf(path: string, keys: readonly Key[]): Promise<Header> {
  let header: Header | undefined;
  await eachLine(path, keys, (line) => {
    header ??= JSON.parse(line) as Header;
  });
  if (header?.format !== "lang-nghe-backup-1") throw new RestoreError(`${path} is not a backup of Lắng Nghe.`);
  return header;
}

async function insertRows(client: pg.Client, path: string, keys: readonly Key[]): Promise<number> {
  const known = new Set(await tablesInOrder(client));
  let table: string | undefined;
  let waiting: string[] = [];
  let count = 0;
  let isHeader = true;
  const flush = async () => {
    if (!waiting.length) return;
    await client.query(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [`[${waiting.join(",")}]`],
    );
    count += waiting.length;
    waiting = [];
  };
  await eachLine(path, keys, async (line) => {
    if (isHeader) {
      isHeader = false;
      return;
    }
    if (line.startsWith('{"table":')) {
      await flush();
      table = (JSON.parse(line) as { table: string }).table;
      if (!known.has(table)) throw new RestoreError(`${path} names a table that does not exist: ${table}.`);
    } else if (waiting.push(line) >= batch) await flush();
  });
  await flush();
  return count;
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  return (await client.query<{ name: string }>("select name from platform.migration order by name")).rows.map(
    ({ name }) => name,
  );
}

/** Tables of ours, each after those it refers to; the list of migrations is not data. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(`
    select n.nspname || '.' || c.relname as name,
      coalesce(array_agg(fn.nspname || '.' || f.relname) filter (where f.oid is not null and f.oid <> c.oid), '{}') as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
    left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and (n.nspname, c.relname) <> ('platform', 'migration')
    group by 1 order by 1`);
  const ordered: string[] = [];
  const add = (name: string) => {
    if (ordered.includes(name)) return;
    for (const needed of rows.find((row) => row.name === name)?.needs ?? []) add(needed);
    ordered.push(name);
  };
  for (const { name } of rows) add(name);
  return ordered;
}

async function resetSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select n.nspname || '.' || c.relname as table, a.attname as column from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace where a.attidentity <> ''`);
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), coalesce((select max(${column}) from ${table}), 1))`,
    );
}
