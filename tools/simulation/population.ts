// A fixed synthetic population of people in sampling units in strata, and stratified cluster samples of it.

import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { type SurveyDesign, surveyDesign } from "../../packages/survey-statistics/src/index.ts";

/** What is asked of a person. `income` is skewed; `half` and `rare` are yes (1) or no (0), near 50 % and 5 %. */
export interface Columns {
  readonly income: Float64Array;
  readonly half: Float64Array;
  readonly rare: Float64Array;
  /** 0 … 2. */
  readonly age: Int32Array;
  /** 0 … 1. */
  readonly sex: Int32Array;
}

export interface Population extends Columns {
  readonly people: number;
  /** First person of each unit, and one past the last. [units + 1] */
  readonly start: Int32Array;
  /** Units of each stratum: numbers of units. */
  readonly unitsOf: readonly (readonly number[])[];
}

export interface Sample extends Columns {
  readonly design: SurveyDesign;
  readonly stratum: Int32Array;
  readonly unit: Int32Array;
  /** Units in the stratum and people in the unit: the finite populations of both stages. */
  readonly unitsInStratum: Float64Array;
  readonly peopleInUnit: Float64Array;
}

const strata = 5;
const unitsPerStratum = 160;

/** 800 units of 60 to 140 people in 5 strata; neighbours are alike (intraclass correlation about 0.05). */
export function syntheticPopulation(seed: number): Population {
  const generator = xoroshiro128plus(seed);
  const unitCount = strata * unitsPerStratum;
  const start = new Int32Array(unitCount + 1);
  for (let unit = 0; unit < unitCount; unit++) start[unit + 1] = start[unit]! + uniformInt(generator, 60, 140);
  const people = start[unitCount]!;
  const columns = emptyColumns(people);
  for (let unit = 0; unit < unitCount; unit++) {
    const stratum = Math.floor(unit / unitsPerStratum);
    const place = (stratum - 2) * 0.12;
    const wealth = 0.12 * normal(generator);
    const opinion = 0.45 * normal(generator);
    const trait = 0.45 * normal(generator);
    for (let i = start[unit]!; i < start[unit + 1]!; i++) {
      const age = chosen(generator, [0.3, 0.45, 0.25]);
      const sex = uniform(generator) < 0.52 ? 1 : 0;
      columns.age[i] = age;
      columns.sex[i] = sex;
      columns.income[i] = Math.exp(2 + place + wealth + 0.2 * (age - 1) + 0.1 * sex + 0.45 * normal(generator));
      columns.half[i] = answer(generator, place + opinion + 0.5 * (age - 1) - 0.3 * (sex - 0.5));
      columns.rare[i] = answer(generator, -3.1 + place + trait + 0.3 * (age - 1));
    }
  }
  const unitsOf = Array.from({ length: strata }, (_, h) =>
    Array.from({ length: unitsPerStratum }, (_unused, k) => h * unitsPerStratum + k),
  );
  return { people, start, unitsOf, ...columns };
}

/** Two stages, both without replacement and with equal chances: units within strata, then people within units. */
export function drawSample(
  population: Population,
  size: { readonly unitsPerStratum: number; readonly peoplePerUnit: number },
  seed: number,
): Sample {
  const generator = xoroshiro128plus(seed);
  const rows = strata * size.unitsPerStratum * size.peoplePerUnit;
  const columns = emptyColumns(rows);
  const stratum = new Int32Array(rows);
  const unit = new Int32Array(rows);
  const unitsInStratum = new Float64Array(rows);
  const peopleInUnit = new Float64Array(rows);
  let row = 0;
  population.unitsOf.forEach((units, h) => {
    for (const place of distinct(generator, size.unitsPerStratum, units.length)) {
      const drawn = units[place]!;
      const first = population.start[drawn]!;
      const people = population.start[drawn + 1]! - first;
      for (const person of distinct(generator, size.peoplePerUnit, people)) {
        for (const name of ["income", "half", "rare", "age", "sex"] as const)
          columns[name][row] = population[name][first + person]!;
        stratum[row] = h;
        unit[row] = drawn;
        unitsInStratum[row] = units.length;
        peopleInUnit[row] = people;
        row++;
      }
    }
  });
  const person = Int32Array.from({ length: rows }, (_, i) => i);
  const design = surveyDesign({
    rows,
    strata: stratum,
    clusters: [unit, person],
    populationSizes: [unitsInStratum, peopleInUnit],
  });
  return { design, stratum, unit, unitsInStratum, peopleInUnit, ...columns };
}

function emptyColumns(rows: number): Columns {
  const numbers = () => new Float64Array(rows);
  return {
    income: numbers(),
    half: numbers(),
    rare: numbers(),
    age: new Int32Array(rows),
    sex: new Int32Array(rows),
  };
}

/** Between 0 and 1, neither included. */
function uniform(generator: RandomGenerator): number {
  return (uniformInt(generator, 0, 0x7fff_fffe) + 0.5) / 0x7fff_ffff;
}

/** Box and Muller's way. */
function normal(generator: RandomGenerator): number {
  return Math.sqrt(-2 * Math.log(uniform(generator))) * Math.cos(2 * Math.PI * uniform(generator));
}

function answer(generator: RandomGenerator, logOdds: number): number {
  return uniform(generator) < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
}

/** A place among the shares, which add up to 1. */
function chosen(generator: RandomGenerator, shares: readonly number[]): number {
  let left = uniform(generator);
  for (const [place, share] of shares.entries()) {
    left -= share;
    if (left < 0) return place;
  }
  return shares.length - 1;
}

/** `count` different places of 0 … size − 1 (Floyd's way). */
function distinct(generator: RandomGenerator, count: number, size: number): Set<number> {
  const places = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const place = uniformInt(generator, 0, last);
    places.add(places.has(place) ? last : place);
  }
  return places;
}
