import { type Design, isReplicateDesign } from "../design/design.ts";
import { degreesOfFreedomByDomain } from "../design/replicate-rank.ts";
import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import type { Base } from "./estimate.ts";
import type { UnitCells } from "./unit-cells.ts";
import { stratumFactors } from "./variance-of-totals.ts";

/** Counts and sums by (domain, level): cell = domain · levelCount + level. */
export interface DomainCells {
  readonly domainCount: number;
  readonly levelCount: number;
  /** Unweighted answers. [domainCount·levelCount] */
  readonly n: Float64Array;
  readonly weightSum: Float64Array;
  /** Σw² of the domain's answers. */
  readonly weightSquares: (domain: number) => number;
  /** Rows of positive weight in each domain, with or without an answer. [domainCount] */
  readonly domainRows: Float64Array;
  readonly domainDegreesOfFreedom: Float64Array;
  /** The degrees of freedom are worked out when they are read. */
  readonly lazy?: true;
}

/** What one domain's answers weigh. */
export function domainBase(cells: DomainCells, domain: number): Base {
  let n = 0;
  let weightSum = 0;
  for (let cell = domain * cells.levelCount; cell < (domain + 1) * cells.levelCount; cell++) {
    n += cells.n[cell]!;
    weightSum += cells.weightSum[cell]!;
  }
  const base = {
    n,
    weightSum,
    weightSquares: () => cells.weightSquares(domain),
    domainRows: cells.domainRows[domain]!,
  };
  if (cells.lazy !== true) return { ...base, degreesOfFreedom: cells.domainDegreesOfFreedom[domain]! };
  return {
    ...base,
    get degreesOfFreedom() {
      return cells.domainDegreesOfFreedom[domain]!;
    },
    lazy: true,
  };
}

/** True when the one-pass variance below holds: one stage, no calibration, no stratum that needs a domain-wise decision. */
export function onePassHolds(design: SurveyDesign): boolean {
  const needsDomainwise =
    (design.hasLonelyStratum && (design.lonelyPsu === "fail" || design.lonelyPsu === "average")) ||
    design.adjustDomainLonely;
  const unequal = design.pairwise !== undefined || design.stages[0]!.probabilityOfUnit !== undefined;
  return design.stages.length === 1 && design.calibration === undefined && !needsDomainwise && !unequal;
}

/**
 * True when `domainCovariances` holds: the same for several stages. Under "fail" and "average" it depends on the domain which lonely
 * strata of any stage count.
 */
export function stagesPassHolds(design: SurveyDesign): boolean {
  if (design.calibration !== undefined || design.adjustDomainLonely || design.pairwise !== undefined) return false;
  const domainwise = design.lonelyPsu === "fail" || design.lonelyPsu === "average";
  return design.stages.every(
    ({ probabilityOfUnit, sampled, population }) =>
      probabilityOfUnit === undefined && !(domainwise && sampled.some((n, h) => n === 1 && population[h]! > 1)),
  );
}

/**
 * One pass over the rows: what every (domain, level) cell holds.
 *
 * @param domainOf domain of each row, −1 = none. [rows]
 * @param levelOf  answer of each row, −1 = missing. [rows]
 */
