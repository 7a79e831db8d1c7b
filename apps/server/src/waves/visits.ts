import { parseManifest } from "@lang-nghe/anonymity";
import type { PoolPlaces, Wave } from "@lang-nghe/contract";
import type { Database } from "../platform/database.ts";
import * as queries from "./queries.ts";

/** Interviews that ended complete or in part at a place of the sample, each round by itself. A sum, and nobody's visit. */
export type EndedThere = Omit<PoolPlaces["places"][number], "cell"> & { interviews: number };

/** All that the side of the answers may ask of the side of the visits. Sums by place: no visit meets an answer. */
export type Visits = {
  /** Whether the study has any. */
  any: (database: Database, studyId: string) => Promise<boolean>;
  ended: (database: Database, studyId: string) => Promise<EndedThere[]>;
};

/** The cell of a place. Weights went through files on their way: they are the same where their first digits are. */
export function cellOfPlace(
  places: PoolPlaces["places"],
  { stratum, psu, baseWeight }: Omit<EndedThere, "interviews">,
): number | undefined {
  return places.find(
    (place) =>
      place.stratum === stratum && place.psu === psu && Math.abs(Math.log(place.baseWeight / baseWeight)) < 1e-6,
  )?.cell;
}

/**
 * At the close: answers of each cell held against what could have led to them, which is codes that took a token and interviews that
 * ended there. More answers than both are nobody's interviews. @returns null before the counts are known, or without visits.
 */
export async function heldAgainstVisits(
  database: Database,
  row: queries.WaveRow | undefined,
  visits: Visits | undefined,
): Promise<Wave["interviews"]> {
  if (!visits || !row?.manifest || !row.issued) return null;
  const { studyId } = row;
  if (!(await visits.any(database, studyId))) return null;
  const pools = row.pools as { pooled: number; given: number } | null;
  const { cells } = parseManifest(JSON.parse(row.manifest));
  const issued = row.issued as number[];
  const [places, taken] = [await queries.places(database, studyId), await queries.takenByCell(database, studyId)];
  const ended = new Array<number>(cells.length).fill(0);
  let elsewhere = 0;
  for (const { interviews, ...place } of await visits.ended(database, studyId)) {
    const cell = cellOfPlace(places, place);
    if (cell === undefined) elsewhere += interviews;
    else ended[cell]! += interviews;
  }
  return {
    pooled: pools?.pooled ?? 0,
    given: pools?.given ?? 0,
    ended: ended.reduce((sum, count) => sum + count, elsewhere),
    elsewhere,
    more: cells.flatMap(({ stratum, unit }, c) => {
      const accepted = taken.get(c) ?? 0;
      return accepted > issued[c]! + ended[c]!
        ? [{ stratum, unit, issued: issued[c]!, ended: ended[c]!, accepted }]
        : [];
    }),
  };
}
