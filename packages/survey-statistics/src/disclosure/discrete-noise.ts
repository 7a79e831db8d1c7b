import { DisclosureError } from "./disclosure-error.ts";

/** A number as a fraction of whole numbers, exactly; the denominator is above 0. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

/** So many random bytes, each value as likely as any other and independent: of the operating system, or seeded in a test. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * One draw of the discrete Laplace distribution: P(x) ∝ exp(−|x| / scale), x = …, −1, 0, 1, …. A count that one person
 * changes by 1 at most is protected by ε = 1/scale.
 *
 * Whole numbers throughout: rounded logarithms leave gaps in their low digits from which the true count can be read (Mironov
 * 2012). How long a draw takes depends on what is drawn: do not let it be measured.
 *
 * @throws {DisclosureError} bad-parameter: a scale of 0 or less.
 * @see Canonne, Kamath & Steinke (2020), The discrete Gaussian for differential privacy, algorithm 2; the sign first, as OpenDP does.
 */
export function drawDiscreteLaplace(scale: Fraction, random: RandomBytes): bigint {
  const [t, s] = positive("scale", scale);
  for (;;) {
    const negative = oneIn(2n, random);
    const remainder = below(t, random);
    if (!happensExp([remainder, t], random)) continue;
    let wholes = 0n;
    while (happensExp([1n, 1n], random)) wholes++;
    const size = (remainder + t * wholes) / s;
    // 0 would come up as +0 and as −0, twice as often as it should.
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}

/**
 * One draw of the discrete Gaussian distribution: P(x) ∝ exp(−x² / (2 variance)), x = …, −1, 0, 1, …. Its variance is at most
 * the parameter, and all but equal to it from 1 upwards.
 *
 * @throws {DisclosureError} bad-parameter: a variance of 0 or less.
 * @see Canonne, Kamath & Steinke (2020), algorithm 3.
 */
export function drawDiscreteGaussian(variance: Fraction, random: RandomBytes): bigint {
  const [n, d] = positive("variance", variance);
  const t = wholeRoot(n / d) + 1n;
  for (;;) {
    const drawn = drawDiscreteLaplace([t, 1n], random);
    // (|x| − σ²/t)² / 2σ²
    const off = (drawn < 0n ? -drawn : drawn) * t * d - n;
    if (happensExp([off * off, 2n * n * d * t * t], random)) return drawn;
  }
}

/**
 * Happens with chance exp(−x), exactly. @param x 0 or more.
 * @throws {DisclosureError} bad-parameter: x below 0.
 * @see Canonne, Kamath & Steinke (2020), algorithm 1, after von Neumann (1951).
 */
export function happensExp([numerator, denominator]: Fraction, random: RandomBytes): boolean {
  if (numerator < 0n || denominator <= 0n)
    throw new DisclosureError("bad-parameter", "x", "exp(−x) is a chance for x of 0 and more only.");
  let left = numerator;
  for (; left > denominator; left -= denominator) if (!happensExp([1n, 1n], random)) return false;
  // 1 − x + x²/2! − …: how often in a row x/k happens is odd with chance exp(−x).
  let k = 1n;
  while (below(denominator * k, random) < left) k++;
  return k % 2n === 1n;
}

/**
 * The smallest k such that noise of the discrete Laplace distribution lies within −k … k with at least this chance, from
 * P(|x| > k) = 2 q^(k+1) / (1 + q), q = exp(−1/scale).
 *
 * @param level between 0 and 1; default 0.95.
 * @throws {DisclosureError} bad-parameter.
 */
export function discreteLaplaceWithin(scale: Fraction, level = 0.95): number {
  const [t, s] = positive("scale", scale);
  if (!(level > 0 && level < 1)) throw new DisclosureError("bad-parameter", "level", "A level lies between 0 and 1.");
  const rate = Number(s) / Number(t);
  const beyond = (k: number) => (2 * Math.exp(-rate * (k + 1))) / (1 + Math.exp(-rate));
  let k = Math.max(0, Math.floor(Math.log(2 / (1 + Math.exp(-rate)) / (1 - level)) / rate) - 2);
  while (beyond(k) > 1 - level) k++;
  return k;
}

/** Whether a chance of one in `many` came up. */
const oneIn = (many: bigint, random: RandomBytes): boolean => below(many, random) === 0n;

/** A whole number 0 … limit − 1, each as likely: too large ones are thrown away, since a remainder would favour small ones. */
function below(limit: bigint, random: RandomBytes): bigint {
  const bits = (limit - 1n).toString(2).length;
  const spare = BigInt((8 - (bits % 8)) % 8);
  for (;;) {
    let drawn = 0n;
    for (const byte of random(Math.ceil(bits / 8))) drawn = (drawn << 8n) | BigInt(byte);
    drawn >>= spare;
    if (drawn < limit) return drawn;
  }
}

/** ⌊√x⌋ by Newton's steps. */
function wholeRoot(x: bigint): bigint {
  if (x < 2n) return x;
  let root = 1n << BigInt(Math.ceil(x.toString(2).length / 2));
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function positive(place: string, fraction: Fraction): Fraction {
  if (fraction[0] <= 0n || fraction[1] <= 0n)
    throw new DisclosureError("bad-parameter", place, `The ${place} is ${fraction.join("/")}, not above 0.`);
  return fraction;
}
