// svyby, svytable, unwtd.count.
import { jointByDomain, weightedTable } from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { logicalFactor } from "../model-matrix.ts";
import {
  asFactor,
  asNumbers,
  asTexts,
  type Column,
  type DesignValue,
  type Estimates,
  estimates,
  type Factor,
  type Given,
  type Json,
  numbers,
  Refusal,
  Unsupported,
  type Value,
} from "../values.ts";
import { variablesOfDesign } from "../visible-rows.ts";
import { askedColumns, deffOf, withDomain } from "./figures.ts";
import { coefficientsOf, confidenceIntervals, standardErrorsOfValue } from "./of-estimates.ts";

const variances = ["se", "ci", "cv", "cvpct", "var"] as const;
type Variance = (typeof variances)[number];

interface Groups {
  readonly names: readonly string[];
  readonly factors: readonly Factor[];
  /** Combination of each row, −1 = none. */
  readonly codes: Int32Array;
  /** Combinations that occur, in R's order: the first variable changes fastest. */
  readonly present: readonly number[];
  readonly labels: readonly string[];
}

function groupsOf(matched: Matched, design: DesignValue): Groups {
  const by = matched.value("by");
  let columns: readonly { readonly name: string; readonly column: Column }[];
  if (by.type === "formula") columns = variablesOfDesign(by, design);
  else if (by.type === "list")
    columns = by.values.map((value, at) => ({ name: by.names?.[at] || `by${at + 1}`, column: value as Column }));
  else columns = [{ name: "by", column: by as Column }];
  const factors = columns.map(({ column }) => logicalFactor(column));
  const { weights } = design.design;
  const codes = Int32Array.from({ length: design.frame.rows }, (_, i) => {
    let code = 0;
    let step = 1;
    for (const factor of factors) {
      const own = factor.codes[i]!;
      if (own < 0) return -1;
      code += own * step;
      step *= factor.levels.length;
    }
    return code;
  });
  const seen = new Set<number>();
  for (let i = 0; i < codes.length; i++)
    if (codes[i]! >= 0 && weights[i] !== 0 && (design.domain?.[i] ?? 1) === 1) seen.add(codes[i]!);
  const present = [...seen].sort((a, b) => a - b);
  const labels = present.map((code) => {
    let rest = code;
    return factors
      .map(({ levels }) => {
        const own = rest % levels.length;
        rest = Math.floor(rest / levels.length);
        return levels[own]!;
      })
      .join(".");
  });
  return { names: columns.map(({ name }) => name), factors, codes, present, labels };
}

