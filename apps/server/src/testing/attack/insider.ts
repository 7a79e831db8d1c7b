// What somebody takes away from the machines: databases, their files, the write-ahead log, backups.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import pg from "pg";
import { writeBackup } from "../../platform/backup.ts";
import type { HostRole } from "../../platform/config.ts";

/** Runs one query as the owner of everything. */
export async function rowsOf<Row>(url: string, query: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query, [...values])).rows as Row[];
  } finally {
    await client.end();
  }
}

/** All bytes of the write-ahead log that are left, in the order in which they were written. */
export function writeAheadLog(cluster: string): Buffer {
  const folder = join(cluster, "pg_wal");
  const files = readdirSync(folder).filter((name) => /^[0-9A-F]{24}$/.test(name));
  return Buffer.concat(files.sort().flatMap((name) => written(read(join(folder, name))) ?? []));
}

const page = 8192;
const nothing = Buffer.alloc(page);
/** A file of the log without the zeros that fill it up to its size. */
function written(file: Buffer | undefined): Buffer | undefined {
  let end = file?.length ?? 0;
  while (end >= page && file!.subarray(end - page, end).equals(nothing)) end -= page;
  return file?.subarray(0, end);
}

/** Every file of the cluster's tables and of its log, by name, for traces of rows that are gone. */
export function clusterFiles(cluster: string): Map<string, Buffer> {
  const names = readdirSync(cluster, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  return new Map(
    names.flatMap((name) => {
      const bytes = read(name);
      return bytes ? [[name.slice(cluster.length + 1), bytes] as const] : [];
    }),
  );
}

/**
 * Where each of some byte strings first stands, in one pass.
 * @param sought of four bytes and more, told apart by the last four. @returns undefined where it is not.
 */
export function firstPlaces(bytes: Buffer, sought: readonly Buffer[]): (number | undefined)[] {
  const places: (number | undefined)[] = sought.map(() => undefined);
  const ends = new Map<number, number[]>();
  const possible = new Uint8Array(2 ** 16);
  for (const [at, one] of sought.entries()) {
    const end = one.readUInt32BE(one.length - 4);
    ends.set(end, [...(ends.get(end) ?? []), at]);
    possible[end & 0xffff] = 1;
  }
  for (let end = 3; end < bytes.length; end++) {
    if (!possible[(bytes[end - 1]! << 8) | bytes[end]!]) continue;
    for (const at of ends.get(bytes.readUInt32BE(end - 3)) ?? []) {
      const from = end + 1 - sought[at]!.length;
      if (places[at] === undefined && from >= 0 && bytes.compare(sought[at]!, 0, undefined, from, end + 1) === 0)
        places[at] = from;
    }
  }
  return places;
}

/** The database removes files while they are listed. */
function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export type Row = { table: string; text: string };

/** Every row of every table of a host, as JSON. */
export async function dumpOf(url: string): Promise<Row[]> {
  const tables = await rowsOf<{ name: string }>(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows: Row[] = [];
  for (const { name } of tables)
    for (const { text } of await rowsOf<{ text: string }>(url, `select to_jsonb(t)::text as text from ${name} t`))
      rows.push({ table: name, text });
  return rows;
}

/** The host's own backup, all its parts, made and opened with a key that the insider has. @returns rows in the backup's order. */
export async function backupOf(url: string, role: HostRole, folder: string): Promise<Row[]> {
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const file = (part: string) => join(folder, `copy-${part}.age`);
  const written = await writeBackup(url, role, file, () => ({ recipient }), "2026-03-02");
  const rows: Row[] = [];
  for (const part of written.keys()) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const lines = gunzipSync(await decrypter.decrypt(readFileSync(file(part))))
      .toString("utf8")
      .split("\n");
    let table = "";
    for (const text of lines.slice(1)) {
      const heading = /^\{"table":"([^"]+)"\}$/.exec(text);
      if (heading) table = heading[1]!;
      else if (text) rows.push({ table, text });
    }
  }
  return rows;
}

/** Values that could tell one row from all others: words of ten characters and more, bytes in hexadecimal. */
export const valuesIn = (text: string): string[] =>
  (text.match(/\\\\x[0-9a-f]{16,}|[\w-]{10,}/g) ?? []).map((value) => value.replace(/^\\\\x/, ""));

/** A value as it is, as bytes in hexadecimal, and the hashes of both: as it could stand elsewhere. */
export function formsOf(value: string): string[] {
  const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const bytes = /^([0-9a-f]{2})+$/.test(value) ? Buffer.from(value, "hex") : Buffer.from(value, "base64url");
  return [value, bytes.toString("hex"), sha256(Buffer.from(value)), sha256(bytes)];
}
