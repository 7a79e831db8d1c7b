import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";

/** Distribution of the latent answer. "loglog" is what R's svyolr calls "cloglog": F(x) = exp(−exp(−x)). */
export type CumulativeLinkName = "logit" | "probit" | "loglog" | "cauchit";

export interface CumulativeLink {
  /** F. */
  readonly cumulative: (x: number) => number;
  /** F(upper) − F(lower), without loss of digits in the upper tail. */
  readonly between: (lower: number, upper: number) => number;
  readonly density: (x: number) => number;
  /** Derivative of the density. */
  readonly slope: (x: number) => number;
  readonly quantile: (probability: number) => number;
}

function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** Of a symmetric distribution the difference is taken in the lower tail. */
function symmetric(cumulative: (x: number) => number) {
  return (lower: number, upper: number) =>
    lower > 0 ? cumulative(-lower) - cumulative(-upper) : cumulative(upper) - cumulative(lower);
}

const normal = (x: number) => normalCdf(x, 0, 1);
const cauchy = (x: number) => 0.5 + Math.atan(x) / Math.PI;
const gumbel = (x: number) => Math.exp(-Math.exp(-x));

function logisticDensity(x: number): number {
  const odds = Math.exp(-Math.abs(x));
  return odds / (1 + odds) ** 2;
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

const links: Record<CumulativeLinkName, CumulativeLink> = {
  logit: {
    cumulative: logistic,
    between: symmetric(logistic),
    density: logisticDensity,
    slope: (x) => logisticDensity(x) * (1 - 2 * logistic(x)),
    quantile: (p) => Math.log(p / (1 - p)),
  },
  probit: {
    cumulative: normal,
    between: symmetric(normal),
    density: normalDensity,
    slope: (x) => (Number.isFinite(x) ? -x * normalDensity(x) : 0),
    quantile: (p) => normalQuantile(p, 0, 1),
  },
  loglog: {
    cumulative: gumbel,
    between: (lower, upper) => gumbel(upper) - gumbel(lower),
    density: (x) => (x === Number.NEGATIVE_INFINITY ? 0 : Math.exp(-x - Math.exp(-x))),
    slope: (x) => (Number.isFinite(x) ? Math.exp(-x - Math.exp(-x)) * (Math.exp(-x) - 1) : 0),
    quantile: (p) => -Math.log(-Math.log(p)),
  },
  cauchit: {
    cumulative: cauchy,
    between: symmetric(cauchy),
    density: (x) => 1 / (Math.PI * (1 + x * x)),
    slope: (x) => (Number.isFinite(x) ? (-2 * x) / (Math.PI * (1 + x * x) ** 2) : 0),
    quantile: (p) => Math.tan(Math.PI * (p - 0.5)),
  },
};

export function cumulativeLinkOf(name: CumulativeLinkName): CumulativeLink {
  return links[name];
}
