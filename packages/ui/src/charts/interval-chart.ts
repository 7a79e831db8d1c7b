import { syntheticWords, withheldWords } from "../format/index.ts";
import {
  describe,
  type Figure,
  type FigureColumn,
  figureColumns,
  figureScale,
  type IntervalChart,
  keyWords,
  tickWords,
} from "./interval-data.ts";
import { place, type Scale } from "./scale.ts";
import { type ChartColour, element, paint, picture, textLine, textLines } from "./svg.ts";
import { textWidth, wrapText } from "./text.ts";

const labelSize = 15;
const labelLine = 21;
const smallSize = 13;
const smallLine = 18;
/** Below this width labels stand above their marks. */
const wideFrom = 560;
/** Narrowest small multiple whose value labels stay readable. */
const panelFrom = 150;

interface Ground {
  readonly chart: IntervalChart;
  readonly scale: Scale;
  readonly colour: (name: ChartColour) => string;
  /** Id of the hatching. */
  readonly hatch: string;
}

interface Block {
  readonly markup: string;
  readonly height: number;
}

/** Point and interval (or hatching) on a line from x to x + width, centred on y. */
function mark(ground: Ground, figure: Figure, x: number, y: number, width: number): string {
  const { scale, colour, chart } = ground;
  if (figure.withheld !== null) {
    return element("rect", {
      x,
      y: y - 5,
      width,
      height: 10,
      rx: 2,
      fill: `url(#${ground.hatch})`,
      stroke: colour("withheld"),
      "stroke-width": 1,
      "stroke-dasharray": "3 3",
    });
  }
  const at = (value: number) => place(scale, value, x, width);
  const parts: string[] = [];
  if (figure.range) {
    const left = at(figure.range.low);
    const right = at(figure.range.high);
    if (chart.random) {
      const span = Math.max(right - left, 3);
      parts.push(
        element("rect", { x: left, y: y - 5, width: span, height: 10, rx: 2, fill: colour("interval") }),
        element("path", {
          d: `M${left.toFixed(1)} ${y - 5}v10M${(left + span).toFixed(1)} ${y - 5}v10`,
          stroke: colour("estimate"),
          "stroke-width": 1.5,
          fill: "none",
        }),
      );
    } else {
      parts.push(
        element("line", {
          x1: left,
          x2: right,
          y1: y,
          y2: y,
          stroke: colour("muted"),
          "stroke-width": 2,
          "stroke-dasharray": "2 4",
        }),
      );
    }
  }
  parts.push(
    element("circle", {
      cx: at(figure.estimate),
      cy: y,
      r: 5.5,
      fill: chart.random ? colour("estimate") : colour("paper"),
      stroke: chart.random ? colour("paper") : colour("estimate"),
      "stroke-width": chart.random ? 1.5 : 2.5,
    }),
  );
  return parts.join("");
}

function track(ground: Ground, x: number, y: number, width: number): string {
  const { colour } = ground;
  return element("line", { x1: x, x2: x + width, y1: y, y2: y, stroke: colour("line"), "stroke-width": 1 });
}

/** Tick labels, and faint lines up through the rows. */
function axis(ground: Ground, x: number, top: number, bottom: number, width: number): string {
  const { scale, colour, chart } = ground;
  const last = scale.ticks.length - 1;
  // On a narrow panel only the ends and the middle are written.
  const every = width / scale.ticks.length < 46 ? Math.max(2, Math.ceil(last / 2)) : 1;
  return scale.ticks
    .map((tick, index) => {
      const at = place(scale, tick, x, width);
      const line = element("line", {
        x1: at,
        x2: at,
        y1: top,
        y2: bottom,
        stroke: colour(index === 0 && tick === 0 ? "muted" : "line"),
        "stroke-width": 1,
        "stroke-dasharray": index === 0 && tick === 0 ? null : "1 3",
      });
      if (index % every !== 0 && index !== last) return line;
      if (every > 1 && index !== last && last - index < every) return line;
      const anchor = index === 0 ? "start" : index === last ? "end" : "middle";
      const style = { x: at, y: bottom + 15, size: 12, fill: colour("muted"), anchor } as const;
      return line + textLine(tickWords(tick, scale, chart), style);
    })
    .join("");
}

/** Phone: label and value on top, the mark below them over the full width. */
function stackedRows(ground: Ground, figures: readonly Figure[], top: number, width: number): Block {
  const { colour, chart } = ground;
  const parts: string[] = [];
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
    parts.push(track(ground, 0, y, width), mark(ground, figure, 6, y, width - 12));
    y += 25;
  }
  const bottom = y - 10;
  return { markup: axis(ground, 6, top + 2, bottom, width - 12) + parts.join(""), height: bottom + 24 - top };
}

/** Wide: label, mark, value beside each other. */
function besideRows(ground: Ground, figures: readonly Figure[], top: number, width: number): Block {
  const { colour, chart } = ground;
  const widest = Math.max(...figures.map((figure) => textWidth(figure.label, labelSize)), 60);
  const labelWidth = Math.min(widest + 4, width * 0.38);
  const numberWidth = Math.max(...figures.map((figure) => textWidth(figure.value, 17, 600)), 30);
  const rangeWidth = Math.max(
    ...figures.map((figure) => (figure.range ? textWidth(figure.range.words, smallSize) : 0)),
  );
  const left = labelWidth + 18;
  const span = width - left - numberWidth - (rangeWidth > 0 ? rangeWidth + 12 : 0) - 18;
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
      const right = left + span + 18 + numberWidth;
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
  return { markup: axis(ground, left, top, y, span) + parts.join(""), height: y + 24 - top };
}

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

