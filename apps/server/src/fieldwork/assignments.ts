import type {
  AssignmentAct,
  AssignmentDetail,
  AssignmentPage,
  AssignmentPlaces,
  AssignmentsMade,
  AssignmentsQuery,
  HandOver,
} from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { type Position, type SampledUnit, sampledPositions, sampleInUse } from "../sampling/index.ts";

const pageLength = 100;

const assignmentsOf = (database: Database, studyId: string) =>
  database
    .selectFrom("fieldwork.assignment as a")
    .leftJoin("units.unit as u", "u.id", "a.unitId")
    .select(["a.id", "a.number", "a.code", "a.place", "a.unitId", "u.name as unit", "a.state", "a.holderId"])
    .select(["a.round", "a.remark"])
    .select(
      sql<number>`(select count(*)::int from fieldwork.attempt t where t.assignment_id = a.id and t.round = a.round)`.as(
        "attempts",
      ),
    )
    .where("a.studyId", "=", studyId);

/** A page of a study's assignments, by number: the next page begins where this one ends, however many there are before. */
export async function listAssignments(
  database: Database,
  studyId: string,
  { after = "0", state, holderId, unitId }: AssignmentsQuery,
): Promise<AssignmentPage> {
  const rows = await assignmentsOf(database, studyId)
    .where("a.number", ">", Number(after))
    .$if(state !== undefined, (query) => query.where("a.state", "=", state!))
    .$if(holderId !== undefined, (query) => query.where("a.holderId", "=", holderId!))
    .$if(unitId !== undefined, (query) => query.where("a.unitId", "=", unitId!))
    .orderBy("a.number")
    .limit(pageLength + 1)
    .execute();
  const counts = await database
    .selectFrom("fieldwork.assignment")
    .select(["state", sql<number>`count(*)::int`.as("count")])
    .where("studyId", "=", studyId)
    .groupBy("state")
    .execute();
  const page = rows.slice(0, pageLength);
  return {
    assignments: page.map((row) => ({ ...row, state: row.state as AssignmentPage["assignments"][number]["state"] })),
    after: rows.length > pageLength ? page.at(-1)!.number : null,
    states: Object.fromEntries(counts.map(({ state: of, count }) => [of, count])),
  };
}

/** How the work stands in each place, by name; those without a place last. */
export async function assignmentPlaces(database: Database, studyId: string): Promise<AssignmentPlaces> {
  const count = (...states: string[]) => sql<number>`count(*) filter (where a.state in (${sql.join(states)}))::int`;
  const places = await database
    .selectFrom("fieldwork.assignment as a")
    .leftJoin("units.unit as u", "u.id", "a.unitId")
    .select(["a.unitId", "u.name as unit"])
    .select([count("planned").as("planned"), count("given", "taken").as("inHand")])
    .select([count("ended", "accepted").as("ended"), count("closed").as("closed")])
    .where("a.studyId", "=", studyId)
    .groupBy(["a.unitId", "u.name"])
    .orderBy("u.name")
    .execute();
  return { places };
}

/** One assignment with all that was reported of it. @throws {Problem} platform.not-found */
export async function readAssignment(
  database: Database,
  studyId: string,
  assignmentId: string,
): Promise<AssignmentDetail> {
  const found = await assignmentsOf(database, studyId)
    .select(["a.stratum", "a.psu", "a.baseWeight"])
    .where("a.id", "=", assignmentId)
    .executeTakeFirst();
  if (!found) throw new Problem("platform.not-found");
  const tries = await database
    .selectFrom("fieldwork.attempt")
    .select(["id", "round", "staffId", "day", "part", "medium", "result"])
    .where("assignmentId", "=", assignmentId)
    .orderBy("day", "desc")
    .execute();
  const outcomes = await database
    .selectFrom("fieldwork.outcome")
    .select(["id", "round", "staffId", "day", "disposition", "minutesBand", "dwelling"])
    .where("assignmentId", "=", assignmentId)
    .orderBy("round", "desc")
    .execute();
  const handBacks = await database
    .selectFrom("fieldwork.hand_back")
    .select(["id", "round", "staffId", "remark"])
    .where("assignmentId", "=", assignmentId)
    .orderBy("round", "desc")
    .execute();
  // The database holds the words of each column to the contract's.
  return { ...found, tries, outcomes, handBacks } as AssignmentDetail;
}

/**
 * Makes an assignment of each unit of the sample in use that has none: of a reserve that was released since, of those too.
 * @throws {Problem} fieldwork.no-sample
 */