function byGroups(matched: Matched): Value {
  const design = matched.design();
  const groups = groupsOf(matched, design);
  const estimator = matched.value("FUN");
  if (estimator.type !== "function") throw new Refusal("svyby: FUN is no function");
  const keepVariance = matched.flag("keep.var", true);
  const asked = matched.has("vartype") ? asTexts(matched.value("vartype")).map((text) => text ?? "") : ["se"];
  const unknown = asked.find((name) => !variances.some((known) => known === name));
  if (unknown !== undefined) throw new Refusal(`svyby: vartype ${unknown}`);
  // The columns stand in R's order, not in that of the call.
  const vartype = variances.filter((name) => asked.includes(name));
  const deff = deffOf(matched.optional("deff"));
  const formula = matched.value("formula");
  const rest = matched.restValues();
  const naRm = rest.find(({ name }) => name === "na.rm");
  const given = (domain: Uint8Array): Given[] => [
    { value: formula },
    { name: "design", value: { ...design, domain } },
    ...(deff === undefined ? [] : [{ name: "deff", value: matched.value("deff") }]),
    ...rest,
  ];
  const results = groups.present.map((code) =>
    estimator.call(
      given(Uint8Array.from(groups.codes, (own, i) => (own === code && (design.domain?.[i] ?? 1) === 1 ? 1 : 0))),
    ),
  );
  const points = results.map(coefficientsOf);
  const width = points[0]?.length ?? 0;
  const first = results[0]!;
  const figureNames = nameOfFigures(first, width);
  const columns: Record<string, Json> = {};
  for (const [at, name] of groups.names.entries())
    columns[name] = groups.present.map((code) => levelOf(groups, at, code));
  const stacked = (parts: readonly Float64Array[], k: number) =>
    Float64Array.from(parts, (part) => part[k] ?? Number.NaN);
  for (let k = 0; k < width; k++) columns[figureNames[k]!] = stacked(points, k);
  if (!keepVariance) {
    return estimates("svyby", groups.labels, figuresFrom(points, undefined, width), { design, answer: { columns } });
  }
  const errorsOfGroups = results.map((value) =>
    vartype.every((name) => name === "ci") ? undefined : standardErrorsOfValue(value),
  );
  const known = errorsOfGroups.every((each) => each !== undefined) ? (errorsOfGroups as Float64Array[]) : undefined;
  const suffixed = (name: string, k: number) => (width === 1 ? name : `${name}.${figureNames[k]}`);
  for (const name of vartype as Variance[]) {
    if (name === "ci") {
      const intervals = results.map((value) => confidenceIntervals(value, {}));
      for (const [side, at] of [
        ["ci_l", 0],
        ["ci_u", 1],
      ] as const)
        for (let k = 0; k < width; k++)
          columns[suffixed(side, k)] = Float64Array.from(intervals, (each) => each[at]![k]!);
      continue;
    }
    for (let k = 0; k < width; k++) {
      const se = stacked(known!, k);
      const point = stacked(points, k);
      columns[suffixed(name, k)] =
        name === "se"
          ? se
          : name === "var"
            ? se.map((value) => value * value)
            : se.map((value, at) => (name === "cv" ? 1 : 100) * (value / point[at]!));
    }
  }
  if (deff !== undefined) {
    const effects = results.map((value) =>
      value.type === "estimates" ? (value.deff ?? new Float64Array(width)) : new Float64Array(width),
    );
    for (let k = 0; k < width; k++) columns[`DEff.${figureNames[k]}`] = stacked(effects, k);
  }
  const alone = figuresFrom(points, known, width);
  const names =
    width === 1 ? groups.labels : figureNames.flatMap((name) => groups.labels.map((label) => `${label}:${name}`));
  const plain = estimates("svyby", names, alone, { design, answer: { columns } });
  if (!matched.flag("covmat") && !matched.flag("return.replicates")) return plain;
  // Errors and limits stay those of each group by itself: only the covariance is of all groups together.
  const errors = standardErrorsOfValue(plain);
  const limits = ([low, high]: readonly [Float64Array, Float64Array]) => Array.from(low, (each, k) => [each, high[k]!]);
  return {
    ...plain,
    figures: jointFigures(matched, design, groups, estimator.name, naRm !== undefined, alone, width),
    answer: { columns, se: errors, confint: limits(confidenceIntervals(plain, {})) },
    methods: {
      SE: () => numbers(errors, { names }),
      confint: (asked) => {
        const df = asked?.numbers("df")?.[0];
        const [low, high] = confidenceIntervals(plain, {
          level: asked?.number("level", 0.95) ?? 0.95,
          ...(df === undefined ? {} : { df }),
        });
        return numbers([...low, ...high], { dim: [low.length, 2] });
      },
    },
  };
}

function levelOf(groups: Groups, at: number, code: number): Json {
  let rest = code;
  for (const factor of groups.factors.slice(0, at)) rest = Math.floor(rest / factor.levels.length);
  return groups.factors[at]!.levels[rest % groups.factors[at]!.levels.length]!;
}

function nameOfFigures(value: Value, width: number): readonly string[] {
  const names =
    value.type === "estimates"
      ? value.names
      : value.type === "result"
        ? value.coefficients?.names
        : "names" in value
          ? value.names
          : undefined;
  return Array.from({ length: width }, (_, k) => names?.[k] || `statistic${width === 1 ? "" : k + 1}`);
}

/** Figure by figure over the groups; without covariance between them. */
function figuresFrom(
  points: readonly Float64Array[],
  errors: readonly Float64Array[] | undefined,
  width: number,
): Estimates["figures"] {
  const count = points.length * width;
  const flat = Float64Array.from(
    { length: count },
    (_, at) => points[at % points.length]![Math.floor(at / points.length)] ?? Number.NaN,
  );
  const covariance = new Float64Array(count * count).fill(errors === undefined ? Number.NaN : 0);
  for (let at = 0; at < count && errors !== undefined; at++)
    covariance[at * (count + 1)] = errors[at % points.length]![Math.floor(at / points.length)]! ** 2;
  return { points: flat, covariance };
}

