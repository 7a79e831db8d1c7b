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
  /** unit · domains + domain of every pair that has someone with an answer, ascending. */
  readonly occupied: Int32Array;
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
  const columns = levelCount + 1;
  const done =
    domainOf === undefined
      ? addPlainly(design, codes, columns, from, to, totals, n)
      : addPlainlyByDomain(design, domainOf, codes, columns, from, to, totals, n);
  if (!done) {
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
    return { codes, columns, totals: new Float64Array(design.psuCount * columns) };
  });
  const pairs = Array.from({ length: Math.floor(sums.length / 2) }, (_, pair) => {
    const [first, second] = [sums[2 * pair]!, sums[2 * pair + 1]!];
    return { first, second, counts: new Int32Array(first.columns * second.columns), plain: !hasZero(design.weights) };
  });
  for (let from = 0; from < design.rows; from += rowsAtATime) {
    const to = Math.min(design.rows, from + rowsAtATime);
    for (const pair of pairs) pair.plain &&= addPair(design, pair.first, pair.second, pair.counts, from, to);
  }
  return questions.map((question, q) => {
    const { codes, levelCount } = question;
    const { totals, columns } = sums[q]!;
    const squares = (domain: number) => squaresOf(design, undefined, domain, codes);
    const pair = pairs[Math.floor(q / 2)];
    if (!pair?.plain)
      return unitCellsOf(design, sumRows(design, undefined, 1, question, 0, design.rows, totals.fill(0)), squares);
    const n = marginOf(pair.counts, columns, q % 2);
    return unitCellsOf(design, { domainCount: 1, levelCount, totals, n }, squares);
  });
}

/** A question's codes, and the table of PSUs that its weights are added to. Column 0 = missing. */
interface Summed {
  readonly codes: Int32Array;
  readonly columns: number;
  readonly totals: Float64Array;
}

/**
 * One pass for two questions: unit and weight are read once, and both answers are counted at once.
 *
 * @param counts rows by (first column, second column). [first.columns·second.columns]
 * @returns false when a code is out of range; totals and counts are then of no use.
 */
function addPair(
  { weights, stages }: SurveyDesign,
  { codes: a, columns: aColumns, totals: aTotals }: Summed,
  { codes: b, columns: bColumns, totals: bTotals }: Summed,
  counts: Int32Array,
  from: number,
  to: number,
): boolean {
  const { unitOfRow } = stages[0]!;
  for (let i = from; i < to; i++) {
    const unit = unitOfRow[i]!;
    const weight = weights[i]!;
    const x = a[i]! + 1;
    const y = b[i]! + 1;
    if (x < 0 || x >= aColumns || y < 0 || y >= bColumns) return false;
    aTotals[unit * aColumns + x]! += weight;
    bTotals[unit * bColumns + y]! += weight;
    counts[x * bColumns + y]!++;
  }
  return true;
}

/** Counts of one of two questions. @param which 0 = the rows of the table, 1 = its columns. */
function marginOf(counts: Int32Array, columns: number, which: number): Int32Array {
  const others = counts.length / columns;
  const n = new Int32Array(columns);
  for (let column = 0; column < columns; column++)
    for (let other = 0; other < others; other++)
      n[column]! += counts[which === 0 ? column * others + other : other * columns + column]!;
  return n;
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
  const occupied = new Int32Array(stage.unitCount * domainCount);
  let pairs = 0;
  for (let unit = 0; unit < stage.unitCount; unit++) {
    const h = stage.stratumOfUnit[unit]!;
    for (let d = 0; d < domainCount; d++) {
      const at = unit * width + d * columns;
      let answers = 0;
      for (let level = 0; level < levelCount; level++) {
        const total = totals[at + 1 + level]!;
        answers += total;
        cells.weightSum[d * levelCount + level]! += total;
      }
      if (answers > 0) occupied[pairs++] = unit * domainCount + d;
      else if (totals[at] === 0) continue;
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
  return { cells, totals, width, occupied: occupied.subarray(0, pairs) };
}

let kept = new Float64Array(0);

/** Zeros, in memory that is kept from call to call: a report asks for hundreds of such tables. */
function scratch(length: number): Float64Array {
  if (kept.length < length) kept = new Float64Array(length);
  return kept.subarray(0, length).fill(0);
}

/**
 * The pass for the common case: nobody weighs 0, and every code is a level or −1.
 *
 * @returns false when the case is another; `totals` and `n` are then of no use.
 */
function addPlainly(
  { weights, stages }: SurveyDesign,
  levelOf: Int32Array,
  columns: number,
  from: number,
  to: number,
  totals: Float64Array,
  n: Int32Array,
): boolean {
  if (hasZero(weights)) return false;
  const { unitOfRow } = stages[0]!;
  for (let i = from; i < to; i++) {
    const column = levelOf[i]! + 1;
    if (column < 0 || column >= columns) return false;
    totals[unitOfRow[i]! * columns + column]! += weights[i]!;
    n[column]!++;
  }
  return true;
}

/** The same by domain. */
function addPlainlyByDomain(
  { weights, stages }: SurveyDesign,
  domainOf: Int32Array,
  levelOf: Int32Array,
  columns: number,
  from: number,
  to: number,
  totals: Float64Array,
  n: Int32Array,
): boolean {
  if (hasZero(weights)) return false;
  const { unitOfRow } = stages[0]!;
  const width = n.length;
  for (let i = from; i < to; i++) {
    const domain = domainOf[i]!;
    if (domain < 0) continue;
    const level = levelOf[i]! + 1;
    const column = domain * columns + level;
    if (level < 0 || level >= columns || column >= width) return false;
    totals[unitOfRow[i]! * width + column]! += weights[i]!;
    n[column]!++;
  }
  return true;
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
