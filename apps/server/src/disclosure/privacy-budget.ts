import type { PrivacyBudget } from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy } from "../studies/index.ts";
import type { Definition } from "./ledger.ts";
import { fingerprintOf } from "./ledger.ts";

/** Budgets are kept in millionths of ε, so that what is left is exact. */
export const millionths = (epsilon: number): number => Math.round(epsilon * 1e6);

/** A question paid for. `answer` null: its answer has not been drawn yet, or was lost with the server before anyone saw it. */
export type Paid = {
  id: string;
  definition: Definition;
  /** In millionths of ε. */
  epsilon: number;
  remaining: number;
  spentOn: string;
  spentBy: string;
  answer: unknown;
};

/** A study's budget for noisy counts and its ledger, oldest first. */
export async function privacyBudget(database: Database, studyId: string): Promise<PrivacyBudget> {
  const budget = await database
    .selectFrom("disclosure.privacy_budget")
    .selectAll()
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  if (!budget) return { epsilon: null, spent: 0, remaining: 0, ledger: [] };
  const ledger = (await allPaid(database, studyId)).map(({ definition, epsilon, remaining, spentOn, spentBy }) => ({
    ask: definition.ask,
    epsilon: epsilon / 1e6,
    remaining: remaining / 1e6,
    spentOn,
    spentBy,
  }));
  const { total, spent } = budget;
  return { epsilon: total / 1e6, spent: spent / 1e6, remaining: (total - spent) / 1e6, ledger };
}

/**
 * Sets or corrects the budget of a study that is being designed.
 * @throws {Problem} disclosure.not-one-answer-each, disclosure.budget-set; the database refuses the latter too (migration 0022).
 */
export async function setPrivacyBudget(
  platform: Platform,
  by: Person,
  studyId: string,
  epsilon: number,
): Promise<PrivacyBudget> {
  const study = await getStudy(platform, studyId);
  if (study.entry !== "invitation") throw new Problem("disclosure.not-one-answer-each");
  await inTransaction(platform.database, async (transaction) => {
    const total = millionths(epsilon);
    await transaction
      .insertInto("disclosure.privacy_budget")
      .values({ studyId, total })
      .onConflict((conflict) => conflict.column("studyId").doUpdateSet({ total }))
      .execute()
      .catch((error: { constraint?: string }) => {
        throw error.constraint === "keep_budget" ? new Problem("disclosure.budget-set", {}, { cause: error }) : error;
      });
    await audit(transaction, by, "disclosure.budget", studyId, { epsilon });
  });
  return privacyBudget(platform.database, studyId);
}

/** Which question of which frozen answers: what is asked twice is answered once. */
export const queryOf = (snapshotHash: string, definition: Definition): string =>
  fingerprintOf({ snapshotHash, definition });

/** The question as it was paid for; undefined: it has not been asked. */
export async function paidFor(database: Database, studyId: string, query: string): Promise<Paid | undefined> {
  return (await allPaid(database, studyId, query))[0];
}

/** Every question of a study that was paid for, oldest first. */
export async function allPaid(database: Database, studyId: string, query?: string): Promise<Paid[]> {
  let wanted = database
    .selectFrom("disclosure.privacy_spent")
    .select(["id", "definition", "epsilon", "remaining", "spentOn", "spentBy", "answer"])
    .where("studyId", "=", studyId);
  if (query !== undefined) wanted = wanted.where("query", "=", query);
  const rows = await wanted.orderBy("position").execute();
  return rows.map((row) => ({ ...row, definition: row.definition as Definition }));
}

/**
 * Pays for a question, before anything is drawn: what is spent stays spent, also where the server dies before it answers. A
 * question that somebody else has just paid for is not paid for again. Whoever comes first takes from the budget in one
 * conditional statement, so that any number of questions at once never take more than there is.
 *
 * @param epsilon in millionths.
 * @throws {Problem} disclosure.no-budget, disclosure.budget-spent.
 */
export async function payFor(
  { database, clock }: Pick<Platform, "database" | "clock">,
  by: Person,
  studyId: string,
  definition: Definition,
  query: string,
  epsilon: number,
): Promise<Paid> {
  await inTransaction(database, async (transaction) => {
    const { rows } = await sql<{ remaining: number }>`
      with paid as (
        update disclosure.privacy_budget set spent = spent + ${epsilon}
        where study_id = ${studyId} and spent + ${epsilon} <= total
          and not exists (select from disclosure.privacy_spent where study_id = ${studyId} and query = ${query})
        returning total - spent as remaining)
      insert into disclosure.privacy_spent (study_id, query, definition, epsilon, remaining, spent_on, spent_by)
      select ${studyId}, ${query}, ${JSON.stringify(definition)}, ${epsilon}, remaining, ${dayOf(clock())}, ${by.name} from paid
      returning remaining`.execute(transaction);
    if (rows[0])
      await audit(transaction, by, "disclosure.private-counts", studyId, {
        ask: definition.ask,
        epsilon: epsilon / 1e6,
        remaining: rows[0].remaining / 1e6,
      });
  }).catch((error: { constraint?: string }) => {
    // Somebody asked the same at the same time: this payment is undone, theirs stands.
    if (error.constraint !== "privacy_spent_study_id_query_key") throw error;
  });
  const paid = await paidFor(database, studyId, query);
  if (paid) return paid;
  const { epsilon: total, remaining } = await privacyBudget(database, studyId);
  if (total === null) throw new Problem("disclosure.no-budget");
  throw new Problem("disclosure.budget-spent", { remaining, wanted: epsilon / 1e6 });
}

/** Keeps what was drawn for a question. @returns the answer that stands: of two draws at once the first that was kept. */
export async function keepAnswer(database: Database, id: string, answer: object): Promise<unknown> {
  await database
    .updateTable("disclosure.privacy_spent")
    .set({ answer: JSON.stringify(answer) })
    .where("id", "=", id)
    .where("answer", "is", null)
    .execute();
  const kept = await database
    .selectFrom("disclosure.privacy_spent")
    .select("answer")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return kept.answer;
}
