import { escapeText } from "@lang-nghe/ui/charts";
import type { Language } from "@lang-nghe/ui/format";
import { portalWords } from "./words.ts";

/** Markup that is safe to print as it stands. Only `html` and `trusted` make it. */
export interface Markup {
  readonly markup: string;
}

/** Markup made elsewhere by code of ours that escapes its text: charts. */
export function trusted(markup: string): Markup {
  return { markup };
}

type Part = string | number | Markup | null | undefined | false | readonly Part[];

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(written).join("");
}

/** A template whose every value is escaped, unless it is markup already. Null and false print nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((string, index) => string + written(parts[index])).join("") };
}

/** Text with blank lines as paragraphs. */
export function paragraphs(text: string): Markup {
  const list = text
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  return html`${list.map((paragraph) => html`<p>${paragraph}</p>`)}`;
}

export interface Page {
  readonly language: Language;
  /** Path in the site without language, "" or "slug/" or "phuong-phap/". */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly synthetic?: boolean;
  readonly main: Markup;
  /** Public address of the site, for the canonical link; ends in a slash. */
  readonly base: string | null;
}

/** Folder of a page: Vietnamese at the root, English under `en/`. */
export function folderOf(language: Language, path: string): string {
  return language === "vi" ? path : `en/${path}`;
}

/** Relative way from a folder of the site to its root, so that the site works wherever it is mounted. */
export function rootFrom(folder: string): string {
  return "../".repeat(folder.split("/").filter((part) => part !== "").length);
}

/** No script, no frame, no form, nothing from elsewhere. */
const policy =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** A whole page as text. */
export function pageText(page: Page): string {
  const words = portalWords[page.language];
  const folder = folderOf(page.language, page.path);
  const root = rootFrom(folder) || "./";
  const home = root + folderOf(page.language, "");
  const otherLanguage: Language = page.language === "vi" ? "en" : "vi";
  const other = root + folderOf(otherLanguage, page.path);
  const here = (path: string) => (page.path === path ? html` aria-current="page"` : null);
  const canonical = page.base === null ? null : html`<link rel="canonical" href="${page.base + folder}">`;
  return html`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${page.path === "" ? `${words.site}: ${words.tagline}` : `${page.title} – ${words.site}`}</title>
<meta name="description" content="${page.description}">
${canonical}
<link rel="alternate" hreflang="${otherLanguage}" href="${other}">
<link rel="icon" href="${root}mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}portal.css">
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top">
<div class="wide">
<a class="brand" href="${home}"${here("")}>${trusted(mark)}<span>${words.site}</span></a>
<nav aria-label="${words.navigation}">
<a href="${home}phuong-phap/"${here("phuong-phap/")}>${words.method}</a>
<a href="${other}" lang="${otherLanguage}" hreflang="${otherLanguage}" title="${words.otherLong}">${words.other}</a>
</nav>
</div>
</header>
${page.synthetic ? html`<div class="ribbon" role="note"><div class="wide">${words.syntheticRibbon}</div></div>` : null}
<main id="main" class="wide" tabindex="-1">
${page.main}
</main>
<footer class="bottom"><div class="wide"><p>${words.footer}</p><p><a href="${home}phuong-phap/">${words.method}</a></p></div></footer>
</body>
</html>
`.markup;
}

/** Two arcs that meet a point: a voice and the ear that hears it, and an estimate in its interval. */
const mark =
  '<svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" focusable="false"><path d="M6 4a12.5 12.5 0 0 0 0 18M20 4a12.5 12.5 0 0 1 0 18" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/><circle cx="13" cy="13" r="4" fill="currentColor"/></svg>';

/** The same mark as a file, for the browser's tab. */
export const markFile = mark
  .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
  .replaceAll("currentColor", "#0f5573")
  .replace(' aria-hidden="true" focusable="false"', "");
