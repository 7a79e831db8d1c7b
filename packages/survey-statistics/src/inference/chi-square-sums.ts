import { upperTailOfF, upperTailOfNormal } from "./distributions.ts";

/**
 * How the tail of a sum of weighted χ² is worked out.
 * - satterthwaite: one χ² with the same mean and variance. Quick; too large or too small by some per cent far out.
 * - saddlepoint: Kuonen's approximation; holds its relative error far into the tail.
 * - integration: exact to about 1e-9.
 */
export type ChiSquareSumMethod = "satterthwaite" | "saddlepoint" | "integration";

/**
 * P(Σ λ_j χ²_1 > x): the distribution of quadratic forms, hence of Pearson's X² and of likelihood ratios of survey data.
 *
 * @param weights λ, at least one. Negative ones are allowed.
 * @see Kuonen (1999), Biometrika 86; Ruben (1962), Annals of Mathematical Statistics 33; Imhof (1961), Biometrika 48;
 *   R survey::pchisqsum(lower.tail = FALSE).
 */
export function upperTailOfChiSquareSum(
  x: number,
  weights: ArrayLike<number>,
  method: ChiSquareSumMethod = "integration",
): number {
  return upperTailOfFSum(x, weights, Number.POSITIVE_INFINITY, method);
}

/**
 * P(Σ λ_j χ²_1 / (χ²_d/d) > x), the numerator and the denominator independent: the same sum when its scale was estimated on
 * d degrees of freedom.
 *
 * "saddlepoint" counts whole degrees of freedom below the line, as R does.
 *
 * @param weights λ. @param denominator d; Infinity = a sum of χ².
 * @see R survey::pFsum(lower.tail = FALSE). @see upperTailOfChiSquareSum
 */
export function upperTailOfFSum(
  x: number,
  weights: ArrayLike<number>,
  denominator: number,
  method: ChiSquareSumMethod = "integration",
): number {
  const used: number[] = [];
  for (let j = 0; j < weights.length; j++) {
    if (!Number.isFinite(weights[j]!)) return Number.NaN;
    if (weights[j] !== 0) used.push(weights[j]!);
  }
  if (Number.isNaN(x) || used.length === 0 || !(denominator > 0)) return Number.NaN;
  if (x <= 0 && used.every((weight) => weight > 0)) return 1;
  if (method === "integration") {
    const series = used.every((weight) => weight > 0) ? byMixture(x, used, denominator) : undefined;
    return series ?? byInversion(x, used, denominator);
  }
  const found = method === "saddlepoint" ? bySaddlepoint(x, used, denominator) : undefined;
  return found ?? bySatterthwaite(x, used, denominator);
}

function bySatterthwaite(x: number, weights: readonly number[], denominator: number): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  const numerator = (sum * sum) / squares;
  return upperTailOfF(x / sum, numerator, denominator);
}

/** Terms of a sum of independent scaled χ²: weight and degrees of freedom. */
interface Term {
  readonly weight: number;
  readonly degrees: number;
}

/** A ratio exceeds x where Σ λ χ² − (x/d) χ²_d exceeds 0. */
function termsOf(x: number, weights: readonly number[], denominator: number, whole: boolean): [Term[], number] {
  const terms = weights.map((weight): Term => ({ weight, degrees: 1 }));
  if (denominator === Number.POSITIVE_INFINITY) return [terms, x];
  const degrees = whole ? Math.max(1, Math.floor(denominator)) : denominator;
  return [[...terms, { weight: -x / denominator, degrees }], 0];
}

/** undefined near the mean, where the formula is 0/0. */
function bySaddlepoint(x: number, weights: readonly number[], denominator: number): number | undefined {
  const [raw, rawBound] = termsOf(x, weights, denominator, true);
  const largest = Math.max(...raw.map(({ weight }) => weight));
  if (!(largest > 0)) return undefined;
  const terms = raw.map(({ weight, degrees }) => ({ weight: weight / largest, degrees }));
  const bound = rawBound / largest;
  const slope = (zeta: number) => {
    let sum = -bound;
    for (const { weight, degrees } of terms) sum += (degrees * weight) / (1 - 2 * zeta * weight);
    return sum;
  };
  const total = terms.reduce((sum, { degrees }) => sum + degrees, 0);
  const negative = terms.filter(({ weight }) => weight < 0).map(({ weight }) => 1 / (2 * weight));
  let low = negative.length > 0 ? Math.max(...negative) * (1 - 1e-12) : -total / Math.max(bound, 1e-300) - 1;
  let high = 0.5 * (1 - 1e-12);
  // The slope rises from −∞ to ∞ between the poles.
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (slope(middle) > 0) high = middle;
    else low = middle;
  }
  const zeta = (low + high) / 2;
  if (Math.abs(zeta) < 1e-4) return undefined;
  let cumulant = 0;
  let curvature = 0;
  for (const { weight, degrees } of terms) {
    cumulant -= (degrees * Math.log1p(-2 * zeta * weight)) / 2;
    curvature += (2 * degrees * weight * weight) / (1 - 2 * zeta * weight) ** 2;
  }
  const w = Math.sign(zeta) * Math.sqrt(2 * (zeta * bound - cumulant));
  const v = zeta * Math.sqrt(curvature);
  const tail = upperTailOfNormal(w + Math.log(v / w) / w);
  return Number.isNaN(tail) ? undefined : tail;
}

