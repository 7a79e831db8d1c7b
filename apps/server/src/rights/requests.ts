import {
  type DataRequest,
  type DataRequestChange,
  deadlines,
  type NewDataRequest,
  replyWorkingDays,
} from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { refuseContacts } from "./contact-in-text.ts";
import { holidaySet } from "./holidays.ts";
import * as queries from "./queries.ts";
import { daysAfter, workingDaysAfter } from "./working-days.ts";

/** A request with its days worked out: two working days to reply, then the days of its kind, extended at most once. */
export function asRequest(row: queries.RequestRow, holidays: ReadonlySet<string>, today: string): DataRequest {
  const { days, viaProcessor } = deadlines[row.kind as DataRequest["kind"]];
  const replyDue = workingDaysAfter(row.receivedOn, replyWorkingDays, holidays);
  const due = daysAfter(row.receivedOn, (row.viaProcessor ? viaProcessor : days) + row.extensionDays);
  const late = (!row.repliedOn && !row.closedOn && today > replyDue) || (!row.closedOn && today > due);
  return { ...row, replyDue, due, late } as DataRequest;
}

/** The queue. Looking at it is an act, too. */
export async function listRequests({ database, clock }: Platform, by: Person): Promise<DataRequest[]> {
  return inTransaction(database, async (transaction) => {
    const [rows, holidays] = [await queries.requestsOf(transaction), await holidaySet(transaction)];
    await audit(transaction, by, "rights.view-requests", undefined, { shown: rows.length });
    const today = dayOf(clock());
    return rows
      .map((row) => asRequest(row, holidays, today))
      .sort((a, b) => (a.closedOn || b.closedOn ? 0 : dueNext(a) < dueNext(b) ? -1 : 1));
  });
}

/** What comes next on the clock of an open request. */
const dueNext = ({ repliedOn, replyDue, due }: DataRequest) => (repliedOn ? due : replyDue);

export async function addRequest(platform: Platform, by: Person, given: NewDataRequest): Promise<DataRequest> {
  refuseContacts({ reference: given.reference, note: given.note ?? "" });
  const { database, clock } = platform;
  return inTransaction(database, async (transaction) => {
    const row = await queries.insertRequest(transaction, given);
    await audit(transaction, by, "rights.add-request", row.id, { number: row.number, kind: row.kind });
    return asRequest(row, await holidaySet(transaction), dayOf(clock()));
  });
}

/** @throws {Problem} rights.too-long where more time is asked for than the decree gives once. */
export async function changeRequest(
  { database, clock }: Platform,
  by: Person,
  id: string,
  { extension, closed, ...change }: DataRequestChange,
): Promise<DataRequest> {
  refuseContacts({ note: change.note ?? "", reason: extension?.reason ?? "" });
  return inTransaction(database, async (transaction) => {
    const before = await queries.requestById(transaction, id);
    if (!before) throw new Problem("platform.not-found");
    const most = deadlines[before.kind as DataRequest["kind"]].extension;
    if (extension && (extension.days > most || before.extensionDays > 0))
      throw new Problem("rights.too-long", { most });
    const update: queries.RequestUpdate = {
      ...change,
      ...(extension && { extensionDays: extension.days, extensionReason: extension.reason }),
      ...(closed !== undefined && { closedOn: closed?.on ?? null, outcome: closed?.outcome ?? null }),
    };
    const row = Object.keys(update).length ? await queries.updateRequest(transaction, id, update) : before;
    await audit(transaction, by, "rights.change-request", id, { number: row.number, changed: Object.keys(update) });
    return asRequest(row, await holidaySet(transaction), dayOf(clock()));
  });
}
