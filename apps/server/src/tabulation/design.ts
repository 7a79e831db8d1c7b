import {
  type Calibration,
  encode,
  type LonelyPsuPolicy,
  type SurveyDesign,
  surveyDesign,
  withWeights,
} from "@lang-nghe/survey-statistics";
import type { Dataset } from "../dictionary/index.ts";

/** Codes of a design column, whether its values are levels or numbers. */
function codesOf(dataset: Dataset, name: string): Int32Array {
  const column = dataset.columns.get(name);
  if (column?.kind === "categorical") return Int32Array.from(column.codes);
  if (column?.kind === "numeric") return encode([...column.values]).codes;
  throw new Error(`The design column ${name} is missing from the snapshot.`);
}

function numbersOf(dataset: Dataset, name: string): Float64Array {
  const column = dataset.columns.get(name);
  if (column?.kind !== "numeric") throw new Error(`The design column ${name} is not numeric.`);
  return column.values;
}

/**
 * The sample design of a dataset under some weights (undefined: everyone counts 1). By default a stratum with one PSU is
 * centred at the grand mean, never taken as without error.
 * With `weightsFromPopulation` a missing weight is N/n of the population sizes, as R's svydesign works it out.
 */
export function designOf(
  dataset: Dataset,
  weights: { values: Float64Array; calibration: Calibration | undefined } | undefined,
  options: { lonelyPsu?: LonelyPsuPolicy | undefined; weightsFromPopulation?: boolean } = {},
): SurveyDesign {
  const { strata, psu, fpc } = dataset.design;
  const design = surveyDesign({
    rows: dataset.rows,
    lonelyPsu: options.lonelyPsu ?? "adjust",
    ...(!options.weightsFromPopulation && { weights: new Float64Array(dataset.rows).fill(1) }),
    ...(strata !== null && { strata: codesOf(dataset, strata) }),
    ...(psu.length && { clusters: psu.map((name) => codesOf(dataset, name)) }),
    ...(fpc.length && { populationSizes: fpc.map((name) => numbersOf(dataset, name)) }),
  });
  return weights ? withWeights(design, weights.values, weights.calibration) : design;
}
