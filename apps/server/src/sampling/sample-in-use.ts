import type { Database, Transaction } from "../platform/database.ts";
import * as queries from "./queries.ts";
import { type Released, reserveFactor } from "./reserve.ts";

/** A unit people are asked in: where it lies and with which chance, nothing of who lives there. */
export type SampledUnit = {
  /** Its place in the draw; with the draw's id, what names it for good. */
  number: number;
  /** Row of the frame, from 1, the header left out; the frame's own code of it. */
  frameRow: number;
  code: string;
  /** Names of the units it was drawn in, stage by stage. */
  stages: string[];
  stratum: string;
  psu: string;
  /** The place it was matched to; null: to none. */
  unitId: string | null;
  /** As of today: with every replicate released so far. */
  inclusionProbability: number;
  baseWeight: number;
  /** 0: of the sample as drawn; else the replicate it was released with. */
  replicate: number;
  rotationGroup: number | null;
};

export type SampleInUse = {
  drawId: string;
  drawNumber: number;
  frameId: string;
  /** Groups that first-stage units were dealt to; a wave works with `active` of them, and its base weights are groups/active times these. */
  rotation: { groups: number; active: number } | null;
  units: SampledUnit[];
};

/** The sample a study works with, released units included; undefined where none was taken into use. */
export async function sampleInUse(run: Database | Transaction, studyId: string): Promise<SampleInUse | undefined> {
  const draw = await queries.drawInUse(run, studyId);
  return (
    draw && {
      drawId: draw.id,
      drawNumber: draw.number,
      frameId: draw.frame.id,
      rotation: draw.design.stages[0]?.rotation ?? null,
      units: await sampledUnits(run, draw.id, draw.design.release?.replicates ?? 1),
    }
  );
}

/** How far the reserve has been released, everywhere or by stratum. */
export async function releasedOf(run: Database | Transaction, drawId: string): Promise<Released> {
  const released = new Map<string | null, number>();
  for (const { stratum, replicate } of await queries.releasesOf(run, drawId))
    released.set(stratum, Math.max(replicate, released.get(stratum) ?? 0));
  return released;
}

/** @param parts replicates the reserve is divided into. */
export async function sampledUnits(run: Database | Transaction, drawId: string, parts: number): Promise<SampledUnit[]> {
  const { groups } = await queries.insideOf(run, drawId);
  const released = await releasedOf(run, drawId);
  return (await queries.unitsOf(run, drawId)).flatMap(
    ({ stageProbabilities, groupNumber, releaseOrder, replicate, ...unit }): SampledUnit[] => {
      const group = groups[groupNumber]!;
      if (releaseOrder > 0 && replicate > (released.get(null) ?? released.get(group[0]) ?? 0)) return [];
      const inclusionProbability =
        stageProbabilities.reduce((product, chance) => product * chance, 1) *
        reserveFactor(group, groupNumber, released, parts);
      return [{ ...unit, inclusionProbability, baseWeight: 1 / inclusionProbability, replicate }];
    },
  );
}
