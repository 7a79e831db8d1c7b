import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { emailAddress, telephone } from "./contact.ts";
import * as queries from "./queries.ts";
import type { Vault } from "./vault.ts";

/** Under which a telephone number and an e-mail address are remembered as wanting no messages: without the key, nobody's. */
export const contactHashes = (
  vault: Vault,
  { phone, email }: { phone: string | null; email: string | null },
): Buffer[] => [
  ...(phone === null ? [] : [vault.digest("opt-out", "phone", phone)]),
  ...(email === null ? [] : [vault.digest("opt-out", "email", email)]),
];

/**
 * Notes for all studies, now and later, that whoever has this telephone or e-mail wants no messages. They stay in the sample and
 * may answer with the code they have: leaving them out would bend the figures.
 * @returns people it concerns now.
 */
export async function optOutByContact(
  { database }: Platform,
  vault: Vault,
  by: Person,
  contact: string,
): Promise<number> {
  const email = emailAddress(contact);
  const phone = email === undefined ? telephone(contact) : undefined;
  if (email === undefined && phone === undefined) throw new Problem("invitations.no-contact", { contact });
  return inTransaction(database, async (transaction) => {
    await queries.insertOptOuts(transaction, contactHashes(vault, { phone: phone ?? null, email: email ?? null }));
    const people = await queries.optOutPeople(transaction, email === undefined ? { phone: phone! } : { email });
    await audit(transaction, by, "invitations.opt-out", undefined, { people });
    return people;
  });
}

/** The same for one person of a roster: every contact of theirs. */
export async function optOutPerson(
  { database }: Pick<Platform, "database">,
  vault: Vault,
  studyId: string,
  { id, phone, email }: { id: string; phone: string | null; email: string | null },
  by?: Person,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await queries.insertOptOuts(transaction, contactHashes(vault, { phone, email }));
    await queries.changePerson(transaction, id, { optedOut: true });
    if (phone !== null) await queries.optOutPeople(transaction, { phone });
    if (email !== null) await queries.optOutPeople(transaction, { email });
    if (by) await audit(transaction, by, "invitations.opt-out", studyId, { people: 1 });
  });
}
