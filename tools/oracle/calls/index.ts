import type { Definitions } from "../environment.ts";
import { base } from "./base.ts";
import { contrastCalls } from "./contrasts.ts";
import { data } from "./data.ts";
import { designs } from "./designs.ts";
import { domains } from "./domains.ts";
import { figures } from "./figures.ts";
import { imputationCalls } from "./imputation-lists.ts";
import { logLinearCalls } from "./log-linear.ts";
import { ofEstimates } from "./of-estimates.ts";
import { proportions } from "./proportions.ts";
import { quantileCalls } from "./quantiles.ts";
import { regression } from "./regression.ts";
import { replicateCalls } from "./replicates.ts";
import { testCalls } from "./tests.ts";
import { unequalProbabilities } from "./unequal-probabilities.ts";
import { weightingCalls } from "./weighting.ts";

/** Every R function that the reader knows. One file a family; add yours here. */
export const definitions: Definitions = {
  ...base,
  ...data,
  ...designs,
  ...figures,
  ...proportions,
  ...domains,
  ...imputationCalls,
  ...ofEstimates,
  ...contrastCalls,
  ...quantileCalls,
  ...regression,
  ...replicateCalls,
  ...unequalProbabilities,
  ...testCalls,
  ...logLinearCalls,
  ...weightingCalls,
};
