import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Variable } from "@lang-nghe/contract";
import { inSharedMemory } from "../platform/computing.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { Problem } from "../platform/problem.ts";

/** Why a row has no level or value. Don't know and refused of a categorical variable are levels marked as such. */
export const missingCode = { missing: -1, "not-asked": -2, "dont-know": -3, refused: -4 } as const;

/**
 * The answers to one variable, one entry a row.
 * - categorical: index into the variable's levels, or a negative `missingCode`.
 * - numeric: the value; NaN where `reasons` (0 = has a value, else a negative `missingCode`) says why.
 * - multiple: `chosen[level][row]` 1 or 0; `asked[row]` 0 = has a value, else a negative `missingCode`.
 * - text: kept for coding; nothing reads it yet. null = no answer.
 */
export type Column =
  | { kind: "categorical"; codes: Int16Array }
  | { kind: "numeric"; values: Float64Array; reasons: Int8Array }
  | { kind: "multiple"; chosen: Uint8Array[]; reasons: Int8Array }
  | { kind: "text"; texts: (string | null)[] };

/** Which columns carry the sample design; empty = none stated. */
export type DesignColumns = { weights: string | null; strata: string | null; psu: string[]; fpc: string[] };

/** Frozen answers: what every weight, table and release rests on. Never changed after it is stored. */
export type Snapshot = {
  rows: number;
  variables: Variable[];
  columns: Map<string, Column>;
  design: DesignColumns;
  /** SHA-256 of the stored bytes, hex. */
  hash: string;
};

type Stored = { rows: number; variables: Variable[]; design: DesignColumns; columns: Record<string, unknown> };

const base64 = (array: ArrayBufferView) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
const memory = (text: unknown) => inSharedMemory(Buffer.from(String(text), "base64"));

function encodeColumn(column: Column): unknown {
  switch (column.kind) {
    case "categorical":
      return { kind: column.kind, codes: base64(column.codes) };
    case "numeric":
      return { kind: column.kind, values: base64(column.values), reasons: base64(column.reasons) };
    case "multiple":
      return { kind: column.kind, chosen: column.chosen.map(base64), reasons: base64(column.reasons) };
    case "text":
      return column;
  }
}

function decodeColumn(stored: Record<string, unknown>): Column {
  switch (stored.kind) {
    case "categorical":
      return { kind: "categorical", codes: new Int16Array(memory(stored.codes)) };
    case "numeric":
      return {
        kind: "numeric",
        values: new Float64Array(memory(stored.values)),
        reasons: new Int8Array(memory(stored.reasons)),
      };
    case "multiple":
      return {
        kind: "multiple",
        chosen: (stored.chosen as unknown[]).map((one) => new Uint8Array(memory(one))),
        reasons: new Int8Array(memory(stored.reasons)),
      };
    default:
      return { kind: "text", texts: stored.texts as (string | null)[] };
  }
}

/** Stores a study's frozen answers. @returns their hash. A study has one snapshot, for good. */
export async function storeSnapshot(
  transaction: Transaction,
  studyId: string,
  snapshot: Omit<Snapshot, "hash">,
): Promise<string> {
  const stored: Stored = {
    rows: snapshot.rows,
    variables: snapshot.variables,
    design: snapshot.design,
    columns: Object.fromEntries([...snapshot.columns].map(([name, column]) => [name, encodeColumn(column)])),
  };
  const text = JSON.stringify(stored);
  const hash = createHash("sha256").update(text).digest("hex");
  await transaction
    .insertInto("responses.snapshot")
    .values({ studyId, hash, rows: snapshot.rows, body: deflateRawSync(text) })
    .execute();
  return hash;
}

/** Snapshots never change: keep the last few decoded. */
const recent = new Map<string, Snapshot>();

/** @throws {Problem} dictionary.not-frozen when the study has none yet. */
export async function readSnapshot(database: Database | Transaction, studyId: string): Promise<Snapshot> {
  const row = await database
    .selectFrom("responses.snapshot")
    .select("hash")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  if (!row) throw new Problem("dictionary.not-frozen");
  const kept = recent.get(row.hash);
  if (kept) return kept;
  const { body } = await database
    .selectFrom("responses.snapshot")
    .select("body")
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  const stored = JSON.parse(inflateRawSync(body).toString()) as Stored;
  const snapshot: Snapshot = {
    rows: stored.rows,
    variables: stored.variables,
    design: stored.design,
    columns: new Map(
      Object.entries(stored.columns).map(([name, column]) => [name, decodeColumn(column as Record<string, unknown>)]),
    ),
    hash: row.hash,
  };
  recent.set(row.hash, snapshot);
  if (recent.size > 4) recent.delete(recent.keys().next().value ?? "");
  return snapshot;
}