export function domainCells(
  design: Design,
  domainOf: Int32Array,
  domainCount: number,
  levelOf: Int32Array,
  levelCount: number,
): DomainCells {
  const size = domainCount * levelCount;
  const n = new Float64Array(size);
  const weightSum = new Float64Array(size);
  const squares = new Float64Array(domainCount);
  const weightSquares = (domain: number) => squares[domain]!;
  const domainRows = new Float64Array(domainCount);
  const { weights, rows } = design;
  if (isReplicateDesign(design)) {
    for (let i = 0; i < rows; i++) {
      const domain = domainOf[i]!;
      const weight = weights[i]!;
      if (domain < 0 || weight === 0) continue;
      domainRows[domain]!++;
      const level = levelOf[i]!;
      if (level < 0) continue;
      const cell = domain * levelCount + level;
      n[cell]!++;
      weightSum[cell]! += weight;
      squares[domain]! += weight * weight;
    }
    let degrees: Float64Array | undefined;
    return {
      domainCount,
      levelCount,
      n,
      weightSum,
      weightSquares,
      domainRows,
      get domainDegreesOfFreedom() {
        degrees ??= degreesOfFreedomByDomain(design, domainOf, domainCount);
        return degrees;
      },
      lazy: true,
    };
  }
  const stage = design.stages[0]!;
  const unitSeen = new Uint8Array(stage.unitCount * (design.rowsArePsus ? 0 : domainCount));
  const stratumSeen = new Uint8Array(stage.stratumCount * domainCount);
  const domainDegreesOfFreedom = new Float64Array(domainCount);
  for (let i = 0; i < rows; i++) {
    const domain = domainOf[i]!;
    const weight = weights[i]!;
    if (domain < 0 || weight === 0) continue;
    domainRows[domain]!++;
    const unit = stage.unitOfRow[i]!;
    if (design.rowsArePsus || unitSeen[unit * domainCount + domain] === 0) {
      if (!design.rowsArePsus) unitSeen[unit * domainCount + domain] = 1;
      domainDegreesOfFreedom[domain]!++;
      const place = stage.stratumOfUnit[unit]! * domainCount + domain;
      if (stratumSeen[place] === 0) {
        stratumSeen[place] = 1;
        domainDegreesOfFreedom[domain]!--;
      }
    }
    const level = levelOf[i]!;
    if (level < 0) continue;
    const cell = domain * levelCount + level;
    n[cell]!++;
    weightSum[cell]! += weight;
    squares[domain]! += weight * weight;
  }
  return { domainCount, levelCount, n, weightSum, weightSquares, domainRows, domainDegreesOfFreedom };
}

/** Codes within 0 … levelCount − 1 or −1, of the right length. */
export function checkCodes(design: Design, codes: Int32Array, levelCount: number, name: string): void {
  if (codes.length !== design.rows)
    throw new SurveyDesignError("wrong-length", `${name} has ${codes.length} codes for ${design.rows} rows.`);
  const { rows } = design;
  let largest = -1;
  for (let i = 0; i < rows; i++) if (codes[i]! > largest) largest = codes[i]!;
  if (largest < levelCount) return;
  const i = codes.findIndex((code) => code >= levelCount);
  throw new SurveyDesignError("bad-code", `${name}[${i}] is ${codes[i]}, but there are ${levelCount} levels.`);
}

/**
 * Within-domain covariance of proportions (or totals) of all levels in all domains, by one pass that collects weights by
 * (unit, cell), once a stage. Where rows are PSUs the sums Σw, Σw² by (stratum, cell) say the same and need no table of PSUs.
 *
 * @param of "proportion": influence w(1[level] − p)/Σw of the domain; "total": w·1[level].
 * @returns one row-major K·K matrix a domain. [domainCount·K·K]
 */
export function domainCovariances(
  design: SurveyDesign,
  cells: DomainCells,
  domainOf: Int32Array,
  levelOf: Int32Array,
  of: "proportion" | "total",
): Float64Array {
  const { domainCount, levelCount: k } = cells;
  const covariances = new Float64Array(domainCount * k * k);
  const centres = centresOf(cells, of);
  for (const [depth, stage] of design.stages.entries()) {
    const factors = stratumFactors(design, stage, depth + 1, stage.sampled);
    if (design.rowsArePsus) {
      const sums = stratumSums(design, domainOf, domainCount, levelOf, k);
      for (let h = 0; h < stage.stratumCount; h++) {
        if (factors.factors[h] === 0) continue;
        const inverseCount = factors.centred[h] === 1 ? 1 / stage.sampled[h]! : 0;
        for (let d = 0; d < domainCount; d++)
          addElementStratum(covariances, d, k, factors.factors[h]!, inverseCount, sums, h * domainCount + d, centres);
      }
      continue;
    }
    // Blocks of domains keep the (unit × cell) table within about 160 MB.
    const block = Math.max(1, Math.min(domainCount, Math.floor(2e7 / (stage.unitCount * k))));
    for (let from = 0; from < domainCount; from += block) {
      const width = Math.min(block, domainCount - from) * k;
      const totals = unitTotals(design, stage, domainOf, levelOf, k, from, width);
      for (let d = from; d < Math.min(from + block, domainCount); d++)
        addClusters(covariances, d, k, stage, factors, totals, width, (d - from) * k, centres);
    }
  }
  return covariances;
}

