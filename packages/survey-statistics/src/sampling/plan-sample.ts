import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { SamplingError } from "./sampling-error.ts";

export interface SampleCosts {
  readonly fixed?: number;
  /** Of one PSU: getting there, listing, staying. */
  readonly perPsu?: number;
  /** Of one completed interview. */
  readonly perInterview?: number;
  /** Of one person approached, whether an interview comes of it or not. */
  readonly perApproach?: number;
}

export interface ReportedDomain {
  readonly name: string;
  /** Its share of the population, 0 < share ≤ 1. */
  readonly share: number;
  /** Half the width of its interval that is wanted; the plan's margin when absent. */
  readonly margin?: number;
}

export interface SamplePlanInput {
  /** One of: half the width of the interval; completed interviews; money. */
  readonly goal: { readonly margin: number } | { readonly completes: number } | { readonly budget: number };
  /** Expected share, 0 < p < 1. Default 0.5, the least favourable. */
  readonly proportion?: number;
  /** For a mean instead of a share: spread between people, in its unit. */
  readonly standardDeviation?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** People of the population; absent: no correction for a finite one. */
  readonly population?: number;
  /** Likeness of people of one PSU, ρ; with `perPsuCompletes`. Default 0. */
  readonly intraclassCorrelation?: number;
  /** Completed interviews a PSU, b. Default 1. */
  readonly perPsuCompletes?: number;
  /** What unequal weights cost: 1 + CV². Default 1. */
  readonly weightingEffect?: number;
  /** A design effect known from an earlier wave, instead of 1 + (b − 1) ρ; the weighting effect still multiplies it. */
  readonly designEffect?: number;
  /** Completed interviews over people approached, 0 < r ≤ 1. Default 1. */
  readonly responseRate?: number;
  readonly domains?: readonly ReportedDomain[];
  /** Whether small domains get more than their share, so that each just reaches its margin. Default false. */
  readonly oversample?: boolean;
  readonly costs?: SampleCosts;
}

export interface SamplePlan {
  readonly completes: number;
  /** People to approach: completes over the response rate. */
  readonly approaches: number;
  readonly psus: number;
  readonly designEffect: number;
  /** Interviews of a simple random sample as precise. */
  readonly effectiveBase: number;
  readonly standardError: number;
  /** Half the width of the interval, of the whole population. */
  readonly margin: number;
  readonly domains: readonly { readonly name: string; readonly completes: number; readonly margin: number }[];
  /** Undefined without costs. */
  readonly cost: number | undefined;
  /** Interviews a PSU that give most precision for the money, √(perPsu/perInterview · (1 − ρ)/ρ); undefined without ρ or costs. */
  readonly bestPerPsuCompletes: number | undefined;
}

/**
 * Precision, sample size and cost, from any one of them to the other two.
 * SE² = deff · (1 − n/N) · S²/n with S² = p(1 − p) N/(N − 1), deff = (1 + (b − 1) ρ) · (1 + CV²).
 *
 * @throws {SamplingError} bad-plan, with the parameter; out-of-reach when the money or the population is not enough.
 * @see Cochran (1977), 4.4 and 9.6-9.7; Kish (1965), 5.4 and 11.7.
 */
export function planSample(input: SamplePlanInput): SamplePlan {
  check(input);
  const { goal } = input;
  if ("margin" in goal) return planOf(input, domainCompletes(input, goal.margin));
  if ("completes" in goal) return planOf(input, shared(input, goal.completes));
  const cost = (n: number) => planOf(input, shared(input, n)).cost!;
  const { perPsu = 0, perInterview = 0, perApproach = 0 } = input.costs ?? {};
  if (!(perPsu + perInterview + perApproach > 0)) refuse("costs", "A budget needs costs that grow with the sample.");
  if (cost(1) > goal.budget)
    throw new SamplingError("out-of-reach", `One interview already costs ${cost(1)}.`, { parameter: "budget" });
  // Cost rises with every interview: the largest number that can be paid lies between a payable and an unpayable one.
  let payable = 1;
  let unpayable = 2;
  const most = input.population ?? 1e9;
  while (unpayable <= most && cost(unpayable) <= goal.budget) {
    payable = unpayable;
    unpayable *= 2;
  }
  unpayable = Math.min(unpayable, Math.floor(most) + 1);
  while (unpayable - payable > 1) {
    const middle = Math.floor((payable + unpayable) / 2);
    if (cost(middle) <= goal.budget) payable = middle;
    else unpayable = middle;
  }
  return planOf(input, shared(input, payable));
}

