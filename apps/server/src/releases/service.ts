import { createHash } from "node:crypto";
import type { PublishedRelease, Release, ReleaseDraft, ReleaseState } from "@lang-nghe/contract";
import { houseOfOne } from "../accounts/index.ts";
import { readDataset } from "../dictionary/index.ts";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy } from "../studies/index.ts";
import { tableOf } from "../tabulation/index.ts";
import { appendToLog } from "../transparency/index.ts";
import { activeWeights } from "../weighting/index.ts";
import { publicTable } from "./public-table.ts";
import * as queries from "./queries.ts";
import { sensitivityOf } from "./sensitivity.ts";
import { publishSite } from "./site.ts";

/** A release as the console shows it: its tables made from today's weights while a draft, as published afterwards. */
async function complete(platform: Platform, row: queries.Row): Promise<Release> {
  const { published, ...rest } = row;
  const tables = published
    ? (JSON.parse(published) as PublishedRelease).tables.map(({ table }) => table)
    : await Promise.all(row.draft.tables.map(({ spec }) => tableOf(platform, row.studyId, spec)));
  return { ...rest, tables, publicLink: published ? `${platform.config.publicUrl}/${row.slug}/` : null };
}

async function find(platform: Platform, id: string): Promise<queries.Row> {
  const row = await queries.releaseById(platform.database, id);
  if (!row) throw new Problem("platform.not-found");
  return row;
}

export async function listReleases(platform: Platform, studyId: string): Promise<Release[]> {
  return Promise.all((await queries.releasesOf(platform.database, studyId)).map((row) => complete(platform, row)));
}

export const readRelease = async (platform: Platform, id: string): Promise<Release> =>
  complete(platform, await find(platform, id));

export async function newRelease(
  platform: Platform,
  by: Person,
  studyId: string,
  draft: ReleaseDraft,
): Promise<Release> {
  const study = await getStudy(platform, studyId);
  const id = await inTransaction(platform.database, async (transaction) => {
    const number = (await queries.countReleases(transaction, studyId)) + 1;
    const made = await queries.insertRelease(transaction, {
      studyId,
      slug: `${study.slug}-${number}`,
      draft,
      preparedBy: by.name,
    });
    await queries.addPreparer(transaction, made, by.id);
    await audit(transaction, by, "releases.draft", made);
    return made;
  });
  return readRelease(platform, id);
}

/** Refuses unless the release is in one of the states. */
function demand(row: queries.Row, ...states: ReleaseState[]): void {
  if (!states.includes(row.state)) throw new Problem("releases.wrong-state", { state: row.state });
}

export async function changeDraft(platform: Platform, by: Person, id: string, draft: ReleaseDraft): Promise<Release> {
  demand(await find(platform, id), "draft");
  // Not audited: drafts save themselves at each pause in typing; who submits and who publishes is on record.
  await inTransaction(platform.database, async (transaction) => {
    await queries.updateRelease(transaction, id, { draft, preparedBy: by.name });
    await queries.addPreparer(transaction, id, by.id);
  });
  return readRelease(platform, id);
}

export async function deleteDraft(platform: Platform, by: Person, id: string): Promise<void> {
  demand(await find(platform, id), "draft");
  await inTransaction(platform.database, async (transaction) => {
    await queries.deleteRelease(transaction, id);
    await audit(transaction, by, "releases.delete", id);
  });
}

export async function submit(platform: Platform, by: Person, id: string): Promise<Release> {
  const row = await find(platform, id);
  demand(row, "draft");
  demandContent(row.draft);
  await queries.addPreparer(platform.database, id, by.id);
  return move(platform, by, id, "in-review");
}

export async function returnToDraft(platform: Platform, by: Person, id: string): Promise<Release> {
  demand(await find(platform, id), "in-review");
  return move(platform, by, id, "draft");
}

