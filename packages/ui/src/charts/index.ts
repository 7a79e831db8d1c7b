import { type ConvergenceChart, convergenceChartTable } from "./convergence-chart.ts";
import { type HistogramChart, histogramChartTable } from "./histogram-chart.ts";
import { type ChartTable, type IntervalChart, intervalChartTable } from "./interval-data.ts";
import { type ProgressionChart, progressionChartTable } from "./progression-chart.ts";

export { type ConvergenceChart, convergenceChart, convergenceChartTable } from "./convergence-chart.ts";
export type { ChartFrame } from "./frame.ts";
export { type HistogramChart, histogramChart, histogramChartTable } from "./histogram-chart.ts";
export { intervalChart } from "./interval-chart.ts";
export {
  type ChartTable,
  type IntervalChart,
  type IntervalColumn,
  type IntervalRow,
  intervalChartTable,
} from "./interval-data.ts";
export { type ProgressionChart, progressionChart, progressionChartTable } from "./progression-chart.ts";
export { type ChartColour, chartColours, escapeText, type Surface } from "./svg.ts";

/** The text alternative of any chart. */
export function chartTable(chart: IntervalChart | HistogramChart | ConvergenceChart | ProgressionChart): ChartTable {
  if ("bins" in chart) return histogramChartTable(chart);
  if ("distances" in chart) return convergenceChartTable(chart);
  if ("pages" in chart) return progressionChartTable(chart);
  return intervalChartTable(chart);
}
