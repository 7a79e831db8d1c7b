// The figures whose 95 % intervals are held to the truth: our way, and R's for the same.
import {
  estimateMean,
  estimateProportions,
  estimateQuantiles,
  estimateRatio,
  estimateTotal,
  meanInterval,
  type ProportionMethod,
  proportionInterval,
  rake,
  type SurveyDesign,
  withWeights,
} from "../../packages/survey-statistics/src/index.ts";
import type { Columns, Population, Sample } from "./population.ts";

export interface Ends {
  readonly low: number;
  readonly high: number;
}

export interface Figure {
  readonly name: string;
  readonly truth: number;
  readonly interval: (sample: Sample, raked: SurveyDesign) => Ends;
  /** R code that gives c(low, high); d is the design, cal the raked one. */
  readonly r: string;
  /** Conservative by construction: held to 95 % from below only. */
  readonly conservative?: true;
}

export function figuresOf(population: Population): readonly Figure[] {
  const { income, half, rare } = population;
  const young = (columns: Columns) => Uint8Array.from(columns.age, (age) => (age === 0 ? 1 : 0));
  const youngOnes = young(population);
  const level = (column: Float64Array) => Int32Array.from(column);
  const proportion =
    (column: "half" | "rare", method: ProportionMethod, among?: (columns: Columns) => Uint8Array) =>
    (sample: Sample, design: SurveyDesign = sample.design) => {
      const options = among === undefined ? {} : { domain: among(sample) };
      return proportionInterval(estimateProportions(design, level(sample[column]), 2, options).estimates[1]!, {
        method,
      });
    };
  const methods = ["logit", "beta", "asin", "mean"] as const;
  return [
    {
      name: "mean of income",
      truth: mean(income),
      interval: ({ design, income }) => meanInterval(estimateMean(design, income)),
      r: "confint(svymean(~income, d), df = degf(d))",
    },
    {
      name: "total of people with the rare trait",
      truth: mean(rare) * rare.length,
      interval: ({ design, rare }) => meanInterval(estimateTotal(design, rare)),
      r: "confint(svytotal(~rare, d), df = degf(d))",
    },
    {
      name: "income per person in favour (ratio)",
      truth: mean(income) / mean(half),
      interval: ({ design, income, half }) => meanInterval(estimateRatio(design, income, half)),
      r: "confint(svyratio(~income, ~half, d), df = degf(d))",
    },
    ...(["half", "rare"] as const).flatMap((column) =>
      methods.map(
        (method): Figure => ({
          name: `proportion near ${column === "half" ? "50" : "5"} %, ${method}`,
          truth: mean(population[column]),
          interval: (sample) => proportion(column, method)(sample),
          r: `confint(svyciprop(~${column}, d, method = "${method === "asin" ? "asin" : method}", df = degf(d)))`,
          ...(method === "beta" ? { conservative: true } : {}),
        }),
      ),
    ),
    {
      name: "mean of income among the young (domain)",
      truth: mean(income, youngOnes),
      interval: (sample) => meanInterval(estimateMean(sample.design, sample.income, { domain: young(sample) })),
      r: "confint(svymean(~income, sub), df = degf(sub))",
    },
    {
      name: "proportion near 50 % among the young (domain), logit",
      truth: mean(half, youngOnes),
      interval: (sample) => proportion("half", "logit", young)(sample),
      r: 'confint(svyciprop(~half, sub, method = "logit", df = degf(sub)))',
    },
    {
      name: "raked mean of income",
      truth: mean(income),
      interval: ({ income }, raked) => meanInterval(estimateMean(raked, income)),
      r: "confint(svymean(~income, cal), df = degf(cal))",
    },
    {
      name: "raked proportion near 50 %, logit",
      truth: mean(half),
      interval: (sample, raked) => proportion("half", "logit")(sample, raked),
      r: 'confint(svyciprop(~half, cal, method = "logit", df = degf(cal)))',
    },
    {
      name: "median of income",
      truth: income.slice().sort()[Math.ceil(income.length / 2) - 1]!,
      interval: ({ design, income }) => estimateQuantiles(design, income, [0.5])[0]!,
      r: 'confint(svyquantile(~income, d, 0.5, interval.type = "mean", df = degf(d)))',
    },
  ];
}

/** The sample with weights raked to the population's ages and sexes, errors from the residuals. */
export function raked(sample: Sample, population: Population): SurveyDesign {
  const margins = (["age", "sex"] as const).map((name) => ({ codes: sample[name], targets: counts(population[name]) }));
  const { weights } = sample.design;
  return withWeights(sample.design, rake(weights, margins).weights, {
    margins: margins.map(({ codes, targets }) => ({ codes, levelCount: targets.length })),
    baseWeights: weights,
  });
}

export function counts(codes: Int32Array): Float64Array {
  const found = new Float64Array(Math.max(...new Set(codes)) + 1);
  for (const code of codes) found[code]!++;
  return found;
}

function mean(column: Float64Array, among?: Uint8Array): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < column.length; i++) {
    if (among !== undefined && among[i] !== 1) continue;
    sum += column[i]!;
    n++;
  }
  return sum / n;
}
