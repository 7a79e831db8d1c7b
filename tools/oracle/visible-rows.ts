import { isReplicateDesign } from "../../packages/survey-statistics/src/index.ts";
import { rowsOf } from "./indexing.ts";
import { columnOf, variablesOf } from "./model-matrix.ts";
import type { Expression } from "./reader.ts";
import type { Column, DesignValue, Formula, Frame } from "./values.ts";

/** A subset of a design that is calibrated or of unequal probabilities keeps its rows in R, with weight 0. */
function keepsRows({ design }: DesignValue): boolean {
  if (isReplicateDesign(design)) return false;
  const { calibration, pairwise, stages } = design;
  return (
    calibration !== undefined || pairwise !== undefined || stages.some((stage) => stage.probabilityOfUnit !== undefined)
  );
}

/** The rows of a domain as R sees them after subset(), and how to bring a column back to all rows, NA elsewhere. */
function visibleRows(design: DesignValue): { readonly frame: Frame; readonly spread: (column: Column) => Column } {
  const { domain, frame } = design;
  if (domain === undefined || keepsRows(design)) return { frame, spread: (column) => column };
  const rows: number[] = [];
  for (let i = 0; i < domain.length; i++) if (domain[i] === 1) rows.push(i);
  return {
    frame: rowsOf(frame, rows),
    spread: (column) => {
      if (column.type === "factor") {
        const codes = new Int32Array(frame.rows).fill(-1);
        for (const [at, row] of rows.entries()) codes[row] = column.codes[at]!;
        return { ...column, codes };
      }
      if (column.type === "strings") {
        const values = new Array<string | null>(frame.rows).fill(null);
        for (const [at, row] of rows.entries()) values[row] = column.values[at]!;
        return { type: "strings", values };
      }
      const values = new Float64Array(frame.rows).fill(Number.NaN);
      for (const [at, row] of rows.entries()) values[row] = column.values[at]!;
      return { type: "numbers", values, ...(column.logical ? { logical: true as const } : {}) };
    },
  };
}

/** The variables of a formula, evaluated as R does after subset(): means, levels and breaks are those of the domain's rows. */
export function variablesOfDesign(formula: Formula, design: DesignValue): ReturnType<typeof variablesOf> {
  const { frame, spread } = visibleRows(design);
  return variablesOf(formula, frame).map((variable) => ({ ...variable, column: spread(variable.column) }));
}

/** The value of an expression for the rows of the domain, NA elsewhere. */
export function columnOfDesign(expression: Expression, formula: Formula, design: DesignValue): Column {
  const { frame, spread } = visibleRows(design);
  return spread(columnOf(expression, frame, formula.environment));
}
