// svydesign and what it says of itself: weights, degf.
import {
  degreesOfFreedom,
  encode,
  isReplicateDesign,
  type SurveyDesign,
  type SurveyDesignInput,
  surveyDesign,
  withWeights,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { recycledTo } from "../indexing.ts";
import { columnOf, termsOf } from "../model-matrix.ts";
import {
  asFactor,
  asNumbers,
  type Column,
  type DesignValue,
  type Frame,
  numbers,
  Refusal,
  Unsupported,
  type Value,
} from "../values.ts";
import { overImputations } from "./imputation-lists.ts";
import { probabilitySampling } from "./unequal-probabilities.ts";

/** The columns that a formula, a vector, a data frame or a list stands for; ~1 and ~0 are none. */
export function designColumns(matched: Matched, name: string, frame: Frame): readonly Column[] {
  const value = matched.optional(name);
  if (value === undefined || value.type === "null") return [];
  if (value.type === "frame") return [...value.columns.values()];
  if (value.type === "list") return value.values.map((each) => recycledTo(each, frame.rows));
  if (value.type !== "formula") return [recycledTo(value, frame.rows)];
  const { terms, variables } = termsOf(value.right);
  return terms.map((term) => {
    if (term.length !== 1) throw new Unsupported(`${matched.function}(${name}=) with an interaction`);
    return columnOf(variables.get(term[0]!)!, frame, value.environment);
  });
}

function codesOf(column: Column): Int32Array {
  return column.type === "numbers"
    ? encode([...column.values].map((value) => (Number.isNaN(value) ? null : value))).codes
    : asFactor(column).codes;
}

/** Weights or probabilities: a formula may be a constant (~1). */
function numbersColumn(matched: Matched, name: string, frame: Frame): Float64Array | undefined {
  const value = matched.optional(name);
  if (value === undefined || value.type === "null") return undefined;
  if (value.type !== "formula") return asNumbers(recycledTo(value, frame.rows));
  const columns = designColumns(matched, name, frame);
  if (columns.length === 0) return asNumbers(columnOf(value.right, frame, value.environment));
  // Probabilities (and weights) of several stages are multiplied.
  return columns.map(asNumbers).reduce((left, right) => left.map((each, i) => each * right[i]!));
}

function newDesign(matched: Matched): DesignValue {
  const given = matched.optional("data");
  const variables = matched.optional("variables");
  let frame: Frame;
  if (given?.type === "frame") frame = given;
  else if (variables?.type === "frame") frame = variables;
  else if (given === undefined) throw new Unsupported("svydesign without data");
  else throw new Unsupported(`svydesign of a ${given.type}`);
  const ids = matched.has("ids") ? "ids" : "id";
  if (!matched.has(ids)) throw new Refusal("Must provide ids= argument");
  const clusters = designColumns(matched, ids, frame).map(codesOf);
  const strataColumns = designColumns(matched, "strata", frame);
  const strata = strataColumns.map(codesOf);
  const nest = matched.flag("nest");
  if (strata.length > 0 && clusters.length > 0 && matched.flag("check.strata", !nest)) refuseCrossing(strata, clusters);
  const probabilityName = matched.has("probs") ? "probs" : "prob";
  if (matched.has(probabilityName) && matched.has("weights"))
    throw new Refusal("Can't specify both sampling weights and probabilities");
  const weights =
    numbersColumn(matched, "weights", frame) ??
    numbersColumn(matched, probabilityName, frame)?.map((share) => 1 / share);
  const sizes = designColumns(matched, "fpc", frame).map(asNumbers);
  const all = sizes.flatMap((column) => [...column]);
  if (!all.every((size) => size >= 1) && !all.every((size) => size <= 1))
    throw new Refusal("Must have all fpc>=1 or all fpc<=1");
  const { lonelyPsu, adjustDomainLonely } = matched.environment.context;
  const input: SurveyDesignInput = {
    rows: frame.rows,
    clusters,
    lonelyPsu,
    adjustDomainLonely,
    ...(weights === undefined ? {} : { weights }),
    ...(strata.length === 0 ? {} : { strata }),
    ...(sizes.length === 0 ? {} : { populationSizes: sizes }),
  };
  const pps = matched.optional("pps");
  if (pps !== undefined && !(pps.type === "numbers" && pps.values[0] === 0))
    return { type: "design", frame, design: probabilitySampling(matched, pps, input) };
  const about = strataColumns.length === 0 ? {} : { about: { strata: strataColumns[0]! } };
  const design = surveyDesign(input);
  return { type: "design", frame, design: withWeights(design, roundedWeights(design, weights)), ...about };
}

/** R keeps probabilities and takes weights as their reciprocals: the last digit, which this may change, decides exact ties of quantiles. */
function roundedWeights(design: SurveyDesign, given: Float64Array | undefined): Float64Array {
  if (given !== undefined) return given.map((weight) => 1 / (1 / weight));
  const probabilities = new Float64Array(design.rows).fill(1);
  for (const { unitOfRow, stratumOfUnit, population, sampled } of design.stages) {
    for (let i = 0; i < probabilities.length; i++) {
      const h = stratumOfUnit[unitOfRow[i]!]!;
      if (population[h] !== Number.POSITIVE_INFINITY) probabilities[i]! *= 1 / (population[h]! / sampled[h]!);
    }
  }
  return probabilities.map((probability) => 1 / probability);
}

/** R stops where a cluster's code stands in two strata and nest is not set: it cannot know whether that is one cluster. */
function refuseCrossing(strata: readonly Int32Array[], clusters: readonly Int32Array[]): void {
  for (let stage = 0; stage < Math.min(strata.length, clusters.length); stage++) {
    const stratumOf = new Map<string, number>();
    for (let i = 0; i < strata[stage]!.length; i++) {
      const cluster = clusters
        .slice(0, stage + 1)
        .map((codes) => codes[i])
        .join(" ");
      const known = stratumOf.get(cluster);
      if (known === undefined) stratumOf.set(cluster, strata[stage]![i]!);
      else if (known !== strata[stage]![i]!)
        throw new Refusal("Clusters not nested in strata at top level; you may want nest=TRUE.");
    }
  }
}

export const designs: Definitions = {
  svydesign: overImputations("svydesign", "data", {
    parameters: [
      "ids",
      "probs",
      "strata",
      "variables",
      "fpc",
      "data",
      "nest",
      "check.strata",
      "weights",
      "pps",
      "variance",
      "prob",
      "id",
      "...",
    ],
    call: newDesign,
  }),
  degf: {
    parameters: ["design", "..."],
    call: (matched) => {
      const { design, domain } = matched.design();
      return numbers([degreesOfFreedom(design, domain)]);
    },
  },
  weights: { parameters: ["object", "type", "..."], call: weightsOf },
};

function weightsOf(matched: Matched): Value {
  const { design, domain, about } = matched.design("object");
  const kept = (column: Float64Array) => (domain === undefined ? column : column.filter((_, i) => domain[i] === 1));
  if (!isReplicateDesign(design)) return numbers(kept(design.weights));
  const kind = matched.choice("type", ["replication", "sampling", "analysis"]);
  if (kind === "sampling") return numbers(kept(design.weights));
  // Replicate weights that came with the data hold the sampling weight already, and stay as they are.
  const combined = about?.["combined.weights"] as Value | undefined;
  const asTheyAre = kind === "analysis" || (combined !== undefined && asNumbers(combined)[0] === 1);
  const columns = design.replicates.map((column) =>
    kept(asTheyAre ? column : column.map((weight, i) => (design.weights[i] === 0 ? 0 : weight / design.weights[i]!))),
  );
  return numbers(
    columns.flatMap((column) => [...column]),
    { dim: [columns[0]?.length ?? 0, columns.length] },
  );
}
