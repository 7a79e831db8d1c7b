import { manifestHash, parseManifest, parseOffer, type WaveManifest, waveTimes } from "@lang-nghe/anonymity";
import type { Wave, WaveAlarm } from "@lang-nghe/contract";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { countSealed } from "../responses/index.ts";
import { getStudy } from "../studies/index.ts";
import type { LastSeen } from "./fetching.ts";
import * as queries from "./queries.ts";
import { heldAgainstVisits, type Visits } from "./visits.ts";

/** How a wave stands. Answers appear as sums of whole batches, each of 20 or more. */
export async function waveState(
  platform: Platform,
  studyId: string,
  seen: LastSeen | undefined,
  visits?: Visits,
): Promise<Wave> {
  const { config, database, clock } = platform;
  const study = await getStudy(platform, studyId);
  if (study.entry !== "invitation" || study.opening === null) throw new Problem("waves.not-by-invitation");
  const row = await queries.wave(database, studyId);
  const offer = row && parseOffer(JSON.parse(row.offer));
  const manifest = row?.manifest ? parseManifest(JSON.parse(row.manifest)) : undefined;
  const batches = await queries.batches(database, studyId);
  const taken = await queries.takenByCell(database, studyId);
  const issued = row?.issued as number[] | null | undefined;
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
  return {
    entry: study.entry,
    opening: study.opening,
    stage: stageOf(study.state, row, manifest, clock().getTime()),
    ready: { form: study.publishedVersion !== null, retention: study.retainUntil !== null },
    issuer: new URL(config.hosts.issuer).origin,
    collector: new URL(config.hosts.collector).origin,
    offer: offer
      ? {
          url: `${config.publicUrl}/waves/${studyId}/offer.json`,
          firstDay: offer.firstDay,
          lastDay: offer.lastDay,
          version: offer.form.version,
          languages: [...offer.languages],
          tabulationKey: offer.tabulationKey,
          hash: Buffer.from(await manifestHash(crypto.subtle, offer)).toString("hex"),
          takesUntil: new Date(waveTimes(offer).takesUntil).toISOString(),
        }
      : null,
    manifest: manifest ? factsOf(manifest, row!.manifestHash!) : null,
    progress: {
      accepted: seen?.accepted ?? null,
      batches: Math.max(seen?.batches ?? 0, batches.length),
      fetched: sum(batches.map(({ size }) => size)),
      opened: sum(taken.values()),
      sealed: study.opening === "sealed" ? await countSealed(database, studyId) : 0,
      refused: await queries.refused(database, studyId),
      issued: issued ? sum(issued) : null,
    },
    alarm: (row?.alarm as WaveAlarm[] | null | undefined) ?? null,
    interviews: await heldAgainstVisits(database, row, visits),
    openedOn: row?.openedOn ?? null,
  };
}

/** Whether more answers than tokens were found at the close of a study's wave: somebody may have answered more than once. */
export async function moreThanIssued(database: Platform["database"], studyId: string): Promise<boolean> {
  const row = await queries.wave(database, studyId);
  return ((row?.alarm as WaveAlarm[] | null | undefined) ?? []).length > 0;
}

function stageOf(
  state: string,
  row: queries.WaveRow | undefined,
  manifest: WaveManifest | undefined,
  now: number,
): Wave["stage"] {
  if (state === "frozen") return "frozen";
  if (!row) return "planned";
  if (row.openedOn) return "opened";
  if (row.complete) return "complete";
  const { closes, takesUntil } = waveTimes(parseOffer(JSON.parse(row.offer)));
  // Nobody was invited, and nobody can be any more.
  if (!manifest) return now >= takesUntil ? "complete" : "offered";
  return now >= closes ? "closing" : "asking";
}

function factsOf({ cells, invited }: WaveManifest, hash: Buffer): NonNullable<Wave["manifest"]> {
  const units = new Map<string, Set<number>>();
  for (const { stratum, unit } of cells) units.set(stratum, (units.get(stratum) ?? new Set()).add(unit));
  return {
    hash: hash.toString("hex"),
    invited,
    cells: cells.length,
    strata: units.size,
    smallestCell: Math.min(...cells.map((cell) => cell.invited)),
    lonelyStrata: [...units].flatMap(([stratum, members]) => (members.size === 1 ? [stratum] : [])),
  };
}
