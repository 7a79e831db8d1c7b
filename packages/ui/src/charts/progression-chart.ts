import { formatCount } from "../format/index.ts";
import { type ChartFrame, framed } from "./frame.ts";
import type { ChartTable } from "./interval-data.ts";
import { lengthScale, place } from "./scale.ts";
import { element, textLine, textLines } from "./svg.ts";
import { textWidth, wrapText } from "./text.ts";

export interface ProgressionChart extends ChartFrame {
  /** Pages of the questionnaire in order. `reached` is null while too few have reached it to be shown. */
  readonly pages: readonly { readonly label: string; readonly reached: number | null }[];
}

function reachedWords(reached: number | null, chart: ProgressionChart): string {
  if (reached !== null) return formatCount(reached, chart.language);
  return chart.language === "vi" ? "chưa đủ 20" : "fewer than 20";
}

/** Page and how often it was reached as rows of text. */
export function progressionChartTable(chart: ProgressionChart): ChartTable {
  const head = chart.language === "vi" ? ["Trang", "Số lượt đến trang"] : ["Page", "Times reached"];
  const rows = chart.pages.map((page) => [page.label, reachedWords(page.reached, chart)]);
  return { caption: chart.title, head, rows };
}

/** How far people come in the questionnaire: one bar a page, from zero. Counts are exact, so bars carry no interval. */
export function progressionChart(chart: ProgressionChart): string {
  const description = progressionChartTable(chart)
    .rows.map((row) => row.join(": "))
    .join("; ");
  return framed(chart, description, (top, width, colour) => {
    const counts = chart.pages.map((page) => page.reached ?? 0);
    const scale = lengthScale(Math.max(...counts, 1));
    const words = chart.pages.map((page) => reachedWords(page.reached, chart));
    const numberWidth = Math.max(...words.map((word) => textWidth(word, 14, 600)), 30) + 10;
    const span = width - numberWidth;
    const parts: string[] = [];
    let y = top;
    chart.pages.forEach((page, index) => {
      const lines = wrapText(page.label, width, 14);
      parts.push(textLines(lines, { x: 0, y: y + 14, size: 14, fill: colour("ink") }, 20));
      y += lines.length * 20 + 3;
      const length = page.reached === null ? 0 : place(scale, page.reached, 0, span);
      if (page.reached !== null) {
        parts.push(element("rect", { x: 0, y, width: Math.max(length, 1), height: 12, fill: colour("estimate") }));
      }
      const style = { x: length + (length > 0 ? 8 : 0), y: y + 11, size: 14, weight: 600 } as const;
      parts.push(textLine(words[index]!, { ...style, fill: colour(page.reached === null ? "muted" : "ink") }));
      y += 24;
    });
    return { markup: parts.join(""), height: y - top };
  });
}
