import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";

/** Distribution whose variance function the model uses; the dispersion is always free, as in R's quasi families. */
export type FamilyName = "gaussian" | "binomial" | "poisson" | "gamma" | "inverse-gaussian";

export type LinkName =
  | "identity"
  | "logit"
  | "probit"
  | "cloglog"
  | "cauchit"
  | "log"
  | "inverse"
  | "sqrt"
  | "inverse-square";

export interface Link {
  readonly name: LinkName;
  /** η of a mean. */
  readonly of: (mean: number) => number;
  /** Mean of η. */
  readonly inverse: (eta: number) => number;
  /** dμ/dη. */
  readonly slope: (eta: number) => number;
  readonly admits: (eta: number) => boolean;
}

export interface Family {
  readonly name: FamilyName;
  readonly canonicalLink: LinkName;
  readonly variance: (mean: number) => number;
  /** Contribution of one answer of weight 1 to the deviance, ≥ 0. */
  readonly deviance: (y: number, mean: number) => number;
  /** Mean that the iteration starts from. */
  readonly start: (y: number, weight: number) => number;
  readonly admits: (mean: number) => boolean;
  readonly admitsResponse: (y: number) => boolean;
}

const epsilon = Number.EPSILON;
const always = () => true;
/** Beyond ±30 a logit is 0 or 1 to working precision: held there, as R does. */
const logitLimit = 30;
const probitLimit = -normalQuantile(epsilon, 0, 1);
const cauchitLimit = -Math.tan(Math.PI * (epsilon - 0.5));
const rootTwoPi = Math.sqrt(2 * Math.PI);

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

const links: Record<LinkName, Link> = {
  identity: { name: "identity", of: (mean) => mean, inverse: (eta) => eta, slope: () => 1, admits: always },
  logit: {
    name: "logit",
    of: (mean) => Math.log(mean / (1 - mean)),
    inverse: (eta) => {
      const odds = eta < -logitLimit ? epsilon : eta > logitLimit ? 1 / epsilon : Math.exp(eta);
      return odds / (1 + odds);
    },
    slope: (eta) => {
      if (eta > logitLimit || eta < -logitLimit) return epsilon;
      const odds = Math.exp(eta);
      return odds / ((1 + odds) * (1 + odds));
    },
    admits: always,
  },
  probit: {
    name: "probit",
    of: (mean) => normalQuantile(mean, 0, 1),
    inverse: (eta) => normalCdf(clamp(eta, -probitLimit, probitLimit), 0, 1),
    slope: (eta) => Math.max(Math.exp((-eta * eta) / 2) / rootTwoPi, epsilon),
    admits: always,
  },
  cloglog: {
    name: "cloglog",
    of: (mean) => Math.log(-Math.log1p(-mean)),
    inverse: (eta) => clamp(-Math.expm1(-Math.exp(eta)), epsilon, 1 - epsilon),
    slope: (eta) => {
      const rate = Math.exp(Math.min(eta, 700));
      return Math.max(rate * Math.exp(-rate), epsilon);
    },
    admits: always,
  },
  cauchit: {
    name: "cauchit",
    of: (mean) => Math.tan(Math.PI * (mean - 0.5)),
    inverse: (eta) => 0.5 + Math.atan(clamp(eta, -cauchitLimit, cauchitLimit)) / Math.PI,
    slope: (eta) => Math.max(1 / (Math.PI * (1 + eta * eta)), epsilon),
    admits: always,
  },
  log: {
    name: "log",
    of: (mean) => Math.log(mean),
    inverse: (eta) => Math.max(Math.exp(eta), epsilon),
    slope: (eta) => Math.max(Math.exp(eta), epsilon),
    admits: always,
  },
  inverse: {
    name: "inverse",
    of: (mean) => 1 / mean,
    inverse: (eta) => 1 / eta,
    slope: (eta) => -1 / (eta * eta),
    admits: (eta) => eta !== 0 && Number.isFinite(eta),
  },
  sqrt: {
    name: "sqrt",
    of: (mean) => Math.sqrt(mean),
    inverse: (eta) => eta * eta,
    slope: (eta) => 2 * eta,
    admits: (eta) => eta > 0 && Number.isFinite(eta),
  },
  "inverse-square": {
    name: "inverse-square",
    of: (mean) => 1 / (mean * mean),
    inverse: (eta) => 1 / Math.sqrt(eta),
    slope: (eta) => -1 / (2 * eta ** 1.5),
    admits: (eta) => eta > 0 && Number.isFinite(eta),
  },
};

function logRatioTimes(y: number, mean: number): number {
  return y === 0 ? 0 : y * Math.log(y / mean);
}

const families: Record<FamilyName, Family> = {
  gaussian: {
    name: "gaussian",
    canonicalLink: "identity",
    variance: () => 1,
    deviance: (y, mean) => (y - mean) * (y - mean),
    start: (y) => y,
    admits: always,
    admitsResponse: always,
  },
  binomial: {
    name: "binomial",
    canonicalLink: "logit",
    variance: (mean) => mean * (1 - mean),
    deviance: (y, mean) => 2 * (logRatioTimes(y, mean) + logRatioTimes(1 - y, 1 - mean)),
    start: (y, weight) => (weight * y + 0.5) / (weight + 1),
    admits: (mean) => mean > 0 && mean < 1,
    admitsResponse: (y) => y >= 0 && y <= 1,
  },
  poisson: {
    name: "poisson",
    canonicalLink: "log",
    variance: (mean) => mean,
    deviance: (y, mean) => (y === 0 ? 2 * mean : 2 * (y * Math.log(y / mean) - (y - mean))),
    start: (y) => y + 0.1,
    admits: (mean) => mean > 0 && Number.isFinite(mean),
    admitsResponse: (y) => y >= 0,
  },
  gamma: {
    name: "gamma",
    canonicalLink: "inverse",
    variance: (mean) => mean * mean,
    deviance: (y, mean) => -2 * (Math.log(y / mean) - (y - mean) / mean),
    start: (y) => y,
    admits: (mean) => mean > 0 && Number.isFinite(mean),
    admitsResponse: (y) => y > 0,
  },
  "inverse-gaussian": {
    name: "inverse-gaussian",
    canonicalLink: "inverse-square",
    variance: (mean) => mean ** 3,
    deviance: (y, mean) => (y - mean) ** 2 / (y * mean * mean),
    start: (y) => y,
    admits: always,
    admitsResponse: (y) => y > 0,
  },
};

/** @see McCullagh & Nelder (1989), chapter 2. */
export function familyOf(name: FamilyName): Family {
  return families[name];
}

export function linkOf(name: LinkName): Link {
  return links[name];
}
