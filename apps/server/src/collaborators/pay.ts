import type { PaidWork, PayCorrectionEntry, PayLine, PaySheet, PaySheets, Tariff } from "@lang-nghe/contract";
import { sql } from "kysely";
import { acceptedVisits } from "../fieldwork/index.ts";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";

/** A piece of accepted work that no signed sheet has paid. */
export type Piece = { collaboratorId: string; name: string; kind: PaidWork; day: string };

/** Pieces at the tariff of their day, summed by collaborator and tariff, and those without one by kind and day. */
export function priced(
  pieces: readonly Piece[],
  tariffs: readonly Omit<Tariff, "used">[],
): Pick<PaySheet, "lines" | "unpriced" | "total"> {
  const lines = new Map<string, PayLine>();
  const unpriced = new Map<string, PaySheet["unpriced"][number]>();
  for (const { collaboratorId, name, kind, day } of pieces) {
    const tariff = tariffs.find(
      (one) => one.kind === kind && one.validFrom <= day && (one.validTo === null || day <= one.validTo),
    );
    if (tariff) {
      const key = `${collaboratorId} ${tariff.id}`;
      const line = lines.get(key) ?? { collaboratorId, name, tariffId: tariff.id, kind, pieces: 0, vnd: tariff.vnd };
      lines.set(key, { ...line, pieces: line.pieces + 1 });
    } else {
      const key = `${kind} ${day}`;
      unpriced.set(key, { kind, day, pieces: (unpriced.get(key)?.pieces ?? 0) + 1 });
    }
  }
  return {
    lines: [...lines.values()],
    unpriced: [...unpriced.values()],
    total: [...lines.values()].reduce((sum, line) => sum + line.pieces * line.vnd, 0),
  };
}

type Unpaid = {
  visits: (Piece & { assignmentId: string })[];
  trainings: (Piece & { trainingId: string })[];
  outside: number;
};

/** Everything up to a day that no sheet has paid yet. */
async function unpaidWork(database: Database | Transaction, upTo: string): Promise<Unpaid> {
  const people = new Map(
    (await database.selectFrom("collaborators.collaborator").selectAll().orderBy("name").orderBy("id").execute())
      .filter(({ staffId }) => staffId !== null)
      .map((one) => [one.staffId!, one]),
  );
  const paid = new Set(
    (await database.selectFrom("collaborators.paid_visit").select("assignmentId").execute()).map(
      ({ assignmentId }) => assignmentId,
    ),
  );
  const visits: Unpaid["visits"] = [];
  let outside = 0;
  for (const { assignmentId, staffId, day, interview } of await acceptedVisits(database, upTo)) {
    if (paid.has(assignmentId)) continue;
    const one = people.get(staffId);
    if (!one || day < one.appointedOn || (one.endedOn !== null && day > one.endedOn)) outside++;
    else
      visits.push({
        collaboratorId: one.id,
        name: one.name,
        kind: interview ? "interview" : "visit",
        day,
        assignmentId,
      });
  }
  const trainings = await database
    .selectFrom("collaborators.attendance as a")
    .innerJoin("collaborators.training as t", "t.id", "a.trainingId")
    .innerJoin("collaborators.collaborator as c", "c.id", "a.collaboratorId")
    .leftJoin("collaborators.paid_training as p", (join) =>
      join.onRef("p.trainingId", "=", "a.trainingId").onRef("p.collaboratorId", "=", "a.collaboratorId"),
    )
    .select(["a.trainingId", "a.collaboratorId", "c.name", "t.heldOn as day"])
    .where("t.heldOn", "<=", upTo)
    .where("p.sheetId", "is", null)
    .orderBy("t.heldOn")
    .execute();
  return { visits, trainings: trainings.map((one) => ({ ...one, kind: "training" as const })), outside };
}

const compare = new Intl.Collator("vi").compare;
const byName = (a: PayLine, b: PayLine) =>
  compare(a.name, b.name) || compare(a.collaboratorId, b.collaboratorId) || compare(a.kind, b.kind) || a.vnd - b.vnd;

