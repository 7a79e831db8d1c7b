import { dayOf } from "../platform/clock.ts";
import type { Platform } from "../platform/platform.ts";
import * as queries from "./queries.ts";

const flushEvery = 1000;
/** Most sums kept in memory: studies being asked × pages; a flood beyond is dropped, since nothing hangs on it. */
const mostSums = 20_000;

/** Adds to the counters of pages reached, gathered in memory and written about once a second. */
export function reachedCounters({ database, clock, events }: Platform) {
  let sums = new Map<string, { studyId: string; day: string; page: number; count: number }>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const taken = [...sums.values()];
    sums = new Map();
    if (!taken.length) return;
    // In the order of the key, so that two servers never wait for each other.
    taken.sort((a, b) => a.studyId.localeCompare(b.studyId) || a.day.localeCompare(b.day) || a.page - b.page);
    // A study deleted meanwhile, or a database that is away: a few break-off counts are lost, nothing else.
    await queries.addReached(database, taken).catch(() => undefined);
    for (const studyId of new Set(taken.map((sum) => sum.studyId))) events.changed(studyId, "answers");
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    add(studyId: string, page: number): void {
      const day = dayOf(clock());
      const key = `${studyId} ${day} ${page}`;
      const sum = sums.get(key);
      if (sum) sum.count++;
      else if (sums.size < mostSums) sums.set(key, { studyId, day, page, count: 1 });
      timer ??= setTimeout(() => void flush(), flushEvery);
    },
    flush,
  };
}
