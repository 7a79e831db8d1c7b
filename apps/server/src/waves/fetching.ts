import { parseManifest, type WaveManifest } from "@lang-nghe/anonymity";
import { houseOfOne, listStaff, officersWhoReadAnswers } from "../accounts/index.ts";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { letGoOfOrder, rewriteShuffled } from "../platform/storage-order.ts";
import {
  countSealed,
  knownWithdrawals,
  type SealedRow,
  storeOpened,
  storeSealed,
  tabulationKeyOf,
} from "../responses/index.ts";
import type { Batch, Hosts } from "./hosts.ts";
import { offeredForm, offeredWave } from "./offer.ts";
import { openAll } from "./opening.ts";
import * as queries from "./queries.ts";
import type { Visits } from "./visits.ts";

/** What the collector said last, for the progress page: no row keeps it. */
export type LastSeen = { accepted: number; batches: number; closed: boolean };

/**
 * Brings here what the other hosts have published of a wave: the manifest, batches that are not here yet, and after the close
 * the issuer's counts. Safe to repeat and to break off anywhere: a batch and the note that it is here are one transaction, and
 * the collector lets go of it only after that.
 * @throws {Problem} waves.host-disagrees, platform.outgoing-failed …
 */
export async function fetchWave(
  platform: Platform,
  hosts: Hosts,
  studyId: string,
  visits?: Visits,
): Promise<LastSeen | undefined> {
  const { database } = platform;
  await fetchManifest(platform, hosts, studyId);
  const { row } = await offeredWave(platform, studyId);
  if (!row.manifest || !row.manifestHash) return undefined;
  await demandApart(platform, hosts, studyId);
  if ((await visits?.any(database, studyId)) && (await queries.places(database, studyId)).length === 0)
    await queries.keepPlaces(database, studyId, await hosts.places(studyId));
  const state = await hosts.state(studyId, row.manifestHash);
  if (!state) return undefined;
  const here = new Map((await queries.batches(database, studyId)).map((batch) => [batch.number, batch]));
  let stored = 0;
  for (const batch of state.batches) {
    const known = here.get(batch.number);
    if (known && (known.size !== batch.size || known.hash.toString("hex") !== batch.hash))
      throw new Problem("waves.host-disagrees", { host: "", what: `batch ${batch.number} is another one than before` });
    if (!known) {
      const rows = await hosts.batch(studyId, batch, await collectorKey(platform, hosts, row));
      if (await storeBatch(platform, studyId, batch, rows)) stored++;
    }
    if (!known?.told) {
      await hosts.tell(studyId, batch.number);
      await queries.noteTold(database, studyId, batch.number);
    }
  }
  if (stored > 0) {
    await forgetOrder(platform, studyId);
    platform.events.batch(studyId);
    platform.events.changed(studyId, "answers");
  }
  if (state.closed && !row.complete) {
    await queries.noteComplete(database, studyId);
    platform.events.changed(studyId);
  }
  if (state.closed && row.issued === null) await fetchCounts(platform, hosts, studyId);
  return { accepted: state.accepted, batches: state.batches.length, closed: state.closed };
}

/**
 * No answer comes here while somebody who may read it handles the study's contacts at the issuer under the same username: they
 * wait at the collector. In a house of one it cannot be otherwise, and the page says that this is a trial.
 * @throws {Problem} waves.both-duties
 */
async function demandApart({ database }: Platform, hosts: Hosts, studyId: string): Promise<void> {
  const both = officersWhoReadAnswers(await listStaff(database), studyId, await hosts.officers(studyId));
  if (both.length > 0 && !(await houseOfOne(database)))
    throw new Problem("waves.both-duties", { usernames: both.join(", ") });
}

async function fetchManifest(platform: Platform, hosts: Hosts, studyId: string): Promise<void> {
  const { row } = await offeredWave(platform, studyId);
  if (row.manifest) return;
  const found = await hosts.manifest(studyId, row.offer);
  if (!found) return;
  const { manifest, hash } = found;
  await inTransaction(platform.database, async (transaction) => {
    if ((await queries.lockWave(transaction, studyId)).manifest) return;
    await queries.keepManifest(transaction, studyId, JSON.stringify(manifest), hash);
    const { invited, cells } = manifest;
    const found = { manifest: hash.toString("hex"), invited, cells: cells.length };
    await audit(transaction, undefined, "waves.manifest", studyId, found);
  });
  platform.events.changed(studyId);
}

/** The key in the offer, or the first one that the collector named. */
async function collectorKey({ database }: Platform, hosts: Hosts, row: queries.WaveRow): Promise<string> {
  if (row.collectorKey) return row.collectorKey;
  const line = await hosts.collectorKey();
  await queries.keepCollectorKey(database, row.studyId, line);
  row.collectorKey = line;
  return line;
}

