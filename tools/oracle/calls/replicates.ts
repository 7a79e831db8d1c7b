// R's replicate designs: svrepdesign, as.svrepdesign, withReplicates.
import {
  isReplicateDesign,
  ofReplicates,
  type ReplicateDesign,
  type ReplicatedFigures,
  replicateDesign,
  toReplicates,
  withReplicates,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Environment, Matched } from "../environment.ts";
import { rowsOf } from "../indexing.ts";
import { evaluate } from "../interpreter.ts";
import { columnOf, termsOf } from "../model-matrix.ts";
import {
  asNumber,
  asNumbers,
  asText,
  type Callable,
  type DesignValue,
  estimates,
  type Frame,
  list,
  logicals,
  numbers,
  Refusal,
  strings,
  Unsupported,
  type Value,
} from "../values.ts";

const types = ["BRR", "Fay", "JK1", "JKn", "bootstrap", "ACS", "successive-difference", "JK2", "other"] as const;
const conversions = ["auto", "JK1", "JKn", "BRR", "bootstrap", "subbootstrap", "mrbbootstrap", "Fay"] as const;

export const replicateCalls: Definitions = {
  svrepdesign: {
    parameters: [
      "variables",
      "repweights",
      "weights",
      "data",
      "type",
      "combined.weights",
      "rho",
      "bootstrap.average",
      "scale",
      "rscales",
      "fpc",
      "fpctype",
      "mse",
      "...",
    ],
    call: suppliedDesign,
  },
  "as.svrepdesign": {
    parameters: ["design", "type", "fay.rho", "fpc", "fpctype", "...", "compress", "mse"],
    call: convertedDesign,
  },
  withReplicates: {
    parameters: ["design", "theta", "rho", "...", "scale.weights", "return.replicates"],
    call: repeated,
  },
  // Stands in many functions of the weights.
  "weighted.mean": {
    parameters: ["x", "w", "...", "na.rm"],
    call: (matched) => {
      const x = asNumbers(matched.value("x"));
      const w = matched.numbers("w") ?? new Float64Array(x.length).fill(1);
      const leaveOut = matched.flag("na.rm", false);
      let top = 0;
      let bottom = 0;
      for (let i = 0; i < x.length; i++) {
        if (leaveOut && Number.isNaN(x[i]!)) continue;
        top += w[i]! === 0 ? 0 : x[i]! * w[i]!;
        bottom += w[i]!;
      }
      return numbers([top / bottom]);
    },
  },
};

function suppliedDesign(matched: Matched): Value {
  const data = matched.optional("data") ?? matched.optional("variables");
  if (data?.type !== "frame") throw new Unsupported("svrepdesign without a data frame");
  const columns = replicateColumns(matched, data);
  const weights = fullWeights(matched, data);
  const method = matched.choice("type", types);
  const count = columns.length;
  const rho = matched.optional("rho");
  const rscales = matched.numbers("rscales");
  let scale = matched.has("scale") ? matched.numbers("scale")?.[0] : undefined;
  if (method === "bootstrap") scale ??= matched.number("bootstrap.average", 1) / (count - 1);
  const fpc = matched.numbers("fpc");
  if (fpc !== undefined && !matched.has("fpctype")) throw new Refusal("svrepdesign: Must specify fpctype");
  if (fpc !== undefined && !["JK1", "JKn", "other"].includes(method))
    throw new Refusal("svrepdesign: fpc not available for this type");
  const unsampled =
    fpc === undefined
      ? undefined
      : matched.choice("fpctype", ["fraction", "correction"]) === "fraction"
        ? fpc.map((fraction) => 1 - fraction)
        : fpc;
  const design = replicateDesign({
    weights,
    replicates: columns,
    combined: matched.flag("combined.weights", true),
    method,
    meanSquaredError: matched.flag("mse", false),
    ...(scale === undefined ? {} : { scale }),
    ...(rscales === undefined ? {} : { rscales }),
    ...(rho === undefined || rho.type === "null" ? {} : { rho: asNumber(rho) }),
    ...(unsampled === undefined ? {} : { unsampled }),
  });
  const about = {
    type: strings([method]),
    mse: logicals([design.meanSquaredError ? 1 : 0]),
    "combined.weights": logicals([matched.flag("combined.weights", true) ? 1 : 0]),
  };
  return { type: "design", design, frame: data, about };
}

