import type { AttendanceEntry, Training, TrainingEntry } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import { isReferenced } from "./roster.ts";

/** A certificate's number as it is printed. */
const numberOf = (number: number | null, day: string | null): string | null =>
  number === null || day === null ? null : `${number}/${day.slice(0, 4)}`;

/** Training sessions, the newest first, with who came. */
export async function readTrainings(database: Database | Transaction, id?: string): Promise<Training[]> {
  const trainings = await database
    .selectFrom("collaborators.training")
    .selectAll()
    .$if(id !== undefined, (query) => query.where("id", "=", id!))
    .orderBy("heldOn", "desc")
    .orderBy("id")
    .execute();
  const came = await database
    .selectFrom("collaborators.attendance as a")
    .innerJoin("collaborators.collaborator as c", "c.id", "a.collaboratorId")
    .select(["a.trainingId", "a.collaboratorId", "c.name", "a.mark", "a.certificateNumber", "a.certifiedOn"])
    .$if(id !== undefined, (query) => query.where("a.trainingId", "=", id!))
    .orderBy("c.name")
    .orderBy("c.id")
    .execute();
  const byTraining = Map.groupBy(came, ({ trainingId }) => trainingId);
  return trainings.map((training) => ({
    ...training,
    questions: training.questions as Training["questions"],
    attendance: (byTraining.get(training.id) ?? []).map(({ collaboratorId, name, mark, ...row }) => ({
      collaboratorId,
      name,
      mark,
      certificate: numberOf(row.certificateNumber, row.certifiedOn),
    })),
  }));
}

/** @throws {Problem} platform.not-found. */
export async function readTraining(database: Database | Transaction, id: string): Promise<Training> {
  const [training] = await readTrainings(database, id);
  if (!training) throw new Problem("platform.not-found");
  return training;
}

/** What a test is; a mark given for it means nothing once it changes, nor does a payment on another day. */
const fixed = ({ heldOn, questions, passMark }: TrainingEntry) =>
  JSON.stringify([heldOn, questions.map(({ question, choices, right }) => [question, choices, right]), passMark]);

/**
 * Enters a session, or changes it. Once somebody has a mark or a certificate of it, its day and its test stay.
 * @throws {Problem} collaborators.test, collaborators.already-used, platform.not-found.
 */
export async function saveTraining(database: Database, by: Person, entry: TrainingEntry, id?: string): Promise<string> {
  if (entry.passMark > entry.questions.length || entry.questions.some(({ choices, right }) => right >= choices.length))
    throw new Problem("collaborators.test");
  const values = { ...entry, questions: JSON.stringify(entry.questions) };
  return inTransaction(database, async (transaction) => {
    if (id === undefined) {
      const made = await transaction
        .insertInto("collaborators.training")
        .values(values)
        .returning("id")
        .executeTakeFirstOrThrow();
      await audit(transaction, by, "collaborators.training", made.id, {});
      return made.id;
    }
    await transaction
      .selectFrom("collaborators.training")
      .select("id")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    const before = await readTraining(transaction, id);
    const used = before.attendance.some(({ mark, certificate }) => mark !== null || certificate !== null);
    if (fixed(before) !== fixed(entry) && (used || (await isPaid(transaction, id))))
      throw new Problem("collaborators.already-used");
    await transaction.updateTable("collaborators.training").set(values).where("id", "=", id).execute();
    await audit(transaction, by, "collaborators.training", id, {});
    return id;
  });
}

