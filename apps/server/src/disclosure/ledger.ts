import { createHash } from "node:crypto";
import type { Base, Collision, Derivation, ReleasedLedger } from "@lang-nghe/contract";
import type { WithheldReason } from "@lang-nghe/survey-statistics";
import { type RawBuilder, sql } from "kysely";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";

/** What makes a table the same table: with the frozen answers it says who stands in which cell. */
export type Definition = {
  ask: string;
  by: string | null;
  base: Base;
  /** Steps that made derived variables among them, in the order in which they apply. */
  steps: Derivation[];
  /** Hash of the weights; null = unweighted. */
  weights: string | null;
};

/** What the gate decided on a table, once for ever. [column][level], null = shown. */
export type Decision = { verdicts: (WithheldReason | null)[][]; collides: Collision | null };

/** A table that left. */
export type EarlierTable = { definition: Definition; decision: Decision; firstLeft: string };

/** The table about to leave, of which frozen answers, under which policy. */
export type Leaving = { studyId: string; snapshotHash: string; policyVersion: number; definition: Definition };

/**
 * Lets a table out: what was decided when it first left, or what `decide` says of it in view of everything that left
 * before. Tables of one study leave one after the other, so that no two are decided without knowing of each other.
 *
 * @param decide is given the tables of the same frozen answers that left earlier, oldest first.
 */
export async function letOut(
  { database, clock }: Pick<Platform, "database" | "clock">,
  leaving: Leaving,
  decide: (earlier: readonly EarlierTable[]) => Promise<Decision>,
): Promise<Decision> {
  const fingerprint = fingerprintOf(leaving);
  const known = await decisionOf(database, leaving.studyId, fingerprint);
  if (known) return known;
  const decideNow = () =>
    inTransaction(database, async (transaction) => {
      await oneAtATime(leaving.studyId).execute(transaction);
      const meanwhile = await decisionOf(transaction, leaving.studyId, fingerprint);
      if (meanwhile) return meanwhile;
      const decision = await decide(await earlierTables(transaction, leaving.studyId, leaving.snapshotHash));
      const row = { ...leaving, fingerprint, shown: decision, firstLeft: dayOf(clock()) };
      await transaction
        .insertInto("disclosure.released")
        .values({
          ...row,
          definition: JSON.stringify(row.definition),
          shown: JSON.stringify(row.shown),
          hash: chained(await lastHash(transaction, leaving.studyId), row),
        })
        .execute();
      return decision;
    });
  return inTurn(leaving.studyId, decideNow);
}

const turns = new Map<string, Promise<unknown>>();
/** Tables of one study wait here, and not each on a connection that others need. */
function inTurn<T>(studyId: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(studyId) ?? Promise.resolve()).then(work, work);
  const end = () => {
    if (turns.get(studyId) === turn) turns.delete(studyId);
  };
  turns.set(studyId, turn);
  turn.then(end, end);
  return turn;
}

/** The ledger of a study, oldest first, and whether its chain of hashes holds. */
export async function readLedger(database: Database, studyId: string): Promise<ReleasedLedger> {
  const rows = await database
    .selectFrom("disclosure.released")
    .selectAll()
    .where("studyId", "=", studyId)
    .orderBy("position")
    .execute();
  let before = "";
  let intact = true;
  const tables = rows.map(({ id, position, hash, ...row }) => {
    before = chained(before, row);
    intact &&= before === hash;
    const { ask, by, base, weights } = row.definition as Definition;
    const verdicts = (row.shown as Decision).verdicts.flat();
    const shown = verdicts.filter((verdict) => verdict === null).length;
    const { policyVersion, firstLeft } = row;
    return { ask, by, base, weights, policyVersion, shown, withheld: verdicts.length - shown, firstLeft, hash };
  });
  return { intact, tables };
}

/** Studies whose ledger has been changed since it was written, and how many have one. */
export async function checkLedgers(database: Database): Promise<{ studies: number; broken: string[] }> {
  const studies = await database.selectFrom("disclosure.released").select("studyId").distinct().execute();
  const broken: string[] = [];
  for (const { studyId } of studies) if (!(await readLedger(database, studyId)).intact) broken.push(studyId);
  return { studies: studies.length, broken };
}

const oneAtATime = (studyId: string): RawBuilder<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`disclosure ${studyId}`}, 0))`;

async function decisionOf(
  run: Database | Transaction,
  studyId: string,
  fingerprint: string,
): Promise<Decision | undefined> {
  const row = await run
    .selectFrom("disclosure.released")
    .select("shown")
    .where("studyId", "=", studyId)
    .where("fingerprint", "=", fingerprint)
    .executeTakeFirst();
  return row?.shown as Decision | undefined;
}

async function earlierTables(run: Transaction, studyId: string, snapshotHash: string): Promise<EarlierTable[]> {
  const rows = await run
    .selectFrom("disclosure.released")
    .select(["definition", "shown", "firstLeft"])
    .where("studyId", "=", studyId)
    .where("snapshotHash", "=", snapshotHash)
    .orderBy("position")
    .execute();
  return rows.map(({ definition, shown, firstLeft }) => ({
    definition: definition as Definition,
    decision: shown as Decision,
    firstLeft,
  }));
}

async function lastHash(run: Transaction, studyId: string): Promise<string> {
  const row = await run
    .selectFrom("disclosure.released")
    .select("hash")
    .where("studyId", "=", studyId)
    .orderBy("position", "desc")
    .executeTakeFirst();
  return row?.hash ?? "";
}

const chained = (before: string, row: object): string => sha256(before + canonical(row));

/** The same for objects that say the same, in whatever order. */
export const fingerprintOf = (value: object): string => sha256(canonical(value));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** JSON with the names of each object in order: the database keeps no order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${canonical(entry)}`).join(",")}}`;
}
