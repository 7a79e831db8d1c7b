import type { DesignStage } from "@lang-nghe/contract";
import {
  drawSample,
  rotationGroups,
  type Sample,
  SamplingError,
  samplingGenerator,
} from "@lang-nghe/survey-statistics";
import { faultsOf } from "./draw-faults.ts";
import { type DrawFrame, type PreparedStage, stagesOf } from "./draw-frame.ts";

export type DrawOutcome = {
  prepared: PreparedStage[];
  drawn: Sample;
  /** Rotation group of each drawn first-stage unit, from 1. */
  rotation: Map<number, number> | undefined;
};

/**
 * One frame, design and seed: one sample, at the command line and on the server.
 * @throws {DrawFaults} naming stratum, column or row, and the mend.
 */
export function drawFrom(frame: DrawFrame, stages: readonly DesignStage[], seed: number): DrawOutcome {
  const prepared = stagesOf(frame, stages);
  return named(frame, prepared, () => {
    const generator = samplingGenerator(seed);
    const drawn = drawSample(
      generator,
      frame.rows,
      prepared.map(({ stage }) => stage),
    );
    return { prepared, drawn, rotation: rotationOf(generator, stages, prepared, drawn) };
  });
}

/** Runs what may throw the library's errors, which know strata by code and rows by place. */
export function named<Result>(frame: DrawFrame, prepared: readonly PreparedStage[], work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SamplingError)) throw error;
    throw faultsOf(
      error,
      prepared.map(({ strata }) => strata),
      frame.rowNumber,
    );
  }
}

function rotationOf(
  generator: ReturnType<typeof samplingGenerator>,
  stages: readonly DesignStage[],
  prepared: readonly PreparedStage[],
  drawn: Sample,
): Map<number, number> | undefined {
  const plan = stages[0]!.rotation;
  if (!plan) return undefined;
  const first = drawn.groups.filter(({ stage }) => stage === 0);
  const rows = first.flatMap(({ unitRows, drawn: places }) => Array.from(places, (place) => unitRows[place]!));
  const strata = first.flatMap(({ stratum, drawn: places }) => Array.from(places, () => stratum));
  const groups = rotationGroups(generator, Int32Array.from(strata), plan);
  const { unitOfRow } = prepared[0]!.stage;
  return new Map(rows.map((row, i) => [unitOfRow?.[row] ?? row, groups[i]! + 1]));
}