const isPaid = async (transaction: Transaction, trainingId: string): Promise<boolean> =>
  (await transaction
    .selectFrom("collaborators.paid_training")
    .select("trainingId")
    .where("trainingId", "=", trainingId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** @throws {Problem} collaborators.already-used when anybody came to it; platform.not-found. */
export async function deleteTraining(database: Database, by: Person, id: string): Promise<void> {
  try {
    await inTransaction(database, async (transaction) => {
      await readTraining(transaction, id);
      await transaction.deleteFrom("collaborators.training").where("id", "=", id).execute();
      await audit(transaction, by, "collaborators.delete-training", id, {});
    });
  } catch (error) {
    if (isReferenced(error)) throw new Problem("collaborators.already-used");
    throw error;
  }
}

/**
 * States who came to a session, whole, and marks the tests handed in with it.
 * @throws {Problem} collaborators.already-used: somebody left out, or marked anew, who has a certificate or was paid;
 *   collaborators.test, platform.not-found.
 */
export async function saveAttendance(
  database: Database,
  by: Person,
  id: string,
  { attended }: AttendanceEntry,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await transaction
      .selectFrom("collaborators.training")
      .select("id")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    const { attendance, questions } = await readTraining(transaction, id);
    const certified = new Set(
      attendance.filter(({ certificate }) => certificate !== null).map(({ collaboratorId }) => collaboratorId),
    );
    const coming = new Set(attended.map(({ collaboratorId }) => collaboratorId));
    for (const one of certified) if (!coming.has(one)) throw new Problem("collaborators.already-used");
    for (const { collaboratorId } of attendance)
      if (!coming.has(collaboratorId))
        await transaction
          .deleteFrom("collaborators.attendance")
          .where("trainingId", "=", id)
          .where("collaboratorId", "=", collaboratorId)
          .execute();
    for (const { collaboratorId, choices } of attended) {
      if (choices && certified.has(collaboratorId)) throw new Problem("collaborators.already-used");
      if (choices && (questions.length === 0 || choices.length !== questions.length))
        throw new Problem("collaborators.test");
      const mark = choices ? choices.filter((choice, i) => choice === questions[i]!.right).length : null;
      await transaction
        .insertInto("collaborators.attendance")
        .values({ trainingId: id, collaboratorId, mark })
        .onConflict((conflict) => {
          const same = conflict.columns(["trainingId", "collaboratorId"]);
          return choices ? same.doUpdateSet({ mark }) : same.doNothing();
        })
        .execute();
    }
    await audit(transaction, by, "collaborators.attendance", id, { attended: coming.size });
  }).catch((error) => {
    if (!isReferenced(error)) throw error;
    // Paid already, or a collaborator that is not there.
    throw new Problem(
      (error as { constraint?: string }).constraint?.startsWith("paid_training")
        ? "collaborators.already-used"
        : "platform.not-found",
    );
  });
}

/**
 * Gives a certificate to everybody who came, passed the test where there is one, and has none yet: numbered through the year.
 * @param today the day on the certificate.
 * @returns how many.
 */
export async function giveCertificates(database: Database, by: Person, id: string, today: string): Promise<number> {
  return inTransaction(database, async (transaction) => {
    // Numbers follow each other: two officers at once wait for one another.
    await transaction.selectFrom("collaborators.training").select("id").orderBy("id").forUpdate().execute();
    const { attendance, questions, passMark } = await readTraining(transaction, id);
    const passed = attendance.filter(
      ({ mark, certificate }) =>
        certificate === null && (questions.length === 0 || (mark !== null && mark >= passMark)),
    );
    const { last } = await transaction
      .selectFrom("collaborators.attendance")
      .select((of) => of.fn.max("certificateNumber").as("last"))
      .where("certifiedOn", ">=", `${today.slice(0, 4)}-01-01`)
      .where("certifiedOn", "<=", `${today.slice(0, 4)}-12-31`)
      .executeTakeFirstOrThrow();
    for (const [i, { collaboratorId }] of passed.entries())
      await transaction
        .updateTable("collaborators.attendance")
        .set({ certificateNumber: (last ?? 0) + i + 1, certifiedOn: today })
        .where("trainingId", "=", id)
        .where("collaboratorId", "=", collaboratorId)
        .where("certificateNumber", "is", null)
        .execute();
    await audit(transaction, by, "collaborators.certify", id, { given: passed.length });
    return passed.length;
  });
}
