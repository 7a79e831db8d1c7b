import { syntheticWords } from "../format/index.ts";
import {
  describe,
  type Figure,
  type FigureColumn,
  figureColumns,
  figureScale,
  type IntervalChart,
  keyWords,
} from "./interval-data.ts";
import { type Block, type Ground, hatching, mark, smallLine, smallSize } from "./interval-marks.ts";
import { panelsBeside, stackedPanels } from "./interval-panels.ts";
import { besideRows, stackedRows } from "./interval-rows.ts";
import { type ChartColour, element, paint, picture, textLines } from "./svg.ts";
import { wrapText } from "./text.ts";

/** Below this width labels stand above their marks. */
const wideFrom = 560;
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
