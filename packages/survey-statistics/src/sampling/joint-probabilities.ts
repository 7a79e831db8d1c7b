import { brewerStep, type DrawMethod } from "./draw-units.ts";
import { SamplingError } from "./sampling-error.ts";

export interface JointProbabilities {
  /** π_ij of the units asked for, [k × k] row by row; the diagonal is π_i. */
  readonly matrix: Float64Array;
  /** hajek: an approximation from π alone, where no exact form can be worked out. */
  readonly method: "exact" | "hajek";
}

/** Brewer's joint probabilities run through all sets of units: 2^20 of them, a second or less. */
const mostUnitsForBrewer = 20;

/**
 * Joint inclusion probabilities π_ij: the chance that i and j are both drawn.
 *
 * Simple random: n(n − 1)/(N(N − 1)). Systematic: the part of random starts that meets both, for units in the order of the draw;
 * it is 0 for many pairs, so no unbiased error exists. Sampford: exact, by sums of positive terms over the design. Brewer: exact
 * for two draws (Sampford's then) and for up to 20 units with a chance below 1, else Hájek's approximation.
 *
 * @param probabilities π of all units of the stratum, as drawn (certainty units have 1).
 * @param of units wanted, indices in rising order; all when absent. Time and memory follow their square.
 * @throws {SamplingError} bad-probability.
 * @see Sampford (1967); Brewer (1963); Hájek (1964), Annals of Mathematical Statistics 35; R sampling::UPsampfordpi2, UPsystematicpi2.
 */
export function jointProbabilities(
  method: DrawMethod,
  probabilities: Float64Array,
  of: Int32Array = Int32Array.from(probabilities, (_, i) => i),
): JointProbabilities {
  const uncertain: number[] = [];
  let sum = 0;
  probabilities.forEach((chance, i) => {
    if (!(chance > 0 && chance <= 1))
      throw new SamplingError("bad-probability", `Unit ${i} has the probability ${chance}.`, { unit: i });
    if (chance === 1) return;
    uncertain.push(i);
    sum += chance;
  });
  const count = Math.round(sum);
  const placeOf = new Map(uncertain.map((unit, place) => [unit, place]));
  const chances = Float64Array.from(uncertain, (i) => probabilities[i]!);
  const wanted = Int32Array.from([...of].filter((i) => placeOf.has(i)).map((i) => placeOf.get(i)!));
  const { pair, kind } = pairs(method, chances, count, wanted);
  const matrix = new Float64Array(of.length ** 2);
  of.forEach((i, row) => {
    of.forEach((j, column) => {
      const [a, b] = [placeOf.get(i), placeOf.get(j)];
      const certain = a === undefined || b === undefined;
      matrix[row * of.length + column] =
        i === j ? probabilities[i]! : certain ? probabilities[i]! * probabilities[j]! : pair(a, b);
    });
  });
  return { matrix, method: kind };
}

type Pairs = { pair: (i: number, j: number) => number; kind: "exact" | "hajek" };

function pairs(method: DrawMethod, chances: Float64Array, count: number, wanted: Int32Array): Pairs {
  const n = count;
  const N = chances.length;
  if (n <= 1 || N < 2) return { pair: () => 0, kind: "exact" };
  if (method === "simple-random") return { pair: () => (n * (n - 1)) / (N * (N - 1)), kind: "exact" };
  if (method === "systematic" || method === "pps-systematic")
    return { pair: systematicPairs(chances, n), kind: "exact" };
  // Brewer's two draws are Sampford's design with two.
  if (method === "pps-sampford" || n === 2) return { pair: sampfordPairs(chances, n, wanted), kind: "exact" };
  if (N <= mostUnitsForBrewer) return { pair: brewerPairs(chances, n), kind: "exact" };
  const d = chances.reduce((total, chance) => total + chance * (1 - chance), 0);
  return {
    pair: (i, j) => chances[i]! * chances[j]! * (1 - ((1 - chances[i]!) * (1 - chances[j]!)) / d),
    kind: "hajek",
  };
}