/**
 * As `domainCovariances`, from weights that were collected before; they are used up. Most units have nobody in most domains: only
 * those that do are visited, and what the others add (their distance from the stratum's mean is the mean itself) is counted.
 */
export function unitCovariances(
  design: SurveyDesign,
  { cells, totals, width, occupied }: UnitCells,
  of: "proportion" | "total",
): Float64Array {
  const { domainCount, levelCount: k } = cells;
  const covariances = new Float64Array(domainCount * k * k);
  const stage = design.stages[0]!;
  const { factors, centred } = stratumFactors(design, stage, 1, stage.sampled);
  const { proportions, scale } = centresOf(cells, of);
  const means = new Float64Array(stage.stratumCount * domainCount * k);
  const visited = new Int32Array(stage.stratumCount * domainCount);
  for (let pair = 0; pair < occupied.length; pair++) {
    const place = occupied[pair]!;
    const unit = Math.floor(place / domainCount);
    const d = place - unit * domainCount;
    const at = unit * width + d * (k + 1) + 1;
    const h = stage.stratumOfUnit[unit]!;
    const mean = (h * domainCount + d) * k;
    const share = centred[h] === 1 ? 1 / stage.sampled[h]! : 0;
    visited[h * domainCount + d]!++;
    let all = 0;
    for (let j = 0; j < k; j++) all += totals[at + j]!;
    for (let j = 0; j < k; j++) {
      const influence = (totals[at + j]! - proportions[d * k + j]! * all) * scale[d]!;
      totals[at + j] = influence;
      means[mean + j]! += influence * share;
    }
  }
  for (let pair = 0; pair < occupied.length; pair++) {
    const place = occupied[pair]!;
    const unit = Math.floor(place / domainCount);
    const d = place - unit * domainCount;
    const at = unit * width + d * (k + 1) + 1;
    const h = stage.stratumOfUnit[unit]!;
    const mean = (h * domainCount + d) * k;
    for (let j = 0; j < k; j++) totals[at + j]! -= means[mean + j]!;
    addProduct(covariances, d * k * k, k, factors[h]!, totals, at);
  }
  const unitsOfStratum = new Int32Array(stage.stratumCount);
  for (let unit = 0; unit < stage.unitCount; unit++) unitsOfStratum[stage.stratumOfUnit[unit]!]!++;
  for (let h = 0; h < stage.stratumCount; h++) {
    for (let d = 0; d < domainCount; d++) {
      const place = h * domainCount + d;
      const others = unitsOfStratum[h]! - visited[place]!;
      if (visited[place]! > 0) addProduct(covariances, d * k * k, k, factors[h]! * others, means, place * k);
    }
  }
  return covariances;
}

/** Adds factor · z z' of the k values from `at` on to the k·k matrix from `offset` on. */
function addProduct(
  covariances: Float64Array,
  offset: number,
  k: number,
  factor: number,
  z: Float64Array,
  at: number,
): void {
  if (factor === 0) return;
  for (let j = 0; j < k; j++) {
    const scaled = factor * z[at + j]!;
    if (scaled === 0) continue;
    for (let l = 0; l < k; l++) covariances[offset + j * k + l]! += scaled * z[at + l]!;
  }
}

/** What an influence value is taken about, and what it is multiplied by. */
interface Centres {
  /** [domainCount·K]; 0 for totals. */
  readonly proportions: Float64Array;
  /** 1/Σw of each domain; 1 for totals. [domainCount] */
  readonly scale: Float64Array;
}

export function centresOf({ domainCount, levelCount: k, weightSum }: DomainCells, of: "proportion" | "total"): Centres {
  const proportions = new Float64Array(domainCount * k);
  const scale = new Float64Array(domainCount).fill(1);
  if (of === "total") return { proportions, scale };
  for (let d = 0; d < domainCount; d++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += weightSum[d * k + j]!;
    if (sum === 0) continue;
    scale[d] = 1 / sum;
    for (let j = 0; j < k; j++) proportions[d * k + j] = weightSum[d * k + j]! / sum;
  }
  return { proportions, scale };
}

