// The head of the audit log's chain, signed by the host and put into its transparency log: whoever can write the database can
// work a whole chain out anew, but not take back a head that was given away.
import { sql } from "kysely";
import pg from "pg";
import type { AuditRow, Fault, Head } from "./audit-chain.ts";
import { walkChain } from "./audit-chain.ts";
import { connect, type Database, inTransaction, type Transaction } from "./database.ts";

/** What the audit log needs of the host's transparency log, handed in: the platform imports no capability. */
export type HostLog = {
  /** Name of the log, as in its own checkpoints. */
  origin: string;
  /** A C2SP signed note over `text` (which ends in a newline) by the log's key. */
  signNote: (text: string) => string;
  /** The text of a note that carries a good signature of the log's key. @throws {Error} when it does not. */
  openNote: (note: string) => Promise<string>;
  /** Puts an entry into the log, in the caller's transaction. @returns its number. */
  append: (transaction: Transaction, body: string) => Promise<number>;
  /** All notes that were put into the log this way. */
  notes: (database: Database) => Promise<string[]>;
};

/** Acts after which the head is signed at once and not only on the hour. */
const weighty = [
  "accounts.setup",
  "accounts.add",
  "accounts.change",
  "accounts.grant",
  "accounts.revoke",
  "accounts.factor-reset",
  "studies.protect",
  "waves.offer",
  "waves.open",
  "waves.alarm",
  "invitations.manifest",
  "transparency.new-key",
  "responses.open",
  "responses.close",
  "responses.delete-overdue",
  "responses.import",
  "releases.publish",
  "releases.withdrawn",
  "studies.delete",
];

/** Of a checkpoint's text: origin, place, hash in base64, as in a C2SP checkpoint but of a chain and not of a tree. */
export const checkpointText = (origin: string, head: Head): string =>
  `${origin}/audit\n${head.position}\n${head.hash.toString("base64")}\n`;

/** @throws {Error} when `text` is no checkpoint of this host's audit log. */
export function readCheckpointText(origin: string, text: string): Head {
  const [name, position, hash] = text.split("\n");
  const bytes = Buffer.from(hash ?? "", "base64");
  if (name !== `${origin}/audit`) throw new Error(`a checkpoint of ${name}, not of ${origin}/audit`);
  if (!/^\d{1,15}$/.test(position ?? "") || bytes.length !== 32) throw new Error("not a checkpoint of an audit log");
  return { position: Number(position), hash: bytes };
}

/** The chain's end now; place 0 while the log is empty. */
export async function auditHead(database: Database): Promise<Head> {
  const row = await database
    .selectFrom("platform.audit")
    .select(["position", "hash"])
    .where("position", "is not", null)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.position && row.hash
    ? { position: row.position, hash: row.hash }
    : { position: 0, hash: Buffer.alloc(32) };
}

/**
 * Signs the head, puts the note into the host's log and keeps it; what is signed already is returned as it is.
 * @returns the note; undefined while the audit log is empty.
 */
export async function makeCheckpoint(database: Database, log: HostLog): Promise<string | undefined> {
  const head = await auditHead(database);
  if (head.position === 0) return undefined;
  return inTransaction(database, async (transaction) => {
    await sql`select pg_advisory_xact_lock(727117)`.execute(transaction);
    const before = await transaction
      .selectFrom("platform.audit_checkpoint")
      .select("note")
      .where("position", "=", head.position)
      .executeTakeFirst();
    if (before) return before.note;
    const note = log.signNote(checkpointText(log.origin, head));
    const leaf = await log.append(transaction, note.trimEnd());
    await transaction.insertInto("platform.audit_checkpoint").values({ position: head.position, note, leaf }).execute();
    return note;
  });
}

/** What the page of the audit log says of the chain. */
export type ChainState = {
  entries: number;
  /** ISO instant of the first row; null while there is none. */
  since: string | null;
  lastCheckpoint: { position: number; at: string } | null;
};

