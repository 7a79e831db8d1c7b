import { createReadStream, createWriteStream, renameSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Decrypter, Encrypter } from "age-encryption";
import pg from "pg";
import type { HostRole } from "./config.ts";
import { migrate } from "./migrate.ts";

/**
 * A backup is one encrypted file a part, so that whoever keeps one part learns nothing of the others: contacts and answers
 * never lie in the same file, nor under the same key (backup-keys.ts). In the order in which they are restored.
 */
export const parts = ["system", "contacts", "answers"] as const;
export type Part = (typeof parts)[number];

/** Which part a Postgres schema belongs to: opened answers of the office, sealed ones of the collector, the issuer's roster. */
export const partOf = (schema: string): Part =>
  schema === "responses" || schema === "deposits" ? "answers" : schema === "invitations" ? "contacts" : "system";

/** Never in a backup. Two backups of what waits for its batch would tell who came between them. */
const leftOut = ["deposits.staged"];

/** Who can open a backup: the holder of an age key, or of a passphrase. */
export type Lock = { recipient: string } | { passphrase: string };
export type Key = { identity: string } | { passphrase: string };

/** First line of a part. */
type Header = { role: HostRole; part: Part; migrations: string[]; createdOn: string };

const format = "lang-nghe-backup-2";

/** @throws {RestoreError} unless `line` begins a backup. The first format knew one host and called the part "office". */
function readHeader(path: string, line: string | undefined): Header {
  const header = (line === undefined ? {} : JSON.parse(line)) as Partial<Header> & { format?: string };
  if (header.format === "lang-nghe-backup-1")
    return { ...header, role: "office", part: (header.part as string) === "answers" ? "answers" : "system" } as Header;
  if (header.format !== format)
    throw new RestoreError(`${path} is not a backup of Lắng Nghe, or one of a newer version.`);
  return header as Header;
}

const batch = 500;

/**
 * Writes the parts of a host's database, as it stands at one moment: JSON lines, gzip, age. Rows stand in the order of their
 * keys, which says nothing of when they came. A file appears under its name only when it is whole.
 * @returns rows written of each part; empty parts have no file.
 */
export async function writeBackup(
  url: string,
  role: HostRole,
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
      const own = tables.filter(({ name }) => partOf(name.split(".")[0]!) === part && !leftOut.includes(name));
      if (!own.length) continue;
      const counter = { rows: 0 };
      const header: Header = { role, part, migrations, createdOn };
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
  tables: Table[],
  counter: { rows: number },
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format, ...header })}\n`;
  for (const { name, key } of tables) {
    yield `${JSON.stringify({ table: name })}\n`;
    const order = key.length ? key.map((column) => `t.${column}`).join(", ") : "t::text";
    await client.query(`declare rows cursor for select to_jsonb(t)::text as row from ${name} t order by ${order}`);
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
  role: HostRole,
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
  for (const { header, path } of opened)
    if (header.role !== role)
      throw new RestoreError(
        `${path} is a backup of the ${header.role}, and ROLE is ${role}: set ROLE=${header.role}.`,
      );
  await migrate(url, role, first.header.migrations.at(-1));
  const restored = new Map<Part, number>();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if (JSON.stringify(await migrationsOf(client)) !== JSON.stringify(first.header.migrations))
      throw new RestoreError(
        "The database's schema is not the backup's: restore into an empty data folder, with this or a newer version.",
      );
    await client.query("begin");
    for (const { name } of await tablesInOrder(client)) {
      if (madeByAStart.includes(name)) continue;
      if ((await client.query(`select from ${name} limit 1`)).rowCount)
        throw new RestoreError("The database already holds something; restore into an empty one (another DATA_DIR).");
    }
    for (const { path, header } of opened) restored.set(header.part, await insertRows(client, path, keys));
    await resetSequences(client);
    await client.query("commit");
  } finally {
    await client.end();
  }
  await migrate(url, role);
  return restored;
}

/** What a start without anything else leaves in a database. */
const madeByAStart = ["accounts.one_time_link", "platform.setting"];

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
  let first: string | undefined;
  await eachLine(path, keys, (line) => {
    first ??= line;
  });
  return readHeader(path, first);
}

async function insertRows(client: pg.Client, path: string, keys: readonly Key[]): Promise<number> {
  const known = new Set((await tablesInOrder(client)).map(({ name }) => name));
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

type Table = { name: string /** Columns of its primary key. */; key: string[] };

/** Tables of ours, each after those it refers to; the list of migrations is not data. */
async function tablesInOrder(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(`
    select n.nspname || '.' || c.relname as name,
      coalesce(array_agg(fn.nspname || '.' || f.relname) filter (where f.oid is not null and f.oid <> c.oid), '{}') as needs,
      coalesce((select array_agg(a.attname::text order by array_position(p.conkey, a.attnum)) from pg_constraint p
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (p.conkey)
        where p.conrelid = c.oid and p.contype = 'p'), '{}') as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
    left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and (n.nspname, c.relname) <> ('platform', 'migration')
    group by c.oid, n.nspname, c.relname order by 1`);
  const ordered: Table[] = [];
  const add = (name: string) => {
    const table = rows.find((row) => row.name === name);
    if (!table || ordered.some((before) => before.name === name)) return;
    for (const needed of table.needs) add(needed);
    ordered.push({ name, key: table.key });
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
