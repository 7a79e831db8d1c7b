import type { Design } from "../design/design.ts";
import {
  degreesOfFreedom,
  type SurveyDesign,
  type SurveyDesignInput,
  strataOfStages,
  surveyDesign,
} from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { linearContrasts } from "./contrasts.ts";
import { checkCodes } from "./domain-cells.ts";
import { completeRows, type EstimateOptions } from "./estimate.ts";
import { groupMeans } from "./group-means.ts";

/** Two waves in one design, so that PSUs in both are seen to be the same. */
export interface StackedWaves {
  readonly design: SurveyDesign;
  /** 0 for the rows of the first wave, which come first; 1 for those of the second. [rows] */
  readonly wave: Int32Array;
}

/**
 * Puts two waves under each other. A PSU visited in both must have the same codes (stratum and unit) in both; respondents are
 * units of the last stage and need no link. Columns are joined the same way: first wave, then second.
 *
 * @throws {SurveyDesignError} wrong-length: one wave has a column (strata, clusters, weights, population sizes) that the other lacks.
 *   @see surveyDesign for the others.
 */
export function stackWaves(first: SurveyDesignInput, second: SurveyDesignInput): StackedWaves {
  const clusters = joinedEach(first.clusters, second.clusters, "clusters");
  const strata = joinedEach(strataOfStages(first), strataOfStages(second), "strata");
  const weights = joined(first.weights, second.weights, "weights");
  const populationSizes = joinedEach(first.populationSizes, second.populationSizes, "populationSizes");
  const design = surveyDesign({
    rows: first.rows + second.rows,
    ...(weights === undefined ? {} : { weights }),
    ...(strata === undefined ? {} : { strata }),
    ...(clusters === undefined ? {} : { clusters }),
    ...(populationSizes === undefined ? {} : { populationSizes }),
    ...(first.lonelyPsu === undefined ? {} : { lonelyPsu: first.lonelyPsu }),
    ...(first.adjustDomainLonely === undefined ? {} : { adjustDomainLonely: first.adjustDomainLonely }),
  });
  return { design, wave: Int32Array.from({ length: design.rows }, (_, i) => (i < first.rows ? 0 : 1)) };
}

function joinedEach<Column extends Int32Array | Float64Array>(
  first: readonly Column[] | undefined,
  second: readonly Column[] | undefined,
  name: string,
): Column[] | undefined {
  if (first?.length !== second?.length)
    throw new SurveyDesignError(
      "wrong-length",
      `${name}: the waves have ${first?.length ?? 0} and ${second?.length ?? 0}.`,
    );
  return first?.map((column, stage) => joined(column, second![stage]!, `${name}[${stage}]`)!);
}

function joined<Column extends Int32Array | Float64Array>(
  first: Column | undefined,
  second: Column | undefined,
  name: string,
): Column | undefined {
  if (first === undefined && second === undefined) return undefined;
  if (first === undefined || second === undefined)
    throw new SurveyDesignError("wrong-length", `${name} is given for one wave only.`);
  const made = first instanceof Float64Array ? new Float64Array(first.length + second.length) : undefined;
  const column = (made ?? new Int32Array(first.length + second.length)) as Column;
  column.set(first);
  column.set(second, first.length);
  return column;
}

export interface ChangeEstimate {
  readonly before: { readonly estimate: number; readonly standardError: number };
  readonly after: { readonly estimate: number; readonly standardError: number };
  /** after − before. */
  readonly estimate: number;
  readonly standardError: number;
  /** Between the two waves' means, −1 … 1: what shared PSUs are worth. */
  readonly correlation: number;
  readonly degreesOfFreedom: number;
}

/**
 * Change of a mean (or, of a column of 0 and 1, a share) from one wave to the next. Where both waves were taken in the same PSUs
 * their means vary together, and the change is known better than two separate surveys would tell it:
 * V(d) = V(after) + V(before) − 2·Cov.
 *
 * @param y values of both waves, NaN = missing. [rows]
 * @param wave 0 = before, 1 = after, −1 = neither. [rows]
 * @throws {SurveyDesignError} empty-domain, bad-code, wrong-length, not-finite, lonely-psu.
 * @see Kish (1965), section 12.4; in R: svycontrast(svyby(~y, ~wave, design, svymean, covmat = TRUE), c(−1, 1)).
 */
export function estimateChange(
  design: Design,
  y: Float64Array,
  wave: Int32Array,
  options: EstimateOptions = {},
): ChangeEstimate {
  checkCodes(design, wave, 2, "wave");
  const present = completeRows(design, [y], options.domain);
  const groupOf = wave.map((code, i) => (present[i] === 1 ? code : -1));
  const means = groupMeans(design, y, groupOf, 2);
  if (means.points.some((mean) => Number.isNaN(mean)))
    throw new SurveyDesignError("empty-domain", "A wave has no answer of positive weight.");
  const { points, covariance } = linearContrasts(means, [[-1, 1]]);
  const [before, between, , after] = means.covariance;
  return {
    before: { estimate: means.points[0]!, standardError: Math.sqrt(before!) },
    after: { estimate: means.points[1]!, standardError: Math.sqrt(after!) },
    estimate: points[0]!,
    standardError: Math.sqrt(covariance[0]!),
    correlation: between! / Math.sqrt(before! * after!),
    degreesOfFreedom: degreesOfFreedom(
      design,
      Uint8Array.from(groupOf, (code) => (code >= 0 ? 1 : 0)),
    ),
  };
}
