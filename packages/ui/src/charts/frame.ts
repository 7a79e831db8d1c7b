import { type Language, syntheticWords } from "../format/index.ts";
import { type ChartColour, element, paint, picture, type Surface, textLines } from "./svg.ts";
import { wrapText } from "./text.ts";

/** What every chart of the console's workings shares. */
export interface ChartFrame {
  readonly title: string;
  readonly language: Language;
  /** One line under the title: how to read it, or what it is of. */
  readonly note?: string;
  readonly synthetic?: boolean;
  readonly width?: number;
  readonly surface?: Surface;
  readonly heading?: boolean;
}

export interface Drawing {
  readonly markup: string;
  readonly height: number;
}

/** Heading, then a drawing under it; margins only in files. */
export function framed(
  frame: ChartFrame,
  description: string,
  body: (top: number, width: number, colour: (name: ChartColour) => string) => Drawing,
): string {
  const surface = frame.surface ?? "page";
  const margin = surface === "file" ? 16 : 0;
  const outer = Math.max(240, Math.round(frame.width ?? 320));
  const width = outer - 2 * margin;
  const colour = paint(surface);
  const parts: string[] = [];
  let y = 2;
  const head = (words: string, size: number, weight: 400 | 600, name: ChartColour) => {
    const lines = wrapText(words, width, size, weight);
    parts.push(textLines(lines, { x: 0, y: y + size, size, weight, fill: colour(name) }, size * 1.4));
    y += lines.length * size * 1.4 + 3;
  };
  if (frame.synthetic) head(syntheticWords[frame.language], 13, 600, "notice");
  if (frame.heading !== false) head(frame.title, 17, 600, "ink");
  if (frame.note) head(frame.note, 13, 400, "muted");
  const drawing = body(y + 8, width, colour);
  const markup = parts.join("") + drawing.markup;
  return picture({
    width: outer,
    height: y + 8 + drawing.height + 2 * margin + 2,
    title: frame.title,
    description,
    surface,
    draw: () => (margin === 0 ? markup : element("g", { transform: `translate(${margin} ${margin})` }, [markup])),
  });
}