/** @returns false when it was stored by another process in the meantime. */
async function storeBatch(
  platform: Platform,
  studyId: string,
  { number, size, hash }: Batch,
  rows: readonly SealedRow[],
): Promise<boolean> {
  const { database } = platform;
  const { row, offer } = await offeredWave(platform, studyId);
  const batch = { studyId, number, size, hash: Buffer.from(hash, "hex") };
  const hashes = rows.map(({ withdrawalHash }) => withdrawalHash);
  if (offer.opening === "sealed")
    return inTransaction(database, async (transaction) => {
      await queries.lockWave(transaction, studyId);
      if (!(await queries.insertBatch(transaction, batch))) return false;
      const known = await knownWithdrawals(transaction, studyId, hashes, "responses.sealed");
      const fresh = rows.filter(({ withdrawalHash }) => !known.has(withdrawalHash.toString("hex")));
      await storeSealed(transaction, studyId, fresh);
      if (fresh.length < rows.length)
        await queries.addRefused(transaction, studyId, new Map([["twice", rows.length - fresh.length]]));
      return true;
    });
  const manifest = parseManifest(JSON.parse(row.manifest!)) as WaveManifest;
  const privateKey = await tabulationKeyOf(database, studyId);
  if (!privateKey) throw new Error(`The wave of study ${studyId} has no tabulation key.`);
  const form = await offeredForm(platform, offer);
  const known = await knownWithdrawals(database, studyId, hashes, "responses.answer");
  const opened = await openAll(
    { manifest, manifestHash: row.manifestHash!, form },
    { publicKey: Buffer.from(offer.tabulationKey, "base64url"), privateKey },
    rows,
    known,
  );
  return inTransaction(database, async (transaction) => {
    await queries.lockWave(transaction, studyId);
    if (!(await queries.insertBatch(transaction, batch))) return false;
    await storeOpened(transaction, studyId, opened.answers);
    await queries.addTaken(transaction, studyId, opened.byCell);
    await queries.addRefused(transaction, studyId, opened.refused);
    return true;
  });
}

/** Neither where a row lies nor which transaction wrote it tells in which night its batch came. */
export async function forgetOrder({ database }: Platform, studyId: string): Promise<void> {
  const { offer } = await offeredWave({ database }, studyId);
  for (const table of offer.opening === "sealed" ? ["responses.sealed", "responses.answer"] : ["responses.answer"])
    await rewriteShuffled(database, table);
  await letGoOfOrder(database);
}

/** Tokens issued by cell, and where more answers came than tokens went out. */
export async function fetchCounts(platform: Platform, hosts: Hosts, studyId: string): Promise<void> {
  const { database } = platform;
  const { row, offer } = await offeredWave(platform, studyId);
  // Sealed answers have cells that nobody can count yet.
  if (!row.manifest || (await countSealed(database, studyId)) > 0) return;
  const manifest = parseManifest(JSON.parse(row.manifest));
  const counts = await hosts.counts(studyId);
  if (!counts) return;
  const { issued, pools } = counts;
  const impossible =
    issued.length !== manifest.cells.length || issued.some((count, c) => count > manifest.cells[c]!.invited);
  if (impossible)
    throw new Problem("waves.host-disagrees", {
      host: new URL(offer.issuer).host,
      what: "more tokens issued than people invited, or counts of other cells",
    });
  if (pools) await hosts.poolsInLog(studyId, pools, manifest.issuerLogKey);
  if (pools && pools.given > pools.pooled)
    throw new Problem("waves.host-disagrees", {
      host: new URL(offer.issuer).host,
      what: "pools for interviewers gave more than they had",
    });
  await inTransaction(database, async (transaction) => {
    if ((await queries.lockWave(transaction, studyId)).issued !== null) return;
    const taken = await queries.takenByCell(transaction, studyId);
    const more = manifest.cells.flatMap(({ stratum, unit }, c) => {
      const accepted = taken.get(c) ?? 0;
      return accepted > issued[c]! ? [{ stratum, unit, issued: issued[c]!, accepted }] : [];
    });
    // A pool's tokens are tied to no cell: together they make up for what codes do not explain, and no more.
    const beyond = more.reduce((sum, { accepted, issued }) => sum + accepted - issued, 0);
    const alarm = beyond > (pools?.given ?? 0) ? more : [];
    await queries.keepCounts(transaction, studyId, issued, pools, alarm);
    const total = issued.reduce((sum, count) => sum + count, 0);
    await audit(transaction, undefined, "waves.counts", studyId, {
      issued: total,
      ...(pools && { pooled: pools.pooled, given: pools.given }),
    });
    // Somebody made tokens beyond those that were given out, or answered in a cell that is not theirs.
    if (alarm.length) await audit(transaction, undefined, "waves.alarm", studyId, { cells: alarm.length });
  });
  platform.events.changed(studyId);
}
