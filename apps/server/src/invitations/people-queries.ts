// People of a roster, one at a time and by the page; and who wants no messages.
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";

type Run = Database | Transaction;

export type PersonRow = {
  id: string;
  name: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  language: string;
  stratum: string;
  psu: string;
  takenShown: boolean;
  taken: boolean;
  optedOut: boolean;
  unreachable: boolean;
  codeVersion: number;
};

const personColumns = [
  "id",
  "name",
  "phone",
  "email",
  "address",
  "language",
  "stratum",
  "psu",
  "takenShown",
  "taken",
  "optedOut",
  "unreachable",
  "codeVersion",
] as const;

export const person = (run: Run, studyId: string, id: string): Promise<PersonRow | undefined> =>
  run
    .selectFrom("invitations.person")
    .select(personColumns)
    .where("studyId", "=", studyId)
    .where("id", "=", id)
    .executeTakeFirst();

export async function peoplePage(
  run: Run,
  studyId: string,
  search: string,
  from: number,
  most: number,
): Promise<{ people: PersonRow[]; total: number }> {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const found = run
    .selectFrom("invitations.person")
    .where("studyId", "=", studyId)
    .$if(search !== "", (query) =>
      query.where((where) =>
        where.or(
          (["name", "phone", "email", "address", "psu"] as const).map((column) => where(column, "ilike", pattern)),
        ),
      ),
    );
  const { total } = await found.select((select) => select.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const people = await found.select(personColumns).orderBy("name").orderBy("id").offset(from).limit(most).execute();
  return { people, total };
}

/** Who gets a round: everybody at first, afterwards whoever took no token; never who wants no messages. In the order of names. */
export const recipients = (run: Run, studyId: string, round: number): Promise<PersonRow[]> =>
  run
    .selectFrom("invitations.person")
    .select(personColumns)
    .where("studyId", "=", studyId)
    .where("optedOut", "=", false)
    .$if(round > 0, (query) => query.where("taken", "=", false))
    .orderBy("stratum")
    .orderBy("psu")
    .orderBy("name")
    .orderBy("id")
    .execute();

export async function changePerson(
  run: Run,
  id: string,
  change: Partial<Pick<PersonRow, "name" | "phone" | "email" | "address" | "optedOut" | "codeVersion">> & {
    linkHash?: Buffer | null;
    typedHash?: Buffer | null;
  },
): Promise<void> {
  await run.updateTable("invitations.person").set(change).where("id", "=", id).execute();
}

export async function deletePerson(transaction: Transaction, id: string): Promise<void> {
  await transaction.deleteFrom("invitations.person").where("id", "=", id).execute();
}

/** @returns people found. */
export async function markUnreachable(run: Run, studyId: string, emails: readonly string[]): Promise<number> {
  const { numUpdatedRows } = await run
    .updateTable("invitations.person")
    .set({ unreachable: true })
    .where("studyId", "=", studyId)
    .where("email", "in", [...emails, ""])
    .where("unreachable", "=", false)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** At the stated day: nobody of the wave is known any more. */
export async function erasePeople(transaction: Transaction, studyId: string): Promise<number> {
  await transaction.deleteFrom("invitations.message").where("studyId", "=", studyId).execute();
  const { numDeletedRows } = await transaction
    .deleteFrom("invitations.person")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function insertOptOuts(run: Run, contacts: readonly Buffer[]): Promise<void> {
  if (contacts.length === 0) return;
  await run
    .insertInto("invitations.opt_out")
    .values(contacts.map((contact) => ({ contact })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function optedOutAmong(run: Run, contacts: readonly Buffer[]): Promise<Set<string>> {
  const { rows } = await sql<{ contact: Buffer }>`
    select contact from invitations.opt_out where contact = any (${contacts}::bytea[])`.execute(run);
  return new Set(rows.map(({ contact }) => contact.toString("hex")));
}

/** People of all waves with this telephone or e-mail. @returns how many there are. */
export async function optOutPeople(run: Run, contact: { phone: string } | { email: string }): Promise<number> {
  const [column, value] =
    "phone" in contact ? (["phone", contact.phone] as const) : (["email", contact.email] as const);
  const { numUpdatedRows } = await run
    .updateTable("invitations.person")
    .set({ optedOut: true })
    .where(column, "=", value)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** @returns false when the token was taken, or somebody else was quicker. */
export async function renewCode(
  transaction: Transaction,
  { id, codeVersion }: { id: string; codeVersion: number },
  linkHash: Buffer,
  typedHash: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable("invitations.person")
    .set({ codeVersion, linkHash, typedHash })
    .where("id", "=", id)
    .where("taken", "=", false)
    .where("codeVersion", "=", codeVersion - 1)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
