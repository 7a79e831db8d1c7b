// Counts over many draws how often units and pairs of units are drawn, beside the chances worked out for them.
import {
  activeGroups,
  type DrawMethod,
  drawMethods,
  drawSample,
  drawUnits,
  jointProbabilities,
  planSample,
  rotationGroups,
  type SampleStage,
  samplingGenerator,
} from "../../packages/survey-statistics/src/index.ts";

/** One chance and how often it came true. */
type Compared = { what: string; expected: number; found: number };
export type InclusionCase = {
  case: string;
  draws: number;
  compared: number;
  /** Largest |found − expected| in standard errors. */
  largest: number;
  worst: string;
};

/** Chances of 0 and 1 allow no exception: they count as infinitely far when there is one. */
function distance({ expected, found }: Compared, draws: number): number {
  if (Math.abs(expected - found) < 1e-9) return 0;
  const error = Math.sqrt(Math.max(0, expected * (1 - expected)) / draws);
  return error < 1e-9 ? Number.POSITIVE_INFINITY : Math.abs(found - expected) / error;
}

function judged(name: string, draws: number, compared: readonly Compared[]): InclusionCase {
  const distances = compared.map((one) => distance(one, draws));
  const largest = Math.max(...distances);
  const worst = compared[distances.indexOf(largest)]!;
  return {
    case: name,
    draws,
    compared: compared.length,
    largest,
    worst: `${worst.what}: ${worst.expected} expected, ${worst.found} found`,
  };
}

/** Twelve sizes; the largest is certain with five draws. */
const sizes = Float64Array.of(5, 9, 3, 14, 7, 70, 2, 11, 6, 4, 8, 13);

function unitsAndPairs(method: DrawMethod, draws: number, seed: number): InclusionCase {
  const [units, count] = [sizes.length, 5];
  const generator = samplingGenerator(seed);
  const once = new Float64Array(units);
  const both = new Float64Array(units * units);
  for (let d = 0; d < draws; d++) {
    const { units: drawn } = drawUnits(generator, method, sizes, count);
    for (const i of drawn) {
      once[i]!++;
      for (const j of drawn) both[i * units + j]!++;
    }
  }
  // By hand: 5 · 70/152 > 1, so it is certain; the others share four draws by their part of 82.
  const chance = (i: number) => (method.startsWith("pps-") ? (i === 5 ? 1 : (4 * sizes[i]!) / 82) : count / units);
  const joint = jointProbabilities(
    method,
    Float64Array.from(sizes, (_, i) => chance(i)),
  );
  if (joint.method !== "exact") throw new Error(`${method}: its joint probabilities are not exact here.`);
  const compared: Compared[] = [];
  for (let i = 0; i < units; i++) {
    compared.push({ what: `unit ${i}`, expected: chance(i), found: once[i]! / draws });
    for (let j = i + 1; j < units; j++)
      compared.push({
        what: `units ${i} and ${j}`,
        expected: joint.matrix[i * units + j]!,
        found: both[i * units + j]! / draws,
      });
  }
  return judged(`${method}: 5 of 12, one certain if by size, units and pairs`, draws, compared);
}

function rowsOf(
  name: string,
  rows: number,
  stages: SampleStage[],
  expected: readonly number[],
  draws: number,
  seed: number,
) {
  const generator = samplingGenerator(seed);
  const once = new Float64Array(rows);
  let told = 0;
  for (let d = 0; d < draws; d++) {
    const { rows: drawn, probabilities } = drawSample(generator, rows, stages);
    drawn.forEach((row, k) => {
      once[row]!++;
      told = Math.max(told, Math.abs(probabilities[k]! - expected[row]!));
    });
  }
  const compared = expected.map((chance, row) => ({ what: `row ${row}`, expected: chance, found: once[row]! / draws }));
  // The chance told with the sample must be the one worked out by hand.
  if (told > 1e-12) throw new Error(`${name}: a probability is told wrong by ${told}.`);
  return judged(name, draws, compared);
}

/** Six villages in two strata with 3, 4, 5, 2, 6, 4 households of 2, 3 or 4 people. */
const households = [3, 4, 5, 2, 6, 4];
const stratumOfVillage = [0, 0, 0, 1, 1, 1];

