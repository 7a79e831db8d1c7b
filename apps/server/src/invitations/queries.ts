import type { Sender } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import type { Joins } from "./cells.ts";
import type { Listed } from "./roster.ts";

export * from "./mail-queries.ts";
export * from "./people-queries.ts";

type Run = Database | Transaction;

export type WaveRow = {
  studyId: string;
  slug: string;
  offer: string;
  signature: Buffer;
  lastDay: string;
  officeSeen: boolean;
  salt: Buffer;
  joined: Joins;
  fewest: number;
  sender: Sender | null;
  manifest: string | null;
  manifestHash: Buffer | null;
  leaf: number | null;
  privateKey: Buffer | null;
  eraseOn: string | null;
  round: number | null;
  roundOn: string | null;
  closed: boolean;
  issued: number[] | null;
  erased: boolean;
  mixedOn: string | null;
};

export const wave = async (run: Run, studyId: string): Promise<WaveRow | undefined> =>
  (await run.selectFrom("invitations.wave").selectAll().where("studyId", "=", studyId).executeTakeFirst()) as
    | WaveRow
    | undefined;

export const waveBySlug = async (run: Run, slug: string): Promise<WaveRow | undefined> =>
  (await run.selectFrom("invitations.wave").selectAll().where("slug", "=", slug).executeTakeFirst()) as
    | WaveRow
    | undefined;

export const waves = async (run: Run): Promise<WaveRow[]> =>
  (await run
    .selectFrom("invitations.wave")
    .selectAll()
    .orderBy("lastDay", "desc")
    .orderBy("studyId")
    .execute()) as WaveRow[];

/** Whoever holds the row changes the wave alone; tokens wait. */
export const lockWave = async (transaction: Transaction, studyId: string): Promise<WaveRow | undefined> =>
  (await transaction
    .selectFrom("invitations.wave")
    .selectAll()
    .where("studyId", "=", studyId)
    .forUpdate()
    .executeTakeFirst()) as WaveRow | undefined;

