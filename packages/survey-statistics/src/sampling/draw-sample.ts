import { type AllocationMethod, allocate } from "./allocate.ts";
import { type DrawMethod, drawUnits, isProportionalToSize } from "./draw-units.ts";
import { SamplingError } from "./sampling-error.ts";
import { type RandomGenerator, shuffle } from "./sampling-generator.ts";

export interface StageAllocation {
  readonly method: AllocationMethod;
  /** What the sample is shared out by: the number of units, or their sizes (default when drawn in proportion to size). */
  readonly by?: "units" | "size";
  /** S_h by stratum code. */
  readonly spread?: Float64Array;
  readonly power?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** n_h by stratum code, instead of a method's. */
  readonly counts?: Int32Array;
}

export interface SampleStage {
  readonly method: DrawMethod;
  /** Units to draw: of the first stage in all; of a later one in every unit of the stage before. A smaller unit gives all it has. */
  readonly size: number;
  /** Unit of each row, codes from 0 (a unit of a later stage lies in one of the stage before). Absent: every row is a unit. */
  readonly unitOfRow?: Int32Array;
  /** Stratum of each row, codes from 0. Absent: one stratum. */
  readonly stratumOfRow?: Int32Array;
  /** Measure of size of each row's unit (the same in all rows of a unit), > 0. For pps methods. */
  readonly sizeOfRow?: Float64Array;
  /** Default: proportional. */
  readonly allocation?: StageAllocation;
  /** Reserve units a group: a whole number, or a share of its sample (0.2 = one for five, rounded up). Last stage only. */
  readonly reserve?: number;
}

/** What was drawn together: one stratum, in one unit of the stage before. */
export interface DrawnGroup {
  readonly stage: number;
  readonly stratum: number;
  /** A row of the unit it lies in; −1 at the first stage. */
  readonly parentRow: number;
  /** First row of each unit of the group. [units] */
  readonly unitRows: Int32Array;
  /** Chance of each to be drawn, reserve included. [units] */
  readonly probabilities: Float64Array;
  /** Units drawn, places in `unitRows`. */
  readonly drawn: Int32Array;
  readonly certainty: Int32Array;
  /** Of those drawn: units of the sample; the others wait in the reserve. */
  readonly sampled: number;
}

export interface Sample {
  /** Rows of the sample, rising. [n] */
  readonly rows: Int32Array;
  /** Chance of each at every stage. [stages][n] */
  readonly stageProbabilities: readonly Float64Array[];
  /** Their product: inclusion probability. [n] */
  readonly probabilities: Float64Array;
  /** 1/π. [n] */
  readonly weights: Float64Array;
  /** Stratum of the first stage. [n] */
  readonly strata: Int32Array;
  /** Group of the last stage each row was drawn in, an index of `groups`. [n] */
  readonly groupOfRow: Int32Array;
  /** Rows that may be released later, group by group in the order of release. */
  readonly reserve: readonly { readonly row: number; readonly group: number; readonly order: number }[];
  readonly groups: readonly DrawnGroup[];
}

/**
 * Draws a sample in one or several stages. Strata are gone through in the order of their codes and units in the order of the
 * frame, so that the same frame, stages and generator give the same sample everywhere.
 *
 * A group with a reserve of r draws n + r units, of which n chosen at random are the sample: a unit's chance is then
 * π(n + r) · n/(n + r), and after k releases, in order, π(n + r) · (n + k)/(n + r). No unit ever stands for another.
 *
 * @param rows rows of the frame.
 * @throws {SamplingError} with the stage, stratum or row.
 * @see Särndal, Swensson & Wretman (1992), chapters 3 and 4.
 */
export function drawSample(generator: RandomGenerator, rows: number, stages: readonly SampleStage[]): Sample {
  if (!stages.length) throw new SamplingError("bad-plan", "A draw needs at least one stage.");
  stages.forEach((stage, index) => {
    checkStage(stage, index, rows, index === stages.length - 1);
  });
  const groups: DrawnGroup[] = [];
  const chance = stages.map(() => new Float64Array(rows));
  const lastGroup = new Int32Array(rows).fill(-1);
  const order = new Int32Array(rows);
  let parents: Int32Array[] = [Int32Array.from({ length: rows }, (_, i) => i)];
  stages.forEach((stage, index) => {
    const next: Int32Array[] = [];
    for (const members of parents) {
      const strata = strataOf(stage, members, index);
      const counts = countsOf(stage, strata, index);
      strata.forEach((stratum, h) => {
        if (counts[h] === 0) return;
        const { group, main } = drawGroup(generator, stage, index, stratum, counts[h]!, index ? members[0]! : -1);
        groups.push(group);
        group.drawn.forEach((place) => {
          const inside = stratum.rowsOfUnit[place]!;
          const turn = main.get(place)!;
          for (const row of inside) {
            chance[index]![row] = (group.probabilities[place]! * group.sampled) / group.drawn.length;
            lastGroup[row] = groups.length - 1;
            order[row] = turn;
          }
          next.push(inside);
        });
      });
    }
    parents = next;
  });
  return asSample(stages, groups, parents, chance, lastGroup, order);
}

