import type { Collection } from "@lang-nghe/contract";
import type { DiskGuard } from "../platform/disk-guard.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { countTestAnswers } from "../questionnaires/index.ts";
import * as queries from "./queries.ts";

/** Counters of pages are shown from here. */
const leastReached = 20;

/** The technical state of a study's fieldwork: sums only. */
export async function collectionOf({ database }: Platform, disk: DiskGuard, studyId: string): Promise<Collection> {
  const [study, tally, testAnswers, reached, room] = await Promise.all([
    queries.studyRow(database, studyId),
    queries.tallyOf(database, studyId),
    countTestAnswers(database, studyId),
    queries.reachedOf(database, studyId),
    disk.hasRoom(),
  ]);
  if (!study) throw new Problem("platform.not-found");
  const open = study.state === "open";
  return {
    state: study.state as Collection["state"],
    accepted: open ? tens(tally.accepted) : tally.accepted,
    testAnswers,
    shown: open ? tens(tally.shown) : tally.shown,
    batches: tally.batches,
    reached: reached.map(({ day, page, count }) => ({ day, page, count: count < leastReached ? null : count })),
    intake: { ready: open && room, reason: !open ? "not-open" : room ? null : "disk-full" },
  };
}

/** Rounded down to 10, so that no two looks differ by one person. */
const tens = (count: number) => count - (count % 10);
