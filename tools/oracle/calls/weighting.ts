// R's weighting: postStratify, rake, calibrate, trimWeights, svystandardize.
import {
  type CalibrateOptions,
  type Calibration,
  type CalibrationAuxiliaries,
  type CalibrationDistance,
  calibrate,
  type Design,
  isReplicateDesign,
  postStratify,
  type RakeOptions,
  type RakeResult,
  rake,
  rakeReplicates,
  reweightReplicates,
  type SurveyDesign,
  standardize,
  trimWeights,
  withCalibration,
  withWeights,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { columnOf, modelMatrix } from "../model-matrix.ts";
import { asFactor, asNumbers, type DesignValue, type Formula, Refusal, Unsupported, type Value } from "../values.ts";
import { factorsOf, listedMargins, type PopulationMargin, populationMargin } from "./population.ts";
import { rowsInside } from "./replicates.ts";

/** Weights as R has them: what is outside a subset is not there. */
function weightsInside({ design, domain }: DesignValue): Float64Array {
  return domain === undefined ? design.weights : design.weights.map((weight, i) => (domain[i] === 1 ? weight : 0));
}

function sumOf(weights: Float64Array): number {
  return weights.reduce((total, weight) => total + weight, 0);
}

function postStratified(matched: Matched): Value {
  const given = rowsInside(matched.design());
  const { design, frame, domain } = given;
  const margin = populationMargin(strataOf(matched), matched.value("population"), frame, domain);
  if (isReplicateDesign(design)) {
    return { ...given, design: rakeReplicates(design, [margin]).design };
  }
  const made = postStratify(weightsInside(given), margin, { partial: matched.flag("partial") });
  return { ...given, design: withCalibration(design, made.weights, made.calibration) };
}

function strataOf(matched: Matched): Formula {
  return matched.formula("strata");
}

function raked(matched: Matched): Value {
  const given = rowsInside(matched.design());
  const { design, frame, domain } = given;
  const margins = listedMargins(
    matched,
    matched.value("sample.margins"),
    matched.value("population.margins"),
    frame,
    domain,
  );
  const weights = weightsInside(given);
  const control = matched.optional("control");
  const set = (name: string, fallback: number) => {
    if (control?.type !== "list") return fallback;
    const at = control.names?.indexOf(name) ?? -1;
    return at < 0 ? fallback : asNumbers(control.values[at]!)[0]!;
  };
  const epsilon = set("epsilon", 1);
  const stop = {
    tableChange: epsilon < 1 ? epsilon * sumOf(weights) : epsilon,
    maxSweeps: set("maxit", 10),
  };
  if (isReplicateDesign(design)) {
    return { ...given, design: rakeReplicates(design, margins, stop).design };
  }
  const made = rake(weights, margins, stop);
  const calibration = sweptCalibration(given, margins, made, stop, weights);
  return { ...given, design: withWeights(design, made.weights, calibration) };
}

/**
 * R takes the residuals of raking by ten sweeps of plain means, each under the weights that stood after that margin in the last sweep.
 * Once raking has converged that is the projection on all margins together; where R stopped early it is not quite.
 */
function sweptCalibration(
  { design, domain }: DesignValue,
  margins: readonly PopulationMargin[],
  made: RakeResult,
  stop: RakeOptions,
  start: Float64Array,
): Calibration {
  const { weights, calibration } = design as SurveyDesign;
  const before =
    made.sweeps > 1
      ? rake(start, margins, {
          ...stop,
          maxSweeps: made.sweeps - 1,
        }).factors
      : undefined;
  const baseWeights = Float64Array.from(weights, (_, i) => domain?.[i] ?? 1);
  const steps = margins.map(({ codes, targets }, m) => ({
    margins: [{ codes, levelCount: targets.length }],
    baseWeights,
    calibratedWeights: weights.map((weight, i) =>
      domain?.[i] === 0
        ? 0
        : margins.reduce(
            (product, margin, other) =>
              product *
              (other <= m ? made.factors[other]![margin.codes[i]!]! : (before?.[other]?.[margin.codes[i]!] ?? 1)),
            weight,
          ),
    ),
  }));
  let chain: Calibration | undefined =
    calibration === undefined ? undefined : { calibratedWeights: weights, ...calibration };
  for (let sweep = 0; sweep < 10; sweep++)
    for (const step of steps) chain = chain === undefined ? step : { ...step, before: chain };
  return chain!;
}

/** What calibrate() is asked for, without the weights: those differ between replicates. */
interface Asked {
  readonly auxiliaries: CalibrationAuxiliaries;
  readonly options: CalibrateOptions;
  /** Factors are cut at these and what was cut is spread over the others. */
  readonly trim: Float64Array | undefined;
}

function calibrated(matched: Matched): Value {
  const given = rowsInside(matched.design());
  const { design } = given;
  const asked = askedFor(matched, given);
  if (isReplicateDesign(design)) {
    return { ...given, design: reweightReplicates(design, (weights) => calibratedAsR(weights, asked).weights).design };
  }
  const made = calibratedAsR(weightsInside(given), asked);
  return { ...given, design: withCalibration(design, made.weights, made.calibration) };
}

function askedFor(matched: Matched, { design, frame, domain }: DesignValue): Asked {
  const formula = matched.value("formula");
  const population = matched.value("population");
  if (asNumbers(matched.optional("stage") ?? { type: "null" })[0]) throw new Unsupported("calibration within clusters");
  if (matched.flag("force")) throw new Unsupported("calibrate(force = TRUE)");
  let auxiliaries: CalibrationAuxiliaries;
  let columns: readonly Float64Array[] = [];
  if (formula.type === "list") auxiliaries = { margins: listedMargins(matched, formula, population, frame, domain) };
  else {
    if (formula.type !== "formula") throw new Unsupported(`calibrate on a ${formula.type}`);
    const matrix = modelMatrix(formula, frame).columns;
    const targets = populationTotals(
      population,
      matrix.map(({ name }) => name),
    );
    columns = matrix.map(({ values }) =>
      domain === undefined ? values : values.map((value, i) => (domain[i] === 1 ? value : 0)),
    );
    if (columns.some((column) => column.some(Number.isNaN)))
      throw new Refusal("calibrate: missing values in the auxiliaries");
    auxiliaries = { columns: columns.map((values, k) => ({ values, total: targets[k]! })) };
  }
  const distance = distanceOf(matched);
  const [lower, upper] = boundsOf(matched.optional("bounds"));
  const bounds = {
    ...(Number.isFinite(lower) ? { lower: lower! } : {}),
    ...(Number.isFinite(upper) ? { upper: upper! } : {}),
  };
  const units = unitsOf(matched, design, frame.rows, frame);
  const variance = varianceOf(matched, columns, frame.rows);
  return {
    auxiliaries,
    trim: matched.numbers("trim"),
    options: {
      distance,
      bounds,
      boundsOn: matched.flag("bounds.const") ? "weights" : "factors",
      ...(units === undefined ? {} : { units }),
      ...(variance === undefined ? {} : { variance }),
      maxIterations: Math.max(50, matched.number("maxit", 50)),
    },
  };
}

function calibratedAsR(given: Float64Array, { auxiliaries, options, trim }: Asked) {
  const { bounds, distance } = options;
  const plain = distance === "linear" && bounds?.lower === undefined && bounds?.upper === undefined;
  const scale = plain ? 1 : scaleOf(given, auxiliaries);
  const base = scale === 1 ? given : given.map((weight) => weight * scale);
  const made = calibrate(base, auxiliaries, options);
  if (trim === undefined || trim.length !== 2) return made;
  const [low, high] = trim as unknown as [number, number];
  const factors = made.factors.map((factor) => factor * scale);
  let excess = 0;
  let room = 0;
  factors.forEach((factor, i) => {
    if (factor < low || factor > high) excess += (factor - Math.min(high, Math.max(low, factor))) * given[i]!;
    else room += given[i]!;
  });
  const cut = factors.map((factor) => (factor < low ? low : factor > high ? high : factor + excess / room));
  const weights = given.map((weight, i) => weight * cut[i]!);
  return { ...made, weights, factors: cut, calibration: { ...made.calibration, calibratedWeights: weights } };
}

/** R multiplies weights that are more than 20 times too small for every target by the mean ratio; bounds hold after that. */
function scaleOf(weights: Float64Array, { margins = [], columns = [] }: CalibrationAuxiliaries): number {
  const ratios: number[] = [];
  const total = sumOf(weights);
  margins.forEach(({ codes, targets }, m) => {
    const sums = new Float64Array(targets.length);
    codes.forEach((code, i) => {
      sums[code]! += weights[i]!;
    });
    // The model matrix has one intercept and all levels but the first of each margin.
    if (m === 0) ratios.push(sumOf(targets) / total);
    for (let level = 1; level < targets.length; level++) ratios.push(targets[level]! / sums[level]!);
  });
  for (const { values, total: target } of columns) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]! * weights[i]!;
    ratios.push(target / sum);
  }
  if (!(Math.min(...ratios) > 20)) return 1;
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

