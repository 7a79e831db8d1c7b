/** How many levels each category has, in the order of the table's columns. */
export const levelCounts = {
  sex: 2,
  age: 6,
  commune: 99,
  edu: 4,
  ethnic: 10,
  urban: 2,
  vote: 2,
  ...Object.fromEntries(Array.from({ length: 20 }, (_, q) => [`q${q + 1}`, 2 + (q % 6)])),
} as Readonly<Record<string, number>>;

export interface BenchmarkTable {
  readonly rows: number;
  /** Codes from 0: stratum, psu and the columns of `levelCounts`. */
  readonly codes: Readonly<Record<string, Int32Array>>;
  readonly weights: Float64Array;
}

const ages = [0.12, 0.18, 0.19, 0.2, 0.17, 0.14];
const schoolingOfYoung = [0.1, 0.35, 0.3, 0.25];
const schoolingOfOld = [0.28, 0.37, 0.2, 0.15];
const peoples = [0.62, 0.12, 0.07, 0.05, 0.04, 0.03, 0.025, 0.02, 0.015, 0.01];

/** The level whose share holds u; what is left over goes to the last. */
function pick(u: number, shares: readonly number[]): number {
  let level = 0;
  let bound = 0;
  for (let k = 0; k < shares.length - 1; k++) {
    bound += shares[k]!;
    if (u >= bound) level++;
  }
  return level;
}

/**
 * A made-up survey of any size, the same in every language that draws it: 50 strata, 2,000 PSUs, 99 communes, 20 questions of 2
 * to 7 answers. Uniform numbers are those of L'Ecuyer's combined generator (1988, Communications of the ACM 31, 742-751) from the
 * seeds 12345 and 67890, 27 a row.
 */
export function benchmarkTable(rows: number): BenchmarkTable {
  let first = 12_345;
  let second = 67_890;
  const uniform = () => {
    first = (40_014 * first) % 2_147_483_563;
    second = (40_692 * second) % 2_147_483_399;
    const difference = first - second;
    return (difference < 1 ? difference + 2_147_483_562 : difference) / 2_147_483_563;
  };
  const names = ["stratum", "psu", ...Object.keys(levelCounts)];
  const codes = Object.fromEntries(names.map((name) => [name, new Int32Array(rows)]));
  const { stratum, psu, sex, age, commune, edu, ethnic, urban, vote } = codes as Record<string, Int32Array>;
  const questions = Array.from({ length: 20 }, (_, q) => codes[`q${q + 1}`]!);
  const weights = new Float64Array(rows);
  const u = new Float64Array(27);
  for (let i = 0; i < rows; i++) {
    for (let draw = 0; draw < 27; draw++) u[draw] = uniform();
    const unit = i % 2000;
    const h = Math.floor(unit / 40);
    const place = Math.floor((unit * 99) / 2000);
    const unitEffect = (((unit * 37) % 101) - 50) / 50;
    const placeEffect = (((place * 53) % 97) - 48) / 48;
    const woman = u[0]! >= 0.48 ? 1 : 0;
    const ageGroup = pick(u[1]!, ages);
    const schooling = pick(u[2]!, ageGroup < 3 ? schoolingOfYoung : schoolingOfOld);
    const people = pick(u[3]! * (1 - 0.15 * placeEffect), peoples);
    stratum![i] = h;
    psu![i] = unit;
    sex![i] = woman;
    age![i] = ageGroup;
    commune![i] = place;
    edu![i] = schooling;
    ethnic![i] = people;
    urban![i] = u[4]! < 0.65 + 0.25 * placeEffect ? 1 : 0;
    let weight = (40 + ((h * 13) % 17)) * (0.6 + 0.8 * u[5]!) * (1 + 0.1 * (ageGroup >= 3 ? 1 : 0));
    if (rows >= 1_000_000) weight /= 10;
    weights[i] = Math.floor(weight * 1024) / 1024;
    const leaning =
      0.45 +
      0.12 * placeEffect +
      0.05 * (woman * 2 - 1) +
      (0.04 * (ageGroup - 2.5)) / 2.5 -
      (0.06 * (schooling - 1.5)) / 1.5 +
      (0.05 * (((people * 7) % 5) - 2)) / 2;
    vote![i] = u[6]! < leaning ? 1 : 0;
    for (let q = 1; q <= 20; q++) {
      const k = 2 + ((q - 1) % 6);
      const tilt =
        0.25 * unitEffect * ((((q * 3) % 5) - 2) / 2) +
        0.15 * (woman * 2 - 1) * ((((q * 5) % 7) - 3) / 3) +
        0.15 * ((ageGroup - 2.5) / 2.5) * ((((q * 7) % 9) - 4) / 4);
      const x = u[6 + q]!;
      questions[q - 1]![i] = Math.min(Math.floor(k * x * (1 - tilt + tilt * x)), k - 1);
    }
  }
  return { rows, codes, weights };
}

/** Rake targets for the six margins: the weighted counts, tilted level by level by up to ± 15 % and brought back to their sum. */
export function benchmarkTargets(table: BenchmarkTable): Readonly<Record<string, Float64Array>> {
  const margins = ["sex", "age", "commune", "edu", "ethnic", "urban"];
  return Object.fromEntries(
    margins.map((name) => {
      const targets = new Float64Array(levelCounts[name]!);
      let total = 0;
      for (let i = 0; i < table.rows; i++) {
        targets[table.codes[name]![i]!]! += table.weights[i]!;
        total += table.weights[i]!;
      }
      for (let level = 0; level < targets.length; level++) targets[level]! *= 1 + 0.15 * Math.sin(3 * level + 1);
      const sum = targets.reduce((all, value) => all + value, 0);
      return [name, targets.map((value) => (value * total) / sum)];
    }),
  );
}