/**
 * Ruben's series: a sum of positive weights is a mixture of β·χ² with K, K + 2, … degrees of freedom; over χ²_d/d, of F.
 * undefined when the weights are too unlike for it to end soon.
 */
function byMixture(x: number, weights: readonly number[], denominator: number): number | undefined {
  const k = weights.length;
  const smallest = Math.min(...weights);
  const largest = Math.max(...weights);
  if (largest > 150 * smallest) return undefined;
  const beta = smallest;
  const gamma = weights.map((weight) => 1 - beta / weight);
  const powers = gamma.slice();
  const mixing = [Math.exp(weights.reduce((sum, weight) => sum + Math.log(beta / weight), 0) / 2)];
  const momentSums: number[] = [];
  let remaining = 1 - mixing[0]!;
  let tail = mixing[0]! * upperTailOfF(x / (beta * k), k, denominator);
  for (let term = 1; remaining > 1e-13 && term < 6000; term++) {
    let moment = 0;
    for (let j = 0; j < k; j++) {
      moment += powers[j]!;
      powers[j]! *= gamma[j]!;
    }
    momentSums.push(moment);
    let sum = 0;
    for (let r = 0; r < term; r++) sum += momentSums[term - r - 1]! * mixing[r]!;
    const share = sum / (2 * term);
    mixing.push(share);
    remaining -= share;
    const degrees = k + 2 * term;
    tail += share * upperTailOfF(x / (beta * degrees), degrees, denominator);
    if (share < 1e-17 && remaining < 1e-9) break;
  }
  return Math.min(1, tail + Math.max(0, remaining));
}

/** Imhof's inversion of the characteristic function: ½ + (1/π) ∫ sin θ(u) / (u ρ(u)) du, for weights of any sign. */
function byInversion(x: number, weights: readonly number[], denominator: number): number {
  const [terms, bound] = termsOf(x, weights, denominator, false);
  const scale = Math.sqrt(terms.reduce((sum, { weight, degrees }) => sum + degrees * weight * weight, 0));
  const scaled = terms.map(({ weight, degrees }) => ({ weight: weight / scale, degrees }));
  const at = bound / scale;
  const integrand = (u: number) => {
    let angle = -at * u;
    let logDecay = 0;
    for (const { weight, degrees } of scaled) {
      angle += degrees * Math.atan(weight * u);
      logDecay += degrees * Math.log1p((weight * u) ** 2);
    }
    return Math.sin(angle / 2) / (u * Math.exp(logDecay / 4));
  };
  // Panels that grow with u, no longer than a third of a turn of the angle; until what is left cannot matter.
  let integral = 0;
  let from = 0;
  let length = 0.05;
  for (let panel = 0; panel < 400_000; panel++) {
    integral += gauss(integrand, from, from + length);
    from += length;
    let logDecay = 0;
    let turning = Math.abs(at);
    let degreesLeft = 0;
    for (const { weight, degrees } of scaled) {
      const size = (weight * from) ** 2;
      logDecay += degrees * Math.log1p(size);
      turning += (degrees * Math.abs(weight)) / (1 + size);
      degreesLeft += degrees * Math.min(1, size);
    }
    if (Math.exp(-logDecay / 4) / Math.max(degreesLeft / 2, 0.5) < 1e-10) break;
    length = Math.min(0.2 * (from + 0.25), 4 / turning);
  }
  return Math.min(1, Math.max(0, 0.5 + integral / Math.PI));
}

const gaussNodes = [0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717];
const gaussShares = [
  0.2955242247147529, 0.2692667193099963, 0.2190863625159821, 0.1494513491505806, 0.0666713443086881,
];

/** Ten-point Gauss-Legendre rule. */
function gauss(f: (u: number) => number, from: number, to: number): number {
  const centre = (from + to) / 2;
  const half = (to - from) / 2;
  let sum = 0;
  for (let node = 0; node < gaussNodes.length; node++) {
    const step = half * gaussNodes[node]!;
    sum += gaussShares[node]! * (f(centre - step) + f(centre + step));
  }
  return half * sum;
}
