import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import type { DomainCells } from "./domain-cells.ts";

/** Weight totals by PSU and (domain, level), and how many answers stand behind each cell. */
export interface AnswerSums {
  readonly domainCount: number;
  readonly levelCount: number;
  /** Row-major, a row a PSU; the levels of domain d begin at column d·(levels + 1) + 1, after its missing answers. [PSUs·width] */
  readonly totals: Float64Array;
  /** Answers of positive weight by column. [width] */
  readonly n: Int32Array;
}

/** What both the figures and their errors are made of. */
export interface UnitCells {
  readonly cells: DomainCells;
  /** As `AnswerSums.totals`, in memory that the next call of `unitCells` uses again. */
  readonly totals: Float64Array;
  readonly width: number;
}

/** True when the table of PSUs and cells stays within about 160 MB. */
export function unitCellsFit(design: SurveyDesign, domainCount: number, levelCount: number): boolean {
  return !design.rowsArePsus && design.psuCount * domainCount * (levelCount + 1) <= 2e7;
}

/**
 * One pass over the rows for everything that a categorical question needs.
 *
 * @param domainOf domain of each row, −1 = none; undefined = everyone is in domain 0. [rows]
 * @param levelOf answer of each row, −1 = missing. [rows]
 * @throws {SurveyDesignError} wrong-length, bad-code.
 */
export function unitCells(
  design: SurveyDesign,
  domainOf: Int32Array | undefined,
  domainCount: number,
  levelOf: Int32Array,
  levelCount: number,
): UnitCells {
  const memory = scratch(design.psuCount * domainCount * (levelCount + 1));
  const question = { codes: levelOf, levelCount };
  const sums = sumRows(design, domainOf, domainCount, question, 0, design.rows, memory);
  return unitCellsOf(design, sums, (domain) => squaresOf(design, domainOf, domain, levelOf));
}

/**
 * Fills `totals` (zeros) from the rows from … to − 1. Missing answers have a column of their own (0 of each domain), so that the
 * pass has no branch for them.
 */
export function sumRows(
  design: SurveyDesign,
  domainOf: Int32Array | undefined,
  domainCount: number,
  { codes, levelCount }: { readonly codes: Int32Array; readonly levelCount: number },
  from: number,
  to: number,
  totals: Float64Array,
): AnswerSums {
  if (codes.length !== design.rows)
    throw new SurveyDesignError("wrong-length", `codes has ${codes.length} codes for ${design.rows} rows.`);
  const n = new Int32Array(domainCount * (levelCount + 1));
  if (domainOf !== undefined || !addPlainly(design, codes, levelCount, from, to, totals, n)) {
    totals.fill(0);
    n.fill(0);
    fillCarefully(design, domainOf, codes, levelCount, from, to, totals, n);
  }
  return { domainCount, levelCount, totals, n };
}

/**
 * As `unitCells` of everyone for each of several questions, the rows read in parts that stay in the processor's nearest memory while
 * one question after another takes them.
 *
 * @throws {SurveyDesignError} wrong-length, bad-code.
 */
export function unitCellsOfEach(
  design: SurveyDesign,
  questions: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
): UnitCells[] {
  const rowsAtATime = 8_192;
  const sums = questions.map(({ codes, levelCount }) => {
    if (codes.length !== design.rows)
      throw new SurveyDesignError("wrong-length", `codes has ${codes.length} codes for ${design.rows} rows.`);
    const columns = levelCount + 1;
    return { totals: new Float64Array(design.psuCount * columns), n: new Int32Array(columns), plain: true };
  });
  for (let from = 0; from < design.rows; from += rowsAtATime) {
    const to = Math.min(design.rows, from + rowsAtATime);
    questions.forEach(({ codes, levelCount }, q) => {
      const each = sums[q]!;
      each.plain &&= addPlainly(design, codes, levelCount, from, to, each.totals, each.n);
    });
  }
  return questions.map(({ codes, levelCount }, q) => {
    const { totals, n, plain } = sums[q]!;
    const squares = (domain: number) => squaresOf(design, undefined, domain, codes);
    if (plain) return unitCellsOf(design, { domainCount: 1, levelCount, totals, n }, squares);
    const memory = totals.fill(0);
    const question = { codes, levelCount };
    return unitCellsOf(design, sumRows(design, undefined, 1, question, 0, design.rows, memory), squares);
  });
}

