import { DisclosureError } from "./disclosure-error.ts";

/** A question whose answer could help to recognise who gave it. */
export interface BudgetKey {
  readonly variable: string;
  /** Shares of the population, 0 to 1, adding up to 1. */
  readonly levels: readonly { readonly level: string; readonly share: number }[];
  /** ordered: neighbours can become bands. listed: places, put together in the order of the list. named: rare ones can be put together. */
  readonly order: "ordered" | "listed" | "named";
}

/** What a form asks of the person, before anybody has been asked. */
export interface BudgetDesign {
  readonly keys: readonly BudgetKey[];
  /** People the study is about; null: not known. */
  readonly population: number | null;
  /** People who will be invited, in proportion to the population; null: not known. */
  readonly invited: number | null;
  /**
   * Shares of other keys inside each level of one (by place, mostly): [variable][level of `variable`][level of the other]. Keys that
   * are not here are taken to be independent of it, and all are independent of each other inside it.
   */
  readonly within?: {
    readonly variable: string;
    readonly shares: { readonly [variable: string]: readonly (readonly number[])[] };
  };
}

/** Fewest expected people and invited in a cell, and how large a share of people may stand in smaller ones. */
export interface BudgetLimits {
  readonly people: number;
  readonly invited: number;
  readonly exposed: number;
}
export const demographicLimits: BudgetLimits = { people: 20, invited: 3, exposed: 0.01 };

export interface BudgetVerdict {
  /** Combinations of levels. */
  readonly cells: number;
  /** Share of people who stand in cells of fewer than `limits.people` expected people; null without a population. */
  readonly exposedPopulation: number | null;
  /** The same for fewer than `limits.invited` expected invited. */
  readonly exposedSample: number | null;
  readonly blocked: boolean;
  /** Smallest cells that anybody is expected in, one a level of `within` where there is one; smallest first. */
  readonly smallest: readonly { readonly levels: readonly string[]; readonly share: number }[];
  /** The work had an end before all cells were looked at: those left out count as too small. */
  readonly truncated: boolean;
}

/** Steps left to a piece of work. */
export type Work = { left: number };

/** Partial cells and levels looked at for one verdict. Of partial cells there are at most population / 20 a key. */
const mostSteps = 5_000_000;
const smallestShown = 5;

/**
 * Whether the questions of a form, taken together, would divide people into groups too small to hide in, by what is expected: the
 * population times the shares of the levels. Nobody's answers take part.
 *
 * Cells are not enumerated: a part of the product whose largest cell is too small is too small as a whole, and one whose smallest
 * cell is large enough is large enough as a whole. What remains to be divided has at least 20 people in each part, so that there
 * are at most population / 20 parts a key, however many combinations.
 *
 * @throws {DisclosureError} bad-parameter, negative-value, does-not-add-up, wrong-length.
 */
export function demographicBudget(
  design: BudgetDesign,
  limits: BudgetLimits = demographicLimits,
  steps: number = mostSteps,
): BudgetVerdict {
  checkDesign(design);
  const cells = cellsOf(design);
  const exposure = exposureOf(cells, design, limits, { left: steps });
  return {
    cells: design.keys.reduce((product, { levels }) => product * levels.length, 1),
    ...exposure,
    blocked: isBlocked(exposure, limits),
    smallest: smallestCells(design),
  };
}

/** Cells as a sum over rows (levels of `within`, else one) of products: row share × one share of each list. */
export type CellRows = readonly { readonly share: number; readonly lists: readonly (readonly number[])[] }[];

export function cellsOf({ keys, within }: BudgetDesign): CellRows {
  const outer = within && keys.find(({ variable }) => variable === within.variable);
  if (!within || !outer) return [{ share: 1, lists: keys.map(({ levels }) => levels.map(({ share }) => share)) }];
  const others = keys.filter((key) => key !== outer);
  return outer.levels.map(({ share }, row) => ({
    share,
    lists: others.map(({ variable, levels }) => within.shares[variable]?.[row] ?? levels.map((level) => level.share)),
  }));
}

export function exposureOf(
  cells: CellRows,
  { population, invited }: Pick<BudgetDesign, "population" | "invited">,
  limits: BudgetLimits,
  work: Work,
): Pick<BudgetVerdict, "exposedPopulation" | "exposedSample" | "truncated"> {
  const exposedPopulation = population === null ? null : shareInSmallCells(cells, limits.people / population, work);
  const exposedSample = invited === null ? null : shareInSmallCells(cells, limits.invited / invited, work);
  return { exposedPopulation, exposedSample, truncated: work.left < 0 };
}

export const isBlocked = (
  { exposedPopulation, exposedSample }: Pick<BudgetVerdict, "exposedPopulation" | "exposedSample">,
  limits: BudgetLimits,
): boolean => (exposedPopulation ?? 0) > limits.exposed || (exposedSample ?? 0) > limits.exposed;

/** Equal shares are one entry with their number; largest first, nobody's levels left out. */
type Grouped = { shares: Float64Array; counts: Float64Array };

function grouped(list: readonly number[]): Grouped {
  const counts = new Map<number, number>();
  for (const share of list) if (share > 0) counts.set(share, (counts.get(share) ?? 0) + 1);
  const shares = Float64Array.from(counts.keys()).sort().reverse();
  return { shares, counts: shares.map((share) => counts.get(share)!) };
}

