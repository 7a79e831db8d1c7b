import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/** The one accent: the blue of deep water. Step 7 carries white text at 8:1; step 3 stands on dark paper at 8:1. */
const water: MantineColorsTuple = [
  "#eef6fa",
  "#d9eaf2",
  "#b5d5e4",
  "#8fc0d6",
  "#5d9dbb",
  "#357fa0",
  "#1d6a8b",
  "#0f5573",
  "#0c465f",
  "#08344a",
];

/** Dark paper, from text to ground: blue-black rather than grey, so that it is the same house at night. */
const dark: MantineColorsTuple = [
  "#e3e8eb",
  "#c3ccd2",
  "#a3afb7",
  "#7c8a94",
  "#3a4750",
  "#2b363e",
  "#212a31",
  "#182026",
  "#12181d",
  "#0d1216",
];

const gray: MantineColorsTuple = [
  "#f7f8f8",
  "#eff1f2",
  "#e3e7e9",
  "#cfd6da",
  "#b4bec4",
  "#8a97a0",
  "#5f6d77",
  "#4d5b66",
  "#2d3b45",
  "#16242e",
];

const face = "'Be Vietnam Pro', 'Noto Sans', system-ui, sans-serif";

/** Mantine picks the text colour of a filled surface for light paper only; the accent of dark paper needs dark text. */
const onAccent: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const isAccent = input.color === undefined || input.color === "water";
  return input.variant === "filled" && isAccent ? { ...colours, color: "var(--ln-on-accent)" } : colours;
};

/** The console's theme; `close` is the name of every dialog's closing button in the language of the interface. */
export const themeWith = (close: string) =>
  createTheme({
    fontFamily: face,
    fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
    headings: {
      fontFamily: face,
      fontWeight: "600",
      sizes: {
        h1: { fontSize: "1.75rem", lineHeight: "1.35" },
        h2: { fontSize: "1.3125rem", lineHeight: "1.4" },
        h3: { fontSize: "1.0625rem", lineHeight: "1.45" },
      },
    },
    // Stacked marks (Ệ, Ữ) need room: 1.5 is the least.
    fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1rem", lg: "1.125rem", xl: "1.25rem" },
    lineHeights: { xs: "1.5", sm: "1.5", md: "1.55", lg: "1.5", xl: "1.5" },
    colors: { water, dark, gray },
    primaryColor: "water",
    primaryShade: { light: 7, dark: 3 },
    autoContrast: true,
    variantColorResolver: onAccent,
    luminanceThreshold: 0.35,
    black: "#16242e",
    defaultRadius: "md",
    cursorType: "pointer",
    respectReducedMotion: true,
    components: {
      Button: {
        defaultProps: { size: "md" },
        // A long name wraps on a narrow screen; it is never cut off.
        styles: {
          root: { height: "auto", minHeight: "var(--button-height)", paddingBlock: 4 },
          inner: { height: "auto", minHeight: "calc(var(--button-height) - 10px)" },
          // Marks below the line (ộ, y) are not cut off either.
          label: { whiteSpace: "normal", overflow: "visible", lineHeight: 1.4 },
        },
      },
      TextInput: { defaultProps: { size: "md" } },
      Textarea: { defaultProps: { size: "md", autosize: true, minRows: 2 } },
      PasswordInput: { defaultProps: { size: "md" } },
      NumberInput: { defaultProps: { size: "md" } },
      Select: { defaultProps: { size: "md", allowDeselect: false } },
      Modal: {
        defaultProps: { centered: true, radius: "md", closeButtonProps: { "aria-label": close } },
        styles: { title: { fontWeight: 600, fontSize: "1.125rem" } },
      },
      Badge: { styles: { root: { flex: "none" } } },
      Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
      Anchor: { defaultProps: { underline: "always" } },
    },
  });

/** Colours that charts and own styles share (names of packages/ui). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#fbfbf9",
    "--mantine-color-dimmed": "#4d5b66",
    "--mantine-color-error": "#9c2b12",
    "--mantine-color-anchor": "#0f5573",
    "--mantine-color-placeholder": "#5f6d77",
    "--ln-on-accent": "#ffffff",
    "--ln-bezel": "#16242e",
    "--ln-surface": "#ffffff",
    "--ln-sunken": "#f1f3f3",
    "--ln-line": "#dbe0e3",
    "--ln-notice-ground": "#fbf1dc",
    "--ln-notice-ink": "#6b3f10",
    "--ln-good-ground": "#e6f2f6",
    "--ln-good-ink": "#0c465f",
    "--ln-bad-ground": "#fbeae4",
    "--ln-bad-ink": "#8a2610",
  },
  dark: {
    "--mantine-color-body": "#12181d",
    "--mantine-color-dimmed": "#a3afb7",
    "--mantine-color-error": "#f2a48e",
    "--mantine-color-anchor": "#8fc0d6",
    "--mantine-color-placeholder": "#8e9ba4",
    "--ln-on-accent": "#0d1216",
    "--ln-bezel": "#3a4750",
    "--ln-surface": "#182026",
    "--ln-sunken": "#0d1216",
    "--ln-line": "#2f3b44",
    "--ln-notice-ground": "#33270f",
    "--ln-notice-ink": "#f0cf93",
    "--ln-good-ground": "#12303c",
    "--ln-good-ink": "#b5d5e4",
    "--ln-bad-ground": "#3a1d15",
    "--ln-bad-ink": "#f5b7a5",
    "--ln-chart-ink": "#e3e8eb",
    "--ln-chart-muted": "#a3afb7",
    "--ln-chart-line": "#3a4750",
    "--ln-chart-paper": "#182026",
    "--ln-chart-estimate": "#8fc0d6",
    "--ln-chart-interval": "#2f6680",
    "--ln-chart-withheld": "#8a97a0",
    "--ln-chart-notice": "#f0cf93",
  },
});
