// What is worked out in a computing thread: pure functions of a frame as it is kept, a design and a seed.
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { DesignStage, DesignStratum, DrawPreview, ReleaseRule } from "@lang-nghe/contract";
import { expectedSample, isProportionalToSize } from "@lang-nghe/survey-statistics";
import { type KeptColumn, textAt, unpackColumns } from "../platform/kept-columns.ts";
import { designFaults } from "./design.ts";
import { type DrawOutcome, drawFrom, named } from "./draw.ts";
import { DrawFaults } from "./draw-faults.ts";
import { type DrawFrame, type PreparedStage, stagesOf } from "./draw-frame.ts";
import { drawRecord, outcomeNames } from "./draw-record.ts";
import { replicateOf } from "./reserve.ts";

/** A frame as it goes to a thread: its columns as they are kept, in shared memory. */
export type KeptFrame = {
  title: string;
  hash: string;
  rows: number;
  body: SharedArrayBuffer;
  parts: Partial<Record<"id" | "place" | "within" | "size", string>>;
};

export type DrawnUnit = {
  frameRow: number;
  code: string;
  stages: string[];
  stratum: string;
  psu: string;
  place: string;
  within: string;
  stageProbabilities: number[];
  group: number;
  order: number;
  replicate: number;
  rotation: number | null;
};

/** In short, for the screen. */
export type DrawSummary = Pick<DrawPreview, "strata" | "smallUnits"> & {
  units: number[];
  joint: "exact" | "hajek" | "none";
};

/** First-stage stratum, units drawn and units sampled of a group of the last stage. */
export type ReserveGroup = [stratum: string, drawn: number, sampled: number];

export type StoredDraw = {
  hash: string;
  record: Uint8Array;
  units: DrawnUnit[];
  groups: ReserveGroup[];
  summary: DrawSummary;
  sampled: number;
};

/** Steps of a draw as they are counted for whoever waits. */
export const drawSteps = ["reading", "drawing", "recording", "storing", "done"] as const;

/** The header of the frame's file is row 1. */
const fileRow = (row: number) => row + 2;

function frameOfColumns(columns: readonly KeptColumn[], rows: number): DrawFrame {
  return {
    header: columns.map(({ name }) => name),
    rows,
    cell: (row, column) => textAt(columns[column]!, row),
    rowNumber: fileRow,
  };
}

/** With the frame's own id column, where the design names none: doubles are found. */
const withId = (stages: readonly DesignStage[], id: string | undefined): DesignStage[] =>
  stages.map((stage, index) => (index === stages.length - 1 && !stage.id && id ? { ...stage, id } : stage));

/** Keys in one order: the database keeps a design, not how it was typed, and the record's hash must come out the same again. */
function inOrder<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(inOrder) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inside]) => [key, inOrder(inside)]),
  ) as Value;
}

function refused<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof DrawFaults ? error.problem() : error;
  }
}

const nameOf = (name: string) => name || "all";

/** What a design would give. @throws {Problem} sampling.design. */
export function previewOfFrame(
  kept: KeptFrame,
  stages: readonly DesignStage[],
  release: ReleaseRule | null,
): DrawPreview {
  return refused(() => {
    designFaults(stages, release);
    const frame = frameOfColumns(unpackColumns(new Uint8Array(kept.body)), kept.rows);
    const prepared = stagesOf(frame, withId(stages, kept.parts.id));
    outcomeNames(frame, prepared);
    const expected = named(frame, prepared, () => expectedSample(frame.rows, stagesOnly(prepared)));
    return {
      frameHash: kept.hash,
      rows: kept.rows,
      strata: expected.strata.map(
        ({ stratum, units, size, rows, drawn, certainty, expectedRows, expectedReserve, lowest, highest }) => ({
          name: nameOf(prepared[0]!.strata[stratum]!),
          ...{ units, size, rows, drawn, certainty, lowest, highest },
          sampled: expectedRows,
          reserve: expectedReserve,
        }),
      ),
      sampled: expected.expectedRows,
      reserve: expected.expectedReserve,
      units: [...expected.expectedUnits],
      weightingEffect: expected.weightingEffect,
      smallUnits: expected.smallUnits,
    };
  });
}

const stagesOnly = (prepared: readonly PreparedStage[]) => prepared.map(({ stage }) => stage);

