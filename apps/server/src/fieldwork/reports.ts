import { createHash } from "node:crypto";
import type {
  FieldChanges,
  FieldReport,
  QuarantinedReport,
  QuarantineReason,
  ReportReplies,
} from "@lang-nghe/contract";
import { sql } from "kysely";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";

const pageLength = 200;

type Reply = ReportReplies["replies"][number];
type Refusal = { studyId: string | null; reason: QuarantineReason };

/**
 * Takes in what a telephone reports, each for itself: kept for good, or put apart with the reason. Sent again, it is answered as
 * before; the reply leaves after the commit, so that what it says is kept may be deleted from the telephone.
 */
export async function takeReports(
  { database, clock }: Pick<Platform, "database" | "clock">,
  by: Person,
  reports: readonly FieldReport[],
): Promise<Reply[]> {
  const day = dayOf(clock());
  return inTransaction(database, async (transaction) => {
    const replies: Reply[] = [];
    for (const report of reports) replies.push(await takeReport(transaction, by.id, day, report));
    return replies;
  });
}

async function takeReport(run: Transaction, staffId: string, day: string, report: FieldReport): Promise<Reply> {
  const { id, kind, content } = report;
  const hash = createHash("sha256")
    .update(JSON.stringify([kind, sorted(content)]))
    .digest();
  const before = await knownReport(run, id);
  if (before) {
    if (before.hash.equals(hash) && before.staffId === staffId)
      return { id, became: before.reason === null ? "kept" : "quarantined", reason: before.reason };
    // The id of something else: what came first stands, and this is kept under an id of its own.
    const own = uuidOf(hash);
    const known = await knownReport(run, own);
    if (!known) await putApart(run, own, staffId, day, report, hash, { studyId: null, reason: "changed-content" });
    return { id, became: "quarantined", reason: "changed-content" };
  }
  const refusal = await keep(run, staffId, report, hash);
  if (refusal === undefined) return { id, became: "kept", reason: null };
  await putApart(run, id, staffId, day, report, hash, refusal);
  return { id, became: "quarantined", reason: refusal.reason };
}

async function keep(
  run: Transaction,
  staffId: string,
  { id, kind, content }: FieldReport,
  hash: Buffer,
): Promise<Refusal | undefined> {
  const { assignmentId, round } = content;
  const assignment = await run
    .selectFrom("fieldwork.assignment")
    .select(["studyId", "state", "holderId", "round"])
    .where("id", "=", assignmentId)
    .forUpdate()
    .executeTakeFirst();
  if (!assignment) return { studyId: null, reason: "unknown-assignment" };
  const refused = (reason: QuarantineReason): Refusal => ({ studyId: assignment.studyId, reason });
  if (assignment.holderId !== staffId) return refused("not-yours");
  if (assignment.round !== round) return refused("round-over");
  if (kind === "attempt") {
    const { day, part, medium, result } = content;
    await run
      .insertInto("fieldwork.attempt")
      .values({ id, assignmentId, round, staffId, day, part, medium, result, hash })
      .execute();
    return undefined;
  }
  if (assignment.state !== "taken" && assignment.state !== "given") return refused("already-ended");
  // What is reported of it was fetched, even where the reply of the fetch was lost.
  if (assignment.state === "given")
    await run.updateTable("fieldwork.assignment").set({ state: "taken" }).where("id", "=", assignmentId).execute();
  if (kind === "hand-back") {
    await run
      .updateTable("fieldwork.assignment")
      .set({ state: "planned", holderId: null, remark: content.remark })
      .where("id", "=", assignmentId)
      .execute();
    await run
      .insertInto("fieldwork.hand_back")
      .values({ id, assignmentId, round, staffId, remark: content.remark, hash })
      .execute();
    return undefined;
  }
  const { day, disposition, minutesBand, dwelling } = content;
  await run
    .insertInto("fieldwork.outcome")
    .values({
      id,
      assignmentId,
      round,
      staffId,
      disposition,
      day,
      minutesBand: disposition === "complete" || disposition === "partial" ? (minutesBand ?? 0) : null,
      dwelling: dwelling && JSON.stringify(dwelling),
      hash,
    })
    .execute();
  await run.updateTable("fieldwork.assignment").set({ state: "ended" }).where("id", "=", assignmentId).execute();
  return undefined;
}

type Known = { hash: Buffer; staffId: string; reason: QuarantineReason | null };

