import type { AssignmentsExport } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database } from "../platform/database.ts";
import type { Cell } from "../platform/files/index.ts";

/** AAPOR's final disposition codes (Standard Definitions, 10th edition 2023) of the words kept here. */
const aaporCodes: Readonly<Record<string, string>> = {
  complete: "1.1",
  partial: "1.2",
  refusal: "2.1",
  nonContact: "2.2",
  otherEligible: "2.3",
  unknownHousehold: "3.1",
  unknownOther: "3.2",
  ineligible: "4.0",
};

const minutes = ["0-5", "5-10", "10-20", "20-40", "40-60", "60+"] as const;

const assignmentColumns = [
  ...["number", "code", "address", "place_code", "place", "stratum", "psu", "base_weight", "replicate", "state"],
  ...["interviewer", "supervisor", "round", "attempts", "outcome", "aapor_code", "outcome_day", "minutes", "remark"],
];
const attemptColumns = ["number", "code", "round", "day", "part_of_day", "medium", "result", "interviewer"];

type AssignmentRow = {
  number: number;
  code: string;
  place: string;
  unitCode: string | null;
  unit: string | null;
  stratum: string;
  psu: string;
  baseWeight: number;
  replicate: number;
  state: string;
  interviewer: string | null;
  supervisor: string | null;
  round: number;
  attempts: number;
  disposition: string | null;
  day: string | null;
  minutesBand: number | null;
  remark: string | null;
};
type AttemptRow = {
  number: number;
  code: string;
  round: number;
  day: string;
  part: string;
  medium: string;
  result: string;
  interviewer: string | null;
};

const asked = (studyId: string, { state, holderId, unitId }: AssignmentsExport) => sql`a.study_id = ${studyId}
  ${state ? sql`and a.state = ${state}` : sql``}
  ${holderId ? sql`and a.holder_id = ${holderId}` : sql``}
  ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}`;

/** Assignments with how each stands and ended: facts of the visit, of its latest round; never an answer. First row: the columns' names. */
export async function assignmentSheet(
  database: Database,
  studyId: string,
  which: AssignmentsExport,
): Promise<Cell[][]> {
  const { rows } = await sql<AssignmentRow>`
    select a.number, a.code, a.place, u.code as unit_code, u.name as unit, a.stratum, a.psu, a.base_weight, a.replicate, a.state,
      holder.name as interviewer, boss.name as supervisor, a.round, coalesce(tried.count, 0)::int as attempts,
      o.disposition, o.day, o.minutes_band, a.remark
    from fieldwork.assignment a
    left join units.unit u on u.id = a.unit_id
    left join accounts.staff holder on holder.id = a.holder_id
    left join fieldwork.member m on m.study_id = a.study_id and m.staff_id = a.holder_id
    left join accounts.staff boss on boss.id = m.supervisor_id
    left join fieldwork.outcome o on o.assignment_id = a.id and o.round = a.round
    left join (select assignment_id, round, count(*) from fieldwork.attempt group by 1, 2) tried
      on tried.assignment_id = a.id and tried.round = a.round
    where ${asked(studyId, which)} order by a.number`.execute(database);
  return [
    assignmentColumns,
    ...rows.map((row): Cell[] => [
      ...[row.number, row.code, row.place, row.unitCode, row.unit, row.stratum, row.psu, row.baseWeight, row.replicate],
      ...[row.state, row.interviewer, row.supervisor, row.round, row.attempts, row.disposition],
      row.disposition === null ? null : (aaporCodes[row.disposition] ?? null),
      row.day,
      row.minutesBand === null ? null : minutes[row.minutesBand],
      row.remark,
    ]),
  ];
}

/** Every try to reach somebody, of all rounds, in the order of assignments and days. */
export async function attemptSheet(database: Database, studyId: string, which: AssignmentsExport): Promise<Cell[][]> {
  const { rows } = await sql<AttemptRow>`
    select a.number, a.code, t.round, t.day, t.part, t.medium, t.result, s.name as interviewer
    from fieldwork.attempt t join fieldwork.assignment a on a.id = t.assignment_id
    left join accounts.staff s on s.id = t.staff_id
    where ${asked(studyId, which)}
    order by a.number, t.round, t.day, array_position(array['morning', 'noon', 'afternoon', 'evening'], t.part)`.execute(
    database,
  );
  return [
    attemptColumns,
    ...rows.map((row): Cell[] => [
      ...[row.number, row.code, row.round, row.day, row.part, row.medium, row.result, row.interviewer],
    ]),
  ];
}
