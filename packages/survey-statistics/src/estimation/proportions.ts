import { type Design, isReplicateDesign } from "../design/design.ts";
import { indicator } from "../design/encode.ts";
import type { ReplicateDesign } from "../design/replicate-design.ts";
import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { replicateCellTotals } from "../replication/replicate-totals.ts";
import { calibratedCovariances, calibratedPassHolds } from "./calibrated-covariances.ts";
import {
  checkCodes,
  type DomainCells,
  domainBase,
  domainCells,
  domainCovariances,
  onePassHolds,
  stagesPassHolds,
  unitCovariances,
} from "./domain-cells.ts";
import { checkDomain, completeEstimate, type Estimate, type EstimateOptions, type JointEstimate } from "./estimate.ts";
import { estimateMeans, estimateTotals } from "./mean-total-ratio.ts";
import { covarianceOfReplicates, logitErrorOf } from "./statistic.ts";
import { unitCells, unitCellsFit, unitCellsOfEach } from "./unit-cells.ts";

/** A figure of one level of a categorical question. `count` is the unweighted number of answers in the level; `n` is their base. */
export interface LevelEstimate extends Estimate {
  readonly count: number;
}

export interface LevelEstimates extends JointEstimate {
  readonly estimates: readonly LevelEstimate[];
  /** Answers with any level: the base of the percentages. */
  readonly n: number;
}

export interface ProportionOptions extends EstimateOptions {
  /** "proportion" (default) of each level, or "total": how many people, Σw. */
  readonly of?: "proportion" | "total";
}

/**
 * Proportion of each level of a categorical question, with standard errors and covariance. Codes of −1 are left out of base
 * and figure alike, as R's na.rm = TRUE.
 *
 * @param codes level of each row, 0 … levelCount − 1, or −1 = missing. [rows]
 * @throws {SurveyDesignError} empty-domain, bad-code, wrong-length, lonely-psu.
 * @see R survey::svymean(~factor). Cost O(rows + PSUs·levels²).
 */
export function estimateProportions(
  design: Design,
  codes: Int32Array,
  levelCount: number,
  options: ProportionOptions = {},
): LevelEstimates {
  checkDomain(design, options.domain);
  const by = { codes: options.domain?.length ? oneDomain(options.domain) : undefined, levelCount: 1 };
  return levelsByDomain(design, by, { codes, levelCount }, options.of ?? "proportion")[0] ?? refuseEmpty();
}

/**
 * Proportions of many questions of the same people, as `estimateProportions` of each, but the rows are read once for all.
 *
 * @throws {SurveyDesignError} as `estimateProportions`.
 */
export function estimateProportionsOfEach(
  design: Design,
  questions: readonly { readonly codes: Int32Array; readonly levelCount: number }[],
): LevelEstimates[] {
  const inOnePass =
    !isReplicateDesign(design) &&
    onePassHolds(design) &&
    questions.every(({ levelCount }) => unitCellsFit(design, 1, levelCount));
  if (!inOnePass) return questions.map(({ codes, levelCount }) => estimateProportions(design, codes, levelCount));
  return unitCellsOfEach(design, questions).map((collected) => {
    const covariance = unitCovariances(design, collected, "proportion");
    return levelEstimates(collected.cells, "proportion", () => ({ covariance }))[0] ?? refuseEmpty();
  });
}

function oneDomain(domain: Uint8Array): Int32Array {
  const codes = new Int32Array(domain.length);
  for (let i = 0; i < codes.length; i++) codes[i] = domain[i] === 1 ? 0 : -1;
  return codes;
}

function refuseEmpty(): never {
  throw new SurveyDesignError("empty-domain", "No answer of positive weight in this domain.");
}

