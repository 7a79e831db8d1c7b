import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { appendToLog } from "./log.ts";
import { newestByKind } from "./queries.ts";

/** Where a form is put into the built page, and what then stands there: `pageWithoutForm` takes it out again. */
const formPlace = "<!--form-->";
const formScript = /<script type="application\/json" id="form">[^<]*<\/script>/;

/** The page as it was built, from the page as somebody was given it: what must be the same for everybody. */
export const pageWithoutForm = (served: string): string => served.replace(formScript, () => formPlace);

/** The page that each host serves: at the issuer it is the same bytes for everybody, at the office with a form put into it. */
const pageOf = { office: "index.html", issuer: "invitation.html", collector: undefined } as const;

/**
 * Writes the SHA-256 of the answer page into the host's public log, once for each build, before anybody is served: whoever keeps
 * a page can see whether it is the one that everybody was promised (docs/witness.md). The collector serves no page.
 */
export async function announceAnswerPage({ config, database }: Pick<Platform, "config" | "database">): Promise<void> {
  const page = pageOf[config.role];
  const file = join(config.root, "apps/answer/dist", page ?? "");
  if (page === undefined || !existsSync(file)) return;
  const body = `answer-page sha256 ${hash("sha256", readFileSync(file), "hex")}`;
  await inTransaction(database, async (transaction) => {
    const [newest] = (await newestByKind(transaction, 1)).get("application")?.newest ?? [];
    if (newest?.body !== body) await appendToLog(transaction, "application", body);
  });
}
