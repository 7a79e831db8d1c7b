import type { Estimate, Labels, Table, TableSpec } from "@lang-nghe/contract";
import { type DisclosurePolicy, raoScott, type SurveyDesign, SurveyDesignError } from "@lang-nghe/survey-statistics";
import type { Dataset } from "../dictionary/index.ts";
import type { Decision, Definition, EarlierTable } from "../disclosure/index.ts";
import type { Weights } from "../weighting/index.ts";
import { type Asked, askedOn, domainsOf, type Level } from "./columns.ts";
import { designOf } from "./design.ts";
import { type Cell, figuresOf, maskOf } from "./figures.ts";
import { againstEarlier } from "./linked.ts";

export type TableInput = {
  dataset: Dataset;
  weights: Weights | undefined;
  spec: TableSpec;
  /** Drawn by chance: only then is an interval a margin of error. */
  random: boolean;
  synthetic: boolean;
  software: string;
  policy: DisclosurePolicy;
  definition: Definition;
  /** What was decided when this table first left, or the tables against which to decide. */
  gate: { decided: Decision } | { earlier: readonly EarlierTable[] };
};

/**
 * A table as any screen, file or page may show it: estimates with their errors, and withheld where too few people stand
 * behind a figure or where earlier tables would tell of them. A withheld figure carries no number at all.
 */
export function makeTable(input: TableInput): { table: Table; decision: Decision } {
  const { dataset, spec, weights, policy } = input;
  const ask = askedOn(dataset, spec.ask, spec.base);
  const by = spec.by === null ? undefined : domainsOf(dataset, spec.by);
  const design = designOf(dataset, weights);
  const { levels, columnLevels, columns: cells, verdicts: own } = figuresOf(design, ask, by, policy);
  const decision =
    "decided" in input.gate
      ? input.gate.decided
      : againstEarlier(dataset, input.definition, own, input.gate.earlier, policy);
  const { collides } = decision;
  const verdicts = own.map((column, c) => column.map((verdict, l) => decision.verdicts[c]?.[l] ?? verdict));
  const estimates: Estimate[] = [];
  cells.forEach((column, c) => {
    levels.forEach((level, l) => {
      estimates.push(
        shown(
          level.code,
          columnLevels[c]?.code ?? null,
          ask.kind === "numeric" ? null : column.base,
          column.cells[l],
          verdicts[c]![l]!,
        ),
      );
    });
  });
  const whole = cells[0]!;
  const table: Table = {
    spec,
    title: ask.variable.label as Labels,
    measure: ask.kind === "numeric" ? "mean" : "share",
    levels,
    columns: columnLevels.map((level, c) => {
      const { base, cells: own } = cells[c]!;
      const allWithheld = verdicts[c]!.every((verdict) => verdict !== null);
      const effective = own.find((cell) => cell)?.figure;
      return {
        code: level?.code ?? null,
        label: level?.label ?? { vi: "Tất cả", en: "All" },
        n: allWithheld ? null : base,
        effectiveBase:
          effective && !allWithheld ? kishBase(design, c === 0 ? undefined : maskOf(by!.codes, c - 1), ask) : null,
        withheld: allWithheld ? (verdicts[c]![0] ?? null) : null,
      };
    }),
    estimates,
    ...(collides && { collides }),
    test:
      by && !collides && ask.kind === "categorical" && whole.base >= policy.smallestBase
        ? association(design, ask, by)
        : null,
    method: {
      random: input.random,
      interval: ask.kind === "numeric" ? "t" : "logit, t(df)",
      weights: weights ? weights.set.name : "unweighted",
      base: spec.base,
      design: designWords(dataset),
      designEffect: finite(design.weights.length ? kishDesignEffect(design.weights) : Number.NaN),
      software: input.software,
      snapshotHash: dataset.snapshotHash,
      weightsHash: weights?.hash ?? null,
      synthetic: input.synthetic,
    },
  };
  return { table, decision };
}

function shown(
  level: string,
  by: string | null,
  base: number | null,
  cell: Cell | undefined,
  withheld: string | null,
): Estimate {
  const nothing = {
    n: null,
    estimate: null,
    se: null,
    low: null,
    high: null,
    df: null,
    deff: null,
    effectiveBase: null,
  };
  if (withheld !== null || !cell) return { level, by, ...nothing, withheld: withheld ?? "base-below-30" };
  const { figure, low, high } = cell;
  return {
    level,
    by,
    n: base ?? figure.n,
    estimate: figure.estimate,
    se: finite(figure.standardError),
    low: finite(low),
    high: finite(high),
    df: figure.degreesOfFreedom,
    // Weights of a set have mean 1 and add up to no population: against sampling with replacement, as the effective base.
    deff: finite(figure.designEffectWithReplacement),
    effectiveBase: finite(figure.effectiveBase),
    withheld: null,
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

function association(
  design: SurveyDesign,
  ask: Extract<Asked, { kind: "categorical" }>,
  by: { levels: Level[]; codes: Int32Array },
): Table["test"] {
  try {
    const test = raoScott(design, ask.codes, ask.levels.length, by.codes, by.levels.length);
    if (![test.f, test.p, test.denominatorDegreesOfFreedom].every(Number.isFinite)) return null;
    return {
      method: "Rao–Scott F",
      statistic: test.f,
      df1: test.numeratorDegreesOfFreedom,
      df2: test.denominatorDegreesOfFreedom,
      p: test.p,
    };
  } catch (error) {
    // Too sparse for a test: the table stands without one.
    if (error instanceof SurveyDesignError) return null;
    throw error;
  }
}

/** Kish's effective base of a column: the same for all its rows, unlike a figure's own. */
function kishBase(design: SurveyDesign, domain: Uint8Array | undefined, ask: Asked): number | null {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < design.rows; i++) {
    if (domain && domain[i] !== 1) continue;
    const inBase =
      ask.kind === "categorical"
        ? ask.codes[i]! >= 0
        : !Number.isNaN(ask.kind === "numeric" ? ask.values[i]! : (ask.options[0]?.[i] ?? Number.NaN));
    if (!inBase) continue;
    sum += design.weights[i]!;
    squares += design.weights[i]! ** 2;
  }
  return squares > 0 ? (sum * sum) / squares : null;
}

function kishDesignEffect(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return (weights.length * squares) / (sum * sum);
}

function designWords(dataset: Dataset): string {
  const { strata, psu, fpc } = dataset.design;
  const parts = [
    strata !== null && `strata: ${strata}`,
    psu.length && `clusters: ${psu.join(" / ")}`,
    fpc.length && `fpc: ${fpc.join(" / ")}`,
  ].filter(Boolean);
  return parts.length ? parts.join("; ") : "simple";
}