function populationTotals(population: Value, names: readonly string[]): Float64Array {
  const totals = asNumbers(population);
  if (totals.length !== names.length) throw new Refusal("Population and sample totals are not the same length.");
  const given = population.type === "numbers" || population.type === "list" ? population.names : undefined;
  if (given === undefined || !names.every((name) => given.includes(name))) return totals;
  return Float64Array.from(names, (name) => totals[given.indexOf(name)]!);
}

const distances = ["linear", "raking", "logit"] as const;

function distanceOf(matched: Matched): CalibrationDistance {
  const given = matched.optional("calfun");
  if (given?.type !== "function") return matched.choice("calfun", distances);
  const found = ([...distances, "sinh"] as const).find((name) => given.name === `cal.${name}`);
  if (found === undefined) throw new Unsupported("calibrate with a distance of its own");
  return found;
}

function boundsOf(given: Value | undefined): readonly [number, number] {
  if (given === undefined || given.type === "null") return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (given.type === "list") {
    const part = (name: string, at: number) => {
      const found = given.values[given.names === undefined ? at : given.names.indexOf(name)];
      const values = asNumbers(found ?? { type: "null" });
      if (values.length !== 1) throw new Unsupported("calibrate with bounds of their own for each row");
      return values[0]!;
    };
    return [part("lower", 0), part("upper", 1)];
  }
  const values = asNumbers(given);
  return [values[0]!, values[1]!];
}