async function knownReport(run: Transaction, id: string): Promise<Known | undefined> {
  for (const table of ["fieldwork.attempt", "fieldwork.outcome", "fieldwork.hand_back"] as const) {
    const row = await run.selectFrom(table).select(["hash", "staffId"]).where("id", "=", id).executeTakeFirst();
    if (row) return { ...row, reason: null };
  }
  const row = await run
    .selectFrom("fieldwork.quarantine")
    .select(["hash", "staffId", "reason"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { ...row, reason: row.reason as QuarantineReason };
}

async function putApart(
  run: Transaction,
  id: string,
  staffId: string,
  day: string,
  { kind, content }: FieldReport,
  hash: Buffer,
  refusal: Refusal,
): Promise<void> {
  await run
    .insertInto("fieldwork.quarantine")
    .values({ id, staffId, kind, content: JSON.stringify(content), hash, day, ...refusal })
    .execute();
}

/** JSON with the members of each object in order, so that the same content is the same bytes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
}

/** A UUID (version 8) of a hash. */
function uuidOf(hash: Buffer): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}

/**
 * What changed of an interviewer's list since a version, for one of the telephones. What is handed out here counts as taken to the
 * field by that telephone. A version that this server never gave comes from before a restored backup: the reply begins anew.
 */
export async function changesSince(
  { database }: Pick<Platform, "database">,
  by: Person,
  phoneId: string,
  asked: number,
): Promise<FieldChanges> {
  return inTransaction(database, async (transaction) => {
    await transaction
      .updateTable("fieldwork.assignment")
      .set({ state: "taken", phoneId })
      .where("holderId", "=", by.id)
      .where("state", "=", "given")
      .execute();
    const { last } = await transaction
      .selectFrom("fieldwork.change")
      .select((eb) => eb.fn.coalesce(eb.fn.max<number>("id"), sql<number>`0`).as("last"))
      .executeTakeFirstOrThrow();
    const since = asked > last ? 0 : asked;
    const rows = await transaction
      .selectFrom("fieldwork.change as c")
      .innerJoin("fieldwork.assignment as a", "a.id", "c.assignmentId")
      .select(["a.id", "a.studyId", "a.number", "a.code", "a.place", "a.round", "a.remark"])
      .select(["a.stratum", "a.psu", "a.baseWeight", "c.id as version"])
      .select(
        sql<boolean>`a.state = 'taken' and a.holder_id = ${by.id} and a.phone_id is not distinct from ${phoneId}`.as(
          "own",
        ),
      )
      .where("c.staffId", "=", by.id)
      .where("c.id", ">", since)
      .orderBy("c.id")
      .limit(pageLength)
      .execute();
    const newest = new Map(rows.map((row) => [row.id, row]));
    const assignments: FieldChanges["assignments"] = [];
    const gone: string[] = [];
    for (const { own, version: _, ...assignment } of newest.values())
      if (own) assignments.push(assignment);
      else gone.push(assignment.id);
    return {
      server: "lang-nghe",
      assignments,
      gone,
      version: rows.at(-1)?.version ?? since,
      more: rows.length === pageLength,
    };
  });
}

/** What was put apart: of a study, or of one interviewer. Open ones first. */
export async function quarantined(
  database: Database,
  of: { studyId: string } | { staffId: string },
): Promise<QuarantinedReport[]> {
  const rows = await database
    .selectFrom("fieldwork.quarantine")
    .select(["id", "staffId", "kind", "content", "reason", "day", "settled"])
    .$if("staffId" in of, (query) => query.where("staffId", "=", (of as { staffId: string }).staffId))
    .$if("studyId" in of, (query) =>
      query.where((where) =>
        where.or([
          where("studyId", "=", (of as { studyId: string }).studyId),
          where.and([
            where("studyId", "is", null),
            where.exists(
              where
                .selectFrom("fieldwork.member as m")
                .select("m.staffId")
                .whereRef("m.staffId", "=", "fieldwork.quarantine.staffId")
                .where("m.studyId", "=", (of as { studyId: string }).studyId),
            ),
          ]),
        ]),
      ),
    )
    .orderBy("settled", (order) => order.nullsFirst())
    .orderBy("day", "desc")
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    ...row,
    kind: row.kind as QuarantinedReport["kind"],
    reason: row.reason as QuarantineReason,
  }));
}
