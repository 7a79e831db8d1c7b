import type { Succession, Unit, UnitKind, UnitMember } from "@lang-nghe/contract";
import { type RawBuilder, sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import type { PlacementRow, UnitRow } from "./acts.ts";

type Run = Database | Transaction;

/** Whether a row with days holds on a day. */
const holds = (alias: string, day: string): RawBuilder<boolean> => {
  const from = sql.ref(`${alias}.valid_from`);
  const to = sql.ref(`${alias}.valid_to`);
  return sql<boolean>`(${from} is null or ${from} <= ${day}::date) and (${to} is null or ${to} >= ${day}::date)`;
};

const selected = (day: string) => sql`
  select u.id, u.code, u.name, u.name_en as "nameEn", u.kind, p.parent_id as "parentId",
    u.valid_from as "validFrom", u.valid_to as "validTo", u.focal,
    (select count(*) from units.placement c join units.unit cu on cu.id = c.unit_id
      where c.parent_id = u.id and ${holds("c", day)} and ${holds("cu", day)})::integer as children
  from units.unit u left join units.placement p on p.unit_id = u.id and ${holds("p", day)}`;

/** Units directly under one (null: at the top) on a day, by code. */
export async function unitsUnder(run: Run, parent: string | null, day: string): Promise<Unit[]> {
  const where = parent === null ? sql`p.id is null` : sql`p.parent_id = ${parent}`;
  const { rows } = await sql<Unit>`${selected(day)} where ${holds("u", day)} and ${where} order by u.code`.execute(run);
  return rows;
}

export async function unitsById(run: Run, ids: readonly string[], day: string): Promise<Unit[]> {
  if (!ids.length) return [];
  const { rows } = await sql<Unit>`${selected(day)} where u.id = any(${ids}::uuid[])`.execute(run);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export type Placed = {
  id: string;
  code: string;
  name: string;
  nameEn: string;
  kind: UnitKind;
  parentId: string | null;
};

/** All units of a day with what they lie in; without a day, all there ever were and where they lay last. */
export async function placedUnits(run: Run, day: string | undefined): Promise<Placed[]> {
  const { rows } =
    day === undefined
      ? await sql<Placed>`
          select u.id, u.code, u.name, u.name_en as "nameEn", u.kind,
            (select p.parent_id from units.placement p where p.unit_id = u.id
              order by p.valid_to desc nulls first limit 1) as "parentId"
          from units.unit u order by u.code, u.valid_from nulls first`.execute(run)
      : await sql<Placed>`
          select u.id, u.code, u.name, u.name_en as "nameEn", u.kind, p.parent_id as "parentId"
          from units.unit u left join units.placement p on p.unit_id = u.id and ${holds("p", day)}
          where ${holds("u", day)} order by u.code`.execute(run);
  return rows;
}

export const allUnits = async (run: Run): Promise<UnitRow[]> =>
  (await sql<{ row: UnitRow }>`select row_to_json(u) as row from units.unit u`.execute(run)).rows.map(({ row }) => row);

export const allPlacements = async (run: Run): Promise<PlacementRow[]> =>
  (await sql<{ row: PlacementRow }>`select row_to_json(p) as row from units.placement p`.execute(run)).rows.map(
    ({ row }) => row,
  );

/** Ancestors of each unit on a day, from the top down, without itself. */
export async function pathsOf(
  run: Run,
  ids: readonly string[],
  day: string,
): Promise<Map<string, { id: string; name: string }[]>> {
  const paths = new Map<string, { id: string; name: string }[]>(ids.map((id) => [id, []]));
  if (!ids.length) return paths;
  const { rows } = await sql<{ of: string; id: string; name: string }>`
    with recursive above (of, id, depth) as (
      select p.unit_id, p.parent_id, 1 from units.placement p where p.unit_id = any(${ids}::uuid[]) and ${holds("p", day)}
      union all
      select a.of, p.parent_id, a.depth + 1 from above a
      join units.placement p on p.unit_id = a.id and ${holds("p", day)} where a.depth < 20
    )
    select a.of, u.id, u.name from above a join units.unit u on u.id = a.id order by a.depth desc`.execute(run);
  for (const { of, id, name } of rows) paths.get(of)?.push({ id, name });
  return paths;
}

export async function placementsOf(run: Run, unitId: string) {
  return run
    .selectFrom("units.placement as p")
    .innerJoin("units.unit as u", "u.id", "p.parentId")
    .select(["u.id", "u.name", "p.validFrom", "p.validTo"])
    .where("p.unitId", "=", unitId)
    .orderBy("p.validFrom", (order) => order.asc().nullsFirst())
    .execute();
}

/** Steps of the crosswalk, newest first. */
export async function successions(run: Run, of?: { oldId?: string; newId?: string }): Promise<Succession[]> {
  let query = run
    .selectFrom("units.succession as s")
    .innerJoin("units.unit as o", "o.id", "s.oldId")
    .innerJoin("units.unit as n", "n.id", "s.newId")
    .select([
      "s.id",
      "s.changedOn",
      "s.share",
      "o.id as oldId",
      "o.code as oldCode",
      "o.name as oldName",
      "n.id as newId",
      "n.code as newCode",
      "n.name as newName",
    ])
    .orderBy("s.changedOn", "desc")
    .orderBy("n.code")
    .orderBy("o.code");
  if (of?.oldId) query = query.where("s.oldId", "=", of.oldId);
  if (of?.newId) query = query.where("s.newId", "=", of.newId);
  return (await query.execute()).map((row) => ({
    id: row.id,
    from: { id: row.oldId, code: row.oldCode, name: row.oldName },
    to: { id: row.newId, code: row.newCode, name: row.newName },
    changedOn: row.changedOn,
    share: row.share,
  }));
}

export async function membersOf(run: Run, unitId: string): Promise<UnitMember[]> {
  return run
    .selectFrom("units.member as m")
    .innerJoin("accounts.staff as s", "s.id", "m.staffId")
    .select(["m.staffId", "s.name", "s.username"])
    .where("m.unitId", "=", unitId)
    .where("s.active", "=", true)
    .orderBy("s.username")
    .execute();
}

/** @returns the username, or undefined where there is no such member of staff. */
export async function setMember(run: Transaction, unitId: string, staffId: string): Promise<string | undefined> {
  const person = await run.selectFrom("accounts.staff").select("username").where("id", "=", staffId).executeTakeFirst();
  if (!person) return undefined;
  await run
    .insertInto("units.member")
    .values({ staffId, unitId })
    .onConflict((conflict) => conflict.column("staffId").doUpdateSet({ unitId }))
    .execute();
  return person.username;
}

export async function removeMember(run: Transaction, unitId: string, staffId: string): Promise<string | undefined> {
  const gone = await run
    .deleteFrom("units.member")
    .where("unitId", "=", unitId)
    .where("staffId", "=", staffId)
    .returning("staffId")
    .executeTakeFirst();
  if (!gone) return undefined;
  return (await run.selectFrom("accounts.staff").select("username").where("id", "=", staffId).executeTakeFirst())
    ?.username;
}
