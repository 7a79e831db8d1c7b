import { type Figure, type IntervalChart, tickWords } from "./interval-data.ts";
import { place, type Scale } from "./scale.ts";
import { type ChartColour, element, textLine } from "./svg.ts";

export const labelSize = 15;
export const labelLine = 21;
export const smallSize = 13;
export const smallLine = 18;
export interface Ground {
  readonly chart: IntervalChart;
  readonly scale: Scale;
  readonly colour: (name: ChartColour) => string;
  /** Id of the hatching. */
  readonly hatch: string;
}

export interface Block {
  readonly markup: string;
  readonly height: number;
}

/** Point and interval (or hatching) on a line from x to x + width, centred on y. */
export function mark(ground: Ground, figure: Figure, x: number, y: number, width: number): string {
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
      r: chart.random ? 4.5 : 5.5,
      fill: chart.random ? colour("estimate") : colour("paper"),
      stroke: chart.random ? colour("paper") : colour("estimate"),
      "stroke-width": chart.random ? 1 : 2.5,
    }),
  );
  return parts.join("");
}

export function track(ground: Ground, x: number, y: number, width: number): string {
  const { colour } = ground;
  return element("line", { x1: x, x2: x + width, y1: y, y2: y, stroke: colour("line"), "stroke-width": 1 });
}

export interface AxisPlace {
  readonly x: number;
  readonly width: number;
  readonly bottom: number;
  /** Faint lines run only here, so that they never cross a label: from, to. */
  readonly strips: readonly (readonly [number, number])[];
  /** Room beside the ends, so that the outer labels may be centred too. */
  readonly room: boolean;
}

/** Tick labels, and faint lines through the rows. */
export function axis(ground: Ground, { x, width, bottom, strips, room }: AxisPlace): string {
  const { scale, colour, chart } = ground;
  const last = scale.ticks.length - 1;
  // As many labels as fit, always with both ends.
  const steps = [1, 2, 3, 4, 5].filter((step) => last % step === 0);
  const every = steps.find((step) => (width / last) * step >= 38) ?? last;
  return scale.ticks
    .map((tick, index) => {
      const at = place(scale, tick, x, width);
      const zero = index === 0 && tick === 0;
      const lines = element("path", {
        d: strips.map(([from, to]) => `M${at.toFixed(1)} ${from}V${to}`).join(""),
        stroke: colour(zero ? "muted" : "line"),
        "stroke-width": 1,
        "stroke-dasharray": zero ? null : "1 3",
        fill: "none",
      });
      if (index % every !== 0) return lines;
      const anchor = room ? "middle" : index === 0 ? "start" : index === last ? "end" : "middle";
      const style = { x: at, y: bottom + 15, size: 12, fill: colour("muted"), anchor } as const;
      return lines + textLine(tickWords(tick, scale, chart), style);
    })
    .join("");
}

export function hatching(ground: Ground): string {
  const line = {
    d: "M0 6L6 0M-1.5 1.5L1.5 -1.5M4.5 7.5L7.5 4.5",
    stroke: ground.colour("withheld"),
    "stroke-width": 1,
  };
  const pattern = { id: ground.hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  return element("defs", {}, [element("pattern", pattern, [element("path", line)])]);
}