export async function chainState(database: Database): Promise<ChainState> {
  const row = await database
    .selectFrom("platform.audit")
    .select((eb) => [eb.fn.max("position").as("entries"), eb.fn.min("at").as("since")])
    .executeTakeFirstOrThrow();
  const last = await database
    .selectFrom("platform.audit_checkpoint")
    .select(["position", "at"])
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    entries: row.entries ?? 0,
    since: row.since?.toISOString() ?? null,
    lastCheckpoint: last ? { position: last.position, at: last.at.toISOString() } : null,
  };
}

/** Keeps the chain's head signed while a server runs. */
export type CheckpointKeeper = {
  /** To be called after something was done: signs when an act of weight is not under a checkpoint yet. */
  consider: () => Promise<void>;
  /** Signs once more and ends. */
  stop: () => Promise<void>;
};

/** @param failed told of a checkpoint that could not be made; the next one is tried all the same. */
export function keepCheckpoints(database: Database, log: HostLog, failed: (error: unknown) => void): CheckpointKeeper {
  let running: Promise<void> = Promise.resolve();
  const sign = () => {
    running = running.then(() => makeCheckpoint(database, log)).then(() => undefined, failed);
    return running;
  };
  const timer = setInterval(() => void sign(), 3600_000);
  timer.unref();
  return {
    consider: async () => {
      const waiting = await database
        .selectFrom("platform.audit")
        .select("id")
        .where("action", "in", weighty)
        .where("position", ">", (eb) =>
          eb
            .selectFrom("platform.audit_checkpoint")
            .select((inner) => inner.fn.coalesce(inner.fn.max("position"), sql<number>`0`).as("signed")),
        )
        .limit(1)
        .executeTakeFirst()
        .catch(failed);
      if (waiting) await sign();
    },
    stop: async () => {
      clearInterval(timer);
      await sign();
    },
  };
}

export type Verdict = {
  head: Head;
  fault: Fault | undefined;
  /** Checkpoints that were held against the chain. */
  checkpoints: number;
  /** Notes kept in the database or in the host's log that carry no good signature of its key. */
  badNotes: number;
};

const batch = 2000;

/** Every row in the order of its place, those past the chain last. Within the client's transaction. */
async function* auditRows(client: pg.Client): AsyncGenerator<AuditRow> {
  await client.query(
    `declare audit_rows cursor for select id, (extract(epoch from at) * 1000000)::bigint::text as micros, person, action, subject,
       details::text as details, position, hash from platform.audit order by position nulls last, id`,
  );
  for (;;) {
    const { rows } = await client.query<AuditRow>(`fetch ${batch} from audit_rows`);
    if (!rows.length) break;
    yield* rows;
  }
  await client.query("close audit_rows");
}

/**
 * Walks the whole chain and holds it against every checkpoint: those kept beside it, those in the host's log, and those from
 * outside.
 * @param log the host's log; undefined: only what comes from outside is held against the chain.
 * @param outside heads from notes whose signatures the caller has checked.
 */
export async function verifyAudit(
  url: string,
  log: HostLog | undefined,
  outside: readonly Head[] = [],
): Promise<Verdict> {
  const heads = [...outside];
  let badNotes = 0;
  for (const note of log ? await keptNotes(url, log) : []) {
    try {
      heads.push(readCheckpointText(log!.origin, await log!.openNote(note)));
    } catch {
      badNotes++;
    }
  }
  heads.sort((a, b) => a.position - b.position);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    return { ...(await walkChain(auditRows(client), heads)), checkpoints: heads.length, badNotes };
  } finally {
    await client.end();
  }
}

/** Notes beside the chain and in the log; each once. */
async function keptNotes(url: string, log: HostLog): Promise<Set<string>> {
  const database = connect(url, 1);
  try {
    const beside = await database.selectFrom("platform.audit_checkpoint").select("note").execute();
    return new Set([...beside.map(({ note }) => note), ...(await log.notes(database))]);
  } finally {
    await database.destroy();
  }
}