function severalStages(draws: number, seed: number): InclusionCase[] {
  const village = households.flatMap((count, v) => Array.from({ length: count }, () => v));
  const stratumOfRow = Int32Array.from(village, (v) => stratumOfVillage[v]!);
  const sizeOfRow = Float64Array.from(village, (v) => households[v]!);
  const first = (method: DrawMethod): SampleStage => ({
    method,
    size: 4,
    unitOfRow: Int32Array.from(village),
    stratumOfRow,
    sizeOfRow,
    allocation: { method: "equal" },
  });
  // Two of three villages by size in each stratum of 12 households: 2x/12, then two households of x: 1/3 for everybody.
  const two = village.map((v) => ((2 * households[v]!) / 12) * (2 / households[v]!));
  const people = village.flatMap((v, h) => Array.from({ length: 2 + (h % 3) }, () => ({ v, h })));
  const three = people.map(({ h }) => two[h]! / (2 + (h % 3)));
  const inPeople = (column: Int32Array | Float64Array) => people.map(({ h }) => column[h]!);
  const found = [
    rowsOf(
      "two stages: villages by size (Sampford), households",
      village.length,
      [first("pps-sampford"), { method: "simple-random", size: 2 }],
      two,
      draws,
      seed,
    ),
    rowsOf(
      "two stages, one of three drawn waits in reserve",
      village.length,
      [first("pps-brewer"), { method: "simple-random", size: 1, reserve: 1 }],
      village.map((v) => ((2 * households[v]!) / 12) * (1 / households[v]!)),
      draws,
      seed + 1,
    ),
    rowsOf(
      "three stages: villages by size (systematic), households, one person",
      people.length,
      [
        {
          ...first("pps-systematic"),
          unitOfRow: Int32Array.from(people, ({ v }) => v),
          stratumOfRow: Int32Array.from(inPeople(stratumOfRow)),
          sizeOfRow: Float64Array.from(inPeople(sizeOfRow)),
        },
        { method: "systematic", size: 2, unitOfRow: Int32Array.from(people, ({ h }) => h) },
        { method: "simple-random", size: 1 },
      ],
      three,
      draws,
      seed + 2,
    ),
    // N 12 and 12, S 1 and 3: 2 and 6 of 8.
    rowsOf(
      "strata shared out by Neyman: 2 and 6 of 12 and 12",
      village.length,
      [
        {
          method: "simple-random",
          size: 8,
          stratumOfRow,
          allocation: { method: "neyman", spread: Float64Array.of(1, 3) },
        },
      ],
      village.map((v) => (stratumOfVillage[v] === 0 ? 2 / 12 : 6 / 12)),
      draws,
      seed + 3,
    ),
  ];
  return found;
}

/** Every PSU is at work in every wave with the chance active/groups, and meets the next wave with (active − 1)/groups. */
function rotation(draws: number, seed: number): InclusionCase {
  const plan = { groups: 6, active: 4 };
  const stratum = Int32Array.from({ length: 10 }, (_, i) => (i < 4 ? 0 : 1));
  const generator = samplingGenerator(seed);
  const [now, both] = [new Float64Array(stratum.length), new Float64Array(stratum.length)];
  for (let d = 0; d < draws; d++) {
    const group = rotationGroups(generator, stratum, plan);
    group.forEach((g, i) => {
      if (!activeGroups(2, plan).includes(g)) return;
      now[i]!++;
      if (activeGroups(3, plan).includes(g)) both[i]!++;
    });
  }
  return judged(
    "rotating panel: 4 of 6 groups at work",
    draws,
    [...stratum.keys()].flatMap((i) => [
      { what: `PSU ${i} in a wave`, expected: 4 / 6, found: now[i]! / draws },
      { what: `PSU ${i} in a wave and the next`, expected: 3 / 6, found: both[i]! / draws },
    ]),
  );
}

/** All cases, and the limit: with it, one run in a hundred would go beyond by chance alone. */
export function simulateInclusion(draws: number, seed: number) {
  const cases = [
    ...drawMethods.map((method, m) => unitsAndPairs(method, draws, seed + m)),
    ...severalStages(draws, seed + 100),
    rotation(draws, seed + 200),
  ];
  const compared = cases.reduce((sum, one) => sum + one.compared, 0);
  // Standard errors within which all stay in 99 of 100 runs.
  const { margin, standardError } = planSample({ goal: { completes: 100 }, confidence: 1 - 0.01 / compared });
  const limit = margin / standardError;
  return { draws, seed, compared, limit, cases, holds: cases.every(({ largest }) => largest <= limit) };
}
