/** Characters XML 1.0 cannot hold: controls except tab and line ends, lone surrogates, two non-characters. */
const notXml = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text made safe for element content and quoted attributes of HTML and XML alike. */
export function escapeText(text: string): string {
  return text.replace(notXml, "\ufffd").replace(/[&<>"']/g, (character) => entities[character]!);
}

export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

function written(value: string | number): string {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : escapeText(value);
}

/** One element as a string. Attribute values are escaped here; children are markup already. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${written(value!)}"`)
    .join("");
  return children.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${children.join("")}</${name}>`;
}

/** A short stable name from the chart's content, so that two charts on one page share no ids (FNV-1a). */
export function markFrom(content: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < content.length; index++) {
    hash = Math.imul(hash ^ content.charCodeAt(index), 0x01000193);
  }
  return `c${(hash >>> 0).toString(36)}`;
}

export type Surface = "page" | "file";

/** Name of a colour of the theme → its light value, for files and for pages without the theme. */
export const chartColours = {
  ink: "#16242e",
  muted: "#4d5b66",
  line: "#cfd6da",
  paper: "#ffffff",
  estimate: "#0f5573",
  interval: "#9cc3d5",
  withheld: "#7c8891",
  notice: "#6b3f10",
} as const;
export type ChartColour = keyof typeof chartColours;

/** A paint for an attribute. On a page it follows the theme; in a file it is fixed, since most SVG readers know no variables. */
export function paint(surface: Surface): (colour: ChartColour) => string {
  return (colour) => (surface === "file" ? chartColours[colour] : `var(--ln-chart-${colour}, ${chartColours[colour]})`);
}

export const chartFont = "'Be Vietnam Pro', 'Noto Sans', system-ui, sans-serif";

export interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: 400 | 500 | 600 | 700;
  readonly anchor?: "start" | "middle" | "end";
}

/** One line of text. */
export function textLine(content: string, style: TextStyle): string {
  return element(
    "text",
    {
      x: style.x,
      y: style.y,
      "font-size": style.size,
      "font-weight": style.weight && style.weight !== 400 ? style.weight : null,
      "text-anchor": style.anchor && style.anchor !== "start" ? style.anchor : null,
      fill: style.fill,
    },
    [escapeText(content)],
  );
}

/** Lines of text under each other; y is the baseline of the first. */
export function textLines(lines: readonly string[], style: TextStyle, lineHeight: number): string {
  return lines.map((line, index) => textLine(line, { ...style, y: style.y + index * lineHeight })).join("");
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly surface: Surface;
  /** Markup of the drawing; `mark` is the prefix of every id in it. */
  readonly draw: (mark: string) => string;
}

/** The outer element: standalone, named and described for those who do not see it. */
export function picture({ width, height, title, description, surface, draw }: Picture): string {
  const mark = markFrom(`${title}\n${description}\n${width}`);
  const background = surface === "file" ? element("rect", { width, height, fill: chartColours.paper }) : "";
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      width,
      height: Math.ceil(height),
      role: "img",
      "aria-labelledby": `${mark}-title ${mark}-desc`,
      "font-family": chartFont,
    },
    [
      element("title", { id: `${mark}-title` }, [escapeText(title)]),
      element("desc", { id: `${mark}-desc` }, [escapeText(description)]),
      background,
      draw(mark),
    ],
  );
}
