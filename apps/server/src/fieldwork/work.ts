import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

/** An accepted visit: whose, when it ended, and whether an interview was held. */
export type AcceptedVisit = { assignmentId: string; staffId: string; day: string; interview: boolean };

/** Visits accepted by a supervisor that ended up to a day, each once: of its last round. All that pay needs to know of them. */
export async function acceptedVisits(database: Database | Transaction, upTo: string): Promise<AcceptedVisit[]> {
  const { rows } = await sql<AcceptedVisit>`
    select a.id as assignment_id, o.staff_id, o.day, o.disposition in ('complete', 'partial') as interview
    from fieldwork.assignment a join fieldwork.outcome o on o.assignment_id = a.id and o.round = a.round
    where a.state = 'accepted' and o.day <= ${upTo}::date order by o.day, a.id`.execute(database);
  return rows;
}

/** How much each interviewer has in hand, and how much of it was accepted, over all studies. */
export async function visitsOfStaff(
  database: Database,
): Promise<{ staffId: string; inHand: number; accepted: number }[]> {
  const { rows } = await sql<{ staffId: string; inHand: number; accepted: number }>`
    select holder_id as staff_id, count(*) filter (where state in ('given', 'taken'))::int as in_hand,
      count(*) filter (where state = 'accepted')::int as accepted
    from fieldwork.assignment where holder_id is not null group by holder_id`.execute(database);
  return rows;
}
