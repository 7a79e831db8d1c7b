import { printedCode } from "@lang-nghe/anonymity";
import type { NewCode } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { codesOf, linkHash, typedHash } from "./codes.ts";
import * as queries from "./queries.ts";
import { getWave } from "./service.ts";
import type { Vault } from "./vault.ts";

/** @throws {Problem} invitations.no-person */
export async function getPerson(
  { database }: Pick<Platform, "database">,
  studyId: string,
  personId: string,
): Promise<queries.PersonRow> {
  const found = await queries.person(database, studyId, personId);
  if (!found) throw new Problem("invitations.no-person");
  return found;
}

/** The address of a wave's page; the code stands behind #, which no browser sends to a server. */
export const linkOf = (publicUrl: string, slug: string, code: string): string => `${publicUrl}/i/${slug}#${code}`;

/**
 * Makes the code of a lost letter void and another one valid.
 * @throws {Problem} invitations.taken: whoever has the token has answered or can, and a second code would be a second answer.
 */
export async function newCode(
  platform: Platform,
  vault: Vault,
  by: Person,
  studyId: string,
  personId: string,
): Promise<NewCode> {
  const { config, database } = platform;
  const wave = await getWave(platform, studyId);
  if (wave.manifest === null) throw new Problem("invitations.not-published");
  if (wave.closed) throw new Problem("invitations.closed");
  const { codeVersion } = await getPerson(platform, studyId, personId);
  const owner = { studyId, id: personId, codeVersion: codeVersion + 1 };
  const codes = codesOf(vault, owner);
  const typed = await typedHash(vault, wave.salt, codes.typed);
  await inTransaction(database, async (transaction) => {
    const changed = await queries.renewCode(transaction, owner, linkHash(vault, codes.link), typed);
    if (!changed) throw new Problem("invitations.taken");
    await audit(transaction, by, "invitations.new-code", studyId);
  });
  return { link: linkOf(config.publicUrl, wave.slug, codes.link), typed: printedCode(codes.typed) };
}

/**
 * Deletes what is known of a person who asks for it. Before the manifest the row goes; afterwards the place in the sample stays,
 * empty: the published counts hold, and nobody can write to it or use its code.
 */
export async function erasePerson(platform: Platform, by: Person, studyId: string, personId: string): Promise<void> {
  const wave = await getWave(platform, studyId);
  await getPerson(platform, studyId, personId);
  await inTransaction(platform.database, async (transaction) => {
    if (wave.manifest === null) await queries.deletePerson(transaction, personId);
    else
      await queries.changePerson(transaction, personId, {
        name: null,
        phone: null,
        email: null,
        address: null,
        optedOut: true,
        linkHash: null,
        typedHash: null,
      });
    await audit(transaction, by, "invitations.erase", studyId, { people: 1 });
  });
}
