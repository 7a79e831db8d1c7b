import { withheldWords } from "../format/index.ts";
import type { Figure } from "./interval-data.ts";
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
import { textLine, textLines } from "./svg.ts";
import { textWidth, wrapText } from "./text.ts";

/** Phone: label and value on top, the mark below them over the full width. */
export function stackedRows(ground: Ground, figures: readonly Figure[], top: number, width: number): Block {
  const { colour, chart } = ground;
  const parts: string[] = [];
  const strips: [number, number][] = [];
  let y = top;
  for (const figure of figures) {
    const withheld = figure.withheld === null ? null : withheldWords(figure.withheld, chart.language);
    const valueWidth = Math.max(
      textWidth(figure.value, 17, 600),
      figure.range ? textWidth(figure.range.words, smallSize) : 0,
    );
    const labels = wrapText(figure.label, withheld === null ? width - valueWidth - 14 : width, labelSize);
    parts.push(textLines(labels, { x: 0, y: y + 15, size: labelSize, fill: colour("ink") }, labelLine));
    let lines = labels.length;
    if (withheld !== null) {
      const words = wrapText(withheld, width, smallSize);
      const style = { x: 0, y: y + 15 + lines * labelLine - 1, size: smallSize, fill: colour("muted") };
      parts.push(textLines(words, style, smallLine));
      lines += words.length;
    } else {
      const right = { x: width, anchor: "end" } as const;
      parts.push(textLine(figure.value, { ...right, y: y + 15, size: 17, weight: 600, fill: colour("ink") }));
      if (figure.range) {
        const style = { ...right, y: y + 15 + labelLine - 1, size: smallSize, fill: colour("muted") };
        parts.push(textLine(figure.range.words, style));
        lines = Math.max(lines, 2);
      }
    }
    y += lines * labelLine + 11;
    parts.push(track(ground, 6, y, width - 12), mark(ground, figure, 6, y, width - 12));
    strips.push([y - 8, y + 8]);
    y += 25;
  }
  const bottom = y - 14;
  const scaleMarks = axis(ground, { x: 6, width: width - 12, bottom, strips, room: false });
  return { markup: scaleMarks + parts.join(""), height: bottom + 26 - top };
}

/** Wide: label, mark, value beside each other. */
export function besideRows(ground: Ground, figures: readonly Figure[], top: number, width: number): Block {
  const { colour, chart } = ground;
  const widest = Math.max(...figures.map((figure) => textWidth(figure.label, labelSize)), 60);
  const labelWidth = Math.min(widest + 4, width * 0.38);
  const numberWidth = Math.max(...figures.map((figure) => textWidth(figure.value, 17, 600)), 30);
  const rangeWidth = Math.max(
    ...figures.map((figure) => (figure.range ? textWidth(figure.range.words, smallSize) : 0)),
  );
  const left = labelWidth + 18;
  const span = width - left - numberWidth - (rangeWidth > 0 ? rangeWidth + 12 : 0) - 30;
  const parts: string[] = [];
  let y = top;
  for (const figure of figures) {
    const labels = wrapText(figure.label, labelWidth, labelSize);
    const height = Math.max(38, labels.length * labelLine + 14);
    const middle = y + height / 2;
    const first = middle - ((labels.length - 1) * labelLine) / 2 + 5;
    parts.push(textLines(labels, { x: 0, y: first, size: labelSize, fill: colour("ink") }, labelLine));
    parts.push(track(ground, left, middle, span), mark(ground, figure, left, middle, span));
    if (figure.withheld !== null) {
      const words = withheldWords(figure.withheld, chart.language);
      const style = { x: left, y: middle + 19, size: smallSize, fill: colour("muted") };
      parts.push(textLine(words, style));
    } else {
      const right = left + span + 28 + numberWidth;
      const style = { y: middle + 6, size: 17, weight: 600, anchor: "end", fill: colour("ink") } as const;
      parts.push(textLine(figure.value, { ...style, x: right }));
      if (figure.range) {
        parts.push(
          textLine(figure.range.words, { x: right + 12, y: middle + 5, size: smallSize, fill: colour("muted") }),
        );
      }
    }
    y += height;
  }
  const scaleMarks = axis(ground, { x: left, width: span, bottom: y, strips: [[top, y]], room: true });
  return { markup: scaleMarks + parts.join(""), height: y + 24 - top };
}
