import { formatNumber } from "../format/index.ts";
import { type ChartFrame, framed } from "./frame.ts";
import type { ChartTable } from "./interval-data.ts";
import { element, textLine } from "./svg.ts";

export interface ConvergenceChart extends ChartFrame {
  /** Largest relative distance from a target after each sweep, in order. */
  readonly distances: readonly number[];
  /** Where raking stops; drawn as a line. */
  readonly tolerance?: number;
}

/** `10⁻⁶`: a distance of raking spans many powers of ten. */
function powerWords(exponent: number): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const raised = [...String(Math.abs(exponent))].map((digit) => digits[Number(digit)]).join("");
  return exponent === 0 ? "1" : `10${exponent < 0 ? "⁻" : ""}${raised}`;
}

function distanceWords(distance: number, chart: ConvergenceChart): string {
  if (distance === 0) return "0";
  const exponent = Math.floor(Math.log10(distance));
  if (exponent >= -3) return formatNumber(distance, chart.language, 4);
  return `${formatNumber(distance / 10 ** exponent, chart.language, 1)}·${powerWords(exponent)}`;
}

/** Sweep and distance as rows of text. */
export function convergenceChartTable(chart: ConvergenceChart): ChartTable {
  const head =
    chart.language === "vi" ? ["Vòng", "Lệch lớn nhất so với biên"] : ["Sweep", "Largest distance from a margin"];
  const rows = chart.distances.map((distance, index) => [String(index + 1), distanceWords(distance, chart)]);
  return { caption: chart.title, head, rows };
}

/** How fast raking comes to its margins: distance after each sweep, by powers of ten. */
export function convergenceChart(chart: ConvergenceChart): string {
  const description = convergenceChartTable(chart)
    .rows.map((row) => row.join(": "))
    .join("; ");
  return framed(chart, description, (top, width, colour) => {
    const floor = 1e-16;
    const exponents = chart.distances.map((distance) => Math.log10(Math.max(distance, floor)));
    const limits = chart.tolerance ? [...exponents, Math.log10(chart.tolerance)] : exponents;
    const high = Math.ceil(Math.max(...limits, -1));
    const low = Math.min(Math.floor(Math.min(...limits, high - 1)), high - 1);
    const left = 44;
    const span = width - left - 10;
    const tall = 170;
    const bottom = top + tall + 8;
    const up = (exponent: number) => bottom - ((exponent - low) / (high - low)) * tall;
    const across = (index: number) =>
      chart.distances.length < 2 ? left + span / 2 : left + 6 + (index / (chart.distances.length - 1)) * (span - 6);
    const step = Math.max(1, Math.ceil((high - low) / 4));
    const parts: string[] = [];
    for (let exponent = high; exponent >= low; exponent -= step) {
      const y = up(exponent);
      const style = { x: left - 8, y: y + 4, size: 12, anchor: "end", fill: colour("muted") } as const;
      parts.push(
        element("line", { x1: left, x2: width, y1: y, y2: y, stroke: colour("line") }),
        textLine(powerWords(exponent), style),
      );
    }
    if (chart.tolerance) {
      const y = up(Math.log10(chart.tolerance));
      const words = chart.language === "vi" ? "ngưỡng dừng" : "stops here";
      const style = { x: width, y: y - 6, size: 12, anchor: "end", fill: colour("ink") } as const;
      const line = { x1: left, x2: width, y1: y, y2: y, stroke: colour("ink"), "stroke-dasharray": "4 3" };
      parts.push(element("line", line), textLine(words, style));
    }
    const points = exponents.map((exponent, index) => `${across(index).toFixed(1)},${up(exponent).toFixed(1)}`);
    parts.push(
      element("polyline", {
        points: points.join(" "),
        fill: "none",
        stroke: colour("estimate"),
        "stroke-width": 2,
        "stroke-linejoin": "round",
      }),
    );
    exponents.forEach((exponent, index) => {
      parts.push(element("circle", { cx: across(index), cy: up(exponent), r: 3.5, fill: colour("estimate") }));
    });
    const words = chart.language === "vi" ? "vòng" : "sweep";
    const base = { y: bottom + 18, size: 12, fill: colour("muted") };
    if (exponents.length > 0) parts.push(textLine(`${words} 1`, { ...base, x: left }));
    if (exponents.length > 1) {
      parts.push(textLine(`${words} ${exponents.length}`, { ...base, x: width, anchor: "end" }));
    }
    return { markup: parts.join(""), height: bottom + 24 - top };
  });
}