export async function makeAssignments(
  { database }: Pick<Platform, "database">,
  by: Person,
  studyId: string,
): Promise<AssignmentsMade> {
  return inTransaction(database, async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`fieldwork ${studyId}`}, 0))`.execute(transaction);
    const sample = await sampleInUse(transaction, studyId);
    if (!sample) throw new Problem("fieldwork.no-sample");
    const { last } = await transaction
      .selectFrom("fieldwork.assignment")
      .select(sql<number>`coalesce(max(number), 0)`.as("last"))
      .where("studyId", "=", studyId)
      .executeTakeFirstOrThrow();
    const positions = await sampledPositions(transaction, sample);
    const rows = sample.units.map((unit) => ({
      code: codeOf(sample.drawNumber, unit),
      unit,
      position: positions.get(unit.number),
    }));
    let made = 0;
    for (let from = 0; from < rows.length; from += 5000)
      made += await insertNew(transaction, studyId, rows.slice(from, from + 5000), last + from);
    if (made > 0) await audit(transaction, by, "fieldwork.assignments", studyId, { draw: sample.drawId, made });
    return { made, already: rows.length - made };
  });
}

/** Names a unit for good: the draw, its place in it, and the frame's own code for whoever reads it. */
const codeOf = (drawNumber: number, { number, code }: SampledUnit): string =>
  `${drawNumber}-${number} ${code}`.slice(0, 200);

async function insertNew(
  run: Transaction,
  studyId: string,
  rows: readonly { code: string; unit: SampledUnit; position: Position | undefined }[],
  last: number,
): Promise<number> {
  const given = rows.map(({ code, unit, position }, i) => ({
    study_id: studyId,
    number: last + i + 1,
    code,
    // The last stage of some frames is the unit itself.
    place: [...new Set([...unit.stages, unit.code])].join(", ").slice(0, 500),
    unit_id: unit.unitId,
    stratum: unit.stratum,
    psu: unit.psu,
    base_weight: unit.baseWeight,
    replicate: unit.replicate,
    latitude: position?.latitude,
    longitude: position?.longitude,
  }));
  const { rows: made } = await sql`
    insert into fieldwork.assignment (study_id, number, code, place, unit_id, stratum, psu, base_weight, replicate, latitude, longitude)
    select study_id, number, code, place, unit_id, stratum, psu, base_weight, replicate, latitude, longitude
    from json_to_recordset(${JSON.stringify(given)}::json) as g (study_id uuid, number integer, code text, place text, unit_id uuid,
      stratum text, psu text, base_weight double precision, replicate integer, latitude double precision, longitude double precision)
    on conflict (study_id, code) do nothing returning id`.execute(run);
  return made.length;
}

/**
 * Puts assignments on an interviewer's list, all or none: those nobody has, and those given to somebody whose telephone has not
 * fetched them.
 * @throws {Problem} fieldwork.not-in-team, fieldwork.in-the-field
 */
export async function handOver(
  { database }: Pick<Platform, "database">,
  by: Person,
  studyId: string,
  { ids, holderId }: HandOver,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const holder = await transaction
      .selectFrom("fieldwork.member")
      .select("staffId")
      .where("studyId", "=", studyId)
      .where("staffId", "=", holderId)
      .where("duty", "=", "interviewer")
      .executeTakeFirst();
    if (!holder) throw new Problem("fieldwork.not-in-team");
    const changed = await transaction
      .updateTable("fieldwork.assignment")
      .set({ state: "given", holderId })
      .where("studyId", "=", studyId)
      .where("id", "in", ids)
      .where("state", "in", ["planned", "given"])
      .returning("id")
      .execute();
    if (changed.length < ids.length)
      throw new Problem("fieldwork.in-the-field", { count: ids.length - changed.length });
    await audit(transaction, by, "fieldwork.hand-over", studyId, { holder: holderId, assignments: ids.length });
  });
}

/** @throws {Problem} fieldwork.remark-needed, fieldwork.wrong-state, platform.not-found */
export async function act(
  { database }: Pick<Platform, "database">,
  by: Person,
  studyId: string,
  assignmentId: string,
  { act: what, remark }: AssignmentAct,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const found = await transaction
      .selectFrom("fieldwork.assignment")
      .select(["state", "round"])
      .where("studyId", "=", studyId)
      .where("id", "=", assignmentId)
      .forUpdate()
      .executeTakeFirst();
    if (!found) throw new Problem("platform.not-found");
    const { state } = found;
    const next = afterAct[what][state as keyof (typeof afterAct)[typeof what]];
    if (next === undefined) throw new Problem("fieldwork.wrong-state", { state });
    if (remark === undefined && (what === "return" || what === "close" || state === "taken"))
      throw new Problem("fieldwork.remark-needed");
    await transaction
      .updateTable("fieldwork.assignment")
      .set({
        state: next,
        ...(remark !== undefined && { remark }),
        ...(next === "planned" || next === "closed" ? { holderId: null } : {}),
        ...(what === "return" && { round: found.round + 1 }),
      })
      .where("id", "=", assignmentId)
      .execute();
    await audit(transaction, by, `fieldwork.${what}`, assignmentId, { from: state });
  });
}

const afterAct: Record<AssignmentAct["act"], Readonly<Record<string, string>>> = {
  "take-back": { given: "planned", taken: "planned" },
  accept: { ended: "accepted" },
  return: { ended: "given" },
  close: { planned: "closed", given: "closed" },
};
