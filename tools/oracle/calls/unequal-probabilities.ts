// svydesign(pps = …): unequal probabilities without replacement.
import {
  type PairwiseForm,
  type SurveyDesign,
  type SurveyDesignInput,
  surveyDesign,
  type UnequalProbabilities,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { asNumbers, list, Refusal, strings, Unsupported, type Value } from "../values.ts";

/** The design of svydesign(pps = …, variance = …). The probabilities stand in fpc. */
export function probabilitySampling(matched: Matched, pps: Value, input: SurveyDesignInput): SurveyDesign {
  const { populationSizes: probabilities, ...rest } = input;
  if (probabilities === undefined) throw new Refusal("must specify fpc= for pps sampling");
  if (pps.type === "strings" && pps.values[0] === "brewer")
    return surveyDesign({ ...rest, unequalProbabilities: { method: "brewer", probabilities } });
  const form: PairwiseForm = matched.choice("variance", ["HT", "YG"]) === "YG" ? "yates-grundy" : "horvitz-thompson";
  const known = { probabilities: probabilities[0]!, variance: form };
  return surveyDesign({ ...rest, unequalProbabilities: approximation(pps, known) });
}

function approximation(
  pps: Value,
  known: { readonly probabilities: Float64Array; readonly variance: PairwiseForm },
): UnequalProbabilities {
  if (pps.type === "strings" && pps.values[0] === "overton") return { method: "overton", ...known };
  if (pps.type !== "list") throw new Unsupported("svydesign(pps=)");
  const [kind, value] = pps.values as readonly Value[];
  const name = kind?.type === "strings" ? kind.values[0] : undefined;
  if (name === "HR")
    return {
      method: "hartley-rao",
      ...known,
      ...(value === undefined || value.type === "null" ? {} : { sumOfSquares: asNumbers(value)[0]! }),
    };
  if (name === "poisson_sampling") return { method: "poisson", probabilities: known.probabilities };
  if (name === "ppsmat") return { method: "joint", ...known, joint: asNumbers(value!) };
  throw new Unsupported(`svydesign(pps = ${name})`);
}

/** R's descriptions of a scheme, kept as a list of its name and what it is given. */
const scheme = (name: string, parameter: string) => ({
  parameters: [parameter],
  call: (matched: Matched) => {
    const given = matched.optional(parameter);
    return list([strings([name]), ...(given === undefined ? [] : [given])]);
  },
});

export const unequalProbabilities: Definitions = {
  HR: scheme("HR", "psum"),
  ppsmat: scheme("ppsmat", "jointprob"),
  poisson_sampling: scheme("poisson_sampling", "p"),
};