/** Level estimates of each domain; undefined where a domain has no answer. Without codes in `by` everyone is in domain 0. */
export function levelsByDomain(
  design: Design,
  by: { readonly codes: Int32Array | undefined; readonly levelCount: number },
  question: { readonly codes: Int32Array; readonly levelCount: number },
  of: "proportion" | "total",
): (LevelEstimates | undefined)[] {
  const k = question.levelCount;
  if (by.codes !== undefined) checkCodes(design, by.codes, by.levelCount, "by.codes");
  if (!isReplicateDesign(design) && onePassHolds(design) && unitCellsFit(design, by.levelCount, k)) {
    const collected = unitCells(design, by.codes, by.levelCount, question.codes, k);
    const covariances = unitCovariances(design, collected, of);
    return levelEstimates(collected.cells, of, (domain) => ({
      covariance: covariances.slice(domain * k * k, (domain + 1) * k * k),
    }));
  }
  checkCodes(design, question.codes, k, "codes");
  if (!isReplicateDesign(design) && calibratedPassHolds(design)) {
    const collected = unitCellsFit(design, by.levelCount, k)
      ? unitCells(design, by.codes, by.levelCount, question.codes, k)
      : undefined;
    if (collected !== undefined || design.rowsArePsus) {
      const everyone = by.codes ?? new Int32Array(design.rows);
      const cells = collected?.cells ?? domainCells(design, everyone, by.levelCount, question.codes, k);
      const found = calibratedCovariances(design, design.calibration!, cells, by.codes, question.codes, of, collected);
      return levelEstimates(cells, of, (domain) => ({ covariance: found.slice(domain * k * k, (domain + 1) * k * k) }));
    }
  }
  const domainOf = by.codes ?? new Int32Array(design.rows);
  const cells = domainCells(design, domainOf, by.levelCount, question.codes, k);
  if (isReplicateDesign(design)) {
    const replicated = replicatedLevels(design, cells, domainOf, question.codes, of);
    return levelEstimates(
      cells,
      of,
      (domain) => replicated[domain]!,
      (domain, level, p) => (of === "total" ? {} : logitErrorOf(design, replicated[domain]!.replicates, level, p)),
    );
  }
  const covariances = stagesPassHolds(design)
    ? domainCovariances(design, cells, domainOf, question.codes, of)
    : undefined;
  return levelEstimates(cells, of, (domain) => ({
    covariance:
      covariances?.slice(domain * k * k, (domain + 1) * k * k) ??
      covarianceByRows(design, domainOf, domain, question, of),
  }));
}

/** Completes the figures of every level in every domain from what was counted and the covariances found. */
export function levelEstimates(
  cells: DomainCells,
  of: "proportion" | "total",
  errorsOf: (domain: number) => {
    readonly covariance: Float64Array;
    readonly replicates?: readonly Float64Array[];
  },
  logitErrors?: (domain: number, level: number, p: number) => { readonly logitStandardError?: number },
): (LevelEstimates | undefined)[] {
  const { domainCount, levelCount: k } = cells;
  return Array.from({ length: domainCount }, (_, domain) => {
    const base = domainBase(cells, domain);
    if (base.n === 0) return undefined;
    const { covariance, replicates } = errorsOf(domain);
    const estimates = Array.from({ length: k }, (_, level) => {
      const sum = cells.weightSum[domain * k + level]!;
      const p = sum / base.weightSum;
      const spread = (p * (1 - p) * base.n) / (base.n - 1);
      const found = covariance[level * k + level]!;
      // A variance of nought may be lost in rounding; only one over pairs of PSUs may be negative in truth.
      const variance = found < 0 && found > -1e-12 * (of === "total" ? sum * sum : 1) ? 0 : found;
      return Object.assign(completeEstimate(of === "total" ? sum : p, variance, spread, base, of === "total"), {
        count: cells.n[domain * k + level]!,
        ...logitErrors?.(domain, level, p),
      });
    });
    return { estimates, covariance, n: base.n, ...(replicates === undefined ? {} : { replicates }) };
  });
}

interface ReplicatedLevels {
  readonly covariance: Float64Array;
  /** R rows of [levels]. */
  readonly replicates: readonly Float64Array[];
}

/** All levels of all domains under each replicate's weights, from one pass over the rows where weights are known by unit. */
function replicatedLevels(
  design: ReplicateDesign,
  cells: DomainCells,
  domainOf: Int32Array,
  levelOf: Int32Array,
  of: "proportion" | "total",
): readonly ReplicatedLevels[] {
  const { domainCount, levelCount: k } = cells;
  const cellOf = new Int32Array(design.rows);
  for (let i = 0; i < cellOf.length; i++) {
    const level = levelOf[i]!;
    cellOf[i] = domainOf[i]! < 0 || level < 0 ? -1 : domainOf[i]! * k + level;
  }
  const totals = replicateCellTotals(design, cellOf, domainCount * k);
  return Array.from({ length: domainCount }, (_, domain) => {
    const figuresFrom = (sums: Float64Array) => {
      const figures = sums.slice(domain * k, (domain + 1) * k);
      if (of === "total") return figures;
      let sum = 0;
      for (const value of figures) sum += value;
      return figures.map((value) => value / sum);
    };
    const replicates = totals.map(figuresFrom);
    return { covariance: covarianceOfReplicates(design, replicates, figuresFrom(cells.weightSum)), replicates };
  });
}

/** The long way, for designs whose variance needs every stage or the calibration residuals. */
function covarianceByRows(
  design: SurveyDesign,
  domainOf: Int32Array,
  domain: number,
  question: { readonly codes: Int32Array; readonly levelCount: number },
  of: "proportion" | "total",
): Float64Array {
  const mask = Uint8Array.from(domainOf, (code) => (code === domain ? 1 : 0));
  const columns = Array.from({ length: question.levelCount }, (_, level) => indicator(question.codes, level));
  return (of === "total" ? estimateTotals : estimateMeans)(design, columns, { domain: mask }).covariance;
}
