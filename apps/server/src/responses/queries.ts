import type { Asked } from "@lang-nghe/anonymity";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

/** A set of answers as stored. `answers` is JSON text. */
export type AnswerRow = {
  id: string;
  studyId: string;
  version: number;
  day: string;
  language: string;
  answers: string;
  contentHash: Buffer;
  /** JSON text of a `ConsentRecord`. */
  consent: string;
  withdrawalHash: Buffer | null;
};

/**
 * Stores the answers whose study is open and whose id is new, and counts them, in one statement. The study's row is locked
 * against closing until the commit, so that closing waits for the batch in flight and nothing comes in after it. Rows are
 * stored in the order of their ids, so that two batches never wait for each other.
 * @returns ids that were stored.
 */
export async function insertAnswers(run: Run, rows: AnswerRow[]): Promise<Set<string>> {
  const column = <K extends keyof AnswerRow>(key: K) => rows.map((row) => row[key]);
  const result = await sql<{ id: string }>`
    with open as (
      select id from studies.study where id = any(${[...new Set(column("studyId"))].sort()}::uuid[]) and state = 'open'
        and entry = 'open-link' order by id for share
    ),
    stored as (
      insert into responses.answer (id, study_id, version, day, language, answers, content_hash, consent, withdrawal_hash)
      select g.id, g.study_id, g.version, g.day, g.language, g.answers::jsonb, g.content_hash, g.consent::jsonb, g.withdrawal_hash
      from unnest(${column("id")}::uuid[], ${column("studyId")}::uuid[], ${column("version")}::int[], ${column("day")}::date[],
        ${column("language")}::text[], ${column("answers")}::text[], ${column("contentHash")}::bytea[],
        ${column("consent")}::text[], ${column("withdrawalHash")}::bytea[])
        as g (id, study_id, version, day, language, answers, content_hash, consent, withdrawal_hash)
      join open on open.id = g.study_id
      order by g.id
      on conflict (id) do nothing
      returning id, study_id
    ),
    counted as (
      insert into responses.tally (study_id, accepted)
      select study_id, count(*) from stored group by study_id order by study_id
      on conflict (study_id) do update set accepted = tally.accepted + excluded.accepted
    )
    select id from stored`.execute(run);
  return new Set(result.rows.map(({ id }) => id));
}

/** Hashes of what is stored under these ids. */
export async function storedHashes(run: Run, ids: string[]): Promise<Map<string, Buffer>> {
  const rows = await run.selectFrom("responses.answer").select(["id", "contentHash"]).where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row.contentHash]));
}

export type StudyOfSlug = { id: string; state: string; kind: string; synthetic: boolean; entry: string };

export function studyOfSlug(run: Run, slug: string): Promise<StudyOfSlug | undefined> {
  return run
    .selectFrom("studies.study")
    .select(["id", "state", "kind", "synthetic", "entry"])
    .where("slug", "=", slug)
    .executeTakeFirst();
}

export type StudyRow = { slug: string; state: string; kind: string; synthetic: boolean };

export function studyRow(run: Run, id: string): Promise<StudyRow | undefined> {
  return run
    .selectFrom("studies.study")
    .select(["slug", "state", "kind", "synthetic"])
    .where("id", "=", id)
    .executeTakeFirst();
}

export type Tally = { accepted: number; shown: number; batches: number };

export async function tallyOf(run: Run, studyId: string): Promise<Tally> {
  const row = await run
    .selectFrom("responses.tally")
    .select(["accepted", "shown", "batches"])
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return row ?? { accepted: 0, shown: 0, batches: 0 };
}

/** Adds to the sums of pages reached. */
export async function addReached(
  run: Run,
  sums: { studyId: string; day: string; page: number; count: number }[],
): Promise<void> {
  await run
    .insertInto("responses.reached")
    .values(sums)
    .onConflict((conflict) =>
      conflict.columns(["studyId", "day", "page"]).doUpdateSet({ count: sql`reached.count + excluded.count` }),
    )
    .execute();
}

export function reachedOf(run: Run, studyId: string): Promise<{ day: string; page: number; count: number }[]> {
  return run
    .selectFrom("responses.reached")
    .select(["day", "page", "count"])
    .where("studyId", "=", studyId)
    .orderBy("day")
    .orderBy("page")
    .execute();
}

export type GivenAnswers = {
  version: number;
  day: string | null;
  answers: Record<string, unknown>;
  /** Place of the design cell in the wave's manifest; null for an open link. */
  cell?: number | null;
  /** How somebody else asked; null: nobody did. */
  asked?: Asked | null;
};