/** @returns false when the study or its address is known already. */
export async function insertWave(
  run: Run,
  row: Pick<WaveRow, "studyId" | "slug" | "offer" | "signature" | "lastDay" | "officeSeen" | "salt">,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await run
    .insertInto("invitations.wave")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function changeWave(
  run: Run,
  studyId: string,
  { joined, sender, issued, ...change }: Partial<Omit<WaveRow, "studyId">>,
): Promise<void> {
  await run
    .updateTable("invitations.wave")
    .set({
      ...change,
      ...(joined !== undefined && { joined: JSON.stringify(joined) }),
      ...(sender !== undefined && { sender: JSON.stringify(sender) }),
      ...(issued !== undefined && { issued: JSON.stringify(issued) }),
    })
    .where("studyId", "=", studyId)
    .execute();
}

export async function deleteWave(transaction: Transaction, studyId: string): Promise<void> {
  await transaction.deleteFrom("invitations.person").where("studyId", "=", studyId).execute();
  await transaction.deleteFrom("invitations.wave").where("studyId", "=", studyId).execute();
}

export async function replaceRoster(
  transaction: Transaction,
  studyId: string,
  people: readonly (Listed & { optedOut: boolean })[],
): Promise<void> {
  await transaction.deleteFrom("invitations.person").where("studyId", "=", studyId).execute();
  for (let from = 0; from < people.length; from += 1000)
    await transaction
      .insertInto("invitations.person")
      .values(people.slice(from, from + 1000).map((person) => ({ studyId, ...person })))
      .execute();
}

export type PlaceRow = { id: string; stratum: string; psu: string; baseWeight: number };

export const places = (run: Run, studyId: string): Promise<PlaceRow[]> =>
  run
    .selectFrom("invitations.person")
    .select(["id", "stratum", "psu", "baseWeight"])
    .where("studyId", "=", studyId)
    .orderBy("id")
    .execute();

/** Gives everybody their cell and the hash of their link's code. */
export async function setCells(
  transaction: Transaction,
  people: readonly { id: string; cell: number; linkHash: Buffer }[],
): Promise<void> {
  for (let from = 0; from < people.length; from += 5000) {
    const part = people.slice(from, from + 5000);
    await sql`
      update invitations.person p set cell = v.cell, link_hash = v.link_hash
      from unnest(${part.map(({ id }) => id)}::uuid[], ${part.map(({ cell }) => cell)}::int[],
        ${part.map(({ linkHash }) => linkHash)}::bytea[]) as v(id, cell, link_hash)
      where p.id = v.id`.execute(transaction);
  }
}

/** People of published, running waves whose typed code is not hashed yet. */
export const unprepared = (
  run: Run,
  most: number,
): Promise<{ id: string; studyId: string; codeVersion: number; salt: Buffer }[]> =>
  run
    .selectFrom("invitations.person as p")
    .innerJoin("invitations.wave as w", "w.studyId", "p.studyId")
    .select(["p.id", "p.studyId", "p.codeVersion", "w.salt"])
    .where("w.manifest", "is not", null)
    .where("w.closed", "=", false)
    .where("p.linkHash", "is not", null)
    .where("p.typedHash", "is", null)
    .limit(most)
    .execute();

export async function setTyped(
  run: Run,
  people: readonly { id: string; codeVersion: number; typedHash: Buffer }[],
): Promise<void> {
  await sql`
    update invitations.person p set typed_hash = v.typed_hash
    from unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ codeVersion }) => codeVersion)}::int[],
      ${people.map(({ typedHash }) => typedHash)}::bytea[]) as v(id, code_version, typed_hash)
    where p.id = v.id and p.code_version = v.code_version`.execute(run);
}

export type WaveSums = {
  listed: number;
  phones: number;
  emails: number;
  addresses: number;
  optedOut: number;
  unreachable: number;
  /** People with a code whose slow hash is still to be made. */
  unprepared: number;
  taken: number;
};

export async function sums(run: Run, studyId: string): Promise<WaveSums> {
  const { rows } = await sql<WaveSums>`
    select count(*) as listed, count(phone) as phones, count(email) as emails, count(address) as addresses,
      count(*) filter (where opted_out) as opted_out, count(*) filter (where unreachable) as unreachable,
      count(link_hash) filter (where typed_hash is null) as unprepared, count(*) filter (where taken) as taken
    from invitations.person where study_id = ${studyId}`.execute(run);
  return rows[0]!;
}

export type CodeHash = { linkHash: Buffer } | { typedHash: Buffer };

const ofCode = (hash: CodeHash) =>
  "linkHash" in hash ? sql<boolean>`link_hash = ${hash.linkHash}` : sql<boolean>`typed_hash = ${hash.typedHash}`;

/**
 * Spends a code that nobody used for one message, as long as the wave is open.
 * @returns its cell, or undefined when there is no such code, it was used, or the wave is closed.
 */
export async function takeToken(
  run: Run,
  studyId: string,
  hash: CodeHash,
  request: Buffer,
): Promise<number | undefined> {
  const row = await run
    .updateTable("invitations.person")
    .set({ taken: true, request })
    .where("studyId", "=", studyId)
    .where(ofCode(hash))
    .where("taken", "=", false)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom("invitations.wave").select("slug").where("studyId", "=", studyId).where("closed", "=", false)),
    )
    .returning("cell")
    .executeTakeFirst();
  return row?.cell ?? undefined;
}

/** No token is taken until this transaction ends; what waits then sees what it did. */
export async function holdTokens(transaction: Transaction): Promise<void> {
  await sql`lock table invitations.person in share row exclusive mode`.execute(transaction);
}

export const personOfCode = (
  run: Run,
  studyId: string,
  hash: CodeHash,
): Promise<
  { id: string; cell: number | null; request: Buffer | null; phone: string | null; email: string | null } | undefined
> =>
  run
    .selectFrom("invitations.person")
    .select(["id", "cell", "request", "phone", "email"])
    .where("studyId", "=", studyId)
    .where(ofCode(hash))
    .executeTakeFirst();

/** Tokens issued in each of `cells` cells. */
export async function issuedByCell(run: Run, studyId: string, cells: number): Promise<number[]> {
  const rows = await run
    .selectFrom("invitations.person")
    .select(["cell", (select) => select.fn.countAll<number>().as("count")])
    .where("studyId", "=", studyId)
    .where("taken", "=", true)
    .groupBy("cell")
    .execute();
  const issued = new Array<number>(cells).fill(0);
  for (const { cell, count } of rows) issued[cell!] = count;
  return issued;
}

/** Forgets which message each token was signed for. */
export async function forgetRequests(transaction: Transaction, studyId: string): Promise<void> {
  await transaction
    .updateTable("invitations.person")
    .set({ request: null })
    .where("studyId", "=", studyId)
    .where("request", "is not", null)
    .execute();
}

/** Staff see who took a token as it was when this was last called. */
export async function showTaken(run: Run, studyId: string): Promise<void> {
  await sql`update invitations.person set taken_shown = taken where study_id = ${studyId} and taken_shown <> taken`.execute(
    run,
  );
}
