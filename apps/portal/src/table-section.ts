import type { PublishedRelease } from "@lang-nghe/contract";
import { intervalChart } from "@lang-nghe/ui/charts";
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatNumber,
  inLanguage,
  type Language,
  meanDecimals,
  percentDecimals,
  withheldWords,
} from "@lang-nghe/ui/format";
import {
  baseLine,
  baseWords,
  chartOf,
  estimateOf,
  isRandom,
  type ReleaseTable,
  titleOf,
  wordingOf,
} from "./figures.ts";
import { html, type Markup, trusted } from "./html.ts";
import { portalWords } from "./words.ts";

type Table = ReleaseTable["table"];
type Column = Table["columns"][number];

interface CellWords {
  readonly value: string;
  readonly interval: string | null;
  readonly withheld: boolean;
}

function cellWords(table: Table, level: string, column: Column, random: boolean, language: Language): CellWords {
  const row = estimateOf(table, level, column.code);
  if (row.withheld !== null || row.estimate === null) {
    return { value: withheldWords(row.withheld ?? "unknown", language), interval: null, withheld: true };
  }
  const base = column.effectiveBase ?? row.effectiveBase;
  const decimals = table.measure === "share" ? percentDecimals(base) : meanDecimals(base);
  const ends = random && row.low !== null && row.high !== null;
  return {
    value: formatEstimate(row.estimate, language, table.measure, base),
    interval: ends ? formatInterval(row.low!, row.high!, language, { unit: table.measure, decimals }) : null,
    withheld: false,
  };
}

/** One group: a row an answer, the interval in a column of its own. */
function plainTable(table: Table, column: Column, random: boolean, language: Language, caption: string): Markup {
  const words = portalWords[language];
  const rows = table.levels.map((level) => {
    const cell = cellWords(table, level.code, column, random, language);
    const label = html`<th scope="row">${inLanguage(level.label, language)}</th>`;
    if (cell.withheld)
      return html`<tr>${label}<td class="withheld" colspan="${random ? 2 : 1}">${cell.value}</td></tr>`;
    return html`<tr>${label}<td class="number"><strong>${cell.value}</strong></td>${random ? html`<td class="number">${cell.interval ?? "–"}</td>` : null}</tr>`;
  });
  const measure = table.measure === "share" ? words.share : words.mean;
  const foot = (label: string, count: number | null) =>
    html`<tr><th scope="row">${label}</th><td class="number">${formatCount(count, language)}</td>${random ? html`<td></td>` : null}</tr>`;
  return html`<table class="figures"><caption>${caption}</caption>
<thead><tr><th scope="col">${words.answer}</th><th scope="col" class="number">${measure}</th>${random ? html`<th scope="col" class="number">${words.interval}</th>` : null}</tr></thead>
<tbody>${rows}</tbody>
<tfoot>${foot(words.base, column.withheld === null ? column.n : null)}${random && column.withheld === null && column.effectiveBase !== null ? foot(words.effective, column.effectiveBase) : null}</tfoot></table>`;
}

/** Several groups: a column a group, the interval under each figure. */
function groupedTable(table: Table, random: boolean, language: Language, caption: string): Markup {
  const words = portalWords[language];
  const heads = table.columns.map(
    (column) => html`<th scope="col" class="number">${inLanguage(column.label, language) || words.all}</th>`,
  );
  const rows = table.levels.map((level) => {
    const cells = table.columns.map((column) => {
      const cell = cellWords(table, level.code, column, random, language);
      if (cell.withheld) return html`<td class="withheld">${cell.value}</td>`;
      return html`<td class="number"><strong>${cell.value}</strong>${cell.interval ? html`<br><span class="interval">${cell.interval}</span>` : null}</td>`;
    });
    return html`<tr><th scope="row">${inLanguage(level.label, language)}</th>${cells}</tr>`;
  });
  const bases = table.columns.map(
    (column) => html`<td class="number">${formatCount(column.withheld === null ? column.n : null, language)}</td>`,
  );
  const read = `${caption}. ${words.scroll}`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${read}"><table class="figures grouped"><caption>${caption}${random ? ` (${words.interval.toLocaleLowerCase("vi")})` : ""}</caption>
<thead><tr><th scope="col">${words.answer}</th>${heads}</tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${words.base}</th>${bases}</tr></tfoot></table></div>`;
}

function testSentence(table: Table, random: boolean, language: Language): string | null {
  if (!random || table.test === null) return null;
  const words = portalWords[language];
  const { p } = table.test;
  const written = p < 0.001 ? `< ${formatNumber(0.001, language, 3)}` : `= ${formatNumber(p, language, 3)}`;
  return p < 0.05 ? words.differ(written) : words.notDiffer(written);
}

/** One table of a release: question, base, chart, figures, downloads. */
export function tableSection(release: PublishedRelease, index: number, language: Language): Markup {
  const words = portalWords[language];
  const { table } = release.tables[index]!;
  const random = isRandom(release, table);
  const title = titleOf(release, index, language);
  const wording = wordingOf(release, table, language);
  const grouped = table.columns.length > 1;
  const widths = grouped ? [328, 680, 976] : [328, 680];
  const charts = widths.map((width, at) => {
    const chart = chartOf(release, index, language, { width, surface: "page", heading: false });
    const last = at === widths.length - 1;
    const kind = at === 0 ? "narrow" : last && grouped ? "broad" : grouped ? "middle" : "middle up";
    // The page's ribbon speaks for the drawing on the page; the file has the words inside.
    return html`<div class="chart ${kind}">${trusted(intervalChart({ ...chart, synthetic: chart.synthetic === true }))}</div>`;
  });
  const few = table.columns.some((column) => column.withheld === null && column.n !== null && column.n < 60);
  const sentence = testSentence(table, random, language);
  const name = `table-${index + 1}`;
  const only = table.columns[0];
  return html`<section class="table" id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${title}</h2>
${wording === title ? null : html`<p class="wording"><span class="muted">${words.question}:</span> “${wording}”</p>`}
<p class="base">${baseLine(release, table, language)}. ${baseWords(table, language)}</p>
${random || release.study.provenance.selection === "census" ? null : html`<p class="flag">${words.notRandom}.</p>`}
<figure>${charts}</figure>
${sentence ? html`<p>${sentence}</p>` : null}
${grouped ? groupedTable(table, random, language, words.tableCaption) : only ? plainTable(table, only, random, language, words.tableCaption) : null}
${few ? html`<p class="muted">${words.fewAnswers}</p>` : null}
<p class="downloads"><a href="${name}.csv" download="${release.slug}-${name}.csv">${words.downloadTable}</a> <a href="chart-${index + 1}.svg" download="${release.slug}-chart-${index + 1}.svg">${words.downloadChart}</a></p>
</section>`;
}
