import { hash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { canonicalWithdrawalKey } from "@lang-nghe/contract";
import type { Platform } from "../platform/platform.ts";
import { withdrawAnswers } from "../responses/index.ts";

/** Each request takes at least this long, in milliseconds, so that its length does not tell whether a key fitted. */
const alike = 250;

/**
 * Deletes the answer that a withdrawal key belongs to, where its study is not frozen yet. Says nothing of whether there was one:
 * whoever looks over the shoulder, or finds a key on a device, learns nothing from the reply. No audit entry either: it would
 * tell when a respondent acted.
 */
export async function withdraw({ database, events }: Platform, typed: string): Promise<void> {
  const key = canonicalWithdrawalKey(typed);
  // A text that can be no key is looked up as well, as one that nobody has.
  const digest = hash("sha256", key ?? " ", "buffer");
  const [studies] = await Promise.all([withdrawAnswers(database, digest), setTimeout(alike)]);
  for (const studyId of studies) events.withdrawn(studyId);
}
