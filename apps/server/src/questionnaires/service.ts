import { createHash, randomBytes } from "node:crypto";
import type { OutlineItem, Questionnaires } from "@lang-nghe/contract";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import type { Upload } from "../platform/upload.ts";
import { getStudy, requireState } from "../studies/index.ts";
import { compileForm } from "./compile-form.ts";
import { requireBudget } from "./demographic-budget.ts";
import { outlineOf, versionOf } from "./outline.ts";
import * as queries from "./queries.ts";
import { type Form, formOfRow, parsedForm } from "./stored-form.ts";
import { readTemplate } from "./templates.ts";

export async function publishedForms(run: Database | Transaction, studyId: string): Promise<Form[]> {
  return (await queries.versionsOf(run, studyId)).map(formOfRow);
}

export async function newestForm(run: Database | Transaction, studyId: string): Promise<Form | undefined> {
  const newest = await queries.newestHash(run, studyId);
  const questionnaire = newest && parsedForm(newest.hash);
  if (newest && questionnaire) return { ...newest, questionnaire };
  const row = newest && (await queries.newestVersion(run, studyId));
  return row && formOfRow(row);
}

/** What the test link shows: the draft, else the newest version. */
export async function formToTry(run: Database, testKey: string): Promise<{ studyId: string; form: Form } | undefined> {
  const studyId = await queries.studyOfTestKey(run, testKey);
  if (!studyId) return undefined;
  const row = (await queries.draftOf(run, studyId)) ?? (await queries.newestVersion(run, studyId));
  return row && { studyId, form: formOfRow(row) };
}

export async function questionnairesOf({ database, config }: Platform, studyId: string): Promise<Questionnaires> {
  const [draft, published, key, testAnswers] = await Promise.all([
    queries.draftOf(database, studyId),
    queries.versionsOf(database, studyId),
    queries.testKeyOf(database, studyId),
    queries.countTestAnswers(database, studyId),
  ]);
  return {
    draft: draft ? versionOf(draft) : null,
    published: published.map(versionOf),
    testLink: key && (draft || published.length) ? `${config.publicUrl}/t/${key}` : null,
    testAnswers,
  };
}

/**
 * Replaces a study's draft by an uploaded form.
 * @throws {Problem} questionnaires.invalid-form with every fault and its mend; then nothing is stored.
 */
export async function uploadForm(
  platform: Platform,
  by: Person,
  studyId: string,
  file: Upload,
): Promise<Questionnaires> {
  await getStudy(platform, studyId);
  const form = await compiled(file);
  await inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "design", "open");
    await storeDraft(transaction, studyId, form);
    await audit(transaction, by, "questionnaires.draft", studyId, { file: file.fileName, hash: form.hash });
  });
  platform.events.changed(studyId);
  return questionnairesOf(platform, studyId);
}

export async function startFromTemplate(
  platform: Platform,
  by: Person,
  studyId: string,
  name: string,
): Promise<Questionnaires> {
  const file = await readTemplate(platform.config.root, name);
  if (!file) throw new Problem("questionnaires.unknown-template", { name });
  return uploadForm(platform, by, studyId, file);
}

/** Compiles an uploaded form. @throws {Problem} questionnaires.invalid-form. */
export async function compiled(file: Upload): Promise<queries.StoredForm> {
  const result = await compileForm(file);
  if ("problems" in result)
    throw new Problem("questionnaires.invalid-form", { count: result.problems.length, problems: result.problems });
  const form = JSON.stringify(result.questionnaire);
  const hash = createHash("sha256").update(form).digest("hex");
  return { form, hash, fileName: file.fileName, source: file.bytes };
}

export async function storeDraft(transaction: Transaction, studyId: string, form: queries.StoredForm): Promise<void> {
  await queries.putDraft(transaction, studyId, form);
  await queries.ensureTestKey(transaction, studyId, randomBytes(24).toString("base64url"));
}

export async function publish(platform: Platform, by: Person, studyId: string): Promise<Questionnaires> {
  await getStudy(platform, studyId);
  await inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "design", "open");
    await publishDraft(transaction, by, studyId, dayOf(platform.clock()));
  });
  platform.events.changed(studyId);
  return questionnairesOf(platform, studyId);
}

/**
 * Makes the draft the next version, which nothing can change afterwards. @returns its number.
 * @throws {Problem} disclosure.demographic-budget where it divides people too finely.
 */
export async function publishDraft(
  transaction: Transaction,
  by: Person,
  studyId: string,
  day: string,
): Promise<number> {
  const draft = await queries.draftOf(transaction, studyId);
  if (draft) await requireBudget(transaction, studyId, formOfRow(draft), day);
  const version = await queries.publishDraft(transaction, studyId, day);
  if (version === undefined) throw new Problem("questionnaires.no-draft");
  await audit(transaction, by, "questionnaires.publish", studyId, { version });
  return version;
}

export async function outline({ database }: Platform, studyId: string, version: number): Promise<OutlineItem[]> {
  const rows = version === 0 ? [await queries.draftOf(database, studyId)] : await queries.versionsOf(database, studyId);
  const row = rows.find((candidate) => candidate?.version === version);
  if (!row) throw new Problem("questionnaires.no-version");
  return outlineOf(JSON.parse(row.form) as Questionnaire);
}

export async function source({ database }: Platform, studyId: string, version: number) {
  const found = await queries.sourceOf(database, studyId, version);
  if (!found) throw new Problem("questionnaires.no-version");
  return found;
}

export async function removeTestAnswers(platform: Platform, by: Person, studyId: string): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    const removed = await queries.removeTestAnswers(transaction, studyId);
    await audit(transaction, by, "questionnaires.remove-test-answers", studyId, { removed });
  });
  platform.events.changed(studyId);
}