function stackedPanels(ground: Ground, columns: readonly FigureColumn[], top: number, width: number): Block {
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
function panelsBeside(ground: Ground, columns: readonly FigureColumn[], top: number, width: number): Block {
  const { colour, chart } = ground;
  const labels = (columns[0]?.figures ?? []).map((figure) => figure.label);
  const widest = Math.max(...labels.map((label) => textWidth(label, labelSize)), 60);
  const labelWidth = Math.min(widest + 4, width * 0.3);
  const gap = 28;
  const atOnce = Math.max(1, Math.min(columns.length, Math.floor((width - labelWidth) / (panelFrom + gap))));
  const bands = Math.ceil(columns.length / atOnce);
  const perBand = Math.ceil(columns.length / bands);
  const panel = (width - labelWidth - perBand * gap) / perBand;
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
          rows.push(textLine(word, { x: left, y: middle - 10, size: smallSize, fill: colour("muted") }));
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
    parts.push(...lefts.slice(0, shown.length).map((left) => axis(ground, left, rowsTop, y + 4, panel)), ...rows);
    y += 4 + 24 + (band < bands - 1 ? 16 : 0);
  }
  return { markup: parts.join(""), height: y - top };
}

function hatching(ground: Ground): string {
  const line = {
    d: "M0 6L6 0M-1.5 1.5L1.5 -1.5M4.5 7.5L7.5 4.5",
    stroke: ground.colour("withheld"),
    "stroke-width": 1,
  };
  const pattern = { id: ground.hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  return element("defs", {}, [element("pattern", pattern, [element("path", line)])]);
}

function footer(ground: Ground, columns: readonly FigureColumn[], top: number, width: number): Block {
  const { chart, colour } = ground;
  const anyWithheld = columns.some((column) => column.figures.some((figure) => figure.withheld !== null));
  const anyShown = columns.some((column) => column.figures.some((figure) => figure.withheld === null));
  const key = keyWords(chart, anyWithheld);
  const parts: string[] = [];
  let y = top + 6;
  const say = (words: string | null | undefined, glyph: (y: number) => string) => {
    if (!words) return;
    const drawn = glyph(y + 9);
    const indent = drawn === "" ? 0 : 32;
    const lines = wrapText(words, width - indent, smallSize);
    parts.push(drawn, textLines(lines, { x: indent, y: y + 13, size: smallSize, fill: colour("muted") }, smallLine));
    y += lines.length * smallLine + 3;
  };
  // The samples are figures of their own on a scale of their own, drawn by the same hand as the marks.
  const sample: Figure = { label: "", withheld: null, estimate: 0.5, value: "", range: null, n: null };
  const own: Ground = { ...ground, scale: { from: 0, to: 1, ticks: [] } };
  if (anyShown) {
    say(key.point, (at) => mark(own, sample, 0, at, 22));
    say(key.range, (at) => mark(own, { ...sample, range: { low: 0, high: 1, words: "" } }, 0, at, 22));
  }
  say(key.withheld, (at) => mark(own, { ...sample, withheld: "other" }, 0, at, 22));
  say(chart.source, () => "");
  return { markup: parts.join(""), height: y - top };
}

/**
 * Estimates with their intervals as a standalone, accessible SVG: a point and its band, never a bare bar; withheld
 * figures hatched with the reason; columns as small multiples on one scale. Shares start at zero.
 * From samples not drawn by chance: hollow points without any interval (see `sensitivity`).
 */
export function intervalChart(chart: IntervalChart): string {
  const surface = chart.surface ?? "page";
  const margin = surface === "file" ? 16 : 0;
  const outer = Math.max(240, Math.round(chart.width ?? 320));
  const width = outer - 2 * margin;
  const columns = figureColumns(chart);
  const colour = paint(surface);
  const scale = figureScale(chart, columns);
  const parts: string[] = [];
  let y = 2;
  const head = (words: string, size: number, weight: 400 | 600, name: ChartColour, line: number) => {
    const lines = wrapText(words, width, size, weight);
    parts.push(textLines(lines, { x: 0, y: y + size, size, weight, fill: colour(name) }, line));
    y += lines.length * line + 2;
  };
  if (chart.synthetic) head(syntheticWords[chart.language], smallSize, 600, "notice", smallLine);
  if (chart.heading !== false) {
    head(chart.title, 18, 600, "ink", 25);
    head(chart.base, smallSize, 400, "muted", smallLine);
  }
  y += parts.length > 0 ? 10 : 0;
  const draw = (id: string): Block => {
    const ground: Ground = { chart, scale, colour, hatch: `${id}-hatch` };
    const grouped = columns.some((column) => column.label !== null);
    const wide = width >= wideFrom;
    const figures = columns[0]?.figures ?? [];
    const body = grouped
      ? wide
        ? panelsBeside(ground, columns, y, width)
        : stackedPanels(ground, columns, y, width)
      : wide
        ? besideRows(ground, figures, y, width)
        : stackedRows(ground, figures, y, width);
    const foot = footer(ground, columns, y + body.height, width);
    return {
      markup: hatching(ground) + parts.join("") + body.markup + foot.markup,
      height: y + body.height + foot.height + 4,
    };
  };
  return picture({
    width: outer,
    height: draw("").height + 2 * margin,
    title: chart.title,
    description: describe(chart, columns),
    surface,
    draw: (id) =>
      margin === 0 ? draw(id).markup : element("g", { transform: `translate(${margin} ${margin})` }, [draw(id).markup]),
  });
}
