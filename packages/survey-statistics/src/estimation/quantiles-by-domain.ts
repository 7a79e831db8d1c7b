import type { Design } from "../design/design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { checkCodes } from "./domain-cells.ts";
import { estimateQuantiles, type QuantileEstimate, type QuantileOptions } from "./quantiles.ts";

export interface DomainQuantiles {
  /** Code of the domain in `by`. */
  readonly domain: number;
  /** One a probability. */
  readonly quantiles: readonly QuantileEstimate[];
}

/**
 * The same quantiles for every domain (group of people); all PSUs stay in the design. Domains without an answer are left out.
 *
 * @param by domain of each row, 0 … levelCount − 1, or −1 = in none. Cross two columns with `crossCodes`.
 * @see R survey::svyby(…, svyquantile). @see estimateQuantiles for errors.
 */
export function quantilesByDomain(
  design: Design,
  by: { readonly codes: Int32Array; readonly levelCount: number },
  y: Float64Array,
  probabilities: readonly number[],
  options: QuantileOptions = {},
): readonly DomainQuantiles[] {
  checkCodes(design, by.codes, by.levelCount, "by.codes");
  const { domain: within } = options;
  const domain = new Uint8Array(design.rows);
  return Array.from({ length: by.levelCount }, (_, code) => code).flatMap((code) => {
    for (let i = 0; i < domain.length; i++)
      domain[i] = by.codes[i] === code && (within === undefined || within[i] === 1) ? 1 : 0;
    try {
      return [{ domain: code, quantiles: estimateQuantiles(design, y, probabilities, { ...options, domain }) }];
    } catch (error) {
      if (error instanceof SurveyDesignError && error.code === "empty-domain") return [];
      throw error;
    }
  });
}
