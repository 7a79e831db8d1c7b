import type { ReplicateDesign } from "./replicate-design.ts";
import type { SurveyDesign } from "./survey-design.ts";

/** A sample as the estimators take it: variances by linearisation (`SurveyDesign`) or from replicate weights. */
export type Design = SurveyDesign | ReplicateDesign;

export function isReplicateDesign(design: Design): design is ReplicateDesign {
  return "replicates" in design;
}
