// Design: how the sample was drawn.

export { type Design, isReplicateDesign } from "./design/design.ts";
export { crossCodes, type Encoded, encode, indicator } from "./design/encode.ts";
export {
  type ReplicateDesign,
  type ReplicateDesignInput,
  type ReplicateMethod,
  replicateDesign,
} from "./design/replicate-design.ts";
export { type ReplicateWeights, replicateWeights, type UnitReplicates } from "./design/replicate-weights.ts";
export {
  type Calibration,
  type DesignStage,
  degreesOfFreedom,
  type LonelyPsuPolicy,
  type SurveyDesign,
  type SurveyDesignInput,
  surveyDesign,
  withCalibration,
  withWeights,
} from "./design/survey-design.ts";
export { SurveyDesignError, type SurveyDesignErrorCode } from "./design/survey-design-error.ts";
export type { PairwiseForm, UnequalProbabilities } from "./design/unequal-probabilities.ts";
// Disclosure: what may be shown.
export { cellKeys, type RoundingBase, recordKeys, roundCounts } from "./disclosure/cell-keys.ts";
export { type BudgetCoarsening, coarseningsOf, type OfferedCoarsenings } from "./disclosure/coarsenings.ts";
export { type Concentration, type Contributions, dominanceRule, percentRule } from "./disclosure/concentration.ts";
export {
  type BudgetDesign,
  type BudgetKey,
  type BudgetLimits,
  type BudgetVerdict,
  demographicBudget,
  demographicLimits,
} from "./disclosure/demographic-budget.ts";
export { DisclosureError, type DisclosureErrorCode } from "./disclosure/disclosure-error.ts";
export {
  discreteLaplaceWithin,
  drawDiscreteGaussian,
  drawDiscreteLaplace,
  type Fraction,
  happensExp,
  type RandomBytes,
} from "./disclosure/discrete-noise.ts";
export { type GroupDisclosure, groupDisclosures } from "./disclosure/group-disclosure.ts";
export { withholdForLinkedMeans } from "./disclosure/linked-means.ts";
export { figuresOfColumn, type TabulatedRows, withholdForLinked } from "./disclosure/linked-tables.ts";
export {
  advanceLive,
  defaultLivePolicy,
  type LivePolicy,
  type LiveState,
  type LiveStep,
} from "./disclosure/live-batches.ts";
export { type Figure, mayShow, type Verdict, type WithheldReason } from "./disclosure/may-show.ts";
export { mayShowTable, type TableCounts } from "./disclosure/may-show-table.ts";
export { type NearlySame, nearlySamePeople } from "./disclosure/nearly-same-people.ts";
export { type NoiseOptions, type NoiseTable, noiseTable, perturbCounts } from "./disclosure/perturb-counts.ts";
export { type DisclosurePolicy, defaultDisclosurePolicy } from "./disclosure/policy.ts";
export {
  auditSuppression,
  type PrimaryCell,
  type SuppressedTable,
  suppressTable,
} from "./disclosure/suppress-table.ts";
export type { Bounds, TableWithTotals } from "./disclosure/suppression-network.ts";
export { type AgreementEstimate, estimateCronbachAlpha, estimateKappa } from "./estimation/agreement.ts";
// Estimation: figures with their errors.
export { estimateFromSums, mergeAnswerSums, type RowRange, sumAnswers } from "./estimation/answer-sums.ts";
export { covarianceBetweenDomains, type DomainEstimate, estimateBy, type Question } from "./estimation/by-domain.ts";
export {
  coefficientOfVariation,
  figuresOfJoint,
  functionsOfEstimates,
  linearContrasts,
  standardErrorsOf,
} from "./estimation/contrasts.ts";
export { type CovarianceMatrix, estimateCovarianceMatrix } from "./estimation/covariance-matrix.ts";
export { type DistributionFunction, distributionFunction } from "./estimation/distribution-function.ts";
export { type Dual, dual, dualVariable } from "./estimation/dual-number.ts";
export type { Estimate, EstimateOptions, JointEstimate } from "./estimation/estimate.ts";
export {
  type InterpolatedQuantile,
  type InterpolatedQuantileOptions,
  interpolatedQuantiles,
} from "./estimation/interpolated-quantiles.ts";
export { type JointByDomain, type JointQuestion, jointByDomain } from "./estimation/joint-by-domain.ts";
export {
  estimateMean,
  estimateMeans,
  estimateRatio,
  estimateTotal,
  estimateTotals,
} from "./estimation/mean-total-ratio.ts";
export {
  estimateProportions,
  estimateProportionsOfEach,
  type LevelEstimate,
  type LevelEstimates,
  type ProportionOptions,
} from "./estimation/proportions.ts";
export type { QuantileRule } from "./estimation/quantile-rules.ts";
export {
  estimateQuantiles,
  type QuantileEstimate,
  type QuantileInterval,
  type QuantileOptions,
} from "./estimation/quantiles.ts";
export { type DomainQuantiles, quantilesByDomain } from "./estimation/quantiles-by-domain.ts";
export { type StratumRatio, separateRatios, separateRatioTotal } from "./estimation/separate-ratios.ts";
export { standardizedMeans } from "./estimation/standardized-means.ts";
export { covarianceOfReplicates, type Figures, figuresOf, type Statistic } from "./estimation/statistic.ts";
export type { AnswerSums } from "./estimation/unit-cells.ts";
export { covarianceOfTotals } from "./estimation/variance-of-totals.ts";
export { type ChangeEstimate, estimateChange, type StackedWaves, stackWaves } from "./estimation/waves.ts";
export { type WeightedTable, weightedTable } from "./estimation/weighted-table.ts";
// Inference: intervals and tests.
export {
  type AssociationOptions,
  type AssociationStatistic,
  associationTest,
} from "./inference/association-test.ts";
export {
  type ChiSquareSumMethod,
  upperTailOfChiSquareSum,
  upperTailOfFSum,
} from "./inference/chi-square-sums.ts";
export {
  confidenceSequence,
  type LiveFigure,
  type LiveSums,
  liveFigureOf,
  noLiveAnswers,
  withLiveAnswer,
} from "./inference/confidence-sequence.ts";
export { type GoodnessOfFitTest, goodnessOfFit } from "./inference/goodness-of-fit.ts";
export type { HypothesisTest } from "./inference/hypothesis-test.ts";
export {
  type EstimateForInterval,
  type Interval,
  meanInterval,
  type ProportionForInterval,
  type ProportionMethod,
  proportionInterval,
} from "./inference/intervals.ts";
export {
  type CellTable,
  cellTable,
  compareLogLinear,
  type LogLinearComparison,
  type LogLinearModel,
  type LogLinearP,
  logLinearModel,
} from "./inference/log-linear.ts";
export { type RankScore, type RankTest, type RankTestOptions, rankTest } from "./inference/rank-test.ts";
export { type AssociationTest, raoScott } from "./inference/rao-scott.ts";
export { type MeanTest, type MeanTestOptions, oneSampleTTest, twoSampleTTest } from "./inference/t-tests.ts";
// Non-probability: answers that nobody drew.
export { auxiliariesOf, type OptInPopulation } from "./non-probability/auxiliaries.ts";
export { NonProbabilityError, type NonProbabilityErrorCode } from "./non-probability/non-probability-error.ts";
export { estimateOptInMean, type OptInEstimate, type OptInOptions } from "./non-probability/opt-in-mean.ts";
export type { OptInEstimator } from "./non-probability/opt-in-point.ts";
export { type OptInSensitivity, sensitivityOfOptIn } from "./non-probability/opt-in-sensitivity.ts";
export type { OutcomeModel } from "./non-probability/outcome-model.ts";
export { type OptInWeights, optInWeights } from "./non-probability/propensities.ts";
// Rates: who was asked and who answered.
export { type Disposition, type Dispositions, dispositionNames, tallyDispositions } from "./rates/dispositions.ts";
export {
  type Eligibility,
  type EligibilityInput,
  type OutcomeRate,
  type OutcomeRates,
  outcomeRates,
} from "./rates/outcome-rates.ts";
export { type CumulativeRates, cumulativeRates, type PanelSteps, participationRate } from "./rates/panel-rates.ts";
export { RatesError, type RatesErrorCode } from "./rates/rates-error.ts";
// Regression: models under the sampling weights.
export { type Akaike, akaike } from "./regression/akaike.ts";
export {
  type CoefficientInterval,
  type CoefficientIntervalOptions,
  coefficientIntervals,
  type ProfileOptions,
  profileIntervals,
} from "./regression/coefficient-intervals.ts";
export { type CombinedImputations, combineImputations, type ImputedResult } from "./regression/combine-imputations.ts";
export type { CumulativeLinkName } from "./regression/cumulative-links.ts";
export type { FamilyName, LinkName } from "./regression/families.ts";
export {
  factorColumns,
  interactionColumns,
  interceptColumn,
  type ModelColumn,
  numericColumn,
} from "./regression/model-columns.ts";
export {
  type PredictedMargins,
  type PredictionOptions,
  type Predictions,
  predict,
  predictedMargins,
  type Scenario,
} from "./regression/predictions.ts";
export { RegressionError, type RegressionErrorCode } from "./regression/regression-error.ts";
export {
  fittedMeans,
  type GlmFit,
  type GlmInput,
  pseudoRSquared,
  residualsOf,
  surveyGlm,
} from "./regression/survey-glm.ts";
export { type OrdinalFit, type OrdinalInput, surveyOrdinal } from "./regression/survey-ordinal.ts";
export {
  type Tested,
  termTest,
  termTestByLikelihood,
  type WaldTest,
  type WorkingLikelihoodTest,
  waldTest,
} from "./regression/term-test.ts";
export { hadamardMatrix } from "./replication/hadamard.ts";
// Replication: variances by repeating the estimate.
export { replicateCellTotals, replicateTotals, type Watch } from "./replication/replicate-totals.ts";
export {
  type RakedReplicates,
  type RakeReplicatesOptions,
  type ReweightedReplicates,
  rakeReplicates,
  reweightReplicates,
} from "./replication/reweight-replicates.ts";
export { type ConversionMethod, type ConversionOptions, toReplicates } from "./replication/to-replicates.ts";
export { ofReplicates, type ReplicatedFigures, withReplicates } from "./replication/with-replicates.ts";
// Sampling: planning and drawing.
export { type AllocationInput, type AllocationMethod, allocate } from "./sampling/allocate.ts";
export {
  type DrawnGroup,
  drawSample,
  type Sample,
  type SampleStage,
  type StageAllocation,
} from "./sampling/draw-sample.ts";
export {
  type DrawMethod,
  type DrawnUnits,
  drawByProbabilities,
  drawMethods,
  drawUnits,
  isProportionalToSize,
} from "./sampling/draw-units.ts";
export { type ExpectedSample, type ExpectedStratum, expectedSample } from "./sampling/expected-sample.ts";
export {
  equalProbabilities,
  type InclusionProbabilities,
  inclusionProbabilities,
} from "./sampling/inclusion-probabilities.ts";
export { type JointProbabilities, jointProbabilities } from "./sampling/joint-probabilities.ts";
export {
  intraclassCorrelation,
  planSample,
  type ReportedDomain,
  type SampleCosts,
  type SamplePlan,
  type SamplePlanInput,
} from "./sampling/plan-sample.ts";
export { activeGroups, type RotationPlan, rotationGroups } from "./sampling/rotating-panel.ts";
export { SamplingError, type SamplingErrorCode, type SamplingPlace } from "./sampling/sampling-error.ts";
export { drawAlgorithm, samplingGenerator } from "./sampling/sampling-generator.ts";
export {
  type Birthday,
  type KishTable,
  kishChance,
  kishSelected,
  kishTableOf,
  lastBirthday,
} from "./sampling/within-household.ts";
// Weighting.
export {
  type CalibratedWeights,
  type CalibrateOptions,
  type CalibrationAuxiliaries,
  type CalibrationColumn,
  type CalibrationMargin,
  calibrate,
} from "./weighting/calibrate.ts";
export type { CalibrationDistance } from "./weighting/calibration-distances.ts";
export { type CapOptions, type CapTried, type ChosenCap, chooseCap } from "./weighting/choose-cap.ts";
export {
  type LiveRaking,
  type LiveRakingOptions,
  type LiveRakingState,
  liveRaking,
} from "./weighting/live-raking.ts";
export {
  adjustByPropensity,
  adjustForNonResponse,
  type NonResponseWeights,
  type PropensityWeights,
  type ResponseModel,
} from "./weighting/non-response.ts";
export { type PostStratifiedWeights, postStratify } from "./weighting/post-stratify.ts";
export { type Margin, type RakeOptions, type RakeResult, rake } from "./weighting/rake.ts";
export { standardize } from "./weighting/standardize.ts";
export { type TrimOptions, type TrimResult, trimWeights } from "./weighting/trim-weights.ts";
export { type WeightSummary, weightSummary } from "./weighting/weight-summary.ts";
export { WeightingError, type WeightingErrorCode, type WeightingErrorPlace } from "./weighting/weighting-error.ts";
