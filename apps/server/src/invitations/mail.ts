import { createTransport, type Transporter } from "nodemailer";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import * as queries from "./queries.ts";
import { invitationFor } from "./sending.ts";
import { mailOf } from "./texts.ts";
import type { Vault } from "./vault.ts";

/** Messages in one round of the outbox, and tries of one message, hours apart. */
const atOnce = 200;
const mostTries = 6;
const minutes = 60_000;
/** After the 1st, 2nd … failure: 5 min, 20 min, 80 min, 5 h 20 min, 21 h. */
const patience = (tries: number) => 5 * minutes * 4 ** tries;

type Refusal = Error & { responseCode?: number; command?: string; code?: string };

/**
 * Sends what waits in the outbox, one message a person. Who took the token meanwhile, or wants no messages, gets none. A row goes
 * when the mail server has taken the message; a crash in between sends that one message twice.
 */
export function outbox(platform: Pick<Platform, "config" | "database" | "clock">, vault: Vault) {
  const { config, database, clock } = platform;
  const { mail } = config;
  const transport = mail && transportOf(mail.url);

  async function sendOne(message: queries.Message): Promise<"go on" | "later"> {
    const { studyId, personId, round, tries } = message;
    const done = (outcome: "sent" | "failed" | "dropped") =>
      inTransaction(database, (transaction) => queries.messageDone(transaction, message, outcome));
    const row = await queries.wave(database, studyId);
    const person = await queries.person(database, studyId, personId);
    const needless =
      !row || !person || row.closed || row.round !== round || person.optedOut || (round > 0 && person.taken);
    if (needless || person.email === null || person.unreachable) {
      await done("dropped");
      return "go on";
    }
    const invitation = invitationFor(platform, vault, row, person);
    const { subject, text, html } = mailOf(invitation);
    try {
      await transport!.sendMail({
        from: { name: invitation.sender.name, address: addressOf(mail!.from) },
        ...(invitation.sender.email.trim() !== "" && { replyTo: invitation.sender.email }),
        to: person.email,
        subject,
        text,
        html,
        headers: { "List-Unsubscribe": `<${invitation.optOut}>`, "Auto-Submitted": "auto-generated" },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      const { responseCode = 0, command = "" } = error as Refusal;
      // Without an answer, or before a recipient was named, it is the mail server and not the address.
      if (responseCode === 0 || !/RCPT|DATA/.test(command)) {
        await queries.tryLater(database, message, new Date(clock().getTime() + patience(0)), 0);
        return "later";
      }
      if (responseCode >= 500) {
        await queries.markUnreachable(database, studyId, [person.email]);
        await done("failed");
      } else if (tries + 1 >= mostTries) await done("failed");
      else await queries.tryLater(database, message, new Date(clock().getTime() + patience(tries)), 1);
      return "go on";
    }
    await done("sent");
    return "go on";
  }

  return {
    /** @param stop asked between two messages. */
    async run(stop: () => boolean = () => false): Promise<void> {
      if (!transport) return;
      for (const message of await queries.dueMessages(database, clock(), atOnce))
        if (stop() || (await sendOne(message)) === "later") return;
    },
    close: () => transport?.close(),
  };
}

const addressOf = (from: string) => /<([^<>]+)>/.exec(from)?.[1] ?? from;

function transportOf(url: string): Transporter {
  const server = new URL(url);
  const user = decodeURIComponent(server.username);
  const secure = server.protocol === "smtps:";
  const own = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(server.hostname);
  return createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ""),
    port: Number(server.port || (secure ? 465 : 587)),
    secure,
    // Names and codes do not travel in clear, except to a mail server on this very machine.
    requireTLS: !secure && !own,
    ignoreTLS: own && !secure,
    ...(user && { auth: { user, pass: decodeURIComponent(server.password) } }),
    pool: true,
    maxConnections: 1,
    connectionTimeout: 20_000,
    socketTimeout: 60_000,
    // What the library would log are contacts.
    logger: false,
  });
}
