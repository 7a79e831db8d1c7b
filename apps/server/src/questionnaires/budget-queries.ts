import type { BudgetException, BudgetMargin, BudgetQuestion } from "@lang-nghe/contract";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

/** What a study states of whom it asks; nothing, where it has stated nothing. */
export async function statedBudget(run: Run, studyId: string): Promise<BudgetQuestion> {
  const row = await run
    .selectFrom("questionnaires.budget")
    .select(["keys", "population", "invited", "margins"])
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  if (!row) return { keys: [], population: null, invited: null, margins: [] };
  return { ...row, keys: row.keys as string[], margins: row.margins as BudgetMargin[] };
}

export async function putBudget(run: Run, studyId: string, given: BudgetQuestion): Promise<void> {
  const row = { ...given, keys: JSON.stringify(given.keys), margins: JSON.stringify(given.margins) };
  await run
    .insertInto("questionnaires.budget")
    .values({ studyId, ...row })
    .onConflict((conflict) => conflict.column("studyId").doUpdateSet(row))
    .execute();
}

/** The newest exception for a form that covers a share of people exposed. */
export function exceptionFor(
  run: Run,
  studyId: string,
  formHash: string,
  exposed: number,
): Promise<BudgetException | undefined> {
  return run
    .selectFrom("questionnaires.budget_exception")
    .select(["reason", "givenBy", "givenOn"])
    .where("studyId", "=", studyId)
    .where("formHash", "=", formHash)
    .where("exposed", ">=", exposed - 1e-9)
    .orderBy("exposed", "desc")
    .limit(1)
    .executeTakeFirst();
}

export async function insertException(
  run: Transaction,
  row: BudgetException & { studyId: string; formHash: string; exposed: number },
): Promise<void> {
  await run.insertInto("questionnaires.budget_exception").values(row).execute();
}