/**
 * Likeness of people of one PSU, ρ, from what an earlier wave showed: deff = (1 + (b − 1) ρ) · (1 + CV²), solved for ρ; none below 0.
 *
 * @param perPsuCompletes b of that wave, > 1.
 * @param weightingEffect 1 + CV² of its weights, ≥ 1.
 * @throws {SamplingError} bad-plan, with the parameter.
 * @see Kish (1965), 5.4.
 */
export function intraclassCorrelation(designEffect: number, perPsuCompletes: number, weightingEffect = 1): number {
  if (!(designEffect > 0 && Number.isFinite(designEffect)))
    refuse("designEffect", `designEffect is ${designEffect}; it must be above 0.`);
  if (!(perPsuCompletes > 1 && Number.isFinite(perPsuCompletes)))
    refuse("perPsuCompletes", "With one interview a PSU nothing tells how alike people of one PSU are.");
  if (!(weightingEffect >= 1 && Number.isFinite(weightingEffect)))
    refuse("weightingEffect", `weightingEffect is ${weightingEffect}; it is 1 or more.`);
  return Math.min(1, Math.max(0, (designEffect / weightingEffect - 1) / (perPsuCompletes - 1)));
}

type Completes = { total: number; byDomain: readonly number[] };

const factorOf = (input: SamplePlanInput): number => {
  const { designEffect, intraclassCorrelation = 0, perPsuCompletes = 1, weightingEffect = 1 } = input;
  return (designEffect ?? 1 + (perPsuCompletes - 1) * intraclassCorrelation) * weightingEffect;
};

function spreadOf({ proportion = 0.5, standardDeviation }: SamplePlanInput, population: number | undefined): number {
  if (standardDeviation !== undefined) return standardDeviation ** 2;
  const variance = proportion * (1 - proportion);
  return population === undefined || population <= 1 ? variance : (variance * population) / (population - 1);
}

const zOf = ({ confidence = 0.95 }: SamplePlanInput) => normalQuantile((1 + confidence) / 2, 0, 1);

/** n with z² deff (1 − n/N) S²/n = margin². */
function completesFor(input: SamplePlanInput, margin: number, population: number | undefined): number {
  const needed = (zOf(input) / margin) ** 2 * factorOf(input) * spreadOf(input, population);
  return Math.ceil((population === undefined ? needed : needed / (1 + needed / population)) - 1e-9);
}

function standardErrorOf(input: SamplePlanInput, n: number, population: number | undefined, factor: number): number {
  const left = population === undefined ? 1 : Math.max(0, 1 - n / population);
  return Math.sqrt((factor * left * spreadOf(input, population)) / n);
}

const peopleOf = (input: SamplePlanInput, share: number) =>
  input.population === undefined ? undefined : input.population * share;

function domainCompletes(input: SamplePlanInput, margin: number): Completes {
  const whole = completesFor(input, margin, input.population);
  const domains = input.domains ?? [];
  const needed = domains.map((domain) => completesFor(input, domain.margin ?? margin, peopleOf(input, domain.share)));
  if (!input.oversample)
    return shared(input, Math.max(whole, ...domains.map(({ share }, d) => Math.ceil(needed[d]! / share - 1e-9))));
  const scale = Math.max(1, whole / needed.reduce((sum, n) => sum + n, 0));
  const byDomain = needed.map((n) => Math.ceil(n * scale - 1e-9));
  return { total: byDomain.reduce((sum, n) => sum + n, 0), byDomain };
}

