import { randomInt } from "node:crypto";
import type { Study } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { newestForm, publishedForms, requireBudget } from "../questionnaires/index.ts";
import { getStudy, noteFieldwork, protectionOfStudy, requireState, setState } from "../studies/index.ts";
import { type DesignOfRows, snapshotOf } from "./freeze.ts";
import * as queries from "./queries.ts";
import { storeSnapshot } from "./snapshot.ts";

/** Fewer answers than this on a day: the day is forgotten. */
const leastOfADay = 20;

/** Lets answers in. */
export async function openStudy(platform: Platform, by: Person, studyId: string): Promise<Study> {
  await inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "design");
    // People are asked by invitation from the day that the wave's offer names (waves).
    if ((await protectionOfStudy(transaction, studyId))?.entry === "invitation") throw new Problem("waves.by-offer");
    const form = await newestForm(transaction, studyId);
    if (!form) throw new Problem("questionnaires.no-version");
    // What the study says of whom it asks may have changed since the form was published.
    await requireBudget(transaction, studyId, form, dayOf(platform.clock()));
    await setState(transaction, studyId, "open");
    await noteFieldwork(transaction, studyId, { from: dayOf(platform.clock()) });
    await audit(transaction, by, "responses.open", studyId, { version: form.version });
  });
  platform.events.changed(studyId);
  return getStudy(platform, studyId);
}

/**
 * Ends intake and freezes the answers for good. The lock on the study waits for the batch being stored; whatever comes
 * later is refused by the database.
 * @param ofWave of a study by invitation: sees, in the same transaction, that its wave is complete, and knows its design and the
 *   last day on which people were asked.
 */
export async function closeStudy(
  platform: Platform,
  by: Person,
  studyId: string,
  ofWave?: (transaction: Transaction) => Promise<{ designOf: DesignOfRows; lastDay: string }>,
): Promise<Study> {
  await inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "open");
    const { entry } = (await protectionOfStudy(transaction, studyId))!;
    if (entry === "invitation" && !ofWave) throw new Problem("waves.by-offer");
    const wave = await ofWave?.(transaction);
    await setState(transaction, studyId, "frozen");
    await noteFieldwork(transaction, studyId, { to: wave?.lastDay ?? dayOf(platform.clock()) });
    const answers: queries.GivenAnswers[] = [];
    for await (const piece of queries.answersOf(transaction, studyId)) answers.push(...piece);
    const forms = await publishedForms(transaction, studyId);
    const used = forms.filter(({ version }) => answers.some((given) => given.version === version));
    const snapshot = await snapshotOf(
      used.length ? used : forms.slice(-1),
      answers,
      (below) => randomInt(below),
      wave?.designOf,
    );
    const hash = await storeSnapshot(transaction, studyId, snapshot);
    await queries.forgetRareDays(transaction, studyId, leastOfADay);
    await queries.forgetTabulationKey(transaction, studyId);
    await audit(transaction, by, "responses.close", studyId, { answers: snapshot.rows, hash });
  });
  platform.events.changed(studyId);
  return getStudy(platform, studyId);
}

/**
 * Deletes the answers of studies past their retention date and says so in the audit log.
 * @param certify called in the same transaction with the number of rows that held answers. @returns ids of the studies.
 */
export async function deleteOverdue(
  { database, clock }: Pick<Platform, "database" | "clock">,
  certify: (transaction: Transaction, studyId: string, rows: number) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const today = dayOf(clock());
  const overdue = await queries.overdueStudies(database, today);
  for (const studyId of overdue)
    await inTransaction(database, async (transaction) => {
      const state = await requireState(transaction, studyId, "design", "open", "frozen");
      if (state === "open") await setState(transaction, studyId, "frozen");
      const answers = await queries.deleteAnswers(transaction, studyId);
      await audit(transaction, undefined, "responses.delete-overdue", studyId, { answers });
      // A study from a file has its rows in the snapshot only, which is one row.
      await certify(transaction, studyId, Math.max(answers, 1));
    });
  return overdue;
}
