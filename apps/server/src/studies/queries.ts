import type { Entry, Opening, Provenance, Study, StudyChange, StudyState, Words } from "@lang-nghe/contract";
import type { Database, Transaction } from "../platform/database.ts";
import type { StudySeed } from "./service.ts";

type Run = Database | Transaction;

/** Studies with what the questionnaires and responses capabilities count about them. */
function studies(run: Run) {
  return run
    .selectFrom("studies.study as s")
    .leftJoin("responses.tally as t", "t.studyId", "s.id")
    .leftJoin("responses.snapshot as n", "n.studyId", "s.id")
    .selectAll("s")
    .select(["t.accepted", "n.rows"])
    .select((expression) => [
      expression
        .selectFrom("questionnaires.version as v")
        .select(({ fn }) => fn.max("v.version").as("version"))
        .whereRef("v.studyId", "=", "s.id")
        .as("publishedVersion"),
      expression
        .exists(expression.selectFrom("questionnaires.draft as d").select("d.hash").whereRef("d.studyId", "=", "s.id"))
        .as("hasDraft"),
    ]);
}

/** Rounded down to 10 while answers come in, so that no two looks differ by one person. */
const acceptedOf = ({ state, accepted, rows }: { state: string; accepted: number | null; rows: number | null }) =>
  state === "open" ? Math.floor((accepted ?? 0) / 10) * 10 : (rows ?? 0);

type Row = Awaited<ReturnType<ReturnType<typeof studies>["executeTakeFirstOrThrow"]>>;

const toStudy = (row: Row, publicUrl: string): Study => ({
  id: row.id,
  slug: row.slug,
  title: row.title as Words,
  description: row.description as Words,
  kind: row.kind as Study["kind"],
  state: row.state as StudyState,
  entry: row.kind === "asked" ? (row.entry as Entry) : null,
  opening: row.kind === "asked" && row.entry === "invitation" ? (row.opening as Opening) : null,
  synthetic: row.synthetic,
  example: row.example,
  provenance: row.provenance as Provenance,
  retainUntil: row.retainUntil,
  publishedVersion: row.publishedVersion,
  hasDraft: Boolean(row.hasDraft),
  answerLink: row.state === "open" && row.entry === "open-link" ? `${publicUrl}/a/${row.slug}` : null,
  accepted: acceptedOf(row),
});

export async function listStudies(run: Run, publicUrl: string): Promise<Study[]> {
  return (await studies(run).orderBy("s.slug").execute()).map((row) => toStudy(row, publicUrl));
}

export async function studyById(run: Run, publicUrl: string, id: string): Promise<Study | undefined> {
  const row = await studies(run).where("s.id", "=", id).executeTakeFirst();
  return row && toStudy(row, publicUrl);
}

export async function insertStudy(run: Run, slug: string, seed: StudySeed): Promise<string> {
  const { id } = await run
    .insertInto("studies.study")
    .values({
      ...seed,
      slug,
      title: JSON.stringify(seed.title),
      description: JSON.stringify(seed.description),
      provenance: JSON.stringify(seed.provenance),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** `base`, or `base-2`, `base-3` … if taken. */
export async function freeSlug(run: Run, base: string): Promise<string> {
  const taken = new Set(
    (await run.selectFrom("studies.study").select("slug").where("slug", "like", `${base}%`).execute()).map(
      (row) => row.slug,
    ),
  );
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(slug)) return slug;
  }
}

export async function updateStudy(
  run: Run,
  id: string,
  change: Omit<StudyChange, "provenance"> & { provenance?: Provenance | undefined },
): Promise<void> {
  const { title, description, provenance, retainUntil, entry, opening } = change;
  const set = {
    ...(title && { title: JSON.stringify(title) }),
    ...(description && { description: JSON.stringify(description) }),
    ...(provenance && { provenance: JSON.stringify(provenance) }),
    ...(retainUntil !== undefined && { retainUntil }),
    ...(entry && { entry }),
    ...(opening && { opening }),
  };
  if (Object.keys(set).length) await run.updateTable("studies.study").set(set).where("id", "=", id).execute();
}

export async function provenanceOf(run: Run, id: string): Promise<Provenance> {
  const row = await run.selectFrom("studies.study").select("provenance").where("id", "=", id).executeTakeFirstOrThrow();
  return row.provenance as Provenance;
}

export async function deleteStudy(run: Run, id: string): Promise<void> {
  await run.deleteFrom("studies.study").where("id", "=", id).execute();
}

/** The state, its row locked until the transaction ends. */
export async function stateOf(run: Transaction, id: string): Promise<StudyState | undefined> {
  const row = await run.selectFrom("studies.study").select("state").where("id", "=", id).forUpdate().executeTakeFirst();
  return row?.state as StudyState | undefined;
}

/** How people come to a study, and when its answers can be opened. */
export async function protectionOf(run: Run, id: string): Promise<{ entry: Entry; opening: Opening } | undefined> {
  const row = await run
    .selectFrom("studies.study")
    .select(["entry", "opening"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { entry: row.entry as Entry, opening: row.opening as Opening };
}

export async function kindOf(run: Transaction, id: string): Promise<string> {
  return (await run.selectFrom("studies.study").select("kind").where("id", "=", id).executeTakeFirstOrThrow()).kind;
}

export async function setState(run: Run, id: string, state: StudyState): Promise<void> {
  await run.updateTable("studies.study").set({ state }).where("id", "=", id).execute();
}