/**
 * Draws, and makes the record of it.
 * @param step shared memory: the number of the step that is under way, for whoever waits.
 * @throws {Problem} sampling.design.
 */
export function drawOfFrame(
  kept: KeptFrame,
  stages: readonly DesignStage[],
  release: ReleaseRule | null,
  seed: number,
  step: Int32Array,
): StoredDraw {
  return refused(() => {
    designFaults(stages, release);
    Atomics.store(step, 0, drawSteps.indexOf("reading"));
    const columns = unpackColumns(new Uint8Array(kept.body));
    const frame = frameOfColumns(columns, kept.rows);
    Atomics.store(step, 0, drawSteps.indexOf("drawing"));
    const outcome = drawFrom(frame, withId(stages, kept.parts.id), seed);
    Atomics.store(step, 0, drawSteps.indexOf("recording"));
    const { prepared, drawn } = outcome;
    const sampleRows = Array.from(drawn.rows, fileRow);
    const record = drawRecord({
      seed,
      frame: { file: kept.title, sha256: kept.hash, rows: kept.rows },
      design: { stages: inOrder(stages) },
      sample: { rows: drawn.rows.length, frameRows: sampleRows.map((row) => row - 1) },
      prepared,
      names: outcomeNames(frame, prepared),
      drawn,
      reserve: drawn.reserve.length
        ? { frameRows: drawn.reserve.map(({ row }) => row + 1), releaseRule: inOrder(release) }
        : undefined,
    });
    const { units, groups } = unitsOf(frame, columns, kept, outcome, release);
    return {
      hash: createHash("sha256").update(record).digest("hex"),
      record: deflateRawSync(record, { level: 3 }),
      units,
      groups,
      summary: summaryOf(outcome, units),
      sampled: drawn.rows.length,
    };
  });
}

/** Every row drawn, the reserve after the sample, with its names and chances. */
function unitsOf(
  frame: DrawFrame,
  columns: readonly KeptColumn[],
  kept: KeptFrame,
  { prepared, drawn, rotation }: DrawOutcome,
  release: ReleaseRule | null,
): { units: DrawnUnit[]; groups: ReserveGroup[] } {
  const last = prepared.length - 1;
  const lastGroups = drawn.groups.flatMap((group, index) => (group.stage === last ? [index] : []));
  const numberOf = new Map(lastGroups.map((index, number) => [index, number]));
  const firstStratum = (row: number) => nameOf(prepared[0]!.strata[prepared[0]!.stage.stratumOfRow?.[row] ?? 0]!);
  const groups = lastGroups.map((index): ReserveGroup => {
    const group = drawn.groups[index]!;
    return [firstStratum(group.unitRows[0]!), group.drawn.length, group.sampled];
  });
  const textOf = (name: string | undefined) => {
    const column = columns.find((one) => one.name === name);
    return (row: number) => (column ? textAt(column, row) : "");
  };
  const [place, within, code] = [textOf(kept.parts.place), textOf(kept.parts.within), textOf(kept.parts.id)];
  const unitNames = prepared
    .map(({ file }) => file.unit)
    .map((name) => (name === undefined ? undefined : textOf(name)));
  const firstUnit = (row: number) => prepared[0]!.stage.unitOfRow?.[row] ?? row;
  const unitOf = (row: number, group: number, order: number, stageProbabilities: number[]): DrawnUnit => {
    const number = numberOf.get(group)!;
    const own = code(row) || String(fileRow(row));
    const names = unitNames.map((name) => name?.(row) ?? own);
    const [, drawnUnits, sampledUnits] = groups[number]!;
    return {
      frameRow: row + 1,
      code: own,
      stages: names,
      stratum: firstStratum(row),
      psu: names[0]!,
      place: place(row),
      within: within(row),
      stageProbabilities,
      group: number,
      order,
      replicate: order === 0 ? 0 : replicateOf(order, number, drawnUnits - sampledUnits, release?.replicates ?? 1),
      rotation: rotation?.get(firstUnit(row)) ?? null,
    };
  };
  /** Chances of the stages before the last are those of any row of the group. */
  const before = new Map<number, number[]>();
  const units = Array.from(drawn.rows, (row, k) => {
    const group = drawn.groupOfRow[k]!;
    const { drawn: places, sampled } = drawn.groups[group]!;
    const chances = drawn.stageProbabilities.map((stage) => stage[k]!);
    before.set(group, chances.slice(0, -1));
    chances[last]! *= places.length / sampled;
    return unitOf(row, group, 0, chances);
  });
  if (drawn.reserve.length) {
    const main = expectedSample(frame.rows, stagesOnly(prepared)).probabilities;
    for (const { row, group, order } of drawn.reserve) {
      const { drawn: places, sampled } = drawn.groups[group]!;
      const earlier = before.get(group)!;
      const all = earlier.reduce((product, chance) => product * chance, 1);
      units.push(unitOf(row, group, order, [...earlier, ((main[row]! / all) * places.length) / sampled]));
    }
  }
  return { units, groups };
}

