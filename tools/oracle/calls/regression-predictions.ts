// predict and svypredmeans.

import { predict, predictedMargins } from "../../../packages/survey-statistics/src/index.ts";
import type { Matched } from "../environment.ts";
import { evaluate } from "../interpreter.ts";
import { modelMatrix } from "../model-matrix.ts";
import { callOf, nameOf } from "../reader.ts";
import {
  asTexts,
  type Column,
  estimates,
  type Factor,
  type Formula,
  type Frame,
  numbers,
  Unsupported,
  type Value,
} from "../values.ts";
import { columnsOf, usedMatrix, visible, withoutOffset } from "./model-formula.ts";
import { glmOf } from "./regression-fit.ts";

export function predicted(matched: Matched): Value {
  const found = glmOf(matched.value("object"));
  if (matched.has("total")) throw new Unsupported("predict with total");
  const type = matched.choice("type", ["link", "response", "terms"]);
  if (type === "terms") throw new Unsupported("predict of terms");
  const data = matched.optional("newdata");
  if (data !== undefined && data.type !== "frame" && data.type !== "null")
    throw new Unsupported(`predict on a ${data.type}`);
  const frame = data === undefined || data.type === "null" ? visible(found.design).frame : data;
  const { right } = withoutOffset(found.formula.right);
  const matrix = modelMatrix({ type: "formula", right, environment: found.formula.environment }, frame, found.levels);
  const rows: number[] = [];
  for (let i = 0; i < frame.rows; i++)
    if (matrix.columns.every(({ values }) => !Number.isNaN(values[i]!))) rows.push(i);
  const columns = matrix.columns.map(({ name, values }) => ({
    name,
    values: Float64Array.from(rows, (i) => values[i]!),
  }));
  const whole = matched.flag("vcov", false);
  const made = predict(found.fit, columns, rows.length, { scale: type, covariance: whole });
  const { predictions, standardErrors } = made;
  const covariance = made.covariance ?? new Float64Array(whole ? 0 : rows.length * rows.length);
  if (!whole)
    standardErrors.forEach((se, i) => {
      covariance[i * rows.length + i] = se * se;
    });
  return estimates(
    "svystat",
    rows.map((row) => String(row + 1)),
    { points: predictions, covariance },
    {
      design: found.design,
      fields: { statistic: { type: "strings", values: [type] } },
      methods: {
        "as.data.frame": () => ({
          type: "frame",
          rows: rows.length,
          columns: new Map([
            [type, numbers(predictions)],
            ["SE", numbers(standardErrors)],
          ]),
        }),
      },
    },
  );
}

export function margins(matched: Matched): Value {
  const found = glmOf(matched.value("adjustmodel"));
  const { design, fit } = found;
  const group = matched.formula("groupfactor");
  const { frame, spread } = visible(design);
  const name = ".groupfactor";
  const own = evaluate(group.right, group.environment.within(frame)) as Column;
  const withGroup = (column: Column): Frame => ({ ...frame, columns: new Map([...frame.columns, [name, column]]) });
  const formula: Formula = { ...found.formula, right: callOf("+", found.formula.right, nameOf(name)) };
  const { right } = withoutOffset(formula.right);
  const base = usedMatrix({ ...formula, right }, withGroup(own));
  // Groups in the order in which the sample has them.
  const inFit = spread(Float64Array.from({ length: frame.rows }, (_, i) => i));
  const order: number[] = [];
  const seen = new Set<string>();
  const texts = asTexts(own);
  for (let i = 0; i < inFit.length; i++) {
    const at = inFit[i]!;
    if (Number.isNaN(at) || fit.model.present[i] !== 1) continue;
    const text = texts[at]!;
    if (text === null || seen.has(text)) continue;
    seen.add(text);
    order.push(at);
  }
  const at = matched.optional("predictat");
  const chosen: { readonly name: string; readonly column: Column }[] =
    at === undefined || at.type === "null"
      ? order.map((row) => ({ name: texts[row]!, column: repeated(own, row, frame.rows) }))
      : asTexts(at).map((text, k) => ({
          name: text ?? "NA",
          column: own.type === "factor" ? repeatedLevel(own, text, frame.rows) : repeated(at as Column, k, frame.rows),
        }));
  const { response, offset, domain } = fit.model.input;
  const result = predictedMargins(
    design.design,
    {
      ...fit.model.input,
      response,
      columns: columnsOf(base, spread),
      ...(offset === undefined ? {} : { offset }),
      ...(domain === undefined ? {} : { domain }),
    },
    chosen.map(({ name: label, column }) => ({
      name: label,
      columns: columnsOf(modelMatrix({ ...formula, right }, withGroup(column), base.levels), spread),
    })),
    fit.model.present,
  );
  return estimates("svystat", result.names, { points: result.means, covariance: result.covariance }, { design });
}

function repeated(column: Column, row: number, rows: number): Column {
  switch (column.type) {
    case "factor":
      return { ...column, codes: new Int32Array(rows).fill(column.codes[row]!) };
    case "strings":
      return { type: "strings", values: Array.from({ length: rows }, () => column.values[row]!) };
    case "numbers":
      return {
        type: "numbers",
        values: new Float64Array(rows).fill(column.values[row]!),
        ...(column.logical ? { logical: true } : {}),
      };
  }
}

function repeatedLevel(factor: Factor, level: string | null, rows: number): Factor {
  return { ...factor, codes: new Int32Array(rows).fill(factor.levels.indexOf(level ?? "")) };
}
