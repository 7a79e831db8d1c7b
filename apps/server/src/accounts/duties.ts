import { createHash } from "node:crypto";
import { duties, type RoleScope } from "@lang-nghe/contract";

export type Conflict = { existing: RoleScope; wanted: RoleScope; studyId: string | null };

/**
 * The wall between contacts and answers: the first role already held that stands on the other side of it, for a study that
 * `wanted` reaches too. A role for the whole house reaches every study; one for a unit may reach any, as far as is known here.
 *
 * @returns undefined when one person may hold both. `studyId`: the study in which they would meet; null: in all.
 */
export function conflictingDuties(existing: readonly RoleScope[], wanted: RoleScope): Conflict | undefined {
  const side = duties[wanted.role];
  if (side === null) return undefined;
  for (const held of existing) {
    const other = duties[held.role];
    if (other === null || other === side) continue;
    if (held.studyId !== null && wanted.studyId !== null && held.studyId !== wanted.studyId) continue;
    return { existing: held, wanted, studyId: wanted.studyId ?? held.studyId };
  }
  return undefined;
}

/**
 * How the issuer's manifest names a contacts officer of a study, so that the office can find its own people among them and
 * nobody reads a list of names in it. Usernames are short: whoever suspects someone can check the suspicion.
 *
 * @param username of any case; two hosts may write it differently.
 * @returns SHA-256, base64url.
 */
export function usernameHash(studyId: string, username: string): string {
  const name = username.normalize("NFC").toLowerCase();
  return createHash("sha256").update(`lang-nghe contacts officer\n${studyId}\n${name}`).digest("base64url");
}

/**
 * Staff of this host who stand on the other side of the wall from the people a manifest names.
 *
 * @param hashes `usernameHash` of each person who handles the study's contacts at the issuer.
 * @returns usernames of those among `staff` who both are named there and hold a role that reads this study's answers here.
 */
export function officersWhoReadAnswers(
  staff: readonly { username: string; active: boolean; grants: readonly RoleScope[] }[],
  studyId: string,
  hashes: readonly string[],
): string[] {
  const contacts: RoleScope = { role: "contacts-officer", unitId: null, studyId };
  return staff
    .filter(
      ({ username, active, grants }) =>
        active && hashes.includes(usernameHash(studyId, username)) && conflictingDuties(grants, contacts) !== undefined,
    )
    .map(({ username }) => username);
}

/** Those of `staff` who handle a study's contacts, as its manifest names them, sorted. */
export function contactsOfficerHashes(
  staff: readonly { username: string; active: boolean; grants: readonly RoleScope[] }[],
  studyId: string,
): string[] {
  return staff
    .filter(
      ({ active, grants }) =>
        active && grants.some((grant) => duties[grant.role] === "contacts" && (grant.studyId ?? studyId) === studyId),
    )
    .map(({ username }) => usernameHash(studyId, username))
    .sort();
}
