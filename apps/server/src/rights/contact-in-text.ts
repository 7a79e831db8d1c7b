import { Problem } from "../platform/problem.ts";

/** A telephone number of nine digits or more, however grouped, or an e-mail address. */
const contact = /(?:\+?\d[\s.-]?){9,}|[^\s@]+@[^\s@]+\.[^\s@]+/;

/**
 * The queue of requests points at letters; names and contacts stay with the letters.
 * @throws {Problem} rights.contact-in-text naming the field.
 */
export function refuseContacts(texts: Readonly<Record<string, string>>): void {
  for (const [field, text] of Object.entries(texts))
    if (contact.test(text)) throw new Problem("rights.contact-in-text", { field });
}
