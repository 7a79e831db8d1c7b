// R's tests: svychisq, svyttest, svyranktest, svygofchisq.
import {
  associationTest,
  goodnessOfFit,
  type HypothesisTest,
  meanInterval,
  oneSampleTTest,
  type RankScore,
  rankTest,
  surveyGlm,
  twoSampleTTest,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { columnOf, isCategorical, logicalFactor, variablesOf } from "../model-matrix.ts";
import {
  type Answer,
  asNumber,
  asNumbers,
  type DesignValue,
  type Factor,
  numbers,
  Refusal,
  type Result,
  Unsupported,
  type Value,
} from "../values.ts";
import { hasMissing, withDomain } from "./figures.ts";

const statistics = ["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"] as const;
const statisticOf = {
  F: "rao-scott",
  Chisq: "rao-scott-chi-square",
  Wald: "wald",
  adjWald: "adjusted-wald",
  // R integrates with the package CompQuadForm; without it, as in the reference, it warns and takes the saddlepoint.
  lincom: "saddlepoint",
  saddlepoint: "saddlepoint",
} as const;

function association(matched: Matched): Value {
  const given = matched.design();
  const variables = variablesOf(matched.formula("formula"), given.frame).map(({ column }) => logicalFactor(column));
  if (variables.length !== 2) throw new Refusal("svychisq: Only 2-d tables at the moment");
  const [rows, columns] = variables as [Factor, Factor];
  const asked = matched.choice("statistic", statistics);
  const test = associationTest(given.design, rows.codes, rows.levels.length, columns.codes, columns.levels.length, {
    statistic: statisticOf[asked],
    ...withDomain(given.domain),
  });
  const below = asked === "F" || asked === "Wald" || asked === "adjWald" ? [test.denominatorDegreesOfFreedom] : [];
  const parameter =
    asked === "lincom" || asked === "saddlepoint" ? {} : { parameter: [test.numeratorDegreesOfFreedom, ...below] };
  return result(test, { statistic: [test.statistic], ...parameter, p: test.p });
}

function means(matched: Matched): Value {
  const given = matched.design();
  const formula = matched.formula("formula");
  if (formula.left === undefined) throw new Refusal("svyttest: the formula has no answer");
  const y = asNumbers(columnOf(formula.left, given.frame, formula.environment));
  const level = 0.95;
  if (formula.right.kind === "number") {
    // As R: the mean of an answer with missing values is missing.
    const own = hasMissing([y], given.domain) && !matched.flag("na.rm");
    const test = oneSampleTTest(given.design, y, { level, ...withDomain(given.domain) });
    const [missing, degrees] = [Number.NaN, test.denominatorDegreesOfFreedom];
    return meanResult(
      test,
      own ? missing : test.estimate,
      own ? missing : test.standardError,
      own ? { ...test, statistic: missing, p: missing } : test,
      degrees,
    );
  }
  const group = columnOf(formula.right, given.frame, formula.environment);
  if (!isCategorical(group)) return slope(given, y, asNumbers(group));
  const { codes, count } = usedLevels(logicalFactor(group), y, given);
  if (count > 2) throw new Refusal("svyttest: More than two groups");
  const test = twoSampleTTest(given.design, y, codes, { level, ...withDomain(given.domain) });
  return meanResult(test, test.estimate, test.standardError, test, test.denominatorDegreesOfFreedom);
}

/** R fits a line whatever the numbers of the groups are: 1 and 2 as well as 0 and 5. */
function slope(given: DesignValue, y: Float64Array, x: Float64Array): Value {
  const fit = surveyGlm(given.design, {
    response: y,
    columns: [
      { name: "(Intercept)", values: new Float64Array(y.length).fill(1) },
      { name: "x", values: x },
    ],
    ...withDomain(given.domain),
  });
  const test: HypothesisTest = {
    method: "Design-based t test",
    statistic: fit.t[1]!,
    distribution: "t",
    numeratorDegreesOfFreedom: 1,
    denominatorDegreesOfFreedom: fit.degreesOfFreedom,
    p: fit.p[1]!,
    n: fit.n,
  };
  return meanResult(test, fit.coefficients[1]!, fit.standardErrors[1]!, test, fit.degreesOfFreedom);
}

function meanResult(
  own: unknown,
  estimate: number,
  standardError: number,
  test: HypothesisTest,
  degrees: number,
): Value {
  const limits = (level: number) => {
    const { low, high } = meanInterval({ estimate, standardError, degreesOfFreedom: degrees }, { level });
    return Number.isNaN(estimate) ? [Number.NaN, Number.NaN] : [low, high];
  };
  const conf = limits(0.95);
  return {
    ...result(test, {
      statistic: [test.statistic],
      parameter: [degrees],
      p: test.p,
      estimate: [estimate],
      conf_int: conf,
    }),
    own,
    methods: { confint: (matched) => numbers(limits(matched.number("level", 0.95))) },
  };
}

/** The levels that occur, renumbered: R drops the others. */
function usedLevels(
  factor: Factor,
  y: Float64Array,
  { domain, design }: DesignValue,
): { codes: Int32Array; count: number } {
  const used = new Int32Array(factor.levels.length).fill(-1);
  const complete = (i: number) => (domain?.[i] ?? 1) === 1 && !Number.isNaN(y[i]!) && design.weights[i]! > 0;
  for (let i = 0; i < y.length; i++) if (complete(i) && factor.codes[i]! >= 0) used[factor.codes[i]!] = 0;
  let count = 0;
  for (let level = 0; level < used.length; level++) if (used[level] === 0) used[level] = count++;
  return { codes: factor.codes.map((code) => (code < 0 ? -1 : used[code]!)), count };
}

const rankTests = ["wilcoxon", "vanderWaerden", "median", "KruskalWallis"] as const;

function ranks(matched: Matched): Value {
  const given = matched.design();
  const formula = matched.formula("formula");
  if (formula.left === undefined) throw new Refusal("svyranktest: the formula has no answer");
  const y = asNumbers(columnOf(formula.left, given.frame, formula.environment));
  const group = columnOf(formula.right, given.frame, formula.environment);
  const { codes, count } = usedLevels(logicalFactor(group), y, given);
  const asked = matched.optional("test");
  let score: "wilcoxon" | "van-der-waerden" | "median" | RankScore;
  if (asked?.type === "function")
    score = (rank, size) => asNumber(asked.call([{ value: numbers([rank]) }, { value: numbers([size]) }]));
  else {
    const name = matched.choice("test", rankTests);
    score = name === "vanderWaerden" ? "van-der-waerden" : name === "median" ? "median" : "wilcoxon";
  }
  const test = rankTest(given.design, y, codes, count, { score, ties: "row-average", ...withDomain(given.domain) });
  if (count === 2)
    return result(test, {
      statistic: [test.statistic],
      parameter: [test.denominatorDegreesOfFreedom],
      p: test.p,
      estimate: [...test.differences],
    });
  // R writes the degrees of freedom where the statistic belongs, and the other way round.
  return result(test, { statistic: [count - 1], parameter: [test.statistic * (count - 1)], p: test.p });
}

function goodness(matched: Matched): Value {
  const given = matched.design();
  const variables = variablesOf(matched.formula("formula"), given.frame);
  if (variables.length !== 1) throw new Unsupported("svygofchisq of several variables");
  const factor = logicalFactor(variables[0]!.column);
  const shares = asNumbers(matched.value("p"));
  const test = goodnessOfFit(given.design, factor.codes, factor.levels.length, shares, withDomain(given.domain));
  return result(test, {
    statistic: [test.chiSquare],
    parameter: [test.numeratorDegreesOfFreedom, test.denominatorDegreesOfFreedom],
    p: test.p,
  });
}

function result(own: HypothesisTest, answer: Answer & { readonly p: number }): Result {
  return { type: "result", class: "htest", answer: { ...answer, p_value: answer.p }, own };
}

export const testCalls: Definitions = {
  svychisq: { parameters: ["formula", "design", "statistic", "na.rm", "..."], call: association },
  svyttest: { parameters: ["formula", "design", "na.rm", "..."], call: means },
  svyranktest: { parameters: ["formula", "design", "test", "..."], call: ranks },
  svygofchisq: { parameters: ["formula", "p", "design", "na.rm", "..."], call: goodness },
};
