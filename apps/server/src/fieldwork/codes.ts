import { codesThatMayTravel } from "@lang-nghe/anonymity/interviewer";
import type { FieldCodes } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

/**
 * What an interviewer's answers may carry of who asked, cell by cell, by the visits that people hold now: the own code where 20
 * visits of the cell share it and nobody is set apart by it, else the team's, else nothing. Cells come from the wave's table of places; as long as
 * there is none, no code travels.
 */
export async function codesOf(database: Database, studyId: string, staffId: string): Promise<FieldCodes["cells"]> {
  const { rows } = await sql<{ cell: number; team: string; interviewer: string; own: boolean; visits: number }>`
    select p.cell, t.code as team, m.code as interviewer, m.staff_id = ${staffId} as own, count(*)::int as visits
    from fieldwork.assignment a
    join waves.place p on p.study_id = a.study_id and p.stratum = a.stratum and p.psu = a.psu
      and abs(ln(p.base_weight / a.base_weight)) < 1e-6
    join fieldwork.member m on m.study_id = a.study_id and m.staff_id = a.holder_id
    join fieldwork.member t on t.study_id = m.study_id and t.staff_id = coalesce(m.supervisor_id, m.staff_id)
    where a.study_id = ${studyId}
    group by 1, 2, 3, 4 order by 1`.execute(database);
  return [...Map.groupBy(rows, ({ cell }) => cell)].flatMap(([cell, members]) => {
    const own = members.find((member) => member.own);
    if (!own) return [];
    const visits = members.flatMap(({ team, interviewer, visits }) =>
      Array.from({ length: visits }, () => ({ team, interviewer })),
    );
    return [{ cell, ...codesThatMayTravel(visits).get(own.interviewer) }];
  });
}
