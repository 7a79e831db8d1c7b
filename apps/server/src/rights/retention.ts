import { hash } from "node:crypto";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import type { HostRole } from "../platform/config.ts";
import { inTransaction, type Transaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { deleteOverdue } from "../responses/index.ts";
import { appendToLog } from "../transparency/index.ts";
import { insertCertificate } from "./queries.ts";
import {
  collaboratorContactDays,
  collaboratorYears,
  incidentDays,
  type RuleName,
  requestDays,
  testAnswerDays,
} from "./retention-words.ts";
import { daysAfter } from "./working-days.ts";

type Keeper = Pick<Platform, "database" | "clock"> & { config: { role: HostRole } };

/** Rows gone of one study, or of none. */
export type Deletion = { studyId: string | null; rows: number };

/**
 * One rule that acts. `delete` removes what is past its day, in the transaction given, or finds what was removed elsewhere.
 * @param today Vietnam's day.
 */
export type Rule = {
  name: RuleName;
  hosts: readonly HostRole[];
  /** Nothing of a respondent: no certificate. */
  quiet?: true;
  delete: (transaction: Transaction, today: string, now: Date) => Promise<Deletion[]>;
};

const count = (rows: { studyId: string | null; rows: number }[]): Deletion[] => rows.filter((row) => row.rows > 0);

const rules: readonly Rule[] = [
  {
    // A trigger does it when the study is frozen; this finds what came in another way (a restored backup).
    name: "withdrawal-keys",
    hosts: ["office"],
    delete: async (transaction) =>
      count(
        (
          await sql<{ studyId: string; rows: number }>`
            with gone as (
              update responses.answer a set withdrawal_hash = null from studies.study s
              where s.id = a.study_id and s.state = 'frozen' and a.withdrawal_hash is not null returning a.study_id)
            select study_id, count(*)::int as rows from gone group by study_id`.execute(transaction)
        ).rows,
      ),
  },
  {
    // Nothing is on its way any more that such a key could belong to.
    name: "withdrawal-keys",
    hosts: ["office"],
    quiet: true,
    delete: async (transaction) => {
      const gone = await sql`
        delete from responses.withdrawn_early where not exists (select from studies.study where state = 'open')`.execute(
        transaction,
      );
      return count([{ studyId: null, rows: Number(gone.numAffectedRows ?? 0) }]);
    },
  },
  {
    name: "test-answers",
    hosts: ["office"],
    quiet: true,
    delete: async (transaction, today) =>
      count(
        (
          await sql<{ studyId: string; rows: number }>`
            with gone as (
              delete from questionnaires.test_answer t using studies.study s
              where s.id = t.study_id and s.state = 'frozen'
                and (s.provenance ->> 'to')::date < ${daysAfter(today, -testAnswerDays)}::date returning t.study_id)
            select study_id, count(*)::int as rows from gone group by study_id`.execute(transaction)
        ).rows,
      ),
  },
  {
    name: "sessions",
    hosts: ["office", "issuer"],
    quiet: true,
    delete: async (transaction, _, now) => {
      const links = await transaction
        .deleteFrom("accounts.one_time_link")
        .where("expiresAt", "<", now)
        .executeTakeFirstOrThrow();
      const sessions = await transaction
        .deleteFrom("accounts.session")
        .where("expiresAt", "<", now)
        .executeTakeFirstOrThrow();
      return count([{ studyId: null, rows: Number(links.numDeletedRows) + Number(sessions.numDeletedRows) }]);
    },
  },
  {
    // Rosters, and single people who asked for it, are deleted by the issuer's upkeep, which says so in the audit log and the
    // public one (invitations/upkeep.ts, invitations/people.ts). Each such line gets its certificate here.
    name: "roster",
    hosts: ["issuer"],
    delete: async (transaction) =>
      (
        await sql<{ studyId: string; rows: number }>`
          select subject as study_id, people as rows from (
            select subject, (details ->> 'people')::int as people, row_number() over (partition by subject order by id) as place
            from platform.audit where action = 'invitations.erase' and (details ->> 'people')::int > 0) erased
          where place > (select count(*) from rights.certificate c where c.rule = 'roster' and c.study_id::text = erased.subject)
          order by place`.execute(transaction)
      ).rows,
  },
  {
    name: "collaborators",
    hosts: ["office"],
    quiet: true,
    delete: async (transaction, today) => {
      const before = daysAfter(today, -collaboratorContactDays);
      const emptied = await sql`
        update collaborators.collaborator set contact = '' where contact <> '' and ended_on < ${before}::date`.execute(
        transaction,
      );
      // Sheets first: they name collaborators, and later ones correct earlier ones.
      const old = sql`select id from collaborators.pay_sheet
        where signed_on < ${today}::date - make_interval(years => ${collaboratorYears}::int)`;
      await sql`delete from collaborators.pay_correction where sheet_id in (${old})`.execute(transaction);
      await sql`delete from collaborators.pay_line where sheet_id in (${old})`.execute(transaction);
      await sql`delete from collaborators.paid_training where sheet_id in (${old})`.execute(transaction);
      await sql`delete from collaborators.paid_visit where sheet_id in (${old})`.execute(transaction);
      await sql`delete from collaborators.pay_sheet s where id in (${old})
        and not exists (select from collaborators.pay_correction c where c.corrects_id = s.id)`.execute(transaction);
      const ended = sql`select id from collaborators.collaborator c
        where ended_on < ${today}::date - make_interval(years => ${collaboratorYears}::int)
          and not exists (select from collaborators.pay_line l where l.collaborator_id = c.id)
          and not exists (select from collaborators.pay_correction k where k.collaborator_id = c.id)
          and not exists (select from collaborators.paid_training p where p.collaborator_id = c.id)`;
      await sql`delete from collaborators.commendation where collaborator_id in (${ended})`.execute(transaction);
      await sql`delete from collaborators.attendance where collaborator_id in (${ended})`.execute(transaction);
      const gone = await sql`delete from collaborators.collaborator where id in (${ended})`.execute(transaction);
      return count([{ studyId: null, rows: Number(emptied.numAffectedRows ?? 0) + Number(gone.numAffectedRows ?? 0) }]);
    },
  },
  {
    name: "requests",
    hosts: ["office", "issuer"],
    delete: async (transaction, today) => {
      const gone = await transaction
        .deleteFrom("rights.request")
        .where("closedOn", "<", daysAfter(today, -requestDays))
        .executeTakeFirstOrThrow();
      return count([{ studyId: null, rows: Number(gone.numDeletedRows) }]);
    },
  },
  {
    name: "incidents",
    hosts: ["office", "issuer"],
    delete: async (transaction, today) => {
      const gone = await transaction
        .deleteFrom("rights.incident")
        .where("closedOn", "<", daysAfter(today, -incidentDays))
        .executeTakeFirstOrThrow();
      return count([{ studyId: null, rows: Number(gone.numDeletedRows) }]);
    },
  },
];

/**
 * Deletes everything of this host that is past its day, and certifies it. To be run at start, once an hour, and after a restore
 * before anything is served.
 * @returns what was deleted, by rule.
 */
export async function keepRetention(platform: Keeper): Promise<{ rule: RuleName; deletions: Deletion[] }[]> {
  const { database, clock, config } = platform;
  const now = clock();
  const today = dayOf(now);
  const done: { rule: RuleName; deletions: Deletion[] }[] = [];
  if (config.role === "office") {
    const deletions: Deletion[] = [];
    await deleteOverdue(platform, async (transaction, studyId, rows) => {
      deletions.push({ studyId, rows });
      await certify(transaction, config.role, "answers", today, { studyId, rows });
    });
    if (deletions.length) done.push({ rule: "answers", deletions });
  }
  for (const { name, hosts, quiet, delete: remove } of rules) {
    if (!hosts.includes(config.role)) continue;
    const deletions = await inTransaction(database, async (transaction) => {
      const gone = await remove(transaction, today, now);
      if (!quiet) for (const deletion of gone) await certify(transaction, config.role, name, today, deletion);
      return gone;
    });
    if (deletions.length) done.push({ rule: name, deletions });
  }
  return done;
}

/**
 * Writes a certificate of a deletion: what, how much, when; in the audit log, in a table that nothing can change, and as a hash in
 * the public log. Holds no id of what was deleted.
 */
export async function certify(
  transaction: Transaction,
  host: HostRole,
  rule: RuleName,
  day: string,
  { studyId, rows }: Deletion,
): Promise<void> {
  if (rows <= 0) return;
  const statement = JSON.stringify({ type: "deletion", host, rule, study: studyId, rows, day });
  const digest = hash("sha256", statement, "hex");
  await insertCertificate(transaction, { rule, studyId, rows, madeOn: day, statement, hash: digest });
  await audit(transaction, undefined, "rights.deletion", studyId ?? undefined, { rule, rows, hash: digest });
  // Everybody can see that something was deleted, and hold the certificate against it; not what or how much.
  await appendToLog(transaction, "deletion", digest);
}
