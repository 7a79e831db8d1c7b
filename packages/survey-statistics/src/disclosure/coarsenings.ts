import {
  type BudgetDesign,
  type BudgetKey,
  type BudgetLimits,
  type BudgetVerdict,
  cellsOf,
  demographicLimits,
  exposureOf,
  isBlocked,
  type Work,
} from "./demographic-budget.ts";

/** A change of one question that makes groups larger. */
export interface BudgetCoarsening {
  readonly variable: string;
  readonly kind: "bands" | "merge" | "drop";
  /** bands: all of them, each by its levels. merge: only the levels that become one. */
  readonly groups: readonly (readonly string[])[];
  /** Share of people still in too small a cell: after this change alone, or after this one and those before it in a plan. */
  readonly exposed: number;
}

export interface OfferedCoarsenings {
  /** One change each, and nothing else, where it helps by itself; those that leave fewest people exposed first. */
  readonly single: readonly BudgetCoarsening[];
  /** Changes that together make the design acceptable (or as good as was found): one a question. */
  readonly plan: readonly BudgetCoarsening[];
  readonly accepted: boolean;
}

/** Partial cells looked at in all. */
const mostSteps = 20_000_000;
const mostOffered = 8;

/** Level → group; "drop": the question is left out. */
type Rung = readonly number[] | "drop";

/**
 * What could be asked more coarsely. Each question has a ladder, from the finest change to leaving it out; the search goes up one rung
 * at a time, where most people leave too small a cell for the least detail lost (in bits of Shannon's entropy), and at the end comes down
 * again wherever that still is acceptable. Greedy: there may be a better plan.
 */
export function coarseningsOf(
  design: BudgetDesign,
  limits: BudgetLimits = demographicLimits,
  steps: number = mostSteps,
): OfferedCoarsenings {
  const { keys } = design;
  const ladders = keys.map(ladderOf);
  const work: Work = { left: steps };
  /** -1: as asked. */
  const exposureAt = (rungs: readonly number[], by: Work = work) =>
    exposureOf(
      cellsOf(
        coarsened(
          design,
          rungs.map((rung, k) => ladders[k]![rung]),
        ),
      ),
      design,
      limits,
      by,
    );
  const asked = keys.map(() => -1);
  const described = (k: number, rung: number, exposed: number) => describe(keys[k]!, ladders[k]![rung]!, exposed);

  const single = keys.flatMap((_, k) => {
    const tried = ladders[k]!.map((_, rung) => exposureAt(asked.with(k, rung)));
    const enough = tried.findIndex((exposure) => !isBlocked(exposure, limits));
    if (enough >= 0) return [described(k, enough, worst(tried[enough]!))];
    const exposed = tried.map(worst);
    const dropped = exposed.length - 1;
    const best = exposed.indexOf(Math.min(...exposed.slice(0, dropped)));
    return [
      ...(best >= 0 && best < dropped ? [described(k, best, exposed[best]!)] : []),
      described(k, dropped, exposed[dropped]!),
    ];
  });

  const bits = keys.map((key, k) => [entropy(key, undefined), ...ladders[k]!.map((rung) => entropy(key, rung))]);
  let rungs: readonly number[] = asked;
  let now = exposureAt(rungs);
  const atFirst = worst(now);
  while (isBlocked(now, limits) && work.left > 0) {
    let next: { rungs: readonly number[]; exposure: typeof now; gain: number; detail: number } | undefined;
    for (const [k, rung] of rungs.entries()) {
      if (rung + 1 >= ladders[k]!.length) continue;
      const higher = rungs.with(k, rung + 1);
      const exposure = exposureAt(higher);
      const lost = bits[k]![rung + 1]! - bits[k]![rung + 2]!;
      const gain = (worst(now) - worst(exposure)) / Math.max(lost, 1e-6);
      // Where no step helps by itself yet, the finest question is where to begin.
      const detail = bits[k]![rung + 1]!;
      if (!next || gain > next.gain + 1e-12 || (gain > next.gain - 1e-12 && detail > next.detail))
        next = { rungs: higher, exposure, gain, detail };
    }
    if (!next) break;
    rungs = next.rungs;
    now = next.exposure;
  }
  const accepted = !isBlocked(now, limits);
  if (accepted) rungs = backDown(rungs, bits, (lower) => !isBlocked(exposureAt(lower), limits) && work.left > 0);
  const helping = single.filter(({ exposed }) => exposed < atFirst - 1e-12).sort((a, b) => a.exposed - b.exposed);
  return { single: helping.slice(0, mostOffered), plan: planOf(rungs), accepted };

  function planOf(changed: readonly number[]): BudgetCoarsening[] {
    let sofar: readonly number[] = asked;
    return changed.flatMap((rung, k) => {
      if (rung < 0) return [];
      sofar = sofar.with(k, rung);
      return [described(k, rung, worst(exposureAt(sofar, { left: steps })))];
    });
  }
}

/** Detail is given back where nobody pays for it, most of it first. */
function backDown(
  from: readonly number[],
  bits: readonly (readonly number[])[],
  fine: (rungs: readonly number[]) => boolean,
): readonly number[] {
  let rungs = from;
  for (;;) {
    const lower = rungs
      .flatMap((rung, k) =>
        Array.from({ length: rung + 1 }, (_, down) => ({
          rungs: rungs.with(k, down - 1),
          back: bits[k]![down]! - bits[k]![rung + 1]!,
        })),
      )
      .sort((a, b) => b.back - a.back)
      .find((each) => fine(each.rungs));
    if (!lower) return rungs;
    rungs = lower.rungs;
  }
}

const worst = ({
  exposedPopulation,
  exposedSample,
}: Pick<BudgetVerdict, "exposedPopulation" | "exposedSample">): number =>
  Math.max(exposedPopulation ?? 0, exposedSample ?? 0);

