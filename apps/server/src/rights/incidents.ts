import { type Incident, type IncidentChange, incidentHours, type NewIncident } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { refuseContacts } from "./contact-in-text.ts";
import * as queries from "./queries.ts";

/** An incident with its clock: the authority is told within 72 hours of noticing. */
export function asIncident(row: queries.IncidentRow, now: Date): Incident {
  const notifyBy = new Date(row.detectedAt.getTime() + incidentHours * 3600_000);
  return {
    ...row,
    detectedAt: row.detectedAt.toISOString(),
    notifyBy: notifyBy.toISOString(),
    notifiedAt: row.notifiedAt?.toISOString() ?? null,
    late: (row.notifiedAt ?? now) > notifyBy,
  };
}

export async function listIncidents({ database, clock }: Platform, by: Person): Promise<Incident[]> {
  return inTransaction(database, async (transaction) => {
    const rows = await queries.incidentsOf(transaction);
    await audit(transaction, by, "rights.view-incidents", undefined, { shown: rows.length });
    return rows.map((row) => asIncident(row, clock()));
  });
}

export async function addIncident({ database, clock }: Platform, by: Person, given: NewIncident): Promise<Incident> {
  refuseContacts({ what: given.what });
  return inTransaction(database, async (transaction) => {
    const row = await queries.insertIncident(transaction, given);
    await audit(transaction, by, "rights.add-incident", row.id, { number: row.number });
    return asIncident(row, clock());
  });
}

/** @throws {Problem} rights.late-reason where the authority is told after 72 hours and nobody says why. */
export async function changeIncident(
  { database, clock }: Platform,
  by: Person,
  id: string,
  change: IncidentChange,
): Promise<Incident> {
  refuseContacts({ what: change.what ?? "", measures: change.measures ?? "", reason: change.lateReason ?? "" });
  return inTransaction(database, async (transaction) => {
    const before = await queries.incidentById(transaction, id);
    if (!before) throw new Problem("platform.not-found");
    const { notifiedAt, ...rest } = change;
    const update: queries.IncidentUpdate = {
      ...rest,
      ...(notifiedAt !== undefined && { notifiedAt: notifiedAt === null ? null : new Date(notifiedAt) }),
    };
    const row = Object.keys(update).length ? await queries.updateIncident(transaction, id, update) : before;
    const incident = asIncident(row, clock());
    if (incident.notifiedAt && incident.late && !incident.lateReason.trim()) throw new Problem("rights.late-reason");
    await audit(transaction, by, "rights.change-incident", id, { number: row.number, changed: Object.keys(update) });
    return incident;
  });
}