function unitsOf(matched: Matched, design: Design, rows: number, frame: DesignValue["frame"]): Int32Array | undefined {
  const index = matched.optional("aggregate.index");
  if (index?.type === "formula") return asFactor(columnOf(index.right, frame, index.environment)).codes;
  if (index !== undefined && index.type !== "null") return asFactor(index).codes;
  const stage = matched.numbers("aggregate.stage")?.[0];
  if (stage === undefined) return undefined;
  if (isReplicateDesign(design)) throw new Unsupported("aggregate.stage of replicate weights");
  const found = (design as SurveyDesign).stages[stage - 1];
  if (found !== undefined) return found.unitOfRow;
  if (stage === 1) return Int32Array.from({ length: rows }, (_, i) => i);
  throw new Unsupported(`aggregate.stage = ${stage} where the population of that stage is not known`);
}

/** One number a row, or coefficients on the model matrix. */
function varianceOf(matched: Matched, columns: readonly Float64Array[], rows: number): Float64Array | undefined {
  const given = matched.numbers("variance");
  if (given === undefined) return undefined;
  if (given.length === rows) return given;
  if (given.length !== columns.length) throw new Refusal("calibrate: variance has another length");
  return new Float64Array(rows).map((_, i) => columns.reduce((sum, column, k) => sum + column[i]! * given[k]!, 0));
}

