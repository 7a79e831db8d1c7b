// svydesign(pps = …): unequal probabilities without replacement.
import type { SurveyDesign, SurveyDesignInput } from "../../../packages/survey-statistics/src/index.ts";
import type { Matched } from "../environment.ts";
import { Unsupported, type Value } from "../values.ts";

/** The design of svydesign(pps = …, variance = …). */
export function probabilitySampling(_matched: Matched, _pps: Value, _input: SurveyDesignInput): SurveyDesign {
  throw new Unsupported("svydesign(pps=)");
}
