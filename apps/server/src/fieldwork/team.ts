import type { Team, TeamChange } from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";

export async function readTeam(database: Database, studyId: string): Promise<Team> {
  const members = await database
    .selectFrom("fieldwork.member as m")
    .innerJoin("accounts.staff as s", "s.id", "m.staffId")
    .select(["m.staffId", "m.duty", "m.supervisorId", "s.name"])
    .select(
      sql<number>`(select count(*)::int from fieldwork.assignment a
        where a.study_id = m.study_id and a.holder_id = m.staff_id and a.state in ('given', 'taken'))`.as("inHand"),
    )
    .select(
      sql<number>`(select count(*)::int from fieldwork.assignment a
        where a.study_id = m.study_id and a.holder_id = m.staff_id and a.state in ('ended', 'accepted'))`.as("ended"),
    )
    .where("m.studyId", "=", studyId)
    .orderBy("s.name")
    .execute();
  const candidates = await database
    .selectFrom("accounts.role_grant as g")
    .innerJoin("accounts.staff as s", "s.id", "g.staffId")
    .select(["g.staffId", "s.name", "g.role"])
    .distinct()
    .where("g.role", "in", ["field-supervisor", "interviewer"])
    .where((where) => where.or([where("g.studyId", "is", null), where("g.studyId", "=", studyId)]))
    .where("s.active", "=", true)
    .orderBy("s.name")
    .execute();
  return {
    candidates: candidates.map(({ role, ...who }) => ({
      ...who,
      duty: role === "interviewer" ? "interviewer" : "supervisor",
    })),
    members: members.map((member) => ({ ...member, duty: member.duty as "supervisor" | "interviewer" })),
  };
}

/**
 * States who works in the field of a study, whole.
 * @throws {Problem} fieldwork.team: an interviewer without a supervisor among them, somebody who may not work in the field, or
 *   somebody left out who still has assignments.
 */
export async function changeTeam(
  { database }: Pick<Platform, "database">,
  by: Person,
  studyId: string,
  { members }: TeamChange,
): Promise<void> {
  const supervisors = new Set(members.filter(({ duty }) => duty === "supervisor").map(({ staffId }) => staffId));
  const twice = members.find(({ staffId }, i) => members.findIndex((other) => other.staffId === staffId) < i);
  const wrong =
    twice ??
    members.find(({ duty, supervisorId }) =>
      duty === "interviewer" ? supervisorId === null || !supervisors.has(supervisorId) : supervisorId !== null,
    );
  if (wrong) throw new Problem("fieldwork.team", { staff: wrong.staffId });
  await inTransaction(database, async (transaction) => {
    const roleOf = { supervisor: "field-supervisor", interviewer: "interviewer" } as const;
    for (const { staffId, duty } of members) {
      const grant = await transaction
        .selectFrom("accounts.role_grant")
        .select("id")
        .where("staffId", "=", staffId)
        .where("role", "=", roleOf[duty])
        .where((where) => where.or([where("studyId", "is", null), where("studyId", "=", studyId)]))
        .executeTakeFirst();
      if (!grant) throw new Problem("fieldwork.team", { staff: staffId });
    }
    const staying = members.map(({ staffId }) => staffId);
    const busy = await transaction
      .selectFrom("fieldwork.assignment")
      .select("holderId")
      .where("studyId", "=", studyId)
      .where("holderId", "is not", null)
      .$if(staying.length > 0, (query) => query.where("holderId", "not in", staying))
      .executeTakeFirst();
    if (busy) throw new Problem("fieldwork.team", { staff: busy.holderId! });
    // Supervisors first: interviewers name one. Who leaves goes last for the same reason.
    for (const member of [...members].sort((a, b) => (a.duty < b.duty ? 1 : -1)))
      await transaction
        .insertInto("fieldwork.member")
        .values({ studyId, ...member })
        .onConflict((conflict) =>
          conflict
            .columns(["studyId", "staffId"])
            .doUpdateSet({ duty: member.duty, supervisorId: member.supervisorId }),
        )
        .execute();
    for (const duty of ["interviewer", "supervisor"])
      await transaction
        .deleteFrom("fieldwork.member")
        .where("studyId", "=", studyId)
        .where("duty", "=", duty)
        .$if(staying.length > 0, (query) => query.where("staffId", "not in", staying))
        .execute();
    await audit(transaction, by, "fieldwork.team", studyId, {
      supervisors: supervisors.size,
      interviewers: members.length - supervisors.size,
    });
  });
}
