import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

/** A form as stored: compiled, and as it was uploaded. */
export type StoredForm = { form: string; hash: string; fileName: string; source: Buffer };
/** What lists show; `form` is JSON text. version 0 = draft. */
export type FormRow = { version: number; form: string; hash: string; fileName: string; publishedOn: string | null };

export async function putDraft(run: Run, studyId: string, form: StoredForm): Promise<void> {
  await run
    .insertInto("questionnaires.draft")
    .values({ studyId, ...form })
    .onConflict((conflict) => conflict.column("studyId").doUpdateSet({ ...form }))
    .execute();
}

export async function draftOf(run: Run, studyId: string): Promise<FormRow | undefined> {
  const row = await run
    .selectFrom("questionnaires.draft")
    .select(["form", "hash", "fileName"])
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return row && { ...row, version: 0, publishedOn: null };
}

export async function removeDraft(run: Run, studyId: string): Promise<void> {
  await run.deleteFrom("questionnaires.draft").where("studyId", "=", studyId).execute();
}

export function versionsOf(run: Run, studyId: string): Promise<FormRow[]> {
  return run
    .selectFrom("questionnaires.version")
    .select(["version", "form", "hash", "fileName", "publishedOn"])
    .where("studyId", "=", studyId)
    .orderBy("version")
    .execute();
}

/** The newest version without its form. */
export function newestHash(run: Run, studyId: string): Promise<{ version: number; hash: string } | undefined> {
  return run
    .selectFrom("questionnaires.version")
    .select(["version", "hash"])
    .where("studyId", "=", studyId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

export function newestVersion(run: Run, studyId: string): Promise<FormRow | undefined> {
  return run
    .selectFrom("questionnaires.version")
    .select(["version", "form", "hash", "fileName", "publishedOn"])
    .where("studyId", "=", studyId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Turns the draft into a version. @returns its number, or undefined when there is no draft. */
export async function publishDraft(run: Transaction, studyId: string, day: string): Promise<number | undefined> {
  const draft = await run
    .selectFrom("questionnaires.draft")
    .selectAll()
    .where("studyId", "=", studyId)
    .forUpdate()
    .executeTakeFirst();
  if (!draft) return undefined;
  const newest = await newestVersion(run, studyId);
  const version = (newest?.version ?? 0) + 1;
  await run
    .insertInto("questionnaires.version")
    .values({ ...draft, version, publishedOn: day })
    .execute();
  await removeDraft(run, studyId);
  return version;
}

export async function sourceOf(
  run: Run,
  studyId: string,
  version: number,
): Promise<{ fileName: string; source: Buffer } | undefined> {
  return version === 0
    ? run
        .selectFrom("questionnaires.draft")
        .select(["fileName", "source"])
        .where("studyId", "=", studyId)
        .executeTakeFirst()
    : run
        .selectFrom("questionnaires.version")
        .select(["fileName", "source"])
        .where("studyId", "=", studyId)
        .where("version", "=", version)
        .executeTakeFirst();
}

export async function testKeyOf(run: Run, studyId: string): Promise<string | undefined> {
  const row = await run
    .selectFrom("questionnaires.test_link")
    .select("key")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return row?.key;
}

export async function ensureTestKey(run: Run, studyId: string, key: string): Promise<void> {
  await run
    .insertInto("questionnaires.test_link")
    .values({ studyId, key })
    .onConflict((conflict) => conflict.column("studyId").doNothing())
    .execute();
}

export async function studyOfTestKey(run: Run, key: string): Promise<string | undefined> {
  const row = await run
    .selectFrom("questionnaires.test_link")
    .select("studyId")
    .where("key", "=", key)
    .executeTakeFirst();
  return row?.studyId;
}

export async function countTestAnswers(run: Run, studyId: string): Promise<number> {
  const { count } = await run
    .selectFrom("questionnaires.test_answer")
    .select((expression) => expression.fn.countAll<number>().as("count"))
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Stores a test answer once. @returns the hash of what is stored under its id, and whether it is new. */
export async function putTestAnswer(
  run: Run,
  row: { id: string; studyId: string; version: number; contentHash: Buffer; answers: string },
): Promise<{ created: boolean; contentHash: Buffer }> {
  const inserted = await run
    .insertInto("questionnaires.test_answer")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted) return { created: true, contentHash: row.contentHash };
  const before = await run
    .selectFrom("questionnaires.test_answer")
    .select("contentHash")
    .where("id", "=", row.id)
    .executeTakeFirst();
  return { created: false, contentHash: before?.contentHash ?? row.contentHash };
}

export async function removeTestAnswers(run: Run, studyId: string): Promise<number> {
  const result = await run
    .deleteFrom("questionnaires.test_answer")
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  return Number(result.numDeletedRows);
}
