import { type ModelRows, modelRows, type OptInPopulation, type PopulationRows, populationRows } from "./auxiliaries.ts";
import { addOuter, linear, type Maximum, maximise } from "./newton.ts";
import { NonProbabilityError } from "./non-probability-error.ts";

export interface OptInWeights {
  /** 1/π of each answer. */
  readonly weights: Float64Array;
  /** π, chance of taking part. 0 … 1. */
  readonly propensities: Float64Array;
  /** Of the constant and each auxiliary, on the log-odds scale. */
  readonly coefficients: Float64Array;
  /** Newton steps. */
  readonly steps: number;
  /** Σ 1/π: the people the answers stand for. */
  readonly size: number;
}

/**
 * Weights of opt-in answers: one over the chance of taking part, which is modelled as logistic in the auxiliaries.
 * With a reference sample or table: Σ_A x = Σ_B d π(x) x (pseudo maximum likelihood). With margins only: Σ_A x/π(x) = T, so that the
 * weighted answers meet the margins.
 *
 * @param auxiliaries columns known of every answer and of the population; a constant is added. [answers]
 * @throws {NonProbabilityError} no-auxiliary, wrong-length, not-finite, bad-population, dependent-auxiliaries, no-overlap, not-converged.
 * @see Chen, Li & Wu (2020), Journal of the American Statistical Association 115(532), 2011-2021, equations 3.2 and 3.3.
 */
export function optInWeights(auxiliaries: readonly Float64Array[], population: OptInPopulation): OptInWeights {
  const rows = modelRows(auxiliaries, "auxiliaries");
  const frequencies = new Float64Array(rows.rows).fill(1);
  const fitted = fitPropensities(rows, frequencies, populationRows(population, rows.width, rows.rows));
  const weights = Float64Array.from(fitted.propensities, (propensity) => 1 / propensity);
  return {
    weights,
    propensities: fitted.propensities,
    coefficients: fitted.at,
    steps: fitted.steps,
    size: weights.reduce((sum, weight) => sum + weight, 0),
  };
}

export interface FittedPropensities extends Maximum {
  readonly propensities: Float64Array;
}

/** @param frequencies how often each answer counts; 1, or drawn by a bootstrap. */
export function fitPropensities(
  sample: ModelRows,
  frequencies: Float64Array,
  population: PopulationRows,
): FittedPropensities {
  const { rows, width, x } = sample;
  const { people, totals } = population;
  const answers = frequencies.reduce((sum, one) => sum + one, 0);
  const scales = new Float64Array(width);
  const sums = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) {
      sums[j]! += frequencies[i]! * x[i * width + j]!;
      scales[j]! += frequencies[i]! * Math.abs(x[i * width + j]!);
    }
  }
  const start = new Float64Array(width);
  start[0] = Math.log(answers / (totals[0]! - answers));
  const meetMargins = (at: Float64Array) => {
    const gradient = totals.map((total) => -total);
    const information = new Float64Array(width * width);
    let value = 0;
    for (let i = 0; i < rows; i++) {
      const score = linear(x, i, at);
      const odds = Math.exp(-score);
      value += frequencies[i]! * (score - odds);
      for (let j = 0; j < width; j++) gradient[j]! += frequencies[i]! * (1 + odds) * x[i * width + j]!;
      addOuter(information, x, i, width, frequencies[i]! * odds);
    }
    for (let j = 0; j < width; j++) value -= totals[j]! * at[j]!;
    return { value, gradient, information };
  };
  const likelihood = (at: Float64Array, { rows: reference, weights }: NonNullable<typeof people>) => {
    const gradient = sums.slice();
    const information = new Float64Array(width * width);
    let value = 0;
    for (let j = 0; j < width; j++) value += sums[j]! * at[j]!;
    for (let i = 0; i < reference.rows; i++) {
      const score = linear(reference.x, i, at);
      const chance = 1 / (1 + Math.exp(-score));
      value -= weights[i]! * (score > 0 ? score + Math.log1p(Math.exp(-score)) : Math.log1p(Math.exp(score)));
      for (let j = 0; j < width; j++) gradient[j]! -= weights[i]! * chance * reference.x[i * width + j]!;
      addOuter(information, reference.x, i, width, weights[i]! * chance * (1 - chance));
    }
    return { value, gradient, information };
  };
  const found =
    people === undefined
      ? maximise(
          start,
          totals.map((total, j) => Math.max(Math.abs(total), scales[j]!)),
          meetMargins,
        )
      : maximise(start, likelihoodScales(people, scales, answers / totals[0]!), (at) => likelihood(at, people));
  if (people !== undefined) refuseUnreached(people, found.at, answers / totals[0]!);
  const propensities = new Float64Array(rows);
  for (let i = 0; i < rows; i++) propensities[i] = 1 / (1 + Math.exp(-linear(x, i, found.at)));
  return { ...found, propensities };
}

/** At least the size an auxiliary would have among the answers if all took part alike: it may be 0 among those who did. */
function likelihoodScales(
  { rows, weights }: NonNullable<PopulationRows["people"]>,
  scales: Float64Array,
  average: number,
): Float64Array {
  const expected = new Float64Array(scales.length);
  for (let i = 0; i < rows.rows; i++)
    for (let j = 0; j < rows.width; j++) expected[j]! += average * weights[i]! * Math.abs(rows.x[i * rows.width + j]!);
  return expected.map((value, j) => Math.max(value, scales[j]!));
}

/** People whose chance is a hundred-thousandth of the average were not reached at all: no weight brings them in. */
function refuseUnreached(
  { rows, weights }: NonNullable<PopulationRows["people"]>,
  coefficients: Float64Array,
  average: number,
): void {
  for (let i = 0; i < rows.rows; i++) {
    const chance = 1 / (1 + Math.exp(-linear(rows.x, i, coefficients)));
    if (weights[i]! > 0 && chance < 1e-5 * average)
      throw new NonProbabilityError(
        "no-overlap",
        `population.auxiliaries[…][${i}]`,
        `Nobody like row ${i} of the population took part: merge that group, or speak of the others only.`,
      );
  }
}
