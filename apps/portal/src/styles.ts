import { fontCss, themeCss } from "@lang-nghe/ui/theme";

/** The one style sheet. Phone first; two steps up: 45rem (a table and a chart beside their words), 64rem (broad charts). */
export function portalCss(): string {
  return `${fontCss("fonts/")}\n${themeCss()}\n${rules}`;
}

const rules = `
*{box-sizing:border-box}
html{font-size:106.25%;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;font-family:var(--ln-font);line-height:1.6;color:var(--ln-ink);background:var(--ln-paper);overflow-wrap:break-word}
.wide{width:100%;max-width:66rem;margin-inline:auto;padding-inline:1rem}
p,ul,ol,dl,figure{margin:0 0 var(--ln-space-4)}
h1,h2,h3{line-height:1.3;font-weight:600;margin:0;text-wrap:balance}
h1{font-size:1.625rem}
h2{font-size:1.3rem}
h3{font-size:1.1rem}
a{color:var(--ln-accent);text-underline-offset:.18em;text-decoration-thickness:1px}
a:hover{color:var(--ln-accent-hover);text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--ln-focus);outline-offset:3px;border-radius:2px}
main:focus{outline:none}
.muted{color:var(--ln-muted)}
.skip{position:absolute;left:-99rem;top:0;background:var(--ln-accent);color:var(--ln-on-accent);padding:.75rem 1rem;z-index:1}
.skip:focus{left:0}
.top{border-bottom:1px solid var(--ln-line)}
.top .wide{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 .75rem}
.brand{display:inline-flex;align-items:center;gap:.5rem;font-weight:600;font-size:1.125rem;color:var(--ln-ink);text-decoration:none;padding:.75rem 0}
.brand svg{color:var(--ln-accent)}
.top nav{display:flex;gap:.25rem 1rem;font-size:.9375rem}
.top nav a{padding:.75rem 0;text-decoration:none}
.top nav a:hover,.top nav a[aria-current]{text-decoration:underline}
.ribbon{background:var(--ln-notice-soft);color:var(--ln-notice);font-weight:600;border-bottom:1px solid currentColor}
.ribbon .wide{padding-block:.6rem;background-image:none}
main{padding-block:1.75rem 3rem}
.hero,.prose,.headline{max-width:42rem}
.hero{margin-bottom:2.5rem}
.lead{font-size:1.125rem}
h1+.lead{margin-top:var(--ln-space-3)}
.kicker{margin:0 0 .25rem;font-size:.9375rem;color:var(--ln-muted)}
.tag{display:inline-block;border:1px solid currentColor;color:var(--ln-notice);border-radius:1rem;padding:0 .6rem;font-size:.875rem;font-weight:600}
.entries{list-style:none;padding:0;margin-top:.75rem;border-top:2px solid var(--ln-ink)}
.entries li{border-bottom:1px solid var(--ln-line)}
.entry{padding:1.1rem 0;max-width:46rem}
.entry h3{font-size:1.25rem}
.entry h3 a{text-decoration:none}
.entry h3 a:hover{text-decoration:underline}
.entry p:last-child{margin:.3rem 0 0}
.empty{margin-top:.75rem;padding:1.25rem;background:var(--ln-ground);border-radius:var(--ln-radius);max-width:42rem}
.empty h3{margin-bottom:.4rem}
.empty p:last-child{margin:0}
.headline{margin-bottom:1.25rem}
.headline .muted{margin:.5rem 0 0}
dl,dd{margin:0}
.facts{display:grid;gap:0;margin-bottom:1.75rem;border-top:2px solid var(--ln-ink)}
.facts div{display:grid;grid-template-columns:8.5rem 1fr;gap:.75rem;padding:.55rem 0;border-bottom:1px solid var(--ln-line)}
.facts dt{color:var(--ln-muted);font-size:.9375rem}
.facts dd{font-weight:600}
.contents{background:var(--ln-ground);padding:1rem 1.25rem;border-radius:var(--ln-radius);max-width:42rem;margin:1.5rem 0}
.contents h2{font-size:1rem}
.contents ol{margin:.4rem 0 0;padding-left:1.4rem}
.contents li{padding:.2rem 0}
.table{margin-top:3rem;padding-top:1rem;border-top:2px solid var(--ln-ink)}
.table h2{max-width:42rem}
.wording{margin:.5rem 0 0;max-width:42rem}
.base{margin:.4rem 0 0;color:var(--ln-muted);font-size:.9375rem;max-width:46rem}
.flag{margin:.6rem 0 0;font-weight:600;color:var(--ln-notice)}
figure{margin:1.25rem 0}
.chart svg{display:block;width:100%;height:auto}
.narrow{max-width:26rem}
.middle,.broad{display:none}
.figures{border-collapse:collapse;width:100%;font-size:.9375rem;font-variant-numeric:tabular-nums}
.figures caption{text-align:left;font-weight:600;padding:.4rem 0}
.figures th,.figures td{padding:.5rem .5rem .5rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--ln-line)}
.figures th{font-weight:400}
.figures thead .number{white-space:normal}
.figures thead th{font-weight:600;border-bottom:1px solid var(--ln-ink);vertical-align:bottom}
.figures .number{text-align:right;white-space:nowrap;padding-right:0;padding-left:.75rem}
.figures strong{font-weight:600;white-space:nowrap}
.figures tfoot th,.figures tfoot td{color:var(--ln-muted);border-bottom:0}
.figures tfoot tr:last-child>*{border-bottom:1px solid var(--ln-ink)}
.interval{color:var(--ln-muted);white-space:nowrap;font-size:.875rem}
.withheld{color:var(--ln-muted)}
.scroll{overflow-x:auto;margin-bottom:1rem}
.grouped th[scope=row],.grouped thead th:first-child{position:sticky;left:0;background:var(--ln-paper);min-width:8.5rem;max-width:12rem;padding-right:.75rem}
.grouped td,.grouped thead th{min-width:7.5rem}
.grouped td.withheld{min-width:9rem;padding-left:.75rem;text-align:right;padding-right:0}
.sensitivity td{white-space:normal!important}
.sensitivity th[scope=row]{min-width:7.5rem}
.downloads{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-top:.75rem}
.downloads a{padding:.4rem 0}
.method,.chain{margin-top:3.5rem}
.method{background:var(--ln-ground);margin-inline:-1rem;padding:1.5rem 1rem}
.method>h2{font-size:1.5rem;margin-bottom:.5rem}
.method dl{margin-top:1rem}
.method dl div{padding:.75rem 0;border-top:1px solid var(--ln-line)}
.method dt{font-weight:600}
.method dd p{margin:0 0 .35rem}
.method dd ol{margin:0;padding-left:1.3rem}
.method h3{margin:1.75rem 0 .5rem}
.method .grouped th[scope=row]{background:var(--ln-ground)}
.chain>p{max-width:42rem;margin-top:.5rem}
.chain dl div{padding:.5rem 0;border-top:1px solid var(--ln-line)}
.chain dt{color:var(--ln-muted);font-size:.9375rem}
code{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.875rem;overflow-wrap:anywhere}
.prose section{margin-top:2.25rem}
.prose section h2{margin-bottom:.5rem}
.example{border:1px solid var(--ln-line);border-radius:var(--ln-radius);padding:1rem}
.bottom{border-top:1px solid var(--ln-line);color:var(--ln-muted);font-size:.9375rem;padding-block:1.5rem}
.bottom p{margin:0 0 .25rem}
@media (min-width:45rem){
h1{font-size:2.25rem}
h2{font-size:1.5rem}
main{padding-block:2.75rem 4.5rem}
.wide{padding-inline:1.5rem}
.facts{grid-template-columns:repeat(4,1fr);gap:0 1.5rem;border-bottom:1px solid var(--ln-line)}
.facts div{display:block;border:0;padding:.75rem 0}
.facts dd{margin-top:.15rem}
.narrow{display:none}
.middle{display:block;max-width:46rem}
.figures:not(.grouped){max-width:46rem}
.method{margin-inline:0;padding:2rem;border-radius:var(--ln-radius)}
.method dl div,.chain dl div{display:grid;grid-template-columns:14rem 1fr;gap:0 1.5rem}
}
@media (min-width:64rem){
.middle:not(.up){display:none}
.broad{display:block}
}
@media print{
html{font-size:11pt}
.skip,.top nav,.downloads,.bottom,.contents{display:none}
.wide{max-width:none;padding:0}
.ribbon{border:1pt solid;background:none;padding:.25rem .5rem}
.narrow,.broad{display:none}
.middle,.middle:not(.up){display:block;max-width:16cm}
.table{break-inside:auto;margin-top:1.5rem}
figure,tr,.method dl div,.facts{break-inside:avoid}
h2,h3,.wording,.base{break-after:avoid}
.method{background:none;padding:0}
.scroll{overflow:visible}
.grouped td,.grouped th{min-width:0!important}
a{color:inherit;text-decoration:none}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