export function checkStage(stage: SampleStage, index: number, rows: number, last: boolean): void {
  for (const column of [stage.unitOfRow, stage.stratumOfRow, stage.sizeOfRow])
    if (column && column.length !== rows)
      throw new SamplingError("wrong-length", `Stage ${index + 1} has ${column.length} values for ${rows} rows.`, {
        stage: index,
      });
  if (!Number.isInteger(stage.size) || stage.size < 1)
    throw new SamplingError("bad-count", `Stage ${index + 1} is to draw ${stage.size}.`, { stage: index });
  if (isProportionalToSize(stage.method) && !stage.sizeOfRow)
    throw new SamplingError("no-measure-of-size", `Stage ${index + 1} needs a measure of size.`, { stage: index });
  const { reserve } = stage;
  if (reserve === undefined || reserve === 0) return;
  if (!last) throw new SamplingError("bad-plan", "Only the last stage may have a reserve.", { stage: index });
  if (!(reserve > 0) || (reserve >= 1 && !Number.isInteger(reserve)))
    throw new SamplingError("bad-count", `A reserve of ${reserve} is no number of units and no share.`, {
      stage: index,
    });
}

/** Units of one stratum in one unit of the stage before. */
export type Stratum = { code: number; rowsOfUnit: Int32Array[]; sizes: Float64Array | undefined };

export function strataOf(stage: SampleStage, members: Int32Array, index: number): Stratum[] {
  const rowsOfUnit = new Map<number, number[]>();
  const stratumOfUnit = new Map<number, number>();
  const unitsOf = new Map<number, number[]>();
  for (const row of members) {
    const unit = stage.unitOfRow ? stage.unitOfRow[row]! : row;
    const stratum = stage.stratumOfRow ? stage.stratumOfRow[row]! : 0;
    const known = rowsOfUnit.get(unit);
    if (known) {
      known.push(row);
      if (stratumOfUnit.get(unit) !== stratum)
        throw new SamplingError("unit-in-two-strata", `Rows ${known[0]} and ${row} are one unit in two strata.`, {
          stage: index,
          unit: known[0]!,
          otherUnit: row,
        });
      if (stage.sizeOfRow && stage.sizeOfRow[row] !== stage.sizeOfRow[known[0]!])
        throw new SamplingError("bad-size", `Rows ${known[0]} and ${row} are one unit with two sizes.`, {
          stage: index,
          unit: row,
        });
      continue;
    }
    rowsOfUnit.set(unit, [row]);
    stratumOfUnit.set(unit, stratum);
    const units = unitsOf.get(stratum);
    if (units) units.push(unit);
    else unitsOf.set(stratum, [unit]);
  }
  return [...unitsOf]
    .sort(([a], [b]) => a - b)
    .map(([code, units]) => ({
      code,
      rowsOfUnit: units.map((unit) => Int32Array.from(rowsOfUnit.get(unit)!)),
      sizes: stage.sizeOfRow && Float64Array.from(units, (unit) => stage.sizeOfRow![rowsOfUnit.get(unit)![0]!]!),
    }));
}

