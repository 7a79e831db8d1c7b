import { printedCode } from "@lang-nghe/anonymity";
import type { Among, RoundState } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import { toCsv } from "../platform/files/index.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { codesOf } from "./codes.ts";
import { dialled, emailAddress } from "./contact.ts";
import { printed } from "./letters.ts";
import { linkOf } from "./people.ts";
import * as queries from "./queries.ts";
import { getWave, offerOfWave } from "./service.ts";
import { type Invitation, printedDay, shortMessage, withoutMarks, wordsFor } from "./texts.ts";
import type { Vault } from "./vault.ts";

/** Invitations in one PDF: some megabytes at most. */
export const invitationsInPart = 200;

/** Days between the beginnings of two rounds, at least. */
const daysBetween = 3;
const mostReminders = 3;

const hasMail = ({ email, unreachable }: queries.PersonRow) => email !== null && !unreachable;
const among: Record<Among, (person: queries.PersonRow) => boolean> = {
  all: () => true,
  address: ({ address }) => address !== null,
  neither: (person) => person.phone === null && !hasMail(person),
  "no-mail": (person) => !hasMail(person),
};

/**
 * Begins the next round: the invitation, then at most three reminders. Reminders go to whoever has taken no token; who answered is
 * known to nobody here. Mail of the round before that did not go out is given up.
 */
export async function beginRound({ database, clock }: Platform, by: Person, studyId: string): Promise<void> {
  const today = dayOf(clock());
  await inTransaction(database, async (transaction) => {
    const row = await queries.lockWave(transaction, studyId);
    if (!row) throw new Problem("invitations.no-wave");
    if (row.manifest === null) throw new Problem("invitations.not-published");
    if (row.closed || row.lastDay < today) throw new Problem("invitations.closed");
    const { unprepared } = await queries.sums(transaction, studyId);
    if (unprepared > 0) throw new Problem("invitations.preparing", { left: unprepared });
    const round = row.round === null ? 0 : row.round + 1;
    if (round > mostReminders) throw new Problem("invitations.rounds-over");
    if (row.roundOn !== null) {
      const from = new Date(Date.parse(`${row.roundOn}T00:00:00Z`) + daysBetween * 86_400_000)
        .toISOString()
        .slice(0, 10);
      if (today < from) throw new Problem("invitations.round-too-soon", { roundOn: row.roundOn, from });
    }
    await queries.dropMessages(transaction, studyId);
    await queries.changeWave(transaction, studyId, { round, roundOn: today });
    await audit(transaction, by, "invitations.round", studyId, { round });
  });
}

/** A wave whose round is under way. @throws {Problem} invitations.no-round, .closed */
async function roundOf(platform: Platform, studyId: string) {
  const row = await getWave(platform, studyId);
  if (row.round === null || row.sender === null) throw new Problem("invitations.no-round");
  if (row.closed || row.lastDay < dayOf(platform.clock())) throw new Problem("invitations.closed");
  return { row, round: row.round, sender: row.sender };
}

/** How many people of the round can be reached in which way. */
export async function roundState(platform: Platform, studyId: string): Promise<RoundState> {
  const { round } = await roundOf(platform, studyId);
  const people = await queries.recipients(platform.database, studyId, round);
  const count = (fits: (person: queries.PersonRow) => boolean) => people.filter(fits).length;
  // Who is left after tokens were taken is told as coarsely as the tokens themselves.
  const told = (number: number) => (round === 0 ? number : Math.ceil(number / 10) * 10);
  return {
    round,
    people: told(people.length),
    phones: told(count(({ phone }) => phone !== null)),
    emails: told(count(hasMail)),
    addresses: told(count(among.address)),
    neither: told(count(among.neither)),
    noMail: told(count(among["no-mail"])),
    inPart: invitationsInPart,
  };
}