function trimmed(matched: Matched): Value {
  const given = rowsInside(matched.design());
  const { design } = given;
  const upper = matched.number("upper", Number.POSITIVE_INFINITY);
  const lower = Math.max(0, matched.number("lower", Number.NEGATIVE_INFINITY));
  const options = { upper, lower, strict: matched.flag("strict") };
  if (isReplicateDesign(design)) {
    return {
      ...given,
      design: reweightReplicates(design, (weights) => trimWeights(weights, options).weights).design,
    };
  }
  return { ...given, design: withCalibration(design, trimWeights(weightsInside(given), options).weights) };
}

function standardized(matched: Matched): Value {
  let given = rowsInside(matched.design());
  const { frame } = given;
  const excluding = matched.optional("excluding.missing");
  if (excluding?.type === "formula") {
    const present = factorsOf(excluding, frame).map(({ factor }) => factor.codes);
    const domain = Uint8Array.from({ length: frame.rows }, (_, i) =>
      (given.domain?.[i] ?? 1) === 1 && present.every((codes) => codes[i]! >= 0) ? 1 : 0,
    );
    given = rowsInside({ ...given, domain });
  }
  const { design } = given;
  const population = matched.value("population");
  const by = crossed(matched.formula("by"), given);
  const counts =
    population.type === "frame" ? asNumbers(population.columns.get("Freq") ?? { type: "null" }) : asNumbers(population);
  if (counts.length !== by.levelCount) throw new Refusal("svystandardize: population and by differ in length");
  const over = matched.optional("over");
  const groups =
    over?.type === "formula" && !(over.right.kind === "number" && over.right.value === 1)
      ? crossed(over, given)
      : undefined;
  const made = standardize(weightsInside(given), by.codes, counts, groups);
  if (isReplicateDesign(design)) {
    // As R: the groups keep the size they have in the full sample.
    const { codes, levelCount } = made.calibration.margins[0]!;
    const targets = new Float64Array(levelCount);
    for (let i = 0; i < codes.length; i++) targets[codes[i]!]! += made.weights[i]!;
    return { ...given, design: rakeReplicates(design, [{ codes, targets }]).design };
  }
  return { ...given, design: withCalibration(design, made.weights, made.calibration) };
}

/** All combinations of the variables' levels, the first variable running fastest. */
function crossed(formula: Formula, { frame, domain }: DesignValue): { codes: Int32Array; levelCount: number } {
  const codes = new Int32Array(frame.rows);
  let levelCount = 1;
  for (const { factor } of factorsOf(formula, frame)) {
    for (let i = 0; i < codes.length; i++) {
      const code = factor.codes[i]!;
      if (code < 0 && (domain?.[i] ?? 1) === 1) throw new Refusal("missing values in a margin");
      codes[i]! += levelCount * Math.max(0, code);
    }
    levelCount *= factor.levels.length;
  }
  return { codes, levelCount };
}

const calibrationFunction = {
  parameters: ["u", "bounds"],
  call: () => {
    throw new Unsupported("the function of a calibration distance by itself");
  },
};

export const weightingCalls: Definitions = {
  postStratify: {
    parameters: ["design", "strata", "population", "partial", "compress", "..."],
    call: postStratified,
  },
  rake: {
    parameters: ["design", "sample.margins", "population.margins", "control", "compress"],
    call: raked,
  },
  calibrate: {
    parameters: [
      "design",
      "formula",
      "population",
      "aggregate.stage",
      "stage",
      "variance",
      "bounds",
      "calfun",
      "maxit",
      "epsilon",
      "verbose",
      "force",
      "trim",
      "bounds.const",
      "sparse",
      "compress",
      "aggregate.index",
      "...",
    ],
    call: calibrated,
  },
  trimWeights: { parameters: ["design", "upper", "lower", "strict", "compress", "..."], call: trimmed },
  svystandardize: {
    parameters: ["design", "by", "over", "population", "excluding.missing"],
    call: standardized,
  },
  "cal.linear": calibrationFunction,
  "cal.raking": calibrationFunction,
  "cal.logit": calibrationFunction,
  "cal.sinh": calibrationFunction,
};
