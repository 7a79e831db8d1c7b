// The order in which rows lie on the disk is a record of when they came. Here it is forgotten.
import { sql } from "kysely";
import { type Database, inTransaction } from "./database.ts";

/**
 * Writes a table of answers anew: all rows in one transaction, in an order drawn by the database's own generator. Afterwards
 * neither the place of a row (ctid) nor the transaction that wrote it (xmin) tells which rows came together, and what was
 * deleted is no longer in the table's file. To be called after a batch has moved and at the freeze, in no other transaction:
 * writers of the table wait for it.
 * @param table of the schema responses or deposits, for example "responses.answer".
 * @returns rows written.
 */
export async function rewriteShuffled(database: Database, table: string): Promise<number> {
  return inTransaction(database, async (transaction) => {
    const { rows } = await sql<{
      count: number;
    }>`select platform.rewrite_shuffled(${table}::text::regclass) as count`.execute(transaction);
    return rows[0]!.count;
  });
}

/**
 * Lets go of the files in which the order of arrival still stands: the pages of the table before its rewriting, and the
 * write-ahead log up to now.
 * @returns false where the owner of the tables may not (an operator's database): docs/operations.md says what to do by hand.
 */
export async function letGoOfOrder(database: Database): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select platform.let_go_of_order() as done`.execute(database);
  return rows[0]!.done;
}