/** @param weightSquares Σw² of a domain's answers. */
export function unitCellsOf(
  design: SurveyDesign,
  { domainCount, levelCount, totals, n }: AnswerSums,
  weightSquares: (domain: number) => number,
): UnitCells {
  const stage = design.stages[0]!;
  const columns = levelCount + 1;
  const width = domainCount * columns;
  const size = domainCount * levelCount;
  const cells = {
    domainCount,
    levelCount,
    n: new Float64Array(size),
    weightSum: new Float64Array(size),
    weightSquares,
    domainRows: new Float64Array(domainCount),
    domainDegreesOfFreedom: new Float64Array(domainCount),
  };
  const stratumSeen = new Uint8Array(stage.stratumCount * domainCount);
  for (let unit = 0; unit < stage.unitCount; unit++) {
    const h = stage.stratumOfUnit[unit]!;
    for (let d = 0; d < domainCount; d++) {
      const at = unit * width + d * columns;
      let seen = totals[at]! > 0;
      for (let level = 0; level < levelCount; level++) {
        const total = totals[at + 1 + level]!;
        if (total === 0) continue;
        seen = true;
        cells.weightSum[d * levelCount + level]! += total;
      }
      if (!seen) continue;
      cells.domainDegreesOfFreedom[d]!++;
      if (stratumSeen[h * domainCount + d] === 1) continue;
      stratumSeen[h * domainCount + d] = 1;
      cells.domainDegreesOfFreedom[d]!--;
    }
  }
  for (let d = 0; d < domainCount; d++) {
    for (let column = 0; column < columns; column++) {
      cells.domainRows[d]! += n[d * columns + column]!;
      if (column > 0) cells.n[d * levelCount + column - 1] = n[d * columns + column]!;
    }
  }
  return { cells, totals, width };
}

let kept = new Float64Array(0);

/** Zeros, in memory that is kept from call to call: a report asks for hundreds of such tables. */
function scratch(length: number): Float64Array {
  if (kept.length < length) kept = new Float64Array(length);
  return kept.subarray(0, length).fill(0);
}

/**
 * The pass without a question in it, for the common case: everyone counts, and every code is a level or −1. Counting beyond the
 * end of `n` counts nothing, so that a code out of range shows in the sum.
 *
 * @returns false when the case is another; `totals` and `n` are then of no use.
 */
function addPlainly(
  { weights, stages }: SurveyDesign,
  levelOf: Int32Array,
  levelCount: number,
  from: number,
  to: number,
  totals: Float64Array,
  n: Int32Array,
): boolean {
  if (hasZero(weights)) return false;
  const { unitOfRow } = stages[0]!;
  const columns = levelCount + 1;
  let before = 0;
  for (let column = 0; column < columns; column++) before += n[column]!;
  for (let i = from; i < to; i++) {
    const column = levelOf[i]! + 1;
    totals[unitOfRow[i]! * columns + column]! += weights[i]!;
    n[column]!++;
  }
  let after = 0;
  for (let column = 0; column < columns; column++) after += n[column]!;
  return after - before === to - from;
}

function fillCarefully(
  { weights, stages }: SurveyDesign,
  domainOf: Int32Array | undefined,
  levelOf: Int32Array,
  levelCount: number,
  from: number,
  to: number,
  totals: Float64Array,
  n: Int32Array,
): void {
  const { unitOfRow } = stages[0]!;
  const columns = levelCount + 1;
  const width = n.length;
  for (let i = from; i < to; i++) {
    const weight = weights[i]!;
    const domain = domainOf === undefined ? 0 : domainOf[i]!;
    if (domain < 0 || weight === 0) continue;
    const level = levelOf[i]!;
    if (level >= levelCount) refuseCode("codes", i, level, levelCount);
    const column = domain * columns + (level < 0 ? 0 : level + 1);
    totals[unitOfRow[i]! * width + column]! += weight;
    n[column]!++;
  }
}

/** Σw² of a domain's answers, by a pass of its own: few figures need it. */
function squaresOf(
  { weights, rows }: SurveyDesign,
  domainOf: Int32Array | undefined,
  domain: number,
  levelOf: Int32Array,
): number {
  let squares = 0;
  for (let i = 0; i < rows; i++)
    if (levelOf[i]! >= 0 && (domainOf === undefined || domainOf[i] === domain)) squares += weights[i]! * weights[i]!;
  return squares;
}

/** Whether each set of weights has a zero, found once. */
const zeros = new WeakMap<Float64Array, boolean>();

function hasZero(weights: Float64Array): boolean {
  let found = zeros.get(weights);
  if (found === undefined) {
    found = weights.includes(0);
    zeros.set(weights, found);
  }
  return found;
}

function refuseCode(name: string, row: number, code: number, levelCount: number): never {
  throw new SurveyDesignError("bad-code", `${name}[${row}] is ${code}, but there are ${levelCount} levels.`);
}
