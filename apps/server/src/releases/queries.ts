import type { Release, ReleaseDraft, ReleaseState } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

/** `published` is the released file, byte for byte. */
export type Row = Omit<Release, "tables" | "publicLink"> & { published: string | null };

const releases = (run: Run) => run.selectFrom("releases.release").selectAll();

const toRow = (row: Awaited<ReturnType<ReturnType<typeof releases>["executeTakeFirstOrThrow"]>>): Row => ({
  ...row,
  state: row.state as ReleaseState,
  draft: row.draft as ReleaseDraft,
});

export async function releasesOf(run: Run, studyId: string): Promise<Row[]> {
  return (await releases(run).where("studyId", "=", studyId).orderBy("slug").execute()).map(toRow);
}

export async function releaseById(run: Run, id: string): Promise<Row | undefined> {
  const row = await releases(run).where("id", "=", id).executeTakeFirst();
  return row && toRow(row);
}

/** Those on the public site now. */
export async function publicReleases(run: Run): Promise<Row[]> {
  return (await releases(run).where("state", "=", "published").execute()).map(toRow);
}

/** Drafts ever made, so that a slug is never used twice. */
export async function countReleases(run: Run, studyId: string): Promise<number> {
  const rows = await run.selectFrom("releases.release").select("slug").where("studyId", "=", studyId).execute();
  return Math.max(0, ...rows.map(({ slug }) => Number(slug.slice(slug.lastIndexOf("-") + 1)) || 0));
}

export async function insertRelease(
  run: Run,
  given: { studyId: string; slug: string; draft: ReleaseDraft; preparedBy: string },
): Promise<string> {
  const { id } = await run
    .insertInto("releases.release")
    .values({ ...given, state: "draft", draft: JSON.stringify(given.draft) })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Remembers who wrote at a release. */
export async function addPreparer(run: Run, releaseId: string, staffId: string): Promise<void> {
  await run
    .insertInto("releases.preparer")
    .values({ releaseId, staffId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function hasPrepared(run: Run, releaseId: string, staffId: string): Promise<boolean> {
  const row = await run
    .selectFrom("releases.preparer")
    .select("staffId")
    .where("releaseId", "=", releaseId)
    .where("staffId", "=", staffId)
    .executeTakeFirst();
  return row !== undefined;
}

export type Change = Partial<{
  state: ReleaseState;
  draft: ReleaseDraft;
  preparedBy: string;
  published: string;
  publishedOn: string;
  hash: string;
  publishedBy: string;
}>;

export async function updateRelease(run: Run, id: string, { draft, ...plain }: Change): Promise<void> {
  // What is published is beyond the reach of an update (migration 0010); this one thing the database does for us.
  if (plain.state === "withdrawn") {
    await sql`select releases.withdraw(${id})`.execute(run);
    return;
  }
  await run
    .updateTable("releases.release")
    .set({ ...plain, ...(draft && { draft: JSON.stringify(draft) }) })
    .where("id", "=", id)
    .execute();
}

export async function deleteRelease(run: Run, id: string): Promise<void> {
  await run.deleteFrom("releases.release").where("id", "=", id).execute();
}
