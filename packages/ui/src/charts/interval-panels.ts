import { withheldWords } from "../format/index.ts";
import type { FigureColumn } from "./interval-data.ts";
import {
  axis,
  type Block,
  type Ground,
  labelLine,
  labelSize,
  mark,
  smallLine,
  smallSize,
  track,
} from "./interval-marks.ts";
import { stackedRows } from "./interval-rows.ts";
import { place } from "./scale.ts";
import { element, textLine, textLines } from "./svg.ts";
import { textWidth, wrapText } from "./text.ts";

/** Narrowest small multiple whose value labels stay readable. */
const panelFrom = 150;

function panelHeading(ground: Ground, column: FigureColumn, x: number, top: number, width: number): Block {
  const { colour } = ground;
  const names = wrapText(column.label ?? "", width, labelSize, 600);
  const bases = column.base === "" ? [] : wrapText(column.base, width, smallSize);
  const style = { x, y: top + 15, size: labelSize, weight: 600, fill: colour("ink") } as const;
  const baseStyle = { x, y: top + 14 + names.length * labelLine, size: smallSize, fill: colour("muted") };
  return {
    markup: textLines(names, style, labelLine) + textLines(bases, baseStyle, smallLine),
    height: names.length * labelLine + bases.length * smallLine + 8,
  };
}

function withheldPanel(ground: Ground, column: FigureColumn, top: number, width: number): Block {
  const { colour, chart } = ground;
  const words = wrapText(withheldWords(column.withheld ?? "", chart.language), width, smallSize);
  const empty = { label: "", withheld: column.withheld, estimate: Number.NaN, value: "", range: null, n: null };
  return {
    markup:
      mark(ground, empty, 0, top + 8, width) +
      textLines(words, { x: 0, y: top + 32, size: smallSize, fill: colour("muted") }, smallLine),
    height: 32 + words.length * smallLine,
  };
}

export function stackedPanels(ground: Ground, columns: readonly FigureColumn[], top: number, width: number): Block {
  const parts: string[] = [];
  let y = top;
  for (const column of columns) {
    if (y > top) {
      const line = { x1: 0, x2: width, y1: y + 4, y2: y + 4, stroke: ground.colour("ink"), "stroke-width": 1 };
      parts.push(element("line", line));
      y += 18;
    }
    const heading = panelHeading(ground, column, 0, y, width);
    y += heading.height + 4;
    const body =
      column.withheld !== null
        ? withheldPanel(ground, column, y, width)
        : stackedRows(ground, column.figures, y, width);
    parts.push(heading.markup, body.markup);
    y += body.height + 6;
  }
  return { markup: parts.join(""), height: y - top };
}

/** Wide: labels once, then one track per column; as many columns beside each other as stay readable. */
export function panelsBeside(ground: Ground, columns: readonly FigureColumn[], top: number, width: number): Block {
  const { colour, chart } = ground;
  const labels = (columns[0]?.figures ?? []).map((figure) => figure.label);
  const widest = Math.max(...labels.map((label) => textWidth(label, labelSize)), 60);
  const labelWidth = Math.min(widest + 4, width * 0.3);
  const gap = 40;
  const atOnce = Math.max(1, Math.min(columns.length, Math.floor((width - labelWidth) / (panelFrom + gap))));
  const bands = Math.ceil(columns.length / atOnce);
  const perBand = Math.ceil(columns.length / bands);
  // 16 more at the end: the last tick's label is centred under the edge.
  const panel = (width - 16 - labelWidth - perBand * gap) / perBand;
  const parts: string[] = [];
  let y = top;
  for (let band = 0; band < bands; band++) {
    const shown = columns.slice(band * perBand, (band + 1) * perBand);
    const lefts = shown.map((_, index) => labelWidth + gap + index * (panel + gap));
    const headings = shown.map((column, index) => panelHeading(ground, column, lefts[index]!, y, panel));
    parts.push(...headings.map((heading) => heading.markup));
    y += Math.max(...headings.map((heading) => heading.height)) + 4;
    const rowsTop = y;
    const rows: string[] = [];
    labels.forEach((label, row) => {
      const lines = wrapText(label, labelWidth, labelSize);
      const height = Math.max(46, lines.length * labelLine + 16);
      const middle = y + height / 2 + 5;
      const first = middle - ((lines.length - 1) * labelLine) / 2 + 5;
      rows.push(textLines(lines, { x: 0, y: first, size: labelSize, fill: colour("ink") }, labelLine));
      shown.forEach((column, index) => {
        const figure = column.figures[row];
        if (!figure) return;
        const left = lefts[index]!;
        rows.push(track(ground, left, middle, panel), mark(ground, figure, left, middle, panel));
        if (figure.withheld !== null) {
          const word = chart.language === "vi" ? "Không công bố" : "Withheld";
          rows.push(textLine(word, { x: left + 5, y: middle - 10, size: smallSize, fill: colour("muted") }));
          return;
        }
        const half = textWidth(figure.value, smallSize + 1, 600) / 2;
        const at = place(ground.scale, figure.estimate, left, panel);
        const x = Math.min(left + panel - half, Math.max(left + half, at));
        const style = { x, y: middle - 10, size: smallSize + 1, weight: 600, anchor: "middle" } as const;
        rows.push(textLine(figure.value, { ...style, fill: colour("ink") }));
      });
      y += height;
    });
    parts.push(
      ...lefts.map((x) => axis(ground, { x, width: panel, bottom: y + 4, strips: [[rowsTop, y + 4]], room: true })),
      ...rows,
    );
    y += 4 + 24 + (band < bands - 1 ? 16 : 0);
  }
  return { markup: parts.join(""), height: y - top };
}
