import type { Design } from "../design/design.ts";
import { crossCodes } from "../design/encode.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { linearContrasts } from "./contrasts.ts";
import { checkCodes } from "./domain-cells.ts";
import { completeRows, type EstimateOptions } from "./estimate.ts";
import { groupMeans } from "./group-means.ts";
import type { Figures } from "./statistic.ts";

/**
 * Directly standardised means: what each domain's mean would be if its people were spread over the classes (ages, say) as the
 * standard population is, ȳ_d = Σ_a π_a·ȳ_da, with the covariance between domains.
 *
 * @param y [rows]; NaN is left out.
 * @param classes class of each row, −1 = missing.
 * @param standard population of each class, in any unit; every class with a share must have answers in every domain.
 * @param by domain of each row; omitted = one domain, everyone.
 * @returns one figure a domain, and their covariance; NaN where a class of the domain is empty.
 * @throws {SurveyDesignError} bad-code, wrong-length, not-finite, lonely-psu.
 * @see Korn & Graubard (1999), section 3.7; R survey::svystandardize, then svyby(svymean).
 */
export function standardizedMeans(
  design: Design,
  y: Float64Array,
  classes: { readonly codes: Int32Array; readonly levelCount: number },
  standard: readonly number[],
  by: { readonly codes: Int32Array; readonly levelCount: number } = {
    codes: new Int32Array(design.rows),
    levelCount: 1,
  },
  options: EstimateOptions = {},
): Figures {
  checkCodes(design, classes.codes, classes.levelCount, "classes.codes");
  checkCodes(design, by.codes, by.levelCount, "by.codes");
  if (standard.length !== classes.levelCount)
    throw new SurveyDesignError(
      "wrong-length",
      `${standard.length} standard shares for ${classes.levelCount} classes.`,
    );
  const bad = standard.findIndex((share) => !(share >= 0 && Number.isFinite(share)));
  if (bad >= 0) throw new SurveyDesignError("not-finite", `standard[${bad}] is ${standard[bad]}.`);
  const present = completeRows(design, [y], options.domain);
  const cells = crossCodes(classes.codes, classes.levelCount, by.codes).map((code, i) =>
    present[i] === 1 ? code : -1,
  );
  const cellCount = classes.levelCount * by.levelCount;
  const sum = standard.reduce((all, share) => all + share, 0);
  const means = groupMeans(design, y, cells, cellCount);
  return linearContrasts(
    means,
    Array.from({ length: by.levelCount }, (_, domain) =>
      Array.from({ length: cellCount }, (_, cell) =>
        Math.floor(cell / classes.levelCount) === domain ? standard[cell % classes.levelCount]! / sum : 0,
      ),
    ),
  );
}
