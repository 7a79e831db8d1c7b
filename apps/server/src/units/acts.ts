import type { UnitAct } from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";

// Rows as the tables have them, with all their columns: what was before an act is kept, so that it can come back.
export type UnitRow = {
  id: string;
  code: string;
  name: string;
  name_en: string;
  kind: string;
  valid_from: string | null;
  valid_to: string | null;
  focal: string;
};
export type PlacementRow = {
  id: string;
  unit_id: string;
  parent_id: string;
  valid_from: string | null;
  valid_to: string | null;
};
export type SuccessionRow = { id: string; old_id: string; new_id: string; changed_on: string; share: number | null };
type Rows = { unit: UnitRow; placement: PlacementRow; succession: SuccessionRow };
type TableName = keyof Rows;
type Image = { table: TableName; before: Rows[TableName] | null; after: Rows[TableName] | null };

const columns: Record<TableName, readonly string[]> = {
  unit: ["code", "name", "name_en", "kind", "valid_from", "valid_to", "focal"],
  placement: ["unit_id", "parent_id", "valid_from", "valid_to"],
  succession: ["old_id", "new_id", "changed_on", "share"],
};

/** What one act does to the tree: every row it writes goes through here. */
export type Recorder = {
  /** Stores rows, new ones and changed ones; a changed row is given whole. */
  put: <T extends TableName>(table: T, rows: readonly Rows[T][]) => Promise<void>;
  remove: (table: TableName, ids: readonly string[]) => Promise<void>;
};

const uniqueViolation = "23505";

/**
 * Runs one act on the tree in the caller's transaction, keeps what it changed, and writes it into the audit log. Acts wait for one
 * another.
 * @param work returns how many rows of the world it is about.
 * @throws {Problem} units.code-taken.
 */
export async function act(
  transaction: Transaction,
  clock: Clock,
  by: Person,
  { what, subject }: { what: UnitAct["what"]; subject: string },
  work: (recorder: Recorder) => Promise<number>,
): Promise<string> {
  await lockTree(transaction);
  const images: Image[] = [];
  const recorder: Recorder = {
    async put(table, rows) {
      if (!rows.length) return;
      const before = await rowsById(
        transaction,
        table,
        rows.map(({ id }) => id),
      );
      for (const row of rows) images.push({ table, before: before.get(row.id) ?? null, after: row });
      await write(transaction, table, rows).catch((error: { code?: string; detail?: string }) => {
        if (error.code !== uniqueViolation || table !== "unit") throw error;
        const code = /\(code\)=\((.*?)\)/.exec(error.detail ?? "")?.[1] ?? "";
        throw new Problem("units.code-taken", { unit: code });
      });
      if (table === "unit")
        await demandOwnCodes(
          transaction,
          rows.map(({ id }) => id),
        );
    },
    async remove(table, ids) {
      for (const before of (await rowsById(transaction, table, ids)).values())
        images.push({ table, before, after: null });
      await remove(transaction, table, ids);
    },
  };
  const rows = await work(recorder);
  const { id } = await transaction
    .insertInto("units.act")
    .values({ what, subject, person: by.name, at: clock(), rows, images: JSON.stringify(images) })
    .returning("id")
    .executeTakeFirstOrThrow();
  await audit(transaction, by, "units.change", id, { what, subject, rows });
  return id;
}

