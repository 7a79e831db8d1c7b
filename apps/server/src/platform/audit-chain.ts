// The audit log's chain, worked out apart from the database that writes it: what `audit verify` rests on.
import { createHash } from "node:crypto";

/** A row as it is hashed; texts as the database renders them. */
export type AuditRow = {
  id: number;
  /** Microseconds since 1970, as text: beyond what a number holds exactly. */
  micros: string;
  person: string | null;
  action: string;
  subject: string | null;
  /** The JSON text. */
  details: string;
  /** Place in the chain, from 1 without gaps; null: the row was written past the chain. */
  position: number | null;
  hash: Buffer | null;
};

/** What stands before the first row. */
export const chainStart: Buffer = Buffer.alloc(32);

function field(text: string | null): Buffer {
  const bytes = Buffer.from(text ?? "");
  const length = Buffer.alloc(4);
  length.writeInt32BE(text === null ? -1 : bytes.length);
  return Buffer.concat([length, bytes]);
}

const eight = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};

/** SHA-256 of the hash before and the row: the same as platform.chain_audit in apps/server/migrations/0010_audit_chain.sql. */
export function chainHash(before: Buffer, row: AuditRow): Buffer {
  return createHash("sha256")
    .update(before)
    .update(eight(BigInt(row.position ?? 0)))
    .update(eight(BigInt(row.id)))
    .update(eight(BigInt(row.micros)))
    .update(field(row.person))
    .update(field(row.action))
    .update(field(row.subject))
    .update(field(row.details))
    .digest();
}

/** Where the chain stood once, by a signature that can be trusted. */
export type Head = { position: number; hash: Buffer };

/** The first thing that is not as it was written. */
export type Fault = {
  /** The row's place in the chain, or where it should stand. */
  position: number;
  kind: "changed" | "missing" | "past-the-chain" | "rewritten" | "cut-off";
  row: AuditRow | undefined;
  /** For `rewritten` and `cut-off`: the head that contradicts. */
  head: Head | undefined;
};

/**
 * Walks the chain from its first row.
 * @param rows in the order of their places, those without a place last.
 * @param heads earlier heads in ascending order of place, their signatures checked already.
 * @returns the last head, and the first fault. A row edited, moved, put between or taken away shows at its place. A chain whose
 * later hashes were all worked out anew (a fork) shows at the first place after the last head that still agrees.
 */
export async function walkChain(
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  heads: readonly Head[],
): Promise<{ head: Head; fault: Fault | undefined }> {
  let head: Head = { position: 0, hash: chainStart };
  let agreed = 0;
  let next = 0;
  for await (const row of rows) {
    const position = head.position + 1;
    if (row.position === null) return { head, fault: { position, kind: "past-the-chain", row, head: undefined } };
    if (row.position !== position)
      return { head, fault: { position, kind: "missing", row: undefined, head: undefined } };
    const hash = chainHash(head.hash, row);
    if (!row.hash?.equals(hash)) return { head, fault: { position, kind: "changed", row, head: undefined } };
    head = { position, hash };
    for (; heads[next]?.position === position; next++) {
      const known = heads[next]!;
      if (!known.hash.equals(hash))
        return { head, fault: { position: agreed + 1, kind: "rewritten", row, head: known } };
      agreed = position;
    }
  }
  const beyond = heads[next];
  if (beyond) return { head, fault: { position: head.position + 1, kind: "cut-off", row: undefined, head: beyond } };
  return { head, fault: undefined };
}