/** covmat = TRUE: the covariance between the groups. */
function jointFigures(
  matched: Matched,
  design: DesignValue,
  groups: Groups,
  estimator: string,
  removesMissing: boolean,
  alone: Estimates["figures"],
  width: number,
): Estimates["figures"] {
  const by = {
    codes: groups.codes.map((code) => (code > Math.max(...groups.present) ? -1 : code)),
    levelCount: Math.max(...groups.present) + 1,
  };
  const formula = matched.value("formula");
  const asked = askedColumns(formula, design).columns.map(({ values }) => values);
  let question: Parameters<typeof jointByDomain>[2];
  if (estimator === "svymean") question = { means: asked };
  else if (estimator === "svytotal") question = { totals: asked };
  else if (estimator === "svyratio") {
    const below = matched.restValue("denominator");
    if (below === undefined) throw new Refusal("svyby(svyratio): no denominator");
    const bottoms = askedColumns(below, design).columns.map(({ values }) => values);
    question = { ratios: bottoms.flatMap((denominator) => asked.map((numerator) => ({ numerator, denominator }))) };
  } else throw new Unsupported(`svyby(${estimator}, covmat = TRUE)`);
  if (!removesMissing && alone.points.some(Number.isNaN)) return alone;
  const joint = jointByDomain(design.design, by, question, withDomain(design.domain));
  const count = groups.present.length;
  const places = Array.from({ length: count * width }, (_, at) => (at % count) * width + Math.floor(at / count));
  const total = places.length;
  return {
    points: Float64Array.from(places, (place) => joint.points[place]!),
    covariance: Float64Array.from(
      { length: total * total },
      (_, at) => joint.covariance[places[Math.floor(at / total)]! * total + places[at % total]!]!,
    ),
    ...(joint.replicates === undefined
      ? {}
      : { replicates: joint.replicates.map((row) => Float64Array.from(places, (place) => row[place]!)) }),
  };
}

/** Weighted counts; an answer of NA in any variable is left out. */
function table(matched: Matched): Value {
  const design = matched.design();
  const formula = matched.formula("formula");
  const factors = variablesOfDesign(formula, design).map(({ name, column }) => ({
    name,
    factor: logicalFactor(column),
  }));
  const dims = factors.map(({ factor }) => factor.levels.length);
  const wanted = matched.numbers("Ntotal");
  if (wanted !== undefined && wanted.length !== 1) throw new Unsupported("svytable(Ntotal = several numbers)");
  let values = weightedTable(
    design.design,
    factors.map(({ factor }) => ({ codes: factor.codes, levelCount: factor.levels.length })),
    { ...withDomain(design.domain), ...(wanted === undefined ? {} : { total: wanted[0]! }) },
  ).cells;
  if (matched.flag("round")) values = values.map(Math.round);
  return numbers(values, {
    dim: dims,
    dimnames: factors.map(({ factor }) => factor.levels),
    dimensions: factors.map(({ name }) => name),
  });
}

function unweightedCount(matched: Matched): Value {
  const design = matched.design();
  const formula = matched.value("x");
  const columns =
    formula.type === "formula"
      ? variablesOfDesign(formula, design).map(({ column }) =>
          column.type === "numbers" ? column.values : asNumbers(asFactor(column)),
        )
      : [];
  let count = 0;
  for (let i = 0; i < design.design.rows; i++)
    if (
      (design.domain?.[i] ?? 1) === 1 &&
      design.design.weights[i] !== 0 &&
      columns.every((column) => !Number.isNaN(column[i]!))
    )
      count++;
  return estimates(
    "unwtd.count",
    ["counts"],
    { points: Float64Array.of(count), covariance: Float64Array.of(0) },
    { design },
  );
}

export const domains: Definitions = {
  svyby: {
    parameters: [
      "formula",
      "by",
      "design",
      "FUN",
      "...",
      "deff",
      "keep.var",
      "keep.names",
      "verbose",
      "vartype",
      "drop.empty.groups",
      "covmat",
      "return.replicates",
      "na.rm.by",
      "na.rm.all",
      "multicore",
    ],
    call: byGroups,
  },
  svytable: { parameters: ["formula", "design", "Ntotal", "round", "..."], call: table },
  "unwtd.count": { parameters: ["x", "design", "..."], call: unweightedCount },
};
