// Samples from a real register, whose totals are known: estimates with base weights, and how often their intervals hold the truth.
import {
  allocate,
  type DrawMethod,
  drawMethods,
  drawSample,
  type SampleStage,
  samplingGenerator,
} from "../../packages/survey-statistics/src/index.ts";

export type Register = {
  rows: number;
  province: Int32Array;
  population: Float64Array;
  area: Float64Array;
  /** What communes are drawn by where size matters: share of the people plus share of the area, as both are to be estimated. */
  size: Float64Array;
  leftOut: number;
  /** Taken with certainty: what the register says of them would otherwise decide every estimate. */
  certain: Int32Array;
};

/** km²; no province is larger. Two wards have such areas, where the decimal point has slipped: a stratum of their own, all of it drawn. */
const largestArea = 17_000;

/** Communes with a population; those without any (islands, not counted) have no size to draw by. */
export function registerOf(lines: readonly string[][]): Register {
  const header = lines[0]!;
  const place = (name: string) => header.indexOf(name);
  const communes = lines.slice(1).filter((line) => line.length === header.length);
  const kept = communes.filter((line) => Number(line[place("population")]) > 0);
  const provinces = [...new Set(kept.map((line) => line[place("province_code")]!))].sort();
  const area = Float64Array.from(kept, (line) => Number(line[place("area_km2")]));
  const population = Float64Array.from(kept, (line) => Number(line[place("population")]));
  const certain = Int32Array.from(area.keys()).filter((i) => area[i]! > largestArea);
  const sum = (values: Float64Array) =>
    values.reduce((total, value, i) => total + (certain.includes(i) ? 0 : value), 0);
  const [people, land] = [sum(population), sum(area)];
  return {
    rows: kept.length,
    certain,
    area,
    leftOut: communes.length - kept.length,
    province: Int32Array.from(kept, (line) => provinces.indexOf(line[place("province_code")]!)),
    population,
    size: population.map((count, i) => count / people + area[i]! / land),
  };
}

export type RegisterFigure = {
  method: string;
  size: string;
  total: string;
  truth: number;
  draws: number;
  /** Mean of the estimates over truth, in standard errors of that mean. */
  bias: number;
  /** Percent of 95 % intervals that hold the truth; NaN where only the estimates are judged (two stages). */
  coverage: number;
  /** Percent: half the width of a typical interval over the truth. */
  margin: number;
};

export function simulateRegister(register: Register, draws: number, seed: number): RegisterFigure[] {
  const stratumOfRow = register.province.slice();
  const provinces = 1 + stratumOfRow.reduce((most, code) => Math.max(most, code), 0);
  for (const row of register.certain) stratumOfRow[row] = provinces;
  const units = new Float64Array(provinces);
  for (const stratum of stratumOfRow) if (stratum < provinces) units[stratum]!++;
  const counts = [...allocate({ size: 680, method: "proportional", units, minimum: 8 }), register.certain.length];
  const communes = (method: DrawMethod): SampleStage[] => [
    {
      method,
      size: 680 + register.certain.length,
      stratumOfRow,
      ...(method.startsWith("pps-") ? { sizeOfRow: register.size } : {}),
      allocation: { method: "proportional", counts: Int32Array.from(counts) },
    },
  ];
  const found = drawMethods.flatMap((method, m) =>
    figures(register, method, method.startsWith("pps-") ? "people and area" : "", communes(method), draws, seed + m),
  );
  const sums = new Float64Array(register.rows);
  register.population.forEach((people, i) => {
    sums[register.province[i]!]! += people;
  });
  const stages: SampleStage[] = [
    {
      method: "pps-sampford",
      size: 16,
      unitOfRow: register.province,
      sizeOfRow: Float64Array.from(register.province, (p) => sums[p]!),
    },
    { method: "pps-systematic", size: 20, sizeOfRow: register.size },
  ];
  return [
    ...found,
    ...figures(
      register,
      "provinces pps-sampford, communes pps-systematic",
      "people; people and area",
      stages,
      draws,
      seed + 50,
    ),
  ];
}

function figures(
  register: Register,
  method: string,
  size: string,
  stages: SampleStage[],
  draws: number,
  seed: number,
): RegisterFigure[] {
  const generator = samplingGenerator(seed);
  const totals = { population: register.population, area: register.area };
  const results = Object.entries(totals).map(([total, values]) => ({
    total,
    values,
    truth: values.reduce((sum, value) => sum + value, 0),
    sum: 0,
    squares: 0,
    held: 0,
    width: 0,
  }));
  for (let d = 0; d < draws; d++) {
    const sample = drawSample(generator, register.rows, stages);
    for (const result of results) {
      let estimate = 0;
      sample.rows.forEach((row, k) => {
        estimate += sample.weights[k]! * result.values[row]!;
      });
      const half = 1.959963984540054 * Math.sqrt(stages.length === 1 ? varianceOf(sample, result.values) : 0);
      const away = estimate - result.truth;
      result.sum += away;
      result.squares += away * away;
      result.width += half;
      if (Math.abs(away) <= half) result.held++;
    }
  }
  return results.map(({ total, truth, sum, squares, held, width }) => {
    const mean = sum / draws;
    const error = Math.sqrt((squares / draws - mean * mean) / draws);
    return {
      method,
      size,
      total,
      truth,
      draws,
      bias: mean / error,
      coverage: stages.length === 1 ? (100 * held) / draws : Number.NaN,
      margin: stages.length === 1 ? (100 * width) / draws / truth : Number.NaN,
    };
  });
}

/**
 * Hájek's variance of an estimated total, stratum by stratum: n/(n − 1) Σ (1 − π)(y/π − B)², B = Σ (1 − π) y/π / Σ (1 − π).
 * Simple random sampling: the textbook's. @see Hájek (1964); Tillé (2006), 7.5.
 */
function varianceOf({ rows, probabilities, strata }: ReturnType<typeof drawSample>, values: Float64Array): number {
  const strataCount = strata.reduce((most, h) => Math.max(most, h), 0) + 1;
  const [n, weight, mean, squares] = Array.from({ length: 4 }, () => new Float64Array(strataCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  rows.forEach((row, k) => {
    const pi = probabilities[k]!;
    if (pi === 1) return;
    const h = strata[k]!;
    const expanded = values[row]! / pi;
    n[h]!++;
    weight[h]! += 1 - pi;
    const delta = expanded - mean[h]!;
    mean[h]! += (delta * (1 - pi)) / weight[h]!;
    squares[h]! += (1 - pi) * delta * (expanded - mean[h]!);
  });
  return squares.reduce((sum, value, h) => sum + (n[h]! > 1 ? (n[h]! / (n[h]! - 1)) * value : 0), 0);
}
