import { inlineStylePolicy } from "../platform/policies.ts";

export type PageLanguage = "vi" | "en";

/** The one style of the pages for respondents; their policy allows it by hash. Colours as in packages/ui/src/theme. */
const style = `
:root{color-scheme:light dark;--ink:#1d2a33;--muted:#56646e;--paper:#fff;--ground:#f6f5f1;--line:#d9dcda;--strong:#7c8891;--accent:#0f5573;--on:#fff;--notice:#7a4a0c;--soft:#fbf0de}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e9eef1;--muted:#aab7c0;--paper:#151d24;--ground:#0f161b;--line:#33404a;--strong:#8496a2;--accent:#8ecbe4;--on:#0b2430;--notice:#f0cf9c;--soft:#3a2a14}}
*{box-sizing:border-box}
html{font-size:112.5%;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Be Vietnam Pro",sans-serif;line-height:1.6;overflow-wrap:break-word}
.page{max-width:42rem;margin:0 auto;padding:1rem 1rem 3rem}
nav{display:flex;gap:1rem;justify-content:space-between;flex-wrap:wrap;padding:.5rem 0 1rem}
main{background:var(--paper);border:1px solid var(--line);border-radius:.375rem;padding:1.25rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.35;margin:2rem 0 .5rem;text-wrap:balance}
p,li{text-wrap:pretty}p{margin:0 0 1rem}ul,ol{margin:0 0 1rem;padding-left:1.3rem}li{margin:0 0 .4rem}
a{color:var(--accent);text-underline-offset:.15em}
.note{background:var(--soft);color:var(--notice);border-left:4px solid currentcolor;padding:.75rem 1rem;margin:0 0 1rem;border-radius:0 .375rem .375rem 0}
.note a{color:inherit}.note p:last-child{margin:0}
dl{margin:0 0 1rem}dt{font-weight:600}dd{margin:0 0 .75rem}
label{display:block;font-weight:600;margin:0 0 .25rem}.hint{color:var(--muted);font-size:.9rem;margin:0 0 .5rem}
input{font:inherit;font-family:ui-monospace,"Noto Sans Mono",monospace;width:100%;min-height:3rem;padding:.5rem .75rem;background:var(--paper);color:inherit;border:2px solid var(--strong);border-radius:.375rem;text-transform:uppercase}
button{font:inherit;font-weight:600;min-height:3rem;padding:.5rem 1.25rem;margin:1rem 0 0;background:var(--accent);color:var(--on);border:0;border-radius:.375rem;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media print{body{background:#fff;color:#000}main{border:0;padding:0}nav{display:none}h2{break-after:avoid}}
`;

/** What a page for respondents may do: show its text. */
export const framePolicy = inlineStylePolicy(style);
/** The same with a form, which goes to this host. */
export const formPolicy = framePolicy.replace("form-action 'none'", "form-action 'self'");

/** A whole page without script. @param body trusted HTML of ours. */
export function pageFrame(
  language: PageLanguage,
  { title, body, other }: { title: string; body: string; other: string },
): string {
  const switched = language === "vi" ? ["en", "English"] : ["vi", "Tiếng Việt"];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Lắng Nghe</title><style>${style}</style></head><body><div class="page"><nav><span>Lắng Nghe</span><a href="${other}" lang="${switched[0]}" hreflang="${switched[0]}">${switched[1]}</a></nav><main><h1>${title}</h1>
${body}
</main></div></body></html>`;
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
