import type { Platform } from "../platform/platform.ts";
import { activate, createWeightSet } from "./service.ts";

/** Frozen studies by invitation whose answers carry a design and that nobody has weighted yet. */
async function unweighted({ database }: Platform, studyId?: string): Promise<string[]> {
  const rows = await database
    .selectFrom("studies.study as s")
    .innerJoin("responses.snapshot as n", "n.studyId", "s.id")
    .leftJoin("weighting.weight_set as w", "w.studyId", "s.id")
    .select("s.id")
    .where("s.state", "=", "frozen")
    .where("s.entry", "=", "invitation")
    .where("n.rows", ">", 0)
    .where("w.id", "is", null)
    .$if(studyId !== undefined, (query) => query.where("s.id", "=", studyId!))
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * People who were drawn with unequal chances are never counted alike by default: a study by invitation begins with the weights
 * of its design. Called when it is frozen, and at each start for one that was frozen just before the server stopped.
 */
export async function weightByDesign(platform: Platform, studyId?: string): Promise<void> {
  for (const id of await unweighted(platform, studyId)) {
    const plan = { name: "Theo thiết kế mẫu · by design", start: "design" as const, margins: null, trimAt: null };
    const set = await createWeightSet(platform, undefined, id, plan);
    await activate(platform, undefined, id, set.id);
  }
}
