import { codesThatMayTravel } from "@lang-nghe/anonymity/interviewer";
import type { FieldCodes } from "@lang-nghe/contract";
import { sql } from "kysely";
import { dayOf } from "../platform/clock.ts";
import { inTransaction, type Transaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";

type Codes = { team?: string; interviewer?: string };
type Visit = {
  id: string;
  cell: number;
  holderId: string | null;
  /** Of who holds it; null where nobody does. */
  heldTeam: string | null;
  heldBy: string | null;
  fixed: boolean;
  team: string | null;
  interviewer: string | null;
};

/**
 * What the answers of an interviewer's visits may carry of who asked: the own code where 20 visits of the cell share it and nobody is set apart by
 * it, else the team's, else nothing. It is fixed for a whole cell when somebody first asks, by who holds the visits then, and
 * stays with the visit whoever goes in the end: were it to follow, the few answers from before a change would stand apart. Visits
 * that come later go with the cell's largest group. From the wave's first day on nothing new is fixed: there no code travels.
 */
export async function codesOf(
  { database, clock }: Pick<Platform, "database" | "clock">,
  studyId: string,
  staffId: string,
): Promise<FieldCodes["visits"]> {
  return inTransaction(database, async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`fieldwork.asked ${studyId}`}, 0))`.execute(transaction);
    const { begun, visits } = await visitsOf(transaction, studyId, dayOf(clock()));
    const found: FieldCodes["visits"] = [];
    for (const members of Map.groupBy(visits, ({ cell }) => cell).values()) {
      const own = members.filter(({ holderId }) => holderId === staffId);
      if (own.length === 0) continue;
      const codes = await fixed(transaction, members, begun);
      for (const { id } of own) found.push({ assignmentId: id, ...codes.get(id) });
    }
    return found;
  });
}

/** Visits at places whose cell is known; none before the wave's table of places is here. */
async function visitsOf(
  run: Transaction,
  studyId: string,
  today: string,
): Promise<{ begun: boolean; visits: Visit[] }> {
  const { rows } = await sql<Visit & { begun: boolean }>`
    select a.id, p.cell, a.holder_id, t.code as held_team, m.code as held_by, k.assignment_id is not null as fixed,
      k.team, k.interviewer, w.offer::jsonb ->> 'firstDay' <= ${today} as begun
    from fieldwork.assignment a
    join waves.wave w on w.study_id = a.study_id
    join waves.place p on p.study_id = a.study_id and p.stratum = a.stratum and p.psu = a.psu
      and abs(ln(p.base_weight / a.base_weight)) < 1e-6
    left join fieldwork.member m on m.study_id = a.study_id and m.staff_id = a.holder_id
    left join fieldwork.member t on t.study_id = m.study_id and t.staff_id = coalesce(m.supervisor_id, m.staff_id)
    left join fieldwork.asked k on k.assignment_id = a.id
    where a.study_id = ${studyId} order by a.number`.execute(run);
  return { begun: rows[0]?.begun ?? false, visits: rows };
}

/** Codes of all visits of a cell, fixed now where they were not. */
async function fixed(run: Transaction, members: readonly Visit[], begun: boolean): Promise<Map<string, Codes>> {
  const codes = new Map<string, Codes>();
  for (const { id, fixed, team, interviewer } of members)
    if (fixed) codes.set(id, { ...(team !== null && { team }), ...(interviewer !== null && { interviewer }) });
  const fresh = new Map<string, Codes>();
  if (codes.size === 0) {
    const held = members.flatMap(({ id, heldTeam, heldBy }) =>
      heldTeam !== null && heldBy !== null ? [{ id, team: heldTeam, interviewer: heldBy }] : [],
    );
    const travel = begun ? new Map<string, Codes>() : codesThatMayTravel(held);
    for (const { id, interviewer } of held) fresh.set(id, travel.get(interviewer) ?? {});
  }
  const groups = Map.groupBy([...codes.values(), ...fresh.values()], (one) =>
    JSON.stringify([one.team, one.interviewer]),
  );
  const [largest] = [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  for (const { id } of members) if (!codes.has(id) && !fresh.has(id)) fresh.set(id, largest ?? {});
  for (const [id, { team = null, interviewer = null }] of fresh) {
    codes.set(id, fresh.get(id)!);
    await run.insertInto("fieldwork.asked").values({ assignmentId: id, team, interviewer }).execute();
  }
  return codes;
}