/** n_h of each stratum. Later stages take what there is where a unit is too small for their size. */
export function countsOf(stage: SampleStage, strata: readonly Stratum[], index: number): Int32Array {
  const { allocation = { method: "proportional" } } = stage;
  if (allocation.counts)
    return Int32Array.from(strata, ({ code, rowsOfUnit }) => {
      const count = allocation.counts![code] ?? 0;
      if (index > 0) return Math.min(count, rowsOfUnit.length);
      if (count <= rowsOfUnit.length) return count;
      throw new SamplingError("too-few-units", `Stratum ${code} is to give ${count} and has ${rowsOfUnit.length}.`, {
        stage: index,
        stratum: code,
      });
    });
  const units = Float64Array.from(strata, ({ rowsOfUnit }) => rowsOfUnit.length);
  const there = units.reduce((sum, count) => sum + count, 0);
  if (index === 0 && stage.size > there)
    throw new SamplingError("too-few-units", `${stage.size} units are to be drawn and the frame has ${there}.`, {
      stage: index,
    });
  if (index > 0 && stage.size >= there) return Int32Array.from(units);
  const bySize = (allocation.by ?? (isProportionalToSize(stage.method) ? "size" : "units")) === "size";
  const measure = bySize
    ? Float64Array.from(strata, ({ sizes }) => (sizes ?? new Float64Array(0)).reduce((sum, size) => sum + size, 0))
    : undefined;
  const { spread } = allocation;
  return allocate({
    size: stage.size,
    method: allocation.method,
    units,
    ...(measure ? { measure } : {}),
    ...(spread ? { spread: Float64Array.from(strata, ({ code }) => spread[code]!) } : {}),
    ...(allocation.power === undefined ? {} : { power: allocation.power }),
    ...(allocation.minimum === undefined ? {} : { minimum: allocation.minimum }),
    ...(allocation.maximum === undefined ? {} : { maximum: allocation.maximum }),
  });
}

/** Units that wait in a group that gives `count` of `units`. */
export function reserveOf({ reserve: wanted = 0 }: SampleStage, units: number, count: number): number {
  return Math.min(units - count, wanted < 1 ? Math.ceil(count * wanted - 1e-9) : wanted);
}

function drawGroup(
  generator: RandomGenerator,
  stage: SampleStage,
  index: number,
  { code, rowsOfUnit, sizes }: Stratum,
  count: number,
  parentRow: number,
): { group: DrawnGroup; main: Map<number, number> } {
  const reserve = reserveOf(stage, rowsOfUnit.length, count);
  const unitRows = Int32Array.from(rowsOfUnit, (inside) => inside[0]!);
  const pool = sizes && isProportionalToSize(stage.method) ? sizes : rowsOfUnit.length;
  const { units, probabilities, certainty } = draw(generator, stage, pool, count + reserve, unitRows, index);
  const turns = reserve ? shuffle(generator, units) : units;
  const main = new Map(Array.from(turns, (place, turn) => [place, Math.max(0, turn - count + 1)]));
  return {
    group: { stage: index, stratum: code, parentRow, unitRows, probabilities, drawn: units, certainty, sampled: count },
    main,
  };
}

/** A unit that cannot be drawn is named by its row. */
function draw(
  generator: RandomGenerator,
  stage: SampleStage,
  pool: number | Float64Array,
  count: number,
  unitRows: Int32Array,
  index: number,
) {
  try {
    return drawUnits(generator, stage.method, pool, count);
  } catch (error) {
    if (!(error instanceof SamplingError)) throw error;
    const { unit } = error.place;
    throw new SamplingError(error.code, error.message, {
      ...error.place,
      stage: index,
      ...(unit === undefined ? {} : { unit: unitRows[unit]! }),
    });
  }
}

function asSample(
  stages: readonly SampleStage[],
  groups: readonly DrawnGroup[],
  parents: readonly Int32Array[],
  chance: readonly Float64Array[],
  lastGroup: Int32Array,
  order: Int32Array,
): Sample {
  const rows: number[] = [];
  const reserve: { row: number; group: number; order: number }[] = [];
  for (const inside of parents)
    for (const row of inside)
      if (order[row] === 0) rows.push(row);
      else reserve.push({ row, group: lastGroup[row]!, order: order[row]! });
  const sorted = Int32Array.from(rows).sort();
  const stageProbabilities = chance.map((values) => Float64Array.from(sorted, (row) => values[row]!));
  const probabilities = Float64Array.from(sorted, (row) =>
    chance.reduce((product, values) => product * values[row]!, 1),
  );
  const { stratumOfRow } = stages[0]!;
  return {
    rows: sorted,
    stageProbabilities,
    probabilities,
    weights: probabilities.map((probability) => 1 / probability),
    strata: Int32Array.from(sorted, (row) => stratumOfRow?.[row] ?? 0),
    groupOfRow: Int32Array.from(sorted, (row) => lastGroup[row]!),
    reserve: reserve.sort((a, b) => a.group - b.group || a.order - b.order || a.row - b.row),
    groups,
  };
}
