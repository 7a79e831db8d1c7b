import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dark, light } from "@lang-nghe/ui/theme";
import { defineConfig, minifySync, type Plugin, transformWithOxc } from "vite";

/** Server to talk to while developing: `LANG_NGHE_SERVER=http://localhost:8080 vite`. */
const server = process.env.LANG_NGHE_SERVER ?? "http://localhost:8080";

const colours = [
  "ink",
  "muted",
  "paper",
  "ground",
  "raised",
  "line",
  "line-strong",
  "accent",
  "accent-hover",
  "accent-soft",
  "on-accent",
  "focus",
  "notice",
  "notice-soft",
  "danger",
  "danger-soft",
] as const;

/** The theme's colours that this page uses; nobody here waits for those of charts. */
function themeCss(): string {
  const lines = (from: typeof light | typeof dark) => colours.map((name) => `--ln-${name}:${from[name]}`).join(";");
  return (
    `:root{color-scheme:light dark;--ln-radius:.375rem;${lines(light)}}` +
    `@media screen and (prefers-color-scheme:dark){:root{${lines(dark)}}}`
  );
}

/** What runs before the page has come: the top of the page, as small as it gets. */
async function earlyScript(): Promise<string> {
  const file = join(import.meta.dirname, "src/invited/early.ts");
  const { code } = await transformWithOxc(readFileSync(file, "utf8"), file);
  return minifySync("early.js", `{${code.replace(/^export\s*\{\s*\};?/m, "")}}`, { module: false }).code.trim();
}

/**
 * One response is the whole page: script and styles go into the HTML, which on a slow network costs one round trip
 * instead of three. The policy that allows exactly these texts goes into headers.json, for the server to send.
 */
function onePage(name: "index" | "invitation"): Plugin {
  return {
    name: "one-page",
    enforce: "post",
    transformIndexHtml: {
      order: "pre",
      handler: async () => [
        { tag: "style", children: themeCss(), injectTo: "head" },
        ...(name === "invitation" ? [{ tag: "script", children: await earlyScript(), injectTo: "head" } as const] : []),
      ],
    },
    generateBundle(_, bundle) {
      const page = bundle[`${name}.html`];
      if (page?.type !== "asset") return;
      const styles: string[] = [themeCss()];
      const scripts: string[] = [];
      for (const [fileName, file] of Object.entries(bundle)) {
        if (file.type === "chunk") scripts.push(file.code.trim().replaceAll("</script", "<\\/script"));
        else if (fileName.endsWith(".css")) styles.push(String(file.source).trim());
        else continue;
        delete bundle[fileName];
      }
      const style = styles.join("\n");
      const script = scripts.join("\n");
      const html = String(page.source)
        .replace(/\s*<style>[\s\S]*?<\/style>/, "")
        .replace(/\s*<script type="module"[^>]*><\/script>/, "")
        .replace(/\s*<link rel="stylesheet"[^>]*>/, "")
        .replace(/\n\s*/g, "\n");
      page.source = html
        .replace("</head>", () => `<style>${style}</style>\n</head>`)
        .replace("</body>", () => `<script type="module">${script}</script>\n</body>`);
      const early = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1];
      const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
      const policy = [
        "default-src 'none'",
        `script-src ${[script, ...(early ? [early] : [])].map(hash).join(" ")}`,
        `style-src ${hash(style)}`,
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ].join("; ");
      this.emitFile({
        type: "asset",
        fileName: name === "index" ? "headers.json" : "invitation-headers.json",
        source: `${JSON.stringify({ "content-security-policy": policy }, null, 2)}\n`,
      });
    },
  };
}

/** Two pages, built one after the other: `vite build`, then `vite build --mode invitation` beside it. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [onePage(mode === "invitation" ? "invitation" : "index")],
  resolve: {
    alias: [
      // Controls are written for the hooks that React and Preact share.
      { find: /^react$/, replacement: join(import.meta.dirname, "src/react.ts") },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
    ],
  },
  build: {
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 100_000,
    cssMinify: true,
    // Schemas are for the server; the page takes only types from the contract.
    emptyOutDir: mode !== "invitation",
    rolldownOptions: {
      input: join(import.meta.dirname, mode === "invitation" ? "invitation.html" : "index.html"),
      treeshake: { manualPureFunctions: ["Type", "Nullable"] },
    },
  },
  server: { proxy: { "^/(a|t)/[^/]+/(answers|reached|form.json)": server } },
}));