/** What a person is sent, with their codes. */
export function invitationFor(
  platform: Pick<Platform, "config">,
  vault: Vault,
  row: queries.WaveRow,
  person: queries.PersonRow,
): Invitation {
  const { publicUrl } = platform.config;
  const offer = offerOfWave(row);
  const sender = row.sender!;
  const { studyId, slug } = row;
  const { link, typed } = codesOf(vault, { studyId, id: person.id, codeVersion: person.codeVersion });
  return {
    title: offer.titles[person.language] ?? offer.titles.vi ?? Object.values(offer.titles)[0]!,
    words: wordsFor(person.language, offer),
    about: (sender.about[person.language] ?? sender.about.vi ?? "").trim(),
    name: person.name,
    address: person.address,
    psu: person.psu,
    page: `${publicUrl}/i/${slug}`,
    link: linkOf(publicUrl, slug, link),
    typed: printedCode(typed),
    optOut: `${publicUrl}/i/${slug}/opt-out#${link}`,
    sender,
    lastDay: printedDay(offer.lastDay),
    round: row.round ?? 0,
  };
}

/** Letters or cards of the round as PDF, a part at a time. @param part from 0. */
export async function printRound(
  platform: Platform,
  vault: Vault,
  by: Person,
  studyId: string,
  { kind, to, part }: { kind: "letters" | "cards"; to: Among; part: number },
): Promise<Buffer> {
  const { row, round } = await roundOf(platform, studyId);
  const people = (await queries.recipients(platform.database, studyId, round)).filter(among[to]);
  const chosen = people.slice(part * invitationsInPart, (part + 1) * invitationsInPart);
  await audit(platform.database, by, "invitations.print", studyId, { kind, round, part, people: chosen.length });
  return printed(
    kind,
    chosen.map((person) => invitationFor(platform, vault, row, person)),
  );
}

/** Short messages of the round for an operator's provider: telephone, message, the same without marks. */
export async function messagesOfRound(
  platform: Platform,
  vault: Vault,
  by: Person,
  studyId: string,
  to: Among,
): Promise<string> {
  const { row, round } = await roundOf(platform, studyId);
  const people = (await queries.recipients(platform.database, studyId, round)).filter(among[to]);
  const rows = people
    .filter(({ phone }) => phone !== null)
    .map((person) => {
      const message = shortMessage(invitationFor(platform, vault, row, person));
      return [dialled(person.phone!), message, withoutMarks(message)];
    });
  await audit(platform.database, by, "invitations.messages", studyId, { round, people: rows.length });
  return toCsv([["phone", "message", "message_without_marks"], ...rows]);
}

/** Queues the round's mail, one message a person. @throws {Problem} invitations.no-mail, .mailed */
export async function queueMail(platform: Platform, by: Person, studyId: string): Promise<void> {
  const { config, database, clock } = platform;
  if (!config.mail) throw new Problem("invitations.no-mail");
  await roundOf(platform, studyId);
  await inTransaction(database, async (transaction) => {
    const { round } = (await queries.lockWave(transaction, studyId))!;
    if ((await queries.mailRounds(transaction, studyId)).some((one) => one.round === round))
      throw new Problem("invitations.mailed");
    const people = (await queries.recipients(transaction, studyId, round!)).filter(hasMail);
    await queries.queueMail(
      transaction,
      studyId,
      round!,
      people.map(({ id }) => id),
      clock(),
    );
    await audit(transaction, by, "invitations.mail", studyId, { round, people: people.length });
  });
}

/** Mail that came back, as a list in any file of text or table: every e-mail address in it counts. @returns people found. */
export async function takeBounces(
  { database }: Platform,
  by: Person,
  studyId: string,
  cells: readonly string[],
): Promise<number> {
  await getWave({ database }, studyId);
  const found = cells.flatMap((cell) => cell.split(/[\s,;<>()"']+/)).map(emailAddress);
  const emails = [...new Set(found.filter((email) => email !== undefined))];
  return inTransaction(database, async (transaction) => {
    const people = await queries.markUnreachable(transaction, studyId, emails);
    await audit(transaction, by, "invitations.bounces", studyId, { people });
    return people;
  });
}
