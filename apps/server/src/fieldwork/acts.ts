import type { AssignmentActs } from "@lang-nghe/contract";
import { sql } from "kysely";
import { dayOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { Problem } from "../platform/problem.ts";

/** What staff did with one assignment, by the audit log: who and on which day. @throws {Problem} platform.not-found */
export async function actsOnAssignment(
  database: Database,
  studyId: string,
  assignmentId: string,
): Promise<AssignmentActs> {
  const found = await database
    .selectFrom("fieldwork.assignment")
    .select("id")
    .where("studyId", "=", studyId)
    .where("id", "=", assignmentId)
    .executeTakeFirst();
  if (!found) throw new Problem("platform.not-found");
  const { rows } = await sql<{
    id: number;
    act: AssignmentActs["acts"][number]["act"];
    person: string | null;
    at: Date;
  }>`
    select id, substr(action, length('fieldwork.') + 1) as act, person, at from platform.audit
    where subject = ${assignmentId} and action in ('fieldwork.take-back', 'fieldwork.accept', 'fieldwork.return', 'fieldwork.close')
    order by id desc limit 100`.execute(database);
  return { acts: rows.map(({ id, act, person, at }) => ({ id, act, person, day: dayOf(at) })) };
}
