import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

/** All that leaves this capability for the side of the answers: sums by place of the sample, for the alarm at a wave's close. */
export const visitSums = {
  any: async (database: Database, studyId: string): Promise<boolean> =>
    (await database
      .selectFrom("fieldwork.assignment")
      .select("id")
      .where("studyId", "=", studyId)
      .limit(1)
      .executeTakeFirst()) !== undefined,

  /** Interviews that ended complete or in part, each round by itself: a repeated one was counted by the collector as well. */
  ended: async (
    database: Database,
    studyId: string,
  ): Promise<{ stratum: string; psu: string; baseWeight: number; interviews: number }[]> => {
    const { rows } = await sql<{ stratum: string; psu: string; baseWeight: number; interviews: number }>`
      select a.stratum, a.psu, a.base_weight, count(*)::int as interviews
      from fieldwork.outcome o join fieldwork.assignment a on a.id = o.assignment_id
      where a.study_id = ${studyId} and o.disposition in ('complete', 'partial')
      group by a.stratum, a.psu, a.base_weight`.execute(database);
    return rows;
  },
};