/** One act at a time: what a file would change is worked out against a tree that stands still. */
export async function lockTree(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(727120)`.execute(transaction);
}

/** Takes back the newest act that stands. @throws {Problem} platform.not-found, units.not-newest, units.in-use. */
export async function undo(transaction: Transaction, clock: Clock, by: Person, actId: string): Promise<void> {
  await lockTree(transaction);
  const found = await transaction.selectFrom("units.act").selectAll().where("id", "=", actId).executeTakeFirst();
  if (!found) throw new Problem("platform.not-found");
  if ((await newest(transaction)) !== actId) throw new Problem("units.not-newest");
  const images = found.images as Image[];
  try {
    // From the last to the first: what was made last leans on what was made before.
    for (const table of ["succession", "placement", "unit"] as const)
      await remove(
        transaction,
        table,
        images.filter((image) => image.table === table && !image.before && image.after).map(({ after }) => after!.id),
      );
    for (const table of ["unit", "placement", "succession"] as const) {
      // Of a row that one act changed twice, the first state.
      const first = new Map<string, Rows[typeof table]>();
      for (const image of images)
        if (image.table === table && image.before && !first.has(image.before.id))
          first.set(image.before.id, image.before as Rows[typeof table]);
      const made = new Set(
        images.filter((image) => image.table === table && !image.before && image.after).map(({ after }) => after!.id),
      );
      await write(
        transaction,
        table,
        [...first.values()].filter(({ id }) => !made.has(id)),
      );
    }
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === "23503" || constraint === "keep_closed") throw new Problem("units.in-use", {}, { cause: error });
    throw error;
  }
  await transaction
    .updateTable("units.act")
    .set({ undoneBy: by.name, undoneAt: clock() })
    .where("id", "=", actId)
    .execute();
  await audit(transaction, by, "units.undo", actId, { what: found.what, subject: found.subject, rows: found.rows });
}

const newest = async (run: Database | Transaction): Promise<string | undefined> =>
  (
    await run
      .selectFrom("units.act")
      .select("id")
      .where("undoneAt", "is", null)
      .orderBy("number", "desc")
      .limit(1)
      .executeTakeFirst()
  )?.id;

/** The last 100 acts, newest first. */
export async function listActs(run: Database): Promise<UnitAct[]> {
  const last = await newest(run);
  const rows = await run
    .selectFrom("units.act")
    .select(["id", "what", "subject", "rows", "person", "at", "undoneBy", "undoneAt"])
    .orderBy("number", "desc")
    .limit(100)
    .execute();
  return rows.map(({ what, at, undoneBy, undoneAt, ...row }) => ({
    ...row,
    what: what as UnitAct["what"],
    at: at.toISOString(),
    undone: undoneAt && { person: undoneBy ?? "", at: undoneAt.toISOString() },
    undoable: row.id === last,
  }));
}

/** On no day have two units one code. */
async function demandOwnCodes(run: Transaction, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ code: string }>`
    select a.code from units.unit a join units.unit b on b.code = a.code and b.id <> a.id
      and daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')
    where a.id = any(${ids}::uuid[]) limit 1`.execute(run);
  if (rows[0]) throw new Problem("units.code-taken", { unit: rows[0].code });
}

const tableOf = (table: TableName) => sql.id("units", table);

async function rowsById(
  run: Transaction,
  table: TableName,
  ids: readonly string[],
): Promise<Map<string, Rows[TableName]>> {
  const { rows } = await sql<{ row: Rows[TableName] }>`
    select row_to_json(t) as row from ${tableOf(table)} t where id = any(${ids}::uuid[])`.execute(run);
  return new Map(rows.map(({ row }) => [row.id, row]));
}

async function write(run: Transaction, table: TableName, rows: readonly object[]): Promise<void> {
  if (!rows.length) return;
  const names = columns[table];
  const written = sql.join(names.map((name) => sql.id(name)));
  await sql`
    insert into ${tableOf(table)} (id, ${written})
    select id, ${written} from json_populate_recordset(null::${tableOf(table)}, ${JSON.stringify(rows)}::json)
    on conflict (id) do update set ${sql.join(names.map((name) => sql`${sql.id(name)} = ${sql.id("excluded", name)}`))}`.execute(
    run,
  );
}

async function remove(run: Transaction, table: TableName, ids: readonly string[]): Promise<void> {
  if (ids.length) await sql`delete from ${tableOf(table)} where id = any(${ids}::uuid[])`.execute(run);
}