/** Pay sheets, the newest first. A draft's total is worked out on its own page. */
export async function listPaySheets(database: Database): Promise<PaySheets> {
  const { rows } = await sql<PaySheets["sheets"][number]>`
    select s.id, s.number, s.up_to, s.made_on, s.signed_on, p.name as signed_by,
      (coalesce((select sum(l.pieces * l.vnd::bigint) from collaborators.pay_line l where l.sheet_id = s.id), 0)
        + coalesce((select sum(c.vnd) from collaborators.pay_correction c where c.sheet_id = s.id), 0))::bigint as total
    from collaborators.pay_sheet s left join accounts.staff p on p.id = s.signed_by order by s.number desc`.execute(
    database,
  );
  return { sheets: rows };
}

/** @throws {Problem} platform.not-found. */
export async function readPaySheet(database: Database | Transaction, id: string): Promise<PaySheet> {
  const { work: _, ...sheet } = await sheetWithWork(database, id);
  return sheet;
}

async function sheetWithWork(database: Database | Transaction, id: string): Promise<PaySheet & { work: Unpaid }> {
  const sheet = await database
    .selectFrom("collaborators.pay_sheet as s")
    .leftJoin("accounts.staff as p", "p.id", "s.signedBy")
    .select(["s.id", "s.number", "s.upTo", "s.madeOn", "s.signedOn", "p.name as signedBy"])
    .where("s.id", "=", id)
    .executeTakeFirst();
  if (!sheet) throw new Problem("platform.not-found");
  const corrections = await database
    .selectFrom("collaborators.pay_correction as k")
    .innerJoin("collaborators.collaborator as c", "c.id", "k.collaboratorId")
    .innerJoin("collaborators.pay_sheet as s", "s.id", "k.correctsId")
    .select(["k.id", "k.correctsId", "k.collaboratorId", "k.vnd", "k.cause", "c.name", "s.number as corrects"])
    .where("k.sheetId", "=", id)
    .orderBy("c.name")
    .orderBy("k.id")
    .execute();
  const corrected = corrections.map((one) => ({ ...one, cause: one.cause as PayCorrectionEntry["cause"] }));
  const extra = corrections.reduce((sum, { vnd }) => sum + vnd, 0);
  if (sheet.signedOn !== null) {
    const stored = await database
      .selectFrom("collaborators.pay_line as l")
      .innerJoin("collaborators.collaborator as c", "c.id", "l.collaboratorId")
      .innerJoin("collaborators.tariff as t", "t.id", "l.tariffId")
      .select(["l.collaboratorId", "c.name", "l.tariffId", "t.kind", "l.pieces", "l.vnd"])
      .where("l.sheetId", "=", id)
      .execute();
    const lines = stored.map((line) => ({ ...line, kind: line.kind as PaidWork })).sort(byName);
    const total = lines.reduce((sum, { pieces, vnd }) => sum + pieces * vnd, extra);
    const work: Unpaid = { visits: [], trainings: [], outside: 0 };
    return { ...sheet, corrections: corrected, lines, total, unpriced: [], outside: 0, work };
  }
  const work = await unpaidWork(database, sheet.upTo);
  const tariffs = (await database.selectFrom("collaborators.tariff").selectAll().execute()).map((one) => ({
    ...one,
    kind: one.kind as PaidWork,
  }));
  const { lines, unpriced, total } = priced([...work.visits, ...work.trainings], tariffs);
  return {
    ...sheet,
    corrections: corrected,
    lines: lines.sort(byName),
    unpriced,
    total: total + extra,
    outside: work.outside,
    work,
  };
}

/** Begins a sheet. @throws {Problem} collaborators.draft-open. */
export async function beginPaySheet(database: Database, by: Person, upTo: string, today: string): Promise<PaySheet> {
  const id = await inTransaction(database, async (transaction) => {
    const made = await transaction
      .insertInto("collaborators.pay_sheet")
      .values({ upTo, madeOn: today })
      .returning("id")
      .executeTakeFirstOrThrow();
    await audit(transaction, by, "collaborators.begin-pay", made.id, { upTo });
    return made.id;
  }).catch((error) => {
    if ((error as { code?: string }).code === "23505") throw new Problem("collaborators.draft-open");
    throw error;
  });
  return readPaySheet(database, id);
}

/** Locks a sheet that is not signed. @throws {Problem} platform.not-found, collaborators.signed. */
async function draftOf(transaction: Transaction, id: string): Promise<void> {
  const sheet = await transaction
    .selectFrom("collaborators.pay_sheet")
    .select("signedOn")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!sheet) throw new Problem("platform.not-found");
  if (sheet.signedOn !== null) throw new Problem("collaborators.signed");
}

