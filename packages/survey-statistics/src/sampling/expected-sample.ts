import { checkStage, countsOf, reserveOf, type SampleStage, type Stratum, strataOf } from "./draw-sample.ts";
import { isProportionalToSize } from "./draw-units.ts";
import { equalProbabilities, inclusionProbabilities } from "./inclusion-probabilities.ts";
import { SamplingError } from "./sampling-error.ts";

/** One stratum of the first stage, before anything is drawn. */
export interface ExpectedStratum {
  readonly stratum: number;
  /** First-stage units in the frame. */
  readonly units: number;
  /** Sum of their sizes; their number where they have none. */
  readonly size: number;
  /** First-stage units to be drawn. */
  readonly drawn: number;
  /** Of those, units taken with certainty. */
  readonly certainty: number;
  /** Rows of the frame. */
  readonly rows: number;
  /** Rows of the sample, on average over all samples. */
  readonly expectedRows: number;
  /** Rows that wait, on average. */
  readonly expectedReserve: number;
  /** Smallest and largest chance of a row that can be drawn; 0 where none can. */
  readonly lowest: number;
  readonly highest: number;
}

export interface ExpectedSample {
  readonly strata: readonly ExpectedStratum[];
  /** Chance of every row of the frame to be in the sample; 0: its stratum gives nobody. [rows] */
  readonly probabilities: Float64Array;
  readonly expectedRows: number;
  readonly expectedReserve: number;
  /** Units drawn at each stage, on average. [stages] */
  readonly expectedUnits: readonly number[];
  /** Kish's design effect of the unequal chances, n Σ w²/(Σ w)² on average: 1 where all are alike. */
  readonly weightingEffect: number;
  /** Units of the frame that have fewer units inside than their stage is to draw: they give all. */
  readonly smallUnits: number;
}

/**
 * What a design will give: how many units of each stratum, and the chance of every row, worked out without drawing. How many are
 * drawn inside a unit depends on that unit alone, so that the chances of the stages multiply exactly as in a draw.
 *
 * @throws {SamplingError} as drawSample does.
 * @see Särndal, Swensson & Wretman (1992), 4.3.
 */
export function expectedSample(rows: number, stages: readonly SampleStage[]): ExpectedSample {
  if (!stages.length) throw new SamplingError("bad-plan", "A draw needs at least one stage.");
  stages.forEach((stage, index) => {
    checkStage(stage, index, rows, index === stages.length - 1);
  });
  const probabilities = new Float64Array(rows).fill(1);
  const waiting = new Float64Array(rows).fill(1);
  const expectedUnits = new Array<number>(stages.length).fill(0);
  const first: { stratum: Stratum; drawn: number; certainty: number }[] = [];
  let smallUnits = 0;
  let parents: Int32Array[] = [Int32Array.from({ length: rows }, (_, i) => i)];
  stages.forEach((stage, index) => {
    const next: Int32Array[] = [];
    for (const members of parents) {
      const before = probabilities[members[0]!]!;
      const strata = strataOf(stage, members, index);
      const counts = countsOf(stage, strata, index);
      const there = strata.reduce((sum, { rowsOfUnit }) => sum + rowsOfUnit.length, 0);
      if (index > 0 && there < stage.size) smallUnits++;
      strata.forEach((stratum, h) => {
        const count = counts[h]!;
        const { chances, certainty, reserve } = chancesOf(stage, stratum, count, index);
        if (index === 0) first.push({ stratum, drawn: count, certainty });
        expectedUnits[index]! += before * count;
        stratum.rowsOfUnit.forEach((inside, place) => {
          for (const row of inside) {
            const drawn = before * (chances?.[place] ?? 0);
            probabilities[row] = count ? (drawn * count) / (count + reserve) : 0;
            waiting[row] = count ? (drawn * reserve) / (count + reserve) : 0;
          }
          if (count > 0) next.push(inside);
        });
      });
    }
    parents = next;
  });
  return asExpected(first, probabilities, waiting, expectedUnits, smallUnits);
}

/** Chances of the units of a stratum to be drawn, reserve included. */
function chancesOf(stage: SampleStage, { code, rowsOfUnit, sizes }: Stratum, count: number, index: number) {
  if (count === 0) return { chances: undefined, certainty: 0, reserve: 0 };
  const reserve = reserveOf(stage, rowsOfUnit.length, count);
  try {
    const { probabilities, certainty } =
      sizes && isProportionalToSize(stage.method)
        ? inclusionProbabilities(sizes, count + reserve)
        : equalProbabilities(rowsOfUnit.length, count + reserve);
    return { chances: probabilities, certainty: certainty.length, reserve };
  } catch (error) {
    if (!(error instanceof SamplingError)) throw error;
    const { unit } = error.place;
    throw new SamplingError(error.code, error.message, {
      ...error.place,
      stage: index,
      stratum: code,
      ...(unit === undefined ? {} : { unit: rowsOfUnit[unit]![0]! }),
    });
  }
}

function asExpected(
  first: readonly { stratum: Stratum; drawn: number; certainty: number }[],
  probabilities: Float64Array,
  waiting: Float64Array,
  expectedUnits: readonly number[],
  smallUnits: number,
): ExpectedSample {
  const strata = first.map(({ stratum: { code, rowsOfUnit, sizes }, drawn, certainty }): ExpectedStratum => {
    let rows = 0;
    let expectedRows = 0;
    let expectedReserve = 0;
    let lowest = Number.POSITIVE_INFINITY;
    let highest = 0;
    for (const inside of rowsOfUnit)
      for (const row of inside) {
        const chance = probabilities[row]!;
        rows++;
        expectedRows += chance;
        expectedReserve += waiting[row]!;
        if (chance > 0 && chance < lowest) lowest = chance;
        if (chance > highest) highest = chance;
      }
    const size = sizes ? sizes.reduce((sum, one) => sum + one, 0) : rowsOfUnit.length;
    return {
      stratum: code,
      units: rowsOfUnit.length,
      size,
      drawn,
      certainty,
      rows,
      expectedRows,
      expectedReserve,
      lowest: highest > 0 ? lowest : 0,
      highest,
    };
  });
  const sumOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);
  const expectedRows = sumOf(strata.map((one) => one.expectedRows));
  // E Σ w² = Σ π w² = Σ 1/π and E Σ w = Σ π w = the rows that can be drawn.
  let squares = 0;
  let covered = 0;
  for (const chance of probabilities)
    if (chance > 0) {
      squares += 1 / chance;
      covered++;
    }
  return {
    strata,
    probabilities,
    expectedRows,
    expectedReserve: sumOf(strata.map((one) => one.expectedReserve)),
    expectedUnits,
    weightingEffect: covered ? (expectedRows * squares) / covered ** 2 : 1,
    smallUnits,
  };
}
