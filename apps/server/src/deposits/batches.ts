import type { WaveManifest } from "@lang-nghe/anonymity";
import { receiptBody } from "@lang-nghe/anonymity/log";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { letGoOfOrder, rewriteShuffled } from "../platform/storage-order.ts";
import { appendManyToLog, appendToLog } from "../transparency/index.ts";
import { batchHash } from "./intake.ts";
import * as queries from "./queries.ts";
import type { Wave, Waves } from "./waves.ts";

/** Deposits in the last batch of a wave, at least; a whole wave with fewer is deleted unread. */
export const fewestInBatch = 20;

/**
 * Deposits that move on together before the close, at least. The office will see the design cell of each answer it opens, so a
 * batch is as large as it takes for the smallest cell to expect 40 of its answers in it: fewer than 20 are then one in 5,000
 * (Poisson). Waves with small cells move on at the close, all at once.
 */
export const companyFor = ({ invited, cells }: Pick<WaveManifest, "invited" | "cells">): number =>
  Math.ceil((40 * invited) / Math.min(...cells.map((cell) => cell.invited)));

/** The hour of the night, in Vietnam, from which a round of batches is due. */
const roundHour = 2;

/**
 * Moves deposits on in company. A round takes a random part of what waits and leaves as many behind as it would take at least, so
 * that the last batch has company too, and so that the night in which an answer moves does not tell the day on which it came.
 * docs/decisions/0018-hosts-and-batches.md.
 *
 * Where interviews are among them everything moves at the close, at once: how it was asked, and by whom, stands in each answer, and
 * what a batch and a cell share would be fewer than 20 (docs/decisions/0031-tokens-from-pools.md).
 */
export function batches(platform: Platform, waves: Waves) {
  const { database, clock, mixing = true } = platform;

  /** @returns deposits moved. */
  async function round(wave: Wave, closing: boolean): Promise<number> {
    const { studyId } = wave;
    const company = companyFor(wave.manifest);
    const together = mixing && !closing && (await waves.withInterviews(wave));
    const moved = await inTransaction(database, async (transaction) => {
      const { closed } = await queries.lockWave(transaction, studyId);
      if (closed) return 0;
      const waiting = await queries.countStaged(transaction, studyId);
      const fewest = !mixing ? 1 : closing ? fewestInBatch : company;
      const count = closing || !mixing ? waiting : together ? 0 : waiting - company;
      if (closing) await queries.noteRound(transaction, studyId, { closed: true });
      else await queries.noteRound(transaction, studyId, { mixedOn: dayOf(clock()) });
      if (count >= fewest) await moveOn(transaction, studyId, count);
      // Fewer than 20 in the whole wave: they could be told apart by anyone who knows the others, so nobody opens them.
      else if (closing) await queries.dropStaged(transaction, studyId);
      if (closing) await publishCounts(transaction, studyId);
      return count >= fewest ? count : 0;
    });
    // Also where nothing moved: in what order the day's deposits came stands nowhere the next day.
    for (const table of ["deposits.staged", "deposits.spent"]) await rewriteShuffled(database, table);
    await letGoOfOrder(database);
    return moved;
  }

  type Transaction = Parameters<Parameters<typeof inTransaction>[1]>[0];

  async function moveOn(transaction: Transaction, studyId: string, count: number): Promise<void> {
    const taken = await queries.takeStaged(transaction, studyId, count);
    // Sealed bytes are as good as random: their own order says nothing of the one in which they came.
    if (mixing) taken.sort((a, b) => Buffer.compare(a.sealed, b.sealed));
    const number = (await queries.batches(transaction, studyId)).length + 1;
    const hash = batchHash(taken);
    await queries.insertBatch(transaction, { studyId, number, hash }, taken);
    await appendManyToLog(
      transaction,
      "receipt",
      taken.map(({ receipt }) => receiptBody(studyId, receipt)),
    );
    await appendToLog(transaction, "batch", `${studyId} ${number} ${taken.length} ${hash.toString("hex")}`);
  }

  /** What the collector says of a wave when it closes: deposits accepted, handed on, and refused by reason. */
  async function publishCounts(transaction: Transaction, studyId: string): Promise<void> {
    const accepted = await queries.countAccepted(transaction, studyId);
    const handedOn = (await queries.batches(transaction, studyId)).reduce((sum, { size }) => sum + size, 0);
    const refused = (await queries.refusals(transaction, studyId)).map(({ reason, count }) => `${reason} ${count}`);
    await appendToLog(
      transaction,
      "count",
      [`${studyId} collector`, `accepted ${accepted}`, `handed-on ${handedOn}`, ...refused].join("\n"),
    );
  }

  return {
    round,
    /** Does what is due: rounds once a night, closings when their time has come. To be called every few minutes. */
    run: async (): Promise<void> => {
      const now = clock();
      for (const wave of await waves.all()) {
        const row = (await queries.wave(database, wave.studyId))!;
        if (row.closed) continue;
        if (now.getTime() >= wave.takesUntil) await round(wave, true);
        else if (!mixing || (hourInVietnam(now) >= roundHour && row.mixedOn !== dayOf(now))) await round(wave, false);
      }
    },
  };
}

const hourInVietnam = (instant: Date): number => (instant.getUTCHours() + 7) % 24;