const shared = (input: SamplePlanInput, total: number): Completes => ({
  total,
  byDomain: (input.domains ?? []).map(({ share }) => Math.floor(total * share + 1e-9)),
});

function planOf(input: SamplePlanInput, { total, byDomain }: Completes): SamplePlan {
  const { population, responseRate = 1, perPsuCompletes = 1, intraclassCorrelation = 0, costs, domains = [] } = input;
  if (population !== undefined && total > population)
    throw new SamplingError("out-of-reach", `${total} interviews are needed and there are ${population} people.`, {
      parameter: "population",
    });
  // People of an oversampled domain stand for fewer: Kish's n Σ w² / (Σ w)² over the domains.
  const unequal = input.oversample
    ? total * domains.reduce((sum, { share }, d) => sum + share ** 2 / byDomain[d]!, 0)
    : 1;
  const factor = factorOf(input) * Math.max(1, unequal);
  const standardError = standardErrorOf(input, total, population, factor);
  const approaches = Math.ceil(total / responseRate - 1e-9);
  const psus = Math.ceil(total / perPsuCompletes - 1e-9);
  const { fixed = 0, perPsu = 0, perInterview = 0, perApproach = 0 } = costs ?? {};
  const rho = intraclassCorrelation;
  return {
    completes: total,
    approaches,
    psus,
    designEffect: factor,
    effectiveBase: total / factor,
    standardError,
    margin: zOf(input) * standardError,
    domains: domains.map(({ name, share }, d) => ({
      name,
      completes: byDomain[d]!,
      margin: zOf(input) * standardErrorOf(input, byDomain[d]!, peopleOf(input, share), factorOf(input)),
    })),
    cost: costs && fixed + perPsu * psus + perInterview * total + perApproach * approaches,
    bestPerPsuCompletes:
      rho > 0 && rho < 1 && perPsu > 0 && perInterview + perApproach > 0
        ? Math.sqrt(((perPsu / (perInterview + perApproach / responseRate)) * (1 - rho)) / rho)
        : undefined,
  };
}

const refuse = (parameter: string, message: string): never => {
  throw new SamplingError("bad-plan", message, { parameter });
};

function check(input: SamplePlanInput): void {
  const within = (parameter: string, value: number | undefined, low: number, high: number, open: boolean) => {
    if (value === undefined) return;
    const inside = open ? value > low && value < high : value >= low && value <= high;
    if (!inside || Number.isNaN(value)) refuse(parameter, `${parameter} is ${value}; it must lie in ${low} … ${high}.`);
  };
  const most = Number.MAX_VALUE;
  for (const [name, value] of Object.entries(input.goal)) within(name, value, 0, most, true);
  if ("completes" in input.goal && !Number.isInteger(input.goal.completes))
    refuse("completes", "Interviews are counted in whole numbers.");
  within("proportion", input.proportion, 0, 1, true);
  within("standardDeviation", input.standardDeviation, 0, most, true);
  within("confidence", input.confidence, 0, 1, true);
  within("population", input.population, 1, most, false);
  within("intraclassCorrelation", input.intraclassCorrelation, 0, 1, false);
  within("perPsuCompletes", input.perPsuCompletes, 1, most, false);
  within("weightingEffect", input.weightingEffect, 1, most, false);
  within("designEffect", input.designEffect, 0, most, true);
  within("responseRate", input.responseRate, Number.MIN_VALUE, 1, false);
  for (const [name, value] of Object.entries(input.costs ?? {})) within(`costs.${name}`, value, 0, most, false);
  for (const { name, share, margin } of input.domains ?? []) {
    within(`domains.${name}.share`, share, Number.MIN_VALUE, 1, false);
    within(`domains.${name}.margin`, margin, 0, most, true);
  }
  const shares = (input.domains ?? []).reduce((sum, { share }) => sum + share, 0);
  if (input.oversample && Math.abs(shares - 1) > 1e-6)
    refuse("domains", `With oversampling the domains must be all of the population; their shares sum to ${shares}.`);
}