/** A matrix, a data frame, a formula of columns, or a pattern of the columns' names. */
function replicateColumns(matched: Matched, data: Frame): readonly Float64Array[] {
  const given = matched.value("repweights");
  if (given.type === "frame") return [...given.columns.values()].map((column) => asNumbers(column));
  if (given.type === "strings") {
    const pattern = new RegExp(asText(given));
    return [...data.columns].filter(([name]) => pattern.test(name)).map(([, column]) => asNumbers(column));
  }
  if (given.type === "formula") {
    const { terms, variables } = termsOf(given.right, [...data.columns.keys()]);
    return terms.map((term) => asNumbers(columnOf(variables.get(term[0]!)!, data, given.environment)));
  }
  if (given.type !== "numbers" || given.dim?.length !== 2)
    throw new Refusal("svrepdesign: You must provide replication weights");
  const [rows, count] = given.dim as [number, number];
  return Array.from({ length: count }, (_, r) => given.values.slice(r * rows, (r + 1) * rows));
}

function fullWeights(matched: Matched, data: Frame): Float64Array {
  const given = matched.optional("weights");
  if (given === undefined || given.type === "null") return new Float64Array(data.rows).fill(1);
  if (given.type !== "formula") return asNumbers(given);
  const found = asNumbers(evaluate(given.right, given.environment.within(data)));
  return found.length === 1 ? new Float64Array(data.rows).fill(found[0]!) : found;
}

function convertedDesign(matched: Matched): Value {
  const given = matched.design();
  const { design } = given;
  if (isReplicateDesign(design)) return given;
  if (matched.has("fpc")) throw new Unsupported("as.svrepdesign with its own fpc");
  const asked = matched.choice("type", conversions);
  const hasStrata = design.stratumCount > 1;
  const method = asked === "auto" ? (hasStrata ? "JKn" : "JK1") : asked;
  if ((method === "JKn" || method === "BRR" || method === "Fay") && !hasStrata)
    throw new Refusal("as.svrepdesign: Must use JK1 or bootstrap for an unstratified design");
  const rho = matched.number("fay.rho", 0);
  const meanSquaredError = matched.flag("mse", false);
  const about = {
    ...given.about,
    type: strings([method]),
    mse: logicals([meanSquaredError ? 1 : 0]),
    "combined.weights": logicals([0]),
  };
  const made = (replicates: ReplicateDesign): DesignValue => ({ ...given, design: replicates, about });
  if (method !== "JK1" && method !== "JKn") {
    // What R drew, or which Hadamard matrix it took, the case tells.
    const name = matched.environment.assigned;
    const table = name === undefined ? undefined : matched.environment.context.replicates(name);
    if (table !== undefined) {
      return made(
        replicateDesign({
          weights: table.weights,
          replicates: table.columns,
          method: method === "BRR" || method === "Fay" ? "other" : method,
          scale: table.scale,
          rscales: table.rscales,
          meanSquaredError: table.meanSquaredError,
        }),
      );
    }
  }
  const rest = (name: string) => {
    const value = matched.restValue(name);
    return value === undefined ? undefined : asText(value);
  };
  const small = rest("small") as "fail" | "split" | "merge" | undefined;
  const large = rest("large") as "fail" | "split" | "merge" | undefined;
  const replicates = matched.restValue("replicates");
  return made(
    toReplicates(design, method === "BRR" && rho > 0 ? "Fay" : method, {
      meanSquaredError,
      rho,
      seed: 1,
      ...(small === undefined ? {} : { small }),
      ...(large === undefined ? {} : { large }),
      ...(replicates === undefined ? {} : { replicates: asNumber(replicates) }),
    }),
  );
}

