// What has to be done without anybody asking: codes made ready, waves closed, the roster's order forgotten, contacts deleted.
import { type WaveManifest, waveTimes } from "@lang-nghe/anonymity";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { letGoOfOrder, rewriteShuffled } from "../platform/storage-order.ts";
import { appendToLog } from "../transparency/index.ts";
import { codesOf, typedHash } from "./codes.ts";
import { closePools } from "./pool-queries.ts";
import * as queries from "./queries.ts";
import { offerOfWave } from "./service.ts";
import type { Vault } from "./vault.ts";

/** The hour of the night, in Vietnam, from which the roster is written anew. */
const nightHour = 2;

/** Hashes of typed codes made at once; each takes some milliseconds of a thread. */
const atOnce = 100;

/** @param forget called with the address of a wave that was closed. */
export function upkeep(
  { database, clock }: Pick<Platform, "database" | "clock">,
  vault: Vault,
  forget: (slug: string) => void,
) {
  /** Makes typed codes ready, some at a time: the server goes on answering. @param stop asked between. */
  async function prepare(stop: () => boolean = () => false): Promise<void> {
    while (!stop()) {
      const people = await queries.unprepared(database, atOnce);
      if (people.length === 0) return;
      const hashed = await Promise.all(
        people.map(async ({ id, studyId, codeVersion, salt }) => ({
          id,
          codeVersion,
          typedHash: await typedHash(vault, salt, codesOf(vault, { id, studyId, codeVersion }).typed),
        })),
      );
      await queries.setTyped(database, hashed);
    }
  }

  /**
   * Ends a wave: the private key is deleted, so that no token can be made any more; which messages were signed is forgotten; how
   * many tokens went out in each cell is published.
   */
  async function close(studyId: string): Promise<void> {
    const slug = await inTransaction(database, async (transaction) => {
      await queries.holdTokens(transaction);
      const row = await queries.lockWave(transaction, studyId);
      if (!row?.manifest || row.closed) return undefined;
      const { cells, invited } = JSON.parse(row.manifest) as WaveManifest;
      const issued = await queries.issuedByCell(transaction, studyId, cells.length);
      await queries.forgetRequests(transaction, studyId);
      const { pools, pooled, given } = await closePools(transaction, studyId);
      await queries.dropMessages(transaction, studyId);
      await queries.changeWave(transaction, studyId, { closed: true, issued, privateKey: null });
      const total = issued.reduce((sum, count) => sum + count, 0);
      await audit(transaction, undefined, "invitations.close", studyId, {
        invited,
        tokens: total,
        ...(pools > 0 && { pooled, given }),
      });
      const body = [`${studyId} issuer`, `invited ${invited}`, `issued ${total}`, `cells ${issued.join(" ")}`];
      if (pools > 0) body.push(`pools ${pools}`, `pooled ${pooled}`, `given ${given}`);
      await appendToLog(transaction, "count", body.join("\n"));
      return row.slug;
    });
    if (slug === undefined) return;
    forget(slug);
    await mix([studyId]);
  }

  /**
   * Writes the roster anew in an order drawn by chance, and shows staff who has taken a token by now.
   *
   * What remains: from one night to the next the order in which tokens were taken can be read off the table's pages and the
   * write-ahead log by whoever reads the issuer's disk; such a reader could watch the requests as well. It is a day's order of
   * taking, not of answering: an answer leaves hours or days later, on another host, in a batch. Copies that the operator's
   * database keeps of its log (archiving, replicas) are the operator's to let go: docs/operations.md.
   */
  async function mix(studyIds: readonly string[]): Promise<void> {
    for (const studyId of studyIds) await queries.showTaken(database, studyId);
    await rewriteShuffled(database, "invitations.person");
    await rewriteShuffled(database, "invitations.token_pool_signature");
    await letGoOfOrder(database);
  }

  async function erase(studyId: string): Promise<void> {
    await inTransaction(database, async (transaction) => {
      const row = await queries.lockWave(transaction, studyId);
      if (!row?.closed || row.erased) return;
      const people = await queries.erasePeople(transaction, studyId);
      await queries.changeWave(transaction, studyId, { erased: true });
      await audit(transaction, undefined, "invitations.erase", studyId, { people });
      await appendToLog(transaction, "deletion", `${studyId} issuer contacts ${people}`);
    });
    await rewriteShuffled(database, "invitations.person");
    await letGoOfOrder(database);
  }

  return {
    prepare,
    close,
    mix,
    erase,
    /** Does what is due. To be called every few minutes. */
    run: async (stop: () => boolean = () => false): Promise<void> => {
      const now = clock();
      const today = dayOf(now);
      const due: string[] = [];
      for (const row of await queries.waves(database)) {
        if (row.manifest === null) continue;
        if (!row.closed && now.getTime() >= waveTimes(offerOfWave(row)).closes) await close(row.studyId);
        else if (!row.closed && hourInVietnam(now) >= nightHour && row.mixedOn !== today) due.push(row.studyId);
        // Days later than the close, so that a wave closed just now waits for the next round.
        if (row.closed && !row.erased && row.eraseOn! <= today) await erase(row.studyId);
      }
      if (due.length > 0) {
        await mix(due);
        for (const studyId of due) await queries.changeWave(database, studyId, { mixedOn: today });
      }
      await prepare(stop);
    },
  };
}

const hourInVietnam = (instant: Date): number => (instant.getUTCHours() + 7) % 24;