function stratumSums(
  design: SurveyDesign,
  domainOf: Int32Array,
  domainCount: number,
  levelOf: Int32Array,
  k: number,
): [Float64Array, Float64Array] {
  const stage = design.stages[0]!;
  const sums = new Float64Array(stage.stratumCount * domainCount * k);
  const squares = new Float64Array(sums.length);
  for (let i = 0; i < design.rows; i++) {
    const domain = domainOf[i]!;
    const level = levelOf[i]!;
    if (domain < 0 || level < 0) continue;
    const weight = design.weights[i]!;
    const at = (stage.stratumOfUnit[stage.unitOfRow[i]!]! * domainCount + domain) * k + level;
    sums[at]! += weight;
    squares[at]! += weight * weight;
  }
  return [sums, squares];
}

/** Σ_i z z' − (Σz)(Σz)'/n of one stratum whose PSUs are rows, from its Σw and Σw² by level at cell `place` of the sums. */
function addElementStratum(
  covariances: Float64Array,
  domain: number,
  k: number,
  factor: number,
  inverseCount: number,
  [sums, squares]: readonly [Float64Array, Float64Array],
  place: number,
  { proportions, scale }: Centres,
): void {
  const at = place * k;
  const p = domain * k;
  const offset = p * k;
  const share = factor * scale[domain]! * scale[domain]!;
  let allSums = 0;
  let allSquares = 0;
  for (let j = 0; j < k; j++) {
    allSums += sums[at + j]!;
    allSquares += squares[at + j]!;
  }
  if (allSquares === 0) return;
  for (let j = 0; j < k; j++) {
    const pj = proportions[p + j]!;
    const totalJ = sums[at + j]! - pj * allSums;
    for (let l = 0; l < k; l++) {
      const pl = proportions[p + l]!;
      const totalL = sums[at + l]! - pl * allSums;
      const product =
        (j === l ? squares[at + j]! : 0) - pl * squares[at + j]! - pj * squares[at + l]! + pj * pl * allSquares;
      const spread = product - inverseCount * totalJ * totalL;
      // A spread lost in rounding (every row of the stratum alike) is none.
      if (Math.abs(spread) > 1e-13 * allSquares) covariances[offset + j * k + l]! += share * spread;
    }
  }
}

function unitTotals(
  design: SurveyDesign,
  stage: SurveyDesign["stages"][number],
  domainOf: Int32Array,
  levelOf: Int32Array,
  k: number,
  from: number,
  width: number,
): Float64Array {
  const totals = new Float64Array(stage.unitCount * width);
  const start = from * k;
  for (let i = 0; i < design.rows; i++) {
    const domain = domainOf[i]!;
    const level = levelOf[i]!;
    if (domain < 0 || level < 0) continue;
    const cell = domain * k + level - start;
    if (cell >= 0 && cell < width) totals[stage.unitOfRow[i]! * width + cell]! += design.weights[i]!;
  }
  return totals;
}

/** The spread of PSU totals of one domain, whose levels begin at `column` of the totals. */
function addClusters(
  covariances: Float64Array,
  domain: number,
  k: number,
  stage: SurveyDesign["stages"][number],
  { factors, centred }: { readonly factors: Float64Array; readonly centred: Uint8Array },
  totals: Float64Array,
  width: number,
  column: number,
  centres: Centres,
): void {
  const proportions = centres.proportions.subarray(domain * k, (domain + 1) * k);
  const scale = centres.scale[domain]!;
  const offset = domain * k * k;
  // First the influence totals in place of the weight totals, and their stratum means.
  const means = new Float64Array(stage.stratumCount * k);
  for (let unit = 0; unit < stage.unitCount; unit++) {
    const at = unit * width + column;
    let all = 0;
    for (let j = 0; j < k; j++) all += totals[at + j]!;
    if (all === 0) continue;
    const h = stage.stratumOfUnit[unit]!;
    for (let j = 0; j < k; j++) {
      totals[at + j] = (totals[at + j]! - proportions[j]! * all) * scale;
      if (centred[h] === 1) means[h * k + j]! += totals[at + j]! / stage.sampled[h]!;
    }
  }
  for (let unit = 0; unit < stage.unitCount; unit++) {
    const at = unit * width + column;
    const h = stage.stratumOfUnit[unit]!;
    const factor = factors[h]!;
    if (factor === 0) continue;
    for (let j = 0; j < k; j++) {
      const deviation = factor * (totals[at + j]! - means[h * k + j]!);
      if (deviation === 0) continue;
      for (let l = 0; l < k; l++) covariances[offset + j * k + l]! += deviation * (totals[at + l]! - means[h * k + l]!);
    }
  }
}
