import { dayOf } from "../platform/clock.ts";
import { compute, inSharedMemory } from "../platform/computing.ts";
import type { Cell } from "../platform/files/index.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { frameToDraw, unitRefs } from "../units/index.ts";
import { cellsOfRows } from "./drawing.ts";
import { type SampleInUse, sampleInUse } from "./sample-in-use.ts";

async function inUse(platform: Platform, studyId: string): Promise<SampleInUse> {
  const sample = await sampleInUse(platform.database, studyId);
  if (!sample) throw new Problem("sampling.not-in-use");
  return sample;
}

/** The sample in use: the frame's own columns, the place each row was matched to, then its design and base weight. */
export async function sampleSheet(platform: Platform, studyId: string): Promise<Cell[][]> {
  const { database, clock } = platform;
  const { units, frameId } = await inUse(platform, studyId);
  const { body, rows: frameRows } = await frameToDraw(database, frameId);
  const { header, rows } = await compute(cellsOfRows, new URL("./drawing.ts", import.meta.url), frameRows, [
    inSharedMemory(body),
    Int32Array.from(units, ({ frameRow }) => frameRow),
  ]);
  const refs = await unitRefs(database, [...new Set(units.flatMap(({ unitId }) => unitId ?? []))], dayOf(clock()));
  const rotating = units.some(({ rotationGroup }) => rotationGroup !== null);
  const own = [
    ...["place_code", "place_name", "stratum", "psu", "inclusion_probability", "base_weight", "replicate"],
    ...(rotating ? ["rotation_group"] : []),
  ];
  /** A column of the frame that has one of our names, and is not the very same thing, keeps it with a mark. */
  const named = header.map((name) => (own.includes(name) ? `frame_${name}` : name));
  return [
    [...named, ...own],
    ...units.map((unit, at): Cell[] => {
      const place = refs.get(unit.unitId ?? "");
      return [
        ...rows[at]!,
        ...[place?.code ?? "", place?.name ?? "", unit.stratum, unit.psu, unit.inclusionProbability, unit.baseWeight],
        unit.replicate,
        ...(rotating ? [unit.rotationGroup ?? ""] : []),
      ];
    }),
  ];
}

/** What the contacts officer adds names and addresses to, at the issuer: the design of each unit under the roster's headings. */
export async function rosterSheet(platform: Platform, studyId: string): Promise<Cell[][]> {
  const { units } = await inUse(platform, studyId);
  return [
    ["code", "stratum", "psu", "base_weight"],
    ...units.map(({ code, stratum, psu, baseWeight }): Cell[] => [code, stratum, psu, baseWeight]),
  ];
}