/** A unit is met by the starts in an arc of length π_i on a circle of length 1: what two arcs have in common. */
function systematicPairs(chances: Float64Array, count: number): (i: number, j: number) => number {
  const end = new Float64Array(chances.length);
  let sum = 0;
  chances.forEach((chance, i) => {
    sum = i === chances.length - 1 ? count : sum + chance;
    end[i] = sum;
  });
  const startOf = (i: number) => (i === 0 ? 0 : end[i - 1]!);
  return (i, j) => {
    const [a, b] = [end[i]! - startOf(i), end[j]! - startOf(j)];
    // Where j's arc begins, counted from the beginning of i's.
    const shift = startOf(j) - startOf(i);
    const gap = shift - Math.floor(shift);
    const both = Math.max(0, Math.min(a, gap + b) - gap) + Math.max(0, Math.min(a, gap + b - 1));
    return both < 1e-12 ? 0 : both;
  };
}

/** Chances of 0 … n draws among some units (each on its own with chance π), and the same times Σ (1 − π) of those drawn. */
type Counts = { plain: Float64Array; spread: Float64Array };

function withUnit({ plain, spread }: Counts, chance: number): Counts {
  const next = { plain: new Float64Array(plain.length), spread: new Float64Array(plain.length) };
  for (let m = 0; m < plain.length; m++) {
    const before = m > 0 ? plain[m - 1]! : 0;
    next.plain[m] = (1 - chance) * plain[m]! + chance * before;
    next.spread[m] = (1 - chance) * spread[m]! + chance * ((m > 0 ? spread[m - 1]! : 0) + (1 - chance) * before);
  }
  return next;
}

/** Hands every place of `places` the counts with all the other places. All terms are positive: nothing cancels. */
function leavingEachOut(
  counts: Counts,
  chances: Float64Array,
  places: Int32Array,
  found: (place: number, without: Counts) => void,
): void {
  if (places.length === 1) {
    found(places[0]!, counts);
    return;
  }
  const half = places.length >> 1;
  const [first, second] = [places.subarray(0, half), places.subarray(half)];
  const including = (side: Int32Array) => side.reduce((sofar: Counts, i) => withUnit(sofar, chances[i]!), counts);
  leavingEachOut(including(second), chances, first, found);
  leavingEachOut(including(first), chances, second, found);
}

function sampfordPairs(chances: Float64Array, n: number, wanted: Int32Array): (i: number, j: number) => number {
  const row = new Map(Array.from(wanted, (place, k) => [place, k]));
  const joint = new Float64Array(wanted.length ** 2);
  if (wanted.length < 2) return () => 0;
  let rest: Counts = { plain: new Float64Array(n + 1), spread: new Float64Array(n + 1) };
  rest.plain[0] = 1;
  chances.forEach((chance, i) => {
    if (!row.has(i)) rest = withUnit(rest, chance);
  });
  const all = wanted.reduce((sofar: Counts, i) => withUnit(sofar, chances[i]!), rest).spread[n]!;
  for (const i of wanted) {
    const others = wanted.filter((j) => j !== i);
    leavingEachOut(rest, chances, others, (j, { plain, spread }) => {
      const [a, b] = [chances[i]!, chances[j]!];
      joint[row.get(i)! * wanted.length + row.get(j)!] = (a * b * ((2 - a - b) * plain[n - 2]! + spread[n - 2]!)) / all;
    });
  }
  return (i, j) => joint[row.get(i)! * wanted.length + row.get(j)!]!;
}

/** Goes through all sets of units in the order of their codes: a set's chance comes from the sets with one unit less. */
function brewerPairs(chances: Float64Array, n: number): (i: number, j: number) => number {
  const N = chances.length;
  const chanceOf = new Float64Array(1 << N);
  const joint = new Float64Array(N * N);
  chanceOf[0] = 1;
  const step = new Float64Array(N);
  const members = new Int32Array(N);
  for (let set = 0; set < chanceOf.length; set++) {
    const reached = chanceOf[set]!;
    if (reached === 0) continue;
    let size = 0;
    let gone = 0;
    for (let j = 0; j < N; j++)
      if (set & (1 << j)) {
        members[size++] = j;
        gone += chances[j]!;
      }
    if (size === n) {
      for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) joint[members[a]! * N + members[b]!]! += reached;
      continue;
    }
    let sum = 0;
    for (let j = 0; j < N; j++) {
      step[j] = set & (1 << j) ? 0 : brewerStep(chances[j]!, n - gone, n - size);
      sum += step[j]!;
    }
    for (let j = 0; j < N; j++) if (step[j]! > 0) chanceOf[set | (1 << j)]! += (reached * step[j]!) / sum;
  }
  return (i, j) => joint[i * N + j]!;
}
