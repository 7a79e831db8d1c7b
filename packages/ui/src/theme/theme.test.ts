import { expect, test } from "vitest";
import { type Colour, contrastRatio, dark, light, luminance, themeCss } from "./index.ts";

/** Text over ground: every pair that the interface sets. */
const pairs: readonly (readonly [Colour, Colour])[] = [
  ...(["ink", "muted", "accent", "accent-hover", "notice", "danger"] as const).flatMap((text) =>
    (["paper", "ground", "raised"] as const).map((ground) => [text, ground] as const),
  ),
  ["ink", "accent-soft"],
  ["accent", "accent-soft"],
  ["muted", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["ink", "notice-soft"],
  ["notice", "notice-soft"],
  ["danger", "danger-soft"],
  ["chart-ink", "chart-paper"],
  ["chart-muted", "chart-paper"],
  ["chart-notice", "chart-paper"],
];

/** Marks and edges that carry meaning: 3 to 1 (WCAG 1.4.11). */
const marks: readonly (readonly [Colour, Colour])[] = [
  ["chart-estimate", "chart-paper"],
  ["chart-estimate", "chart-interval"],
  ["chart-withheld", "chart-paper"],
  ["line-strong", "paper"],
  ["focus", "paper"],
];

test("contrast is computed as WCAG defines it", () => {
  expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrastRatio("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
  expect(luminance("#ffffff")).toBeCloseTo(1, 10);
});

for (const [name, colours] of Object.entries({ light, dark })) {
  test(`all text is readable in the ${name} theme`, () => {
    for (const [text, ground] of pairs) {
      expect(contrastRatio(colours[text], colours[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test(`marks stand out in the ${name} theme`, () => {
    for (const [mark, ground] of marks) {
      expect(contrastRatio(colours[mark], colours[ground]), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
}

test("no data colour is a flag's red or yellow", () => {
  for (const colours of [light, dark]) {
    for (const name of ["chart-estimate", "chart-interval", "chart-withheld"] as const) {
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colours[name].slice(at, at + 2), 16));
      expect(red!, name).toBeLessThanOrEqual(Math.max(green!, blue!));
    }
  }
});

test("the theme follows the system, a choice, and paper", () => {
  const css = themeCss();
  expect(css).toContain("prefers-color-scheme:dark");
  expect(css).toContain('[data-theme="dark"]');
  expect(css).toContain('not([data-theme="light"])');
});
