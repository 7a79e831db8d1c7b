export { intervalChart } from "./interval-chart.ts";
export {
  type ChartTable,
  type IntervalChart,
  type IntervalColumn,
  type IntervalRow,
  intervalChartTable,
} from "./interval-data.ts";
export { type ChartColour, chartColours, escapeText, type Surface } from "./svg.ts";
