import { parseManifest, waveTimes } from "@lang-nghe/anonymity";
import type { WaveOpening } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { closeStudy, countSealed, forgetSealed, sealedOf, storeOpened } from "../responses/index.ts";
import { requireState } from "../studies/index.ts";
import { designOfCells } from "./design.ts";
import { fetchCounts, forgetOrder } from "./fetching.ts";
import type { Hosts } from "./hosts.ts";
import { offeredForm, offeredWave } from "./offer.ts";
import { belongTogether, openAll } from "./opening.ts";
import * as queries from "./queries.ts";

/**
 * Opens the answers of a sealed wave with the key that two of its holders put together, once the collector has closed it and
 * every batch is here. The key is in memory while this runs and is kept nowhere (docs/decisions/0022-opening-sealed-answers.md).
 * @throws {Problem} waves.not-complete, waves.already-opened, waves.wrong-key
 */
export async function openSealed(
  platform: Platform,
  hosts: Hosts,
  by: Person,
  studyId: string,
  { privateKey: given }: WaveOpening,
): Promise<void> {
  const { database, clock } = platform;
  const { row, offer } = await offeredWave(platform, studyId);
  if (row.openedOn || offer.opening !== "sealed") throw new Problem("waves.already-opened");
  demandComplete(platform, row, offer);
  const manifest = parseManifest(JSON.parse(row.manifest!));
  const form = await offeredForm(platform, offer);
  const privateKey = Buffer.from(given, "base64url");
  try {
    const keys = { publicKey: Buffer.from(offer.tabulationKey, "base64url"), privateKey };
    if (!(await belongTogether(keys))) throw new Problem("waves.wrong-key");
    await inTransaction(database, async (transaction) => {
      await requireState(transaction, studyId, "open");
      // Fetching waits: what is opened here is all there will be.
      if ((await queries.lockWave(transaction, studyId)).openedOn) throw new Problem("waves.already-opened");
      const rows = await sealedOf(transaction, studyId);
      const opened = await openAll({ manifest, manifestHash: row.manifestHash!, form }, keys, rows, new Set());
      await queries.noteOpened(transaction, studyId, dayOf(clock()));
      await storeOpened(transaction, studyId, opened.answers);
      await queries.addTaken(transaction, studyId, opened.byCell);
      await queries.addRefused(transaction, studyId, opened.refused);
      await forgetSealed(transaction, studyId);
      await audit(transaction, by, "waves.open", studyId, { deposits: rows.length, answers: opened.answers.length });
    });
  } finally {
    privateKey.fill(0);
  }
  await forgetOrder(platform, studyId);
  platform.events.batch(studyId);
  platform.events.changed(studyId);
  // The answers are open, whatever the issuer's host says now.
  await fetchCounts(platform, hosts, studyId).catch(() => undefined);
}

/** Freezes a study by invitation: nothing is missing, and each answer has its place in the design. */
export async function freezeWave(platform: Platform, by: Person, studyId: string): Promise<void> {
  const { row, offer } = await offeredWave(platform, studyId);
  await closeStudy(platform, by, studyId, async (transaction) => {
    const now = await queries.lockWave(transaction, studyId);
    demandComplete(platform, now, offer);
    if (offer.opening === "sealed" && !now.openedOn && (await countSealed(transaction, studyId)) > 0)
      throw new Problem("waves.not-opened");
    const cells = row.manifest ? parseManifest(JSON.parse(row.manifest)).cells : [];
    return { designOf: designOfCells(cells), lastDay: offer.lastDay };
  });
  await platform.events.frozen(studyId);
}

/** @throws {Problem} waves.not-complete unless all that was ever deposited is here; nobody was invited: when the time is over. */
function demandComplete({ clock }: Platform, row: queries.WaveRow, offer: Parameters<typeof waveTimes>[0]): void {
  const { takesUntil } = waveTimes(offer);
  if (clock().getTime() < takesUntil || (row.manifest && !row.complete))
    throw new Problem("waves.not-complete", { until: new Date(takesUntil).toISOString() });
}