function repeated(matched: Matched): Value {
  const given = matched.value("design");
  const theta = matched.value("theta");
  const returnReplicates = matched.flag("return.replicates", false);
  if (given.type === "estimates") return ofFigures(given, theta, matched.environment, returnReplicates);
  if (given.type !== "design" || !isReplicateDesign(given.design))
    throw new Refusal("withReplicates: the design has no replicate weights");
  const { design, domain } = given;
  const rows = domain === undefined ? undefined : placesOf(domain);
  const frame = rows === undefined ? given.frame : rowsOf(given.frame, rows);
  const rest = matched.restValues();
  let names: readonly string[] | undefined;
  const scaled = matched.flag("scale.weights", false);
  const figures = withReplicates(design, (weights) => {
    let own = rows === undefined ? weights.slice() : Float64Array.from(rows, (row) => weights[row]!);
    if (scaled) {
      const sum = own.reduce((total, weight) => total + weight, 0);
      own = own.map((weight) => weight / sum);
    }
    const value = figureUnder(theta, numbers(own), frame, matched.environment, rest);
    if ("names" in value && names === undefined) names = value.names;
    return asNumbers(value);
  });
  return answer(figures, names, given, returnReplicates);
}

/** theta of the weights and the data: a function of both, or an expression with .weights. */
function figureUnder(
  theta: Value,
  weights: Value,
  frame: Frame,
  environment: Environment,
  rest: ReturnType<Matched["restValues"]>,
): Value {
  if (theta.type === "function") return (theta as Callable).call([{ value: weights }, { value: frame }, ...rest]);
  if (theta.type !== "language") throw new Unsupported(`withReplicates of a ${theta.type}`);
  const inside = environment.within(frame);
  inside.set(".weights", weights);
  return evaluate(theta.expression, inside);
}

function ofFigures(
  given: Extract<Value, { type: "estimates" }>,
  theta: Value,
  environment: Environment,
  returnReplicates: boolean,
): Value {
  const { replicates, points } = given.figures;
  const design = given.design?.design;
  if (replicates === undefined || design === undefined || !isReplicateDesign(design))
    throw new Refusal("withReplicates: object does not contain replicate estimates");
  let names: readonly string[] | undefined;
  const figures = ofReplicates(design, { points, replicates }, (values) => {
    const value = numbers(values, { names: given.names });
    let made: Value;
    if (theta.type === "function") made = (theta as Callable).call([{ value }]);
    else if (theta.type === "language") {
      const inside = environment.within();
      inside.set(".replicate", value);
      made = evaluate(theta.expression, inside);
    } else throw new Unsupported(`withReplicates of a ${theta.type}`);
    if ("names" in made && names === undefined) names = made.names;
    return asNumbers(made);
  });
  return answer(figures, names, given.design!, returnReplicates);
}

function answer(
  figures: ReplicatedFigures,
  names: readonly string[] | undefined,
  design: DesignValue,
  returnReplicates: boolean,
): Value {
  const { points, covariance, replicates } = figures;
  const own = names ?? Array.from(points, () => "");
  const made = estimates("svystat", own, { points, covariance, replicates }, { design });
  if (!returnReplicates) return made;
  const values = Float64Array.from(
    { length: points.length * replicates.length },
    (_, at) => replicates[at % replicates.length]![Math.floor(at / replicates.length)]!,
  );
  const matrix = numbers(values, points.length === 1 ? {} : { dim: [replicates.length, points.length] });
  return { ...made, fields: { theta: list([numbers(points)]), replicates: matrix } };
}

/** A subset of a replicate design as R has it: the rows outside are gone. Other designs stay as they are. */
export function rowsInside(given: DesignValue): DesignValue {
  const { design, domain, frame, about } = given;
  if (domain === undefined || !isReplicateDesign(design)) return given;
  const rows = placesOf(domain);
  const inside = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
  const kept = replicateDesign({
    weights: inside(design.weights),
    replicates: design.replicates.map(inside),
    scale: design.scale,
    rscales: design.rscales,
    meanSquaredError: design.meanSquaredError,
  });
  return { type: "design", design: kept, frame: rowsOf(frame, rows), ...(about === undefined ? {} : { about }) };
}

function placesOf(domain: Uint8Array): readonly number[] {
  const rows: number[] = [];
  for (let i = 0; i < domain.length; i++) if (domain[i] === 1) rows.push(i);
  return rows;
}