/** Share of people whose cell is less than `least` of all people. */
function shareInSmallCells(cells: CellRows, least: number, work: Work): number {
  // A cell of exactly 20 is no small one, whatever the last digit of a product of shares is.
  const bound = least * (1 - 1e-9);
  const known = new Map<readonly number[], Grouped>();
  const groupedOnce = (list: readonly number[]) => {
    let found = known.get(list);
    if (!found) {
      work.left -= list.length;
      found = grouped(list);
      known.set(list, found);
    }
    return found;
  };
  let small = 0;
  for (const { share, lists } of cells) {
    if (share <= 0) continue;
    small += inRow(
      share,
      lists.map(groupedOnce).sort((a, b) => a.shares.length - b.shares.length),
      bound,
      work,
    );
  }
  return Math.min(1, small);
}

function inRow(start: number, lists: readonly Grouped[], bound: number, work: Work): number {
  const depths = lists.length;
  // Largest and smallest product of what follows each depth.
  const most = new Float64Array(depths + 1).fill(1);
  const fewest = new Float64Array(depths + 1).fill(1);
  for (let k = depths - 1; k >= 0; k--) {
    const { shares } = lists[k]!;
    most[k] = most[k + 1]! * shares[0]!;
    fewest[k] = fewest[k + 1]! * shares[shares.length - 1]!;
  }
  const last = lists[depths - 1];
  // Of the longest list only sums are needed: people in its levels from each one on, smallest at the end.
  const tail = new Float64Array((last?.shares.length ?? 0) + 1);
  if (last)
    for (let i = last.shares.length - 1; i >= 0; i--) tail[i] = tail[i + 1]! + last.shares[i]! * last.counts[i]!;
  const walk = (depth: number, part: number): number => {
    if (part * most[depth]! < bound) return part;
    if (part * fewest[depth]! >= bound) return 0;
    if (--work.left < 0) return part;
    const { shares, counts } = lists[depth]!;
    if (depth === depths - 1) {
      let low = 0;
      let high = shares.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (part * shares[middle]! < bound) high = middle;
        else low = middle + 1;
      }
      return part * tail[low]!;
    }
    let small = 0;
    for (let i = 0; i < shares.length; i++) small += counts[i]! * walk(depth + 1, part * shares[i]!);
    return small;
  };
  return walk(0, start);
}

function smallestCells(design: BudgetDesign): BudgetVerdict["smallest"] {
  const { keys, within } = design;
  const outer = within ? keys.findIndex(({ variable }) => variable === within.variable) : -1;
  const others = keys.flatMap((_, at) => (at === outer ? [] : [at]));
  type Cell = { levels: string[]; share: number };
  const found: Cell[] = [];
  cellsOf(design).forEach(({ share, lists }, row) => {
    if (share <= 0) return;
    const levels = keys.map(() => "");
    if (outer >= 0) levels[outer] = keys[outer]!.levels[row]!.level;
    // The smallest products go through the smallest parts: no others need to be carried along.
    let parts: Cell[] = [{ levels, share }];
    others.forEach((at, list) => {
      const rarest = keys[at]!.levels.map(({ level }, i) => ({ level, share: lists[list]![i]! }))
        .filter((each) => each.share > 0)
        .sort((a, b) => a.share - b.share)
        .slice(0, smallestShown);
      parts = parts
        .flatMap((part) =>
          rarest.map((each) => ({ levels: part.levels.with(at, each.level), share: part.share * each.share })),
        )
        .sort((a, b) => a.share - b.share)
        .slice(0, outer >= 0 ? 1 : smallestShown);
    });
    found.push(...parts);
  });
  return found.sort((a, b) => a.share - b.share).slice(0, smallestShown);
}

function checkDesign({ keys, population, invited, within }: BudgetDesign): void {
  for (const [place, value] of Object.entries({ population, invited }))
    if (value !== null && !(value > 0 && Number.isFinite(value)))
      throw new DisclosureError("bad-parameter", place, `${place} is a number above 0`);
  for (const { variable, levels } of keys) {
    if (levels.length === 0) throw new DisclosureError("wrong-length", variable, `${variable} has no levels`);
    checkShares(
      variable,
      levels.map(({ share }) => share),
    );
  }
  if (!within) return;
  const rows = keys.find(({ variable }) => variable === within.variable)?.levels;
  for (const [variable, shares] of Object.entries(within.shares)) {
    const width = keys.find((key) => key.variable === variable)?.levels.length;
    if (shares.length !== rows?.length || shares.some((row) => row.length !== width))
      throw new DisclosureError("wrong-length", variable, `${variable} by ${within.variable} has another size`);
    shares.forEach((row, i) => {
      if ((rows[i]?.share ?? 0) > 0) checkShares(variable, row);
    });
  }
}

function checkShares(variable: string, shares: readonly number[]): void {
  let sum = 0;
  for (const share of shares) {
    if (!(share >= 0)) throw new DisclosureError("negative-value", variable, `a share of ${variable} is not 0 or more`);
    sum += share;
  }
  if (Math.abs(sum - 1) > 1e-6)
    throw new DisclosureError("does-not-add-up", variable, `shares of ${variable} add up to ${sum}, not 1`);
}
