// svymean, svytotal, svyratio.
import {
  type Estimate,
  estimateMeans,
  estimateProportions,
  estimateRatio,
  estimateTotals,
  type Figures,
  figuresOfJoint,
  isReplicateDesign,
  type JointEstimate,
  separateRatios,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { columnsOfVariable, isCategorical, logicalFactor, type ModelColumn } from "../model-matrix.ts";
import {
  asFactor,
  asNumbers,
  type Column,
  type DesignValue,
  type Estimates,
  estimates,
  list,
  numbers,
  Refusal,
  Unsupported,
  type Value,
} from "../values.ts";
import { variablesOfDesign } from "../visible-rows.ts";

type Deff = "TRUE" | "replace" | undefined;

/** deff = TRUE or "replace". */
export function deffOf(value: Value | undefined): Deff {
  if (value === undefined || value.type === "null") return undefined;
  if (value.type === "strings") return value.values[0] === "replace" ? "replace" : undefined;
  return asNumbers(value)[0] === 1 ? "TRUE" : undefined;
}

export function deffOfEstimates(found: readonly Estimate[], deff: Deff): Float64Array | undefined {
  if (deff === undefined) return undefined;
  return Float64Array.from(found, (each) =>
    deff === "replace" ? each.designEffectWithReplacement : each.designEffect,
  );
}

/** Figures of NA: R's answer where a value is missing and na.rm is not set. */
export function missingFigures(count: number): Figures {
  return {
    points: new Float64Array(count).fill(Number.NaN),
    covariance: new Float64Array(count * count).fill(Number.NaN),
  };
}

/** True when a column has NA in the domain, among rows of positive weight or not. */
export function hasMissing(columns: readonly Float64Array[], domain: Uint8Array | undefined): boolean {
  return columns.some((column) => column.some((value, i) => Number.isNaN(value) && (domain?.[i] ?? 1) === 1));
}

export function withDomain(domain: Uint8Array | undefined): { domain?: Uint8Array } {
  return domain === undefined ? {} : { domain };
}

interface Asked {
  readonly columns: readonly ModelColumn[];
  /** The codes, when the formula is a single categorical variable. */
  readonly codes?: { readonly codes: Int32Array; readonly levelCount: number };
}

/** The columns of the formula (or vector, or data frame) that a figure is asked of. */
export function askedColumns(value: Value, design: DesignValue): Asked {
  if (value.type === "formula") {
    const variables = variablesOfDesign(value, design);
    const columns = variables.flatMap(({ name, column }) => columnsOfVariable(name, column));
    const only = variables.length === 1 ? variables[0]! : undefined;
    if (only === undefined || !isCategorical(only.column)) return { columns };
    const factor = logicalFactor(only.column);
    return { columns, codes: { codes: factor.codes, levelCount: factor.levels.length } };
  }
  if (value.type === "frame")
    return { columns: [...value.columns].flatMap(([name, column]) => columnsOfVariable(name, column)) };
  if (value.type === "numbers") return { columns: [{ name: "", values: value.values }] };
  throw new Unsupported(`a figure of a ${value.type}`);
}

/** The variables as numbers: a ratio takes no factors, and truth values as 1 and 0. */
export function numericColumns(value: Value, design: DesignValue): readonly ModelColumn[] {
  if (value.type !== "formula") return askedColumns(value, design).columns;
  return variablesOfDesign(value, design).map(({ name, column }) => {
    if (column.type !== "numbers") throw new Refusal(`a ratio of ${name}, which is no number`);
    return { name, values: column.values };
  });
}

function meansOrTotals(matched: Matched, of: "mean" | "total"): Value {
  const design = matched.design();
  const { domain } = design;
  const asked = askedColumns(matched.value("x"), design);
  const columns = asked.columns.map(({ values }) => values);
  const names = asked.columns.map(({ name }) => name);
  const deff = deffOf(matched.optional("deff"));
  if (!matched.flag("na.rm") && hasMissing(columns, domain)) {
    const missing = Float64Array.from(columns, () => Number.NaN);
    return estimates("svystat", names, missingFigures(columns.length), {
      design,
      ...(deff === undefined ? {} : { deff: missing }),
    });
  }
  const options = withDomain(domain);
  if (domain !== undefined && !domain.includes(1)) {
    const empty = new Float64Array(columns.length);
    return estimates(
      "svystat",
      names,
      { points: empty, covariance: new Float64Array(columns.length ** 2) },
      { design },
    );
  }
  let found: JointEstimate;
  if (asked.codes !== undefined)
    found = estimateProportions(design.design, asked.codes.codes, asked.codes.levelCount, {
      ...options,
      of: of === "mean" ? "proportion" : "total",
    });
  else found = (of === "mean" ? estimateMeans : estimateTotals)(design.design, columns, options);
  const effects = deffOfEstimates(found.estimates, deff);
  // R divides 0 by 0 where all answers of the domain are alike.
  effects?.forEach((effect, k) => {
    if (effect === 0 && isConstant(columns[k]!, domain)) effects[k] = Number.NaN;
  });
  return estimates("svystat", names, figuresOfJoint(found), {
    design,
    fields: {
      ...replicateFields(found.replicates),
      ...(matched.flag("influence") ? { influence: influenceOf(design, columns, found, of) } : {}),
    },
    ...(effects === undefined ? {} : { deff: effects }),
  });
}

function isConstant(column: Float64Array, domain: Uint8Array | undefined): boolean {
  let first = Number.NaN;
  return column.every((value, i) => {
    if (Number.isNaN(value) || (domain !== undefined && domain[i] !== 1)) return true;
    if (Number.isNaN(first)) first = value;
    return value === first;
  });
}

/** $replicates: a column a figure, a row a replicate. */
export function replicateFields(replicates: readonly Float64Array[] | undefined): Readonly<Record<string, Value>> {
  if (replicates === undefined || replicates.length === 0) return {};
  const width = replicates[0]!.length;
  const values = Float64Array.from(
    { length: width * replicates.length },
    (_, at) => replicates[at % replicates.length]![Math.floor(at / replicates.length)]!,
  );
  return { replicates: numbers(values, { dim: [replicates.length, width] }) };
}

/** attr(x, "influence"): a row an answer of the domain, a column a figure; each value w(y − ȳ)/Σw, of totals wy. */
function influenceOf(
  design: DesignValue,
  columns: readonly Float64Array[],
  found: JointEstimate,
  of: "mean" | "total",
): Value {
  if (isReplicateDesign(design.design)) throw new Refusal("influence of a replicate design");
  const { weights } = design.design;
  const complete = (i: number) =>
    (design.domain?.[i] ?? 1) === 1 && columns.every((column) => !Number.isNaN(column[i]!));
  const rows = Array.from({ length: weights.length }, (_, i) => i).filter((i) => (design.domain?.[i] ?? 1) === 1);
  const values = columns.flatMap((column, k) => {
    const { estimate, weightSum } = found.estimates[k]!;
    return rows.map((i) => {
      if (!complete(i)) return 0;
      return of === "total" ? weights[i]! * column[i]! : (weights[i]! * (column[i]! - estimate)) / weightSum;
    });
  });
  return numbers(values, { dim: [rows.length, columns.length] });
}

function ratios(matched: Matched): Value {
  const design = matched.design();
  const { domain } = design;
  const tops = numericColumns(matched.value(matched.has("numerator") ? "numerator" : "formula"), design);
  const bottoms = numericColumns(matched.value("denominator"), design);
  if (matched.flag("separate")) return separate(matched, design);
  const pairs = bottoms.flatMap((bottom) => tops.map((top) => ({ top, bottom })));
  const names = pairs.map(({ top, bottom }) => `${top.name}/${bottom.name}`);
  const all = [...tops, ...bottoms].map(({ values }) => values);
  const deff = deffOf(matched.optional("deff"));
  if (!matched.flag("na.rm") && hasMissing(all, domain))
    return estimates("svyratio", names, missingFigures(pairs.length), { design });
  // Rows with a missing value in any of the columns are left out of all ratios, as R does.
  const complete = Uint8Array.from({ length: design.design.rows }, (_, i) =>
    (domain?.[i] ?? 1) === 1 && all.every((column) => !Number.isNaN(column[i]!)) ? 1 : 0,
  );
  const found = pairs.map(({ top, bottom }) =>
    estimateRatio(design.design, top.values, bottom.values, { domain: complete }),
  );
  const points = Float64Array.from(found, ({ estimate }) => estimate);
  const count = pairs.length;
  const covariance = new Float64Array(count * count);
  for (let k = 0; k < count; k++) covariance[k * count + k] = found[k]!.standardError ** 2;
  const effects = deffOfEstimates(found, deff);
  const replicates =
    found[0]!.replicates?.map === undefined ? undefined : replicateRows(found.map((each) => each.replicates!));
  return estimates(
    "svyratio",
    names,
    { points, covariance, ...(replicates === undefined ? {} : { replicates }) },
    {
      design,
      fields: { ratio: numbers(points, { dim: [tops.length, bottoms.length] }), ...replicateFields(replicates) },
      ...(effects === undefined ? {} : { deff: effects }),
      methods: {
        predict: (asked) => {
          const total = asked.number("total", 1);
          return list(
            [numbers(points.map((point) => point * total)), numbers(found.map((each) => each.standardError * total))],
            ["total", "se"],
          );
        },
      },
    },
  );
}

function replicateRows(columns: readonly Float64Array[]): readonly Float64Array[] {
  return Array.from({ length: columns[0]!.length }, (_, r) => Float64Array.from(columns, (column) => column[r]!));
}

/** svyratio(separate = TRUE): $ratios, one a stratum. */
function separate(matched: Matched, design: DesignValue): Estimates {
  const own = design.design;
  if (isReplicateDesign(own)) throw new Unsupported("separate ratios of a replicate design");
  const top = askedColumns(matched.value("numerator"), design).columns[0]!;
  const bottom = askedColumns(matched.value("denominator"), design).columns[0]!;
  const strata = design.about?.strata as Column | undefined;
  const order = strata === undefined ? undefined : asFactor(strata).codes;
  const made = [...separateRatios(own, top.values, bottom.values, withDomain(design.domain))]
    .sort((a, b) => (order === undefined ? 0 : order[a.firstRow]! - order[b.firstRow]!))
    .map(({ ratio }) =>
      estimates(
        "svyratio",
        [`${top.name}/${bottom.name}`],
        { points: Float64Array.of(ratio.estimate), covariance: Float64Array.of(ratio.standardError ** 2) },
        { design },
      ),
    );
  return estimates("svyratio_separate", [], missingFigures(0), { design, fields: { ratios: list(made) } });
}

export const figures: Definitions = {
  svymean: {
    parameters: ["x", "design", "na.rm", "deff", "influence", "return.replicates", "..."],
    call: (matched) => meansOrTotals(matched, "mean"),
  },
  svytotal: {
    parameters: ["x", "design", "na.rm", "deff", "influence", "return.replicates", "..."],
    call: (matched) => meansOrTotals(matched, "total"),
  },
  svyratio: {
    parameters: [
      "numerator",
      "denominator",
      "design",
      "separate",
      "na.rm",
      "formula",
      "covmat",
      "deff",
      "return.replicates",
      "influence",
      "...",
    ],
    call: ratios,
  },
};