/** All answers of a study, in pieces. The order of the ids, which are random, says nothing. */
export async function* answersOf(run: Run, studyId: string): AsyncGenerator<GivenAnswers[]> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await run
      .selectFrom("responses.answer")
      .select(["id", "version", "day", "answers", "cell", "asked"])
      .where("studyId", "=", studyId)
      .where("id", ">", after)
      .orderBy("id")
      .limit(5000)
      .execute();
    if (!rows.length) return;
    yield rows.map(({ answers, asked, id: _, ...row }) => ({
      ...row,
      answers: answers as Record<string, unknown>,
      asked: asked as Asked | null,
    }));
    after = rows.at(-1)!.id;
  }
}

/** Forgets the day of answers that share it with fewer than `least`. */
export async function forgetRareDays(run: Run, studyId: string, least: number): Promise<void> {
  await sql`
    update responses.answer set day = null where study_id = ${studyId} and day in (
      select day from responses.answer where study_id = ${studyId} group by day having count(*) < ${least})`.execute(
    run,
  );
}

export type ShownCounts = { people: number; levels: Record<string, number> };

export async function shownOf(run: Run, studyId: string): Promise<Map<string, ShownCounts>> {
  const rows = await run
    .selectFrom("responses.live")
    .select(["variable", "shown"])
    .where("studyId", "=", studyId)
    .execute();
  return new Map(rows.map(({ variable, shown }) => [variable, shown as ShownCounts]));
}

/** Keeps what the live view is about to show. */
export async function keepShown(
  run: Transaction,
  studyId: string,
  variables: Map<string, ShownCounts>,
  tally: { shown: number; batches: number },
): Promise<void> {
  if (variables.size)
    await run
      .insertInto("responses.live")
      .values([...variables].map(([variable, shown]) => ({ studyId, variable, shown: JSON.stringify(shown) })))
      .onConflict((conflict) => conflict.columns(["studyId", "variable"]).doUpdateSet({ shown: sql`excluded.shown` }))
      .execute();
  await run.updateTable("responses.tally").set(tally).where("studyId", "=", studyId).execute();
}

/** Hashes of keys whose answers have not come yet, at most: a flood of made-up keys fills no disk. */
const mostEarly = 200_000;

/**
 * Deletes the answers that a withdrawal key belongs to, where their study is not frozen. The counter of accepted answers stays:
 * no figure may show that someone has withdrawn. A key that fits nothing is kept for the answer that may still be on its way.
 * @returns the studies.
 */
export async function withdrawAnswers(run: Run, withdrawalHash: Buffer): Promise<string[]> {
  const result = await sql<{ studyId: string }>`
    with gone as (
      delete from responses.answer a using studies.study s
      where a.withdrawal_hash = ${withdrawalHash} and s.id = a.study_id and s.state <> 'frozen'
      returning a.study_id
    ),
    sealed as (
      delete from responses.sealed where withdrawal_hash = ${withdrawalHash} returning study_id
    ),
    early as (
      insert into responses.withdrawn_early (withdrawal_hash)
      select ${withdrawalHash} where not exists (select from gone) and not exists (select from sealed)
        and exists (select from studies.study where state = 'open')
        and (select count(*) from (select from responses.withdrawn_early limit ${mostEarly}) e) < ${mostEarly}
      on conflict do nothing
    )
    select study_id from gone union all select study_id from sealed`.execute(run);
  return [...new Set(result.rows.map(({ studyId }) => studyId))];
}

/** Studies whose answers had to be deleted before `day`. */
export async function overdueStudies(run: Run, day: string): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select id from studies.study s where retain_until < ${day}::date and (
      exists (select from responses.answer a where a.study_id = s.id) or
      exists (select from responses.sealed a where a.study_id = s.id) or
      exists (select from responses.tabulation_key k where k.study_id = s.id) or
      exists (select from responses.snapshot n where n.study_id = s.id))`.execute(run);
  return rows.rows.map(({ id }) => id);
}

/** Deletes everything that holds or was counted from a study's answers. @returns sets of answers deleted. */
export async function deleteAnswers(run: Transaction, studyId: string): Promise<number> {
  const result = await run.deleteFrom("responses.answer").where("studyId", "=", studyId).executeTakeFirstOrThrow();
  // A set of weights has a number for each person answered.
  for (const table of [
    "weighting.weight_set",
    "responses.snapshot",
    "responses.live",
    "responses.reached",
    "responses.tally",
    "responses.sealed",
    "responses.tabulation_key",
  ] as const)
    await run.deleteFrom(table).where("studyId", "=", studyId).execute();
  return Number(result.numDeletedRows);
}

/** Nobody opens anything of this study any more. */
export async function forgetTabulationKey(run: Transaction, studyId: string): Promise<void> {
  await run.deleteFrom("responses.tabulation_key").where("studyId", "=", studyId).execute();
}
