import { chartColours } from "../charts/index.ts";

/**
 * Ink, paper and one accent. The accent is petrol: it is on no party's banner, and stays apart from the ink for people
 * who see no red or no green. Notice (amber-brown) marks synthetic data and things to read first; danger, what destroys.
 */
export const light = {
  ink: chartColours.ink,
  muted: chartColours.muted,
  paper: "#ffffff",
  ground: "#f6f5f1",
  raised: "#ffffff",
  line: "#d9dcda",
  "line-strong": "#7c8891",
  accent: "#0f5573",
  "accent-hover": "#0a3e55",
  "accent-soft": "#e4eff4",
  "on-accent": "#ffffff",
  focus: "#0f5573",
  notice: chartColours.notice,
  "notice-soft": "#fbf0de",
  danger: "#8a2440",
  "danger-soft": "#fbe9ee",
  "chart-ink": chartColours.ink,
  "chart-muted": chartColours.muted,
  "chart-line": chartColours.line,
  "chart-paper": chartColours.paper,
  "chart-estimate": chartColours.estimate,
  "chart-interval": chartColours.interval,
  "chart-withheld": chartColours.withheld,
  "chart-notice": chartColours.notice,
} as const;
export type Colour = keyof typeof light;

/** Night: soft ink on blue-black, the accent lighter and less saturated so that it does not glow. */
export const dark: Record<Colour, string> = {
  ink: "#e9eef1",
  muted: "#aab7c0",
  paper: "#151d24",
  ground: "#0f161b",
  raised: "#1c262e",
  line: "#33404a",
  "line-strong": "#8496a2",
  accent: "#8ecbe4",
  "accent-hover": "#b6e0f1",
  "accent-soft": "#16323f",
  "on-accent": "#0b2430",
  focus: "#b6e0f1",
  notice: "#f0cf9c",
  "notice-soft": "#3a2a14",
  danger: "#f3a9bb",
  "danger-soft": "#3f1a25",
  "chart-ink": "#e9eef1",
  "chart-muted": "#aab7c0",
  "chart-line": "#3b4a55",
  "chart-paper": "#151d24",
  "chart-estimate": "#a5d8ed",
  "chart-interval": "#2f6680",
  "chart-withheld": "#8496a2",
  "chart-notice": "#f0cf9c",
};

/** Spaces in rem: 1 is a hair, 4 the space between lines of thought, 8 between sections. */
export const spaces = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4.5] as const;

/** Type sizes in rem at 16 px; line height 1.5 and more, since Vietnamese stacks its marks. */
export const sizes = { s: 0.875, m: 1, l: 1.125, xl: 1.375, "2xl": 1.75, "3xl": 2.25 } as const;

export const fontFamily = '"Be Vietnam Pro", "Noto Sans", system-ui, sans-serif';

function colourLines(colours: Record<Colour, string>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--ln-${name}:${value};`)
    .join("");
}

/**
 * The tokens as CSS custom properties (`--ln-…`): light by default, dark when the system or `[data-theme="dark"]` says so,
 * always light on paper.
 */
export function themeCss(): string {
  const scale = spaces.map((space, index) => `--ln-space-${index + 1}:${space}rem;`).join("");
  const type = Object.entries(sizes)
    .map(([name, size]) => `--ln-text-${name}:${size}rem;`)
    .join("");
  const lightLines = `color-scheme:light;${colourLines(light)}`;
  const darkLines = `color-scheme:dark;${colourLines(dark)}`;
  return [
    `:root{--ln-font:${fontFamily};${scale}${type}--ln-radius:0.375rem;${lightLines}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${darkLines}}}`,
    `@media screen{:root[data-theme="dark"]{${darkLines}}}`,
  ].join("\n");
}

const subsets = {
  vietnamese:
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
  latin:
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
} as const;

export interface FontFile {
  /** Path inside `@fontsource/be-vietnam-pro`. */
  readonly path: string;
  readonly name: string;
}

export const fontWeights = [400, 600] as const;

/** Files of the type family that an app copies beside its styles: Vietnamese and Latin, two weights, 67 KB. */
export function fontFiles(): readonly FontFile[] {
  return fontWeights.flatMap((weight) =>
    Object.keys(subsets).map((subset) => {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      return { path: `files/${name}`, name };
    }),
  );
}

/** `@font-face` rules for the files of `fontFiles`, found under an address that ends in a slash. */
export function fontCss(address: string): string {
  return fontWeights
    .flatMap((weight) =>
      Object.entries(subsets).map(
        ([subset, range]) =>
          `@font-face{font-family:"Be Vietnam Pro";font-weight:${weight};font-display:swap;src:url("${address}be-vietnam-pro-${subset}-${weight}-normal.woff2") format("woff2");unicode-range:${range}}`,
      ),
    )
    .join("\n");
}