/** Deletes a draft and what was corrected in it. @throws {Problem} collaborators.signed, platform.not-found. */
export async function deletePaySheet(database: Database, by: Person, id: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await draftOf(transaction, id);
    await transaction.deleteFrom("collaborators.pay_correction").where("sheetId", "=", id).execute();
    await transaction.deleteFrom("collaborators.pay_sheet").where("id", "=", id).execute();
    await audit(transaction, by, "collaborators.delete-pay", id, {});
  });
}

/** @throws {Problem} collaborators.correction, collaborators.signed, platform.not-found. */
export async function addCorrection(
  database: Database,
  by: Person,
  id: string,
  entry: PayCorrectionEntry,
): Promise<void> {
  if (entry.vnd === 0) throw new Problem("collaborators.correction");
  await inTransaction(database, async (transaction) => {
    await draftOf(transaction, id);
    const wrong = await transaction
      .selectFrom("collaborators.pay_sheet")
      .select("signedOn")
      .where("id", "=", entry.correctsId)
      .executeTakeFirst();
    if (!wrong?.signedOn) throw new Problem("collaborators.correction");
    const there = await transaction
      .selectFrom("collaborators.collaborator")
      .select("id")
      .where("id", "=", entry.collaboratorId)
      .executeTakeFirst();
    if (!there) throw new Problem("platform.not-found");
    await transaction
      .insertInto("collaborators.pay_correction")
      .values({ sheetId: id, ...entry })
      .execute();
    await audit(transaction, by, "collaborators.correct-pay", id, { vnd: entry.vnd, cause: entry.cause });
  });
}

/** @throws {Problem} collaborators.signed, platform.not-found. */
export async function deleteCorrection(
  database: Database,
  by: Person,
  id: string,
  correctionId: string,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await draftOf(transaction, id);
    const gone = await transaction
      .deleteFrom("collaborators.pay_correction")
      .where("id", "=", correctionId)
      .where("sheetId", "=", id)
      .returning("id")
      .executeTakeFirst();
    if (!gone) throw new Problem("platform.not-found");
    await audit(transaction, by, "collaborators.correct-pay", id, { removed: correctionId });
  });
}

/**
 * Signs a draft: its lines are kept as they are now, each piece counts as paid, and none of it changes any more.
 * @throws {Problem} collaborators.no-tariff, collaborators.signed, platform.not-found.
 */
export async function signPaySheet(database: Database, by: Person, id: string, today: string): Promise<PaySheet> {
  await inTransaction(database, async (transaction) => {
    await draftOf(transaction, id);
    const { work, lines, unpriced, total } = await sheetWithWork(transaction, id);
    if (unpriced.length > 0)
      throw new Problem("collaborators.no-tariff", { count: unpriced.reduce((sum, { pieces }) => sum + pieces, 0) });
    const inParts = async <T>(rows: readonly T[], write: (part: T[]) => Promise<unknown>) => {
      for (let i = 0; i < rows.length; i += 5000) await write(rows.slice(i, i + 5000));
    };
    await inParts(lines, (part) =>
      transaction
        .insertInto("collaborators.pay_line")
        .values(
          part.map(({ collaboratorId, tariffId, pieces, vnd }) => ({
            sheetId: id,
            collaboratorId,
            tariffId,
            pieces,
            vnd,
          })),
        )
        .execute(),
    );
    await inParts(work.visits, (part) =>
      transaction
        .insertInto("collaborators.paid_visit")
        .values(part.map(({ assignmentId }) => ({ assignmentId, sheetId: id })))
        .execute(),
    );
    await inParts(work.trainings, (part) =>
      transaction
        .insertInto("collaborators.paid_training")
        .values(part.map(({ trainingId, collaboratorId }) => ({ trainingId, collaboratorId, sheetId: id })))
        .execute(),
    );
    await transaction
      .updateTable("collaborators.pay_sheet")
      .set({ signedOn: today, signedBy: by.id })
      .where("id", "=", id)
      .execute();
    await audit(transaction, by, "collaborators.sign-pay", id, { total });
  });
  return readPaySheet(database, id);
}