async function move(platform: Platform, by: Person, id: string, state: ReleaseState): Promise<Release> {
  await inTransaction(platform.database, async (transaction) => {
    await queries.updateRelease(transaction, id, { state });
    await audit(transaction, by, `releases.${state}`, id);
  });
  return readRelease(platform, id);
}

function demandContent(draft: ReleaseDraft): void {
  if (!draft.headline.vi.trim() || !draft.tables.length) throw new Problem("releases.empty");
}

/** Freezes the tables into the released file and makes it public. The file never changes afterwards. */
export async function publish(platform: Platform, by: Person, id: string): Promise<Release> {
  const row = await find(platform, id);
  demand(row, "in-review");
  demandContent(row.draft);
  const onePerson = await inOneHand(platform, by, id);
  const publishedOn = dayOf(platform.clock());
  const published = `${JSON.stringify({ ...(await releasedFile(platform, row, publishedOn)), onePerson }, null, 1)}\n`;
  const hash = createHash("sha256").update(published).digest("hex");
  await inTransaction(platform.database, async (transaction) => {
    await queries.updateRelease(transaction, id, {
      state: "published",
      published,
      publishedOn,
      hash,
      publishedBy: by.name,
    });
    await audit(transaction, by, "releases.publish", id, { hash });
    await appendToLog(transaction, "release", `${row.slug} sha256:${hash}`);
  });
  await publishSite(platform);
  return readRelease(platform, id);
}

/**
 * Two people stand behind a figure: one wrote, another read. In a house of one account nobody else can; then the page says so.
 * @throws {Problem} releases.same-person.
 */
async function inOneHand({ database }: Platform, by: Person, id: string): Promise<boolean> {
  if (!(await queries.hasPrepared(database, id, by.id))) return false;
  if (!(await houseOfOne(database))) throw new Problem("releases.same-person");
  return true;
}

/** Takes a release off the public site; a page says that it was withdrawn. */
export async function withdraw(platform: Platform, by: Person, id: string): Promise<Release> {
  demand(await find(platform, id), "published");
  const release = await move(platform, by, id, "withdrawn");
  await publishSite(platform);
  return release;
}

async function releasedFile(platform: Platform, row: queries.Row, publishedOn: string): Promise<PublishedRelease> {
  const { database } = platform;
  const study = await getStudy(platform, row.studyId);
  const dataset = await readDataset(database, row.studyId);
  const weights = await activeWeights(database, row.studyId, dataset);
  const tables = await Promise.all(
    row.draft.tables.map(async ({ spec, caption }) => ({
      caption,
      table: publicTable(await tableOf(platform, row.studyId, spec)),
    })),
  );
  const named = new Set(tables.flatMap(({ table }) => [table.spec.ask, table.spec.by]));
  const last = weights?.set.steps.at(-1)?.summary;
  return {
    format: "lang-nghe-release-1",
    slug: row.slug,
    publishedOn,
    headline: row.draft.headline,
    note: row.draft.note,
    study: {
      title: study.title,
      description: study.description,
      synthetic: study.synthetic,
      provenance: study.provenance,
      n: dataset.rows,
      wording: Object.fromEntries(
        dataset.variables
          .filter((variable) => named.has(variable.name))
          .map((variable) => [variable.name, variable.label]),
      ),
    },
    weights: {
      weighted: weights !== undefined,
      variables: [...new Set(weights?.set.moved.map((move) => move.variable) ?? [])],
      source: weights?.set.marginsSource ?? null,
      designEffect: last?.designEffect ?? null,
      effectiveBase: last?.effectiveBase ?? null,
    },
    tables,
    sensitivity: tables.flatMap(({ table }, at) =>
      table.method.random ? [] : sensitivityOf(table, at, study.provenance.populationSize),
    ),
    chain: {
      snapshotHash: dataset.snapshotHash,
      weightsHash: weights?.hash ?? null,
      questionnaireHash: null,
      software: `Lắng Nghe ${platform.config.version}`,
    },
  };
}
