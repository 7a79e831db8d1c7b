// MIcombine.

import { combineImputations } from "../../../packages/survey-statistics/src/index.ts";
import type { Matched } from "../environment.ts";
import { asNumber, asNumbers, estimates, numbers, Unsupported, type Value } from "../values.ts";
import { square } from "./model-formula.ts";

export function combined(matched: Matched): Value {
  const results = matched.value("results");
  if (results.type !== "list") throw new Unsupported(`MIcombine of a ${results.type}`);
  const variances = matched.optional("variances");
  const complete = matched.optional("df.complete");
  const parts = results.values.map((value, at) => {
    if (value.type === "estimates")
      return { names: value.names, points: value.figures.points, covariance: value.figures.covariance };
    const variance = variances?.type === "list" ? variances.values[at] : undefined;
    if (variance === undefined) throw new Unsupported(`MIcombine of a list of ${value.type}`);
    const points = asNumbers(value);
    return {
      names: (value.type === "numbers" ? value.names : undefined) ?? Array.from(points, (_, k) => String(k + 1)),
      points,
      covariance: asNumbers(variance),
    };
  });
  const result = combineImputations(
    parts,
    complete === undefined || complete.type === "null" ? {} : { completeDegreesOfFreedom: asNumber(complete) },
  );
  const names = parts[0]!.names;
  return estimates(
    "MIresult",
    names,
    { points: result.points, covariance: result.covariance },
    {
      fields: {
        coefficients: numbers(result.points, { names }),
        variance: square(result.covariance, names),
        df: numbers(result.degreesOfFreedom, { names }),
        missinfo: numbers(result.missingInformation, { names }),
        nimp: numbers([parts.length]),
      },
    },
  );
}
