import type { Design } from "../design/design.ts";
import { NonProbabilityError } from "./non-probability-error.ts";

/** What is known of the population that the opt-in answers are to speak of. Auxiliaries in the order of the answers' own. */
export type OptInPopulation =
  /** A probability sample in which the same auxiliaries were asked. */
  | { readonly design: Design; readonly auxiliaries: readonly Float64Array[] }
  /** A table or register: how many people there are of each row. Known without error. */
  | { readonly counts: Float64Array; readonly auxiliaries: readonly Float64Array[] }
  /** Margins only: the population's sum of each auxiliary, and its number of people. */
  | { readonly totals: Float64Array; readonly size: number };

/** The columns with a constant before them, row by row. */
export interface ModelRows {
  readonly rows: number;
  /** Columns, the constant included. */
  readonly width: number;
  /** Row-major. [rows·width] */
  readonly x: Float64Array;
}

/** The population as the equations take it: weighted rows, or totals (the first is the number of people). */
export interface PopulationRows {
  readonly people?: { readonly rows: ModelRows; readonly weights: Float64Array };
  readonly totals: Float64Array;
}

/**
 * Auxiliary columns of categorical variables: one 0/1 column for each level but the first.
 *
 * @param variables codes 0 … levelCount − 1, none missing. [rows]
 * @throws {NonProbabilityError} missing-code: a row has no level.
 */
export function auxiliariesOf(
  variables: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
): readonly Float64Array[] {
  return variables.flatMap(({ codes, levelCount }, v) => {
    const bad = codes.findIndex((code) => code < 0 || code >= levelCount);
    if (bad >= 0)
      throw new NonProbabilityError(
        "missing-code",
        `variables[${v}].codes[${bad}]`,
        `Variable ${v}, row ${bad} has the level ${codes[bad]}, outside 0 … ${levelCount - 1}.`,
      );
    return Array.from({ length: levelCount - 1 }, (_, k) =>
      Float64Array.from(codes, (code) => (code === k + 1 ? 1 : 0)),
    );
  });
}

/** @param kept 1 = the row takes part; omitted = all. */
export function modelRows(columns: readonly Float64Array[], place: string, kept?: Uint8Array): ModelRows {
  const length = columns[0]?.length;
  if (length === undefined)
    throw new NonProbabilityError("no-auxiliary", place, "At least one auxiliary must be known for all.");
  const width = columns.length + 1;
  let rows = length;
  if (kept !== undefined) rows = kept.reduce((sum, one) => sum + one, 0);
  if (rows === 0) throw new NonProbabilityError("no-answer", place, "There is no row.");
  const x = new Float64Array(rows * width);
  columns.forEach((column, j) => {
    if (column.length !== length)
      throw new NonProbabilityError(
        "wrong-length",
        `${place}[${j}]`,
        `${place}[${j}] has ${column.length} values for ${length} rows.`,
      );
    let row = 0;
    for (let i = 0; i < length; i++) {
      if (kept !== undefined && kept[i] !== 1) continue;
      if (!Number.isFinite(column[i]!))
        throw new NonProbabilityError("not-finite", `${place}[${j}][${i}]`, `${place}[${j}][${i}] is ${column[i]}.`);
      x[row * width] = 1;
      x[row * width + j + 1] = column[i]!;
      row++;
    }
  });
  return { rows, width, x };
}

/** Checks the population against the answers' number of columns. */
export function populationRows(population: OptInPopulation, width: number, answers: number): PopulationRows {
  if ("totals" in population) {
    const { totals, size } = population;
    if (totals.length !== width - 1)
      throw new NonProbabilityError(
        "wrong-length",
        "population.totals",
        `${totals.length} totals for ${width - 1} auxiliaries.`,
      );
    if (!totals.every(Number.isFinite))
      throw new NonProbabilityError("not-finite", "population.totals", "A total is not a number.");
    checkSize(size, answers);
    return { totals: Float64Array.of(size, ...totals) };
  }
  const weights = "design" in population ? population.design.weights : population.counts;
  const rows = modelRows(population.auxiliaries, "population.auxiliaries");
  if (rows.width !== width || rows.rows !== weights.length)
    throw new NonProbabilityError(
      "wrong-length",
      "population.auxiliaries",
      `The population has ${rows.width - 1} auxiliaries of ${rows.rows} values; ${width - 1} of ${weights.length} are needed.`,
    );
  if (!weights.every((weight) => weight >= 0 && Number.isFinite(weight)))
    throw new NonProbabilityError("bad-population", "population.counts", "A count is not a number ≥ 0.");
  const totals = weightedTotals(rows, weights);
  checkSize(totals[0]!, answers);
  return { people: { rows, weights }, totals };
}

export function weightedTotals({ rows, width, x }: ModelRows, weights: Float64Array): Float64Array {
  const totals = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) totals[j]! += weights[i]! * x[i * width + j]!;
  return totals;
}

function checkSize(size: number, answers: number): void {
  if (!(size > answers && Number.isFinite(size)))
    throw new NonProbabilityError(
      "bad-population",
      "population",
      `A population of ${size} people cannot be spoken of by ${answers} answers: more people than answers are needed.`,
    );
}
