import {
  type DisclosurePolicy,
  estimateMean,
  estimateProportions,
  type Estimate as Figure,
  meanInterval,
  proportionInterval,
  type SurveyDesign,
  SurveyDesignError,
  type WithheldReason,
} from "@lang-nghe/survey-statistics";
import { gate } from "../disclosure/index.ts";
import type { Asked, Level } from "./columns.ts";

/** One figure before disclosure control: the estimate, the answers in its cell, its interval, the amounts behind a mean. */
export type Cell = { figure: Figure; count: number | undefined; low: number; high: number; amounts?: Float64Array };

/** Figures of one question for everyone (column 0) and each domain, with the gate's verdict on each. [column][level] */
export type Figures = {
  levels: Level[];
  columnLevels: (Level | undefined)[];
  columns: { base: number; cells: (Cell | undefined)[] }[];
  verdicts: (WithheldReason | null)[][];
};

const mean: Level = { code: "mean", label: { vi: "Trung bình", en: "Mean" } };

/** Estimates a question on a design, and asks the gate which figures may be shown. Nothing is left out here. */
export function figuresOf(
  design: SurveyDesign,
  ask: Asked,
  by: { levels: Level[]; codes: Int32Array } | undefined,
  policy?: DisclosurePolicy,
): Figures {
  const levels = ask.kind === "numeric" ? [mean] : ask.levels;
  const columnLevels = [undefined, ...(by?.levels ?? [])];
  const columns = columnLevels.map((_, c) =>
    columnCells(design, ask, by && c > 0 ? maskOf(by.codes, c - 1) : undefined),
  );
  const verdicts = gate(
    ask.kind,
    columns.map((column) => ({
      base: column.base,
      cells: column.cells.map(
        (cell) =>
          cell && {
            count: cell.count,
            estimate: cell.figure.estimate,
            effectiveBase: cell.figure.effectiveBase,
            low: cell.low,
            high: cell.high,
            amounts: cell.amounts,
          },
      ),
    })),
    levels.length,
    policy,
  );
  return { levels, columnLevels, columns, verdicts };
}

export const maskOf = (codes: Int32Array, level: number) => Uint8Array.from(codes, (code) => (code === level ? 1 : 0));

/** Figures of one column: everyone, or a domain. Undefined where nobody answered. */
function columnCells(
  design: SurveyDesign,
  ask: Asked,
  domain: Uint8Array | undefined,
): { base: number; cells: (Cell | undefined)[] } {
  const options = domain ? { domain } : {};
  try {
    if (ask.kind === "numeric") {
      const figure = estimateMean(design, ask.values, options);
      const amounts = ask.values.filter((value, i) => !Number.isNaN(value) && (!domain || domain[i] === 1));
      const additive = amounts.every((amount) => amount >= 0);
      return {
        base: figure.n,
        cells: [{ figure, count: undefined, ...meanInterval(figure), ...(additive && { amounts }) }],
      };
    }
    if (ask.kind === "categorical") {
      const found = estimateProportions(design, ask.codes, ask.levels.length, options);
      return {
        base: found.n,
        cells: found.estimates.map((figure) => ({ figure, count: figure.count, ...proportionInterval(figure) })),
      };
    }
    const cells = ask.options.map((option) => {
      const figure = estimateMean(design, option, options);
      let count = 0;
      for (let i = 0; i < option.length; i++) if (option[i] === 1 && (!domain || domain[i] === 1)) count++;
      return { figure, count, ...proportionInterval(figure) };
    });
    return { base: cells[0]?.figure.n ?? 0, cells };
  } catch (error) {
    if (error instanceof SurveyDesignError && error.code === "empty-domain")
      return { base: 0, cells: new Array(ask.kind === "numeric" ? 1 : ask.levels.length).fill(undefined) };
    throw error;
  }
}