/** Finest change first, leaving the question out last. */
function ladderOf(key: BudgetKey): Rung[] {
  const sizes = key.levels.length;
  const rungs: Rung[] = [];
  const add = (rung: readonly number[]) => {
    const groups = new Set(rung).size;
    const before = rungs.at(-1) as readonly number[] | undefined;
    if (groups > 1 && groups < (before ? new Set(before).size : sizes)) rungs.push(rung);
  };
  const years = yearsOf(key);
  if (years) for (const width of [2, 5, 10, 15, 20, 30]) add(bandsOfYears(key, years, width));
  else if (key.order === "named")
    for (const most of [Math.ceil(sizes * 0.75), Math.ceil(sizes / 2), Math.ceil(sizes / 4), 6, 5, 4, 3, 2])
      add(rareTogether(key, most));
  else
    for (let most = sizes - 1; most > 1; most = most > 12 ? Math.ceil(most / 2) : most - 1)
      add(neighboursTogether(key, most));
  return [...rungs, "drop"];
}

/** Levels that are the years of a number asked as such. */
function yearsOf({ levels, order }: BudgetKey): number[] | undefined {
  const years = levels.map(({ level }) => Number(level));
  const inRow = years.every((year, i) => Number.isInteger(year) && (i === 0 || year === years[i - 1]! + 1));
  return order === "ordered" && levels.length > 12 && inRow ? years : undefined;
}

/** Bands that begin at multiples of the width; a first or last one of fewer than half the people of an even band joins its neighbour. */
function bandsOfYears({ levels }: BudgetKey, years: readonly number[], width: number): number[] {
  const first = Math.floor(years[0]! / width);
  const bands = years.map((year) => Math.floor(year / width) - first);
  const last = bands.at(-1)!;
  const half = 0.5 / (last + 1);
  const share = (band: number) => levels.reduce((sum, level, i) => sum + (bands[i] === band ? level.share : 0), 0);
  const low = last > 0 && share(0) < half ? 1 : 0;
  const high = last > low && share(last) < half ? last - 1 : last;
  return bands.map((band) => Math.min(Math.max(band, low), high));
}

function rareTogether({ levels }: BudgetKey, most: number): number[] {
  const kept = new Set(
    levels
      .map(({ share }, i) => ({ share, i }))
      .sort((a, b) => b.share - a.share || a.i - b.i)
      .slice(0, Math.max(1, most - 1))
      .map(({ i }) => i),
  );
  return levels.map((_, i) => (kept.has(i) ? i : -1));
}

/** Neighbours in the list, in parts of about the same number of people. */
function neighboursTogether({ levels }: BudgetKey, most: number): number[] {
  let before = 0;
  return levels.map(({ share }) => {
    const middle = before + share / 2;
    before += share;
    return Math.min(most - 1, Math.floor(middle * most));
  });
}

/** The groups of a rung, as places of levels, in the order of the list. */
function groupsOf(rung: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  rung.forEach((group, i) => {
    const members = groups.get(group);
    if (members) members.push(i);
    else groups.set(group, [i]);
  });
  return [...groups.values()];
}

function describe({ variable, levels, order }: BudgetKey, rung: Rung, exposed: number): BudgetCoarsening {
  if (rung === "drop") return { variable, kind: "drop", groups: [], exposed };
  const groups = groupsOf(rung).map((members) => members.map((i) => levels[i]!.level));
  return order === "ordered"
    ? { variable, kind: "bands", groups, exposed }
    : { variable, kind: "merge", groups: groups.filter(({ length }) => length > 1), exposed };
}

function entropy({ levels }: BudgetKey, rung: Rung | undefined): number {
  if (rung === "drop") return 0;
  const shares = rung
    ? groupsOf(rung).map((members) => members.reduce((sum, i) => sum + levels[i]!.share, 0))
    : levels.map(({ share }) => share);
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
}

/** The design with some questions asked more coarsely. */
function coarsened(design: BudgetDesign, rungs: readonly (Rung | undefined)[]): BudgetDesign {
  const { keys, within } = design;
  const outer = within ? keys.findIndex(({ variable }) => variable === within.variable) : -1;
  const outerGroups = outer < 0 ? [] : membersOf(keys[outer]!, rungs[outer]);
  const shares: Record<string, number[][]> = {};
  const asked = keys.flatMap((key, k) => {
    const rung = rungs[k];
    if (rung === "drop") return [];
    const members = membersOf(key, rung);
    const table = k === outer ? undefined : within?.shares[key.variable];
    if (table) {
      const sizes = keys[outer]!.levels;
      shares[key.variable] = outerGroups.map((rows) => {
        const people = rows.reduce((sum, row) => sum + sizes[row]!.share, 0);
        return members.map((columns) =>
          rows.reduce(
            (sum, row) => sum + (people > 0 ? (sizes[row]!.share / people) * sumAt(table[row]!, columns) : 0),
            0,
          ),
        );
      });
    }
    const all = key.levels.map(({ share }) => share);
    return [
      {
        ...key,
        levels: members.map((columns) => ({ level: key.levels[columns[0]!]!.level, share: sumAt(all, columns) })),
      },
    ];
  });
  const { within: _, ...rest } = design;
  return within && outer >= 0 && rungs[outer] !== "drop"
    ? { ...rest, keys: asked, within: { variable: within.variable, shares } }
    : { ...rest, keys: asked };
}

const membersOf = ({ levels }: BudgetKey, rung: Rung | undefined): number[][] =>
  rung && rung !== "drop" ? groupsOf(rung) : levels.map((_, i) => [i]);

const sumAt = (values: readonly number[], at: readonly number[]): number => at.reduce((sum, i) => sum + values[i]!, 0);
