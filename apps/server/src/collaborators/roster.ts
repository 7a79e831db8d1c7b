import type { Collaborator, CollaboratorEntry, CommendationEntry, Commendations, Roster } from "@lang-nghe/contract";
import { sql } from "kysely";
import { visitsOfStaff } from "../fieldwork/index.ts";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";

/** Whether a statement failed because other rows point at its row. */
export const isReferenced = (error: unknown): boolean => (error as { code?: string }).code === "23503";
const isTaken = (error: unknown): boolean => (error as { code?: string }).code === "23505";

/** All collaborators with their work in numbers, by name, and the accounts to tie one to. */
export async function readRoster(database: Database): Promise<Roster> {
  const { rows } = await sql<Omit<Collaborator, "inHand" | "accepted">>`
    select c.*, u.name as unit,
      (select count(*)::int from collaborators.attendance a where a.collaborator_id = c.id) as trainings,
      (select count(certificate_number)::int from collaborators.attendance a where a.collaborator_id = c.id) as certificates,
      (select count(*)::int from collaborators.commendation m where m.collaborator_id = c.id) as commendations
    from collaborators.collaborator c left join units.unit u on u.id = c.unit_id
    order by c.name, c.appointed_on, c.id`.execute(database);
  const visits = new Map((await visitsOfStaff(database)).map(({ staffId, ...counts }) => [staffId, counts]));
  const accounts = await database
    .selectFrom("accounts.role_grant as g")
    .innerJoin("accounts.staff as s", "s.id", "g.staffId")
    .select(["s.id as staffId", "s.name"])
    .distinct()
    .where("g.role", "=", "interviewer")
    .where("s.active", "=", true)
    .orderBy("s.name")
    .execute();
  return {
    collaborators: rows.map((row) => ({
      ...row,
      ...(visits.get(row.staffId ?? "") ?? { inHand: 0, accepted: 0 }),
    })),
    accounts,
  };
}

/**
 * Enters a collaborator, or changes what is said of one.
 * @returns the id.
 * @throws {Problem} collaborators.dates, collaborators.account-taken, platform.not-found.
 */
export async function saveCollaborator(
  database: Database,
  by: Person,
  entry: CollaboratorEntry,
  id?: string,
): Promise<string> {
  if (entry.endedOn !== null && entry.endedOn < entry.appointedOn) throw new Problem("collaborators.dates");
  try {
    return await inTransaction(database, async (transaction) => {
      const saved =
        id === undefined
          ? await transaction
              .insertInto("collaborators.collaborator")
              .values(entry)
              .returning("id")
              .executeTakeFirstOrThrow()
          : await transaction
              .updateTable("collaborators.collaborator")
              .set(entry)
              .where("id", "=", id)
              .returning("id")
              .executeTakeFirst();
      if (!saved) throw new Problem("platform.not-found");
      await audit(transaction, by, id === undefined ? "collaborators.add" : "collaborators.change", saved.id, {});
      return saved.id;
    });
  } catch (error) {
    if (isTaken(error)) throw new Problem("collaborators.account-taken");
    // A unit or account that is not there.
    if (isReferenced(error)) throw new Problem("platform.not-found");
    throw error;
  }
}

/** Takes out somebody who was entered by mistake. @throws {Problem} collaborators.already-used, platform.not-found. */
export async function deleteCollaborator(database: Database, by: Person, id: string): Promise<void> {
  try {
    await inTransaction(database, async (transaction) => {
      const gone = await transaction
        .deleteFrom("collaborators.collaborator")
        .where("id", "=", id)
        .returning("id")
        .executeTakeFirst();
      if (!gone) throw new Problem("platform.not-found");
      await audit(transaction, by, "collaborators.delete", id, {});
    });
  } catch (error) {
    if (isReferenced(error)) throw new Problem("collaborators.already-used");
    throw error;
  }
}

export async function readCommendations(database: Database, collaboratorId: string): Promise<Commendations> {
  return {
    commendations: await database
      .selectFrom("collaborators.commendation")
      .select(["id", "givenOn", "givenBy", "sentence", "published"])
      .where("collaboratorId", "=", collaboratorId)
      .orderBy("givenOn", "desc")
      .orderBy("id")
      .execute(),
  };
}

/** Enters a commendation, changes it (`id`), or takes it back (`entry` undefined). @throws {Problem} platform.not-found. */
export async function saveCommendation(
  database: Database,
  by: Person,
  collaboratorId: string,
  entry: CommendationEntry | undefined,
  id?: string,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const table = "collaborators.commendation";
    if (id === undefined && entry) {
      const there = await transaction
        .selectFrom("collaborators.collaborator")
        .select("id")
        .where("id", "=", collaboratorId)
        .executeTakeFirst();
      if (!there) throw new Problem("platform.not-found");
      await transaction
        .insertInto(table)
        .values({ ...entry, collaboratorId })
        .execute();
    } else {
      const own = { id: id!, collaboratorId };
      const gone = entry
        ? await transaction
            .updateTable(table)
            .set(entry)
            .where((of) => of.and(own))
            .executeTakeFirst()
        : await transaction
            .deleteFrom(table)
            .where((of) => of.and(own))
            .executeTakeFirst();
      const found = "numUpdatedRows" in gone ? gone.numUpdatedRows : gone.numDeletedRows;
      if (!found) throw new Problem("platform.not-found");
    }
    await audit(transaction, by, "collaborators.commend", collaboratorId, {});
  });
}
