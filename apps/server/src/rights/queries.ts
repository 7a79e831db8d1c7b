import type { NewDataRequest, NewIncident } from "@lang-nghe/contract";
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import type { Rows } from "../platform/rows.ts";

type Run = Database | Transaction;

export type RequestRow = Selectable<Rows["rights.request"]>;
export type IncidentRow = Selectable<Rows["rights.incident"]>;
export type CertificateRow = Selectable<Rows["rights.certificate"]>;

/** Open ones first, the oldest at the head; then the newest closed. */
export const requestsOf = (run: Run): Promise<RequestRow[]> =>
  run
    .selectFrom("rights.request")
    .selectAll()
    .orderBy(sql`closed_on is not null`)
    .orderBy(sql`case when closed_on is null then number else -number end`)
    .limit(500)
    .execute();

export const requestById = (run: Run, id: string): Promise<RequestRow | undefined> =>
  run.selectFrom("rights.request").selectAll().where("id", "=", id).executeTakeFirst();

export const insertRequest = (run: Run, { note = "", ...given }: NewDataRequest): Promise<RequestRow> =>
  run
    .insertInto("rights.request")
    .values({ ...given, note })
    .returningAll()
    .executeTakeFirstOrThrow();

export type RequestUpdate = Partial<
  Pick<RequestRow, "repliedOn" | "extensionDays" | "extensionReason" | "closedOn" | "outcome" | "note">
>;

export const updateRequest = (run: Run, id: string, change: RequestUpdate): Promise<RequestRow> =>
  run.updateTable("rights.request").set(change).where("id", "=", id).returningAll().executeTakeFirstOrThrow();

export const incidentsOf = (run: Run): Promise<IncidentRow[]> =>
  run
    .selectFrom("rights.incident")
    .selectAll()
    .orderBy(sql`closed_on is not null`)
    .orderBy("detectedAt", "desc")
    .limit(500)
    .execute();

export const incidentById = (run: Run, id: string): Promise<IncidentRow | undefined> =>
  run.selectFrom("rights.incident").selectAll().where("id", "=", id).executeTakeFirst();

export const insertIncident = (run: Run, given: NewIncident): Promise<IncidentRow> =>
  run.insertInto("rights.incident").values(given).returningAll().executeTakeFirstOrThrow();

export type IncidentUpdate = Partial<
  Pick<IncidentRow, "what" | "people" | "measures" | "notifiedAt" | "lateReason" | "closedOn">
>;

export const updateIncident = (run: Run, id: string, change: IncidentUpdate): Promise<IncidentRow> =>
  run.updateTable("rights.incident").set(change).where("id", "=", id).returningAll().executeTakeFirstOrThrow();

export async function insertCertificate(
  run: Run,
  certificate: Pick<CertificateRow, "rule" | "studyId" | "rows" | "madeOn" | "statement" | "hash">,
): Promise<void> {
  await run.insertInto("rights.certificate").values(certificate).execute();
}

export const certificatesOf = (run: Run): Promise<CertificateRow[]> =>
  run.selectFrom("rights.certificate").selectAll().orderBy("madeOn", "desc").orderBy("id").limit(500).execute();

/** Every column of a host's own schemas. */
export async function columnsOf(run: Run): Promise<{ table: string; column: string }[]> {
  const result = await sql<{ table: string; column: string }>`
    select n.nspname || '.' || c.relname as "table", a.attname as "column"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'public')
      and n.nspname not like 'pg\\_%'
    order by 1, a.attnum`.execute(run);
  return result.rows;
}

export async function assessmentTexts(run: Run, studyId: string): Promise<Record<string, string>> {
  const row = await run
    .selectFrom("rights.assessment")
    .select("fields")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return (row?.fields ?? {}) as Record<string, string>;
}

export async function putAssessmentTexts(run: Run, studyId: string, fields: Record<string, string>): Promise<void> {
  const text = JSON.stringify(fields);
  await run
    .insertInto("rights.assessment")
    .values({ studyId, fields: text })
    .onConflict((conflict) => conflict.column("studyId").doUpdateSet({ fields: text }))
    .execute();
}

export type Contact = { vi: string; en: string };
const contactSetting = "rights.contact";

/** How respondents reach who is responsible for data protection, as the institution wrote it. */
export async function contactOf(run: Run): Promise<Contact> {
  const row = await run
    .selectFrom("platform.setting")
    .select("value")
    .where("name", "=", contactSetting)
    .executeTakeFirst();
  return (row?.value as Contact | undefined) ?? { vi: "", en: "" };
}

export async function putContact(run: Run, contact: Contact): Promise<void> {
  const value = JSON.stringify(contact);
  await run
    .insertInto("platform.setting")
    .values({ name: contactSetting, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}
