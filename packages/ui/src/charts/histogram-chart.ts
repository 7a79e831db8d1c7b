import { formatCount, formatNumber } from "../format/index.ts";
import { type ChartFrame, framed } from "./frame.ts";
import type { ChartTable } from "./interval-data.ts";
import { lengthScale, place } from "./scale.ts";
import { element, textLine } from "./svg.ts";

export interface HistogramChart extends ChartFrame {
  /** Bins side by side, ascending; columns are as wide as their bin, and as tall as count per width. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** A value to mark with a line: the mean weight 1, a cap. */
  readonly marked?: { readonly value: number; readonly label: string };
}

function binWords(bin: { from: number; to: number }, chart: HistogramChart): string {
  return `${formatNumber(bin.from, chart.language, 2)} – ${formatNumber(bin.to, chart.language, 2)}`;
}

/** Counts per bin as rows of text. */
export function histogramChartTable(chart: HistogramChart): ChartTable {
  const head = chart.language === "vi" ? ["Khoảng quyền số", "Số người"] : ["Weight", "People"];
  const rows = chart.bins.map((bin) => [binWords(bin, chart), formatCount(bin.count, chart.language)]);
  return { caption: chart.title, head, rows };
}

/** Distribution of weights. Areas are counts, so bins that were joined for disclosure do not look taller. */
export function histogramChart(chart: HistogramChart): string {
  const description = histogramChartTable(chart)
    .rows.map((row) => row.join(": "))
    .join("; ");
  return framed(chart, description, (top, width, colour) => {
    const bins = chart.bins.filter((bin) => bin.to > bin.from);
    const from = bins[0]?.from ?? 0;
    const to = bins[bins.length - 1]?.to ?? 1;
    const narrowest = Math.min(...bins.map((bin) => bin.to - bin.from), to - from);
    const heights = bins.map((bin) => (bin.count * narrowest) / (bin.to - bin.from));
    const scale = lengthScale(Math.max(...heights, 1), 3);
    const left = 46;
    const span = width - left - 4;
    const tall = 170;
    const bottom = top + tall + 18;
    const at = (value: number) => left + ((value - from) / (to - from || 1)) * span;
    const up = (value: number) => bottom - place(scale, value, 0, tall);
    const parts = scale.ticks.map((tick) => {
      const style = { x: left - 8, y: up(tick) + 4, size: 12, anchor: "end", fill: colour("muted") } as const;
      const line = { x1: left, x2: width, y1: up(tick), y2: up(tick), stroke: colour(tick === 0 ? "muted" : "line") };
      return element("line", line) + textLine(formatCount(tick, chart.language), style);
    });
    bins.forEach((bin, index) => {
      const y = up(heights[index]!);
      parts.push(
        element("rect", {
          x: at(bin.from) + 0.5,
          y,
          width: Math.max(1, at(bin.to) - at(bin.from) - 1),
          height: bottom - y,
          fill: colour("interval"),
          stroke: colour("estimate"),
          "stroke-width": 0.75,
        }),
      );
    });
    const edges = [from, (from + to) / 2, to];
    edges.forEach((edge, index) => {
      const anchor = index === 0 ? "start" : index === 2 ? "end" : "middle";
      const style = { x: at(edge), y: bottom + 17, size: 12, anchor, fill: colour("muted") } as const;
      parts.push(textLine(formatNumber(edge, chart.language, 2), style));
    });
    if (chart.marked && chart.marked.value >= from && chart.marked.value <= to) {
      const x = at(chart.marked.value);
      const line = { x1: x, x2: x, y1: top + 6, y2: bottom, stroke: colour("ink"), "stroke-width": 1.5 };
      const anchor = x > left + span * 0.6 ? "end" : "start";
      const style = { x: x + (anchor === "end" ? -6 : 6), y: top + 14, size: 13, anchor, fill: colour("ink") } as const;
      parts.push(element("line", { ...line, "stroke-dasharray": "4 3" }), textLine(chart.marked.label, style));
    }
    return { markup: parts.join(""), height: bottom + 24 - top };
  });
}