function summaryOf({ prepared, drawn }: DrawOutcome, units: readonly DrawnUnit[]): DrawSummary {
  const first = prepared[0]!;
  const { sizeOfRow, stratumOfRow, method } = first.stage;
  const rowsOf = new Map<number, number>();
  stratumOfRow?.forEach((stratum) => {
    rowsOf.set(stratum, (rowsOf.get(stratum) ?? 0) + 1);
  });
  const drawnOf = new Map<string, { sampled: number; reserve: number; lowest: number; highest: number }>();
  const scale = drawn.groups.filter(({ stage }) => stage === prepared.length - 1);
  for (const { stratum, group, order, stageProbabilities } of units) {
    const one = drawnOf.get(stratum) ?? { sampled: 0, reserve: 0, lowest: Number.POSITIVE_INFINITY, highest: 0 };
    drawnOf.set(stratum, one);
    if (order > 0) {
      one.reserve++;
      continue;
    }
    const { sampled, drawn: places } = scale[group]!;
    const chance = (stageProbabilities.reduce((product, each) => product * each, 1) * sampled) / places.length;
    one.sampled++;
    one.lowest = Math.min(one.lowest, chance);
    one.highest = Math.max(one.highest, chance);
  }
  const groups = drawn.groups.filter(({ stage }) => stage === 0);
  const byStratum = new Map(groups.map((group) => [group.stratum, group]));
  const strata = first.strata.map((name, stratum): DesignStratum => {
    const group = byStratum.get(stratum);
    const { sampled = 0, reserve = 0, lowest = 0, highest = 0 } = drawnOf.get(nameOf(name)) ?? {};
    const sized = sizeOfRow && isProportionalToSize(method);
    return {
      name: nameOf(name),
      units: group?.unitRows.length ?? 0,
      size: group ? (sized ? group.unitRows.reduce((sum, row) => sum + sizeOfRow[row]!, 0) : group.unitRows.length) : 0,
      rows: stratumOfRow ? (rowsOf.get(stratum) ?? 0) : drawn.groups.length ? totalRows(prepared, drawn) : 0,
      drawn: group?.sampled ?? 0,
      certainty: group?.certainty.length ?? 0,
      sampled,
      reserve,
      lowest,
      highest,
    };
  });
  const sizedGroups = drawn.groups.filter(
    (group) => isProportionalToSize(prepared[group.stage]!.stage.method) && group.drawn.length > 1,
  );
  const exact = sizedGroups.every(({ stage }) => prepared[stage]!.stage.method === "pps-sampford");
  return {
    strata,
    units: prepared.map((_, index) =>
      drawn.groups.reduce((sum, { stage, sampled }) => sum + (stage === index ? sampled : 0), 0),
    ),
    smallUnits: drawn.groups.filter(({ stage, unitRows }) => stage > 0 && unitRows.length < prepared[stage]!.stage.size)
      .length,
    joint: sizedGroups.length === 0 ? "none" : exact ? "exact" : "hajek",
  };
}

const totalRows = (prepared: readonly PreparedStage[], drawn: DrawOutcome["drawn"]) =>
  prepared[0]!.stage.unitOfRow?.length ?? drawn.groups[0]!.unitRows.length;

/** The frame's own cells of some rows, by column. */
export function cellsOfRows(
  body: SharedArrayBuffer,
  frameRows: Int32Array,
): { header: string[]; rows: (string | number)[][] } {
  const columns = unpackColumns(new Uint8Array(body));
  return {
    header: columns.map(({ name }) => name),
    rows: Array.from(frameRows, (row) =>
      columns.map((column) => {
        if (column.kind === "text") return textAt(column, row - 1);
        const value = column.numbers[row - 1]!;
        return Number.isNaN(value) ? "" : value;
      }),
    ),
  };
}
